"""What a typed line says before and beside the answer: table, badge, hands counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.domain.forms import Option
from workshop.domain.text import clean_line

_PREFIX = re.compile(
    r"\s*(?:t(?:able\s*)?(?P<table>\d{1,3})|#(?P<badge>\d{1,5}))(?::\s*|\s+|$)", re.IGNORECASE
)
_AMOUNTS = ("few", "half", "most")
_COUNT = rf"(?P<count>\d{{1,5}}|{'|'.join(_AMOUNTS)})"
_COUNT_FIRST = re.compile(rf"{_COUNT}\s+(?P<name>.+)", re.IGNORECASE)
_NAME_FIRST = re.compile(rf"(?P<name>.+?)\s*[:=\s]\s*{_COUNT}", re.IGNORECASE)
_PRESENT = re.compile(
    r"(?:of\s+)?(?P<n>\d{1,5})\s*(?:present|people|there)|of\s+(?P<of>\d{1,5})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A line without its prefixes; `table` and `badge` are empty where none was typed."""

    text: str
    table: str = ""
    badge: str = ""


def addressed(line: str) -> Addressed:
    """Take 't4 ', 'table 4: ' and '#17 ' off the front of a line, in either order."""
    table = badge = ""
    rest = line
    while found := _PREFIX.match(rest):
        table = found["table"] or table
        badge = found["badge"] or badge
        rest = rest[found.end() :]
    return Addressed(rest.strip(), table, badge)


def held_table(line: str, held: str, last: str) -> tuple[str, str] | None:
    """The table to hold on to, and the line without it: the one named in the line, else none where
    one is held, else that of the last answer; None where there is none to hold."""
    start = addressed(line)
    if start.table:
        return start.table, f"#{start.badge} {start.text}" if start.badge else start.text
    if held:
        return "", line
    return (last, line) if last else None


def who(table: str, badge: str) -> str:
    """'table 4', '#17', 'table 4 #17' or nothing."""
    named = f"table {table}" if table else ""
    return f"{named} #{badge}".strip() if badge else named


@dataclass(frozen=True, slots=True)
class TallyLine:
    """Hands counted, as one line says them: `counts` by option id, `table` empty for the room."""

    table: str
    counts: Mapping[str, int | str]
    present: int | None = None


def letter(index: int) -> str:
    """The letter by which the option at an index is named: a, b, ... z."""
    return chr(ord("a") + index)


def amount(text: str) -> int | str:
    """A number or few, half, most; ValueError with a sentence otherwise."""
    word = clean_line(text).lower()
    if word in _AMOUNTS:
        return word
    if word.isdecimal() and len(word) <= 5:
        return int(word)
    raise ValueError(f"'{word}' is no count: type a number, few, half or most.")


def tally_line(line: str, options: Sequence[Option]) -> TallyLine:
    """Read 'table 4: 6 for, 2 against, 19 present'; ValueError says what is not understood."""
    start = addressed(clean_line(line))
    counts: dict[str, int | str] = {}
    present: int | None = None
    for piece in filter(None, (part.strip(" .") for part in re.split(r"[,;]", start.text))):
        if people := _PRESENT.fullmatch(piece):
            present = int(people["n"] or people["of"])
            continue
        found = _COUNT_FIRST.fullmatch(piece) or _NAME_FIRST.fullmatch(piece)
        if found is None:
            raise ValueError(f"'{piece}' has no count: type '6 a, 2 b' or 'most a'.")
        option = named_option(found["name"], options)
        if option.id in counts:
            raise ValueError(f"'{option.text}' is counted twice.")
        counts[option.id] = amount(found["count"])
    if not counts:
        raise ValueError("Nothing is counted yet: type '6 a, 2 b' or 'most a'.")
    return TallyLine(start.table, counts, present)


def named_option(name: str, options: Sequence[Option]) -> Option:
    """The option of a letter, an id or an unambiguous beginning; ValueError otherwise."""
    key = name.strip().casefold()
    for index, option in enumerate(options):
        if key in (letter(index), option.id.casefold(), option.text.casefold()):
            return option
    begun = [
        option
        for option in options
        if option.text.casefold().startswith(key) or option.id.casefold().startswith(key)
    ]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise ValueError(f"'{name.strip()}' may be {' or '.join(o.text for o in begun[:3])}.")
    raise ValueError(
        f"'{name.strip()}' is none of the options: use the letters a to {letter(len(options) - 1)}."
    )
