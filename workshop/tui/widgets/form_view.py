"""Any form as fields to fill in by keyboard; what comes out are answers by field id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Label, TextArea

from workshop.domain.forms import (
    BoxesField,
    ChoiceField,
    Field,
    Form,
    PeopleField,
    PointsField,
    ScaleField,
    TextField,
    badges,
)
from workshop.tui.widgets.typed import letter


class Advance(Message):
    """Enter in a field: go on to the next, or send after the last."""


class ScaleInput(Widget, can_focus=True):
    """One number on a scale: its digit, or left and right."""

    DEFAULT_CSS = "ScaleInput { height: 1; } ScaleInput:focus { background: $primary 25%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "less", show=False),
        Binding("right", "step(1)", "more", show=False),
        Binding("backspace,delete", "clear", "clear", show=False),
        Binding("enter", "go_on", "next", show=False),
    ]
    value: reactive[int | None] = reactive(None)

    def __init__(self, field: ScaleField, value: int | None = None) -> None:
        super().__init__()
        self._field = field
        self.set_reactive(ScaleInput.value, value)

    def render(self) -> RenderResult:
        steps = Content(" ").join(
            Content.styled(f"[{step}]" if step == self.value else f" {step} ",
                           "bold $accent" if step == self.value else "$foreground")
            for step in range(self._field.low, self._field.high + 1)
        )  # fmt: skip
        low, high = self._field.low_text, self._field.high_text
        return Content.assemble((f"{low} " if low else "", "$quiet"), steps,
                                (f" {high}" if high else "", "$quiet"))  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isdecimal():
            step = int(event.character)
            if self._field.low <= step <= self._field.high:
                event.stop()
                self.value = step
                self.post_message(Advance())

    def action_step(self, by: int) -> None:
        at = self.value if self.value is not None else self._field.low - (by > 0)
        self.value = max(self._field.low, min(self._field.high, at + by))

    def action_clear(self) -> None:
        self.value = None

    def action_go_on(self) -> None:
        self.post_message(Advance())


class ChoiceInput(Widget, can_focus=True):
    """Options under letters; a letter takes or leaves one, up and down and space do too."""

    DEFAULT_CSS = "ChoiceInput { height: auto; } ChoiceInput:focus { background: $primary 15%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("space", "take", "take", show=False),
        Binding("enter", "go_on", "next", show=False),
    ]
    chosen: reactive[tuple[str, ...]] = reactive(())
    at: reactive[int] = reactive(0)

    def __init__(self, field: ChoiceField, chosen: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._field = field
        self.set_reactive(ChoiceInput.chosen, chosen)

    def render(self) -> RenderResult:
        return Content("\n").join(self._lines())

    def _lines(self) -> Iterator[Content]:
        taken, free = ("(●)", "( )") if self._field.most == 1 else ("[x]", "[ ]")
        for index, option in enumerate(self._field.options):
            style = "bold $accent" if option.id in self.chosen else "$foreground"
            here = "›" if index == self.at and self.has_focus else " "
            box = taken if option.id in self.chosen else free
            yield Content.assemble(
                (f"{here} {letter(index)} ", "$quiet"), (f"{box} {option.text}", style)
            )

    def on_key(self, event: events.Key) -> None:
        index = ord(event.character) - ord("a") if event.character else -1
        if 0 <= index < len(self._field.options):
            event.stop()
            self.at = index
            self.action_take()

    def action_move(self, by: int) -> None:
        self.at = (self.at + by) % len(self._field.options)

    def action_take(self) -> None:
        option = self._field.options[self.at].id
        if option in self.chosen:
            self.chosen = tuple(id_ for id_ in self.chosen if id_ != option)
        elif self._field.most == 1:
            self.chosen = (option,)
        elif len(self.chosen) < self._field.most:
            self.chosen = (*self.chosen, option)

    def action_go_on(self) -> None:
        self.post_message(Advance())


class FieldRow(Vertical):
    """One field under its label. `answer` is what is filled in, None where nothing is."""

    DEFAULT_CSS = """
    FieldRow { height: auto; margin-bottom: 1; }
    FieldRow .form-label { color: $foreground; text-style: bold; width: 100%; }
    FieldRow .form-hint { color: $quiet; width: 100%; }
    FieldRow Horizontal { height: 1; }
    FieldRow Horizontal Input { width: 6; height: 1; }
    FieldRow Horizontal Label { width: 1fr; padding-left: 1; }
    FieldRow Input, FieldRow TextArea { background: $surface; }
    FieldRow TextArea { height: 3; border: none; padding: 0 1; }
    """

    def __init__(self, field: Field, answer: Any = None) -> None:
        super().__init__()
        self.field = field
        self._initial = answer

    def compose(self) -> ComposeResult:
        field, value = self.field, self._initial
        if field.label and not isinstance(field, BoxesField):
            yield Label(field.label, classes="form-label", markup=False)
        if field.hint:
            yield Label(field.hint, classes="form-hint", markup=False)
        if isinstance(field, TextField):
            if field.lines > 1:
                yield TextArea(value or "", tab_behavior="focus", compact=True)
            else:
                known = SuggestFromList(field.offers, case_sensitive=False)
                yield Input(value or "", compact=True, suggester=known if field.offers else None)
        elif isinstance(field, PeopleField):
            yield Input(" ".join(value or ()), compact=True)
        elif isinstance(field, ChoiceField):
            yield ChoiceInput(field, tuple(value or ()))
        elif isinstance(field, ScaleField) and field.slide:
            yield from _number(value, field.ends)
        elif isinstance(field, ScaleField):
            yield ScaleInput(field, value)
        elif isinstance(field, PointsField):
            for option in field.options:
                yield from _number((value or {}).get(option.id), option.text)
        else:
            yield from _boxes(field, value or {})

    @property
    def answer(self) -> Any:
        """The value under the field's id; ValueError where it is no number."""
        field = self.field
        if isinstance(field, TextField):
            text = self.query_one(TextArea).text if field.lines > 1 else self.query_one(Input).value
            return text.strip() or None
        if isinstance(field, PeopleField):
            return badges(self.query_one(Input).value) or None
        if isinstance(field, ChoiceField):
            return list(self.query_one(ChoiceInput).chosen) or None
        if isinstance(field, ScaleField) and field.slide:
            return _whole(field.label, self.query_one(Input).value)
        if isinstance(field, ScaleField):
            return self.query_one(ScaleInput).value
        if isinstance(field, PointsField):
            return self._points(field) or None
        texts = (area.text.strip() for area in self.query(TextArea))
        kept = {box.id: text for box, text in zip(field.boxes, texts, strict=True) if text}
        return kept or None

    def _points(self, field: PointsField) -> dict[str, int]:
        spent: dict[str, int] = {}
        for option, box in zip(field.options, self.query(Input), strict=True):
            number = _whole(option.text, box.value)
            if number is not None:
                spent[option.id] = number
        return spent


def _number(value: int | None, label: str) -> ComposeResult:
    """A narrow input for a number, with what it counts behind it."""
    with Horizontal():
        yield Input("" if value is None else str(value), type="integer", compact=True)
        yield Label(label, markup=False)


def _boxes(field: BoxesField, texts: Mapping[str, str]) -> ComposeResult:
    for box in field.boxes:
        yield Label(f"{box.title}", classes="form-label", markup=False)
        if box.hint:
            yield Label(box.hint, classes="form-hint", markup=False)
        yield TextArea(texts.get(box.id, ""), tab_behavior="focus", compact=True)


def _whole(label: str, typed: str) -> int | None:
    """A typed number, None where there is none; ValueError where it is no number."""
    if not typed.strip():
        return None
    try:
        return int(typed)
    except ValueError:
        raise ValueError(f"‘{label}’ wants a whole number.") from None


class FormView(VerticalScroll):
    """A whole form. Enter goes to the next field, and sends after the last."""

    DEFAULT_CSS = "FormView { height: 1fr; padding: 0 1; }"

    class Done(Message):
        """Enter in the last field."""

    def __init__(self, form: Form, answers: Mapping[str, Any], *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.form = form
        self._answers = answers

    def compose(self) -> ComposeResult:
        for field in self.form.fields:
            yield FieldRow(field, self._answers.get(field.id))

    @property
    def answers(self) -> dict[str, Any]:
        """What is filled in, by field id; ValueError where something is no number."""
        found = {row.field.id: row.answer for row in self.query(FieldRow)}
        return {id_: answer for id_, answer in found.items() if answer is not None}

    @property
    def filled(self) -> dict[str, Any]:
        """What is filled in so far, whatever is wrong with it left out."""
        found: dict[str, Any] = {}
        for row in self.query(FieldRow):
            with suppress(ValueError):
                found[row.field.id] = row.answer
        return {id_: answer for id_, answer in found.items() if answer is not None}

    def focus_first(self) -> None:
        fields = self._fields()
        if fields:
            fields[0].focus()

    def _fields(self) -> list[Widget]:
        return list(self.query("Input, TextArea, ScaleInput, ChoiceInput").results(Widget))

    def on_advance(self, event: Advance) -> None:
        event.stop()
        self._advance()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._advance()

    def _advance(self) -> None:
        fields = self._fields()
        focused = self.screen.focused
        place = fields.index(focused) if focused in fields else -1
        if place + 1 < len(fields):
            fields[place + 1].focus()
        else:
            self.post_message(self.Done())
