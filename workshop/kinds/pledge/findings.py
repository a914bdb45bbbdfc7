"""What a room promised: how many name a partner and a day, and when it falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from workshop.analysis.people import people_behind, who
from workshop.analysis.prose import counted, few, listed, percent, quoted
from workshop.analysis.quotes import quotes
from workshop.domain.findings import Bar, Bars, Block, Findings, Table
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.pledge.due import due

ROWS = 200


def findings(material: Material, horizons: Sequence[int]) -> Findings:
    """Pledges in the order in which they fall due."""
    responses = material.responses
    number = len(responses)
    if not number:
        return Findings(material.exercise.title, ("No pledges yet.",), people=0)
    starred = [response for response in responses if response.starred]
    blocks: list[Block] = [
        _bars(responses, horizons),
        *quotes("Starred", starred, lambda r: str(r.answers.get("what", ""))),
        _table(responses, horizons),
    ]
    undated = number - sum(_dated(response) for response in responses)
    return Findings(
        title=material.exercise.title,
        sentences=tuple(_sentences(responses, horizons)),
        blocks=tuple(blocks),
        cautions=few(number, "pledge"),
        question="Who will ask you about it, and when?" if undated < number else "By when?",
        made_of=counted(number, "typed pledge"),
        answers=number,
        people=people_behind(responses),
    )


def _sentences(responses: Sequence[Response], horizons: Sequence[int]) -> list[str]:
    number = len(responses)
    partner = sum(_partnered(r) for r in responses)
    dated = sum(_dated(r) for r in responses)
    both = sum(_partnered(r) and _dated(r) for r in responses)
    people = people_behind(responses)
    behind = f" from {counted(people, 'person', 'people')}" if people else ""
    said = [f"{counted(number, 'pledge')}{behind}."]
    if both == number and number > 1:
        said.append("Every one names a partner and a day.")
    else:
        said.append(
            f"{_of(partner, number)} a partner, {_of(dated, number)} a day,"
            f" {_of(both, number)} both ({percent(both / number)})."
        )
    soon = sum(_dated(r) and _days(r, horizons) <= horizons[0] for r in responses)
    if soon:
        said.append(f"{soon} {'falls' if soon == 1 else 'fall'} due within {horizons[0]} days.")
    named = [str(r.answers["with"]) for r in responses if _partnered(r)]
    first = {name.casefold(): name for name in reversed(named)}
    partners = Counter(map(str.casefold, named))
    often = [(first[name], times) for name, times in partners.most_common(3) if times > 1]
    if often:
        said.append(f"Named most as a partner: {listed([f'{quoted(n)} ({t})' for n, t in often])}.")
    return said


def _of(count: int, number: int) -> str:
    """'14 name'; '1 names'; 'none names'."""
    if count == 0:
        return "none names"
    return f"{count} {'names' if count == 1 else 'name'}" if count < number else "all name"


def _partnered(response: Response) -> bool:
    return bool(response.answers.get("with"))


def _dated(response: Response) -> bool:
    return bool(response.answers.get("by") or response.answers.get("in_days"))


def _days(response: Response, horizons: Sequence[int]) -> int:
    """Days from the answer to the day it is due."""
    made_on = response.at.date()
    return (due(response.answers, made_on, horizons).day - made_on).days


def _bars(responses: Sequence[Response], horizons: Sequence[int]) -> Bars:
    dated = [_days(response, horizons) for response in responses if _dated(response)]
    number, start, bars = len(responses), None, []
    for horizon in horizons:
        count = sum((start is None or days > start) and days <= horizon for days in dated)
        label = f"within {horizon} days" if start is None else f"{start + 1} to {horizon} days"
        bars.append(Bar(label, count, count / number))
        start = horizon
    later = sum(days > horizons[-1] for days in dated)
    if later:
        bars.append(Bar("later", later, later / number))
    if number > len(dated):
        bars.append(Bar("no day named", number - len(dated), 1 - len(dated) / number))
    return Bars("By when", tuple(bars), unit="pledges")


def _table(responses: Sequence[Response], horizons: Sequence[int]) -> Table:
    rows = sorted(
        responses,
        key=lambda r: (not _dated(r), due(r.answers, r.at.date(), horizons).day, r.seq),
    )
    title = f"Pledges ({ROWS} of {len(rows)})" if len(rows) > ROWS else "Pledges"
    return Table(
        title,
        ("By when", "What", "With whom", "Who"),
        tuple(
            (
                _when(response),
                str(response.answers.get("what", "")),
                str(response.answers.get("with", "")),
                who(response),
            )
            for response in rows[:ROWS]
        ),
    )


def _when(response: Response) -> str:
    if day := response.answers.get("by"):
        return f"{date.fromisoformat(day):%d %b %Y}".lstrip("0")
    days = response.answers.get("in_days")
    return f"{days[0]} days" if days else "open"
