"""A short text as weighted features: its words, the pieces of its words, and their fields.

Pieces (three to five letters, word by word) find 'budgets' in 'budget' and 'Zeitmangel' in 'Zeit'
without a dictionary of any language. Stop words are short lists in five languages, without words
that a room may mean ('work', 'help', 'group').
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import log, sqrt

from workshop.analysis.frequent import STOP_WORDS
from workshop.analysis.themes.kin import fields_of

_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _LONGEST = 3, 5
_KEPT = 20_000

Vector = dict[str, float]


def plain(text: str) -> str:
    """Lower case without accents: phones leave them out as often as not."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


STOP = frozenset(
    part for word in STOP_WORDS for part in _WORD.findall(plain(word.replace("'", "")))
)


@lru_cache(_KEPT)
def words_of(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in order; all words where there are no others."""
    words = tuple(_WORD.findall(plain(text.replace("'", "").replace("’", ""))))
    return tuple(word for word in words if word not in STOP) or words


@lru_cache(_KEPT)
def counts_of(text: str) -> tuple[dict[str, float], ...]:
    """Words, pieces and fields (see `kin`) with their dampened counts (1 + ln n)."""
    words = words_of(text)
    pieces: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    for word in words:
        edged = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            pieces.update(edged[at : at + size] for at in range(max(1, len(edged) - size + 1)))
        fields.update(f"~{field}" for field in fields_of(word))
    return _dampened(Counter(f"={word}" for word in words)), _dampened(pieces), _dampened(fields)


def _dampened(counts: Counter[str]) -> dict[str, float]:
    return {feature: 1 + log(count) for feature, count in counts.items()}


class Weights:
    """How much each feature tells: less where many texts have it, or many of the themes.

    `texts` are what was said so far; `groups` the texts of each theme, where there are themes.
    """

    def __init__(self, texts: Iterable[str], groups: Sequence[Sequence[str]] = ()) -> None:
        self._in: Counter[str] = Counter()
        self._texts = 0
        for text in (*texts, *(text for group in groups for text in group)):
            self._texts += 1
            for counts in counts_of(text):
                self._in.update(counts.keys())
        self._groups = len(groups)
        self._in_groups: Counter[str] = Counter()
        for group in groups:
            features = {f for text in group for counts in counts_of(text) for f in counts}
            self._in_groups.update(features)
        self._weight = _Once(self._weigh)

    def vector(self, text: str) -> Vector:
        """Words, pieces and fields, a third of the weight each; empty without any words."""
        vector: Vector = {}
        weight = self._weight
        for counts in counts_of(text):
            weighted = {f: count * weight[f] for f, count in counts.items()}
            length = sqrt(3 * sum(value * value for value in weighted.values())) or 1.0
            vector.update({f: value / length for f, value in weighted.items()})
        return vector

    def telling(self, word: str) -> float:
        """How much a word tells: 0.5 where every text has it, more the fewer do."""
        return log((1 + self._texts) / (1 + self._in[f"={word}"])) + 0.5

    def _weigh(self, feature: str) -> float:
        told = log((1 + self._texts) / (1 + self._in[feature])) + 1
        if not self._groups:
            return told
        return told * log((1 + self._groups) / max(1, self._in_groups[feature]))


class _Once(dict[str, float]):
    """What each feature weighs, worked out when it is first asked for: most come up often."""

    def __init__(self, weigh: Callable[[str], float]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, feature: str) -> float:
        found = self[feature] = self._weigh(feature)
        return found


def dot(a: Vector, b: Vector) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(value * b[feature] for feature, value in a.items() if feature in b)


def mean_of(vectors: Sequence[Vector]) -> Vector:
    total: Vector = {}
    for vector in vectors:
        for feature, value in vector.items():
            total[feature] = total.get(feature, 0.0) + value
    return {feature: value / len(vectors) for feature, value in total.items()}
