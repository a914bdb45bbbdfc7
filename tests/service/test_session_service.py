from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.stage import (
    CHAIR,
    IDEAS,
    PHONE,
    SetClock,
    answer,
    command,
    header,
    running_service,
    service_on,
)
from workshop.domain.commands import AddTime, Next, Pause, Resume
from workshop.domain.events import ResponseSubmitted, SegmentEntered
from workshop.errors import Conflict, Forbidden, KeyReused, NotFound, Refused, SaveFailed, TryAgain
from workshop.service import session_service
from workshop.service.log import EventLine
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import Batch, SessionService


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog(header())


@pytest.fixture
async def service(log: MemoryLog) -> AsyncIterator[SessionService]:
    service = await running_service(log)
    yield service
    await service.close()


class HeldLog(MemoryLog):
    """Keeps a commit waiting until it is let go."""

    def __init__(self) -> None:
        super().__init__(header())
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def append(self, batch: Sequence[EventLine]) -> None:
        self.entered.set()
        self.gate.wait(10)
        super().append(batch)


async def test_a_reply_carries_the_commands_own_durable_events(
    service: SessionService, log: MemoryLog
) -> None:
    reply = await service.submit(command(answer("Mind maps")), CHAIR)

    assert isinstance(reply.events[0].body, ResponseSubmitted)
    assert reply.revision == service.state.revision == log.revision
    assert [r.answers for r in service.state.responses_to(IDEAS)] == [{"text": "Mind maps"}]


async def test_an_event_is_stamped_with_segment_and_running_seconds(log: MemoryLog) -> None:
    clock = SetClock()
    service = await running_service(log, clock)
    clock.move(60)
    await service.submit(command(Pause()), CHAIR)
    clock.move(30)
    await service.submit(command(Resume()), CHAIR)
    clock.move(15)
    reply = await service.submit(command(answer("late")), CHAIR)
    await service.close()

    assert (reply.events[0].segment, reply.events[0].offset_s) == ("one", 75.0)


async def test_a_repeated_command_is_answered_from_the_log(service: SessionService) -> None:
    first = await service.submit(command(answer("once"), "same"), CHAIR)
    again = await service.submit(command(answer("once"), "same"), CHAIR)

    assert again.repeated and not first.repeated
    assert again.events == first.events
    assert len(service.state.responses_to(IDEAS)) == 1


async def test_a_repeat_is_known_after_a_restart_however_old(
    service: SessionService, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await service.submit(command(answer("once"), "same"), CHAIR)
    for number in range(11):
        await service.submit(command(answer(f"idea {number}")), PHONE)
    monkeypatch.setattr(session_service, "WINDOW", 10)
    restarted = service_on(log)
    await restarted.start()
    again = await restarted.submit(command(answer("once"), "same"), CHAIR)
    await restarted.close()

    assert again.repeated and again.events == first.events
    assert restarted.state == service.state


async def test_a_repeat_that_arrives_before_the_commit_waits_for_it() -> None:
    log = HeldLog()
    service = await running_service(log)
    log.gate.clear()
    both = [
        asyncio.create_task(service.submit(command(answer("once"), "same"), CHAIR))
        for _ in range(2)
    ]
    await asyncio.sleep(0)
    log.gate.set()
    first, again = await asyncio.gather(*both)
    await service.close()

    assert (first.repeated, again.repeated) == (False, True)
    assert first.events == again.events


async def test_a_command_id_belongs_to_its_sender(service: SessionService) -> None:
    await service.submit(command(answer("mine"), "same"), CHAIR)
    with pytest.raises(KeyReused):
        await service.submit(command(answer("mine"), "same"), PHONE)


async def test_a_response_key_counts_once_and_takes_no_other_body(service: SessionService) -> None:
    first = await service.submit(command(answer("one", "k")), CHAIR)
    again = await service.submit(command(answer("one", "k")), CHAIR)
    with pytest.raises(KeyReused):
        await service.submit(command(answer("two", "k")), CHAIR)

    assert again.repeated and again.revision >= first.revision
    assert len(service.state.responses_to(IDEAS)) == 1


async def test_what_waits_is_committed_as_one_batch() -> None:
    log = HeldLog()
    service = await running_service(log)
    log.gate.clear()
    log.entered.clear()
    first = asyncio.create_task(service.submit(command(answer("first")), CHAIR))
    await asyncio.to_thread(log.entered.wait, 10)
    rest = [asyncio.create_task(service.submit(command(answer(f"{n}")), PHONE)) for n in range(9)]
    await asyncio.sleep(0)
    assert not service.state.responses_to(IDEAS), "nothing is published before it is durable"
    log.gate.set()
    await asyncio.gather(first, *rest)
    await service.close()

    assert log.batches[-2:] == [1, 9]


async def test_answers_never_reject_a_key_but_a_second_next_is_a_conflict(
    service: SessionService,
) -> None:
    seen = service.state.clock.version
    await service.submit(command(answer("in between")), PHONE)
    reply = await service.submit(command(Next(), clock=seen), CHAIR)
    with pytest.raises(Conflict):
        await service.submit(command(Next(), clock=seen), CHAIR)

    entered = [e.body for e in reply.events if isinstance(e.body, SegmentEntered)]
    assert [body.target for body in entered] == ["two"]


async def test_a_phone_cannot_move_the_plan(service: SessionService) -> None:
    with pytest.raises(Forbidden):
        await service.submit(command(Next()), PHONE)


async def test_a_failed_save_refuses_all_that_waits_and_keeps_nothing() -> None:
    log = HeldLog()
    service = await running_service(log)
    before = service.state
    log.failure = SaveFailed("The disk is full.", "Make room.")
    log.gate.clear()
    log.entered.clear()
    first = asyncio.create_task(service.submit(command(AddTime(60)), CHAIR))
    await asyncio.to_thread(log.entered.wait, 10)
    second = asyncio.create_task(service.submit(command(answer("on top")), PHONE))
    await asyncio.sleep(0)
    log.gate.set()
    outcomes = await asyncio.gather(first, second, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [TryAgain, TryAgain]
    assert service.state is before
    assert service.health.saving_failed == "The disk is full."
    assert service.health.saving_hint == "Make room."

    log.failure = None
    async with asyncio.timeout(20):
        # The service tries by itself; a try that was on its way would refuse what is sent now.
        async for batch in service.follow(-1):
            if not batch.health.saving_failed:
                break
    reply = await service.submit(command(answer("again")), PHONE)
    assert reply.events[0].seq == before.revision + 1
    await service.close()


async def test_saving_is_tried_again_without_anyone_asking(log: MemoryLog) -> None:
    service = await running_service(log)
    log.failure = SaveFailed("The disk is full.")
    with pytest.raises(TryAgain):
        await service.submit(command(answer("lost")), CHAIR)
    told = [batch.health.saving_failed async for batch in _until_healthy(service, log)]
    await service.close()

    assert told == ["The disk is full.", ""]


async def _until_healthy(service: SessionService, log: MemoryLog) -> AsyncIterator[Batch]:
    async for batch in service.follow(service.state.revision):
        yield batch
        if not batch.health.saving_failed:
            return
        log.failure = None


async def test_one_bad_value_fails_alone(service: SessionService) -> None:
    bad = service.submit(command(answer("\ud800")), PHONE)
    good = service.submit(command(answer("fine")), CHAIR)
    outcomes = await asyncio.gather(bad, good, return_exceptions=True)

    assert isinstance(outcomes[0], Refused)
    assert not isinstance(outcomes[1], BaseException)
    texts = [r.answers["text"] for r in service.state.responses_to(IDEAS)]
    assert texts == ["fine"]


async def test_followers_get_few_batches_that_join_up(service: SessionService) -> None:
    start = service.state.revision
    seqs: list[int] = []
    batches = 0

    async def listen() -> None:
        nonlocal batches
        async for batch in service.follow(start):
            batches += 1
            seqs.extend(event.seq for event in batch.events or ())
            if batch.state.revision == start + 60:
                return

    listening = asyncio.create_task(listen())
    for number in range(60):
        await service.submit(command(answer(f"idea {number}")), PHONE)
    async with asyncio.timeout(20):
        await listening

    assert seqs == list(range(start + 1, start + 61))
    assert batches <= 5


async def test_a_follower_too_far_behind_gets_the_state_as_a_whole(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_service, "WINDOW", 10)
    service = await running_service(log)
    for number in range(11):
        await service.submit(command(answer(f"idea {number}")), PHONE)
    batch = await anext(service.follow(1))
    await service.close()

    assert batch.events is None
    assert batch.state is service.state


async def test_findings_are_computed_once_for_the_same_answers(service: SessionService) -> None:
    await service.submit(command(answer("Mind maps")), CHAIR)
    first, again = await asyncio.gather(service.findings(IDEAS), service.findings(IDEAS))
    await service.submit(command(answer("Peer review")), CHAIR)
    later = await service.findings(IDEAS)

    assert first is again
    assert (first.answers, later.answers) == (1, 2)
    with pytest.raises(NotFound):
        await service.findings(type(IDEAS)("nowhere"))


async def test_closing_commits_what_waits(log: MemoryLog) -> None:
    service = await running_service(log)
    sending = asyncio.create_task(service.submit(command(answer("last")), CHAIR))
    await asyncio.sleep(0)
    await service.close()

    assert (await sending).revision == log.revision
    with pytest.raises(TryAgain):
        await service.submit(command(answer("too late")), CHAIR)
