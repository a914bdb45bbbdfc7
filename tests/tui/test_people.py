"""Who is here: people, devices, keys, questions."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.stage import HOST, command
from tests.tui.camera import read
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.front_door import FrontDoor
from tests.tui.hour import UNUSED
from workshop.domain.commands import (
    AdmitFacilitator,
    AskOrganisers,
    Join,
    Jump,
    SetProfile,
    SubmitResponse,
)
from workshop.domain.ids import ActorId, ParticipantId, QuestionId, SegmentId
from workshop.domain.records import Actor, Role, Source
from workshop.tui.screens.one_time_key import KeyScreen
from workshop.tui.screens.people import PeopleScreen

ANN = ParticipantId("p1")
BO = Actor(ActorId("d-bo"), Role.CO_FACILITATOR, "Bo Berg", "BB")


def phone(id_: str) -> Actor:
    return Actor(ActorId(id_), Role.PARTICIPANT)


async def fill(desk: Desk, number: int = 2) -> None:
    """People join; the first says who she is, answers and asks."""
    for n in range(1, number + 1):
        await desk.service.submit(command(Join(ParticipantId(f"p{n}"), f"hash {n}")), HOST)
    ann = phone(ANN)
    await desk.service.submit(command(SetProfile("Ann Able", "Nurse", "North Trust")), ann)
    answer = SubmitResponse(
        UNUSED, "k1", {"text": "run charts"}, source=Source.PHONE, participant=ANN
    )
    await desk.service.submit(command(answer), ann)
    await desk.send(AskOrganisers(QuestionId("q1"), "Is there a\nlift?"), ann)


async def admit(desk: Desk) -> None:
    body = AdmitFacilitator(
        BO.id, Role.CO_FACILITATOR, BO.name, BO.initials, "Bo's laptop", "hash"
    )  # fmt: skip
    await desk.send(body, HOST)


DIG = Jump(SegmentId("dig"))


@pytest.mark.parametrize("size", SIZES)
async def test_participants_by_badge_with_what_they_said_of_themselves_and_answered(
    size: tuple[int, int],
) -> None:
    async with make_app(DIG, size=size, room=FrontDoor()) as desk:
        await fill(desk)
        await desk.press("p")
        seen = desk.screen_text()
        assert "#1" in seen
        assert "#2" in seen
        assert all(word in seen for word in ("Ann Able", "North Trust", "run charts"))
        await desk.press("home")
        assert "Nurse" in desk.text("#people-detail")


async def test_joining_is_locked_and_opened() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await desk.press("p", "l")
        await desk.until(lambda: desk.state.locked)
        await desk.until(lambda: "joining is locked" in desk.screen_text())
        await desk.press("l")
        await desk.until(lambda: not desk.state.locked)


async def test_a_participant_is_sent_out_and_let_in() -> None:
    async with make_app(DIG, room=FrontDoor()) as desk:
        await fill(desk)
        await desk.press("p", "home", "r")
        await desk.until(lambda: desk.state.participants[ANN].removed)
        await desk.until(lambda: "removed" in desk.screen_text())
        await desk.press("r")
        await desk.until(lambda: not desk.state.participants[ANN].removed)


async def test_erasing_asks_first_and_names_the_exports() -> None:
    door = FrontDoor()
    async with make_app(DIG, room=door) as desk:
        await fill(desk)
        await desk.press("p", "home", "e")
        await desk.until(lambda: "cannot be undone" in desk.screen_text())
        await desk.press("enter")
        assert door.erased == []
        await desk.press("e", "e")
        await desk.until(lambda: door.erased == [ANN])
        await desk.until(lambda: "exports/hour.xlsx" in desk.screen_text())


@pytest.mark.parametrize("size", SIZES)
async def test_devices_show_who_is_connected_and_get_the_clock(size: tuple[int, int]) -> None:
    door = FrontDoor()
    async with make_app(size=size, room=door) as desk:
        await admit(desk)
        await desk.press("p")
        assert "○ co-facilitator" in desk.screen_text()
        door.now = replace(door.now, connected=(BO.id,))
        await desk.until(lambda: "● co-facilitator" in desk.screen_text())
        await desk.press("c")
        await desk.until(lambda: desk.state.devices[BO.id].clock)
        await desk.press("c")
        await desk.until(lambda: not desk.state.devices[BO.id].clock)


async def test_a_device_is_shut_out_when_asked_twice() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await admit(desk)
        await desk.press("p", "v")
        assert not desk.state.devices[BO.id].revoked
        await desk.press("v")
        await desk.until(lambda: desk.state.devices[BO.id].revoked)
        await desk.until(lambda: "revoked" in desk.screen_text())


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
@pytest.mark.parametrize("row", range(1, 5))
async def test_a_one_time_key_is_shown_said_and_scanned(size: tuple[int, int], row: int) -> None:
    door = FrontDoor()
    async with make_app(size=size, room=door) as desk:
        await desk.press("p", "n", str(row))
        await desk.until(lambda: isinstance(desk.app.screen, KeyScreen) and read(desk.app))
        role = list(KeyScreen.ROLES)[row - 1]
        assert door.keys == [role]
        assert read(desk.app) == ["http://192.168.178.123:8642/chair?key=H7KM-2PXT"]
        assert "type the key at" in desk.screen_text()
        assert "http://192.168.178.123:8642/chair\n" in desk.text("#join-plain") + "\n"
        assert ("workshop join" in desk.screen_text()) is (role is Role.CO_FACILITATOR)
        await desk.press("n")
        await desk.until(lambda: door.keys == [role, role])
        await desk.press("escape")
        assert isinstance(desk.app.screen, PeopleScreen)


async def test_questions_are_read_and_settled() -> None:
    async with make_app(DIG, room=FrontDoor()) as desk:
        await fill(desk)
        await desk.press("p", "tab", "tab")
        assert "Is there a lift?" in desk.screen_text()
        await desk.press("s")
        await desk.until(lambda: desk.state.questions[QuestionId("q1")].settled)
        await desk.until(lambda: "Questions 0" in desk.text("#people-what"))


async def test_those_who_come_never_move_what_is_read() -> None:
    async with make_app(DIG, room=FrontDoor()) as desk:
        await fill(desk, 60)
        await desk.press("p", "home", "down")
        list_ = desk.app.screen.query_one("#participants")
        before = list_.selected, list_.scroll_offset.y  # type: ignore[attr-defined]
        await desk.send(Join(ParticipantId("late"), "hash late"), HOST)
        await desk.until(lambda: "Participants 61" in desk.text("#people-what"))
        assert (list_.selected, list_.scroll_offset.y) == before  # type: ignore[attr-defined]


async def test_a_co_facilitator_is_offered_what_is_theirs() -> None:
    async with make_app(DIG, room=FrontDoor(), me=BO) as desk:
        await fill(desk)
        await desk.press("p", "home", "r", "l", "e", "n")
        assert isinstance(desk.app.screen, PeopleScreen)
        assert not desk.state.locked
        assert not desk.state.participants[ANN].removed
        keys = desk.text("KeyLine")
        assert not any(word in keys for word in ("lock", "remove", "erase", "new key"))
        await desk.press("tab", "tab", "s")
        await desk.until(lambda: desk.state.questions[QuestionId("q1")].settled)


async def test_names_are_no_sight_for_the_room() -> None:
    async with make_app(stage="lobby", mirrored=True) as desk:
        await desk.press("p")
        assert not isinstance(desk.app.screen, PeopleScreen)
    async with make_app(mirrored=True) as desk:
        await desk.press("p")
        assert not isinstance(desk.app.screen, PeopleScreen)


async def test_a_thousand_participants_are_listed_at_once() -> None:
    async with make_app(DIG, room=FrontDoor()) as desk:
        joins = (Join(ParticipantId(f"n{n}"), f"hash n{n}") for n in range(1000))
        await asyncio.gather(*(desk.service.submit(command(body), HOST) for body in joins))
        await desk.until(lambda: len(desk.app.state.participants) == 1000)  # type: ignore[union-attr]
        await desk.press("p", "end")
        assert "#1000" in desk.screen_text()


async def test_hostile_names_are_only_text() -> None:
    async with make_app(DIG, room=FrontDoor()) as desk:
        await fill(desk)
        await desk.send(SetProfile("[red]x[/red]", "", "[$error]"), phone(ANN))
        await desk.press("p")
        assert "[red]x[/red]" in desk.screen_text()
