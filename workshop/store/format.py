"""The exact bytes of a session file: its opening, an event's line, its end.

    {"session":{"1":{...,"crc":N}},
    "events":{
    "1":{"seq":1,...,"sync":1,"crc":N},
    "2":{"seq":2,...,"sync":1,"crc":N}
    }}
    (spaces, reserved for growth)

`crc` is the CRC-32 of the line's bytes before `,"crc":`. `sync` is the `seq` of the first event
that was written and synced together with this one: a line whose `sync` is 7 proves that lines 1
to 6 were durable before it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from workshop.service.log import EventLine

FORMAT = 1
RESERVE = 64 * 1024
"""Space for growth is taken in multiples of this many bytes."""
MAX_WRITE = 4 * 1024 * 1024
"""No write of events is longer than this, so a longer damaged tail was not one write."""
MAX_EVENT = MAX_WRITE - 1024
"""Bytes an event's body may have at most."""

_AROUND = 100
"""More bytes than a line has around an event's body."""

EVENTS = b'"events":{'
CLOSING = b"\n}}\n"
STORE_FIELDS = ("sync", "crc")

_BRACE, _CLOSING_BRACE = b"{}"

_HEADER = re.compile(rb'\{"session":\{"1":(\{.*),"crc":(\d{1,10})\}\},', re.DOTALL)
_EVENT = re.compile(rb'"(\d{1,15})":(\{.*),"sync":(\d{1,15}),"crc":(\d{1,10})\}', re.DOTALL)
_LINE_ENDS = re.compile(rb'"sync":(\d{1,15}),"crc":\d{1,10}\},?\n')


class Line(NamedTuple):
    """What an undamaged event line says of itself; `body` lies at this slice of the line."""

    seq: int
    sync: int
    body: slice


def opening(header: Mapping[str, Any]) -> bytes:
    """The file's bytes up to its first event, for a `session` document."""
    start = b'{"session":{"1":' + orjson.dumps(dict(header))[:-1]
    return b'%s,"crc":%d}},\n%s' % (start, crc32(start), EVENTS)


def event_line(event: EventLine, sync: int) -> bytes:
    """An event's line, without comma and line end."""
    start = b'"%d":%s,"sync":%d' % (event.seq, event.body[:-1], sync)
    return b'%s,"crc":%d}' % (start, crc32(start))


def parts(batch: Sequence[EventLine]) -> Iterator[Sequence[EventLine]]:
    """The batch in parts whose text has at most `MAX_WRITE` bytes, nearly always one."""
    room = MAX_WRITE - len(CLOSING)
    if sum([len(event.body) for event in batch]) + _AROUND * len(batch) <= room:
        yield batch
        return
    part: list[EventLine] = []
    size = 0
    for event in batch:
        length = len(event.body) + _AROUND
        if part and size + length > room:
            yield part
            part, size = [], 0
        part.append(event)
        size += length
    yield part


def parse_header(line: bytes) -> tuple[dict[str, Any], bool] | None:
    """The `session` document of a file's first line, and whether its `crc` holds."""
    match = _HEADER.fullmatch(line)
    if match is None:
        return None
    try:
        document = orjson.loads(match[1] + b"}")
    except orjson.JSONDecodeError:
        return None
    return document, crc32(line[: match.end(1)]) == int(match[2])


def parse_event(line: bytes) -> Line | None:
    """An event's line without its comma, or `None` when it is damaged."""
    match = _EVENT.fullmatch(line)
    if match is None or crc32(line[: match.end(3)]) != int(match[4]):
        return None
    return Line(int(match[1]), int(match[3]), slice(*match.span(2)))


def event_document(line: bytes, parsed: Line) -> dict[str, Any]:
    """The event as it was given to the store."""
    document: dict[str, Any] = orjson.loads(line[parsed.body] + b"}")
    return document


def newest_sync(damaged: bytes) -> int:
    """The highest `sync` on any line end in `damaged`, 0 when there is none."""
    return max((int(found) for found in _LINE_ENDS.findall(damaged)), default=0)


def padded(size: int, ahead: int = 0) -> int:
    """The length of a file whose text ends at `size`: some spaces, to a multiple of `RESERVE`.

    There is room for `ahead` bytes more, so that large batches do not reserve before each write.
    """
    return ((size + ahead) // RESERVE + 1) * RESERVE


def check_batch(batch: Sequence[EventLine], revision: int) -> None:
    """Refuse what would make a broken file: `ValueError`, since it is the caller's mistake."""
    for expected, event in enumerate(batch, revision + 1):
        body = event.body
        if event.seq != expected:
            raise ValueError(f"event {event.seq} where {expected} was due")
        if len(body) < 3 or body[0] != _BRACE or body[-1] != _CLOSING_BRACE or b"\n" in body:
            raise ValueError(f"event {event.seq} is not a JSON object on one line")
        if len(body) > MAX_EVENT:
            raise ValueError(f"event {event.seq} has {len(body)} bytes, at most {MAX_EVENT} fit")
    # An opening cuts back to a whole command, so a batch that ends inside one would be cut.
    if batch and not (batch[-1].last and b'"last":true' in batch[-1].body):
        raise ValueError("a batch ends with the last event of a command, whose body says so")
