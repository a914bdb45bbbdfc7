"""One line that tells the time while something else fills the screen."""

from __future__ import annotations

from textual import getters
from textual.content import Content

from workshop.domain.run_of_show import Row, RunOfShow
from workshop.tui.app import WorkshopApp
from workshop.tui.present import mark, time_left
from workshop.tui.widgets.pane import Pane


class Glance(Pane):
    """Time left in the segment on now, its phase in word, shape and colour, and its title."""

    DEFAULT_CSS = """
    Glance { height: 1; padding: 0 1; background: $panel; text-wrap: nowrap; }
    """
    app = getters.app(WorkshopApp)

    def on_mount(self) -> None:
        self.watch(self.app, "show", self._shown)

    def _shown(self, show: RunOfShow | None) -> None:
        self.put(Content("") if show is None or show.current is None else _said(show, show.current))


def _said(show: RunOfShow, current: Row) -> Content:
    now = mark(show)
    return Content.assemble(
        (f"{now.shape} {time_left(show)}  {now.word}", f"bold ${now.colour}"),
        "  ",
        (current.segment.title, "$quiet"),
    )
