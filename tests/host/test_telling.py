"""What is told to whom, kept while it holds, and the mark by which phones hear of a change."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from dataclasses import replace

import pytest

from tests import stage
from tests.domain.desk import CHAIR, HOST, PHONE, VOTE, Desk, opened
from tests.stage import command
from workshop.domain import commands as co
from workshop.domain.ids import ParticipantId, SessionId
from workshop.domain.records import Participant
from workshop.domain.telling import Line, Told
from workshop.host.analyst import Analyst
from workshop.host.judging import Judging
from workshop.host.projections import on_now
from workshop.host.telling import Telling
from workshop.kinds import registry
from workshop.kinds.base import Material
from workshop.kinds.defaults import BaseKind
from workshop.kinds.exchange.pairs import Pairs
from workshop.kinds.registry import KindRules
from workshop.service.header import new_header
from workshop.service.memory_log import MemoryLog

ME = ParticipantId(PHONE.id)
KINDS = registry.load()


def exchange() -> Desk:
    """Somebody's ask from a phone, matched with an offer that was typed."""
    desk = opened(KindRules())
    exercises = tuple(
        replace(e, kind="exchange", options={}) if e.id == VOTE else e
        for e in desk.state.plan.exercises
    )
    desk.state = replace(desk.state, plan=replace(desk.state.plan, exercises=exercises))
    desk.do(co.Join(ME, "a hash"), HOST)
    desk.do(co.Start())
    desk.do(co.OpenExercise(VOTE))
    desk.do(co.SubmitResponse(VOTE, "k1", {"ask": "a van"}), PHONE)
    desk.do(co.SubmitResponse(VOTE, "k2", {"offer": "a van"}, badge="9"))
    return desk


def matched(desk: Desk) -> None:
    ask, offer = (r.id for r in desk.state.responses_to(VOTE))
    desk.do(co.KindCommand(VOTE, {"do": "make", "ask": ask, "offer": offer}), CHAIR)


def test_the_mark_changes_with_what_is_told_and_with_nothing_else() -> None:
    desk, telling = exchange(), Telling()
    assert telling.mark(desk.state, KINDS) == 0
    matched(desk)
    mark = telling.mark(desk.state, KINDS)
    assert mark and on_now(desk.state, mark) != on_now(desk.state)
    desk.do(co.SubmitResponse(VOTE, "k3", {"offer": "soup"}))
    desk.do(co.Join(ParticipantId("other"), "another hash"), HOST)
    assert telling.mark(desk.state, KINDS) == mark
    desk.do(co.SetProfile("Ada"), PHONE)
    # Whoever would be told of Ada has no phone here.
    assert telling.mark(desk.state, KINDS) == mark
    desk.do(co.KindCommand(VOTE, {"do": "break", "pair": "p1"}))
    assert telling.mark(desk.state, KINDS) == 0


def test_each_is_told_their_own_and_who_was_removed_nothing() -> None:
    desk, telling = exchange(), Telling()
    matched(desk)
    assert len(telling.told(desk.state, KINDS, ME)) == 1
    assert telling.told(desk.state, KINDS, ParticipantId("stranger")) == ()
    desk.do(co.RemoveParticipant(ME))
    assert telling.told(desk.state, KINDS, ME) == ()


def test_it_is_made_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, telling = exchange(), Telling()
    matched(desk)
    asked = []
    made = registry.told
    monkeypatch.setattr(registry, "told", lambda kind, what: asked.append(1) or made(kind, what))
    for _ in range(5):
        telling.told(desk.state, KINDS, ME)
        telling.mark(desk.state, KINDS)
    assert asked == [1]


def test_a_kind_that_fails_tells_nothing_and_harms_no_page() -> None:
    class Broken(BaseKind):
        id, title, tells = "exchange", "Broken", True

        def told(self, material: Material) -> dict[ParticipantId, list[Told]]:
            raise RuntimeError("no")

    desk = exchange()
    matched(desk)
    kinds = {**KINDS, "exchange": Broken()}
    assert Telling().told(desk.state, kinds, ME) == ()  # type: ignore[arg-type]
    assert Telling().mark(desk.state, kinds) == 0  # type: ignore[arg-type]


def test_most_kinds_tell_nobody_anything() -> None:
    person = Participant(ME, 1, stage.START)
    for kind in KINDS.values():
        if not kind.tells:
            made = replace(stage.PLAN.exercises[0], kind=kind.id, options={})
            assert kind.told(Material(made, (), (), people=(person,))) == {}
    assert Line("x").values == {}


async def test_the_hosts_analyst_matches_what_comes_in() -> None:
    exercise = replace(stage.PLAN.exercises[0], kind="exchange", options={"per_person": 0})
    plan = replace(stage.PLAN, exercises=(exercise,))
    log = MemoryLog(new_header(plan, session=SessionId("s1"), created=stage.START))
    service = await stage.running_service(log)
    analyst = Analyst()
    judging = Judging(service, KINDS, analyst, gather_s=0.01)
    running = asyncio.create_task(judging.run(), name="judge")
    try:
        for key, side, badge in (("a", "ask", "1"), ("b", "offer", "2")):
            body = co.SubmitResponse(exercise.id, key, {side: "run charts"}, badge=badge)
            await service.submit(command(body), CHAIR)
        async with asyncio.timeout(20), aclosing(service.follow(-1)) as batches:
            async for batch in batches:
                pairs = Pairs(exercise, batch.state.kinds.get(exercise.id)).standing
                if pairs:
                    break
        assert [(pair.ask, pair.offer) for pair in pairs] == [("a", "b")]
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await analyst.close()
        await service.close()
