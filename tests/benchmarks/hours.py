"""Session files to measure on: an hour that runs, with as many answers stored as wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from workshop.domain.commands import Command, CreateSession, Prepare, Start, SubmitResponse
from workshop.domain.ids import ActorId, CommandId, ExerciseId, ParticipantId, SessionId
from workshop.domain.records import Actor, Role, Source
from workshop.domain.state import State
from workshop.domain.step import step
from workshop.kinds.registry import KindRules, load
from workshop.plans import Library, open_plan
from workshop.service.codec import encode_event
from workshop.service.header import first_state, new_header
from workshop.service.log import EventLine
from workshop.store import create

PLAN = "c6-building-social-capital"
_HOST = Actor(ActorId("host"), Role.HOST)
_CHAIR = Actor(ActorId("chair"), Role.CHAIR, "Chair", "CH")


def running_hour(path: Path, answers: int) -> None:
    """Write the file of a C6 hour that began a minute ago and holds so many answers."""
    now = datetime.now(UTC) - timedelta(seconds=60)
    end = now + timedelta(minutes=60)
    plan = open_plan(PLAN, Library.open(), load())
    header = new_header(plan, session=SessionId("bench"), created=now)
    log = create(path, header)
    state: State = first_state(header)
    rules = KindRules()
    lines: list[EventLine] = []
    commands = [
        (CreateSession(now, end), _HOST),
        (Prepare(now, end), _CHAIR),
        (Start(), _CHAIR),
    ]
    warm_up = ExerciseId("how-we-connect")
    choices = [choice["id"] for choice in plan.exercise(warm_up).options["choices"]]
    for number in range(answers):
        person = Actor(ActorId(f"p{number}"), Role.PARTICIPANT)
        answer = SubmitResponse(
            warm_up,
            f"k{number}",
            {"choice": [choices[number % len(choices)]]},
            source=Source.PHONE,
            participant=ParticipantId(person.id),
        )
        commands.append((answer, person))
    for number, (body, actor) in enumerate(commands):
        state, events = step(state, Command(CommandId(f"c{number}"), body), actor, now, rules)
        lines.extend(EventLine(event.seq, encode_event(event), event.last) for event in events)
    for begin in range(0, len(lines), 1000):
        log.append(lines[begin : begin + 1000])
    log.close()
