"""What the screen of the answers says: of all of them, and of the selected one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.moderation import waits
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.domain.words import format_duration, format_time
from workshop.tui.widgets.answer_acts import merged_facts
from workshop.tui.widgets.answer_list import whose
from workshop.tui.widgets.arrivals import Arrivals


def what(
    state: State, exercise: ExerciseId, arrivals: Arrivals, found: int | None, term: str, wait: int
) -> Content:
    """The exercise, how many answers it has, how many of them were `found`, and what is to do."""
    count = len(arrivals.ids)
    facts = f"{count} answer{'' if count == 1 else 's'}"
    if found is not None:
        facts = f"{found} of {facts} with ‘{term}’"
    here = arrivals.answers
    if merged := sum(len(ids) for into, ids in state.merged.items() if into in here):
        facts += f", {merged} merged into others"
    first = f"  looked over first: {wait} wait" if state.moderated else ""
    title = state.plan.exercise(exercise).title
    return Content.assemble((title, "bold"), (f"  {facts}", "$quiet"), (first, "bold $accent"))


def facts_of(state: State, response: Response, line_of: Callable[[Response], str]) -> list[str]:
    """When, whence, where in the hour, and what was done with an answer."""
    facts = [format_time(response.at, state.plan.zone), response.source.value]
    if response.segment is not None and response.offset_s is not None:
        title = state.plan.segment(response.segment).title
        facts.append(f"{title} +{format_duration(int(response.offset_s))}")
    facts.append(whose(state, response))
    votes = len(state.voters(response.id))
    facts.append(f"{votes} {'vote' if votes == 1 else 'votes'}" if votes else "")
    facts.append("waits (y passes it)" if waits(state, response) else "")
    facts.append("passed" if response.passed else "")
    facts.append(f"round {response.round}" if response.round > 1 else "")
    facts.append("starred" if response.starred else "")
    facts.append("on the parking lot" if response.parked else "")
    facts.append("withdrawn" if response.withdrawn else "")
    facts.append(f"hidden: {response.hidden}" if response.hidden else "")
    linked = [id_ for id_, record in state.objectives.items() if response.id in record.evidence]
    facts.append(f"evidence for {', '.join(linked)}" if linked else "")
    return [fact for fact in (*facts, *merged_facts(state, response, line_of)) if fact]


def next_waiting(state: State, arrivals: Arrivals, after: ResponseId | None) -> ResponseId | None:
    """The next answer that waits to be looked over, round and round; None where none does."""
    ids: Sequence[ResponseId] = arrivals.ids
    at = ids.index(after) + 1 if after else 0
    around = (*ids[at:], *ids[:at])
    return next((id_ for id_ in around if waits(state, arrivals.answers[id_])), None)
