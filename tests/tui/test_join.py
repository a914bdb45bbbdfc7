"""The join code: read from the terminal as phones read it, and what is said where nobody comes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.stage import HOST
from tests.tui.camera import read, read_with_zbar, zbar_is_here
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.front_door import CABLE, GUESTS, REACH, WLAN, FrontDoor
from workshop.domain.commands import Join, LockJoining
from workshop.domain.ids import ParticipantId
from workshop.domain.wifi import wifi_code
from workshop.tui.screens.join import JoinScreen

ALL_SIZES = [*SIZES, (200, 60)]
LONG = "https://c6-building-social-capital.example.org"


async def shown(desk: Desk, *keys: str) -> None:
    """Press keys and wait until a code stands there."""
    await desk.press(*(keys or ("g",)))
    await desk.until(lambda: read(desk.app))


@pytest.mark.parametrize("size", ALL_SIZES)
@pytest.mark.parametrize("theme", ["workshop", "workshop-contrast"])
async def test_a_phone_reads_the_code_from_the_terminal(size: tuple[int, int], theme: str) -> None:
    async with make_app(size=size, room=FrontDoor()) as desk:
        desk.app.theme = theme
        await shown(desk)
        assert read(desk.app) == [WLAN.url]


@pytest.mark.skipif(not zbar_is_here(), reason="zbar-tools are not installed")
@pytest.mark.parametrize("size", ALL_SIZES)
@pytest.mark.parametrize("url", [WLAN.url, LONG])
async def test_zbar_reads_it_too(size: tuple[int, int], url: str, tmp_path: Path) -> None:
    async with make_app(size=size, room=FrontDoor(replace(REACH, url=url))) as desk:
        await shown(desk)
        assert read_with_zbar(desk.app, tmp_path) == [url]


async def test_it_is_dark_on_light_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with make_app(room=FrontDoor()) as desk:
        await shown(desk)
        assert read(desk.app) == [WLAN.url]


@pytest.mark.parametrize("size", ALL_SIZES)
async def test_the_wifi_comes_first_where_it_is_known(size: tuple[int, int]) -> None:
    async with make_app(size=size, room=FrontDoor(replace(REACH, wifi=GUESTS))) as desk:
        await shown(desk)
        assert read(desk.app) == [wifi_code(GUESTS.ssid, GUESTS.password)]
        assert GUESTS.password in desk.screen_text()
        await desk.press("tab")
        await desk.until(lambda: read(desk.app) == [WLAN.url])


@pytest.mark.parametrize("key", ["g", "escape", "q"])
@pytest.mark.parametrize("stage", ["lobby", "running"])
async def test_it_comes_and_goes_with_one_key(stage: str, key: str) -> None:
    async with make_app(stage=stage, room=FrontDoor()) as desk:
        await shown(desk)
        await desk.press(key)
        assert not isinstance(desk.app.screen, JoinScreen)


async def test_address_and_spoken_code_stand_beside_it() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await shown(desk)
        seen = desk.screen_text()
        assert WLAN.url in seen
        assert "K L M N" in seen
        assert "████" in desk.text("#join-address") or "▀" in desk.text("#join-address")


async def test_another_interface_goes_into_the_code() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await shown(desk)
        await desk.press("i", "2")
        await desk.until(lambda: read(desk.app) == [CABLE.url])


async def test_the_doctor_says_by_which_way_phones_have_come() -> None:
    door = FrontDoor()
    async with make_app(room=door) as desk:
        await shown(desk)
        assert "none yet" in desk.text("#join-ways")
        assert "a VPN" in desk.text("#join-ways")
        door.came(31)
        await desk.until(lambda: "31 phones" in desk.text("#join-ways"))


async def test_after_a_minute_without_anyone_it_says_what_helps() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await shown(desk)
        assert "isolates" not in desk.screen_text()
        await desk.pass_time(61)
        await desk.until(lambda: "isolates" in desk.text("#join-advice"))
        seen = desk.screen_text()
        assert all(way in seen for way in ("interface", "hotspot", "public URL", "paper"))


async def test_with_phones_it_has_nothing_to_say() -> None:
    door = FrontDoor()
    door.came(1)
    async with make_app(room=door) as desk:
        await shown(desk)
        await desk.pass_time(61)
        await desk.until(lambda: "1 phone," in desk.text("#join-ways"))
        assert desk.text("#join-advice") == ""


async def test_an_address_that_leads_nowhere_is_said_to() -> None:
    only = replace(REACH, url="http://127.0.0.1:8642", only_here=True, ways=())
    async with make_app(room=FrontDoor(only)) as desk:
        await shown(desk)
        assert "Only this computer" in desk.text("#join-advice")


async def test_a_network_of_ipv6_alone_is_said() -> None:
    only = replace(REACH, only_here=True, only_ipv6=True, ways=())
    async with make_app(room=FrontDoor(only)) as desk:
        await shown(desk)
        assert "IPv6 addresses only" in desk.text("#join-advice")


async def test_a_room_that_looks_on_sees_no_networks() -> None:
    async with make_app(stage="lobby", room=FrontDoor()) as desk:
        await shown(desk)
        assert "tun0" not in desk.screen_text()


async def test_who_has_joined_is_counted_and_a_closed_door_is_said() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await shown(desk)
        await desk.send(Join(ParticipantId("p1"), "hash"), HOST)
        await desk.until(lambda: "1 joined" in desk.text("#join-count"))
        await desk.send(LockJoining(True))
        await desk.until(lambda: "Joining is closed" in desk.text("#join-heading"))


async def test_without_a_host_it_says_so() -> None:
    async with make_app() as desk:
        await desk.press("g")
        await desk.until(lambda: "no pages" in desk.text("#join-advice"))


async def test_a_host_that_does_not_answer_leaves_what_was_known() -> None:
    door = FrontDoor()
    async with make_app(room=door) as desk:
        await shown(desk)
        door.gone = True
        await desk.until(lambda: "does not answer" in desk.text("#join-advice"))
        assert read(desk.app) == [WLAN.url]
