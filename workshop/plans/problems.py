"""A problem in a plan or an exercise: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem at a line (1-based) of a file; `str()` gives `file:line: what; the mend`."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.mend}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a mistyped one most likely means."""
    matches = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A mend for an unknown word: the nearest known one, or what to do where none is near."""
    close = nearest(word, known)
    return f"did you mean `{close}`?" if close else otherwise
