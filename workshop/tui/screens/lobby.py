"""The lobby: fit to be shown to the room while people come in. Nothing starts by itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from workshop.domain.plan import SessionPlan
from workshop.domain.run_of_show import RunOfShow
from workshop.domain.state import State
from workshop.domain.words import format_duration, format_time
from workshop.tui import present
from workshop.tui.screens.base import SessionScreen
from workshop.tui.widgets.big_time import BigTime
from workshop.tui.widgets.join_line import JoinLine
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane

_KEYS = frozenset({"start_pause", "exercise", "capture", "note", "join", "room", "help"})


class LobbyScreen(SessionScreen):
    """Title, what is to come, the questions that stand open, and the time until the start."""

    CSS_PATH = "../styles/lobby.tcss"

    def compose(self) -> ComposeResult:
        yield Pane(id="banner")
        with Vertical(id="page"):
            yield Pane(id="event")
            yield Pane(id="title")
            with Horizontal(id="columns"):
                with Vertical(id="ahead"):
                    yield Pane("To come", classes="heading")
                    yield Pane(id="parts")
                with Vertical(id="ask"):
                    yield Pane("While we wait", classes="heading", id="ask_heading")
                    yield Pane(id="questions")
            yield Pane(id="until")
            yield BigTime(id="time")
        yield JoinLine()
        yield Pane(id="armed")
        yield KeyBar()

    def keys(self, state: State) -> tuple[tuple[str, str, str], ...]:
        """The room looks on: only what belongs to waiting."""
        return tuple(entry for entry in super().keys(state) if entry[0] in _KEYS)

    def repaint(self, state: State, show: RunOfShow) -> None:
        plan = state.plan
        event = " · ".join(
            word for word in (plan.event.code, plan.event.stream, plan.event.venue) if word
        )
        self.query_one("#event", Pane).put(event)
        self.query_one("#title", Pane).put(plan.title)
        self.query_one("#parts", Pane).put(_parts(plan, airy=self.has_class("-tall")))
        self.query_one("#questions", Pane).put(_questions(state))
        self.query_one("#ask").display = bool(plan.lobby)
        starts = present.starts_in_s(state.clock, show.now)
        time = self.query_one("#time", BigTime)
        if starts is None or starts <= 0 or state.clock.planned_start is None:
            self.query_one("#until", Pane).put("We start in a moment")
            time.text = ""
        else:
            at = format_time(state.clock.planned_start, plan.zone)
            self.query_one("#until", Pane).put(f"We start at {at}, in")
            time.text = format_duration(starts)


def _parts(plan: SessionPlan, *, airy: bool) -> Content:
    lines: list[Content] = []
    for part in plan.parts:
        if not part.objectives and len(plan.parts) > 1:
            continue
        lead = present.lead_name(plan, part)
        lines.append(Content.styled(part.title, "bold"))
        if lead:
            lines.append(Content.styled(f"  {lead}", "$quiet"))
        if airy:
            lines.append(Content(""))
    return Content("\n").join(lines)


def _questions(state: State) -> Content:
    blocks: list[Content] = []
    for exercise_id in state.plan.lobby:
        exercise = state.plan.exercise(exercise_id)
        count = len(state.responses.get(exercise_id, ()))
        open_ = present.is_open(state, exercise_id)
        said = f"{'open' if open_ else 'closed'} · {count} {'answer' if count == 1 else 'answers'}"
        blocks.append(
            Content.assemble((exercise.prompt or exercise.title, "bold"), (f"\n{said}", "$quiet"))
        )
    return Content("\n\n").join(blocks)
