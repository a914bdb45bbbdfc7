"""What a facilitator does with one answer, beyond reading it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from textual.content import Content

from workshop.analysis.prose import short
from workshop.domain import commands as cmd
from workshop.domain.ids import NoteId, ObjectiveId, ResponseId
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.pick import PickScreen, Row
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

_QUOTED, _LISTED = 40, 3


LineOf = Callable[[Response], str]
"""An answer as one line."""


async def star(app: WorkshopApp, response: Response, _line_of: LineOf) -> None:
    """Star it, or take the star away."""
    await app.act(cmd.StarResponse(response.id, not response.starred))


async def park(app: WorkshopApp, response: Response, _line_of: LineOf) -> None:
    """Put it on the parking lot as a note."""
    if response.parked:
        app.say("It is on the parking lot already (t lists the notes).")
    elif await app.act(cmd.ParkResponse(response.id, NoteId(uuid4().hex))) is not None:
        app.say("Put on the parking lot.")


async def hide(app: WorkshopApp, response: Response, line_of: LineOf) -> None:
    """Hide it with a reason that is asked for; show one that is hidden."""
    if response.hidden:
        await app.act(cmd.UnhideResponse(response.id))
        return

    async def with_reason(reason: str | None) -> None:
        if reason is not None:
            await app.act(cmd.HideResponse(response.id, reason))

    question = "Hide this answer: why? (kept with it; it no longer counts)"
    app.push_screen(AskLine(question, line_of(response)), with_reason)


async def evidence(app: WorkshopApp, response: Response, _line_of: LineOf) -> None:
    """Link it to an objective as its evidence, or unlink it."""

    def is_linked(objective: ObjectiveId) -> bool:
        record = state_of(app).objectives.get(objective)
        return record is not None and response.id in record.evidence

    async def link(objective: str | None) -> None:
        if objective is not None:
            id_ = ObjectiveId(objective)
            await app.act(cmd.LinkEvidence(id_, response.id, not is_linked(id_)))

    rows: list[Row] = [
        (o.id, Content.assemble(("✓ " if is_linked(o.id) else "", "$success"), o.text))
        for o in state_of(app).plan.objectives
    ]
    if rows:
        app.push_screen(PickScreen("Evidence for (again takes it away)", rows), link)
    else:
        app.say("This plan has no objectives.")


ACTS: Mapping[str, Callable[[WorkshopApp, Response, LineOf], Awaitable[None]]] = {
    "star": star,
    "park": park,
    "hide": hide,
    "evidence": evidence,
}
"""What is done with the selected answer alone, by name."""


async def merge(
    app: WorkshopApp, selected: Response, marked: Sequence[ResponseId]
) -> cmd.MergeResponses | None:
    """Have the first marked answer stand for the others; returns what was done.

    Where only one is marked, the selected one is merged into it. Where none is, what was merged
    before is taken apart.
    """
    chosen = list(dict.fromkeys((*marked, selected.id) if len(marked) == 1 else marked))
    if len(chosen) > 1:
        body = cmd.MergeResponses(chosen[0], tuple(chosen[1:]))
        said = f"Merged: one answer stands for {len(chosen)} (m again takes them apart)."
    else:
        others = [r.id for r in state_of(app).merged_with(selected.id)]
        body = cmd.MergeResponses(None, (selected.id,) if selected.merged_into else tuple(others))
        said = "Taken apart: each stands for itself again."
        if marked or not body.responses:
            app.say("Mark answers that say the same with the space bar; the first one stands.")
            return None
    if await app.act(body) is None:
        return None
    app.say(said)
    return body


def merged_facts(state: State, response: Response, line_of: LineOf) -> list[str]:
    """Who stands for an answer, or for which others it stands."""
    if response.merged_into is not None:
        into = state.response(response.merged_into)
        return [f"merged into ‘{short(line_of(into), _QUOTED)}’"] if into is not None else []
    others = [f"‘{short(line_of(other), _QUOTED)}’" for other in state.merged_with(response.id)]
    if not others:
        return []
    more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
    return [f"stands for {', '.join(others[:_LISTED])}{more}"]
