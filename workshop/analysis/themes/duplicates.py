"""What was said before in nearly the same words.

Alike in 90 of 100 letters as written, or with the words in order of the alphabet (rapidfuzz `ratio`
and `token_sort_ratio`); `token_set_ratio` would call 'no money' the same as a long answer that
mentions it. Answers that differ in a number or in a 'not' are never the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


class Heard:
    """Texts as they are compared, in the order in which they were said."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts: list[str] = []
        self._plain: list[str] = []
        self._by_length: dict[int, list[int]] = {}
        self.become(texts)

    def become(self, texts: Sequence[str]) -> None:
        """These and no others; quick where they are those of before and some behind them."""
        before = len(self._texts)
        if before > len(texts) or self._texts != list(texts[:before]):
            self._texts, self._plain, self._by_length, before = [], [], {}, 0
        for text in texts[before:]:
            self.add(text)

    def add(self, text: str) -> None:
        said = plain(text)
        self._by_length.setdefault(len(said), []).append(len(self._texts))
        self._texts.append(text)
        self._plain.append(said)

    def twin_of(self, text: str) -> tuple[int, int] | None:
        """The place of the nearest and how alike, in per cent; None where nothing is the same."""
        from rapidfuzz import fuzz, process

        wanted = plain(text)
        telling = sorted(_TELLING.findall(wanted))
        places = self._of_length(len(wanted))
        known = [self._plain[place] for place in places]
        best: tuple[int, int] | None = None
        # Words are put in order once a text, where `token_sort_ratio` would do it at each turn.
        ordered = [_in_order(other) for other in known]
        for mine, others in ((wanted, known), (_in_order(wanted), ordered)):
            near = process.extract(mine, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
            for _other, score, at in near:
                same = sorted(_TELLING.findall(known[at])) == telling
                if same and (best is None or score > best[1]):
                    best = (places[at], int(score))
        return best

    def _of_length(self, wanted: int) -> list[int]:
        """Places of the texts that are neither too short nor too long to be alike, in order."""
        # Of two texts at most the letters of the shorter are the same, twice, out of all.
        shortest = ceil(wanted * ALIKE / (200 - ALIKE))
        longest = wanted * (200 - ALIKE) // ALIKE
        lengths = (n for n in self._by_length if shortest <= n <= longest)
        return sorted(place for n in lengths for place in self._by_length[n])
