"""What every page of one host is made from; each group of pages gives its routes for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workshop.host.doors import Doors
from workshop.host.lifetime import Lifetime
from workshop.host.reaching import Reaching
from workshop.host.telling import Telling
from workshop.kinds.base import Kind
from workshop.service.clock import Clock
from workshop.service.session_service import SessionService


@dataclass(frozen=True, slots=True)
class Site:
    """One session's host. `end` ends it soon, in order.

    `exports` is the folder in which a person looks for what came of the session.
    """

    service: SessionService
    doors: Doors
    clock: Clock
    kinds: Mapping[str, Kind]
    reaching: Reaching
    lifetime: Lifetime
    end: Callable[[], None]
    exports: Path | None = None
    telling: Telling = field(default_factory=Telling)
