"""What a participant fills in: fields as data, drawn by a terminal, a page or a sheet of paper.

Answers are a mapping from field id to value: text -> str, choice -> list[str] of option ids,
scale -> int, points -> dict[option id, int], boxes -> dict[box id, str], people -> list[str] of
badges.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from workshop.domain.making import dataclass
from workshop.domain.text import clean_block, clean_line

# ASCII digits only, and few enough that no number is absurd.
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}")
# A number from a phone, or letters and a number that somebody chose on paper (mk7).
_BADGE = re.compile(r"#?([a-z]{0,6}[0-9]{1,5})")
NOBODY = "0"
"""The badge of nobody: it says that the answer is none, where an empty one says nothing."""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class TextField:
    """Free text of at most `limit` characters; `format` is text or date (YYYY-MM-DD).

    `personal`: it tells who somebody is, and is left out of what is passed on. `offers` are texts
    that may be picked instead of typed.
    """

    id: str
    label: str
    limit: int = 140
    lines: int = 1
    required: bool = True
    format: str = "text"
    hint: str = ""
    personal: bool = False
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """At most `most` of the options."""

    id: str
    label: str
    options: tuple[Option, ...]
    most: int = 1
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ScaleField:
    """One whole number from `low` to `high`, whose ends have words.

    `slide`, where it is not 0, makes it a slider in steps of so many; what is typed may
    lie between.
    """

    id: str
    label: str
    low: int = 1
    high: int = 5
    low_text: str = ""
    high_text: str = ""
    required: bool = True
    hint: str = ""
    slide: int = 0

    @property
    def ends(self) -> str:
        """What the ends mean, in a line: '0 nobody … 100 everyone'."""
        low, high = f"{self.low} {self.low_text}".strip(), f"{self.high} {self.high_text}".strip()
        return f"{low} … {high}"


@dataclass(frozen=True, slots=True)
class PointsField:
    """`total` points spent over the options, at most `most_each` on one."""

    id: str
    label: str
    options: tuple[Option, ...]
    total: int = 10
    most_each: int = 10
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    id: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BoxesField:
    """A framework's boxes, each with text of at most `limit` characters."""

    id: str
    label: str
    boxes: tuple[Box, ...]
    limit: int = 400
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PeopleField:
    """People by their badges, at most `most`; the badge 0 alone means nobody."""

    id: str
    label: str
    most: int = 60
    required: bool = True
    hint: str = ""


Field: TypeAlias = TextField | ChoiceField | ScaleField | PointsField | BoxesField | PeopleField


@dataclass(frozen=True, slots=True)
class Form:
    """A form to answer an exercise once; `per_person` says how often each may (0 = no limit).

    `by_table` asks for one answer a table group instead of one a person. `beside` is asked for in a
    form of its own and sent by itself; `hands` is what hands are counted for, where that is not the
    options of a field.
    """

    prompt: str
    fields: tuple[Field, ...]
    instructions: str = ""
    per_person: int = 1
    by_table: bool = False
    beside: tuple[Field, ...] = ()
    hands: tuple[Option, ...] = ()


def countable(form: Form) -> tuple[Option, ...]:
    """What hands are counted for: said by the form, a field's options, or a grid's statements."""
    if form.hands:
        return form.hands
    for field in form.fields:
        if isinstance(field, ChoiceField | PointsField):
            return field.options
    scales = [field for field in form.fields if isinstance(field, ScaleField)]
    whole = len(scales) == len(form.fields)
    return tuple(Option(field.id, field.label) for field in scales) if whole else ()


def clean_answers(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept: safe text, known ids, within the form's limits.

    Fields without an answer are left out. Nothing is cut or dropped in silence: what does not fit
    raises ValueError with a sentence for the person who answered.
    """
    fields = {field.id: field for field in form.fields}
    for name in answers:
        if name not in fields:
            raise ValueError(f"This form has no field ‘{clean_line(str(name))[:40]}’.")
    kept: dict[str, Any] = {}
    for field in form.fields:
        value = _clean_field(field, answers.get(field.id))
        if value not in (None, "", [], {}):
            kept[field.id] = value
        elif field.required:
            raise ValueError(f"‘{field.label}’ is still empty.")
    if not kept:
        raise ValueError("Nothing has been answered yet.")
    return kept


def _clean_field(field: Field, value: Any) -> Any:
    """One field's value as it is kept; None or something empty when there is none."""
    if value is None:
        return None
    match field:
        case TextField():
            return _clean_text(field, value)
        case ChoiceField():
            return _clean_choice(field, value)
        case ScaleField():
            return _clean_scale(field, value)
        case PointsField():
            return _clean_points(field, value)
        case BoxesField():
            return _clean_boxes(field, value)
        case PeopleField():
            return _clean_people(field, value)


def _clean_text(field: TextField, value: Any) -> str:
    text = _text(field.label, value, field.limit, one_line=field.lines == 1)
    if text and field.format == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError(
                f"‘{field.label}’ wants a date as year-month-day, such as 2025-06-21."
            ) from None
    return text


def _text(label: str, value: Any, limit: int, *, one_line: bool) -> str:
    if not isinstance(value, str):
        raise ValueError(f"‘{label}’ wants text.")
    text = clean_line(value) if one_line else clean_block(value)
    if len(text) > limit:
        raise ValueError(
            f"‘{label}’ has room for {limit} characters; this has {len(text)}, "
            f"{len(text) - limit} too many."
        )
    return text


def _clean_choice(field: ChoiceField, value: Any) -> list[str]:
    picked = [value] if isinstance(value, str) else value
    if not isinstance(picked, (list, tuple)):
        raise ValueError(f"‘{field.label}’ wants one of its options.")
    picked = list(dict.fromkeys(_known(field, option) for option in picked if option != ""))
    if len(picked) > field.most:
        raise ValueError(
            f"‘{field.label}’ takes {field.most} at most; this picks {len(picked)}."
            if field.most > 1
            else f"‘{field.label}’ takes one only; this picks {len(picked)}."
        )
    return picked


def _clean_scale(field: ScaleField, value: Any) -> int | None:
    if value == "":
        return None
    number = _whole(field.label, value)
    if not field.low <= number <= field.high:
        raise ValueError(f"‘{field.label}’ goes from {field.low} to {field.high}; not {number}.")
    return number


def _clean_points(field: PointsField, value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise ValueError(f"‘{field.label}’ wants points for its options.")
    given = {
        _known(field, option): _whole(field.label, points)
        for option, points in value.items()
        if points not in ("", None)
    }
    if any(points < 0 for points in given.values()):
        raise ValueError(f"‘{field.label}’ takes no points below 0.")
    spent = {option.id: given[option.id] for option in field.options if given.get(option.id)}
    for option in field.options:
        if spent.get(option.id, 0) > field.most_each:
            raise ValueError(
                f"At most {field.most_each} points on one option; "
                f"‘{option.text}’ has {spent[option.id]}."
            )
    total = sum(spent.values())
    if total > field.total:
        raise ValueError(
            f"There are {field.total} points to spend; this spends {total}, "
            f"{total - field.total} too many."
        )
    return spent


def _clean_boxes(field: BoxesField, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError(f"‘{field.label}’ wants text for its boxes.")
    boxes = {box.id for box in field.boxes}
    for name in value:
        if name not in boxes:
            raise ValueError(f"There is no box ‘{clean_line(str(name))[:40]}’.")
    texts = {
        box.id: _text(box.title, value[box.id] or "", field.limit, one_line=False)
        for box in field.boxes
        if box.id in value
    }
    return {box: text for box, text in texts.items() if text}


def _clean_people(field: PeopleField, value: Any) -> list[str]:
    given = badges(value) if isinstance(value, str) else value
    if isinstance(given, int) and not isinstance(given, bool):
        given = [given]
    if not isinstance(given, (list, tuple)):
        raise ValueError(f"‘{field.label}’ wants badges.")
    found = list(dict.fromkeys(_badge(field, badge) for badge in given if badge != ""))
    if NOBODY in found and len(found) > 1:
        raise ValueError(f"‘{field.label}’: 0 means nobody; leave it out beside others.")
    if len(found) > field.most:
        raise ValueError(f"‘{field.label}’ takes {field.most} at most; this names {len(found)}.")
    return found


def badges(text: str) -> list[str]:
    """The badges in a line, with blanks, commas or semicolons between them; not cleaned yet."""
    return text.replace(",", " ").replace(";", " ").split()


def _badge(field: PeopleField, given: Any) -> str:
    """A badge in one spelling: '#07' is 7, 'MK7' mk7."""
    if isinstance(given, (int, str)) and not isinstance(given, bool):
        found = _BADGE.fullmatch(str(given).strip().casefold())
        if found:
            badge = found.group(1)
            return str(int(badge)) if badge.isdecimal() else badge
    said = clean_line(str(given))[:20]
    raise ValueError(f"‘{field.label}’: ‘{said}’ is no badge; a badge is a number such as 17.")


def _known(field: ChoiceField | PointsField, option: Any) -> str:
    """The id of an option of the field."""
    for known in field.options:
        if known.id == option:
            return known.id
    raise ValueError(f"‘{field.label}’ has no option ‘{clean_line(str(option))[:40]}’.")


def _whole(label: str, value: Any) -> int:
    """A whole number; forms send it as text, programs as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return int(value)
    raise ValueError(f"‘{label}’ wants a whole number.")
