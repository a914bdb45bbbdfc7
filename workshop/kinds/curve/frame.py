"""What the options of a curve say: its stages, its scale, and the strategies to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.forms import Option
from workshop.domain.plan import Exercise
from workshop.kinds.options import entries_of

AT, WHY, HELPS = "at", "why", "helps"
"""Fields of an answer beside its stages: where it falls, why, and what helps."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, a slider in steps of `step`, and the words at its ends."""

    low: int = 0
    high: int = 100
    step: int = 5
    low_text: str = ""
    high_text: str = ""

    @property
    def middle(self) -> int:
        """Where a slider stands that nobody has moved, as browsers do it."""
        half = (self.high - self.low) / 2
        return self.low + int(half / self.step + 0.5) * self.step


def stages_of(exercise: Exercise) -> tuple[Option, ...]:
    return entries_of(exercise.options, "stages")


def falling(exercise: Exercise) -> tuple[Option, ...]:
    """The stages towards which it can fall, as options whose ids are no stage's own."""
    return tuple(Option(f"{AT}-{stage.id}", stage.text) for stage in stages_of(exercise)[1:])


def stage_at(answers: Mapping[str, Any]) -> str:
    """The id of the stage where an answer puts its reason; empty for none."""
    return str(next(iter(answers.get(AT, ())), "")).removeprefix(f"{AT}-")


def by_hands(exercise: Exercise) -> tuple[Option, ...]:
    """What hands are counted for: where it falls most."""
    return falling(exercise) if exercise.options.get("why") else stages_of(exercise)


def strategies_of(exercise: Exercise) -> tuple[Option, ...]:
    return entries_of(exercise.options, "strategies")


def scale_of(exercise: Exercise) -> Scale:
    given, default = exercise.options.get("scale", {}), Scale()
    return Scale(
        given.get("from", default.low),
        given.get("to", default.high),
        given.get("step", default.step),
        given.get("low", ""),
        given.get("high", ""),
    )
