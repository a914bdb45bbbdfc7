"""What a room promised: how many name a partner and a day, when it falls due, when to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workshop.analysis.people import people_behind, who
from workshop.analysis.prose import counted, dated, few, listed, opened, percent, quoted
from workshop.analysis.quotes import quotes
from workshop.domain.findings import Bar, Bars, Findings, Table
from workshop.domain.records import Response
from workshop.domain.tabled import filled
from workshop.kinds.base import Material
from workshop.kinds.pledge.due import due, follow_ups

ROWS = 200
FOLLOW_UP = "Follow-up"
"""How the titles of the tables begin that say whom to ask."""


def findings(material: Material, horizons: Sequence[int]) -> Findings:
    """Pledges in the order in which they fall due; behind them by partner, and when to ask."""
    responses = material.responses
    number = len(responses)
    if not number:
        return Findings(material.exercise.title, ("No pledges have been made yet.",), people=0)
    pledges = [_Pledge(r, material.day or r.at.date(), horizons) for r in responses]
    pledges.sort(key=lambda p: (not p.dated, p.day, p.response.seq))
    starred = [response for response in responses if response.starred]
    undated = sum(not pledge.dated for pledge in pledges)
    return Findings(
        title=material.exercise.title,
        sentences=tuple(_sentences(pledges, horizons, material)),
        blocks=(
            _bars(pledges, horizons),
            *quotes("Starred", starred, lambda r: str(r.answers.get("what", ""))),
            _table(pledges),
        ),
        cautions=few(number, "pledge"),
        question="Who will ask you about it, and when?" if undated < number else "By when?",
        made_of=counted(number, "typed pledge"),
        answers=number,
        people=people_behind(responses, material.people),
        more=(*_by_partner(pledges), *_asking(pledges)),
    )


class _Pledge:
    """A pledge with its day, counted from `made_on`, and when somebody asks after it."""

    def __init__(self, response: Response, made_on: date, horizons: Sequence[int]) -> None:
        answers = response.answers
        found = due(answers, made_on, horizons)
        self.response = response
        self.what = str(answers.get("what", ""))
        self.partner = str(answers.get("with", ""))
        self.who = who(response)
        self.day = found.day
        self.dated = found.named
        self.in_days = (found.day - made_on).days
        self.follow_ups = follow_ups(answers, made_on, horizons)

    @property
    def when(self) -> str:
        return dated(self.day) if self.dated else "no day named"


def _sentences(
    pledges: Sequence[_Pledge], horizons: Sequence[int], material: Material
) -> list[str]:
    number, day = len(pledges), material.day
    people = people_behind(material.responses, material.people)
    made = counted(number, "pledge")
    if people:
        said = [f"{counted(people, 'person', 'people')} made {made}."]
    else:
        said = [f"{made} {'has' if number == 1 else 'have'} been made."]
    said.append(_named(pledges))
    soon = sum(pledge.dated and pledge.in_days <= horizons[0] for pledge in pledges)
    if soon:
        falls = "falls" if soon == 1 else "fall"
        said.append(f"{soon} {falls} due within {horizons[0]} days.")
    if most := _partners(pledges):
        said.append(most)
    if day:
        days = [f"{dated(up.day)}" for up in pledges[0].follow_ups]
        it = "it" if number == 1 else "them"
        said.append(f"Ask after {it} on {listed(days)}.")
    return said


def _named(pledges: Sequence[_Pledge]) -> str:
    """How many name a partner, a day, and both."""
    number = len(pledges)
    partner = sum(bool(pledge.partner) for pledge in pledges)
    day = sum(pledge.dated for pledge in pledges)
    both = sum(bool(pledge.partner) and pledge.dated for pledge in pledges)
    if both == number:
        return f"{'It' if number == 1 else 'Every one'} names a partner and a day."
    if number == 1:
        if not partner and not day:
            return "It names neither a partner nor a day."
        has, lacks = ("partner", "day") if partner else ("day", "partner")
        return f"It names a {has} but no {lacks}."
    if not partner and not day:
        return "None of them names a partner or a day."
    names = "names" if partner <= 1 else "name"
    share = f" ({percent(both / number)})" if both else ""
    return opened(
        f"{_of(partner, number)} {names} a partner, {_of(day, number)} a day"
        f" and {_of(both, number)} both{share}."
    )


def _of(count: int, number: int) -> str:
    return {0: "none", number: "all"}.get(count, str(count))


def _partners(pledges: Sequence[_Pledge]) -> str:
    """Who is named more than once, in a sentence; empty where nobody is."""
    often = [(group[0].partner, len(group)) for group in _grouped(pledges) if len(group) > 1][:3]
    if not often:
        return ""
    if len(often) == 1:
        name, times = often[0]
        return f"{quoted(name)} is named most often as a partner, in {times} pledges."
    names = listed([f"{quoted(name)} ({times})" for name, times in often])
    return f"Named most often as partners are {names}."


def _grouped(pledges: Sequence[_Pledge]) -> list[list[_Pledge]]:
    """Pledges by partner, whatever the capitals, the most named first; none without a partner."""
    found: dict[str, list[_Pledge]] = {}
    for pledge in pledges:
        if pledge.partner:
            found.setdefault(pledge.partner.casefold(), []).append(pledge)
    return sorted(found.values(), key=lambda group: -len(group))


def _bars(pledges: Sequence[_Pledge], horizons: Sequence[int]) -> Bars:
    days = [pledge.in_days for pledge in pledges if pledge.dated]
    number, start, bars = len(pledges), None, []
    for horizon in horizons:
        count = sum((start is None or day > start) and day <= horizon for day in days)
        label = f"within {horizon} days" if start is None else f"{start + 1} to {horizon} days"
        bars.append(Bar(label, count, count / number))
        start = horizon
    later = sum(day > horizons[-1] for day in days)
    if later:
        bars.append(Bar("later", later, later / number))
    if number > len(days):
        bars.append(Bar("no day named", number - len(days), 1 - len(days) / number))
    return Bars("By when", tuple(bars), unit="pledges")


def _table(pledges: Sequence[_Pledge]) -> Table:
    return filled(
        Table(
            _cut("Pledges", pledges),
            ("By when", "What", "With whom", "Who"),
            tuple((p.when, p.what, p.partner, p.who) for p in pledges[:ROWS]),
        )
    )


def _by_partner(pledges: Sequence[_Pledge]) -> tuple[Table, ...]:
    """Who is counted on, for what, and from which day."""
    groups = _grouped(pledges)
    if not groups:
        return ()
    if alone := [pledge for pledge in pledges if not pledge.partner]:
        groups.append(alone)
    rows = tuple(
        (
            group[0].partner or "nobody named",
            str(len(group)),
            next((pledge.when for pledge in group if pledge.dated), "no day named"),
            " · ".join(pledge.what for pledge in group),
        )
        for group in groups
    )
    columns = ("With whom", "Pledges", "First by", "What")
    return (Table(_cut("By partner", rows), columns, rows[:ROWS], numeric=(1,)),)


def _asking(pledges: Sequence[_Pledge]) -> Iterator[Table]:
    """Whom to ask what after each horizon, on its day."""
    for place, up in enumerate(pledges[0].follow_ups):
        # Where nobody knows the session's day, pledges of two days have follow-ups on two.
        days = sorted({pledge.follow_ups[place].day for pledge in pledges})
        title = f"{FOLLOW_UP} after {up.after} days, {listed([dated(day) for day in days])}"
        rows = tuple(
            (p.who, p.what, p.partner, p.when, p.follow_ups[place].ask) for p in pledges[:ROWS]
        )
        columns = ("Who", "What", "With whom", "By when", "Ask")
        yield filled(Table(_cut(title, pledges), columns, rows))


def _cut(title: str, rows: Sequence[object]) -> str:
    return f"{title} ({ROWS} of {len(rows)})" if len(rows) > ROWS else title
