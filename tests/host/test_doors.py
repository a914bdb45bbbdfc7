"""Who gets in, as what, and how they are sent out again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.host.programs import api, get, joined, raw
from tests.hosting import CO_KEY, KEY, SCREEN_KEY, client_of, serving
from tests.stage import CHAIR, SetClock, command
from workshop.domain.commands import GrantClock, Next, RemoveParticipant, RevokeFacilitator
from workshop.domain.ids import ActorId, ParticipantId
from workshop.domain.records import Role
from workshop.errors import Forbidden, WorkshopError
from workshop.host.doors import KEY_LIFE, Doors
from workshop.host.facing import Facing
from workshop.service.client import Link
from workshop.service.session_service import SessionService


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def doors(room: SessionService, clock: SetClock) -> Doors:
    return Doors(room, clock, secret="secret")


async def test_badges_count_up_and_the_same_form_joins_once(door: str) -> None:
    first, second = await joined(door, "form-1"), await joined(door, "form-2")
    again = await joined(door, "form-1")

    assert (first[1], second[1]) == (1, 2)
    assert again == first
    assert first[0] != second[0]


async def test_a_form_that_is_sent_twice_at_once_joins_once(doors: Doors) -> None:
    (one, token), (other, same) = await asyncio.gather(doors.join("tap"), doors.join("tap"))

    assert (one.id, token) == (other.id, same)


async def test_a_token_is_good_after_the_host_came_back(
    room: SessionService, clock: SetClock, doors: Doors
) -> None:
    _, token = await doors.join("form")
    fresh = Doors(room, clock, secret="another secret")

    assert room.tokens.id_of(token)
    assert (await fresh.join("form"))[1] != token


async def test_a_key_is_used_once_whatever_its_case_and_spaces(doors: Doors) -> None:
    key = doors.new_key(Role.CO_FACILITATOR, "Bo")
    token = await doors.exchange(key.lower().replace("-", " "), "BO", "tablet")

    actor = doors.bearer(token)
    assert (actor.role, actor.name, actor.initials) == (Role.CO_FACILITATOR, "Bo", "BO")
    with pytest.raises(Forbidden):
        await doors.exchange(key, "XX", "another tablet")


async def test_the_same_attempt_again_gets_the_same_token(doors: Doors) -> None:
    key = doors.new_key(Role.SCREEN)
    first = await doors.exchange(key, mark="form")

    assert await doors.exchange(key, mark="form") == first
    with pytest.raises(Forbidden):
        await doors.exchange(key, mark="another form")


async def test_a_key_grows_old(doors: Doors, clock: SetClock) -> None:
    key = doors.new_key(Role.PRESENTER)
    clock.at += KEY_LIFE + timedelta(seconds=1)

    with pytest.raises(Forbidden):
        await doors.exchange(key)


@pytest.mark.parametrize("key", ["", "-", "AAAA-AAAA", "é" * 8, "\0"])
async def test_a_wrong_key_lets_nobody_in(doors: Doors, key: str) -> None:
    doors.new_key(Role.CHAIR)
    with pytest.raises(Forbidden):
        await doors.exchange(key)


def test_participants_get_no_keys(doors: Doors) -> None:
    with pytest.raises(Forbidden):
        doors.new_key(Role.PARTICIPANT)


async def test_by_a_key_a_terminal_gets_in_with_its_own_rights(door: str) -> None:
    made = (await api(door, "/keys", {"role": "co-facilitator", "name": "Bo"})).json
    found = await api(door, "/exchange", {"key": made["key"], "initials": "BO"}, token="")
    token = found.json["token"]
    client = client_of(door, token)
    await client.start()
    with pytest.raises(Forbidden):
        await client.send(Next())
    chair = client_of(door)
    await chair.start()
    await chair.send(GrantClock(ActorId(found.json["me"]["id"])))
    await client.send(Next())
    await client.close()
    await chair.close()

    assert client.me.initials == "BO"


async def test_who_is_revoked_loses_the_stream_and_gets_no_more(door: str) -> None:
    made = (await api(door, "/keys", {"role": "co-facilitator"})).json
    found = (await api(door, "/exchange", {"key": made["key"]}, token="")).json
    client = client_of(door, found["token"], patience_s=0.3)
    changes = client.changes()
    await client.start()
    chair = client_of(door)
    await chair.start()
    await chair.send(RevokeFacilitator(ActorId(found["me"]["id"])))
    async with asyncio.timeout(20):
        while client.health.link is Link.CONNECTED:
            await anext(changes)
    with pytest.raises(WorkshopError):
        await client.findings(next(iter(client.state.exercises)))
    await client.close()
    await chair.close()

    assert (await api(door, "/state", token=found["token"])).status == 401


async def test_who_is_removed_is_a_stranger(door: str, room: SessionService) -> None:
    token, _ = await joined(door)
    (id_,) = room.state.participants
    await room.submit(command(RemoveParticipant(ParticipantId(id_))), CHAIR)

    assert (await api(door, "/now", token=token)).status == 401


@pytest.mark.parametrize("path", ["/keys", "/erase", "/reach"])
@pytest.mark.parametrize("token", ["", "guess", CO_KEY, SCREEN_KEY])
async def test_only_the_chair_gives_keys_erases_and_chooses(
    door: str, path: str, token: str
) -> None:
    given = {
        "/keys": {"role": "chair"},
        "/erase": {"participant": "p"},
        "/reach": {"address": ""},
    }[path]
    assert (await api(door, path, given, token=token)).status in (401, 403)


async def test_a_participant_reads_no_state_and_sends_no_command(door: str) -> None:
    token, _ = await joined(door)
    for path in ("/state", "/events", "/findings", "/reach", "/me"):
        assert (await api(door, path, token=token)).status == 403
    assert (await api(door, "/commands", {"command": {}}, token=token)).status == 403


async def test_a_cookie_is_no_token_for_programs(door: str) -> None:
    said = await raw(door, get("/api/v1/state", _host(door), f"Cookie: workshop_f={KEY}"))

    assert b" 401 " in said.splitlines()[0]


async def test_an_older_program_keeps_its_key(door: str) -> None:
    made = (await api(door, "/keys", {"role": "co-facilitator"})).json
    old = await api(door, "/exchange", {"key": made["key"], "protocols": [0]}, token="")
    new = await api(door, "/exchange", {"key": made["key"], "protocols": [0, 1]}, token="")

    assert old.json["code"] == "host-gone"
    assert new.status == 201


async def test_cookies_are_kept_from_scripts_and_other_sites(door: str) -> None:
    said = await raw(
        door,
        get(
            "/join", _host(door), "Content-Type: application/x-www-form-urlencoded",
            method="POST", body="key=one",
        ),
    )  # fmt: skip
    (cookie,) = (line for line in said.splitlines() if line.lower().startswith(b"set-cookie:"))

    assert b"httponly" in cookie.lower()
    assert b"samesite=lax" in cookie.lower()
    assert b"secure" not in cookie.lower()


async def test_over_tls_the_cookie_stays_on_tls(room: SessionService, tmp_path: Path) -> None:
    facing = Facing(public_url="https://room.example")
    async with serving(room, tmp_path, facing=facing) as (url, _):
        said = await raw(
            url,
            get(
                "/join", "room.example", "Content-Type: application/x-www-form-urlencoded",
                "Origin: https://room.example", method="POST", body="key=one",
            ),
        )  # fmt: skip

    assert b"; secure" in said.lower()


@pytest.mark.parametrize(
    "header",
    ["Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site",
     "Sec-Fetch-Site: same-site", "Origin: http://127.0.0.1:1"],
)  # fmt: skip
async def test_a_form_of_another_site_is_refused(
    door: str, room: SessionService, header: str
) -> None:
    said = await raw(
        door,
        get(
            "/join", _host(door), "Content-Type: application/x-www-form-urlencoded", header,
            method="POST", body="key=one",
        ),
    )  # fmt: skip

    assert b" 403 " in said.splitlines()[0]
    assert not room.state.participants


async def test_a_form_without_its_secret_is_refused(door: str, room: SessionService) -> None:
    token, _ = await joined(door)
    for body in ("text=hello", "csrf=&text=hello", "csrf=guess&text=hello"):
        said = await raw(
            door,
            get(
                "/questions", _host(door), "Content-Type: application/x-www-form-urlencoded",
                f"Cookie: workshop_p={token}", method="POST", body=body,
            ),
        )  # fmt: skip
        assert b" 403 " in said.splitlines()[0]
    assert not room.state.questions


def _host(url: str) -> str:
    return url.removeprefix("http://")
