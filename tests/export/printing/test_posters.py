from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.export.printed import Page, c6, read_code, reads_codes
from workshop.domain.wifi import wifi_code
from workshop.errors import UsageError
from workshop.export.printing.address import read_address
from workshop.export.printing.posters import render_cards, render_posters
from workshop.service.room import Wifi

PLAN = c6()
ADDRESS = read_address("192.168.1.23:8642")
WIFI = Wifi("Forum; Guests", 'a"b\\c:d,e;f')


@reads_codes
@pytest.mark.parametrize(("render", "copies"), [(render_posters, 1), (render_cards, 2)])
def test_a_camera_reads_both_codes(render, copies: int, tmp_path: Path) -> None:
    codes = Page(render(PLAN, ADDRESS, WIFI)).codes
    assert [read_code(code, tmp_path) for code in codes] == copies * [
        'WIFI:T:WPA;S:Forum\\; Guests;P:a\\"b\\\\c\\:d\\,e\\;f;;',
        "http://192.168.1.23:8642",
    ]


@pytest.mark.parametrize("render", [render_posters, render_cards])
def test_who_has_no_camera_reads_network_password_and_address(render) -> None:
    text = Page(render(PLAN, ADDRESS, WIFI)).text
    for said in ("Forum; Guests", WIFI.password, "192.168.1.23:8642", PLAN.title, "paper"):
        assert said in text
    assert text.index("Join the Wi-Fi") < text.index("Open the page") < text.index("Answer what")


@pytest.mark.parametrize("render", [render_posters, render_cards])
def test_what_is_not_known_yet_has_a_line_to_write_it_on(render) -> None:
    page = render(PLAN, None, None)
    assert Page(page).codes == []
    assert page.count('class="rule"') >= 3


def test_a_public_address_wants_no_network_of_its_own() -> None:
    text = Page(render_posters(PLAN, read_address("room.example"), None)).text
    assert "mobile data" in text
    assert "Password" not in text


def test_an_open_network_says_so() -> None:
    assert "No password" in Page(render_posters(PLAN, ADDRESS, Wifi("Guests"))).text
    assert wifi_code("Guests") == "WIFI:T:nopass;S:Guests;;"


@pytest.mark.parametrize("render", [render_posters, render_cards])
def test_nothing_is_loaded_and_hostile_text_stays_text(render) -> None:
    hostile = replace(PLAN, title="</title><script>alert(1)</script>")
    page = render(hostile, read_address('http://x.example/"><img'), Wifi("<b>", "<i>12345678"))
    read = Page(page)
    assert read.tags.isdisjoint({"script", "img", "b", "i", "link"})
    assert "<i>12345678" in read.text
    assert not re.search(r"url\(|@import|src=|href=", page)


@pytest.mark.parametrize(
    ("typed", "url", "shown", "anywhere"),
    [
        ("192.168.1.23:8642", "http://192.168.1.23:8642", "192.168.1.23:8642", False),
        ("http://10.0.0.2:8642/", "http://10.0.0.2:8642/", "10.0.0.2:8642", False),
        ("laptop.local:8642", "http://laptop.local:8642", "laptop.local:8642", False),
        ("room.example", "https://room.example", "room.example", True),
        (" https://room.example/c6 ", "https://room.example/c6", "room.example/c6", True),
    ],
)
def test_an_address_is_read_as_people_type_it(
    typed: str, url: str, shown: str, anywhere: bool
) -> None:
    address = read_address(typed)
    assert (address.url, address.shown, address.anywhere) == (url, shown, anywhere)


@pytest.mark.parametrize(
    "typed",
    [
        "", "http://", "ftp://room.example", "javascript:alert(1)", "http://a b", "http://x:99999",
        "http://me:secret@room.example", "127.0.0.1:8642", "http://localhost:8642", "[::1]:8642",
        "0.0.0.0:8642", "https://room.example/" + "a" * 120,
    ],
)  # fmt: skip
def test_an_address_that_no_phone_can_open_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        read_address(typed)


@pytest.mark.parametrize(
    ("ssid", "password"),
    [("", ""), ("x" * 33, ""), ("é" * 17, ""), ("a\nb", ""), ("Guests", "short")],
)
def test_a_network_that_cannot_be_one_is_refused(ssid: str, password: str) -> None:
    with pytest.raises(UsageError):
        wifi_code(ssid, password)
