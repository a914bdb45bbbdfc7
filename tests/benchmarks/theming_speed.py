"""What sorting and proposing cost, at 1,000 and 5,000 answers, beside scikit-learn's k-means.

    python -m tests.benchmarks.theming_speed

`sorting_ms`: an answer by the whole path of the analyst (what there is to do, packed and unpacked
for its process, repeats looked for, sorted, decided, applied), the mean of every answer while the
room grows to that size, ten at a time as a busy room sends them in the half second that the host
gathers; `alone_ms`: each by itself; `alone_last_100_ms`: the last hundred of these. All three are
milliseconds of a processor, whoever else uses the machine. `proposals_s`: new themes from all of
them; `scikit_learn_s`: its TF-IDF and k-means on the same answers, without its import.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from itertools import count
from statistics import fmean
from time import perf_counter, thread_time
from typing import Any

from tests.stage import CHAIR, HOST, IDEAS, PLAN, START
from workshop.analysis.themes.kin import _FIELDS
from workshop.analysis.themes.proposals import propose
from workshop.domain.commands import (
    Command,
    CommandBody,
    CreateSession,
    KindCommand,
    SubmitResponse,
)
from workshop.domain.events import Event
from workshop.domain.ids import ActorId, CommandId, SessionId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Role
from workshop.domain.step import step
from workshop.host.parcels import Packer, Unpacker
from workshop.kinds import registry
from workshop.service.following import Following
from workshop.service.header import first_state, new_header

SIZES = (1_000, 5_000)
THEMES = 10
ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
_WORDS = [line.split(":")[1].split() for line in _FIELDS.strip().replace("\n ", " ").splitlines()]


def answers(number: int) -> list[str]:
    """Made-up answers of 4 to 14 words, each mostly of one field; the same every time."""
    chance = random.Random(7)
    every = [word for words in _WORDS for word in words]
    return [
        " ".join(
            chance.choice(field if chance.random() < 0.5 else every)
            for _ in range(chance.randint(4, 14))
        )
        for field in (chance.choice(_WORDS[:20]) for _ in range(number))
    ]


def frame() -> list[dict[str, Any]]:
    """A theme for each of the first fields, four of its words as seeds."""
    return [{"theme": words[0], "seeds": words[1:5]} for words in _WORDS[:THEMES]]


def main() -> None:
    for number in SIZES:
        print(json.dumps(measured(number)))


def measured(number: int) -> dict[str, Any]:
    texts = answers(number)
    each, alone = arriving(texts, 10), arriving(texts, 1)
    began = perf_counter()
    found = propose(texts)
    proposals = perf_counter() - began
    return {
        "answers": number,
        "sorting_ms": round(fmean(each) * 1000, 2),
        "alone_ms": round(fmean(alone) * 1000, 2),
        "alone_last_100_ms": round(fmean(alone[-100:]) * 1000, 2),
        "proposals_s": round(proposals, 2),
        "proposed": len(found),
        "scikit_learn_s": round(scikit_learn(texts), 2),
    }


def arriving(texts: list[str], at_once: int) -> list[float]:
    """Seconds of a processor for each answer, so many at once."""
    exercise = Exercise(IDEAS, "ideas", "E", "?", options={"per_person": 0, "frame": frame()})
    plan = replace(PLAN, exercises=(exercise,))
    header = new_header(plan, session=SessionId("sorted"), created=START)
    kind, rules, numbers = registry.load()["ideas"], registry.KindRules(), count()
    following, packer, unpacker = Following(kind, exercise), Packer(), Unpacker()
    state, came = first_state(header), list[Event]()
    took = []

    def send(body: CommandBody, actor: Actor) -> None:
        nonlocal state
        command = Command(CommandId(f"{next(numbers)}"), body)
        state, events = step(state, command, actor, START, rules)
        came.extend(events)

    send(CreateSession(START, START + timedelta(hours=1)), HOST)
    for number, text in enumerate(texts, 1):
        send(SubmitResponse(IDEAS, f"r{number}", {"text": text}), CHAIR)
        if number % at_once:
            continue
        began = thread_time()
        job = following.job(state, came)
        came.clear()
        if job is not None and (job["fresh"] or job["retried"]):
            job = unpacker.unpacked(bytes(packer.packed("e", job)))
            for piece in kind.judge(job):
                send(KindCommand(IDEAS, piece), ANALYST)
        took += [(thread_time() - began) / at_once] * at_once
    return took


def scikit_learn(texts: list[str]) -> float:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    began = perf_counter()
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    KMeans(THEMES, n_init=10, random_state=1).fit(rows)
    return perf_counter() - began


if __name__ == "__main__":
    main()
