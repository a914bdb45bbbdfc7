"""Typed answers and hands counted at tables, brought together so that nobody counts twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workshop.analysis.people import answered_again, latest_each, named_table, table_key
from workshop.analysis.prose import counted, listed, opened
from workshop.domain.records import Participant, Response, Tally

WORDS: Mapping[str, float] = {"few": 0.2, "half": 0.5, "most": 0.8}
"""What a word stands for where nobody could count, as a share of those present."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Votes an option and where they come from.

    `voters` is how many people stand behind the votes; `typed` are the typed answers that are
    among them. `approximate` holds the options with words for numbers in them.
    """

    votes: Mapping[str, float]
    voters: float
    typed: tuple[Response, ...]
    approximate: frozenset[str]
    made_of: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hands:
    """One table's hands: `key` is empty for the whole room, `votes` if none could be counted."""

    key: str
    votes: Mapping[str, float]
    voters: float
    approximate: frozenset[str]
    cautions: tuple[str, ...]


def pool(
    options: Sequence[str],
    responses: Sequence[Response],
    tallies: Sequence[Tally],
    votes_of: Callable[[Response], Mapping[str, float]],
    *,
    single: bool = False,
    each: int = 0,
    people: Sequence[Participant] = (),
) -> Pool:
    """Votes of typed answers and of tallies, an option.

    Of a person's answers and of a table's tallies the latest counts. Where hands were counted,
    they stand: the typed answers of that table are left out, and all others are where hands were
    counted over the whole room. `single`: everyone has one vote. `each`: what one person spends;
    a table's hands are then weighed so that each of its people present weighs as much. `people`
    tell that a phone and a card with its badge are one person.
    """
    typed = latest_each(responses, people)
    hands = [_hands(tally, options, single=single, each=each) for tally in _latest_tallies(tallies)]
    usable = [table for table in hands if table.votes]
    # Where the whole room was counted, nobody else is.
    standing = [table for table in usable if not table.key] or usable
    tables = {table.key for table in standing}
    left_out = [r for r in typed if "" in tables or table_key(r.table) in tables]
    gone = {r.id for r in left_out}
    kept = [r for r in typed if r.id not in gone]
    votes = dict.fromkeys(options, 0.0)
    for given in [*(votes_of(r) for r in kept), *(table.votes for table in standing)]:
        for option, number in given.items():
            if option in votes:
                votes[option] += number
    cautions = [caution for table in hands for caution in table.cautions]
    cautions += answered_again(responses, people)
    return Pool(
        votes=votes,
        voters=len(kept) + sum(table.voters for table in standing),
        typed=tuple(kept),
        approximate=frozenset().union(*(table.approximate for table in standing)),
        made_of=_made_of(len(kept), standing, left_out, len(usable) - len(standing)),
        cautions=tuple(cautions),
    )


def _latest_tallies(tallies: Sequence[Tally]) -> list[Tally]:
    return list({table_key(t.table): t for t in sorted(tallies, key=lambda t: t.seq)}.values())


def _hands(tally: Tally, options: Sequence[str], *, single: bool, each: int) -> _Hands:
    place = opened(named_table(tally.table)) if tally.table else "The room"
    votes: dict[str, float] = {}
    approximate: set[str] = set()
    cautions: list[str] = []
    for option, number in tally.counts.items():
        if option not in options:
            continue
        if not isinstance(number, str):
            votes[option] = float(number)
        elif tally.present and number in WORDS:
            votes[option] = float(round(WORDS[number] * tally.present))
            approximate.add(option)
        else:
            cautions.append(
                f"{place} says ‘{number}’ without how many were present, so it is not counted."
            )
    voters = sum(votes.values()) if single else max(votes.values(), default=0.0)
    if tally.present:
        if voters > tally.present and not approximate and not each:
            present = counted(tally.present, "person", "people")
            cautions.append(
                f"{place} has {counted(voters, 'hand')} and {present} present; look again."
            )
        elif not single:
            voters = float(tally.present)
    if each and tally.present and (spent := sum(votes.values())):
        votes = {o: number * each * tally.present / spent for o, number in votes.items()}
    said = tuple(dict.fromkeys(cautions))
    return _Hands(table_key(tally.table), votes, voters, frozenset(approximate), said)


def _made_of(
    typed: int, standing: Sequence[_Hands], left_out: Sequence[Response], tallies_out: int
) -> str:
    parts = [counted(typed, "typed answer")] if typed or not standing else []
    if standing:
        about = "about " if any(table.approximate for table in standing) else ""
        people = about + counted(sum(table.voters for table in standing), "person", "people")
        if standing[0].key:
            parts.append(f"{counted(len(standing), 'table')} by hands of {people}")
        else:
            parts.append(f"hands of the whole room, {people}")
    out = []
    if left_out:
        tables = sorted({named_table(r.table) for r in left_out if r.table})
        whose = f" of {listed(tables)}" if tables and standing[0].key else ""
        out.append(f"{counted(len(left_out), 'typed answer')}{whose}")
    if tallies_out:
        out.append(counted(tallies_out, "other tally", "other tallies"))
    said = ", ".join(parts)
    return f"{said}; {listed(out)} left out, so that nobody counts twice" if out else said
