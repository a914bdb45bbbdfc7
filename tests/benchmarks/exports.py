"""What each format costs for a session with 300 participants and 5,000 answers, beside 500.

    python -m tests.benchmarks.exports

A line of JSON a format, and one for the report that all are made from. `seconds`: making its files,
without writing them, in a process of its own, imports included, in seconds of the processor, which
a busy computer changes little; `peak_mb`: by how much the process
grew while it did (the report itself, with what it was made of, comes before); `times`: the cost at
5,000 answers beside that at 500. The last line adds up the formats that an export writes without
being asked for more, the report among them. At most 12 times is wished.

Nine answers in twenty are ideas, sorted into themes; the rest is a choice, ratings before and
after, ties of eight each, and pledges.
"""

from __future__ import annotations

import json
import pickle
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

from tests.examples import START
from tests.export.telling import CHAIR, HOST, Hour
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.ids import ActorId, ExerciseId, ParticipantId
from workshop.domain.records import Actor, Role, Source
from workshop.domain.state import State
from workshop.export.building.from_state import build_report
from workshop.export.writing import FORMATS, ON_REQUEST
from workshop.kinds.ideas.judging import judge
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan

SIZES = (500, 5_000)
PEOPLE = 300
WISHED = 12
IDEAS, CHOICE, RATED, WHO, PLEDGE = (
    "who-moves-together", "how-we-connect", "confidence", "who", "network-pledge",
)  # fmt: skip
_MIX = (IDEAS,) * 9 + (CHOICE,) * 3 + (RATED,) * 4 + (WHO,) + (PLEDGE,) * 3
_SPOKEN = """
walk bus school ward clinic sport street council friend family time money train park team doctor
nurse manager question meeting morning child work home neighbour bicycle
"""
_WORDS = _SPOKEN.split()
ANALYST = Actor(ActorId("analyst"), Role.ANALYST)


def session(answers: int) -> State:
    """A session with so many answers, told command by command; the same each time."""
    frame = [{"theme": word.title(), "seeds": [word]} for word in _WORDS[:10]]
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    exercises = (
        replace(e, options={**e.options, "frame": frame}) if e.id == IDEAS else e
        for e in plan.exercises
    )
    ties = samples.exercise("connections", {"most": 60}, id=WHO)
    told = Hour(replace(plan, exercises=(*exercises, ties)))
    told.do(CHAIR, co.Prepare(START, START + timedelta(hours=1)))
    chance = random.Random(11)
    actors = list(_joined(told, chance))
    told.stay(25 * 60)
    told.do(CHAIR, co.Start())
    for number in range(answers):
        told.stay(3_000 / answers)
        exercise = _MIX[number % len(_MIX)]
        _answer(told, exercise, actors[number % PEOPLE], number, chance)
    _sorted(told)
    told.do(CHAIR, co.EndSession())
    return told.state


def _joined(told: Hour, chance: random.Random) -> Iterator[Actor]:
    for number in range(PEOPLE):
        id_ = ParticipantId(f"phone-{number}")
        told.do(HOST, co.Join(id_, f"hash-{number}"))
        actor = Actor(ActorId(id_), Role.PARTICIPANT)
        role, place = chance.choice(("nurse", "doctor", "manager")), chance.randint(1, 12)
        told.do(actor, co.SetProfile(f"Person {number}", role, f"Hospital {place}"))
        yield actor


def _answer(told: Hour, exercise: str, actor: Actor, number: int, chance: random.Random) -> None:
    """As if the sender had typed it: phones may answer only what is open, and only so often."""
    found = told.state.plan.exercise(ExerciseId(exercise))
    badge = str(told.state.participants[ParticipantId(actor.id)].badge)
    objectives = [o.id for o in told.state.plan.objectives if o.headline]
    given: dict[str, Any] = {
        IDEAS: {"text": " ".join(chance.choices(_WORDS, k=chance.randint(4, 14)))},
        CHOICE: {"choice": [chance.choice(found.options.get("choices", [{"id": "x"}]))["id"]]},
        RATED: {objective: chance.randint(1, 5) for objective in objectives},
        WHO: {"who": [badge], "people": [str(b) for b in chance.sample(range(1, PEOPLE + 1), 8)]},
        PLEDGE: {"what": " ".join(chance.choices(_WORDS, k=6)), "in_days": ["30"]},
    }[exercise]
    round_ = 1 + number % 2 if exercise in (RATED, WHO) else 1
    body = co.SubmitResponse(found.id, f"r{number}", given, round_, Source.PAPER, None, "", badge)
    told.do(CHAIR, body)


def _sorted(told: Hour) -> None:
    """The ideas sorted into themes, as the analyst does it."""
    exercise = told.state.plan.exercise(ExerciseId(IDEAS))
    kind, responses = load()["ideas"], told.state.responses_to(exercise.id)
    job = kind.job(exercise, told.state.kinds.get(exercise.id), responses)
    told.do(ANALYST, co.KindCommand(exercise.id, judge(job)))


# -- a format in a process of its own ----------------------------------------------------------


def one(path: Path, name: str) -> dict[str, float]:
    """Seconds and megabytes of one format; of the report where the name is 'report'."""
    # Written by this very program a moment before.
    state: State = pickle.loads(path.read_bytes())
    kinds = load()
    began, grew = process_time(), _peak_mb()
    report = build_report(state, kinds, name="bench", now=START + timedelta(hours=2))
    if name == "report":
        return {"seconds": process_time() - began, "peak_mb": _peak_mb() - grew}
    began, grew = process_time(), _peak_mb()
    files = import_module(FORMATS[name]).files(report)
    took = process_time() - began
    size = sum(map(len, files.values())) / 1e6
    return {"seconds": took, "peak_mb": _peak_mb() - grew, "size_mb": size}


def _peak_mb() -> float:
    """The most memory that this process has held; kilobytes on Linux."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measured(path: Path, name: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.exports", str(path), name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def run() -> Iterator[dict[str, Any]]:
    """A row for the report and each format, then one for all that an export writes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.pickle" for size in SIZES}
        for size, path in paths.items():
            path.write_bytes(pickle.dumps(session(size)))
        usual = dict.fromkeys(SIZES, 0.0)
        for name in ("report", *FORMATS):
            few, many = (_measured(path, name) for path in paths.values())
            if name not in ON_REQUEST:
                for size, found in zip(SIZES, (few, many), strict=True):
                    usual[size] += found["seconds"]
            yield _row(name, few["seconds"], many["seconds"], many)
        yield {**_row("all", *usual.values(), {}), "wished": WISHED}


def _row(name: str, few: float, many: float, found: dict[str, float]) -> dict[str, Any]:
    return {
        "format": name,
        "seconds": round(many, 2),
        "seconds_at_500": round(few, 2),
        "times": round(many / few, 1),
        **{key: round(found[key], 1) for key in ("peak_mb", "size_mb") if key in found},
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one(Path(sys.argv[1]), sys.argv[2])))
    else:
        for row in run():
            print(json.dumps(row), flush=True)
