"""Reading a session file line by line, and judging what stands behind the last good line."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from workshop.domain.making import dataclass
from workshop.errors import FileDamaged
from workshop.store.disk import Disk
from workshop.store.format import (
    CLOSING,
    EVENTS,
    MAX_WRITE,
    RESERVE,
    event_document,
    newest_sync,
    parse_event,
    parse_header,
)

_BLOCK = 1024 * 1024
_LONGEST_TAIL = MAX_WRITE + 2 * RESERVE


class Tail(Enum):
    """What stands behind the last good line.

    SOUND: the closing brackets and spaces. UNFILLED: the same, with zeros where a reservation
    never reached the disk. UNCLOSED: the brackets are lost and nothing else. TORN: remains of a
    write that was never acknowledged. DAMAGED: more than one write is hurt.
    """

    SOUND = "sound"
    UNFILLED = "unfilled"
    UNCLOSED = "unclosed"
    TORN = "torn"
    DAMAGED = "damaged"


_TAILS = (
    (re.compile(rb"\n\}\}[ \n]*"), Tail.SOUND),
    (re.compile(rb"\n\}\}[ \n\0]*"), Tail.UNFILLED),
    (re.compile(rb",?\n?\}?\}?[ \n\0]*"), Tail.UNCLOSED),
)


@dataclass(frozen=True, slots=True)
class Raw:
    """One physical line: its 1-based number, its first byte's offset, its bytes without b'\\n'."""

    number: int
    offset: int
    text: bytes


def bare(text: bytes) -> bytes:
    """A line without its comma, and without what a file cut off elsewhere was filled up with."""
    return text.rstrip(b" \0").removesuffix(b",")


def raw_lines(
    disk: Disk, fd: int, start: int, number: int, stop: int | None = None
) -> Iterator[Raw]:
    """The lines from `start` to `stop` or the file's end; `number` is the first one's."""
    kept = b""
    at = read_to = start
    while block := disk.read(fd, _BLOCK if stop is None else min(_BLOCK, stop - read_to), read_to):
        read_to += len(block)
        pieces = (kept + block).split(b"\n")
        kept = pieces.pop()
        for piece in pieces:
            yield Raw(number, at, piece)
            at += len(piece) + 1
            number += 1
    if kept:
        yield Raw(number, at, kept)


class Scanner:
    """The good lines of an open file, from its first on; `advance` may be called again later.

    `offsets[i]` is where the line of event `i + 1` begins, `end` where the last good line ends,
    `sync` the last good line's. Raises `FileDamaged` where the opening lines cannot be read.
    """

    def __init__(self, disk: Disk, fd: int, name: str) -> None:
        self._disk = disk
        self._fd = fd
        self._name = name
        self.offsets: array[int] = array("Q")
        self.sync = 0
        self.ragged = False
        lines = raw_lines(disk, fd, 0, 1)
        first, second = next(lines, None), next(lines, None)
        parsed = parse_header(first.text) if first else None
        if parsed is None or first is None:
            raise FileDamaged(
                f"{name}: line 1 is not the beginning of a session file.",
                "Open a file from the `sessions` folder, or a copy of this one from a backup.",
                line=1,
            )
        self.header, self.header_holds = parsed
        if second is None or not second.text.startswith(EVENTS):
            raise damaged(name, 2)
        self.start = second.offset + len(EVENTS)
        self.end = self.start

    @property
    def revision(self) -> int:
        return len(self.offsets)

    @property
    def line(self) -> int:
        """The number of the first line that is not good."""
        return self.revision + 3

    def advance(self, limit: int | None = None) -> None:
        """Take in good lines behind the last one, at most up to event `limit`."""
        seq = self.revision
        # A line's comma belongs to the next write, so the first piece is what is left of it.
        closed = True
        for raw in raw_lines(self._disk, self._fd, self.end, self.line - 1):
            if raw.offset == self.end:
                if raw.text not in {b"", b","}:
                    return
                closed = raw.text == b"" and seq > 0
                continue
            text = bare(raw.text)
            parsed = parse_event(text)
            if parsed is None or parsed.seq != seq + 1 or seq == limit:
                return
            # A comma that rotted hurts no event; the next rewriting puts it right.
            self.ragged = self.ragged or closed
            closed = not raw.text.endswith(b",")
            seq = parsed.seq
            self.offsets.append(raw.offset)
            self.end = raw.offset + len(text)
            self.sync = parsed.sync

    def lines(self, through: int | None = None) -> Iterator[bytes]:
        """The good lines, up to the one of event `through`."""
        count = self.revision if through is None else through
        stop = self.end_of(count)
        return good_lines(self._disk, self._fd, self._name, self.offsets[:1], 0, stop)

    def end_of(self, seq: int) -> int:
        """Where the line of event `seq` ends, without its comma and line end."""
        if seq == self.revision:
            return self.end
        if not seq:
            return self.start
        next_line = self.offsets[seq]
        comma = self._disk.read(self._fd, 1, next_line - 2) == b","
        return next_line - (2 if comma else 1)

    def document(self, seq: int) -> dict[str, Any]:
        """The event `seq`, as it was given to the store."""
        start = self.offsets[seq - 1]
        stop = self.offsets[seq] if seq < self.revision else self.end
        line = self._disk.read(self._fd, stop - start, start).rstrip(b",\n")
        parsed = parse_event(line)
        if parsed is None:
            raise damaged(self._name, seq + 2)
        return event_document(line, parsed)

    def rest(self, after: int | None = None) -> bytes:
        """The bytes behind the last good line, or behind the line of event `after`."""
        start = self.end if after is None else self.end_of(after)
        return self._disk.read(self._fd, self._disk.size(self._fd) - start, start)

    def judge(self) -> Tail:
        """What the file's remaining bytes are.

        An event line carries the `sync` of its write, and a write begins only when the one
        before it is on the disk. So behind a bad line `revision + 1` a line whose `sync` is
        higher proves that the bad one had been durable: damage. Without such a line, and within
        the length that one write can have, it is the last write, which nobody was told of. A
        file that ends in its brackets without a space was ended, and no write was under way.
        """
        rest = self.rest()
        ended = rest.endswith(CLOSING)
        rest = rest.rstrip(b" ")
        if len(rest) > _LONGEST_TAIL:
            return Tail.DAMAGED
        for pattern, tail in _TAILS:
            if pattern.fullmatch(rest):
                return tail
        if ended or newest_sync(rest) > self.revision + 1:
            return Tail.DAMAGED
        return Tail.TORN

    def whole(self) -> int:
        """The last event that ends a command: what lies behind it belongs to a cut command."""
        seq = self.revision
        command: object = None
        while seq:
            event = self.document(seq)
            if event.get("last", True) or (seq < self.revision and event.get("cmd") != command):
                break
            command = event.get("cmd")
            seq -= 1
        return seq


def good_lines(
    disk: Disk, fd: int, name: str, first: Sequence[int], after: int, stop: int
) -> Iterator[bytes]:
    """The lines from offset `first[0]` to `stop`, which are those of the events behind `after`.

    They were good before; a disk that gives back something else now raises `FileDamaged`.
    """
    if not first or stop <= first[0]:
        return
    for seq, raw in enumerate(raw_lines(disk, fd, first[0], after + 3, stop), after + 1):
        line = bare(raw.text)
        parsed = parse_event(line)
        if parsed is None or parsed.seq != seq:
            raise damaged(name, raw.number)
        yield line


def damaged(name: str, line: int) -> FileDamaged:
    """The error for damage that is not the remains of a last write."""
    return FileDamaged(
        f"{name}: line {line} is damaged.",
        f"Nothing was changed. `workshop session check {name}` says what is wrong and what a "
        "mend would do; a copy from a backup is the better file, where there is one.",
        line=line,
    )
