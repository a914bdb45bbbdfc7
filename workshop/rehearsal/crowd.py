"""What a simulated room does when: who answers what, after how long, and what else happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeAlias

from workshop.domain.forms import ChoiceField, Form
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.records import Pace
from workshop.kinds.base import Kind
from workshop.rehearsal.answering import Asked, answer
from workshop.rehearsal.people import Acquaintance, Person, make_people

MOST_EACH = 3
"""Answers somebody gives at most where any number may be given."""

QUESTIONS = (
    "Will we get the slides afterwards?",
    "Could you say again what the survey asked? I missed it.",
    "The air in here! A window, please",
    "Who can I talk to about this in the break?",
    "the code does not scan from the back row",
    "Does this work without a coordinator?",
    "Where do my answers go after today?",
    "Can we get the names of the two organisations?",
)


@dataclass(frozen=True, slots=True)
class Send:
    """Somebody sends their `nth` answer of a round; `again`: the phone sends it twice."""

    exercise: ExerciseId
    round: int
    nth: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Correct:
    """Somebody sends another answer in the place of their `nth`."""

    exercise: ExerciseId
    round: int
    nth: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Somebody withdraws their `nth` answer."""

    exercise: ExerciseId
    round: int
    nth: int


@dataclass(frozen=True, slots=True)
class Introduce:
    """Somebody says who they are, or where they work only."""

    name: str
    profession: str
    organisation: str


@dataclass(frozen=True, slots=True)
class AskThem:
    """A question to the organisers."""

    text: str


@dataclass(frozen=True, slots=True)
class Feel:
    """How somebody follows."""

    pace: Pace


Act: TypeAlias = Send | Correct | TakeBack | Introduce | AskThem | Feel
Timed: TypeAlias = tuple[float, Person, Act]
"""Seconds from a moment on, who, and what."""


class Crowd:
    """A room of so many people, the same for the same seed."""

    def __init__(
        self, plan: SessionPlan, number: int, seed: int, *, paper_share: float = 0.0
    ) -> None:
        self._seed = seed
        self._plan = plan
        chance = self._chance("people")
        self.people = make_people(number, chance, plan.total_s, paper_share=paper_share)
        self._knows = Acquaintance(self.people, self._chance("ties"))
        self._said: Counter[ExerciseId] = Counter()
        self._banks: dict[ExerciseId, Exercise] = {}
        self._used: dict[tuple[ExerciseId, int, int, int], int] = {}

    def around_the_hour(self) -> Iterator[Timed]:
        """What happens whatever is asked; seconds from the planned start."""
        chance = self._chance("around")
        with_phones = [person for person in self.people if not person.paper]
        for person in with_phones:
            if person.tells:
                name = person.name if person.tells == 2 else ""
                about = Introduce(name, person.profession, person.organisation)
                yield person.comes_s + chance.uniform(20, 90), person, about
        total_s, phones = self._plan.total_s, self._plan.phones
        if not with_phones:
            return
        if phones.questions:
            asking = min(len(QUESTIONS), 1 + len(with_phones) // 15)
            for text in chance.sample(QUESTIONS, asking):
                yield (
                    chance.uniform(0.05, 0.95) * total_s,
                    chance.choice(with_phones),
                    AskThem(text),
                )
        if phones.pace:
            for _ in range(2 + len(with_phones) // 10):
                at, person = chance.uniform(0.1, 0.8) * total_s, chance.choice(with_phones)
                yield at, person, Feel(chance.choice((Pace.LOST, Pace.TOO_FAST, Pace.TOO_SLOW)))
                yield at + chance.uniform(60, 240), person, Feel(Pace.FOLLOWING)

    def answers(
        self, exercise: Exercise, form: Form, round_: int, at_s: float, window_s: float
    ) -> list[Timed]:
        """What an exercise brings that opens `at_s` seconds from the planned start for `window_s`.

        Seconds are counted from its opening.
        """
        chance = self._chance("answers", exercise.id, round_)
        timed: list[Timed] = []
        tables: set[int] = set()
        for person in self.people:
            if form.by_table and person.table in tables:
                continue
            comes_s = max(0.0, person.comes_s - at_s)
            until_s = window_s if person.leaves_s is None else min(window_s, person.leaves_s - at_s)
            if comes_s >= until_s or chance.random() > 0.92:
                continue
            tables.add(person.table)
            timed += self._of_one(exercise.id, form, round_, person, comes_s, until_s, chance)
        return timed

    def _of_one(
        self,
        exercise: ExerciseId,
        form: Form,
        round_: int,
        person: Person,
        comes_s: float,
        until_s: float,
        chance: Random,
    ) -> Iterator[Timed]:
        most = form.per_person or MOST_EACH
        if not 0 < form.per_person <= MOST_EACH and len(form.fields) > 1:
            # Handful after handful, or name after name.
            number = chance.choices((1, 2, 3), (1, 3, 5))[0]
        else:
            # A long form is filled in once; short ones more often.
            number = 1 if len(form.fields) > 1 else chance.choices((1, 2, 3), (6, 3, 1))[0]
        slow = 0.5 if until_s - comes_s < 180 else 0.3
        at = comes_s + chance.lognormvariate(0, 0.5) * min(60, slow * (until_s - comes_s))
        for nth in range(min(number, most)):
            yield at, person, Send(exercise, round_, nth, again=chance.random() < 0.06)
            draw = chance.random()
            if draw < 0.05:
                yield at + chance.uniform(8, 40), person, Correct(exercise, round_, nth)
            elif draw < 0.06:
                yield at + chance.uniform(8, 40), person, TakeBack(exercise, round_, nth)
            at += chance.uniform(15, 60)

    def compose(
        self,
        act: Send | Correct,
        person: Person,
        exercise: Exercise,
        kind: Kind,
        form: Form,
        badges: Mapping[int, str],
    ) -> Mapping[str, Any] | None:
        """What somebody writes; `badges` are those of the people who are there."""
        corrected = isinstance(act, Correct)
        chance = self._chance("text", act.exercise, act.round, person.number, act.nth, corrected)
        known = tuple(
            badges[number] for number in self._knows.of(person, act.round) if number in badges
        )
        nth = self._line_of(act, person, form)
        if corrected:
            # What is mended is mostly the typing.
            person = replace(person, voice="plain")
        asked = Asked(self._shuffled(exercise), kind, form, act.round, known)
        return answer(asked, person, chance, nth)

    def _line_of(self, act: Send | Correct, person: Person, form: Form) -> int:
        """Which line of the bank somebody says: the next one that nobody has said yet.

        Whoever votes handful after handful stays of one mind; whoever corrects what they typed says
        the same again, and another thing where there was nothing to mend.
        """
        if sum(isinstance(field, ChoiceField) for field in form.fields) > 1:
            return person.number
        place = (act.exercise, act.round, person.number, act.nth)
        if isinstance(act, Correct) and person.voice != "plain" and place in self._used:
            return self._used[place]
        self._said[act.exercise] += 1
        self._used[place] = self._said[act.exercise]
        return self._said[act.exercise]

    def _shuffled(self, exercise: Exercise) -> Exercise:
        """The exercise with its bank in an order of this room's own."""
        if exercise.id not in self._banks:
            lines = list(exercise.bank.lines)
            self._chance("bank", exercise.id).shuffle(lines)
            bank = replace(exercise.bank, lines=tuple(lines))
            self._banks[exercise.id] = replace(exercise, bank=bank)
        return self._banks[exercise.id]

    def _chance(self, *purpose: object) -> Random:
        """Chance of its own for each purpose, so that none disturbs another."""
        return Random("/".join(map(str, (self._seed, *purpose))))  # noqa: S311 - a game of chance


def in_order(timed: Sequence[Timed]) -> list[Timed]:
    """By time; who comes first in the room acts first at the same moment."""
    return sorted(timed, key=lambda item: (item[0], item[1].number))
