"""What the screens say about a state: pure, so that every screen says it the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from workshop.domain.clock import Clock, Stage
from workshop.domain.ids import ExerciseId
from workshop.domain.making import dataclass
from workshop.domain.plan import Cue, Exercise, Part, SessionPlan
from workshop.domain.records import Pace
from workshop.domain.run_of_show import Phase, Row, RunOfShow
from workshop.domain.state import State
from workshop.domain.words import format_duration

PACE_FRESH = timedelta(minutes=5)
"""A signal that is older tells nothing of now."""


@dataclass(frozen=True, slots=True)
class PhaseMark:
    """A phase by word, shape and the name of its colour among the theme's variables."""

    word: str
    shape: str
    colour: str


PHASES: Mapping[Phase, PhaseMark] = {
    Phase.NORMAL: PhaseMark("normal", "●", "success"),
    Phase.WARNING: PhaseMark("warning: wrap up", "▲", "warning"),
    Phase.DANGER: PhaseMark("danger: last seconds", "◆", "error"),
    Phase.OVERTIME: PhaseMark("overtime", "■", "error"),
}
NOT_RUNNING = PhaseMark("not started", "○", "quiet")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue that is due (the last one whose time has come) and the one after it."""

    due: Cue | None
    coming: Cue | None
    coming_in_s: float = 0.0


def cues_at(row: Row) -> Cues:
    due = coming = None
    for cue in sorted(row.segment.cues, key=lambda cue: cue.at_s):
        if cue.at_s <= row.elapsed_s:
            due = cue
        elif coming is None:
            coming = cue
    return Cues(due, coming, coming.at_s - row.elapsed_s if coming else 0.0)


def exercise_on(state: State) -> Exercise | None:
    """The exercise on now: the segment's own, or in the lobby the first that stands open."""
    current = state.clock.current
    if current is not None:
        exercise = state.plan.segment(current.segment).exercise
        return None if exercise is None else state.plan.exercise(exercise)
    if state.clock.stage is Stage.LOBBY:
        chosen = [e for e in state.plan.lobby if is_open(state, e)] or list(state.plan.lobby)
        return state.plan.exercise(chosen[0]) if chosen else None
    return None


def is_open(state: State, exercise: str) -> bool:
    return any(record.open for id_, record in state.exercises.items() if id_ == exercise)


def paces(state: State, now: datetime) -> list[tuple[Pace, int]]:
    """How many do not follow, by how: what was said in the last few minutes."""
    fresh = Counter(s.pace for s in state.pace.values() if now - s.at <= PACE_FRESH)
    return [(pace, fresh[pace]) for pace in Pace if fresh[pace]]


def lead_name(plan: SessionPlan, part: Part) -> str:
    return next((person.name for person in plan.people if person.id == part.lead), "")


def starts_in_s(clock: Clock, now: datetime) -> float | None:
    """Seconds until the agreed start, negative when it has passed; None where none is agreed."""
    if clock.planned_start is None:
        return None
    return (clock.planned_start - now).total_seconds()


def time_left(show: RunOfShow) -> str:
    """The countdown of the segment on now; its whole length before the start."""
    if show.current is not None:
        return format_duration(show.remaining_s)
    return format_duration(show.rows[0].allotted_s) if show.rows else "0:00"


def mark(show: RunOfShow) -> PhaseMark:
    """The phase's mark; before the start and after the end nothing presses."""
    return PHASES[show.phase] if show.current is not None else NOT_RUNNING


def round_now(state: State, exercise: ExerciseId) -> int:
    """The round that an answer taken now belongs to."""
    record = state.exercises.get(exercise)
    return record.round if record is not None else 1
