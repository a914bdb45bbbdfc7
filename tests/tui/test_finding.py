"""Work whose result a screen shows."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Footer, Label
from textual.worker import WorkerFailed

from workshop.tui.finding import find_for


class Shown(Screen[None]):
    """Waits for what is found, and shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.found = asyncio.Event()
        self.missing = ""

    def compose(self) -> ComposeResult:
        yield Label("looking")

    async def find(self) -> None:
        # As a thread does that cannot be stopped once it has begun.
        await asyncio.shield(self.found.wait())
        self.query_one(f"Label{self.missing}", Label).update("found")


async def test_a_screen_shows_what_is_found() -> None:
    app, screen = App[None](), Shown()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        find_for(screen, screen.find)
        screen.found.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert str(screen.query_one(Label).content) == "found"


async def test_what_is_found_after_its_screen_has_gone_is_dropped() -> None:
    app, screen = App[None](), Shown()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        find_for(screen, screen.find)
        await pilot.pause()
        await screen.remove_children()
        screen.found.set()
        await app.workers.wait_for_complete()


async def test_what_is_found_while_the_program_ends_is_dropped() -> None:
    """The screen's widgets go one after the other; here some of them are left."""
    app, screen = App[None](), Shown()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        await screen.mount(Footer())
        find_for(screen, screen.find)
        await pilot.pause()
        await screen.query_one(Label).remove()
        app._running = False
        screen.found.set()
        await app.workers.wait_for_complete()


async def test_a_screen_that_is_there_keeps_its_mistakes() -> None:
    app, screen = App[None](), Shown()
    screen.missing = "#nowhere"
    with pytest.raises(WorkerFailed):
        async with app.run_test():
            await app.push_screen(screen)
            find_for(screen, screen.find)
            screen.found.set()
            await app.workers.wait_for_complete()
