"""An answer to any form: from the exercise's bank where it has one, else by the fields alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from workshop.domain.forms import (
    NOBODY,
    BoxesField,
    ChoiceField,
    Field,
    Form,
    Option,
    PeopleField,
    PointsField,
    ScaleField,
    TextField,
)
from workshop.domain.plan import Exercise
from workshop.kinds.base import Kind
from workshop.plans.banks import EVERY
from workshop.rehearsal.people import Person

GAIN = 0.6
"""What a second round brings on a scale, where the bank says nothing else."""
_SPREAD = 0.18
"""How far single ratings lie from the mean, as a share of the scale."""
_TRIES = 4
_BESIDE = 0.15
"""How many add what nobody has to, where something else is asked for."""
_A_SENTENCE = 4
"""Words from which on people type in their own way; names are copied more carefully."""

_PLAIN = (
    "Start small, with the people who want to",
    "We have tried that, and it stopped when one person left",
    "Ask those who do the work",
    "More time. There is never time",
    "Someone outside my own team would know",
    "It depends on who is in the room",
    "A coffee with the ward next door would do more than another meeting",
    "not sure yet, I would have to ask",
    "Write it down and look at it again in a month",
    "Make it easier to say no",
    "The same three people do everything",
    "Say what we stop doing",
)
"""What a room says to a question for which nobody wrote a bank."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An exercise as it is put to one person now.

    `known` are badges of people they would name.
    """

    exercise: Exercise
    kind: Kind
    form: Form
    round: int = 1
    known: tuple[str, ...] = ()


def answer(asked: Asked, person: Person, chance: Random, nth: int = 0) -> Mapping[str, Any] | None:
    """What somebody sends, cleaned by the kind; None where nothing fits the form.

    `nth` counts up over the room, so that a bank's lines are used up before one comes twice.
    """
    for attempt in range(_TRIES):
        try:
            given = _drawn(asked, person, chance, nth + attempt)
            if given:
                return asked.kind.clean(asked.exercise, given)
        except ValueError:
            continue
    return None


def _drawn(asked: Asked, person: Person, chance: Random, nth: int) -> dict[str, Any]:
    """Not cleaned yet: a typed line from the bank, and every field that it leaves open."""
    exercise, answers = asked.exercise, dict[str, Any]()
    if exercise.bank.lines:
        line = exercise.bank.lines[nth % len(exercise.bank.lines)]
        fields = {field.id: field.required for field in asked.form.fields}
        typed = asked.kind.parse_line(exercise, line)
        answers = {id_: value for id_, value in typed.items() if id_ in fields and value}
        beside = any(fields.values()) and not any(fields[id_] for id_ in answers)
        if beside and chance.random() > _BESIDE:
            # What may be added to a form is added by few.
            answers = {}
    for field in asked.form.fields:
        said = answers.get(field.id)
        if isinstance(field, TextField) and isinstance(said, str):
            if field.format == "text":
                answers[field.id] = spoken(said, person.voice, chance, field.limit)
        elif not said and not _passes(field, chance, from_bank=bool(answers)):
            answers[field.id] = _value(field, asked, person, chance)
    return {id_: value for id_, value in answers.items() if value not in (None, "", [], {})}


def _passes(field: Field, chance: Random, *, from_bank: bool) -> bool:
    """Whether somebody leaves a field empty that may be."""
    if field.required:
        return False
    if isinstance(field, ScaleField):
        return chance.random() < 0.04
    return chance.random() < (0.95 if from_bank else 0.4)


def _value(field: Field, asked: Asked, person: Person, chance: Random) -> Any:
    """One field's value; None where somebody has none."""
    match field:
        case TextField():
            return _text(field, person, chance)
        case ChoiceField():
            return _choice(field, asked, person, chance)
        case ScaleField():
            return _scale(field, asked, person, chance)
        case PointsField():
            return _points(field, asked, person, chance)
        case BoxesField():
            boxes = chance.sample(field.boxes, min(len(field.boxes), chance.choice((1, 1, 2))))
            return {
                box.id: spoken(chance.choice(_PLAIN), person.voice, chance, field.limit)
                for box in boxes
            }
        case PeopleField():
            return _people(field, asked.known, chance)


def _text(field: TextField, person: Person, chance: Random) -> str | None:
    if field.personal or field.format != "text":
        return None
    return spoken(chance.choice(_PLAIN), person.voice, chance, field.limit)


def _choice(field: ChoiceField, asked: Asked, person: Person, chance: Random) -> list[str]:
    weights = _weights(field.id, field.options, asked, person)
    most = min(field.most, len(field.options))
    picked: list[str] = []
    for _ in range(1 if most == 1 else chance.randint(1, min(most, 3))):
        found = chance.choices(field.options, weights)[0].id
        if found not in picked:
            picked.append(found)
    return picked


def _weights(id_: str, options: Sequence[Option], asked: Asked, person: Person) -> list[float]:
    """How willingly each option is picked; without a bank, people of one camp choose alike."""
    given = asked.exercise.bank.weights
    if given and any(given.get(option.id) for option in options):
        return [given.get(option.id, 0.0) for option in options]
    fields = [f for f in asked.form.fields if isinstance(f, ChoiceField | PointsField)]
    camp = person.camp if len(fields) > 1 else 0
    leaning = Random(f"{asked.exercise.id}/{id_}/{camp}")  # noqa: S311 - a game of chance
    # Those who divide over many questions are surer of each.
    weights = [(1 / (place + 1)) ** (2 if len(fields) > 1 else 1) for place in range(len(options))]
    leaning.shuffle(weights)
    return weights


def _scale(field: ScaleField, asked: Asked, person: Person, chance: Random) -> int:
    means = asked.exercise.bank.means
    width = field.high - field.low
    given = means.get(field.id, means.get(EVERY))
    if given is None:
        leaning = Random(f"{asked.exercise.id}/{field.id}")  # noqa: S311 - a game of chance
        given = (field.low + width * leaning.uniform(0.3, 0.65),)
    mean = given[min(asked.round, len(given)) - 1]
    if asked.round > len(given):
        mean += GAIN * (asked.round - len(given)) * width / 4
    drawn = chance.gauss(mean + person.lean * width / 6, _SPREAD * width)
    return min(field.high, max(field.low, round(drawn)))


def _points(field: PointsField, asked: Asked, person: Person, chance: Random) -> dict[str, int]:
    weights = _weights(field.id, field.options, asked, person)
    spent: dict[str, int] = {}
    # Some spread their points, some put most on two.
    fond = [weight ** chance.choice((1, 1, 2)) for weight in weights]
    total = field.total if chance.random() < 0.9 else max(1, field.total - 2)
    for _ in range(total):
        found = chance.choices(field.options, fond)[0].id
        if spent.get(found, 0) < field.most_each:
            spent[found] = spent.get(found, 0) + 1
    return spent


def _people(field: PeopleField, known: Sequence[str], chance: Random) -> list[str]:
    """Most of those they know; one forgets some, and newcomers know nobody."""
    named = [badge for badge in known if chance.random() < 0.85][: field.most]
    return named or [NOBODY]


_TYPING = re.compile(r"[a-z]{5,}")


def spoken(text: str, voice: str, chance: Random, limit: int) -> str:
    """A text in somebody's way of typing, as long as it fits; else as it was."""
    made = text if len(text.split()) < _A_SENTENCE else _voiced(text, voice, chance)
    return made if len(made) <= limit else text[:limit]


def _voiced(text: str, voice: str, chance: Random) -> str:
    match voice:
        case "lower":
            return text.lower().rstrip(".")
        case "short":
            return re.sub(r"\b(the|a|an) ", "", text, flags=re.IGNORECASE).strip()
        case "trailing":
            return f"{text.rstrip('.')} ..."
        case "hedged":
            start = chance.choice(("maybe ", "maybe: ", "perhaps: "))
            return f"{start}{text[:1].lower()}{text[1:]}"
        case "loud":
            return f"{text.upper()}!"
        case "lively":
            return f"{text.rstrip('.')} {chance.choice(('!', ':)', '🙂', '👍'))}"
        case "slip":
            return _slipped(text, chance)
    return text


def _slipped(text: str, chance: Random) -> str:
    """Two letters inside a longer word changed places, as happens on a phone."""
    places = [
        at
        for word in _TYPING.finditer(text)
        for at in range(word.start() + 1, word.end() - 1)
        if text[at] != text[at + 1]
    ]
    if not places:
        return text
    at = chance.choice(places)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"
