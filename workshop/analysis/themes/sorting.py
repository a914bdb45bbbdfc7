"""Answers sorted to the theme whose seeds they resemble most; the unsure ones stay unsorted.

Cosine between an answer and the middle of a theme's seeds, both with the corpus mean subtracted,
so that what every answer says (the question's own words) counts for nothing. With an `Embedder`
its cosine is added, two parts to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from workshop.analysis.themes.embedding import Embedder
from workshop.analysis.themes.features import Vector, Weights, counts_of, dot, mean_of

VERSION = 1
BY_WORDS = "seeds by TF-IDF"
LEAST = 0.08
"""Below this an answer resembles no theme."""
MARGIN = 0.06
SECOND = 2 / 3
"""An answer that resembles a second theme within the margin, or more than so much as the first, is
a person's to sort."""
GUESSES = 3
_MODEL_SHARE = 2 / 3
_HANDFUL = 10


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
    """The likeliest themes, best first; `sure` says whether the first may be taken."""

    guesses: tuple[Guess, ...]
    sure: bool

    @property
    def margin(self) -> float:
        if not self.guesses:
            return 0.0
        return self.guesses[0].score - (self.guesses[1].score if len(self.guesses) > 1 else 0.0)


@dataclass(frozen=True, slots=True)
class _Middle:
    """A theme's middle, its product with the corpus mean, and its length without that mean."""

    vector: Vector
    by_mean: float
    length: float


class Sorter:
    """Sorts by a frame of themes; `texts` are answers so far, for what is common and what is not.

    `technique` says how it sorts, for the record.
    """

    def __init__(
        self, themes: Sequence[Theme], texts: Sequence[str], embedder: Embedder | None = None
    ) -> None:
        self.themes = tuple(themes)
        self.technique = BY_WORDS if embedder is None else f"{BY_WORDS} + {embedder.name}"
        groups = [theme.texts for theme in themes]
        self._weights = Weights(texts, groups)
        mean = mean_of([self._weights.vector(text) for text in texts]) if texts else {}
        self._mean = {feature: value * _trust(len(texts)) for feature, value in mean.items()}
        self._mean_2 = dot(self._mean, self._mean)
        self._middles = [self._middle(group) for group in groups]
        self._model = _Meanings(embedder, groups, texts) if embedder and groups else None

    def sort(self, text: str) -> Sorted:
        scores = self._by_words(text)
        if self._model is not None:
            scores = [
                (1 - _MODEL_SHARE) * words + _MODEL_SHARE * meaning
                for words, meaning in zip(scores, self._model.scores(text), strict=True)
            ]
        ranked = sorted(zip(scores, self.themes, strict=True), key=lambda pair: -pair[0])
        guesses = tuple(Guess(theme.id, round(score, 3)) for score, theme in ranked[:GUESSES])
        if not guesses or not counts_of(text)[0]:
            return Sorted((), sure=False)
        return Sorted(guesses, _is_sure([guess.score for guess in guesses]))

    def _by_words(self, text: str) -> list[float]:
        vector = self._weights.vector(text)
        by_mean = dot(vector, self._mean)
        length = _root(dot(vector, vector) - 2 * by_mean + self._mean_2)
        return [
            (dot(vector, middle.vector) - by_mean - middle.by_mean + self._mean_2)
            / (length * middle.length)
            for middle in self._middles
        ]

    def _middle(self, texts: Sequence[str]) -> _Middle:
        vector = mean_of([self._weights.vector(text) for text in texts])
        by_mean = dot(vector, self._mean)
        length = _root(dot(vector, vector) - 2 * by_mean + self._mean_2)
        return _Middle(vector, by_mean, length)


class _Meanings:
    """Cosines by a model of meanings."""

    def __init__(
        self, embedder: Embedder, groups: Sequence[Sequence[str]], texts: Sequence[str]
    ) -> None:
        self._embedder = embedder
        seeds = [self._rows(group) for group in groups]
        # Unlike words, meanings always have a middle that every text shares.
        corpus = [*seeds, self._rows(texts)] if texts else seeds
        self._mean = sum(rows.sum(axis=0) for rows in corpus) / sum(map(len, corpus))
        self._middles = [_unit(rows.mean(axis=0) - self._mean) for rows in seeds]

    def scores(self, text: str) -> list[float]:
        vector = _unit(self._rows([text])[0] - self._mean)
        return [float(vector @ middle) for middle in self._middles]

    def _rows(self, texts: Sequence[str]) -> Any:
        rows = self._embedder.vectors(texts).astype("float64")
        lengths = (rows * rows).sum(axis=1, keepdims=True) ** 0.5
        lengths[lengths == 0] = 1.0
        return rows / lengths


def _is_sure(scores: Sequence[float]) -> bool:
    first, second = scores[0], max(scores[1], 0.0) if len(scores) > 1 else 0.0
    return first >= LEAST and first - second >= MARGIN and second <= SECOND * first


def _trust(texts: int) -> float:
    """How far the mean of so many answers is believed: of a handful it is hardly one."""
    return texts / (texts + _HANDFUL)


def _unit(vector: Any) -> Any:
    return vector / (_root(float(vector @ vector)))


def _root(square: float) -> float:
    """A length that nothing is divided by in vain."""
    return sqrt(max(square, 1e-12))
