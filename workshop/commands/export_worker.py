"""The process that makes an export, so that the terminal beside it never waits for it.

It reads one order (a line, then the bytes of a state where that was handed over), tells lines of
JSON as it goes, and keeps what it has made in memory until a second line tells it to write.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from workshop.commands.export import read_state, report_of
from workshop.commands.exporting import LOWER, Order, Told
from workshop.errors import WorkshopError
from workshop.export.anonymising.to_look_through import marked
from workshop.export.report import Report
from workshop.export.writing import make, put
from workshop.service.codec import decode_state
from workshop.service.wire import problem_of

REPORT, FILES = 0.3, 0.7
"""Shares of the work: the report, and the files made of it."""


class Worker:
    """One export, told to whoever reads `out`."""

    def __init__(self, orders: BinaryIO, out: BinaryIO) -> None:
        self._orders, self._out = orders, out

    def work(self) -> None:
        try:
            self._work(msgspec.json.decode(self._orders.readline(), type=Order))
        except WorkshopError as error:
            self._tell(Told(problem=problem_of(error)))

    def _work(self, order: Order) -> None:
        self._tell(Told(doing="Reading the session"))
        if order.state_bytes:
            state = decode_state(self._orders.read(order.state_bytes))
        else:
            state = read_state(Path(order.path))
        report = report_of(state, order.name, order.anonymise, self._reading)
        self._tell(_summary(report))
        files = make(report, order.formats, self._making, self._unsaid, self._made)
        self._tell(Told(share=1.0, doing="Ready"))
        if self._orders.readline():
            written = put(files, Path(order.folder), report.about.name)
            self._tell(Told(written=tuple(map(str, written))))

    def _reading(self, share: float, what: str) -> None:
        self._tell(Told(share=share * REPORT, doing=what))

    def _making(self, share: float, what: str) -> None:
        self._tell(Told(share=REPORT + share * FILES, doing=what))

    def _unsaid(self, line: str) -> None:
        self._tell(Told(unsaid=line))

    def _made(self, suffix: str, size: int) -> None:
        self._tell(Told(file=(suffix, size)))

    def _tell(self, told: Told) -> None:
        self._out.write(msgspec.json.encode(told) + b"\n")
        self._out.flush()


def _summary(report: Report) -> Told:
    said = report.summary
    return Told(
        share=REPORT,
        doing="Writing",
        name=report.about.name,
        title=report.about.title,
        said=(*said.when, *said.answered, *filter(None, [said.objectives]), *said.what_next),
        came_out=tuple((outcome.title, outcome.sentences[0]) for outcome in said.came_out),
        marked=marked(report) if report.about.anonymised else (),
    )


def main() -> None:
    # The host and the terminal go first.
    with contextlib.suppress(OSError, AttributeError):
        os.nice(LOWER)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    # A terminal that has gone wants no export any more.
    with contextlib.suppress(BrokenPipeError):
        Worker(sys.stdin.buffer, out).work()


if __name__ == "__main__":
    main()
