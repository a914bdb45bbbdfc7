"""The export wizard: what, for whom, a look at it, and where it lies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.stage import SetClock
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.shelf import Shelf, ShelfExport
from workshop.errors import SaveFailed
from workshop.export.writing import FORMATS as WRITERS
from workshop.export.writing import ON_REQUEST
from workshop.tui.screens.export import ExportScreen
from workshop.tui.screens.export_preview import ExportPreviewScreen
from workshop.tui.screens.export_words import FORMATS, PRESETS

EVERYTHING = tuple(FORMATS)


class Wizard:
    """The wizard in front of a session that runs."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self.desk, self.shelf = desk, shelf

    @property
    def export(self) -> ShelfExport:
        assert self.shelf.export_now is not None
        return self.shelf.export_now

    async def says(self, text: str) -> None:
        await self.desk.until(lambda: text in self.desk.screen_text())

    def marked(self, text: str) -> bool:
        """Whether that line stands as chosen."""
        return any("●" in line and text in line for line in self.desk.screen_text().splitlines())

    async def wish(self) -> tuple[tuple[str, ...], bool]:
        """What Enter asks for."""
        await self.desk.press("enter")
        await self.desk.until(lambda: self.shelf.export_now)
        wish = self.shelf.wishes[-1][2]
        return wish.formats, wish.anonymise


@asynccontextmanager
async def wizard(
    size: tuple[int, int] = (80, 24), shelf: Shelf | None = None
) -> AsyncIterator[Wizard]:
    shelf = shelf or Shelf(SetClock())
    async with make_app(size=size, opener=shelf, name="/w/sessions/hour.json") as desk:
        await desk.press("x")
        await desk.until(lambda: isinstance(desk.app.screen, ExportScreen))
        await desk.pilot.pause()
        yield Wizard(desk, shelf)


def test_every_usual_format_is_offered_and_every_preset_has_some() -> None:
    assert set(FORMATS) == set(WRITERS) - ON_REQUEST
    assert {name for preset in PRESETS for name in preset.formats} == set(FORMATS)


@pytest.mark.parametrize("size", SIZES)
async def test_everything_is_said_in_words_on_one_page(size: tuple[int, int]) -> None:
    async with wizard(size) as at:
        for words in (*FORMATS.values(), *(preset.text for preset in PRESETS)):
            assert words in at.desk.screen_text()
        assert "as hour" in at.desk.screen_text()


async def test_enter_and_enter_writes_everything_of_what_the_host_tells() -> None:
    async with wizard() as at:
        await at.desk.press("enter")
        await at.says("An hour on networks")
        await at.says("Began at 15:00.")
        at.export.made.set()
        await at.says("hour.docx")
        await at.says("120 kB")
        await at.says("Ready. Nothing is written yet")
        assert not at.export.written
        await at.desk.press("enter")
        await at.says("Written")
        await at.says("exports/old")
        session, name, wish = at.shelf.wishes[0]
        assert (session, name, wish.formats) == (at.desk.app.state, "hour", EVERYTHING)
        assert not wish.anonymise
        await at.desk.press("enter")
        await at.desk.until(lambda: at.desk.app.place == "run")
        assert at.export.stopped


async def test_enter_before_it_is_ready_writes_it_then() -> None:
    async with wizard() as at:
        await at.desk.press("enter")
        await at.says("Writing docx")
        await at.desk.press("enter")
        await at.says("as soon as it is ready")
        assert not at.export.written
        at.export.made.set()
        await at.says("exports/old")


async def test_the_arrows_choose_for_whom_and_with_it_formats_and_names() -> None:
    async with wizard() as at:
        await at.desk.press("down", "down")
        await at.says("as hour-anonymised")
        assert await at.wish() == (("html",), True)
        await at.says("Ada (a name)")


async def test_what_somebody_changes_is_their_own_choice() -> None:
    async with wizard() as at:
        await at.desk.press("down", "a")
        assert at.marked("my own choice")
        await at.desk.press("tab", "tab", "space", "down", "down", "space")
        assert await at.wish() == (("pptx", "html"), True)


async def test_a_choice_that_is_a_preset_is_marked_as_that() -> None:
    async with wizard() as at:
        await at.desk.press("a", "a")
        assert at.marked("the archive: everything")


async def test_nothing_ticked_is_said_and_goes_no_further() -> None:
    async with wizard() as at:
        await at.desk.press("up", "up", "tab", "tab", *["down"] * 4, "space", "enter")
        await at.says("Tick at least one")
        assert not at.shelf.wishes


async def test_escape_gives_it_up_and_leads_back_to_the_choice() -> None:
    async with wizard() as at:
        await at.desk.press("enter")
        await at.says("Writing docx")
        await at.desk.press("escape")
        await at.desk.until(lambda: at.export.stopped)
        assert not at.export.written
        assert isinstance(at.desk.app.screen, ExportScreen)


async def test_what_goes_wrong_is_said_with_what_to_do() -> None:
    shelf = Shelf(SetClock())
    shelf.failing = SaveFailed("The disk is full.", "Free some space.")
    async with wizard(shelf=shelf) as at:
        await at.desk.press("enter")
        await at.desk.until(lambda: shelf.export_now)
        at.export.made.set()
        await at.says("The disk is full.")
        await at.says("Free some space.")
        await at.desk.press("enter")
        assert not at.export.written
        await at.desk.until(lambda: isinstance(at.desk.app.screen, ExportScreen))


@pytest.mark.parametrize("windows", [True, False])
async def test_one_key_opens_the_folder_where_there_is_a_window_for_it(windows: bool) -> None:
    shelf = Shelf(SetClock())
    shelf.has_windows = windows
    async with wizard(shelf=shelf) as at:
        await at.desk.press("enter", "enter")
        await at.desk.until(lambda: shelf.export_now)
        at.export.made.set()
        await at.says("Written")
        await at.desk.press("o")
        assert shelf.opened == [Path("exports/old")]
        assert ("has no window" in at.desk.screen_text()) is not windows


async def test_the_hour_goes_on_beneath() -> None:
    async with wizard() as at:
        await at.desk.press("enter")
        await at.says("Writing docx")
        assert isinstance(at.desk.app.screen, ExportPreviewScreen)
        before = at.desk.on
        await at.desk.press("f6")
        assert at.desk.on != before
