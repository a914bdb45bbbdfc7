"""The analyst's part of `exchange`: which asks and offers are free, and who might meet whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from workshop.analysis import exchange as technique
from workshop.analysis.exchange import Item, Match, Tag
from workshop.analysis.people import person_key
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.exchange.pairs import Pairs

Job = dict[str, Any]


def job_of(exercise: Exercise, state: Any, responses: Sequence[Response]) -> Job | None:
    """What there is to match; None where nothing has changed since the last time."""
    pairs = Pairs(exercise, state)
    asks, offers = items(responses, "ask"), items(responses, "offer")
    gone = pairs.gone({str(response.id) for response in responses})
    job: Job = {
        "asks": [(item.id, item.person, item.text) for item in asks],
        "offers": [(item.id, item.person, item.text) for item in offers],
        "tags": [(tag.name, tag.words) for tag in tags_of(exercise)],
        "apart": sorted(pairs.apart),
        "settled": sorted((pair.ask, pair.offer) for pair in pairs.settled if pair.id not in gone),
        "gone": sorted(gone),
        "round": max((response.round for response in responses), default=1),
    }
    mark = crc32(repr((technique.VERSION, job)).encode())
    # Nothing to match is worth an event only where there was something before.
    if mark == pairs.mark or (pairs.mark is None and not (asks and offers)):
        return None
    return {**job, "mark": mark}


def judge(job: Job) -> dict[str, Any]:
    """The `matched` command for a job."""
    found = technique.matched(
        [Item(*item) for item in job["asks"]],
        [Item(*item) for item in job["offers"]],
        [Tag(*tag) for tag in job["tags"]],
        {(ask, offer) for ask, offer in job["apart"]},
        [(ask, offer) for ask, offer in job["settled"]],
    )
    return {
        "do": "matched",
        "gone": job["gone"],
        "round": job["round"],
        "mark": job["mark"],
        "technique": technique.TECHNIQUE,
        "version": technique.VERSION,
        "pairs": [_kept(match) for match in found],
    }


def _kept(match: Match) -> dict[str, Any]:
    return {
        "ask": match.ask,
        "offer": match.offer,
        "score": match.score,
        "words": list(match.words),
        "about": list(match.about),
    }


def items(responses: Sequence[Response], side: str) -> list[Item]:
    """The asks, or the offers, of answers; an item goes by the id of its answer."""
    return [
        Item(str(response.id), person_key(response), text)
        for response in responses
        if (text := str(response.answers.get(side, "")))
    ]


def tags_of(exercise: Exercise) -> list[Tag]:
    return [
        Tag(str(entry["tag"]), tuple(map(str, entry["words"])))
        for entry in exercise.options.get("tags", ())
    ]
