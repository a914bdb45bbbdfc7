"""A quick look at a session file for lists: its header, and its events from the last one back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from workshop.errors import FileDamaged
from workshop.store.format import event_document, parse_event, parse_header
from workshop.store.opening import cannot_read
from workshop.store.scanning import bare

_BLOCK = 64 * 1024
_LONGEST_HEADER = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Glance:
    """What a file says of itself without being folded; `size` in bytes, the reserve included."""

    path: Path
    header: dict[str, Any]
    size: int

    def newest_first(self) -> Iterator[dict[str, Any]]:
        """The file's good events from the last one back; only what is asked for is read."""
        with self.path.open("rb") as file:
            for line in _lines_backwards(file, self.size):
                text = bare(line)
                parsed = parse_event(text)
                if parsed is not None:
                    yield event_document(text, parsed)


def glance(path: Path) -> Glance:
    """Read a file's header; FileDamaged where it has none, SaveFailed where it is unreadable."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEADER)
            size = path.stat().st_size
    except OSError as error:
        raise cannot_read(path, error) from error
    parsed = parse_header(line.rstrip(b"\n"))
    if parsed is None:
        raise FileDamaged(
            f"{path.name} is not a session file, or its first line is damaged.",
            "`workshop session check` says more.",
            1,
        )
    return Glance(path, parsed[0], size)


def _lines_backwards(file: BinaryIO, end: int) -> Iterator[bytes]:
    rest = b""
    while end > 0:
        start = max(0, end - _BLOCK)
        file.seek(start)
        # Spaces held in reserve stand at the end and may be long.
        rest = (file.read(end - start) + rest).rstrip(b" ")
        first, *lines = rest.split(b"\n")
        yield from reversed(lines)
        rest, end = first, start
    if rest:
        yield rest
