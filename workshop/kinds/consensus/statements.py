"""The statements of a room: the plan's, and those that people added, read from their answers.

A statement that somebody added is known by its wording. So nothing has to be kept beside the
answers: the same words twice are one statement, a corrected statement is a new one whose votes
begin again, and of one that was hidden, undone or erased only votes are left, which name nobody
and count nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from workshop.analysis.agreement.marks import AGREE, DISAGREE, PASS, Count
from workshop.analysis.people import person_key
from workshop.domain.ids import ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.options import entries_of

STATEMENT = "own_statement"
"""The field of a statement that somebody adds; no statement's id has an underscore there."""
MARKS = {"agree": AGREE, "disagree": DISAGREE, "pass": PASS}
OWN = 2
LIMIT = 140
HANDFUL = 5
RECOUNT = 50
"""Votes are counted anew for routing when a fiftieth more answers have come."""
_FROM_THE_ROOM = re.compile(r"r_[0-9a-f]{10}")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `response` is the answer that brought it, None for one of the plan's.

    `round` is that in which it was added, 0 for one of the plan's.
    """

    id: str
    text: str
    response: ResponseId | None = None
    round: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """What forms need: the statements, and about how they stand; `counted` answers made that."""

    statements: tuple[Statement, ...]
    counts: Mapping[str, Count]
    people: int
    counted: int
    ids: Mapping[str, str] = field(default_factory=dict)
    """Ids of the plan's statements by their words."""

    def id_of(self, response: Response) -> str:
        """The id of the statement in an answer."""
        return id_of(str(response.answers[STATEMENT]), self.ids)


def is_from_the_room(name: str) -> bool:
    return _FROM_THE_ROOM.fullmatch(name) is not None


def seeds(exercise: Exercise) -> tuple[Statement, ...]:
    """The plan's own statements."""
    return tuple(Statement(o.id, o.text) for o in entries_of(exercise.options, "statements"))


def seed_ids(exercise: Exercise) -> dict[str, str]:
    return {_words(seed.text): seed.id for seed in seeds(exercise)}


def id_of(text: str, plan: Mapping[str, str]) -> str:
    """One id for one wording, whatever its capitals and punctuation; the plan's where it has it."""
    words = _words(text)
    made = f"r_{blake2b(words.encode(), digest_size=5).hexdigest()}"
    return plan.get(words, made)


def _words(text: str) -> str:
    # Text without any word (only signs) is itself.
    return " ".join(_WORDS.findall(text.casefold())) or text.strip()


def statements(
    exercise: Exercise, responses: Iterable[Response], earlier: Iterable[Response] = ()
) -> tuple[Statement, ...]:
    """The plan's, then those of the room as they came, in the rounds before, too (`earlier`).

    Of a person no more than each may add in a round.
    """
    plan, most = seed_ids(exercise), int(exercise.options.get("own", OWN))
    found = {seed.id: seed for seed in seeds(exercise)}
    given: Counter[tuple[str, int]] = Counter()
    for response in sorted(
        (r for r in (*earlier, *responses) if STATEMENT in r.answers), key=lambda r: r.seq
    ):
        if response.participant is not None:
            whose = (response.participant, response.round)
            given[whose] += 1
            if given[whose] > most:
                continue
        text = str(response.answers[STATEMENT])
        id_ = id_of(text, plan)
        found.setdefault(id_, Statement(id_, text, response.id, response.round))
    return tuple(found.values())


def votes_in(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(statement, answer) of each vote in an answer."""
    for name, value in answers.items():
        if name != STATEMENT and value:
            yield name, value[0]


def gather(
    exercise: Exercise,
    responses: Sequence[Response],
    before: Gathered | None,
    earlier: Sequence[Response] = (),
) -> Gathered:
    """The statements as they are now, and about how they stand, by which they are routed.

    Votes of rounds before (`earlier`) count for nothing here: everyone is asked anew.
    """
    found = statements(exercise, responses, earlier)
    ids = seed_ids(exercise)
    if before and 0 <= len(responses) - before.counted < max(1, before.counted // RECOUNT):
        return Gathered(found, before.counts, before.people, before.counted, ids)
    votes: Counter[tuple[str, str]] = Counter()
    people = set()
    for response in responses:
        people.add(person_key(response) or response.id)
        votes.update(votes_in(response.answers))
    counts = {
        s.id: Count(votes[s.id, "agree"], votes[s.id, "disagree"], votes[s.id, "pass"])
        for s in found
    }
    return Gathered(found, counts, len(people), len(responses), ids)
