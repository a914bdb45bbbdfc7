"""What common words mean, by a table that comes with the program: no model need be installed.

A row of numbers for each of some tens of thousands of words in English, Dutch, German, French and
Spanish, near each other where the words mean nearly the same, across languages too. Rows were made
once with Google's multilingual Universal Sentence Encoder and shortened by principal components
(`python -m tests.benchmarks.word_table` makes them again); licences in `words/NOTICE`. A text is
the mean of its words, each weighed by how much it tells (Arora and others 2017, 'A simple but
tough-to-beat baseline for sentence embeddings').
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from workshop.analysis.themes.features import words_of

TABLE = Path(__file__).parent / "words" / "words.npz"
_LEAST_PIECE = 4


class Vocabulary:
    """Words and their rows; a word that has none is read by its longest beginning and end."""

    def __init__(self, words: Sequence[str], rows: Any) -> None:
        self._place = {word: at for at, word in enumerate(words)}
        self._rows = rows
        self.width: int = rows.shape[1]
        self._found = lru_cache(20_000)(self._find)

    def vectors(self, texts: Sequence[str], telling: Callable[[str], float]) -> Any:
        """One row a text, zero where no word of it is known; `telling` is a word's weight."""
        import numpy as np

        found = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            for word in words_of(text):
                for at, share in self._found(word):
                    row += self._rows[at] * (share * telling(word))
        return found

    def _find(self, word: str) -> tuple[tuple[int, float], ...]:
        """Rows of a word with their shares: its own, or those of its beginning and its end.

        So 'Zeitmangel' is read as 'Zeit' and 'Mangel', and a form that is missing by its stem.
        """
        if word in self._place:
            return ((self._place[word], 1.0),)
        found, begun = [], 0
        for end in range(len(word) - 1, _LEAST_PIECE - 1, -1):
            if word[:end] in self._place:
                found.append((self._place[word[:end]], end / len(word)))
                begun = end
                break
        for begin in range(max(1, begun), len(word) - _LEAST_PIECE + 1):
            if word[begin:] in self._place:
                found.append((self._place[word[begin:]], 1 - begin / len(word)))
                break
        return tuple(found)


@cache
def common_words() -> Vocabulary:
    """The table that comes with the program; some hundredths of a second to read."""
    import numpy as np

    with np.load(TABLE, allow_pickle=False) as table:
        words = table["words"].tobytes().decode().split("\n")
        rows = table["rows"].astype(np.float32)
    return Vocabulary(words, rows / np.linalg.norm(rows, axis=1, keepdims=True))
