"""What unites a room, what divides it, and its groups of opinion where the votes carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.analysis.agreement.groups import LEAST_PEOPLE, VOTES_TO_COUNT, opinion_groups
from workshop.analysis.agreement.marks import Count, counts
from workshop.analysis.agreement.scores import (
    Standing,
    controversy,
    group_consensus,
    standing,
    wilson_low,
)
from workshop.analysis.prose import counted, few, figure, listed, percent, quoted
from workshop.analysis.rounds import known_in_both, pairing_caution
from workshop.domain.findings import Bar, Bars, Block, Findings, Table
from workshop.kinds.base import Material
from workshop.kinds.consensus import change
from workshop.kinds.consensus.ballots import Ballots, ballots
from workshop.kinds.consensus.statements import Statement

FEW_VOTES = 5
MOST_LISTED = 5
MOST_FOR_A_GROUP = 3
UNITES = 0.6
"""A group is of one mind from this share on."""
DIVIDES = 0.25
"""A statement divides where the smaller side has so large a share."""
LETTERS = "ABCDE"


@dataclass(frozen=True, slots=True)
class _Room:
    """The votes, and each group's: `groups` are people by index, `inside` their counts."""

    votes: Ballots
    groups: tuple[tuple[int, ...], ...]
    inside: tuple[tuple[Count, ...], ...]
    placed: int

    def named(self, group: int) -> str:
        return f"{LETTERS[group]}, {counted(len(self.groups[group]), 'person', 'people')}"

    def of_groups(self, statement: int) -> list[Count]:
        return [inside[statement] for inside in self.inside]


@dataclass(frozen=True, slots=True)
class _United:
    statement: int
    against: bool
    score: float


def findings(material: Material) -> Findings:
    votes = ballots(material)
    title, number = material.exercise.title, len(material.responses)
    if not votes.people:
        return Findings(title, (_nobody(votes, material),), answers=number, people=0)
    room = _room(votes)
    since = change.since_before(material, votes)
    united, divided = _united(room), _divided(room)
    return Findings(
        title=title,
        sentences=(
            _said_of_groups(room),
            *(since.sentences if since else ()),
            *(_unites(room, one) for one in united[:2]),
            *(_divides(room, one) for one in divided[:2]),
            *_nothing(united, divided),
        ),
        blocks=(*_blocks(room, united, divided), *(since.block if since else ())),
        cautions=(*_cautions(room), *(pairing_caution(since.pairs) if since else ())),
        question=_question(room, united, divided),
        made_of=_made_of(votes, material.round, since),
        answers=number,
        people=votes.people,
        more=(_every_statement(room, material.round), *((since.table,) if since else ())),
    )


def _nobody(votes: Ballots, material: Material) -> str:
    again = " in this round" if material.round > 1 else ""
    if not material.responses and not again:
        return "Nobody has voted yet."
    stand = "stands" if len(votes.statements) == 1 else "stand"
    statements = counted(len(votes.statements), "statement")
    return f"{statements} {stand}, and nobody has voted{again} yet."


def _room(votes: Ballots) -> _Room:
    number = len(votes.statements)
    # Who voted on too little is in no group, and what nobody typed a vote on tells none.
    found = opinion_groups(votes.cast, votes.typed, number)
    inside = tuple(
        tuple(counts((v for v in votes.cast if v.person in members), number))
        for members in map(frozenset, found.members)
    )
    return _Room(votes, found.members, inside, found.counted)


# -- what is found ---------------------------------------------------------------------------


def _united(room: _Room) -> list[_United]:
    """Statements on which every group is of one mind, or without groups most of the room."""
    found = []
    for place, count in enumerate(room.votes.counts):
        for against in (False, True):
            score = _group_score(room, place, against) if room.groups else _score(count, against)
            if score:
                found.append(_United(place, against, score))
    return sorted(found, key=lambda one: (-one.score, one.statement))[:MOST_LISTED]


def _group_score(room: _Room, place: int, against: bool) -> float:
    groups = room.of_groups(place)
    if any(g.seen < 3 or _share(g, against) < UNITES for g in groups):
        return 0.0
    return group_consensus(groups, against=against)


def _score(count: Count, against: bool) -> float:
    number = count.disagree if against else count.agree
    low = wilson_low(number, count.seen)
    return low if count.seen >= FEW_VOTES and low > 0.5 else 0.0


def _share(count: Count, against: bool) -> float:
    return count.disagreeing if against else count.agreeing


def _divided(room: _Room) -> list[int]:
    people = room.votes.people
    found = [
        place
        for place, count in enumerate(room.votes.counts)
        if count.agree + count.disagree >= FEW_VOTES
        and min(count.agree, count.disagree) >= DIVIDES * (count.agree + count.disagree)
    ]
    found.sort(key=lambda place: -controversy(room.votes.counts[place], people))
    return found[:MOST_LISTED]


def _for_group(room: _Room, group: int) -> list[Standing]:
    """What a group says more than all others together."""
    found = []
    for place, inside in enumerate(room.inside[group]):
        others = Count()
        for other, count in enumerate(room.of_groups(place)):
            others = others if other == group else others + count
        if inside.seen >= 3 and (one := standing(place, inside, others)) is not None:
            found.append(one)
    return sorted(found, key=lambda s: -s.strength)[:MOST_FOR_A_GROUP]


# -- in words --------------------------------------------------------------------------------


def _text(room: _Room, place: int, most: int = 90) -> str:
    return quoted(room.votes.statements[place].text, most)


def _said_of_groups(room: _Room) -> str:
    if room.groups:
        sizes = [f"{LETTERS[n]} with {len(members)}" for n, members in enumerate(room.groups)]
        return f"There are {len(room.groups)} groups of opinion: {listed(sizes)} people."
    if room.placed < LEAST_PEOPLE:
        least = min(VOTES_TO_COUNT, len(room.votes.statements))
        return (
            f"Too few to say whether there are groups of opinion: "
            f"{counted(room.placed, 'person has', 'people have')} voted on at least "
            f"{counted(least, 'statement')}, and {LEAST_PEOPLE} are needed."
        )
    return (
        "Too few to say whether there are groups of opinion: "
        "these votes hold together no more than chance would have it."
    )


def _unites(room: _Room, one: _United) -> str:
    verb = "disagree" if one.against else "agree"
    if room.groups:
        shares = listed(
            [
                f"{LETTERS[n]} {percent(_share(count, one.against))}"
                for n, count in enumerate(room.of_groups(one.statement))
            ]
        )
        return f"All groups {verb}: {_text(room, one.statement)} ({shares})."
    count = room.votes.counts[one.statement]
    number = count.disagree if one.against else count.agree
    who = "All" if number == count.seen else "Most"
    return (
        f"{who} {verb}: {_text(room, one.statement)}, {figure(round(number))} of "
        f"{figure(round(count.seen))} ({percent(_share(count, one.against))})."
    )


def _divides(room: _Room, place: int) -> str:
    count = room.votes.counts[place]
    about = "about " if room.votes.statements[place].id in room.votes.approximate else ""
    passed = f", {figure(count.passed)} pass" if count.passed else ""
    sides = ""
    if room.groups:
        shares = [
            f"{LETTERS[n]} {percent(c.agreeing)}"
            for n, c in enumerate(room.of_groups(place))
            if c.seen >= 3
        ]
        sides = f" (agree: {listed(shares)})" if shares else ""
    return (
        f"{_text(room, place)} divides the room: {about}{figure(round(count.agree))} agree, "
        f"{figure(round(count.disagree))} disagree{passed}{sides}."
    )


def _nothing(united: Sequence[_United], divided: Sequence[int]) -> list[str]:
    if united or divided:
        return []
    return ["Nothing clearly unites or divides the room so far."]


def _question(room: _Room, united: Sequence[_United], divided: Sequence[int]) -> str:
    if room.votes.people < 2:
        return ""
    if divided:
        return f"What has each side seen that the other has not: {_text(room, divided[0])}?"
    if united:
        verb = "disagree with" if united[0].against else "agree on"
        return f"If we {verb} {_text(room, united[0].statement)}, what follows from it?"
    return "Which statement is missing that would show where we differ?"


def _made_of(votes: Ballots, round_: int, since: change.Since | None) -> str:
    added = [statement for statement in votes.statements if statement.response is not None]
    prepared = len(votes.statements) - len(added)
    before = sum(statement.round < round_ for statement in added)
    kept = f", {before} of them before" if before else ""
    # Where nobody has added any since, all are of before.
    kept = " before" if before and before == len(added) else kept
    made = f"{prepared} prepared, {len(added)} added{kept}"
    of = f"{counted(len(votes.statements), 'statement')} ({made})"
    now = f" in round {round_}" if round_ > 1 else ""
    parts = []
    if votes.typed or votes.hands is None:
        who = counted(votes.typed, "person", "people")
        parts.append(f"{who} with {counted(len(votes.cast), 'vote')}{now} on {of}")
    if votes.hands is not None:
        parts.append(votes.hands.made_of)
    if since is not None:
        who = counted(since.before.people, "person", "people")
        parts.append(f"beside {who} before; {known_in_both(since.pairs)}")
    return "; ".join(parts)


def _cautions(room: _Room) -> tuple[str, ...]:
    votes = room.votes
    said = list(few(votes.people, "person", "people"))
    if room.groups:
        said.append("Groups are made of votes alone, and say nothing of who somebody is.")
        left = votes.typed - sum(map(len, room.groups))
        if left:
            least = min(VOTES_TO_COUNT, len(votes.statements))
            verb = "is" if left == 1 else "are"
            said.append(
                f"{counted(left, 'person', 'people')} with fewer than "
                f"{counted(least, 'vote')} {verb} in no group."
            )
    thin = sum(1 for count in votes.counts if count.seen < FEW_VOTES)
    if thin and votes.people >= FEW_VOTES:
        verb = "has" if thin == 1 else "have"
        said.append(f"{counted(thin, 'statement')} {verb} fewer than {FEW_VOTES} votes.")
    if votes.hands is not None:
        said.append("Where hands were counted, who was there and raised none passed.")
        if votes.typed:
            said.append(
                "Hands stand for a statement where they were counted; groups are of votes by phone "
                "or keyboard only."
            )
        if votes.approximate:
            said.append(
                "Some hands were estimated: few as 20 %, half as 50 %, most as 80 % of those."
            )
        said += votes.hands.cautions
    return tuple(said)


# -- blocks ----------------------------------------------------------------------------------


def _blocks(room: _Room, united: Sequence[_United], divided: Sequence[int]) -> tuple[Block, ...]:
    found: list[Block] = []
    if room.groups:
        if united:
            rows = [_row(room, one.statement, one.against) for one in united]
            found.append(_shares_table(room, "What unites all groups", "All", rows))
        if divided:
            rows = [_row(room, place) for place in divided]
            found.append(_shares_table(room, "What divides", "Agree", rows))
        return (*found, _groups_table(room))
    if united:
        bars = tuple(_bar(room, one.statement, one.against) for one in united)
        found.append(Bars("What unites the room", bars, unit="people"))
    if divided:
        bars = tuple(_bar(room, place) for place in divided)
        found.append(Bars("What divides: who agrees", bars, unit="people"))
    return tuple(found)


def _bar(room: _Room, place: int, against: bool = False) -> Bar:
    count = room.votes.counts[place]
    number, other = (count.agree, "disagree") if not against else (count.disagree, "agree")
    others = count.agree if against else count.disagree
    label = _stand(room, place, against)
    note = f"{figure(round(others))} {other}"
    return Bar(label, round(number, 1), min(1.0, _share(count, against)), note)


def _stand(room: _Room, place: int, against: bool) -> str:
    text = room.votes.statements[place].text
    return f"Disagree: {text}" if against else text


def _row(room: _Room, place: int, against: bool = False) -> tuple[str, ...]:
    """A statement, the share of all that stands behind it, and that of each group."""
    shares = [room.votes.counts[place], *room.of_groups(place)]
    return (_stand(room, place, against), *(_cell(count, against) for count in shares))


def _shares_table(room: _Room, title: str, everyone: str, rows: Sequence[tuple[str, ...]]) -> Table:
    columns = ("Statement", everyone, *LETTERS[: len(room.groups)])
    return Table(title, columns, tuple(rows), tuple(range(1, len(columns))))


def _cell(count: Count, against: bool = False) -> str:
    """A group's share; too few of it voted on a statement to show one under three."""
    return percent(_share(count, against)) if count.seen >= 3 else "–"


def _groups_table(room: _Room) -> Table:
    rows = []
    for group in range(len(room.groups)):
        for number, one in enumerate(_for_group(room, group)):
            text = room.votes.statements[one.statement].text
            inside = room.inside[group][one.statement]
            others = Count()
            for other, count in enumerate(room.of_groups(one.statement)):
                others = others if other == group else others + count
            rows.append(
                (
                    "" if number else room.named(group),
                    f"{'Agrees' if one.agrees else 'Disagrees'}: {text}",
                    percent(_share(inside, not one.agrees)),
                    _cell(others, not one.agrees),
                )
            )
    return Table(
        "What each group stands for", ("Group", "Says", "Inside", "Others"), tuple(rows), (2, 3)
    )


def _every_statement(room: _Room, round_: int) -> Table:
    """All statements, those that unite first and those that divide last."""
    votes, people = room.votes, room.votes.people
    order = sorted(
        range(len(votes.statements)),
        key=lambda place: (
            controversy(votes.counts[place], people), -votes.counts[place].agreeing, place,
        ),
    )  # fmt: skip
    letters = LETTERS[: len(room.groups)]
    rows = []
    for place in order:
        count = votes.counts[place]
        numbers = (count.agree, count.disagree, count.passed)
        rows.append(
            (
                votes.statements[place].text,
                _whence(votes.statements[place], round_),
                *(figure(number) for number in numbers),
                f"{controversy(count, people):.2f}",
                *(_cell(group) for group in room.of_groups(place)),
            )
        )
    columns = ("Statement", "From", "Agree", "Disagree", "Pass", "Divides")
    in_groups = tuple(f"{letter} agrees" for letter in letters)
    return Table(
        "Every statement",
        (*columns, *in_groups),
        tuple(rows),
        numeric=tuple(range(2, len(columns) + len(in_groups))),
    )


def _whence(statement: Statement, round_: int) -> str:
    if statement.response is None:
        return "prepared"
    return "added before" if statement.round < round_ else "added"
