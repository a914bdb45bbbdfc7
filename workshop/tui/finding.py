"""Work beside the keys, whose result a screen shows; only the newest of each kind is wanted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.css.query import NoMatches
from textual.dom import DOMNode


def find_for(
    shown_on: DOMNode, work: Callable[[], Awaitable[None]], group: str = "findings"
) -> None:
    """Do the work in a worker of its screen, in the place of what that group was doing."""

    async def while_there() -> None:
        try:
            await work()
        except NoMatches:
            # A screen that is going has nothing to show it on any more: nobody's mistake.
            if shown_on.app.is_running and shown_on.is_attached and shown_on.children:
                raise

    shown_on.run_worker(while_there(), group=group, exclusive=True)
