"""Who voted how: every person's latest mark on every statement, and hands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workshop.analysis.agreement.marks import AGREE, Cast, Count, counts
from workshop.analysis.counting import Pool, pool
from workshop.analysis.people import badges_of, person_key, table_key
from workshop.domain.records import Response, Tally
from workshop.kinds.base import Material
from workshop.kinds.consensus.statements import (
    MARKS,
    STATEMENT,
    Statement,
    id_of,
    seed_ids,
    statements,
    votes_in,
)


@dataclass(frozen=True, slots=True)
class Ballots:
    """`cast` in order of arrival, people by index; `counts` a statement, with hands.

    `typed` are people who voted, `people` also those behind hands; `approximate` are statements
    with words for numbers among their hands. `each` has all that one person voted as one answer.
    """

    statements: tuple[Statement, ...]
    cast: tuple[Cast, ...]
    counts: tuple[Count, ...]
    typed: int
    people: int
    hands: Pool | None
    approximate: frozenset[str]
    each: tuple[Response, ...]


def ballots(material: Material) -> Ballots:
    """The latest mark of everyone; who adds a statement agrees with it until they say otherwise.

    Votes are of one round; statements also those that were added in the rounds before.
    """
    found = statements(material.exercise, material.responses, _earlier(material))
    place = {statement.id: number for number, statement in enumerate(found)}
    marks, first = _marks(material, place)
    people = {person: number for number, person in enumerate(marks)}
    cast = sorted(
        (when, people[person], statement, mark)
        for person, given in marks.items()
        for statement, (when, mark) in given.items()
    )
    votes = tuple(Cast(person, statement, mark) for _when, person, statement, mark in cast)
    typed = [_ballot(first[person], given, found) for person, given in marks.items()]
    tallies = _merged(material.tallies)
    hands = pool(_options(found), (), tallies, lambda _r: {})
    if not hands.voters:
        return Ballots(
            found, votes, tuple(counts(votes, len(found))), len(marks), len(marks), None,
            frozenset(), tuple(typed),
        )  # fmt: skip
    everyone = pool(_options(found), typed, tallies, lambda _r: {})
    return Ballots(
        statements=found,
        cast=votes,
        counts=tuple(_with_hands(s, typed, tallies) for s in found),
        typed=len(marks),
        # Where hands of the whole room were counted, those who typed are among them.
        people=max(round(everyone.voters), len(marks)),
        hands=hands,
        approximate=frozenset(option.split(":")[0] for option in hands.approximate),
        each=tuple(typed),
    )


def _earlier(material: Material) -> list[Response]:
    """The answers of all rounds before."""
    found: list[Response] = []
    before = material.earlier
    while before is not None:
        found += before.responses
        before = before.earlier
    return found


_Marks = dict[str, dict[int, tuple[int, int]]]


def _marks(material: Material, place: Mapping[str, int]) -> tuple[_Marks, dict[str, Response]]:
    """(seq, mark) of every person and statement, people in order of arrival; their first answer."""
    plan, badges = seed_ids(material.exercise), badges_of(material.people)
    marks: _Marks = {}
    implied: list[tuple[str, int, int]] = []
    first: dict[str, Response] = {}
    for response in sorted(material.responses, key=lambda r: r.seq):
        known = person_key(response, badges)
        person = known or f"?{response.id}"
        first.setdefault(person, response)
        for name, answer in votes_in(response.answers):
            if name in place:
                marks.setdefault(person, {})[place[name]] = (response.seq, MARKS[answer])
        if known and STATEMENT in response.answers:
            own = id_of(str(response.answers[STATEMENT]), plan)
            if own in place:
                implied.append((person, place[own], response.seq))
    for person, statement, seq in implied:
        marks.setdefault(person, {}).setdefault(statement, (seq, AGREE))
    return marks, first


def _ballot(
    first: Response, given: Mapping[int, tuple[int, int]], found: Sequence[Statement]
) -> Response:
    """All that one person voted, as one answer; only where it came from matters besides."""
    names = {mark: name for name, mark in MARKS.items()}
    answers = {found[place].id: [names[mark]] for place, (_seq, mark) in given.items()}
    return replace(first, answers=answers)


def _options(found: Sequence[Statement]) -> list[str]:
    return [f"{statement.id}:{answer}" for statement in found for answer in ("agree", "disagree")]


def _merged(tallies: Sequence[Tally]) -> list[Tally]:
    """One tally a table: statements are counted one after the other, and each count stands."""
    found: dict[str, Tally] = {}
    for tally in sorted(tallies, key=lambda t: t.seq):
        key = table_key(tally.table)
        before = found.get(key)
        if before is not None:
            present = before.present if tally.present is None else tally.present
            tally = replace(tally, counts={**before.counts, **tally.counts}, present=present)
        found[key] = tally
    return list(found.values())


def _with_hands(statement: Statement, typed: Sequence[Response], tallies: Sequence[Tally]) -> Count:
    """A statement's count; hands stand where they were counted for this very statement.

    Whoever was there and raised no hand passed.
    """
    options = _options((statement,))
    about = [tally for tally in tallies if any(option in tally.counts for option in options)]

    def votes_of(response: Response) -> dict[str, float]:
        return {f"{statement.id}:{response.answers[statement.id][0]}": 1.0}

    voted = [response for response in typed if statement.id in response.answers]
    both = pool(options, voted, about, votes_of)
    passed = sum(1 for response in both.typed if response.answers[statement.id] == ["pass"])
    agree, disagree = (both.votes[option] for option in options)
    silent = both.voters - agree - disagree - passed
    return Count(agree, disagree, passed + max(0.0, silent))
