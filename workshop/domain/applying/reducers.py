"""The alias for a table of reducers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from workshop.domain.events import Event
from workshop.domain.rules import Rules
from workshop.domain.state import State

Reducers: TypeAlias = Mapping[type[Any], Callable[[State, Event, Any, Rules], State]]
