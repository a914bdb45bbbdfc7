"""What `decide` and `apply` ask of the kinds, so that the domain knows no kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.domain.state import State


class Rules(Protocol):
    """The kinds as the domain sees them. `ValueError` carries a sentence for a person."""

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]: ...

    def options(self, exercise: Exercise, state: State | None = None) -> Sequence[str] | None:
        """Ids of the options that hands can be counted for; None where they cannot."""

    def per_person(self, exercise: Exercise) -> int:
        """How many answers one participant may have in a round; 0 = any number."""

    def merges(self, exercise: Exercise) -> bool:
        """Whether answers that say the same may be merged into one."""

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]: ...

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any: ...

    def version(self, exercise: Exercise) -> int:
        """Version of the kind's events."""
