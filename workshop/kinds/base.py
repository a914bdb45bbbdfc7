"""What a kind of exercise is: code that knows a form, checks answers and finds something in them.

A new kind is one folder with a `KIND` in it, named in the entry-point group `workshop.kinds`.
Everything a kind returns is UI-free data that general renderers draw.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from workshop.domain.findings import Findings
from workshop.domain.forms import Form
from workshop.domain.ids import ParticipantId, ResponseId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.records import Actor, Participant, Response, Tally
from workshop.domain.telling import Told


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """Something wrong with an exercise's options: `path` leads to it from `options`."""

    path: tuple[str | int, ...]
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an analysis reads: the answers that count and the tallies of one round.

    `earlier` holds the material of the round before, where the exercise is used twice.
    `state` is the kind's own state (see `apply`), None when it keeps none. `people` are those who
    joined, with what they chose to say about themselves. `day` is the local day from which what
    falls due later counts (see `State.day`), None where it is not known. `merged` has, by the id of
    an answer that stands for others, these others; they are not among `responses`.
    """

    exercise: Exercise
    responses: Sequence[Response]
    tallies: Sequence[Tally]
    round: int = 1
    earlier: Material | None = None
    state: Any = None
    people: Sequence[Participant] = ()
    day: date | None = None
    merged: Mapping[ResponseId, Sequence[Response]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What `form` gets as its state from a kind that `gathers` (see `Kind.gather`).

    `gathered` is what the kind made of the answers that the room may see; `own` are the
    participant's answers of this round that were not withdrawn. `every`: all that may be answered
    is asked for, and not only what comes next.
    """

    gathered: Any
    own: Sequence[Response] = ()
    every: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What is different since the last time, of one round's answers and of the kind's own `state`.

    `responses` has, by id, those that came or changed, None for one that does not count (any more);
    `cells` are those of the state ('table/key') that were set. `whole`: this is all there is.
    """

    state: Any
    responses: Mapping[ResponseId, Response | None] = field(default_factory=dict)
    cells: Collection[str] = ()
    whole: bool = False


def whole(state: Any, responses: Sequence[Response]) -> Change:
    """All there is, as a change from nothing."""
    return Change(state, {response.id: response for response in responses}, whole=True)


class Kept:
    """A part of a job that the analyst's process keeps: sent once, and then only its number.

    For frozen data that comes again in one job after the other, as the same object.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RoomKept:
    """What a kind keeps of one of several rooms, with the new ids of its answers and its badges."""

    kept: Any
    ids: Mapping[str, str]
    badges: Mapping[str, str]


class Kind(Protocol):
    """A kind of exercise. Methods are pure; `ValueError` from `clean` and `parse_line` carries a
    sentence for the person who typed."""

    id: str
    title: str
    version: int
    heavy: bool
    """Whether `analyse` needs the analyst process (numpy and the like)."""
    tally: bool
    """Whether hands can be counted for it, a number an option."""
    merges: bool
    """Whether answers that say the same may be merged (see `Material.merged`)."""
    gathers: bool
    """Whether its form is made of what others answered (see `gather`)."""
    veils: bool
    """Whether its answers are read by others only as `veiled` gives them."""
    tells: bool
    """Whether it ever tells a participant something that is theirs alone (see `told`)."""
    follows: bool
    """Whether it is told what has changed rather than asked for a `job` (see `follow`)."""

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        """Every problem of the options in an exercise's file."""

    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        """The exercise with what it takes from its plan filled in (objectives, say)."""

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        """The form to fill in."""

    def gather(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        before: Any,
        earlier: Sequence[Response] = (),
    ) -> Any:
        """What its forms need of one round's answers that the room may see, in no order; quick.

        Asked for only where `gathers`, once whenever an answer came; `before` is what it returned
        the last time, None at first. `earlier` are such answers of the rounds before.
        """

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answers as they are kept, or ValueError."""

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        """One typed line as answers (not cleaned yet), or ValueError."""

    def line_hint(self, exercise: Exercise) -> str:
        """How a line is typed: '1-5 for each statement, as in 4 3 5'."""

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        """Kept answers as one line, for lists and for correcting: inverse of `parse_line`."""

    def analyse(self, material: Material) -> Findings:
        """The findings of one round."""

    def told(self, material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
        """What each participant alone is told now, on their own page; quick.

        Asked for only where `tells` and once the kind keeps a state. `material` holds only answers
        that the room may see, so that nobody's words reach another before they are passed. People
        are named by `whom`.
        """

    def job(self, exercise: Exercise, state: Any, responses: Sequence[Response]) -> Any:
        """What the analyst has to judge now of one round's answers that count; None for nothing.

        Cheap, and small when pickled: `judge` does the work, in the analyst's process. A `Kept` in
        it that is the same object as the last time costs next to nothing to send.
        """

    def follow(self, exercise: Exercise, before: Any, change: Change) -> tuple[Any, Any]:
        """What it knows after a change, and the job as from `job`.

        Asked for in place of `job` where it `follows`, so that one answer more need not cost a look
        at all the others. `before` is what it knew the last time, which it may change and give
        back; None at first. After a `whole` change nothing from before holds.
        """

    def judge(self, job: Any) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
        """The payload of the command by which the analyst's judgements become facts.

        Several where there is much to keep: answers from phones wait while one is decided.
        """

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        """Payloads of the `KindEvent`s that a kind's own command makes, or ValueError.

        Whoever may answer may send one, so the kind says what is for whom. A payload whose
        `touches` lists cells of its state ('table/key') is undone by these cells alone.
        """

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        """The kind's own state after one of its events; JSON-like data, None at first."""

    def veiled(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        people: Sequence[Participant],
    ) -> Sequence[Response]:
        """One round's answers as exports may give them, without what too few people said.

        Asked for only where it `veils`. As many as were given, in the same order.
        """

    def passed_on(self, exercise: Exercise, state: Any, answers: Mapping[str, str]) -> Any:
        """What of the kind's own state may stand in an anonymised report; None for nothing.

        `answers` has the new id of every answer. Nothing in it may tell who did or said something.
        """

    def joined(self, exercise: Exercise, rooms: Sequence[RoomKept]) -> Mapping[str, Any]:
        """What it keeps of parallel rooms as one: the cells to set, by 'table/key'."""

    def reworded(
        self, exercise: Exercise, responses: Sequence[Response], words: Callable[[str], str]
    ) -> Mapping[str, str]:
        """New ids of fields that are made of what people wrote, once `words` has changed that.

        Asked for an anonymised report, of all rounds; empty where ids come from the plan.
        """
