"""The map of who knows whom: a room of sixty and one of four hundred, at two sizes."""

from __future__ import annotations

from pathlib import Path

from textual.app import App, ComposeResult

from tests.analysis.networks.graphs import a_map
from tests.pictures.picture import save
from workshop.domain.findings import Network
from workshop.tui.theme import CALM
from workshop.tui.widgets.network_map import NetworkMap

SIZES = [(100, 30), (160, 45)]
PEOPLE = {"map-60": 60, "map-400": 400}


class Map(App[None]):
    """Nothing but a map."""

    TITLE = "workshop"

    def __init__(self, block: Network) -> None:
        super().__init__()
        self.register_theme(CALM)
        self.theme = CALM.name
        self._block = block

    def compose(self) -> ComposeResult:
        yield NetworkMap(self._block)


async def take(name: str, size: tuple[int, int], file: Path) -> None:
    app = Map(a_map(PEOPLE[name]))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        save(app, file)
