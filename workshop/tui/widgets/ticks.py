"""Ticks and picks whose mark says by its shape, not only by its colour, whether it is set."""

from __future__ import annotations

from textual.widgets import Checkbox, RadioButton


class Tick(Checkbox):
    """A box with a cross in it, or nothing."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802
        return "X" if self.value else " "


class Pick(RadioButton):
    """A full or an empty circle."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802
        return "●" if self.value else "○"
