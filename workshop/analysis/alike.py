"""Entries that may be one and the same, spelt differently: proposed to a person, never merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

ALIKE = 90
_NUMBER = re.compile(r"\d+")


def alike_pairs(texts: Sequence[str]) -> list[tuple[int, int, int]]:
    """Places of two texts and how alike they are in per cent, the most alike first.

    By rapidfuzz's `ratio` and `token_sort_ratio`, from 90 on; `token_set_ratio` would call 'nurse'
    and 'head nurse' the same. Texts with different numbers ('ward 1', 'ward 2') are not alike.
    """
    from rapidfuzz import fuzz

    plain = [" ".join(text.casefold().split()) for text in texts]
    in_order = [" ".join(sorted(text.split())) for text in plain]
    numbers = [_NUMBER.findall(text) for text in plain]
    found = []
    for one, other in combinations(range(len(texts)), 2):
        if numbers[one] != numbers[other]:
            continue
        alike = max(
            fuzz.ratio(plain[one], plain[other], score_cutoff=ALIKE),
            fuzz.ratio(in_order[one], in_order[other], score_cutoff=ALIKE),
        )
        if alike >= ALIKE:
            found.append((one, other, int(alike)))
    return sorted(found, key=lambda pair: -pair[2])
