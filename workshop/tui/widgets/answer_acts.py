"""What a facilitator does with one answer, beyond reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from textual.content import Content

from workshop.domain import commands as cmd
from workshop.domain.ids import NoteId, ObjectiveId
from workshop.domain.records import Response
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.pick import PickScreen, Row
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp


async def park(app: WorkshopApp, response: Response) -> None:
    """Put it on the parking lot as a note."""
    if response.parked:
        app.say("It is on the parking lot already (t lists the notes).")
    elif await app.act(cmd.ParkResponse(response.id, NoteId(uuid4().hex))) is not None:
        app.say("Put on the parking lot.")


async def hide(app: WorkshopApp, response: Response, line: str) -> None:
    """Hide it with a reason that is asked for; show one that is hidden."""
    if response.hidden:
        await app.act(cmd.UnhideResponse(response.id))
        return

    async def with_reason(reason: str | None) -> None:
        if reason is not None:
            await app.act(cmd.HideResponse(response.id, reason))

    question = "Hide this answer: why? (kept with it; it no longer counts)"
    app.push_screen(AskLine(question, line), with_reason)


def evidence(app: WorkshopApp, response: Response) -> None:
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
