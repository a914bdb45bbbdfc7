"""What phones notice of an analysis: acknowledgements while the host analyses, beside idle ones.

    python -m tests.benchmarks.while_analysing [--quick]

A host and the chair's terminal run as in the room; 300 phones, a process of their own, send 100
answers a second to a canvas, which nobody analyses. Meanwhile more answers come to 5,000 that were
sorted into themes before, themes are proposed from all that is left, and the map of 400 people and
the groups of 300 people who voted on 60 statements are worked out again and again, each time with
an answer more. Short stretches take turns, each kind of them between two idle ones and beside these
alone, so that what else the machine does hits them alike; the median of these ratios is said. The
last line is JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from math import sqrt
from pathlib import Path
from statistics import median
from typing import Any

from tests.analysis.agreement.rooms import planted
from tests.analysis.networks.graphs import a_room
from tests.benchmarks.first_paint import end_host, host_of
from tests.benchmarks.network_map import answers_of
from tests.benchmarks.room_load import Phones
from tests.benchmarks.terminals import Terminal
from tests.benchmarks.theming_speed import answers, frame
from tests.stage import IDEAS, PLAN
from workshop.domain.commands import (
    Command,
    CommandBody,
    CreateSession,
    KindCommand,
    Prepare,
    Start,
    SubmitResponse,
)
from workshop.domain.ids import ActorId, CommandId, ExerciseId, SessionId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Role
from workshop.domain.step import step
from workshop.kinds.registry import KindRules
from workshop.service.beside import read_key
from workshop.service.codec import encode_event
from workshop.service.header import first_state, new_header
from workshop.service.log import EventLine
from workshop.service.wire import encode_post
from workshop.store import create

WANTED = 1.5
PHONES, RATE, POUR_S, TURNS = 300, 100.0, 2.0, 7
THEMED, PEOPLE, VOTERS, STATEMENTS, HANDFUL = 5_000, 400, 300, 60, 5
SORTED_WITHIN_S = 300.0
STILL_S = 2.0
BETWEEN_S = 0.02
BOX = {"boxes": {"one": "a line in a box"}}
THEMES, MAP, VOTES = ExerciseId("themes"), ExerciseId("map"), ExerciseId("votes")
EXERCISES = (
    Exercise(
        IDEAS, "canvas", "A canvas", "What?", options={"boxes": [{"id": "one", "title": "One"}]}
    ),
    Exercise(THEMES, "ideas", "Themes", "What?", options={"per_person": 0, "frame": frame()}),
    Exercise(MAP, "connections", "A map", "Who?", options={"most": 60}),
    Exercise(
        VOTES,
        "consensus",
        "Votes",
        "What do you think?",
        options={
            "statements": [
                {"id": f"s{n}", "text": f"Statement number {n} of the plan"}
                for n in range(1, STATEMENTS + 1)
            ]
        },
    ),
)
_numbers = count(1)


class Chair:
    """Commands and questions of the chair over the host's own interface."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = f"{url}/api/v1", key

    def send(self, body: CommandBody) -> None:
        command = Command(CommandId(f"while-{next(_numbers)}"), body)
        self._ask("/commands", encode_post(command, -1))

    def findings(self, exercise: ExerciseId) -> None:
        self._ask(f"/findings?exercise={exercise}")

    def _ask(self, at: str, body: bytes | None = None) -> None:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._url + at, body, headers)
        with urllib.request.urlopen(request) as answer:
            answer.read()


def ballots() -> list[SubmitResponse]:
    """Votes of everybody, a handful of statements at a time."""
    cast, _groups = planted(VOTERS, STATEMENTS, 3)
    votes: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    word = {1: "agree", -1: "disagree", 0: "pass"}
    for one in cast:
        hand = votes[one.person, one.statement // HANDFUL]
        hand[f"s{one.statement + 1}"] = [word[int(one.mark)]]
    return [
        SubmitResponse(VOTES, f"votes-{person}-{hand}", given, badge=f"{person + 1}")
        for (person, hand), given in votes.items()
    ]


def stored(path: Path, themed: int) -> None:
    """A file of a running hour with the answers of all three, and nothing judged of them."""
    now = datetime.now(UTC)
    end = now + timedelta(minutes=60)
    plan = replace(PLAN, exercises=EXERCISES)
    log = create(path, new_header(plan, session=SessionId("while"), created=now))
    state, rules = first_state(log.header), KindRules()
    host, chair = Actor(ActorId("host"), Role.HOST), Actor(ActorId("chair"), Role.CHAIR)
    given = (
        *(SubmitResponse(THEMES, f"t{n}", {"text": t}) for n, t in enumerate(answers(themed))),
        *(SubmitResponse(MAP, a.id, a.answers) for a in answers_of(a_room(PEOPLE))),
        *ballots(),
    )
    lines: list[EventLine] = []
    acts: list[tuple[Any, Actor]] = [(CreateSession(now, end), host)]
    acts += ((body, chair) for body in (Prepare(now, end), Start(), *given))
    for body, actor in acts:
        state, events = step(state, Command(CommandId(str(len(lines))), body), actor, now, rules)
        lines += [EventLine(event.seq, encode_event(event), event.last) for event in events]
    log.append(lines)
    log.close()


@contextmanager
def over_and_over(work: Callable[[], None]) -> Iterator[list[float]]:
    """Have something done again and again meanwhile; the seconds that each took."""
    over, took = threading.Event(), list[float]()

    def go_on() -> None:
        while not over.is_set():
            began = time.perf_counter()
            work()
            took.append(time.perf_counter() - began)

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(go_on)
        yield took
        over.set()
        working.result()


def settle(session: Path) -> None:
    """Wait until the file stays as it is for a while: nothing more is judged."""
    until, size = time.perf_counter() + SORTED_WITHIN_S, -1
    while session.stat().st_size != size and time.perf_counter() < until:
        size = session.stat().st_size
        time.sleep(STILL_S)


def measure(home: Path, quick: bool, only: str = "") -> dict[str, Any]:
    session = home / "while.json"
    stored(session, THEMED // 5 if quick else THEMED)
    seconds, turns = (2.0, 1) if quick else (POUR_S, TURNS)
    command = [sys.executable, "-m", "workshop", "resume", str(session)]
    terminal = Terminal(command, WORKSHOP_HOME=str(home))
    terminal.wait_for("of 5:00")
    _pid, port = host_of(session)
    chair = Chair(f"http://127.0.0.1:{port}", read_key(session) or "")
    phones = Phones(f"http://127.0.0.1:{port}")
    room = random.Random(5)

    def look(exercise: ExerciseId, answer: dict[str, Any], badge: str = "") -> None:
        """One answer more, and what is found then."""
        chair.send(SubmitResponse(exercise, f"more-{next(_numbers)}", answer, badge=badge))
        chair.findings(exercise)

    def tie() -> None:
        one, other = room.sample(range(1, PEOPLE + 1), 2)
        look(MAP, {"who": [f"{one}"], "people": [f"{other}"]})

    def vote() -> None:
        mark = room.choice(("agree", "disagree"))
        look(VOTES, {f"s{room.randint(1, STATEMENTS)}": [mark]}, f"{room.randint(1, VOTERS)}")

    def idea() -> None:
        text = {"text": room.choice(texts)}
        chair.send(SubmitResponse(THEMES, f"more-{next(_numbers)}", text))
        time.sleep(BETWEEN_S)

    def proposals() -> None:
        chair.send(KindCommand(THEMES, {"do": "ask", "what": "proposals"}))
        time.sleep(seconds)

    def pour() -> float:
        """The p99 in milliseconds."""
        got = phones.order("pour", rate=RATE, seconds=seconds, answers=BOX)
        if got["failed"]:
            raise RuntimeError(got["failed"][0])
        return float(got["p99_ms"])

    ways = {"sorting": idea, "proposals": proposals, "network": tie, "consensus": vote}
    if only:
        ways = {only: ways[only]}
    texts = answers(2 * THEMED)[THEMED:]
    idle: list[float] = []
    found: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    done: dict[str, int] = {}

    try:
        phones.order("join", phones=PHONES, within_s=2, answers=BOX)
        # The host sorts what it found in the file.
        settle(session)
        for _ in range(turns):
            before = pour()
            for name, work in ways.items():
                with over_and_over(work) as took:
                    busy = pour()
                done[name] = done.get(name, 0) + len(took)
                settle(session)
                after = pour()
                idle.append(after)
                found.setdefault(name, []).append(busy)
                ratios.setdefault(name, []).append(busy / sqrt(before * after))
                before = after
    finally:
        phones.close()
        terminal.close()
        end_host(session)
    return {
        "p99_ms": {name: median(values) for name, values in (("idle", idle), *found.items())},
        "least_p99_ms": {name: min(values) for name, values in (("idle", idle), *found.items())},
        "times": done,
        "ratios": {name: median(values) for name, values in ratios.items()},
        "every_ratio": ratios,
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="short, to see that it runs")
    parser.add_argument("--only", default="", help="one of sorting, proposals, network, consensus")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(KeyboardInterrupt):
        got = measure(Path(name), given.quick, given.only)
        print(f"acknowledged while idle after p99 {got['p99_ms']['idle']:.1f} ms")
        for name_, ratio in got["ratios"].items():
            print(f"while {name_:10} {got['p99_ms'][name_]:6.1f} ms, {ratio:.2f} times")
        met = {name: ratio <= WANTED for name, ratio in got["ratios"].items()}
        print(json.dumps({**got, "met": met, "cores": os.cpu_count()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
