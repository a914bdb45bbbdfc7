"""The line of keys: whole, and no key torn from what it does."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from workshop.tui.widgets.key_line import KeyLine

LABELS = ("exercise before", "after", "choose one", "full tables", "themes", "who should meet")


class Keyed(Screen[None]):
    BINDINGS = [Binding(f"f{n}", "none", text) for n, text in enumerate(LABELS, 1)]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield KeyLine()

    def action_none(self) -> None:
        """Nothing."""


class Stage(App[None]):
    def on_mount(self) -> None:
        self.push_screen(Keyed())


@pytest.mark.parametrize("width", range(60, 110, 5))
async def test_no_key_stands_in_another_line_than_its_label(width: int) -> None:
    app = Stage()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        seen = ["".join(segment.text for segment in strip) for strip in strips]
        for number, text in enumerate(LABELS, 1):
            assert any(f"f{number} {text}" in line for line in seen), (text, seen)


async def test_it_is_laid_out_anew_when_the_terminal_changes() -> None:
    app = Stage()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one(KeyLine).size.height == 1
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(KeyLine).size.height == 2
