"""One line that tells a room where to join, on what the room sees."""

from __future__ import annotations

from textual import getters
from textual.content import Content

from workshop.domain.turnout import joined
from workshop.tui.app import WorkshopApp
from workshop.tui.joining import joining_of, short_address
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import state_of

LOOK_S = 5.0


class JoinLine(Pane):
    """Address, spoken code and how many are in; empty where phones cannot join."""

    DEFAULT_CSS = """
    JoinLine { height: 1; text-align: center; color: $quiet; text-wrap: nowrap; }
    """
    app = getters.app(WorkshopApp)

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self._look)
        self.watch(self.app, "state", self._show)
        self._look()

    def _look(self) -> None:
        if self.app.state is not None and self.screen.is_current:
            self.run_worker(self._ask(), group="look", exclusive=True)

    async def _ask(self) -> None:
        await joining_of(self.app).look(self.app)
        self._show()

    def _show(self, _state: object = None) -> None:
        reach = joining_of(self.app).reach
        if reach is None or self.app.state is None:
            return
        state = state_of(self.app)
        if state.locked or reach.only_here:
            self.put("")
            return
        here = joined(state)
        self.put(
            Content.assemble(
                "Join  ",
                (short_address(reach.url), "bold $foreground"),
                f"  code {' '.join(reach.code)}",
                f"  {here} joined" if here else "",
            )
        )
