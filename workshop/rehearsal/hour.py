"""A whole hour without waiting: a simulated chair and a simulated room on the real rules.

Commands are decided and applied as the host does it, at times of our own making, so that the same
seed makes the same file byte by byte.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from msgspec.structs import replace as replace_fields

from workshop.domain import commands as co
from workshop.domain import events as ev
from workshop.domain.clock import Stage
from workshop.domain.ids import (
    ActorId,
    CommandId,
    ExerciseId,
    ParticipantId,
    QuestionId,
    ResponseId,
    SegmentId,
    SessionId,
)
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor, Role, Source
from workshop.domain.state import Rehearsal, State
from workshop.domain.step import step
from workshop.errors import WorkshopError
from workshop.kinds import registry
from workshop.kinds.asking import next_form, whole_form
from workshop.kinds.base import Kind
from workshop.rehearsal.chair import CO, lead
from workshop.rehearsal.crowd import (
    Act,
    AskThem,
    Correct,
    Crowd,
    Feel,
    Introduce,
    Send,
    TakeBack,
    in_order,
)
from workshop.rehearsal.people import LOBBY_S, Person
from workshop.service.analyses import material_of
from workshop.service.codec import encode_event
from workshop.service.header import first_state, new_header
from workshop.service.log import EventLine

HOST = Actor(ActorId("host"), Role.HOST)
ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
PAPER_SHARE = 0.12
BEFORE_S = LOBBY_S + 5 * 60
"""The session is made so long before the start."""
_MOST_JUDGEMENTS = 50
_TYPING_S = (30.0, 150.0)
"""How long an answer on paper waits for the helper who types it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """So many seconds into a segment; without one, from the planned start on (negative: before)."""

    segment: SegmentId | None
    seconds: float


class _Enough(Exception):
    """The moment has come at which the hour is to stand."""


class Hour:
    """One rehearsed session: `play` it, then take `header`, `lines` or `state`."""

    def __init__(
        self,
        plan: SessionPlan,
        start: datetime,
        *,
        participants: int,
        seed: int,
        kinds: Mapping[str, Kind] | None = None,
    ) -> None:
        self._kinds = registry.load() if kinds is None else kinds
        self._rules = registry.KindRules(self._kinds)
        self._start = start
        made = f"{plan.id}/{participants}/{seed}/{start.isoformat()}"
        self.header = new_header(
            plan,
            session=SessionId(uuid5(NAMESPACE_OID, made).hex),
            created=start - timedelta(seconds=BEFORE_S),
            rehearsal=Rehearsal(participants=participants, seed=seed),
        )
        self.state: State = first_state(self.header)
        # The session itself holds no bank.
        self._exercises = {exercise.id: exercise for exercise in plan.exercises}
        self.lines: list[EventLine] = []
        self.now = start - timedelta(seconds=BEFORE_S)
        self.chance = Random(f"{seed}/chair")  # noqa: S311 - a game of chance
        self._crowd = Crowd(plan, participants, seed, paper_share=PAPER_SHARE)
        self._sent: dict[tuple[int, ExerciseId, int, int], ResponseId] = {}
        self._badges: dict[int, str] = {}
        """Those of who has come, by number."""
        self._later: list[tuple[datetime, int, Callable[[], object]]] = []
        self._numbers = count(1)
        self._ids = count(1)
        self._judged: dict[ExerciseId, object] = {}
        self._stop: Moment | None = None

    @property
    def plan(self) -> SessionPlan:
        return self.state.plan

    def play(self, stop: Moment | None = None) -> State:
        """From the first person at the door to the end, or to where it is to stand."""
        self._stop = stop
        with suppress(_Enough):
            self._play()
        return self.state

    def _play(self) -> None:
        self.do(HOST, co.CreateSession(self._start, self._start + self._length))
        for person in self._crowd.people:
            self._at(person.comes_s, self._come, person)
        for at_s, person, act in in_order(list(self._crowd.around_the_hour())):
            self._at(at_s, self._act, person, act)
        for seconds in lead(self):
            self._until(self.now + timedelta(seconds=max(0.0, seconds)))

    def do(self, actor: Actor, body: co.CommandBody) -> bool:
        """Carry a command out now; whether it was taken."""
        command = co.Command(CommandId(f"x{next(self._ids)}"), body)
        try:
            self.state, events = step(self.state, command, actor, self.now, self._rules)
        except WorkshopError:
            # A room sends late, or once more than it may, and is told so.
            return False
        for event in events:
            self.lines.append(EventLine(event.seq, encode_event(event), event.last))
            if isinstance(event.body, ev.ExerciseOpened):
                self._opened(event.body.exercise, event.body.round)
        return True

    def later(self, seconds: float, actor: Actor, body: co.CommandBody) -> None:
        """Carry a command out so many seconds from now."""
        self._put(self.now + timedelta(seconds=seconds), lambda: self.do(actor, body))

    def judge(self) -> None:
        """Have the kinds judge what is new, as the analyst does beside the hour."""
        for exercise in self.plan.exercises:
            kind, answers = self._kinds.get(exercise.kind), self.state.responses.get(exercise.id)
            if kind is None or answers is self._judged.get(exercise.id):
                continue
            for _ in range(_MOST_JUDGEMENTS):
                record = self.state.exercises.get(exercise.id)
                material = material_of(exercise, self.state, record.round if record else 1)
                job = registry.job(kind, material)
                found = () if job is None else registry.judge(kind, job)
                kept = [self.do(ANALYST, co.KindCommand(exercise.id, piece)) for piece in found]
                if not kept or not all(kept):
                    break
            self._judged[exercise.id] = answers

    # -- time ------------------------------------------------------------------------------

    @property
    def _length(self) -> timedelta:
        return timedelta(seconds=self.plan.total_s)

    def _at(self, at_s: float, what: Callable[..., object], *given: Any) -> None:
        """Have something done so many seconds after the planned start."""
        self._put(self._start + timedelta(seconds=at_s), lambda: what(*given))

    def _put(self, at: datetime, what: Callable[[], object]) -> None:
        whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
        heapq.heappush(self._later, (max(whole, self.now), next(self._numbers), what))

    def _until(self, until: datetime) -> None:
        """Let time pass, with everything that was put off until then."""
        stands_at = self._stands_at()
        wanted, until = until, until if stands_at is None else min(until, stands_at)
        while self._later and self._later[0][0] <= until:
            self.now, _, what = heapq.heappop(self._later)
            what()
        if until < wanted:
            self.now = until
            raise _Enough
        self.now = until.replace(microsecond=until.microsecond // 1000 * 1000)

    def _stands_at(self) -> datetime | None:
        """When the hour is to stand, as far as that is known."""
        if self._stop is None:
            return None
        began, run = self._start, self.state.clock.current
        if self._stop.segment is not None:
            if run is None or run.segment != self._stop.segment:
                return None
            began = run.began_at
        return began + timedelta(seconds=self._stop.seconds)

    # -- the room --------------------------------------------------------------------------

    def _come(self, person: Person) -> None:
        """By the door, and into the session where somebody has a phone."""
        if person.paper:
            self._badges[person.number] = person.badge
            return
        id_ = _id_of(person)
        self.do(HOST, co.Join(id_, f"nobody-{person.number}"))
        if (joined := self.state.participants.get(id_)) is not None:
            self._badges[person.number] = str(joined.badge)

    def _opened(self, id_: ExerciseId, round_: int) -> None:
        exercise = self._exercises[id_]
        kind = self._kinds.get(exercise.kind)
        if kind is None:
            return
        form = whole_form(kind, exercise, self.state)
        at_s = (self.now - self._start).total_seconds()
        for delay, person, act in self._crowd.answers(
            exercise, form, round_, at_s, self._window_s(id_, at_s)
        ):
            if person.paper:
                delay += self.chance.uniform(*_TYPING_S)
            at = self.now + timedelta(seconds=delay)
            self._put(at, lambda person=person, act=act: self._act(person, act))  # type: ignore[misc]

    def _window_s(self, id_: ExerciseId, at_s: float) -> float:
        """How long answers may come: a lobby's until a little after the start."""
        run = self.state.clock.current
        if run is None or self.state.clock.stage is not Stage.RUNNING:
            return max(60.0, -at_s + 150)
        segment = self.plan.segment(run.segment)
        own = self.state.clock.allotted.get(run.segment, segment.planned_s)
        return 0.8 * (own if segment.exercise == id_ else max(60, own))

    def _act(self, person: Person, act: Act) -> None:
        me = Actor(ActorId(_id_of(person)), Role.PARTICIPANT)
        match act:
            case Send():
                self._send(person, me, act)
            case Correct():
                self._correct(person, me, act)
            case TakeBack(exercise, round_, nth):
                response = self._sent.get((person.number, exercise, round_, nth))
                if response is not None and not person.paper:
                    self.do(me, co.WithdrawResponse(response))
            case Introduce(name, profession, organisation):
                self.do(me, co.SetProfile(name, profession, organisation))
            case AskThem(text):
                self.do(me, co.AskOrganisers(QuestionId(f"q{next(self._ids)}"), text))
            case Feel(pace):
                self.do(me, co.SignalPace(pace))

    def _send(self, person: Person, me: Actor, act: Send) -> None:
        answers = self._composed(person, act)
        if answers is None:
            return
        key = f"k{next(self._ids)}"
        body = co.SubmitResponse(act.exercise, key, answers, act.round, Source.PHONE)
        if self._by_table(act.exercise):
            body = replace_fields(body, table=str(person.table))
        if person.paper:
            body = replace_fields(
                body, source=Source.PAPER, table=str(person.table), badge=person.badge
            )
        sender = CO if person.paper else me
        if self.do(sender, body):
            id_ = ResponseId(key if person.paper else f"{me.id}.{key}")
            self._sent[person.number, act.exercise, act.round, act.nth] = id_
            if act.again and not person.paper:
                self.later(self.chance.uniform(2, 12), me, body)

    def _correct(self, person: Person, me: Actor, act: Correct) -> None:
        response = self._sent.get((person.number, act.exercise, act.round, act.nth))
        answers = None if response is None else self._composed(person, act)
        if response is not None and answers is not None and not person.paper:
            self.do(me, co.AmendResponse(response, f"k{next(self._ids)}", answers))

    def _by_table(self, id_: ExerciseId) -> bool:
        exercise = self._exercises[id_]
        return whole_form(self._kinds[exercise.kind], exercise).by_table

    def _composed(self, person: Person, act: Send | Correct) -> Mapping[str, Any] | None:
        exercise = self._exercises[act.exercise]
        kind = self._kinds[exercise.kind]
        form = next_form(kind, exercise, self.state, _id_of(person))
        return self._crowd.compose(act, person, exercise, kind, form, self._badges)


def _id_of(person: Person) -> ParticipantId:
    return ParticipantId(f"person-{person.number}")
