"""The session that a screen is about; screens of a session are only opened while there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workshop.domain.ids import ActorId
from workshop.domain.records import Actor, Role
from workshop.domain.rights import may_send
from workshop.domain.state import State
from workshop.service.client import Link, SessionClient

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp


_HOLDER = Actor(ActorId("chair"), Role.CHAIR)
"""Who looks at a session's file before its host has said who they are: it is on their disk."""


def client_of(app: WorkshopApp) -> SessionClient:
    """The app's client; RuntimeError on the home screen, where there is none."""
    if app.client is None:
        raise RuntimeError("no session is open")
    return app.client


def state_of(app: WorkshopApp) -> State:
    """The newest state that the app shows; RuntimeError on the home screen."""
    if app.state is None:
        raise RuntimeError("no session is open")
    return app.state


def me(app: WorkshopApp) -> Actor:
    return _HOLDER if app.looking else client_of(app).me


def may(app: WorkshopApp, command: type[Any]) -> bool:
    """Whether the person at this terminal may send commands of a type now."""
    if app.client is None or app.health.link in (Link.SHUT_OUT, Link.OTHER_VERSION):
        return False
    return may_send(state_of(app), me(app), command)


def initials(actor: Actor) -> str:
    """Who writes, in a letter or two: as given, else from the name, else from the role."""
    if actor.initials:
        return actor.initials
    words = (actor.name or actor.role).replace("-", " ").split()
    return "".join(word[0] for word in words[:3]).upper()
