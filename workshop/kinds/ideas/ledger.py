"""What is known of an exercise's answers for judging them, kept from one time to the next.

With thousands of answers stored, one more must not cost a look at all of them: only the stretches
of answers in which something has changed are looked through again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from workshop.domain.records import Response
from workshop.kinds.base import Change, Kept
from workshop.kinds.ideas.frame import ANALYST, Frame

LENGTH = 50
"""Answers in a stretch: short to look through and to send again, long enough to be few."""


@dataclass(frozen=True, slots=True)
class Stretch(Kept):
    """Those of some answers side by side that are judged and stand for themselves, as they came.

    `left` are the ids of those in no theme; `examples` (theme, text) of those that people placed.
    """

    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()


class Ledger:
    """Which answers wait for a judgement and which stand, as of the last `note`."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []
        self._waiting: list[tuple[int, ...]] = []
        self._places: dict[str, int] = {}
        self._responses: list[Response | None] = []
        """In order of arrival, for each its place; None for one that does not count any more."""
        self._last = -1
        self._answers: Mapping[str, Any] = {}
        self._twins: Mapping[str, Any] = {}
        self._themes: object = None
        self._living: Mapping[str, str] = {}
        self._sorting = 0

    @property
    def waiting(self) -> Iterator[Response]:
        """Answers that nobody has judged as they stand now, as they came."""
        found = (self._responses[place] for place in chain.from_iterable(self._waiting))
        return (response for response in found if response is not None)

    @property
    def left(self) -> list[str]:
        """Ids of the answers that are judged, stand for themselves, and are in no theme."""
        return list(chain.from_iterable(stretch.left for stretch in self.stretches))

    def note(self, frame: Frame, sorting: int, change: Change) -> None:
        """Take in what has changed: answers, what is kept of their places, themes."""
        self._answers, self._twins = frame.answers, frame.twins
        changed = set(self._placed(change))
        for cell in change.cells:
            place = self._places.get(cell.partition("/")[2])
            if place is not None:
                changed.add(place)
        if (frame.every, sorting) != (self._themes, self._sorting):
            self._themes, self._sorting = frame.every, sorting
            self._living = {"": "", **{id_: frame.living(id_) for id_ in frame.every}}
            changed = set(range(len(self._responses)))
        number = -(-len(self._responses) // LENGTH)
        self.stretches += [Stretch()] * (number - len(self.stretches))
        self._waiting += [()] * (number - len(self._waiting))
        for stretch in {place // LENGTH for place in changed}:
            self._look_through(stretch)

    def _placed(self, change: Change) -> Iterable[int]:
        """Put the answers that changed into their places; the places that are others now."""
        known = {id_: now for id_, now in change.responses.items() if id_ in self._places}
        for id_, now in known.items():
            self._responses[self._places[id_]] = now
        fresh = [now for id_, now in change.responses.items() if now and id_ not in known]
        fresh.sort(key=_arrival)
        if fresh and fresh[0].seq <= self._last:
            # One that was hidden when it was first looked for, say: all of them move on.
            fresh = sorted((*filter(None, self._responses), *fresh), key=_arrival)
            self._places, self._responses, self._waiting, self.stretches = {}, [], [], []
        begin = len(self._responses)
        self._responses += fresh
        self._places.update((now.id, place) for place, now in enumerate(fresh, begin))
        self._last = fresh[-1].seq if fresh else self._last
        again = (self._places[id_] for id_ in known if id_ in self._places)
        return (*range(begin, len(self._responses)), *again)

    def _look_through(self, number: int) -> None:
        waiting, ids, texts, left, examples = [], [], [], [], []
        begin = number * LENGTH
        for place in range(begin, min(begin + LENGTH, len(self._responses))):
            response = self._responses[place]
            if response is None:
                continue
            kept, twin = self._answers.get(response.id), self._twins.get(response.id)
            theme = "" if kept is None else self._living.get(kept["theme"], "")
            if kept is None or self._is_stale(response, kept, theme):
                waiting.append(place)
            elif not (twin and twin.get("of")):
                text = text_of(response)
                ids.append(str(response.id))
                texts.append(text)
                if not theme:
                    left.append(str(response.id))
                elif kept["by"] != ANALYST:
                    examples.append((theme, text))
        self._waiting[number] = tuple(waiting)
        made = Stretch(tuple(ids), tuple(texts), tuple(left), tuple(examples))
        # The same object is known again, here and in the analyst's process.
        if made != self.stretches[number]:
            self.stretches[number] = made

    def _is_stale(self, response: Response, kept: Mapping[str, Any], theme: str) -> bool:
        """Whether it is a judgement of the analyst that holds no longer: the answer was corrected,
        its theme is gone, or somebody asked for all to be sorted anew."""
        return kept["by"] == ANALYST and bool(
            kept["amended"] != response.amended
            or kept["sorting"] != self._sorting
            or (kept["theme"] and not theme)
        )


def _arrival(response: Response) -> int:
    return response.seq


def text_of(response: Response) -> str:
    return str(response.answers.get("text", ""))
