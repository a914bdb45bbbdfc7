"""The run screen: the chair's own view of the hour."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from workshop.domain.clock import Stage
from workshop.domain.headline import headline, is_short, warnings
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.run_of_show import Row, RunOfShow
from workshop.domain.state import State
from workshop.domain.words import format_duration, format_time
from workshop.tui import present
from workshop.tui.screens.base import SessionScreen
from workshop.tui.widgets.big_time import BigTime
from workshop.tui.widgets.counted import Counted, Turnout, turnout
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.run_list import RunList

_BAR = 40
_ROOMY = 60
"""Cells from which a phase says more than its name."""


class RunScreen(SessionScreen):
    """Run of show at the left; what is on now, what to say and what comes next at the right."""

    CSS_PATH = "../styles/run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "notes(-1)", "notes up", show=False),
        Binding("down", "notes(1)", "notes down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._counted = Counted(self, turnout)

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Pane(id="clock")
            yield Pane(id="headline")
            yield Pane(id="marks")
        yield Pane(id="banner")
        with Horizontal(id="body"):
            yield RunList(id="list")
            with Vertical(id="now"):
                yield Pane(id="part")
                yield Pane(id="title")
                yield BigTime(id="time")
                yield Pane(id="phase")
                yield Pane(id="message")
                yield Pane(id="due")
                yield Pane(id="coming")
                with VerticalScroll(id="notes_box", can_focus=False):
                    yield Pane(id="notes")
                yield Pane(id="warnings")
                yield Pane(id="people")
                yield Pane(id="next")
        yield Pane(id="armed")
        yield KeyBar()

    def action_notes(self, lines: int) -> None:
        self.query_one("#notes_box", VerticalScroll).scroll_relative(y=lines, animate=False)

    def repaint(self, state: State, show: RunOfShow) -> None:
        plan = state.plan
        self._put("clock", f" {format_time(show.now, plan.zone)}")
        self._put("headline", _headline(state, show))
        exercise = present.exercise_on(state)
        here = self._counted.of(state, None if exercise is None else exercise.id)
        if not self.app.looking:
            # The answers, and who is here, are not known before.
            self._put("marks", _marks(state, exercise, here))
            self._put("people", _people(state, here, show.now))
        self.query_one(RunList).put(show, plan)
        on = show.current or (show.rows[0] if show.rows else None)
        if on is None:
            return
        self._put("part", _part(show, plan, on))
        self._put("title", Content.styled(on.segment.title, "bold"))
        mark = present.mark(show)
        time = self.query_one("#time", BigTime)
        time.text = present.time_left(show)
        time.set_classes(f"-{mark.colour}")
        self._put("phase", _phase(state, show, on, self.query_one("#now").size.width))
        self._put("message", _message(state))
        self._put("due", _due(show, on))
        self._put("coming", _coming(show, on))
        self._put("notes", on.segment.notes.strip())
        self._put("warnings", _warnings(state, show))
        self._put("next", _next(show, plan))

    def _put(self, id_: str, content: Content | str) -> None:
        self.query_one(f"#{id_}", Pane).put(content)


def _headline(state: State, show: RunOfShow) -> Content:
    colour = "error" if is_short(show) else "success"
    shape = "▲" if is_short(show) else "●"
    return Content.styled(f"{shape} {headline(show, state.plan.zone)}", f"bold ${colour}")


def _marks(state: State, on: Exercise | None, here: Turnout) -> Content:
    """What is on for the room now: answers open and by how many, results shown, screen blanked."""
    said = []
    if on is not None:
        record = state.exercises.get(on.id)
        count = _count(len(state.responses.get(on.id, ())), here)
        if record is not None and record.open:
            said.append(f"answers open: {count}")
        elif record is not None and record.shown:
            said.append(f"results shown: {count}")
        else:
            said.append(f"answers closed: {count}")
    if state.blank:
        said.append("room BLANKED")
    return Content(f"{' · '.join(said)} ")


def _part(show: RunOfShow, plan: SessionPlan, on: Row) -> Content:
    lead = present.lead_name(plan, on.part)
    left = format_duration(show.part(on.part.id).left_s)
    if not lead:
        return Content.styled(on.part.title, "$quiet")
    return Content.assemble((lead, "bold $primary"), (f" has {left} · {on.part.title}", "$quiet"))


def _phase(state: State, show: RunOfShow, on: Row, width: int) -> Content:
    if show.current is None:
        starts = present.starts_in_s(state.clock, show.now)
        if starts is None:
            return Content("○ not started: space starts")
        due = f"in {format_duration(starts)}" if starts > 0 else f"{format_duration(-starts)} late"
        return Content.assemble(("○ not started: space starts", "bold"), f" · {due}")
    mark = present.mark(show)
    word = mark.word if width >= _ROOMY else mark.word.partition(":")[0]
    chip = Content.styled(f" {mark.shape} {word} ", f"bold reverse ${mark.colour}")
    if show.paused_s is not None:
        flash = "bold reverse" if int(show.now.timestamp()) % 2 else "bold"
        chip = Content.styled(f" ‖ PAUSED {format_duration(show.paused_s)} ", f"{flash} $warning")
    share = min(1.0, on.elapsed_s / on.allotted_s) if on.allotted_s else 1.0
    tail = f" of {format_duration(on.allotted_s)}, to {format_time(on.end, state.plan.zone)}"
    length = max(0, min(_BAR, width - len(chip) - len(tail) - 2))
    full = round(share * length)
    bar = ("█" * full + "░" * (length - full), f"${mark.colour}")
    return Content.assemble(chip, " ", bar, tail)


def _message(state: State) -> Content:
    if state.message is None:
        return Content("")
    return Content.assemble(("To the presenter: ", "bold $accent"), state.message.text)


def _due(show: RunOfShow, on: Row) -> Content:
    cue = present.cues_at(on).due
    if cue is None or show.current is None:
        return Content("")
    return Content.assemble(("▶ ", "bold $accent"), (cue.say, "bold"))


def _coming(show: RunOfShow, on: Row) -> Content:
    cues = present.cues_at(on)
    if show.current is None and on.segment.cues:
        return Content.assemble(("first: ", "$quiet"), on.segment.cues[0].say)
    if cues.coming is None:
        return Content("")
    return Content.assemble(
        (f"in {format_duration(cues.coming_in_s)} ", "$accent"), cues.coming.say
    )


def _warnings(state: State, show: RunOfShow) -> Content:
    marked = {id_: record.coverage for id_, record in state.objectives.items()}
    if state.clock.stage is Stage.ENDED:
        return Content("")
    lines = (Content.styled(f"▲ {line}", "$warning") for line in warnings(state.plan, show, marked))
    return Content("\n").join(lines)


def _count(answers: int, here: Turnout) -> str:
    """'31 of 38'; with the answers where they are more than those who sent them."""
    if not here.joined:
        return str(answers)
    return str(here) if answers == here.answered else f"{answers} from {here}"


def _people(state: State, here: Turnout, now: datetime) -> Content:
    """Quietly: who is here, who does not follow, who asks something."""
    asked = sum(1 for question in state.questions.values() if not question.settled)
    said = [f"{here.joined} joined"] if here.joined else []
    said += [f"{asked} {'question' if asked == 1 else 'questions'} (p)"] if asked else []
    said += [f"{count} {pace.value.replace('-', ' ')}" for pace, count in present.paces(state, now)]
    return Content.styled(" · ".join(said), "$quiet")


def _next(show: RunOfShow, plan: SessionPlan) -> Content:
    row = show.next
    if row is None:
        text = "the end (n)" if show.current is not None else ""
        return Content.assemble(("next: ", "bold $primary"), text)
    lead = present.lead_name(plan, row.part)
    changes = show.current is not None and row.part.lead != show.current.part.lead
    who = f" {lead}:" if lead and changes else ""
    return Content.assemble(
        ("next: ", "bold $primary"),
        f"{format_time(row.start, plan.zone)} ({format_duration(row.allotted_s)}){who} ",
        (row.segment.title, "bold"),
    )
