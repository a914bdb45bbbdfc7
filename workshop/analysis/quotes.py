"""Answers in the room's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workshop.analysis.people import who
from workshop.domain.findings import Quote, Quotes
from workshop.domain.records import Response

SHOWN = 40


def quotes(
    title: str, responses: Sequence[Response], text_of: Callable[[Response], str]
) -> tuple[Quotes, ...]:
    """A block of quotes, the starred first and then the newest; nothing where there are none.

    More than `SHOWN` are not read by anyone, so the title says how many there are.
    """
    # False sorts before True; within both the newest come first.
    chosen = sorted(responses, key=lambda r: (not r.starred, -r.seq))
    found = tuple(
        Quote(text=text, who=who(r), starred=r.starred, response=str(r.id))
        for r in chosen[:SHOWN]
        if (text := text_of(r))
    )
    if not found:
        return ()
    if len(chosen) > SHOWN:
        title = f"{title} ({SHOWN} of {len(chosen)}: starred ones, then the newest)"
    return (Quotes(title, found),)
