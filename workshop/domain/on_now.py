"""Which exercise is on, and whose results the room sees. Pure functions of a state."""

from __future__ import annotations

from workshop.domain.clock import Stage
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise, Mode
from workshop.domain.records import ExerciseRecord
from workshop.domain.state import State


def exercise_on(state: State) -> Exercise | None:
    """The segment's own exercise, or in the lobby the first that stands open."""
    run = state.clock.current
    if run is not None:
        own = state.plan.segment(run.segment).exercise
        return state.plan.exercise(own) if own else None
    if state.clock.stage is Stage.LOBBY:
        first = next((id_ for id_ in state.plan.lobby if _record(state, id_).open), None)
        return state.plan.exercise(first) if first else None
    return None


def shown_exercise(state: State) -> ExerciseId | None:
    """Whose results stand on the room's screen: the one on now, else the one that is talked about.

    Nothing stands behind a presenter's talk or in front of an exercise that waits for answers, and
    what the room has gone on from does not come back.
    """
    if state.clock.stage is Stage.ENDED:
        return None
    on = exercise_on(state)
    if state.clock.current is not None:
        wanted = talked_about(state) if on is None else on.id
        return wanted if wanted is not None and _record(state, wanted).shown else None
    if on is not None and _record(state, on.id).shown:
        return on.id
    shown = [id_ for id_, record in state.exercises.items() if record.shown]
    return max(shown, key=lambda id_: state.touched.get(f"exercises/{id_}", 0), default=None)


def talked_about(state: State) -> ExerciseId | None:
    """What a discussion without an exercise of its own looks back on.

    The last that the hour has asked, else the lobby's first.
    """
    run = state.clock.current
    if run is None:
        return None
    segment = state.plan.segment(run.segment)
    if segment.exercise is not None or segment.mode is not Mode.DISCUSSION:
        return None
    been = (state.plan.segment(past.segment).exercise for past in reversed(state.clock.runs))
    asked = [exercise for exercise in (*been, *state.plan.lobby) if exercise in state.exercises]
    return asked[0] if asked else None


def _record(state: State, exercise: ExerciseId) -> ExerciseRecord:
    return state.exercises.get(exercise, ExerciseRecord())
