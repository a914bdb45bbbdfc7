"""The participants' side: joining, answering, and what is taken home."""

from __future__ import annotations

from starlette.routing import Route

from workshop.host.pages.sending import Sending
from workshop.host.pages.showing import Pages
from workshop.host.pages.ties import Ties
from workshop.host.site import Site

__all__ = ["pages_routes"]


def pages_routes(site: Site) -> list[Route]:
    """Everything that a participant's browser asks for, beside the event stream."""
    pages = Pages(site)
    sending = Sending(site, pages)
    return [*sending.routes(), *Ties(site, pages, sending).routes(), *pages.routes()]
