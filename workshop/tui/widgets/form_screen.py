"""An exercise as a form to fill in field by field, for one person or one table's sheet."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from uuid import uuid4

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from workshop.domain.commands import AmendResponse, SubmitResponse
from workshop.domain.ids import CommandId, ExerciseId, ResponseId
from workshop.domain.records import Response
from workshop.domain.text import clean_line
from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.asked import Asked, asked
from workshop.tui.widgets.form_view import FormView
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.outbox import Letter, outbox_of
from workshop.tui.widgets.session import state_of


class FormScreen(ModalScreen[bool]):
    """Sends one form after the other until it is left.

    `correct`: the answer that is put right; `answers`: what is filled in at first; `once`: leave
    after one. Dismisses with whether anything was sent.
    """

    CSS_PATH = "../styles/form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "next field"),
        Binding("ctrl+s", "send", "send", priority=True),
        Binding("escape", "leave", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(
        self,
        exercise: ExerciseId,
        *,
        table: str = "",
        correct: ResponseId | None = None,
        answers: dict[str, Any] | None = None,
        once: bool = False,
    ) -> None:
        super().__init__()
        self._exercise = exercise
        self._table = table
        self._correct = correct
        self._answers = answers or {}
        self._once = once or correct is not None
        self._sent = 0

    @property
    def _asked(self) -> Asked:
        return asked(state_of(self.app), self._exercise)

    @property
    def _draft(self) -> str:
        return f"form/{self._correct or self._exercise}/{self._table if self._once else ''}"

    def compose(self) -> ComposeResult:
        chosen = self._asked
        response = self._corrected()
        with Vertical(id="form"):
            yield Glance()
            yield Static(self._what(chosen), id="form-what", markup=False)
            with Horizontal(id="form-to"):
                yield Label("Table", markup=False)
                table = response.table if response else self._table
                yield Input(table, id="form-table", compact=True)
                yield Label("Badge", markup=False)
                yield Input(response.badge if response else "", id="form-badge", compact=True)
            yield self._view(chosen, response)
            yield Static(id="form-said", markup=False)
            yield KeyLine()

    def _corrected(self) -> Response | None:
        return None if self._correct is None else state_of(self.app).response(self._correct)

    def _what(self, chosen: Asked) -> Content:
        verb = "Correct an answer to: " if self._correct is not None else ""
        return Content.assemble(
            (f"{verb}{chosen.exercise.title}\n", "bold"), (chosen.exercise.prompt, "$quiet")
        )

    def _view(self, chosen: Asked, response: Response | None) -> FormView | Static:
        form = chosen.form
        if form is None:
            return Static("This kind of exercise has no form here: type a line, or take a note.")
        kept = self.app.drafts.get(self._draft)
        filled = json.loads(kept) if kept else dict(response.answers) if response else self._answers
        return FormView(form, filled)

    def on_mount(self) -> None:
        self.set_interval(1.0, self._keep)
        self._focus_first()

    def _focus_first(self) -> None:
        """A table's sheet asks for the table first, where it is not known."""
        table = self.query_one("#form-table", Input)
        for view in self.query(FormView):
            if view.form.by_table and not table.value:
                table.focus()
            else:
                view.focus_first()

    def _keep(self) -> None:
        for view in self.query(FormView):
            answers = view.filled
            unsent = answers and answers != self._answers
            self.app.drafts.set(self._draft, json.dumps(answers) if unsent else "")

    async def on_form_view_done(self) -> None:
        await self.action_send()

    async def action_send(self) -> None:
        chosen = self._asked
        views = list(self.query(FormView))
        if not views:
            return
        try:
            answers = chosen.clean(views[0].answers)
        except ValueError as error:
            said = self.query_one("#form-said", Static)
            said.update(f"! {error}")
            said.add_class("-wrong")
            return
        self._put(chosen, dict(answers))
        self.app.drafts.clear(self._draft)
        self._sent += 1
        if self._once:
            self.dismiss(True)
            return
        await self._anew(views[0])

    def _put(self, chosen: Asked, answers: dict[str, Any]) -> None:
        table, badge = (
            clean_line(self.query_one(f"#form-{box}", Input).value) for box in ("table", "badge")
        )
        key = uuid4().hex
        body: SubmitResponse | AmendResponse
        if self._correct is not None:
            body = AmendResponse(self._correct, key, answers, table, badge)
        else:
            record = state_of(self.app).exercises.get(self._exercise)
            body = SubmitResponse(
                self._exercise, key, answers, round=record.round if record else 0,
                table=table, badge=badge,
            )  # fmt: skip
        outbox_of(self.app).put(Letter(CommandId(key), body, chosen.line(answers)))

    async def _anew(self, view: FormView) -> None:
        """An empty form for the next person; the table stays, the badge does not."""
        fresh = FormView(view.form, {})
        await self.query_one("#form", Vertical).mount(fresh, after=view)
        await view.remove()
        self.query_one("#form-badge", Input).value = ""
        said = self.query_one("#form-said", Static)
        said.update(f"✓ {self._sent} sent")
        said.remove_class("-wrong")
        self._focus_first()

    def action_leave(self) -> None:
        self._keep()
        self.dismiss(self._sent > 0)
