"""The learning objectives by part: covered or not, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from operator import is_
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from workshop.domain.commands import MarkObjective
from workshop.domain.findings import Scale, Scales
from workshop.domain.forms import ScaleField
from workshop.domain.ids import ExerciseId, ObjectiveId
from workshop.domain.plan import Objective
from workshop.domain.records import Coverage, ObjectiveRecord
from workshop.domain.run_of_show import Row, RunOfShow, Standing
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.tui.app import WorkshopApp
from workshop.tui.finding import find_for
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.asked import asked
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import client_of, state_of

_MARKS: Mapping[Coverage, tuple[str, str]] = {
    Coverage.COVERED: ("[■] covered", "bold $success"),
    Coverage.PARTLY: ("[▪] partly ", "bold $warning"),
    Coverage.NOT: ("[ ] not yet", "$quiet"),
}
_CYCLE = {
    Coverage.NOT: Coverage.PARTLY,
    Coverage.PARTLY: Coverage.COVERED,
    Coverage.COVERED: Coverage.NOT,
}
_STANDINGS = {
    Standing.DONE: "done",
    Standing.CURRENT: "on now",
    Standing.UPCOMING: "to come",
    Standing.SKIPPED: "left out",
}
_QUOTES = 5

Rated = Mapping[ObjectiveId, Mapping[int, tuple[float, int]]]
"""How the room rated an objective: by round, the median and the number of people."""


class ObjectivesScreen(Screen[None]):
    """Marks objectives and shows the segments, answers and ratings behind each."""

    CSS_PATH = "../styles/objectives.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "mark('covered')", "covered"),
        Binding("2", "mark('partly')", "partly"),
        Binding("3", "mark('not')", "not"),
        Binding("space", "cycle", "next of these"),
        Binding("enter", "remark", "remark"),
        Binding("escape", "dismiss", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Objective | None] = []
        self._drawn: list[Content] = []
        self._rated: Rated = {}
        self._rated_of: tuple[object, ...] = ()
        self._rating_exercises: list[ExerciseId] = []

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="objectives-warning")
        yield OptionList(id="objectives-list", markup=False)
        with VerticalScroll(id="objectives-detail", can_focus=False):
            yield Pane(id="objectives-text")
            yield Pane(id="objectives-facts")
        yield KeyLine()

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        self._rating_exercises = list(_rating_exercises(state_of(self.app)))
        self.watch(self.app, "show", self._repaint)
        self.watch(self.app, "state", self._repaint)
        options.highlighted = next((i for i, o in enumerate(self._rows) if o is not None), None)

    # -- what is seen ------------------------------------------------------------------------

    def _repaint(self) -> None:
        state, show = self.app.state, self.app.show
        if state is None or show is None:
            return
        self._rate(state)
        missed = _missed(state, show)
        self._rows, drawn = [], []
        for part in state.plan.parts:
            if part.objectives:
                self._rows.append(None)
                drawn.append(Content.styled(part.title, "bold $primary"))
            for objective in part.objectives:
                self._rows.append(objective)
                drawn.append(_line(objective, _record(state, objective), objective in missed))
        self._draw(drawn)
        self._warn(missed)
        self._show_detail()

    def _draw(self, drawn: list[Content]) -> None:
        """Only the lines that say something new are drawn again."""
        options = self.query_one(OptionList)
        if len(drawn) != len(self._drawn):
            options.clear_options()
            options.add_options(
                [Option(c, disabled=o is None) for c, o in zip(drawn, self._rows, strict=True)]
            )
        else:
            for index, (new, old) in enumerate(zip(drawn, self._drawn, strict=True)):
                if not new.is_same(old):
                    options.replace_option_prompt_at_index(index, new)
        self._drawn = drawn

    def _warn(self, missed: list[Objective]) -> None:
        pane = self.query_one("#objectives-warning", Pane)
        if not missed:
            pane.put("")
            return
        number = "One objective is" if len(missed) == 1 else f"{len(missed)} objectives are"
        pane.put(f"▲ {number} not covered, and nothing left in the plan will do it.")

    @property
    def _selected(self) -> Objective | None:
        index = self.query_one(OptionList).highlighted
        return None if index is None or index >= len(self._rows) else self._rows[index]

    def on_option_list_option_highlighted(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        objective, state, show = self._selected, self.app.state, self.app.show
        if objective is None or state is None or show is None:
            return
        self.query_one("#objectives-text", Pane).put(Content.styled(objective.text, "bold"))
        facts = Content("\n").join(self._facts(objective, state, show))
        self.query_one("#objectives-facts", Pane).put(facts)

    def _facts(self, objective: Objective, state: State, show: RunOfShow) -> Iterator[Content]:
        record = _record(state, objective)
        if record.remark:
            yield Content.assemble(("Remark: ", "$quiet"), record.remark)
        serving = [f"{row.segment.title} ({_STANDINGS[row.standing]})" for row in show.rows
                   if objective.id in row.segment.objectives]  # fmt: skip
        yield Content.assemble(("Served by: ", "$quiet"), "; ".join(serving) or "no segment")
        yield from self._rating(objective)
        quotes = [state.response(id_) for id_ in record.evidence]
        for response in quotes[:_QUOTES]:
            if response is not None:
                line = asked(state, response.exercise).line(response.answers)
                yield Content.assemble(("Evidence: ", "$quiet"), f"‘{line}’")
        if len(quotes) > _QUOTES:
            yield Content.styled(f"and {len(quotes) - _QUOTES} more answers", "$quiet")
        if not quotes:
            yield Content.styled(
                "No answers linked yet: r lists them, v there links one.", "$quiet"
            )

    def _rating(self, objective: Objective) -> Iterator[Content]:
        rounds = self._rated.get(objective.id, {})
        names = {1: "before", 2: "after"}
        said = [f"{names.get(n, f'round {n}')} {median:g} (median of {people})"
                for n, (median, people) in sorted(rounds.items())]  # fmt: skip
        if said:
            yield Content.assemble(("The room's own rating: ", "$quiet"), ", ".join(said))
        elif objective.headline:
            yield Content.styled(
                "The room rates this one before and after; no ratings yet.", "$quiet"
            )

    # -- the room's ratings ------------------------------------------------------------------

    def _rate(self, state: State) -> None:
        """Ask for the ratings anew when their answers have changed."""
        seen = tuple(state.responses.get(exercise) for exercise in self._rating_exercises)
        if len(seen) == len(self._rated_of) and all(map(is_, seen, self._rated_of)):
            return
        self._rated_of = seen
        find_for(self, partial(self._find_ratings, self._rating_exercises), "ratings")

    async def _find_ratings(self, rating: list[ExerciseId]) -> None:
        rated: dict[ObjectiveId, dict[int, tuple[float, int]]] = {}
        plan = state_of(self.app).plan
        by_text = {objective.text: objective.id for objective in plan.objectives}
        for exercise in rating:
            for round_ in range(1, 1 + sum(used == exercise for _place, used in plan.uses())):
                for row in await self._scales(exercise, round_):
                    people = sum(row.counts)
                    if row.label in by_text and row.median is not None and people:
                        rounds = rated.setdefault(by_text[row.label], {})
                        rounds[round_] = (row.median, people)
        self._rated = rated
        self._show_detail()

    async def _scales(self, exercise: ExerciseId, round_: int) -> list[Scale]:
        try:
            findings = await client_of(self.app).findings(exercise, round_)
        except WorkshopError as error:
            self.app.show_error(error)
            return []
        return [row for block in findings.blocks if isinstance(block, Scales) for row in block.rows]

    # -- marking -----------------------------------------------------------------------------

    async def action_mark(self, coverage: str) -> None:
        objective = self._selected
        if objective is not None:
            remark = _record(state_of(self.app), objective).remark
            await self.app.act(MarkObjective(objective.id, Coverage(coverage), remark))

    async def action_cycle(self) -> None:
        objective = self._selected
        if objective is not None:
            await self.action_mark(_CYCLE[_record(state_of(self.app), objective).coverage])

    def on_option_list_option_selected(self) -> None:
        self.action_remark()

    def action_remark(self) -> None:
        objective = self._selected
        if objective is None:
            return
        name = f"remark/{objective.id}"

        async def keep(remark: str | None) -> None:
            if remark is not None:
                coverage = _record(state_of(self.app), objective).coverage
                await self.app.act(MarkObjective(objective.id, coverage, remark))

        known = _record(state_of(self.app), objective).remark
        self.app.push_screen(AskLine("A remark", objective.text, known, draft=name), keep)


def _record(state: State, objective: Objective) -> ObjectiveRecord:
    return state.objectives.get(objective.id, ObjectiveRecord())


def _line(objective: Objective, record: ObjectiveRecord, missed: bool) -> Content:
    mark, style = _MARKS[record.coverage]
    evidence = f"  {len(record.evidence)} linked" if record.evidence else ""
    return Content.assemble(
        ("▲ " if missed else "  ", "bold $warning"),
        (mark, style),
        ("  ", ""),
        objective.text,
        (evidence, "$quiet"),
        ("  …" if record.remark else "", "$quiet"),
    )


def _missed(state: State, show: RunOfShow) -> list[Objective]:
    """Objectives not covered at all that nothing left will cover, while something is left."""
    coming: list[Row] = [
        row for row in show.rows if row.standing in (Standing.CURRENT, Standing.UPCOMING)
    ]
    served = {objective for row in coming for objective in row.segment.objectives}
    return [
        objective
        for objective in state.plan.objectives
        if coming
        and objective.id not in served
        and _record(state, objective).coverage is Coverage.NOT
    ]


def _rating_exercises(state: State) -> Iterator[ExerciseId]:
    """Exercises in which the room rates objectives of the plan."""
    objectives = {str(objective.id) for objective in state.plan.objectives}
    for exercise in state.plan.exercises:
        form = asked(state, exercise.id).form
        fields = form.fields if form is not None else ()
        if any(isinstance(field, ScaleField) and field.id in objectives for field in fields):
            yield exercise.id
