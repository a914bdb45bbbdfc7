"""What the screen that takes answers in says, and what a typed line becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.content import Content

from workshop.domain.commands import AmendResponse, CommandBody, SubmitResponse
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.tui.widgets.asked import Asked, exercise_on
from workshop.tui.widgets.outbox import Outbox
from workshop.tui.widgets.typed import Addressed


def what(state: State, chosen: Asked, count: int) -> Content:
    """The exercise, whether it is open, and which one is on now where that is another."""
    record = state.exercises.get(chosen.exercise.id)
    now = exercise_on(state)
    facts = ["open" if record and record.open else "not open"]
    if record and record.round > 1:
        facts.append(f"round {record.round}")
    facts.append(f"{count} answer{'' if count == 1 else 's'}")
    other = ""
    if now is not None and now != chosen.exercise.id:
        other = f"  (on now: {state.plan.exercise(now).title}, ctrl+n)"
    return Content.assemble(
        (chosen.exercise.title, "bold"),
        (f"  {chosen.exercise.kind}, {', '.join(facts)}", "$quiet"),
        (other, "$warning"),
    )


def hint(chosen: Asked) -> str:
    """How a line is typed, where nothing more pressing has to be said."""
    return f"{chosen.hint} · t4 or #17 first names a table or a badge".removeprefix(" · ")


def waiting(outbox: Outbox, here: Callable[[CommandBody], bool]) -> Content:
    """What came back, and what waits to be saved."""
    parts: list[Content] = []
    refused = [letter for letter in outbox.refused if here(letter.body)]
    if refused:
        last = refused[-1]
        said = f"✗ not taken: {last.typed}: {last.refused} (↑ takes it back)"
        parts.append(Content.styled(said, "$error"))
    if outbox.stuck and outbox.waiting:
        typed = "; ".join(letter.typed for letter in list(outbox.waiting)[:3])
        said = f"… {len(outbox.waiting)} kept here until saving works: {typed}"
        parts.append(Content.styled(said, "$warning"))
    return Content("\n").join(parts)


def typed_again(response: Response, line: str) -> str:
    """An answer as it would be typed, with its table and badge, to be corrected."""
    named = f"t{response.table} " if response.table.isdecimal() else ""
    named += f"#{response.badge} " if response.badge else ""
    return named + line


def is_for(state: State, exercise: ExerciseId | None, body: CommandBody) -> bool:
    """Whether a command is an answer, or a correction of one, to an exercise."""
    if isinstance(body, AmendResponse):
        return state.response_exercise.get(body.corrects) == exercise
    return isinstance(body, SubmitResponse) and body.exercise == exercise


def sends(
    state: State, exercise: ExerciseId, key: str, answers: Mapping[str, Any], start: Addressed,
    *, table: str, corrects: ResponseId | None,
) -> SubmitResponse | AmendResponse:  # fmt: skip
    """What a line is sent as: a correction where one is under way, else a new answer, which is of
    the table that is held where the line names none."""
    if corrects is not None:
        return AmendResponse(corrects, key, answers, start.table, start.badge)
    record = state.exercises.get(exercise)
    return SubmitResponse(
        exercise, key, answers, round=record.round if record else 0,
        table=start.table or table, badge=start.badge,
    )  # fmt: skip
