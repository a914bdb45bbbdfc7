"""An event log without a file, for headless rehearsals and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from workshop.errors import SaveFailed
from workshop.service.log import EventLine


class MemoryLog:
    """Keeps the encoded lines in memory; while `failure` is set every append raises it."""

    def __init__(self, header: Mapping[str, Any], name: str = "memory") -> None:
        self.header = header
        self.name = name
        self.failure: SaveFailed | None = None
        self.batches: list[int] = []
        self._lines: list[EventLine] = []

    @property
    def revision(self) -> int:
        return len(self._lines)

    def append(self, batch: Sequence[EventLine]) -> None:
        if self.failure is not None:
            raise self.failure
        for expected, line in enumerate(batch, start=self.revision + 1):
            if line.seq != expected:
                raise ValueError(f"event {line.seq} came where {expected} was due")
        self._lines.extend(batch)
        self.batches.append(len(batch))

    def read(self, after: int = 0) -> Iterator[dict[str, Any]]:
        for line in self._lines[after:]:
            yield msgspec.json.decode(line.body)

    def rewrite(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        if self.failure is not None:
            raise self.failure
        changed = (change(document) for document in self.read())
        self._lines = [
            EventLine(document["seq"], msgspec.json.encode(document), document["last"])
            for document in changed
        ]
        self.header = {**self.header, "epoch": self.header["epoch"] + 1}

    def close(self, *, ended: bool = False) -> None:
        """Nothing to release: the lines stay readable, as a file's would."""
