"""What the service asks of a store: an ordered, durable log of event documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from workshop.domain.making import dataclass


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event, encoded before it queues.

    `body` is a JSON object in UTF-8 on one line, without its `crc`; `seq` is the revision it
    makes (1, 2, 3, ... without gaps) and stands in the body too; `last` marks the last event of
    its command.
    """

    seq: int
    body: bytes
    last: bool


class EventLog(Protocol):
    """An append-only log. Nothing outside `store/` may assume that it is a file.

    `append` is called from one thread at a time and blocks until everything given is durable;
    on `SaveFailed` nothing of the batch counts as written; an empty batch raises it as long as
    the log could not take events. `read` may run in another thread.
    """

    @property
    def header(self) -> Mapping[str, Any]:
        """The `session` document: format, epoch, id, room, plan (resolved), created."""

    @property
    def revision(self) -> int:
        """`seq` of the last durable event, 0 when there is none."""

    @property
    def name(self) -> str:
        """What a person calls this log (a path, say)."""

    def append(self, batch: Sequence[EventLine]) -> None: ...

    def read(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Every event document with `seq > after`, in order, `crc` left out."""

    def rewrite(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Put every event document through `change`, in one atomic step that raises the epoch.

        `change` keeps `seq` and `last`. On `SaveFailed` everything is as it was.
        """

    def close(self, *, ended: bool = False) -> None:
        """Release the log; `ended` also gives back what was reserved for growth."""
