"""After the end: what there is, where it lies, and how to take it away."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from workshop.domain.records import Coverage, NoteTag
from workshop.domain.run_of_show import RunOfShow
from workshop.domain.state import State
from workshop.domain.words import format_duration, format_time
from workshop.tui.screens.base import SessionScreen
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane


class EndedScreen(SessionScreen):
    """Planned and actual end, what the room left behind, the file, and export as the next step."""

    CSS_PATH = "../styles/ended.tcss"

    def compose(self) -> ComposeResult:
        yield Pane(id="banner")
        with Vertical(id="page"):
            yield Pane("The session has ended", classes="heading")
            yield Pane(id="title")
            yield Pane(id="times")
            yield Pane(id="kept")
            yield Pane(id="file")
            yield Pane(id="steps")
        yield Pane(id="armed")
        yield KeyBar()

    def repaint(self, state: State, show: RunOfShow) -> None:
        self.query_one("#title", Pane).put(state.plan.title)
        self.query_one("#times", Pane).put(_times(state, show))
        self.query_one("#kept", Pane).put(_kept(state))
        path = self.app.health.session_path
        self.query_one("#file", Pane).put(f"Kept in {path}" if path else "")
        self.query_one("#steps", Pane).put(
            Content.assemble(
                (" x ", "bold reverse"), "  write the record    ",
                (" u ", "bold reverse"), "  it was not the end    ",
                (" q ", "bold reverse"), "  quit",
            )
        )  # fmt: skip


def _times(state: State, show: RunOfShow) -> Content:
    clock, zone = state.clock, state.plan.zone
    if clock.ended_at is None or clock.started_at is None:
        return Content("It was ended before it began.")
    late = (clock.ended_at - show.must_end_at).total_seconds()
    how = (
        "on time"
        if abs(late) < 60
        else (f"{format_duration(late)} over" if late > 0 else f"{format_duration(-late)} early")
    )
    began, ended = format_time(clock.started_at, zone), format_time(clock.ended_at, zone)
    return Content.assemble((f"{began} to {ended}", "bold"), f", {how}")


def _kept(state: State) -> Content:
    answers = sum(len(found) for found in state.responses.values())
    notes = list(state.notes.values())
    parked = sum(note.tag is NoteTag.PARKED for note in notes)
    covered = sum(r.coverage is Coverage.COVERED for r in state.objectives.values())
    lines = [
        f"{answers} {'answer' if answers == 1 else 'answers'}",
        f"{len(notes)} {'note' if len(notes) == 1 else 'notes'}, {parked} on the parking lot",
        f"{covered} of {len(state.plan.objectives)} learning objectives covered (o)",
    ]
    return Content("\n".join(lines))
