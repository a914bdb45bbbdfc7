"""What a terminal shows and keeps while its host is on its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from tests.stage import CHAIR, HOST, START, SetClock, command
from tests.tui.desk import Desk, make_service
from tests.tui.hour import HOUR
from workshop.domain.commands import CreateSession, Prepare, Start
from workshop.domain.ids import SessionId
from workshop.domain.records import Actor
from workshop.errors import HostGone
from workshop.service.header import new_header
from workshop.service.local_client import LocalClient
from workshop.service.memory_log import MemoryLog
from workshop.tui.actions import Place
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.leave import LeaveScreen


class LateClient(LocalClient):
    """A client whose host answers when it is let, or not at all."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.answers = asyncio.Event()
        self.gone = False

    @property
    def me(self) -> Actor:
        assert self.answers.is_set() and not self.gone, "only the host knows"
        return super().me

    async def start(self) -> None:
        await self.answers.wait()
        if self.gone:
            raise HostGone("The host does not answer.", "It may come back.")
        await super().start()


@asynccontextmanager
async def looking() -> AsyncIterator[tuple[Desk, LateClient]]:
    """A terminal with a first look at an hour that runs, whose host does not answer yet."""
    clock = SetClock()
    log = MemoryLog(new_header(HOUR, session=SessionId("s1"), created=START), name="")
    service = make_service(HOUR, clock, log)
    await service.start()
    end = START + timedelta(seconds=HOUR.total_s)
    await service.submit(command(CreateSession(START, end)), HOST)
    await service.submit(command(Prepare(START, end)), CHAIR)
    await service.submit(command(Start()), CHAIR)
    client = LateClient(service, CHAIR)
    app = WorkshopApp(client, clock, look=service.state)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        yield Desk(app, pilot, service, clock, log), client
    await client.close()


async def test_the_run_screen_stands_before_the_host_answers() -> None:
    async with looking() as (desk, client):
        assert desk.app.current_mode == Place.RUN
        title = HOUR.segments[0].title
        await desk.until(lambda: title in desk.screen_text() and "next" in desk.screen_text())
        assert "must end" in desk.text("#headline")
        client.answers.set()
        await desk.until(lambda: desk.app.state is desk.service.state)


async def test_keys_pressed_before_the_host_answers_count_once_and_in_order() -> None:
    async with looking() as (desk, client):
        before = desk.state.revision
        await desk.pilot.press("n", "plus", "n", "space")
        assert desk.state.revision == before
        client.answers.set()
        await desk.settle()
        segments = [segment.id for segment in HOUR.segments]
        assert [run.segment for run in desk.state.clock.runs] == segments[:3]
        assert set(desk.state.clock.allotted) == {segments[1]}
        assert desk.state.clock.paused_at is not None
        assert desk.app.state == desk.state


async def test_a_host_that_takes_long_is_said_until_it_answers() -> None:
    async with looking() as (desk, client):
        assert desk.text("#banner") == ""
        await desk.until(lambda: "onnecting" in desk.text("#banner"))
        client.answers.set()
        await desk.until(lambda: desk.text("#banner") == "")


async def test_a_host_that_is_gone_is_said_and_keys_do_not_hang() -> None:
    async with looking() as (desk, client):
        client.gone = True
        client.answers.set()
        await desk.until(lambda: "does not answer" in desk.screen_text())
        await desk.press("q")
        assert isinstance(desk.app.screen, LeaveScreen)
