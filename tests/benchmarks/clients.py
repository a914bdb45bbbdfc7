"""A room's phones as real clients over sockets; run in a process of their own.

    python -m tests.benchmarks.clients URL < orders

Every line of standard input is an order as JSON, every line of standard output its outcome.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

EXERCISE = "unused-learning"
BUSY = (429, 503)


@dataclass(slots=True)
class Phone:
    """One connection that is kept open, one request at a time."""

    host: str
    port: int
    number: int
    token: str = ""
    sent: int = 0
    tries_again: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer's JSON; waits and tries again where the host asks for it."""
        content = json.dumps(body).encode()
        bearer = f"Authorization: Bearer {self.token}\r\n" if self.token else ""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{bearer}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        while True:
            status, answer, wait_s = await self._ask(head.encode() + content)
            if status in (200, 201):
                return json.loads(answer)
            if status not in BUSY:
                raise RuntimeError(f"{status}: {answer[:200]!r}")
            self.tries_again += 1
            await asyncio.sleep(wait_s * (0.5 + random.random()))

    async def join(self) -> None:
        self.token = (await self.post("/api/v1/join", {"key": f"phone-{self.number}"}))["token"]

    async def answer(self, answers: dict[str, Any] | None = None) -> str:
        """Send an answer, an idea where none is given; its key, once it is acknowledged."""
        async with self.turn:
            self.sent += 1
            key = f"{self.number}-{self.sent}"
            given = answers or {"text": f"an idea, {key}"}
            body = {"exercise": EXERCISE, "key": key, "answers": given}
            await self.post("/api/v1/responses", body)
            return key

    async def listen(self) -> int:
        """Messages of the event stream until it is cancelled."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        head = f"GET /events HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
        writer.write(f"{head}Authorization: Bearer {self.token}\r\n\r\n".encode())
        heard = 0
        try:
            while line := await reader.readline():
                heard += line.startswith(b"event:")
        except asyncio.CancelledError:
            pass
        finally:
            writer.close()
        return heard

    async def _ask(self, request: bytes) -> tuple[int, bytes, float]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        if fields.get("connection") == "close":
            writer.close()
            self._streams = None
        return int(head[0].split()[1]), body, float(fields.get("retry-after", 1))


class Crowd:
    """Carries out orders with all phones."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._where = (parts.hostname or "", parts.port or 80)
        self._phones: list[Phone] = []
        self._listening: list[asyncio.Task[int]] = []
        self.acknowledged: list[str] = []

    async def join(
        self, phones: int, within_s: float, answers: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Phones that come in over `within_s` seconds; each joins and answers once."""
        self._phones = [Phone(*self._where, number) for number in range(phones)]
        began = time.perf_counter()

        async def come(phone: Phone) -> None:
            await asyncio.sleep(random.random() * within_s)
            await phone.join()
            self.acknowledged.append(await phone.answer(answers))

        await asyncio.gather(*map(come, self._phones))
        again = sum(phone.tries_again for phone in self._phones)
        return {"took_s": time.perf_counter() - began, "asked_to_wait": again}

    async def listen(self, streams: int) -> dict[str, Any]:
        self._listening = [asyncio.create_task(p.listen()) for p in self._phones[:streams]]
        await asyncio.sleep(1)
        return {"open": sum(not task.done() for task in self._listening)}

    async def hush(self) -> dict[str, Any]:
        for task in self._listening:
            task.cancel()
        return {"messages": sum(await asyncio.gather(*self._listening))}

    async def pour(
        self, rate: float, seconds: float, answers: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Answers at a fixed rate, whatever comes back; times count from when each was due."""
        took: list[float] = []
        failed: list[str] = []
        began = time.perf_counter()

        async def one(number: int) -> None:
            due = began + number / rate
            try:
                phone = self._phones[number % len(self._phones)]
                self.acknowledged.append(await phone.answer(answers))
            except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
                failed.append(repr(error))
            took.append(time.perf_counter() - due)

        sending: set[asyncio.Task[None]] = set()
        for number in range(int(rate * seconds)):
            late = began + number / rate - time.perf_counter()
            if late > 0:
                await asyncio.sleep(late)
            task = asyncio.create_task(one(number))
            sending.add(task)
            task.add_done_callback(sending.discard)
            if len(sending) > 4 * len(self._phones):  # hopelessly behind
                break
        await asyncio.gather(*sending)
        took.sort()
        return {
            "sent": len(took),
            "p50_ms": took[len(took) // 2] * 1000,
            "p99_ms": took[int(len(took) * 0.99)] * 1000,
            "failed": failed[:3],
        }

    async def known(self) -> dict[str, Any]:
        return {"keys": self.acknowledged}


async def main(url: str) -> None:
    gc.freeze()
    gc.disable()
    crowd = Crowd(url)
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        outcome = await getattr(crowd, order.pop("do"))(**order)
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(main(sys.argv[1]))
