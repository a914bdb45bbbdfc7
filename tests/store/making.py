"""Small session files and events for the store's tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from workshop.service.log import EventLine
from workshop.store import FORMAT, SessionFile, create
from workshop.store.disk import Disk

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HEADER = {"format": FORMAT, "epoch": 1, "id": "s-1", "room": "main", "plan": {"title": "Übung"}}


def event(seq: int, text: str = "an answer", *, cmd: str = "", last: bool = True) -> EventLine:
    document = {
        "seq": seq,
        "at": "2026-11-24T15:00:00Z",
        "by": "chair",
        "cmd": cmd or f"c{seq}",
        "last": last,
        "type": "response_submitted",
        "answers": {"text": text},
    }
    return EventLine(seq, orjson.dumps(document), last)


def command(first: int, lengths: Sequence[int]) -> list[EventLine]:
    """One command's events, with texts of these lengths."""
    return [
        event(seq, f"{seq}:" + "x" * length, cmd=f"c{first}", last=seq == first + len(lengths) - 1)
        for seq, length in enumerate(lengths, first)
    ]


def made(
    path: Path, batches: Sequence[Sequence[EventLine]], disk: Disk | None = None
) -> SessionFile:
    log = create(path, HEADER, disk=disk)
    for batch in batches:
        log.append(batch)
    return log


def seqs(log: Any, after: int = 0) -> list[int]:
    return [document["seq"] for document in log.read(after)]
