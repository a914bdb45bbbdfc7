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
    start = b'"%d":%b,"sync":%d' % (event.seq, event.body[:-1], sync)
    return start + b',"crc":%d}' % crc32(start)


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
    if not batch:
        return
    bodies = [event.body for event in batch]
    # Whole lists at once: event by event this takes as long as writing them.
    in_order = [event.seq for event in batch] == [*range(revision + 1, revision + 1 + len(batch))]
    on_lines = min(map(len, bodies)) > len(b"{}") and b"\n" not in b"".join(bodies)
    if (
        not (in_order and on_lines)
        or max(map(len, bodies)) > MAX_EVENT
        or {body[0] for body in bodies} != {_BRACE}
        or {body[-1] for body in bodies} != {_CLOSING_BRACE}
    ):
        raise ValueError(
            f"the events behind {revision} are to be numbered without gaps, each a JSON object "
            f"on one line of at most {MAX_EVENT} bytes"
        )
    # An opening cuts back to a whole command, so a batch that ends inside one would be cut.
    if not (batch[-1].last and b'"last":true' in bodies[-1]):
        raise ValueError("a batch ends with the last event of a command, whose body says so")
