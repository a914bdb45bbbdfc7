"""As much of an HTTP client as a terminal needs: JSON requests and one stream of events.

A client library costs a terminal 70 ms and more before its first paint; this costs none.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from workshop.domain.making import dataclass

REQUEST_S = 20.0
"""A request that takes longer counts as lost (and is repeated with the same id)."""
SILENCE_S = 30.0
"""A stream that says nothing for so long, not even that it lives, is lost."""
_IDLE_CONNECTIONS = 4


class NotWelcome(PermissionError):
    """The host does not know the token."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class Http:
    """Requests to one host, each with the bearer token. All failures are OSError."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._base = parts.path.rstrip("/")
        self._head = f"Host: {parts.netloc}\r\nAuthorization: Bearer {token}\r\nAccept: */*\r\n"
        self._idle: list[_Connection] = []

    async def request(self, method: str, path: str, body: bytes = b"") -> Answer:
        """One request on a kept or a new connection."""
        while self._idle:
            connection = self._idle.pop()
            try:
                return await self._ask(connection, method, path, body)
            except OSError:
                # The host closed it while it was idle; every request of ours may be repeated.
                continue
        return await self._ask(await self._connect(), method, path, body)

    async def stream(self, path: str) -> AsyncGenerator[bytes, None]:
        """The data of server-sent events as they come; ends where the host ends the stream.

        Raises NotWelcome for a stranger, and PermissionError where the host answers with anything
        else but a stream.
        """
        connection = await self._connect()
        try:
            async with asyncio.timeout(REQUEST_S):
                status, headers = await connection.send(self._request("GET", path, b""))
            if status == 401:
                raise NotWelcome("the host does not know this device")
            if status != 200:
                raise PermissionError(f"the host answered {status}")
            waiting = b""
            pieces = connection.pieces(headers)
            while True:
                try:
                    async with asyncio.timeout(SILENCE_S):
                        waiting += await anext(pieces)
                except StopAsyncIteration:
                    return
                *events, waiting = waiting.split(b"\n\n")
                for event in events:
                    for line in event.split(b"\n"):
                        if line.startswith(b"data: "):
                            yield line.removeprefix(b"data: ")
        finally:
            await connection.closed()

    async def close(self) -> None:
        """Close the idle connections and wait until they are."""
        while self._idle:
            await self._idle.pop().closed()

    async def _ask(self, connection: _Connection, method: str, path: str, body: bytes) -> Answer:
        try:
            async with asyncio.timeout(REQUEST_S):
                status, headers = await connection.send(self._request(method, path, body))
                answer = b"".join([piece async for piece in connection.pieces(headers)])
        except BaseException:
            connection.close()
            raise
        if headers.get("connection", "").lower() == "close" or len(self._idle) >= _IDLE_CONNECTIONS:
            connection.close()
        else:
            self._idle.append(connection)
        return Answer(status, answer)

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        length = f"Content-Length: {len(body)}\r\n" if body or method != "GET" else ""
        head = f"{method} {self._base}{path} HTTP/1.1\r\n{self._head}{length}\r\n"
        return head.encode("ascii") + body

    async def _connect(self) -> _Connection:
        context = None
        if self._tls:
            import ssl  # 20 ms that a host on loopback does not need

            context = ssl.create_default_context()
        async with asyncio.timeout(REQUEST_S):
            reader, writer = await asyncio.open_connection(self._host, self._port, ssl=context)
        return _Connection(reader, writer)


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, request: bytes) -> tuple[int, Mapping[str, str]]:
        """Send a request; the answer's status and headers (names in lower case)."""
        self._writer.write(request)
        await self._writer.drain()
        head = await self._until(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        try:
            status = int(first.split(" ", 2)[1])
        except (IndexError, ValueError):
            raise ConnectionError("the host does not speak HTTP") from None
        pairs = (line.partition(":") for line in lines if line)
        return status, {name.lower(): value.strip() for name, _, value in pairs}

    async def pieces(self, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
        """The body, whole or in the chunks it comes in."""
        if "chunked" in headers.get("transfer-encoding", "").lower():
            while size := self._size_of(await self._until(b"\r\n")):
                yield (await self._exactly(size + 2))[:-2]
            await self._until(b"\r\n")
        elif "content-length" in headers:
            yield await self._exactly(int(headers["content-length"]))
        else:
            yield await self._reader.read()

    def close(self) -> None:
        self._writer.close()

    async def closed(self) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    @staticmethod
    def _size_of(line: bytes) -> int:
        try:
            return int(line.split(b";")[0], 16)
        except ValueError:
            raise ConnectionError("the host's answer is garbled") from None

    async def _until(self, end: bytes) -> bytes:
        try:
            return await self._reader.readuntil(end)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise ConnectionError(f"the host's answer broke off: {error}") from None

    async def _exactly(self, count: int) -> bytes:
        try:
            return await self._reader.readexactly(count)
        except asyncio.IncompleteReadError as error:
            raise ConnectionError(f"the host's answer broke off: {error}") from None
