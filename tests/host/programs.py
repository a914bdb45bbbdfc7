"""Programs that ask a host: JSON out, JSON in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import msgspec

from tests.hosting import KEY
from workshop.remote.http import Http


@dataclass(frozen=True)
class Said:
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


async def ask(
    url: str, path: str, given: Any = None, token: str = KEY, method: str | None = None
) -> Said:
    """One request under /api/v1; with a body it is a POST."""
    body = b"" if given is None else msgspec.json.encode(given)
    http = Http(url, token)
    try:
        found = await http.request(method or ("GET" if given is None else "POST"), path, body)
    finally:
        await http.close()
    return Said(found.status, found.body)


async def api(url: str, path: str, given: Any = None, token: str = KEY) -> Said:
    return await ask(url, f"/api/v1{path}", given, token)


async def joined(url: str, key: str = "") -> tuple[str, int]:
    """A new participant's token and badge."""
    found = (await api(url, "/join", {"key": key}, token="")).json
    return found["token"], found["badge"]


async def raw(url: str, request: bytes, wait_s: float = 5) -> bytes:
    """Everything that comes back for some bytes, until the host closes or says no more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1]))
    got = b""
    try:
        writer.write(request)
        await writer.drain()
        async with asyncio.timeout(wait_s):
            got = await reader.readuntil(b"\r\n\r\n")
            while chunk := await reader.read(65_536):
                got += chunk
    except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()
    return got


def get(path: str, host: str, *headers: str, method: str = "GET", body: str = "") -> bytes:
    """A request by hand that asks to be the connection's last."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    if body:
        lines.append(f"Content-Length: {len(body.encode())}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
