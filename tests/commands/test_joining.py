from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from tests.host.programs import api
from tests.hosting import serving
from tests.stage import running_service
from workshop.commands import joining
from workshop.commands.joining import address_of, keep_token, kept_tokens
from workshop.errors import Forbidden, HostGone, UsageError
from workshop.remote.remote_client import RemoteClient
from workshop.service.client import Ticket


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Ticket]:
    """The tickets with which a terminal would be shown."""
    tickets: list[Ticket] = []

    def show(ticket: Ticket) -> int:
        tickets.append(ticket)
        return 0

    monkeypatch.setattr(joining, "_show", show)
    return tickets


@pytest.mark.parametrize(
    ("typed", "base", "key"),
    [
        ("192.168.1.5:8642", "http://192.168.1.5:8642", ""),
        ("desk.local:8642", "http://desk.local:8642", ""),
        ("room.example", "https://room.example", ""),
        ("https://room.example/?key=H7KM-2PXT", "https://room.example", "H7KM-2PXT"),
        (" http://10.0.0.5:1/?key=A ", "http://10.0.0.5:1", "A"),
    ],
)
def test_an_address_is_read_kindly(typed: str, base: str, key: str) -> None:
    assert address_of(typed) == (base, key)


@pytest.mark.parametrize("typed", ["", "ftp://a", "http://", "http://a:99999999"])
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(UsageError):
        address_of(typed)


async def test_a_key_lets_a_terminal_in_once_and_it_comes_back_without_one(
    tmp_path: Path, folder: Path, shown: list[Ticket]
) -> None:
    service = await running_service()
    async with serving(service, tmp_path) as (url, _):
        key = (await api(url, "/keys", {"role": "co-facilitator", "name": "Bo"})).json["key"]
        assert await asyncio.to_thread(joining.join, f"{url}/?key={key}", None, "BO") == 0
        assert await asyncio.to_thread(joining.join, url) == 0
        first, again = shown
        assert first.token == again.token
        assert first.actor.initials == "BO"

        async def find_host() -> Ticket:
            return again

        from workshop.kinds.registry import KindRules

        client = RemoteClient(find_host, KindRules)
        await client.start()
        assert client.state == service.state
        await client.close()

    assert stat.S_IMODE((folder / joining.KEPT).stat().st_mode) == 0o600


async def test_a_wrong_key_and_an_absent_host_are_said(tmp_path: Path) -> None:
    async with serving(await running_service(), tmp_path) as (url, _):
        with pytest.raises(Forbidden):
            await asyncio.to_thread(joining.join, url, "AAAA-AAAA", "BO")
    with pytest.raises(HostGone):
        await asyncio.to_thread(joining.join, url, "AAAA-AAAA", "BO")


def test_what_is_kept_may_be_garbled(folder: Path) -> None:
    path = folder / joining.KEPT
    path.write_text("{")
    assert kept_tokens(path) == {}
    keep_token(path, "http://a", "t")
    assert kept_tokens(path) == {"http://a": "t"}
