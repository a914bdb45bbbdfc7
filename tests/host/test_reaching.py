"""Which address stands in the join code, and which ways phones have really taken."""

from __future__ import annotations

import pytest

from workshop.domain.ids import ActorId, SessionId
from workshop.errors import NotFound, UsageError
from workshop.host.facing import Facing, checked_bind, checked_url
from workshop.host.network import EVERYWHERE, Interface, best_address, only_ipv6
from workshop.host.reaching import PUBLIC, Reaching

WIFI = Interface("wl0", "Wi-Fi (wl0)", "192.168.1.5", wireless=True)
CABLE = Interface("en0", "network (en0)", "10.0.0.5", outgoing=True)
VPN = Interface("tun0", "network (tun0)", "100.64.0.5", outgoing=True, doubtful="a VPN")
S1 = SessionId("s1")


def reaching(*found: Interface, facing: Facing | None = None) -> Reaching:
    return Reaching(facing or Facing(EVERYWHERE), 8642, S1, look=lambda: found)


def test_the_best_address_is_one_that_nothing_speaks_against() -> None:
    assert best_address((WIFI, VPN)) == "192.168.1.5"
    assert best_address((VPN,)) == "100.64.0.5"
    assert best_address(()) == ""


def test_a_network_without_ipv4_is_said() -> None:
    def told(facing: Facing, *found: Interface, sixes: bool = True) -> tuple[bool, bool]:
        way = Reaching(facing, 8642, S1, look=lambda: found, sixes=lambda: sixes)
        return way.reach().only_here, way.reach().only_ipv6

    assert told(Facing(EVERYWHERE)) == (True, True)
    assert told(Facing(EVERYWHERE), sixes=False) == (True, False)
    assert told(Facing(EVERYWHERE), WIFI) == (False, False)
    assert told(Facing("127.0.0.1")) == (True, False)
    assert told(Facing(EVERYWHERE, public_url="https://room.example")) == (False, False)


def test_only_addresses_that_a_network_gave_count(monkeypatch: pytest.MonkeyPatch) -> None:
    import ifaddr

    def computer(*addresses: str) -> list[ifaddr.Adapter]:
        ips = [ifaddr.IP((a, 0, 0) if ":" in a else a, 64, "en0") for a in addresses]
        return [ifaddr.Adapter("en0", "en0", ips)]

    for addresses, only in (
        (("127.0.0.1", "::1", "fe80::1", "2001:db8::5"), True),
        (("127.0.0.1", "::1", "fe80::1"), False),
        (("127.0.0.1", "::1", "192.168.1.5", "2001:db8::5"), False),
    ):
        found = computer(*addresses)
        monkeypatch.setattr(ifaddr, "get_adapters", found.copy)
        assert only_ipv6() is only


def test_the_public_url_goes_first_and_another_way_may_be_chosen() -> None:
    kept: list[Facing] = []
    way = Reaching(
        Facing(EVERYWHERE, public_url="https://room.example"), 8642, S1,
        keep=kept.append, look=lambda: (WIFI,),
    )  # fmt: skip
    assert way.url == "https://room.example"
    way.choose("192.168.1.5")
    assert way.url == "http://192.168.1.5:8642"
    way.choose(PUBLIC)
    assert way.url == "https://room.example"
    assert [facing.chosen for facing in kept] == ["192.168.1.5", PUBLIC]
    with pytest.raises(NotFound):
        way.choose("10.9.9.9")


def test_an_address_that_went_away_is_not_shown_any_more() -> None:
    found = [CABLE, WIFI]
    now = [0.0]
    way = Reaching(
        Facing(EVERYWHERE), 8642, S1, look=lambda: tuple(found), monotonic=lambda: now[0]
    )
    way.choose("192.168.1.5")
    found.remove(WIFI)
    now[0] += 10

    assert way.url == "http://10.0.0.5:8642"


def test_loopback_is_said_to_lead_nowhere_else() -> None:
    assert reaching(facing=Facing("127.0.0.1")).reach().only_here
    assert reaching().reach().only_here
    assert not reaching(CABLE).reach().only_here
    assert not reaching(facing=Facing("127.0.0.1", public_url="https://a.example")).only_here


def test_bound_to_one_address_the_others_are_no_ways() -> None:
    way = reaching(CABLE, WIFI, facing=Facing("192.168.1.5"))

    assert [found.address for found in way.reach().ways] == ["192.168.1.5"]


def test_phones_are_counted_by_the_way_they_came_and_this_computer_is_none() -> None:
    way = reaching(WIFI, CABLE)
    for phone in ("192.168.1.77", "192.168.1.77", "192.168.1.78"):
        way.count(phone, "192.168.1.5", "192.168.1.5:8642")
    way.count("192.168.1.5", "192.168.1.5", "192.168.1.5:8642")
    way.count("127.0.0.1", "127.0.0.1", "127.0.0.1:8642")

    found = way.reach()
    assert [(one.address, one.phones) for one in found.ways] == [
        ("192.168.1.5", 2),
        ("10.0.0.5", 0),
    ]
    assert found.phones == 2
    assert found.ways[1].last_s is None


def test_behind_a_proxy_the_public_way_is_counted() -> None:
    way = reaching(facing=Facing("127.0.0.1", public_url="https://a.example"))
    way.count("127.0.0.1", "127.0.0.1", "a.example")

    assert [(one.name, one.phones) for one in way.reach().ways] == [(PUBLIC, 1)]


def test_who_listens_twice_leaves_once() -> None:
    way = reaching(CABLE)
    with way.connected(ActorId("d1")):
        with way.connected(ActorId("d1")):
            pass
        assert way.reach().connected == (ActorId("d1"),)
    assert way.reach().connected == ()


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("room.example", "https://room.example"),
        ("http://Room.Example:81/", "http://room.example:81"),
    ],
)
def test_a_public_url_is_read_kindly(url: str, meant: str) -> None:
    assert checked_url(url) == meant


@pytest.mark.parametrize(
    "url", ["ftp://a", "https://", "https://a/b", "https://a?b", "https://u@a", "http://a:99999"]
)
def test_what_is_no_public_url_is_said(url: str) -> None:
    with pytest.raises(UsageError):
        checked_url(url)


@pytest.mark.parametrize("address", ["::1", "here", "1.2.3", ""])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(UsageError):
        checked_bind(address)
