"""The room's screen, the presenter's and the chair's phone."""

from __future__ import annotations

from workshop.host.screens.routes import Screens

__all__ = ["Screens"]
