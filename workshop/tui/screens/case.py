"""The case study led through: cards, questions with their timers, canvas, read-out, agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.domain.commands import StepCase
from workshop.domain.forms import BoxesField
from workshop.domain.plan import CaseStudy
from workshop.domain.records import CaseProgress, CaseStep, NoteTag
from workshop.domain.state import State
from workshop.domain.words import format_duration
from workshop.errors import WorkshopError
from workshop.tui.app import WorkshopApp
from workshop.tui.finding import find_for
from workshop.tui.screens.capture import CaptureScreen
from workshop.tui.screens.note import NoteScreen
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.asked import asked
from workshop.tui.widgets.big_time import BigTime
from workshop.tui.widgets.findings import FindingsView
from workshop.tui.widgets.form_screen import FormScreen
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import client_of, state_of

Station = tuple[CaseStep, int]

_NAMES: Mapping[CaseStep, str] = {
    CaseStep.CARDS: "the case",
    CaseStep.QUESTIONS: "questions",
    CaseStep.CANVAS: "canvas",
    CaseStep.READ_OUT: "read-out",
    CaseStep.AGREED: "agreed",
}


class CaseScreen(Screen[None]):
    """One station at a time; left and right move on for everyone who looks."""

    CSS_PATH = "../styles/case.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "back"),
        Binding("right", "step(1)", "on"),
        Binding("s", "sheet", "sheet"),
        Binding("a", "capture", "line"),
        Binding("t", "note", "note"),
        Binding("h", "stand_in", "stand-in"),
        Binding("up", "scroll(-1)", "scroll", show=False),
        Binding("down", "scroll(1)", "scroll", show=False),
        Binding("escape", "dismiss", "close"),
    ]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (36, "-tall")]  # type: ignore[misc]
    app = getters.app(WorkshopApp)

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="case-stand-in")
        yield Pane(id="case-where")
        with VerticalScroll(id="case-body", can_focus=False):
            with Center(), Vertical(id="case-card"):
                yield Pane(id="case-title")
                yield Pane(id="case-text")
            yield FindingsView(id="case-findings")
        yield BigTime(id="case-time")
        yield KeyLine()

    def on_mount(self) -> None:
        self.watch(self.app, "state", self._repaint)
        self.watch(self.app, "now", self._tick)

    # -- what is seen ------------------------------------------------------------------------

    def _case(self, state: State) -> CaseStudy | None:
        """The case begun, else that of the segment on now, else the plan's first."""
        plan, run = state.plan, state.clock.current
        on = plan.segment(run.segment).case_study if run is not None else None
        if state.case is not None and on in (None, state.case.case_study):
            return plan.case_study(state.case.case_study)
        if on is not None:
            return plan.case_study(on)
        return plan.case_studies[0] if plan.case_studies else None

    def _at(self, state: State, case: CaseStudy) -> CaseProgress | None:
        return state.case if state.case and state.case.case_study == case.id else None

    def _repaint(self) -> None:
        state = self.app.state
        case = None if state is None else self._case(state)
        if state is None or case is None:
            self.query_one("#case-title", Pane).put("This plan has no case study.")
            return
        at = self._at(state, case)
        step = at.step if at else None
        for name in CaseStep:
            self.set_class(step is name, f"-{name}")
        self.set_class(at is None, "-cover")
        stand_in = Content.assemble(("STAND-IN  ", "bold reverse $warning"), " ", _plain(case))
        self.query_one("#case-stand-in", Pane).put(stand_in if case.stand_in else "")
        self.query_one("#case-where", Pane).put(_where(case, at))
        title, text = self._said(state, case, at)
        self.query_one("#case-title", Pane).put(Content.styled(title, "bold $primary"))
        self.query_one("#case-text", Pane).put(text)
        if step is CaseStep.READ_OUT:
            self._read_out(state, case)
        self._tick()

    def _said(self, state: State, case: CaseStudy, at: CaseProgress | None) -> tuple[str, Content]:
        if at is None:
            return case.title, Content(f"{len(case.cards)} cards, {len(case.questions)} questions. "
                                       "→ begins.")  # fmt: skip
        if at.step is CaseStep.CARDS:
            card = case.cards[at.index]
            return card.title, Content(card.text)
        if at.step is CaseStep.QUESTIONS:
            return case.questions[at.index].text, Content("")
        if at.step is CaseStep.CANVAS:
            return self._canvas(state, case)
        if at.step is CaseStep.READ_OUT:
            return "What the tables say", Content("")
        return "What was agreed", self._agreed(state, case)

    def _canvas(self, state: State, case: CaseStudy) -> tuple[str, Content]:
        """The boxes and, for each table that has sent something, how many it has filled."""
        if case.framework is None:
            return "No canvas belongs to this case", Content("")
        chosen = asked(state, case.framework)
        fields = chosen.form.fields if chosen.form is not None else ()
        boxes = next((f.boxes for f in fields if isinstance(f, BoxesField)), ())
        lines = [Content.assemble((f"{number}. {box.title}  ", "bold"), (box.hint, "$quiet"))
                 for number, box in enumerate(boxes, start=1)]  # fmt: skip
        filled = _sheets(state, case)
        if filled:
            said = ", ".join(
                f"table {t or '?'}: {len(b)} of {len(boxes)}" for t, b in filled.items()
            )
            lines += [Content(""), Content.styled(f"Filled so far: {said}", "$success")]
        lines += [Content(""), Content.styled("s opens a table's sheet to type from.", "$quiet")]
        return chosen.exercise.title, Content("\n").join(lines)

    def _agreed(self, state: State, case: CaseStudy) -> Content:
        agreed = [note for note in state.notes_in_order()
                  if note.tag is NoteTag.AGREED and note.case_study == case.id]  # fmt: skip
        if not agreed:
            return Content.styled("Nothing yet: t writes down what the room agrees on.", "$quiet")
        return Content("\n").join(Content.assemble(("✓ ", "bold $success"), note.text)
                                  for note in agreed)  # fmt: skip

    def _tick(self) -> None:
        """The question's own countdown."""
        state = self.app.state
        case = None if state is None else self._case(state)
        at = self._at(state, case) if state is not None and case is not None else None
        clock = self.query_one(BigTime)
        planned = 0
        if case is not None and at is not None and at.step is CaseStep.QUESTIONS:
            planned = case.questions[at.index].planned_s
        clock.display = bool(planned)
        if at is not None and planned:
            left = planned - (self.app.now - at.since).total_seconds()
            clock.text = format_duration(left)
            clock.set_class(left <= 0, "-over")

    def _read_out(self, state: State, case: CaseStudy) -> None:
        """The groups side by side; asked for anew only when an answer has come."""
        if case.framework is None:
            return
        seen = (case.framework, state.responses.get(case.framework))
        if len(self._seen) == 2 and seen[0] == self._seen[0] and seen[1] is self._seen[1]:
            return
        self._seen = seen
        find_for(self, partial(self._find, case))

    async def _find(self, case: CaseStudy) -> None:
        if case.framework is None:
            return
        try:
            findings = await client_of(self.app).findings(case.framework)
        except WorkshopError as error:
            self.app.show_error(error)
            self._seen = ()
            return
        self.query_one(FindingsView).findings = findings

    # -- keys --------------------------------------------------------------------------------

    async def action_step(self, by: int) -> None:
        state = state_of(self.app)
        case = self._case(state)
        if case is None:
            return
        stations = list(_stations(case))
        at = self._at(state, case)
        place = stations.index((at.step, at.index)) + by if at is not None else 0
        if 0 <= place < len(stations):
            step, index = stations[place]
            await self.app.act(StepCase(case.id, step, index))
            self.query_one("#case-body", VerticalScroll).scroll_home(animate=False)

    def action_sheet(self) -> None:
        """Ask for the table, then show its sheet as it stands."""
        case = self._case(state_of(self.app))
        if case is None or case.framework is None:
            self.app.say("No canvas belongs to this case.")
            return
        framework = case.framework

        def open_sheet(table: str | None) -> None:
            if table:
                state = state_of(self.app)
                filled: dict[str, Any] = dict(_sheets(state, case).get(table, {}))
                field = _boxes_field(state, case)
                answers = {field.id: filled} if field is not None and filled else {}
                self.app.push_screen(FormScreen(framework, table=table, answers=answers, once=True))

        self.app.push_screen(AskLine("Which table's sheet?"), open_sheet)

    def action_stand_in(self) -> None:
        """The whole notice and back: one line of it stands there on a small terminal."""
        self.toggle_class("-whole")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        state = self.app.state
        case = None if state is None else self._case(state)
        return action != "stand_in" or bool(case is not None and case.stand_in)

    def action_capture(self) -> None:
        case = self._case(state_of(self.app))
        if case is not None and case.framework is not None:
            self.app.push_screen(CaptureScreen(case.framework))

    def action_note(self) -> None:
        state = state_of(self.app)
        case = self._case(state)
        at = self._at(state, case) if case is not None else None
        late = at is not None and at.step in (CaseStep.READ_OUT, CaseStep.AGREED)
        tag = NoteTag.AGREED if late else NoteTag.NOTE
        self.app.push_screen(NoteScreen(tag=tag, case_study=case.id if case else None))

    def action_scroll(self, lines: int) -> None:
        self.query_one("#case-body").scroll_relative(y=lines, animate=False)


def _stations(case: CaseStudy) -> Iterator[Station]:
    """Every station in order: a card or question each, then canvas, read-out and agreed."""
    yield from ((CaseStep.CARDS, index) for index in range(len(case.cards)))
    yield from ((CaseStep.QUESTIONS, index) for index in range(len(case.questions)))
    if case.framework is not None:
        yield CaseStep.CANVAS, 0
        yield CaseStep.READ_OUT, 0
    yield CaseStep.AGREED, 0


def _where(case: CaseStudy, at: CaseProgress | None) -> Content:
    """'the case 2/5 › questions › canvas', the station on now marked."""
    counts = {CaseStep.CARDS: len(case.cards), CaseStep.QUESTIONS: len(case.questions)}
    parts = []
    for step in dict.fromkeys(step for step, _index in _stations(case)):
        here = at is not None and at.step is step
        number = f" {at.index + 1}/{counts[step]}" if here and at and step in counts else ""
        name = f"{_NAMES[step]}{number}"
        parts.append(Content.styled(f"[{name}]" if here else name,
                                    "bold $accent" if here else "$quiet"))  # fmt: skip
    return Content.styled(" › ", "$quiet").join(parts)


def _plain(case: CaseStudy) -> str:
    return " ".join(case.stand_in.split()).removeprefix("STAND-IN.").strip()


def _boxes_field(state: State, case: CaseStudy) -> BoxesField | None:
    form = asked(state, case.framework).form if case.framework is not None else None
    fields = form.fields if form is not None else ()
    return next((field for field in fields if isinstance(field, BoxesField)), None)


def _sheets(state: State, case: CaseStudy) -> dict[str, dict[str, str]]:
    """What each table has written so far, by box: the newest text of each."""
    field = _boxes_field(state, case)
    if field is None or case.framework is None:
        return {}
    sheets: dict[str, dict[str, str]] = {}
    for response in state.responses_to(case.framework):
        texts = response.answers.get(field.id)
        if response.counts and isinstance(texts, Mapping):
            kept = {box: text for box, text in texts.items() if text}
            sheets.setdefault(response.table, {}).update(kept)
    return dict(sorted(sheets.items()))
