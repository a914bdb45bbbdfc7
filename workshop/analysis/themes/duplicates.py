"""What was said before in nearly the same words.

Alike in 90 of 100 letters as written, or with the words in order of the alphabet (rapidfuzz `ratio`
and `token_sort_ratio`); `token_set_ratio` would call 'no money' the same as a long answer that
mentions it. Answers that differ in a number or in a 'not' are never the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil

VERSION = 1
ALIKE = 90
_TELLING = re.compile(
    r"\d+|\b(?:no|not|\w+n['’]t|never|none|nothing|without|less|more|niet|geen|nooit|zonder|minder"
    r"|meer|nicht|keine?[mnrs]?|nie|ohne|weniger|mehr|pas|jamais|sans|moins|plus|nunca|sin|menos"
    r"|más|nada)\b"
)


@lru_cache(20_000)
def plain(text: str) -> str:
    """An answer as it is compared: lower case, without end marks and double spaces."""
    return " ".join(text.casefold().split()).strip(" .,;:!?-–'\"‘’“”()")


@lru_cache(20_000)
def _in_order(text: str) -> str:
    return " ".join(sorted(text.split()))


def twin_of(text: str, known: Sequence[str]) -> tuple[int, int] | None:
    """The place of the nearest among `known` texts and how alike, in per cent.

    None where nothing was said before that is the same.
    """
    return Heard(known).twin_of(text)


@dataclass(slots=True)
class _OfLength:
    """Texts of one length as they are compared, also with words in order, and their places."""

    places: list[int] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    ordered: list[str] = field(default_factory=list)


class Heard:
    """Texts as they are compared, in the order in which they were said."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts: list[str] = []
        self._by_length: defaultdict[int, _OfLength] = defaultdict(_OfLength)
        self.become(texts)

    def become(self, texts: Sequence[str]) -> None:
        """These and no others; quick where they are those of before and some behind them."""
        before = len(self._texts)
        if before > len(texts) or self._texts != list(texts[:before]):
            self._texts, before = [], 0
            self._by_length.clear()
        # The same strings, not only equal ones, are compared in no time when next asked.
        self._texts[:] = texts[:before]
        for text in texts[before:]:
            self.add(text)

    def add(self, text: str) -> None:
        said = plain(text)
        alike = self._by_length[len(said)]
        alike.places.append(len(self._texts))
        alike.plain.append(said)
        # Once a text, where `token_sort_ratio` would put its words in order at each turn.
        alike.ordered.append(_in_order(said))
        self._texts.append(text)

    def twin_of(self, text: str) -> tuple[int, int] | None:
        """The place of the nearest and how alike, in per cent; None where nothing is the same."""
        from rapidfuzz import fuzz, process

        wanted = plain(text)
        telling, ordered = sorted(_TELLING.findall(wanted)), _in_order(wanted)
        best: tuple[float, int] | None = None
        for known in self._of_length(len(wanted)):
            for mine, others in ((wanted, known.plain), (ordered, known.ordered)):
                near = process.extract(mine, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
                for _other, score, at in near:
                    # Of those that are alike the one that was said first.
                    found = (score, -known.places[at])
                    same = sorted(_TELLING.findall(known.plain[at])) == telling
                    if same and (best is None or found > best):
                        best = found
        return None if best is None else (-best[1], int(best[0]))

    def _of_length(self, wanted: int) -> list[_OfLength]:
        """The texts that are neither too short nor too long to be alike."""
        # Of two texts at most the letters of the shorter are the same, twice, out of all.
        shortest = ceil(wanted * ALIKE / (200 - ALIKE))
        longest = wanted * (200 - ALIKE) // ALIKE
        return [self._by_length[n] for n in range(shortest, longest + 1) if n in self._by_length]
