"""Numbers drawn at random in place of those that people know each other by."""

from __future__ import annotations

import random
from collections.abc import Iterable


def plain_badge(given: str) -> str:
    """A badge in one spelling: '#07' is 7, 'MK7' mk7."""
    plain = given.strip().lstrip("#").casefold()
    return str(int(plain)) if plain.isdecimal() else plain


def drawn(values: Iterable[str], draw: random.Random) -> list[tuple[str, int]]:
    """Every different value with a number of its own, in an order that says nothing."""
    different = sorted(set(values) - {""})
    draw.shuffle(different)
    return [(value, number) for number, value in enumerate(different, start=1)]
