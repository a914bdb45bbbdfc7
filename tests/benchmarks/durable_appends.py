"""How fast events become durable: the session file beside SQLite and a raw append.

    python -m tests.benchmarks.durable_appends [--folder FOLDER] [--rounds N]

Every way writes the same events, one at a time and in groups, into files that hold 100, 10,000
and 100,000 events already. The ways take turns, so that a slow moment of the disk hits all of them,
and what was measured in the same round is compared. The last line is JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import orjson
from tinydb import TinyDB

from workshop.service.log import EventLine
from workshop.store import FORMAT, SessionFile, create

STORED = (100, 10_000, 100_000)
TURNS = {1: (13, 10), 64: (6, 2)}
"""For each size of a group: turns in a round, batches in a turn."""
WAYS = ("session file", "sqlite", "raw")


class Way(Protocol):
    def append(self, batch: Sequence[EventLine]) -> None: ...

    def close(self) -> None: ...


def event(seq: int) -> EventLine:
    document = {
        "seq": seq,
        "at": "2026-11-24T15:12:09.482113Z",
        "by": f"p-{seq % 300}",
        "role": "participant",
        "room": "main",
        "cmd": f"9f1c2f4e-7c0a-4b52-9f0e-{seq:012d}",
        "last": True,
        "type": "response_submitted",
        "segment": "factors-that-matter",
        "offset_s": 133.25,
        "exercise": "factors",
        "key": f"0d6f7a02-1b1c-4a53-8e55-{seq:012d}",
        "round": 1,
        "answers": {"text": "We keep meeting the same six people, who all know each other."},
    }
    return EventLine(seq, orjson.dumps(document), True)


class InSessionFile:
    def __init__(self, path: Path) -> None:
        header = {"format": FORMAT, "epoch": 1, "id": "bench", "room": "main", "plan": {}}
        self.log: SessionFile = create(path, header)
        self.append = self.log.append
        self.close = self.log.close


class InSqlite:
    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, body BLOB)")

    def append(self, batch: Sequence[EventLine]) -> None:
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT INTO events VALUES (?, ?)", [(line.seq, line.body) for line in batch]
        )
        self.connection.execute("COMMIT")

    def close(self) -> None:
        self.connection.close()


class InRawFile:
    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.sync = getattr(os, "fdatasync", os.fsync)

    def append(self, batch: Sequence[EventLine]) -> None:
        os.write(self.fd, b"".join([line.body + b"\n" for line in batch]))
        self.sync(self.fd)

    def close(self) -> None:
        os.close(self.fd)


def filled(folder: Path, way: str, stored: int) -> Way:
    kinds: dict[str, type[InSessionFile | InSqlite | InRawFile]] = {
        "session file": InSessionFile,
        "sqlite": InSqlite,
        "raw": InRawFile,
    }
    opened = kinds[way](folder / f"{way.replace(' ', '-')}-{stored}")
    for first in range(1, stored + 1, 5000):
        opened.append([event(seq) for seq in range(first, min(first + 5000, stored + 1))])
    return opened


def seconds(way: Way, batches: Sequence[Sequence[EventLine]]) -> float:
    """What it takes to make some batches durable, which were encoded before."""
    began = time.perf_counter()
    for batch in batches:
        way.append(batch)
    return time.perf_counter() - began


def measure(folder: Path, rounds: int) -> dict[tuple[int, int, str], list[float]]:
    """Microseconds an event takes, by group, stored events and way, one value a round.

    A round is long enough to meet the growth of the reserve and SQLite's checkpoints, and its
    turns are short enough that all ways see the same disk.
    """
    ways = {(stored, way): filled(folder, way, stored) for stored in STORED for way in WAYS}
    next_seq = {key: key[0] + 1 for key in ways}
    found: dict[tuple[int, int, str], list[float]] = {}
    for number in range(rounds):
        for group, (turns, batches_a_turn) in TURNS.items():
            spent = dict.fromkeys(ways, 0.0)
            for turn in range(turns):
                for key in [*ways] if (turn + number) % 2 else [*reversed(ways)]:
                    first = next_seq[key]
                    next_seq[key] += batches_a_turn * group
                    batches = [
                        [event(seq) for seq in range(start, start + group)]
                        for start in range(first, next_seq[key], group)
                    ]
                    spent[key] += seconds(ways[key], batches)
            for (stored, way), taken in spent.items():
                each = taken * 1e6 / (turns * batches_a_turn * group)
                found.setdefault((group, stored, way), []).append(each)
    for opened in ways.values():
        opened.close()
    return found


def plain_tinydb_us(folder: Path, stored: int, inserts: int) -> float:
    """Microseconds of a plain TinyDB insert, with its own sync."""
    path = folder / f"tinydb-{stored}.json"
    table = {str(seq): json.loads(event(seq).body) for seq in range(1, stored + 1)}
    path.write_text(json.dumps({"events": table}))
    with TinyDB(path) as database:
        events = database.table("events")
        began = time.perf_counter()
        for seq in range(stored + 1, stored + inserts + 1):
            events.insert(json.loads(event(seq).body))
        return (time.perf_counter() - began) * 1e6 / inserts


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios of what was measured in the same rounds."""
    return round(statistics.median(a / b for a, b in zip(one, other, strict=True)), 3)


def compared(found: dict[tuple[int, int, str], list[float]]) -> Iterator[dict[str, Any]]:
    for group in TURNS:
        for stored in STORED:
            ours = found[group, stored, "session file"]
            yield {
                "group": group,
                "stored": stored,
                "events_per_s": {
                    way: round(1e6 / statistics.median(found[group, stored, way])) for way in WAYS
                },
                "of_sqlite": ratio(found[group, stored, "sqlite"], ours),
                "of_raw": ratio(found[group, stored, "raw"], ours),
                "cost_to_100": ratio(ours, found[group, STORED[0], "session file"]),
            }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folder", type=Path, help="where to write (default: the temporary one)")
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        rows = list(compared(measure(folder, chosen.rounds)))
        plain = {
            stored: round(1e6 / plain_tinydb_us(folder, stored, inserts), 1)
            for stored, inserts in ((100, 10), (10_000, 3))
        }
    print("durable events a second (medians), and ratios; above 1 is better than the other")
    print(f"{'group':>5} {'stored':>7} {'session file':>13} {'sqlite':>8} {'raw':>8}", end="")
    print(f" {'/ sqlite':>9} {'/ raw':>6} {'cost to that at 100':>20}")
    for row in rows:
        rate = row["events_per_s"]
        print(f"{row['group']:>5} {row['stored']:>7} {rate['session file']:>13}", end="")
        print(f" {rate['sqlite']:>8} {rate['raw']:>8} {row['of_sqlite']:>9}", end="")
        print(f" {row['of_raw']:>6} {row['cost_to_100']:>20}")
    for stored, rate in plain.items():
        print(f"plain TinyDB insert at {stored} stored: {rate} a second")
    met = all(row["of_sqlite"] >= 1 and row["cost_to_100"] <= 1.2 for row in rows)
    result = {
        "name": "durable_appends",
        "met": met,
        "at_least_sqlite": min(row["of_sqlite"] for row in rows),
        "highest_cost_to_100": max(row["cost_to_100"] for row in rows),
        "plain_tinydb_per_s": plain,
        "rows": rows,
    }
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
