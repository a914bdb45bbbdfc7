"""Laying out a whole new file beside the old one, and putting it in its place at once."""

from __future__ import annotations

import contextlib
import sys
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workshop.domain.making import dataclass
from workshop.store.disk import Disk
from workshop.store.format import CLOSING, opening, padded

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Laid:
    """A file just written, synced and open: see `Scanner` for `offsets` and `end`."""

    fd: int
    offsets: array[int]
    end: int
    size: int


def new_path(path: Path) -> Path:
    """Where a new version of `path` is written before it takes its place."""
    return path.with_name(f".{path.name}.new")


def lay(
    disk: Disk,
    path: Path,
    header: Mapping[str, Any],
    lines: Iterable[bytes],
    *,
    growing: bool = True,
    replaces: int | None = None,
) -> Laid:
    """Write header and event lines to a new file, sync it, and give it the name `path`.

    `growing` leaves space behind the text. `replaces` is the descriptor of the file that goes.
    Until the very last step the old file stays as it is; on `OSError` the new one is removed.
    """
    target = new_path(path)
    fd = disk.open_new(target)
    try:
        laid = _write(disk, fd, opening(header), lines, growing)
        disk.sync(fd)
        if sys.platform == "win32" and replaces is not None:
            # An open file cannot be replaced there.
            disk.close(replaces)
        disk.replace(target, path)
        disk.sync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            disk.close(fd)
        with contextlib.suppress(OSError):
            disk.remove(target)
        raise
    return laid


def _write(disk: Disk, fd: int, head: bytes, lines: Iterable[bytes], growing: bool) -> Laid:
    offsets: array[int] = array("Q")
    pieces, gathered, written = [head], len(head), 0
    lead = b"\n"
    for line in lines:
        offsets.append(written + gathered + len(lead))
        pieces.append(lead + line)
        gathered += len(lead) + len(line)
        lead = b",\n"
        if gathered >= _BLOCK:
            disk.write(fd, b"".join(pieces), written)
            written += gathered
            pieces, gathered = [], 0
    end = written + gathered
    text_size = end + len(CLOSING)
    size = padded(text_size) if growing else text_size
    pieces.append(CLOSING + b" " * (size - text_size))
    disk.write(fd, b"".join(pieces), written)
    return Laid(fd, offsets, end, size)
