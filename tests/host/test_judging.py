"""Answers are sorted while they come in, as events of the analyst; people's own moves stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import tests.stage as stage
from tests.stage import CHAIR, IDEAS, answer, command
from workshop.domain.commands import KindCommand
from workshop.domain.events import KindEvent
from workshop.domain.forms import Form, TextField
from workshop.domain.ids import SessionId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response, Role
from workshop.host.analyst import Analyst
from workshop.host.judging import Judging
from workshop.kinds import registry
from workshop.kinds.defaults import BaseKind
from workshop.kinds.ideas.frame import Frame
from workshop.service.analyses import Analyses
from workshop.service.header import new_header
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService

FRAME = [
    {"theme": "Time", "seeds": ["no time", "too busy"]},
    {"theme": "Money", "seeds": ["no budget", "funding ends"]},
]
PLAN = replace(
    stage.PLAN,
    exercises=(replace(stage.PLAN.exercises[0], options={"per_person": 0, "frame": FRAME}),),
)


@asynccontextmanager
async def judged() -> AsyncIterator[SessionService]:
    log = MemoryLog(new_header(PLAN, session=SessionId("s1"), created=stage.START))
    service = await stage.running_service(log)
    analyst = Analyst()
    running = asyncio.create_task(
        Judging(service, registry.load(), analyst, gather_s=0.01).run(), name="judge"
    )
    try:
        yield service
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await analyst.close()
        await service.close()


def frame(service: SessionService) -> Frame:
    return Frame(PLAN.exercises[0], service.state.kinds.get(IDEAS))


async def until(service: SessionService, holds: Callable[[Frame], bool]) -> None:
    async with asyncio.timeout(20), aclosing(service.follow(-1)) as batches:
        async for _batch in batches:
            if holds(frame(service)):
                return


async def test_answers_are_sorted_as_they_arrive_and_the_log_says_by_whom() -> None:
    async with judged() as service:
        await service.submit(command(answer("we have no time", "a")), CHAIR)
        await service.submit(command(answer("the budget was cut", "b")), CHAIR)
        await service.submit(command(answer("purple elephants", "c")), CHAIR)
        await until(service, lambda now: all(now.placed(key) for key in "abc"))
        assert [frame(service).theme_of(key) for key in "abc"] == ["t1", "t2", ""]
        events = service.events_after(0) or ()
        found = [(e.role, e.body.payload) for e in events if isinstance(e.body, KindEvent)]
        assert {role for role, _payload in found} == {Role.ANALYST}
        places = [payload["values"][0] for _role, payload in found if payload["do"] == "sorted"]
        assert len(places) == 3
        assert all(place["technique"] and place["version"] for place in places)


async def test_a_new_theme_takes_unsorted_answers_and_no_placed_ones() -> None:
    async with judged() as service:
        await service.submit(command(answer("we have no time", "a")), CHAIR)
        await service.submit(command(answer("purple elephants", "c")), CHAIR)
        await until(service, lambda now: all(now.placed(key) for key in "ac"))
        move = {"do": "move", "answers": ["a"], "to": "t2", "was": {"a": "t1"}}
        await service.submit(command(KindCommand(IDEAS, move)), CHAIR)
        add = {"do": "add", "name": "Animals", "seeds": ["elephants", "no time"]}
        await service.submit(command(KindCommand(IDEAS, add)), CHAIR)
        await until(service, lambda now: now.theme_of("c") == "t3")
        assert frame(service).theme_of("a") == "t2"


class Counting(BaseKind):
    """A kind as docs/kinds.md describes it, which knows nothing of following."""

    id = "ideas"
    title = "Counting"

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        return Form("", (TextField("text", "Text", 100),), per_person=0)

    def job(self, exercise: Exercise, state: Any, responses: Sequence[Response]) -> Any:
        return None if state == len(responses) else {"number": len(responses)}

    def judge(self, job: Any) -> Mapping[str, Any]:
        return {"do": "counted", **job}

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return (payload,)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return payload["number"]


class InProcess(Analyst):
    """Judges where it stands."""

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self._kind = kind

    async def judge(self, kind: str, job: Any, about: str = "") -> Sequence[Mapping[str, Any]]:
        return registry.judge(self._kind, job)


async def test_a_kind_that_only_has_a_job_is_asked_for_it_with_all_answers() -> None:
    kind: Any = Counting()
    kinds = {"ideas": kind}
    log = MemoryLog(new_header(PLAN, session=SessionId("s1"), created=stage.START))
    service = SessionService(log, registry.KindRules(kinds), stage.SetClock(), Analyses(kinds))
    await service.start()
    await stage.begin(service)
    judging = Judging(service, kinds, InProcess(kind), gather_s=0.01)
    running = asyncio.create_task(judging.run(), name="judge")
    for number, key in enumerate("abc", 1):
        await service.submit(command(answer("again", key)), CHAIR)
        async with asyncio.timeout(20), aclosing(service.follow(-1)) as batches:
            async for batch in batches:
                if batch.state.kinds.get(IDEAS) == number:
                    break
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await service.close()
