"""An exercise with the code of its kind at hand, so that a broken kind never stops a screen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from workshop.domain.forms import Form, Option, countable
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.on_now import talked_about
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.domain.text import clean_line, plain_text

if TYPE_CHECKING:
    from workshop.kinds.base import Kind

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a screen may ask of an exercise's kind; `kind` is None where it is not installed."""

    exercise: Exercise
    kind: Kind | None
    state: State | None = None

    @property
    def form(self) -> Form | None:
        """The form to fill in, None where the kind is missing or fails."""
        kind = self.kind
        if kind is None:
            return None
        # The kinds load after the first paint.
        from workshop.kinds.asking import whole_form

        return self._try(lambda: whole_form(kind, self.exercise, self.state), None)

    @property
    def hint(self) -> str:
        """How a line is typed."""
        kind = self.kind
        return "" if kind is None else self._try(lambda: kind.line_hint(self.exercise), "")

    @property
    def countable(self) -> tuple[Option, ...]:
        """The options that hands can be counted for; empty where they cannot."""
        form = self.form if self.kind is not None and self.kind.tally else None
        return countable(form) if form else ()

    def parse(self, line: str) -> Mapping[str, Any]:
        """A typed line as answers that can be kept; ValueError carries a sentence."""
        kind = self.kind
        if kind is None:
            raise ValueError(f"'{self.exercise.kind}' is not installed here; take a note instead.")
        return self._read(lambda: kind.clean(self.exercise, kind.parse_line(self.exercise, line)))

    def clean(self, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answers as they are kept; ValueError carries a sentence."""
        kind = self.kind
        return answers if kind is None else self._read(lambda: kind.clean(self.exercise, answers))

    def line(self, answers: Mapping[str, Any]) -> str:
        """Kept answers as one line; plain text where the kind is missing or fails."""
        kind = self.kind
        if kind is None:
            return clean_line(plain_text(answers))
        return clean_line(
            self._try(lambda: kind.line_of(self.exercise, answers), plain_text(answers))
        )

    def _read(self, call: Callable[[], _T]) -> _T:
        try:
            return call()
        except ValueError:
            raise
        except Exception:  # a kind may come from a third party and must not stop the hour
            _log.exception("kind %s failed on %s", self.exercise.kind, self.exercise.id)
            raise ValueError("This kind of exercise fails here; take a note instead.") from None

    def _try(self, call: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return call()
        except Exception:  # a kind may come from a third party and must not stop the hour
            _log.exception("kind %s failed on %s", self.exercise.kind, self.exercise.id)
            return otherwise


def asked(state: State, exercise: ExerciseId) -> Asked:
    """The exercise of that id with its kind; KeyError when the plan has none."""
    # The kinds load after the first paint.
    from workshop.kinds.registry import load

    found = state.plan.exercise(exercise)
    return Asked(found, load().get(found.kind), state)


class Lines:
    """Answers as lines for lists, each made once; a correction makes it anew."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state
        self._made: dict[tuple[ResponseId, int], str] = {}

    def __len__(self) -> int:
        return len(self._made)

    def __call__(self, response: Response) -> str:
        key = (response.id, response.amended)
        if key not in self._made:
            self._made[key] = asked(self._state(), response.exercise).line(response.answers)
        return self._made[key]

    def clear(self) -> None:
        self._made.clear()


def exercise_on(state: State) -> ExerciseId | None:
    """The exercise that a person means now.

    The current segment's, else the framework of its case study, else what it talks about, else the
    newest open one, else the last that a segment before it used, else the first of the plan.
    """
    plan, run = state.plan, state.clock.current
    used = [exercise for _segment, exercise in plan.uses()]
    if run is not None:
        segment = plan.segment(run.segment)
        if segment.exercise is not None:
            return segment.exercise
        if segment.case_study is not None:
            framework = plan.case_study(segment.case_study).framework
            if framework is not None:
                return framework
    if (past := talked_about(state)) is not None:
        return past
    open_ones = [exercise for exercise, record in state.exercises.items() if record.open]
    if open_ones:
        return max(open_ones, key=lambda e: used.index(e) if e in used else -1)
    if run is not None:
        before = plan.segments[: plan.segments.index(plan.segment(run.segment))]
        been = {one.segment for one in state.clock.runs}
        here = [s for s in before if s.planned_s or s.id in been]  # others only stand ready
        used = [s.exercise for s in here if s.exercise is not None] or used[:1]
        return used[-1] if used else None
    return used[0] if used else next((e.id for e in plan.exercises), None)
