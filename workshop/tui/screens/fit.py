"""Fit to time: before and after side by side, taken or left with one key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from workshop.domain import commands as cmd
from workshop.domain.fitting import FitProposal, propose
from workshop.domain.plan import SessionPlan
from workshop.domain.words import format_duration, format_time, nearest_minute
from workshop.tui.control import on_clock
from workshop.tui.screens.dialogs import WIDE, Dialog
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.run_list import fit_text

_TITLE, _WIDE_TITLE = 32, 58
"""Room for a segment's title, in a narrow terminal and in a wide one."""


def proposal_table(plan: SessionPlan, proposal: FitProposal, room: int = _TITLE) -> Content:
    """A line a segment that changes: its minutes before, its minutes after, its priority."""
    lines = [Content.styled(f"{fit_text('', room)} {'before':>6}   {'after':>6}", "$quiet")]
    for trim in proposal.trims:
        segment = plan.segment(trim.segment)
        after = "out" if trim.skipped else format_duration(trim.after_s)
        change = f"{format_duration(trim.before_s):>6} → {after:>6}"
        lines.append(
            Content.assemble(
                f"{fit_text(segment.title, room)} ", (change, "bold"),
                (f" {segment.priority}", "$quiet"),
            )
        )  # fmt: skip
    return Content("\n").join(lines)


def proposal_summary(plan: SessionPlan, proposal: FitProposal) -> Content:
    """What it comes to, and what cannot be fitted."""
    before = format_time(nearest_minute(proposal.end_before), plan.zone)
    after = format_time(nearest_minute(proposal.end_after), plan.zone)
    must = format_time(proposal.must_end_at, plan.zone)
    if not proposal.trims:
        if proposal.short_s > 0:
            return Content.styled(
                f"Nothing can give: short by {format_duration(proposal.short_s)}, ends {before}. "
                "Close now (e), or agree on a later end (shift+e).",
                "$error",
            )
        return Content(f"Nothing to fit: ends {before}, must end {must}.")
    kind = "Gives time back" if proposal.gives_back else "Fits"
    lines = [Content.assemble((f"{kind}: ends {before} → {after}", "bold"), f", must end {must}")]
    if proposal.short_s > 0:
        lines.append(
            Content.styled(
                f"Still short by {format_duration(proposal.short_s)}: no more can give.", "$error"
            )
        )
    return Content("\n").join(lines)


class FitScreen(Dialog):
    """The fit as it would be now; `discreet` shows only what it comes to, for a room that looks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f", "take", "take it"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, *, discreet: bool = False) -> None:
        super().__init__()
        self.discreet = discreet

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane("Fit to time", classes="heading")
            with VerticalScroll(id="trims", can_focus=False):
                yield Pane(id="table")
            yield Pane(id="summary")
            yield Pane(id="hint", classes="hint")

    def on_mount(self) -> None:
        self.watch(self.app, "show", self._refresh)

    def _refresh(self) -> None:
        state, show = self.app.state, self.app.show
        if state is None or show is None:
            return
        proposal = propose(state.plan, state.clock, show.now)
        if proposal.trims and not self.discreet:
            room = _WIDE_TITLE if self.app.size.width >= WIDE else _TITLE
            self.query_one("#table", Pane).put(proposal_table(state.plan, proposal, room))
        self.query_one("#summary", Pane).put(proposal_summary(state.plan, proposal))
        takes = "Enter applies it · Esc leaves the plan as it is"
        self.query_one("#hint", Pane).put(takes if proposal.trims else "Esc goes back")

    def action_scroll(self, lines: int) -> None:
        self.query_one("#trims").scroll_relative(y=lines, animate=False)

    async def action_take(self) -> None:
        state, show = self.app.state, self.app.show
        if state is None or show is None:
            return
        to_fit = propose(state.plan, state.clock, show.now).trims
        if not to_fit or await on_clock(self.app, cmd.Fit()) is not None:
            self.dismiss()
