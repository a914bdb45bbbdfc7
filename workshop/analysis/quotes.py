"""Answers in the room's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from workshop.analysis.people import people_behind, who
from workshop.domain.findings import Quote, Quotes
from workshop.domain.ids import ResponseId
from workshop.domain.records import Participant, Response

SHOWN = 40

Merged: TypeAlias = Mapping[ResponseId, Sequence[Response]]
NOTHING: Merged = {}


def said_by(
    response: Response, alike: Sequence[Response], people: Sequence[Participant] = ()
) -> str:
    """Whose an answer is, and how many said it: 'table 4, said by 3', or how often it was said.

    `alike` are all that say it, the answer itself among them.
    """
    number = people_behind(alike, people)
    times = f"said by {number}" if number and number > 1 else f"said {len(alike)} times"
    return ", ".join(filter(None, (who(response), times if len(alike) > 1 else "")))


def quotes(
    title: str,
    responses: Sequence[Response],
    text_of: Callable[[Response], str],
    merged: Merged = NOTHING,
    people: Sequence[Participant] = (),
) -> tuple[Quotes, ...]:
    """A block of quotes, the starred first and then the newest; nothing where there are none.

    `merged` has the answers for which another stands, by that one's id. More than `SHOWN` are not
    read by anyone, so the title says how many there are.
    """
    # False sorts before True; within both the newest come first.
    chosen = sorted(responses, key=lambda r: (not r.starred, -r.seq))
    found = tuple(
        Quote(
            text=text,
            who=said_by(r, (r, *merged.get(r.id, ())), people),
            starred=r.starred,
            response=str(r.id),
        )
        for r in chosen[:SHOWN]
        if (text := text_of(r))
    )
    if not found:
        return ()
    if len(chosen) > SHOWN:
        title = f"{title} ({SHOWN} of {len(chosen)}: starred ones, then the newest)"
    return (Quotes(title, found),)
