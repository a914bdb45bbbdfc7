"""What goes out, whatever comes in: safe headers, known names, no secrets, nothing unescaped."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.host.programs import api, get, joined, raw
from tests.hosting import CO_KEY, KEY, serving
from tests.stage import IDEAS
from workshop.host.facing import Facing
from workshop.host.guard import CONTENT_SECURITY
from workshop.service.session_service import SessionService

PAYLOADS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "</title><svg/onload=alert(1)>",
    "javascript:alert(1)//",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "</textarea><script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "\u202e\u2066evil\x1b[2J\x07\x00\x9b31m",
    "[bold red]markup[/]",
    "' OR 1=1 --",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: stolen=1\r\n",
)  # fmt: skip
_DANGER = re.compile(
    r"<script>alert|onerror=alert\(1\)>|<svg/onload|href=\"javascript:", re.IGNORECASE
)


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/api/v1/state", "/take-home",
                                  "/screen", "/chair", "/presenter", "/events"])  # fmt: skip
async def test_every_answer_has_safe_headers(door: str, path: str) -> None:
    said = await raw(door, get(path, door.removeprefix("http://")), wait_s=0.5)
    head = said.split(b"\r\n\r\n")[0].decode().lower()

    assert f"content-security-policy: {CONTENT_SECURITY}".lower() in head
    assert "x-content-type-options: nosniff" in head
    assert "referrer-policy: same-origin" in head
    assert "x-frame-options: deny" in head
    assert "server:" not in head


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8642", "127.0.0.1.evil.example",
                                  "localhost.evil.example", "", "[", "10.9.9.9"])  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/v1/hello", "/healthz"])
async def test_a_name_that_is_not_ours_is_refused(door: str, host: str, path: str) -> None:
    said = await raw(door, get(path, host))

    assert b" 400 " in said.splitlines()[0]


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST", "127.0.0.1",
                                  "Room.Example"])  # fmt: skip
async def test_our_own_names_are_known(room: SessionService, tmp_path: Path, host: str) -> None:
    facing = Facing(public_url="https://room.example")
    async with serving(room, tmp_path, facing=facing) as (url, _):
        said = await raw(url, get("/healthz", host.format(port=url.rsplit(":", 1)[1])))

    assert b" 200 " in said.splitlines()[0]


async def test_loopback_and_forwarded_headers_give_no_rights(door: str) -> None:
    for header in ("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Real-IP: 127.0.0.1",
                   "X-Forwarded-Host: localhost"):  # fmt: skip
        said = await raw(door, get("/api/v1/state", door.removeprefix("http://"), header))
        assert b" 401 " in said.splitlines()[0]


async def test_no_token_and_no_hash_goes_out_or_into_the_log(
    door: str, room: SessionService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token, _ = await joined(door)
    made = (await api(door, "/keys", {"role": "co-facilitator"})).json
    device = (await api(door, "/exchange", {"key": made["key"]}, token="")).json["token"]
    post = {"since": 0, "command": {"id": "c1", "type": "next", "body": {}}}
    went_out = [
        (await api(door, path, token=KEY)).body for path in ("/state", "/me", "/reach", "/hello")
    ]
    went_out.append((await api(door, "/commands", post)).body)
    stream = get("/api/v1/events?after=0&epoch=1", door.removeprefix("http://"),
                 f"Authorization: Bearer {CO_KEY}")  # fmt: skip
    went_out.append(await raw(door, stream, wait_s=0.5))
    went_out.append((await api(door, "/now", token=token)).body)
    hashes = [
        line.split(b'"token_hash":"')[1].split(b'"')[0]
        for line in (row.body for row in room._log._lines)  # type: ignore[attr-defined]
        if b'"token_hash":"' in line
    ]
    assert len(hashes) == 2
    assert b"participant_joined" in went_out[5]
    everything = b"\n".join(went_out) + caplog.text.encode()
    for secret in (token.encode(), device.encode(), KEY.encode(), *hashes):
        assert secret not in everything


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_what_people_type_is_never_markup(
    door: str, room: SessionService, payload: str
) -> None:
    host = door.removeprefix("http://")
    token, _ = await joined(door)
    cookie = f"Cookie: workshop_p={token}"
    page = (await raw(door, get("/", host, cookie))).decode()
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    forms: dict[str, dict[str, str]] = {
        "/profile": {"name": payload, "profession": payload, "organisation": payload},
        "/questions": {"text": payload, "key": payload},
        "/responses": {"exercise": payload, "key": payload, "f-text": payload, "text": payload},
        "/withdraw": {"response": payload},
        "/votes": {"response": payload},
        "/pace": {"pace": payload},
    }
    said = [page]
    for path, fields in forms.items():
        body = urlencode({"csrf": csrf[1], **fields})
        kind = "Content-Type: application/x-www-form-urlencoded"
        said.append(
            (await raw(door, get(path, host, cookie, kind, method="POST", body=body))).decode()
        )
    given = {"exercise": IDEAS, "key": "k1", "answers": {"text": payload}}
    await api(door, "/responses", given, token)
    said += [(await raw(door, get(path, host, cookie))).decode() for path in ("/", "/take-home")]

    for answer in said:
        head, _, rest = answer.partition("\r\n\r\n")
        assert " 500 " not in head.splitlines()[0]
        assert "stolen=1" not in head
        assert not _DANGER.search(rest)
        assert not re.search("[\x00\x07\x1b\x9b\u202e\u2066]", rest)
    for response in room.state.responses_to(IDEAS):
        assert not re.search("[\x00\x07\x1b\x9b\u202e\u2066]", str(response.answers))


async def test_no_participant_sees_who_else_is_there(door: str) -> None:
    host = door.removeprefix("http://")
    first, _ = await joined(door, "a")
    other, _ = await joined(door, "b")
    page = (await raw(door, get("/", host, f"Cookie: workshop_p={first}"))).decode()
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf
    body = urlencode({"csrf": csrf[1], "name": "Zebulon Quince"})
    kind = "Content-Type: application/x-www-form-urlencoded"
    cookie = f"Cookie: workshop_p={first}"
    await raw(door, get("/profile", host, cookie, kind, method="POST", body=body))
    for path in ("/", "/take-home", "/api/v1/now", "/participants", "/api/v1/participants"):
        said = await raw(door, get(path, host, f"Cookie: workshop_p={other}"))
        assert b"Quince" not in said
    assert b"Quince" not in (await api(door, "/now", token=other)).body


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
async def test_other_methods_do_nothing(door: str, method: str) -> None:
    said = await raw(door, get("/responses", door.removeprefix("http://"), method=method))

    assert not said or said.split()[1] in (b"400", b"404", b"405")


@pytest.mark.parametrize("path", ["/pages/..%2f..%2fapp.py", "/screens/..%2froutes.py",
                                  "/pages/%2e%2e/app.py", "//etc/passwd", "/%00"])  # fmt: skip
async def test_no_path_leads_to_files(door: str, path: str) -> None:
    said = await raw(door, get(path, door.removeprefix("http://")))

    assert said.split()[1] in (b"400", b"404", b"405")


async def test_deep_and_broken_json_is_refused_in_one_shape(door: str) -> None:
    token, _ = await joined(door)
    deep = b"[" * 20_000 + b"]" * 20_000
    host = door.removeprefix("http://")
    bearer = f"Authorization: Bearer {token}"
    for body in (deep.decode(), '{"answers":' + deep.decode() + "}", "{", '"\\ud800"', "nul"):
        said = await raw(door, get("/api/v1/responses", host, bearer, method="POST", body=body))
        assert said.split()[1] == b"400", said[:300]
