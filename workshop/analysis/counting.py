"""Typed answers and hands counted at tables, brought together so that nobody counts twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workshop.analysis.people import latest_each, named_table, table_key
from workshop.analysis.prose import counted, listed, opened
from workshop.domain.records import Response, Tally

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
    """One table's hands as numbers."""

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
) -> Pool:
    """Votes of typed answers and of tallies, an option.

    Of a person's answers and of a table's tallies the latest counts. Where hands were counted,
    they stand: the typed answers of that table are left out, and all others are where hands were
    counted over the whole room. `single`: everyone has one vote. `each`: what one person spends;
    a table's hands are then weighed so that each of its people present weighs as much.
    """
    typed = latest_each(responses)
    repeated = len(responses) - len(typed)
    standing = _standing(tallies)
    tables = {table_key(tally.table) for tally in standing}
    # A tally of the whole room has an empty table and leaves every typed answer out.
    kept = [r for r in typed if "" not in tables and table_key(r.table) not in tables]
    left_out = [r for r in typed if "" in tables or table_key(r.table) in tables]
    hands = [_hands(tally, options, single=single, each=each) for tally in standing]
    votes = dict.fromkeys(options, 0.0)
    for given in [*(votes_of(r) for r in kept), *(h.votes for h in hands)]:
        for option, number in given.items():
            if option in votes:
                votes[option] += number
    cautions = [caution for table in hands for caution in table.cautions]
    if repeated:
        cautions.append(f"{counted(repeated, 'earlier answer')} of the same people not counted.")
    return Pool(
        votes=votes,
        voters=len(kept) + sum(table.voters for table in hands),
        typed=tuple(kept),
        approximate=frozenset().union(*(table.approximate for table in hands)),
        made_of=_made_of(len(kept), standing, hands, left_out),
        cautions=tuple(cautions),
    )


def _standing(tallies: Sequence[Tally]) -> list[Tally]:
    """The latest tally of every table, or the room's alone where there is one."""
    latest: dict[str, Tally] = {}
    for tally in sorted(tallies, key=lambda t: t.seq):
        latest[table_key(tally.table)] = tally
    return [latest[""]] if "" in latest else list(latest.values())


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
                f"{place}: ‘{number}’ without the number of people present cannot be counted."
            )
    voters = sum(votes.values()) if single else max(votes.values(), default=0.0)
    if tally.present:
        if voters > tally.present and not approximate:
            present = counted(tally.present, "person", "people")
            cautions.append(f"{place}: {counted(voters, 'hand')} of {present} present; look again.")
        elif not single:
            voters = float(tally.present)
    if each and tally.present and (spent := sum(votes.values())):
        votes = {o: number * each * tally.present / spent for o, number in votes.items()}
    return _Hands(votes, voters, frozenset(approximate), tuple(cautions))


def _made_of(
    typed: int, tallies: Sequence[Tally], hands: Sequence[_Hands], left_out: Sequence[Response]
) -> str:
    parts = [counted(typed, "typed answer")] if typed or not tallies else []
    if tallies:
        people = counted(sum(table.voters for table in hands), "person", "people")
        about = "about " if any(table.approximate for table in hands) else ""
        whole_room = not tallies[0].table
        where = "hands of the whole room" if whole_room else counted(len(tallies), "table")
        parts.append(
            f"{where}: {about}{people}" if whole_room else f"{where} by hands of {about}{people}"
        )
    said = ", ".join(parts)
    if left_out:
        tables = sorted({named_table(r.table) for r in left_out if r.table})
        whose = "" if not tallies[0].table else f" of {listed(tables)}"
        said += f"; {counted(len(left_out), 'typed answer')}{whose} left out, as hands were counted"
    return said
