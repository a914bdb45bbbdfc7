"""How long asks and offers take: `python -m tests.benchmarks.exchange_speed`.

Every person gives two asks and two offers of seven words out of 800. Prints a line of JSON a room:
seconds to match it, pairs, the most that anybody has, how many who could be matched have none, and
milliseconds to find what every phone is told.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from dataclasses import replace
from typing import Any

from tests.stage import PLAN, START
from workshop.analysis.exchange import Item, matched, resemblances
from workshop.domain.ids import ActorId, ParticipantId, ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Participant, Response, Role
from workshop.kinds.base import Material
from workshop.kinds.exchange.judging import job_of, judge
from workshop.kinds.registry import load

ROOMS = (20, 50, 100, 200)
WORDS = 800
ANALYST = Actor(ActorId("analyst"), Role.ANALYST)


def items(people: int, side: str, draw: random.Random) -> list[Item]:
    """Two a person, of words that are nobody's."""
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}word{n}" for n in range(WORDS)]
    return [
        Item(f"{side}{n}", f"#{n // 2}", " ".join(draw.sample(words, 7))) for n in range(2 * people)
    ]


def measured(people: int) -> dict[str, Any]:
    draw = random.Random(people)
    asks, offers = items(people, "ask", draw), items(people, "offer", draw)
    begun = time.perf_counter()
    found = matched(asks, offers)
    seconds = time.perf_counter() - begun
    owner = {item.id: item.person for item in asks}
    answered = Counter(owner[match.ask] for match in found)
    could = {owner[match.ask] for match in resemblances(asks, offers)}
    return {
        "people": people,
        "asks": len(asks),
        "seconds": round(seconds, 3),
        "pairs": len(found),
        "most_a_person": max(answered.values()),
        "without_one": len(could - answered.keys()),
        "told_ms": round(told_ms(asks, offers), 1),
    }


def told_ms(asks: list[Item], offers: list[Item]) -> float:
    made: Exercise = replace(PLAN.exercises[0], kind="exchange", options={"tell_at_once": True})
    responses = [
        Response(
            ResponseId(item.id), n, made.id, 1, {side: item.text}, START, ActorId("chair"),
            badge=item.person,
        )
        for side, given in (("ask", asks), ("offer", offers))
        for n, item in enumerate(given)
    ]  # fmt: skip
    kind, state = load()["exchange"], None
    job = job_of(made, state, responses)
    assert job is not None
    for payload in kind.decide(made, state, judge(job), ANALYST):
        state = kind.apply(made, state, 1, payload)
    people = [Participant(ParticipantId(f"p{n}"), n, START) for n in range(len(asks) // 2)]
    material = Material(made, responses, (), state=state, people=people)
    begun = time.perf_counter()
    assert kind.told(material)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    for size in ROOMS:
        print(json.dumps(measured(size)))
