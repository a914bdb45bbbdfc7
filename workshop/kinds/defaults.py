"""What most kinds do alike, so that a kind's own folder holds only what is its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workshop.domain.cells import joined_cells
from workshop.domain.forms import Form, clean_answers
from workshop.domain.ids import ParticipantId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.records import Actor, Participant, Response
from workshop.domain.telling import Told
from workshop.kinds.base import Change, Material, RoomKept


class BaseKind:
    """A kind without state of its own: answers are cleaned by its form, nothing else is kept.

    A kind adds `id`, `title`, `check`, `form`, `parse_line`, `line_hint`, `line_of` and `analyse`.
    """

    version: int = 1
    heavy: bool = False
    tally: bool = False
    merges: bool = False
    gathers: bool = False
    veils: bool = False
    tells: bool = False
    follows: bool = False

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        raise NotImplementedError

    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        return exercise

    def gather(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        before: Any,
        earlier: Sequence[Response] = (),
    ) -> Any:
        return None

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        return clean_answers(self.form(exercise), answers)

    def told(self, material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
        return {}

    def job(self, exercise: Exercise, state: Any, responses: Sequence[Response]) -> Any:
        return None

    def follow(self, exercise: Exercise, before: Any, change: Change) -> tuple[Any, Any]:
        raise NotImplementedError

    def judge(self, job: Any) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
        raise NotImplementedError

    def decide(
        self,
        exercise: Exercise,
        state: Any,
        payload: Mapping[str, Any],
        actor: Actor,
    ) -> Sequence[Any]:
        raise ValueError(f"‘{exercise.title}’ has no commands of its own.")

    def apply(
        self,
        exercise: Exercise,
        state: Any,
        v: int,
        payload: Mapping[str, Any],
    ) -> Any:
        return state

    def veiled(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        people: Sequence[Participant],
    ) -> Sequence[Response]:
        return responses

    def passed_on(self, exercise: Exercise, state: Any, answers: Mapping[str, str]) -> Any:
        return None

    def joined(self, exercise: Exercise, rooms: Sequence[RoomKept]) -> Mapping[str, Any]:
        return joined_cells((room.kept, room.ids) for room in rooms)

    def reworded(
        self, exercise: Exercise, responses: Sequence[Response], words: Callable[[str], str]
    ) -> Mapping[str, str]:
        return {}
