"""A slider's number in a form that is filled in by keyboard."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from workshop.domain.forms import Form, Option, PointsField, ScaleField
from workshop.tui.widgets.form_view import FormView

FORM = Form(
    "How committed?",
    (
        ScaleField("start", "Start", 0, 100, "none", "all in", required=False, slide=5),
        ScaleField("after", "After", 0, 100, "none", "all in", required=False, slide=5),
        PointsField("spent", "Points", (Option("a", "This"),), required=False),
    ),
)


class Filled(App[None]):
    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), "quiet": "grey"}

    def compose(self) -> ComposeResult:
        yield FormView(FORM, {"start": 60})


async def test_a_number_is_typed_beside_the_words_at_its_ends() -> None:
    async with Filled().run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(FormView)
        first, second, _points = view.query(Input)
        assert first.value == "60"
        assert view.answers == {"start": 60}
        view.focus_first()
        await pilot.press("enter", "3", "5")
        assert second.value == "35"
        assert view.answers == {"start": 60, "after": 35}
        labels = [str(label.render()) for label in view.query("Horizontal Label")]
        assert labels[0] == "0 none … 100 all in"


async def test_what_is_no_number_is_named_and_left_out_of_what_is_filled_so_far() -> None:
    async with Filled().run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(FormView)
        view.query(Input)[1].value = "-"
        with pytest.raises(ValueError, match="‘After’ wants a whole number"):
            _ = view.answers
        assert view.filled == {"start": 60}
