"""Answers sorted to the theme whose seeds they resemble most; the unsure ones stay unsorted.

Three ways of reading, added up: words and their pieces (`features`), what words mean
(`vocabulary`), and, with an `Embedder`, what whole answers mean. Each is a cosine between an answer
and the middle of a theme's seeds, all with the corpus mean subtracted, so that what every answer
says (the question's own words) counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Any

from workshop.analysis.themes.embedding import Embedder
from workshop.analysis.themes.features import Vector, Weights, counts_of, dot, mean_of
from workshop.analysis.themes.vocabulary import common_words

VERSION = 2
BY_WORDS = "seeds by TF-IDF and word meanings"
LEAST = 0.02
"""Below this an answer resembles no theme."""
SURE = 0.5
SECOND = 0.8
"""An answer whose first theme is less sure, or that resembles a second more than so much as the
first, is a person's to sort."""
PLAINLY = 0.3
"""An answer whose very words are so near to another theme, and nearly as near as to the first, is a
person's to sort."""
GUESSES = 3
LEARNT = 1_000
"""So many answers, spread over all, tell what is common: more would tell no more."""
_HANDFUL = 10
_OF_WORDS, _OF_MEANINGS, _OF_ANSWERS = 1.0, 0.5, 1.5
_NEAREST = 0.2
"""The part of the nearest seed beside the middle of all."""
_SHRUNK = 2.0
_SHARPNESS = 25.0
"""How fast a lead makes sure; chosen so that of answers as sure as this so many are right."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A name and phrases typical of it; `examples` are answers that a person put there."""

    id: str
    name: str
    seeds: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.name, *self.seeds, *self.examples)


@dataclass(frozen=True, slots=True)
class Guess:
    """A theme and how far an answer resembles it, -1 to 1."""

    theme: str
    score: float


@dataclass(frozen=True, slots=True)
class Sorted:
    """The likeliest themes, best first; `sure` says whether the first may be taken.

    `sureness` is the share of the first among all themes (softmax), 0 to 1.
    """

    guesses: tuple[Guess, ...]
    sure: bool
    sureness: float = 0.0


class Sorter:
    """Sorts by a frame of themes; `texts` are answers so far, for what is common and what is not.

    `technique` says how it sorts, for the record.
    """

    def __init__(
        self, themes: Sequence[Theme], texts: Sequence[str], embedder: Embedder | None = None
    ) -> None:
        self.themes = tuple(themes)
        self._embedder = embedder
        self.technique = BY_WORDS if embedder is None else f"{BY_WORDS} + {embedder.name}"
        groups = [theme.texts for theme in themes]
        weights = Weights(texts, groups)
        some = texts[:: len(texts) // LEARNT + 1]
        self._ways: list[tuple[float, _Words | _Meanings]] = []
        if groups:
            table = common_words()
            by_table = _Meanings(lambda said: table.vectors(said, weights.telling), groups, some)
            self._ways = [(_OF_WORDS, _Words(weights, groups, some)), (_OF_MEANINGS, by_table)]
            if embedder is not None:
                self._ways.append((_OF_ANSWERS, _Meanings(embedder.vectors, groups, some)))
        self._whole = sum(share for share, _way in self._ways)

    def read_ahead(self, texts: Sequence[str]) -> None:
        """Makes ready to sort these: an embedder reads many together faster than one by one."""
        if self._embedder is not None and len(texts) > 1:
            self._embedder.vectors(texts)

    def sort(self, text: str) -> Sorted:
        if not self._ways or not counts_of(text)[0]:
            return Sorted((), sure=False)
        read = [(share / self._whole, way.scores(text)) for share, way in self._ways]
        scores = [
            sum(share * each[at] for share, each in read) for at, _theme in enumerate(self.themes)
        ]
        by_words = list(read[0][1])
        ranked = sorted(zip(scores, self.themes, strict=True), key=lambda pair: -pair[0])
        guesses = tuple(Guess(theme.id, round(score, 3)) for score, theme in ranked[:GUESSES])
        first, second = (*(score for score, _theme in ranked), 0.0)[:2]
        sureness = _sureness(scores)
        own = by_words.pop(scores.index(first))
        rival = max(by_words, default=0.0)
        sure = (
            sureness >= SURE
            and first >= LEAST
            and second <= SECOND * first
            and (rival < PLAINLY or rival <= SECOND * own)
        )
        return Sorted(guesses, sure, round(sureness, 3))


@dataclass(frozen=True, slots=True)
class _Middle:
    """A theme's middle, its product with the corpus mean, and its length without that mean."""

    vector: Vector
    by_mean: float
    length: float


class _Words:
    """Cosines by words and their pieces."""

    def __init__(
        self, weights: Weights, groups: Sequence[Sequence[str]], texts: Sequence[str]
    ) -> None:
        self._weights = weights
        mean = mean_of([weights.vector(text) for text in texts]) if texts else {}
        self._mean = {feature: value * _trust(len(texts)) for feature, value in mean.items()}
        self._mean_2 = dot(self._mean, self._mean)
        self._middles = [self._centred(mean_of([*map(weights.vector, group)])) for group in groups]
        # Each feature with the themes that have it, so that an answer is gone through only once.
        self._in: dict[str, list[tuple[int, float]]] = {}
        for theme, middle in enumerate(self._middles):
            for feature, value in middle.vector.items():
                self._in.setdefault(feature, []).append((theme, value))

    def scores(self, text: str) -> list[float]:
        said = self._centred(self._weights.vector(text))
        shared = [0.0] * len(self._middles)
        for feature, value in said.vector.items():
            for theme, weight in self._in.get(feature, ()):
                shared[theme] += value * weight
        return [
            (both - said.by_mean - middle.by_mean + self._mean_2) / (said.length * middle.length)
            for both, middle in zip(shared, self._middles, strict=True)
        ]

    def _centred(self, vector: Vector) -> _Middle:
        by_mean = dot(vector, self._mean)
        length = _root(dot(vector, vector) - 2 * by_mean + self._mean_2)
        return _Middle(vector, by_mean, length)


class _Meanings:
    """Cosines by rows of numbers that stand for meanings.

    Directions in which the answers differ most say least, and are shortened (whitening, shrunk
    towards none: Su and others 2021, arXiv 2103.15316).
    """

    def __init__(
        self,
        vectors: Callable[[Sequence[str]], Any],
        groups: Sequence[Sequence[str]],
        texts: Sequence[str],
    ) -> None:
        import numpy as np

        self._vectors = vectors
        seeds = self._units([text for group in groups for text in group])
        said: Any = self._units(texts) if texts else None
        # Unlike words, meanings always have a middle that every text shares: that of the seeds,
        # until enough was said.
        trust = _trust(len(texts))
        parts = [(1 - trust, seeds), (trust, said)] if texts else [(1.0, seeds)]
        self._mean: Any = np.sum([share * rows.mean(axis=0) for share, rows in parts], axis=0)
        spreads = [(share / len(rows), rows - self._mean) for share, rows in parts]
        covariance = np.sum([share * rows.T @ rows for share, rows in spreads], axis=0)
        values, directions = np.linalg.eigh(covariance)
        values = np.maximum(values, 0)
        spread = values[values > 1e-9].mean() if values.max() > 1e-9 else 1.0
        self._white = directions / np.sqrt(values + _SHRUNK * spread)
        self._starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        lengths = np.array([[len(group)] for group in groups])
        seeds = (seeds - self._mean) @ self._white
        self._middles = _unit(np.add.reduceat(seeds, self._starts) / lengths).T
        self._seeds = _unit(seeds).T

    def scores(self, text: str) -> list[float]:
        import numpy as np

        said = self._units([text])
        if not said.any():
            return [0.0] * len(self._starts)
        said = _unit((said - self._mean) @ self._white)[0]
        nearest = np.maximum.reduceat(said @ self._seeds, self._starts)
        scores = (1 - _NEAREST) * (said @ self._middles) + _NEAREST * nearest
        return [float(score) for score in scores]

    def _units(self, texts: Sequence[str]) -> Any:
        return _unit(self._vectors(texts).astype("float64"))


def _sureness(scores: Sequence[float]) -> float:
    """The share of the best among all, each counted by how near it comes.

    No theme is a choice too, that an answer resembles not at all: of one theme nobody is sure yet.
    """
    best = max(scores)
    return 1 / (sum(exp(_SHARPNESS * (score - best)) for score in (*scores, 0.0)))


def _trust(texts: int) -> float:
    """How far the mean of so many answers is believed: of a handful it is hardly one."""
    return texts / (texts + _HANDFUL)


def _unit(rows: Any) -> Any:
    """Rows of length one; those without any length stay as they are."""
    lengths = (rows * rows).sum(axis=1, keepdims=True) ** 0.5
    lengths[lengths < 1e-9] = 1.0
    return rows / lengths


def _root(square: float) -> float:
    """A length that nothing is divided by in vain."""
    return sqrt(max(square, 1e-12))
