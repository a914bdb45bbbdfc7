"""What every decider gets, and the alias for a table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from workshop.domain.events import EventBody
from workshop.domain.ids import ExerciseId
from workshop.domain.making import dataclass
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.domain.rules import Rules
from workshop.domain.state import State
from workshop.errors import NotFound

Events: TypeAlias = tuple[EventBody, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who wants something, in which state, when."""

    state: State
    actor: Actor
    now: datetime
    rules: Rules

    def exercise(self, id_: ExerciseId) -> Exercise:
        """The plan's exercise of that id, or NotFound."""
        try:
            return self.state.plan.exercise(id_)
        except KeyError:
            raise NotFound(f"The plan has no exercise '{id_}'", "Choose one of its own") from None


Deciders: TypeAlias = Mapping[type[Any], Callable[[Scene, Any], Events]]
