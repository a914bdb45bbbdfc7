"""The simulated room over the real web side: one phone a person, as any program would be one.

A phone joins, listens to what is on, fills in the forms it is given and sends them until they are
acknowledged. It outlives the host: when nobody answers, it tries again, as phones do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, get_args

import msgspec

from workshop.domain.clock import Stage
from workshop.domain.forms import Field, Form
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import SessionPlan
from workshop.kinds.base import Kind
from workshop.rehearsal.crowd import (
    Act,
    AskThem,
    Correct,
    Crowd,
    Feel,
    Introduce,
    Send,
    TakeBack,
)
from workshop.rehearsal.people import LOBBY_S, Person
from workshop.service.clock import Clock

_log = logging.getLogger(__name__)

_AGAIN_S = 0.5
_LONGEST_PAUSE_S = 3.0
"""Pauses between tries, of the machine's own time: the host is not simulated."""
_TRIES = 40
_BUSY = (429, 503)
_OPEN_FOR_S = 240.0
"""How long people expect an exercise to take that belongs to no segment of its own."""


class Answered(Protocol):
    @property
    def status(self) -> int: ...

    @property
    def body(self) -> bytes: ...


class Wire(Protocol):
    """One phone's way to the host; every failure is an OSError."""

    async def request(self, method: str, path: str, body: bytes = b"") -> Answered: ...

    def stream(self, path: str) -> AsyncGenerator[bytes, None]: ...

    async def close(self) -> None: ...


Connect = Callable[[str], Wire]
"""A wire for a token (empty: for a stranger)."""


@dataclass(slots=True)
class Ledger:
    """What the room was told: ids of the answers that the host said are safe."""

    told: set[str] = field(default_factory=set)
    joined: int = 0


class Room:
    """All phones of one rehearsal; `run` until it is cancelled or the session is over."""

    def __init__(
        self,
        plan: SessionPlan,
        crowd: Crowd,
        kinds: Mapping[str, Kind],
        connect: Connect,
        clock: Clock,
        *,
        speed: float,
        start: datetime,
        lobby_s: float,
    ) -> None:
        """`start` is the planned one, `lobby_s` for how long the door is open before it."""
        self.plan = plan
        self.crowd = crowd
        self.kinds = kinds
        self.connect = connect
        self.ledger = Ledger()
        self.badges: dict[int, str] = {}
        self._clock = clock
        self._speed = speed
        self._start = start
        self._squeeze = min(1.0, lobby_s / LOBBY_S)
        self._due: dict[tuple[ExerciseId, int], dict[int, list[tuple[float, Act]]]] = {}

    async def run(self) -> None:
        around: dict[int, list[tuple[float, Act]]] = {}
        for at_s, person, act in self.crowd.around_the_hour():
            around.setdefault(person.number, []).append((at_s, act))
        async with asyncio.TaskGroup() as tasks:
            for person in self.crowd.people:
                phone = _Phone(self, person, around.get(person.number, []))
                tasks.create_task(phone.live(), name=f"phone {person.number}")

    def since_s(self) -> float:
        """Seconds of the session's time since the planned start."""
        return (self._clock.now() - self._start).total_seconds()

    async def until(self, at_s: float) -> None:
        """Wait for a moment of the session's time; those before the start lie closer together."""
        at_s = at_s * self._squeeze if at_s < 0 else at_s
        await self.wait(at_s - self.since_s())

    async def wait(self, seconds: float) -> None:
        """Let so many seconds of the session's time pass."""
        await asyncio.sleep(max(0.0, seconds) / self._speed)

    def acts_of(
        self, person: Person, id_: ExerciseId, round_: int, form: Form, stage: str
    ) -> list[tuple[float, Act]]:
        """What somebody does about an exercise that was opened; the room is asked once."""
        known = self._due.get((id_, round_))
        if known is None:
            known = {}
            at_s = self.since_s()
            window_s = self._window_s(id_, at_s, stage)
            for delay, who, act in self.crowd.answers(
                self.plan.exercise(id_), form, round_, at_s, window_s
            ):
                known.setdefault(who.number, []).append((at_s + delay, act))
            self._due[id_, round_] = known
        return known.get(person.number, [])

    def _window_s(self, id_: ExerciseId, at_s: float, stage: str) -> float:
        if stage == Stage.LOBBY:
            return max(120.0, 150.0 - at_s)
        own = (s.planned_s for s in self.plan.segments if s.exercise == id_)
        return 0.8 * (next(own, 0) or _OPEN_FOR_S)


class _Phone:
    """One person's phone."""

    def __init__(self, room: Room, person: Person, around: list[tuple[float, Act]]) -> None:
        self._room = room
        self._person = person
        self._around = around
        self._wire = room.connect("")
        self._sent: dict[tuple[ExerciseId, int, int], str] = {}
        self._seen: set[tuple[ExerciseId, int]] = set()
        self._over = False

    async def live(self) -> None:
        """From the door to the end, or until somebody leaves."""
        await self._room.until(self._person.comes_s)
        try:
            await self._join()
            await self._take_part()
        finally:
            await self._wire.close()

    async def _take_part(self) -> None:
        async with asyncio.TaskGroup() as doing:
            for at_s, act in self._around:
                doing.create_task(self._in_time(at_s, act))
            listening = doing.create_task(self._listen(doing))
            if self._person.leaves_s is not None:
                await self._room.until(self._person.leaves_s)
                listening.cancel()

    async def _join(self) -> None:
        key = f"rehearsal-{self._person.number}"
        joined = await self._insist("/join", {"key": key})
        if joined is None:
            self._over = True
            return
        self._room.ledger.joined += 1
        self._room.badges[self._person.number] = str(joined["badge"])
        await self._wire.close()
        self._wire = self._room.connect(joined["token"])

    async def _listen(self, doing: asyncio.TaskGroup) -> None:
        """Look at what is on whenever the host says that something is."""
        pause_s = _AGAIN_S
        while not self._over:
            try:
                async with aclosing(self._wire.stream("/events")) as news:
                    async for _ in news:
                        pause_s = _AGAIN_S
                        await self._look(doing)
            except OSError:
                # The host is away, or has sent this one out; a phone does not know which.
                pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)
            await asyncio.sleep(pause_s)

    async def _look(self, doing: asyncio.TaskGroup) -> None:
        view = await self._now()
        if view is None:
            return
        self._over = view["stage"] == Stage.ENDED or view["removed"]
        for on in view["exercises"]:
            place = (ExerciseId(on["id"]), int(on["round"]))
            if on["form"] is None or place in self._seen:
                continue
            self._seen.add(place)
            form = form_of(on["form"])
            for at_s, act in self._room.acts_of(self._person, *place, form, view["stage"]):
                doing.create_task(self._in_time(at_s, act))

    async def _now(self) -> Any:
        try:
            answer = await self._wire.request("GET", "/api/v1/now")
        except OSError:
            return None
        return msgspec.json.decode(answer.body) if answer.status == 200 else None

    async def _in_time(self, at_s: float, act: Act) -> None:
        """Do something at its time, if somebody is still there then."""
        await self._room.wait(at_s - self._room.since_s())
        if not self._over:
            await self._do(act)

    async def _do(self, act: Act) -> None:
        match act:
            case Send() | Correct():
                await self._answer(act)
            case TakeBack(exercise, round_, nth):
                if response := self._sent.get((exercise, round_, nth)):
                    await self._insist("/withdraw", {"response": response})
            case Introduce(name, profession, organisation):
                about = {"name": name, "profession": profession, "organisation": organisation}
                await self._insist("/profile", about)
            case AskThem(text):
                key = f"q{self._person.number}-{sum(map(ord, text))}"
                await self._insist("/questions", {"key": key, "text": text})
            case Feel(pace):
                await self._insist("/pace", {"pace": pace.value})

    async def _answer(self, act: Send | Correct) -> None:
        corrected = self._sent.get((act.exercise, act.round, act.nth))
        if isinstance(act, Correct) and corrected is None:
            return
        answers = await self._composed(act)
        if answers is None:
            return
        word = "c" if isinstance(act, Correct) else "a"
        body: dict[str, Any] = {
            "exercise": act.exercise,
            "key": f"{word}-{act.exercise[:30]}-{act.round}-{act.nth}",
            "answers": answers,
        }
        if isinstance(act, Correct):
            body["corrects"] = corrected
        done = await self._insist("/responses", body)
        if done is None:
            return
        self._sent[act.exercise, act.round, act.nth] = done["response"]
        self._room.ledger.told.add(done["response"])
        if isinstance(act, Send) and act.again:
            await self._room.wait(5)
            await self._insist("/responses", body)

    async def _composed(self, act: Send | Correct) -> Mapping[str, Any] | None:
        """What somebody writes into the form that their phone shows now."""
        view = await self._now()
        shown = [] if view is None else view["exercises"]
        on = next((on for on in shown if on["id"] == act.exercise), None)
        if on is None or on["form"] is None:
            return None
        room, exercise = self._room, self._room.plan.exercise(act.exercise)
        form, kind = form_of(on["form"]), room.kinds[exercise.kind]
        return room.crowd.compose(act, self._person, exercise, kind, form, room.badges)

    async def _insist(self, path: str, given: Mapping[str, Any]) -> Any:
        """Send something until it is taken or refused; what came back, None where refused."""
        body = msgspec.json.encode(given)
        pause_s = _AGAIN_S
        for _ in range(_TRIES):
            try:
                answer = await self._wire.request("POST", f"/api/v1{path}", body)
            except OSError:
                answer = None
            if answer is not None and answer.status in (200, 201):
                return msgspec.json.decode(answer.body)
            if answer is not None and answer.status not in _BUSY:
                _log.info("%s: %d %r", path, answer.status, answer.body[:200])
                return None
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)
        return None


def form_of(document: Mapping[str, Any]) -> Form:
    """A form as the API gives it; a field's keys say which one it is."""
    fields = tuple(_field_of(given) for given in document["fields"])
    known = {key: document[key] for key in ("instructions", "per_person", "by_table")}
    return Form(document["prompt"], fields, **known)


def _field_of(given: Mapping[str, Any]) -> Field:
    for cls in get_args(Field):
        if set(given) == set(cls.__slots__):
            found: Field = msgspec.convert(given, cls)
            return found
    raise ValueError(f"no field has the keys {sorted(given)}")
