"""What sorting and proposing cost, at 1,000 and 5,000 answers, beside scikit-learn's k-means.

    python -m tests.benchmarks.theming_speed

`sorting_ms`: an answer by the whole path of the analyst (what there is to do, repeats looked for,
sorted, decided, applied), the mean of every answer while the room grows to that size, ten at a time
as a busy room sends them in the half second that the host gathers; `alone_ms`: each by itself;
`alone_last_100_ms`: the last hundred of these. All three are milliseconds of a processor, whoever
else uses the machine. `proposals_s`: new themes from all of them;
`scikit_learn_s`: its TF-IDF and k-means on the same answers, without its import.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from statistics import fmean
from time import perf_counter, thread_time
from typing import Any

from workshop.analysis.themes.kin import _FIELDS
from workshop.analysis.themes.proposals import propose
from workshop.domain.ids import ActorId, ExerciseId, ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response, Role
from workshop.kinds.ideas import theming
from workshop.kinds.ideas.judging import job_of, judge

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
    exercise = Exercise(ExerciseId("e"), "ideas", "E", "?", options={"frame": frame()})
    responses: list[Response] = []
    state: Any = None
    took = []
    for number, text in enumerate(texts, 1):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        responses.append(
            Response(ResponseId(f"r{number}"), number, exercise.id, 1, {"text": text}, at,
                     ActorId("chair"))
        )  # fmt: skip
        if number % at_once:
            continue
        began = thread_time()
        job = job_of(exercise, state, responses)
        if job is not None and (job["fresh"] or job["retried"]):
            for event in theming.decide(exercise, state, judge(job), ANALYST):
                state = theming.apply(state, event)
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
