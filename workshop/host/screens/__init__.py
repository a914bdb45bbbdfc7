"""The room's screen, the presenter's and the chair's phone, and the event streams of all pages."""

from __future__ import annotations

from starlette.routing import Route

from workshop.host.screens.routes import Screens
from workshop.host.site import Site


def screens_routes(site: Site) -> list[Route]:
    """The routes for one host."""
    return Screens(site).routes()


__all__ = ["screens_routes"]
