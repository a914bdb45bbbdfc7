"""What was said before in nearly the same words.

Alike in 90 of 100 letters as written, or with the words in order of the alphabet (rapidfuzz `ratio`
and `token_sort_ratio`); `token_set_ratio` would call 'no money' the same as a long answer that
mentions it. Answers that differ in a number or in a 'not' are never the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

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
    """The place of the nearest among `known` texts (made `plain`) and how alike, in per cent.

    None where nothing was said before that is the same.
    """
    from rapidfuzz import fuzz, process

    wanted = plain(text)
    telling = sorted(_TELLING.findall(wanted))
    best: tuple[int, int] | None = None
    # Words are put in order once a text, where `token_sort_ratio` would do it at every comparison.
    ordered = [_in_order(other) for other in known]
    for mine, others in ((wanted, known), (_in_order(wanted), ordered)):
        near = process.extract(mine, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
        for _other, score, place in near:
            same = sorted(_TELLING.findall(known[place])) == telling
            if same and (best is None or score > best[1]):
                best = (place, int(score))
    return best
