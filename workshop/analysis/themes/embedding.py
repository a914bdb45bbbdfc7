"""A model of meanings, where one is installed; without it themes are sorted by words alone.

The extra `embeddings` brings wordllama (MIT licence; its weights, inside the package, derive from
token embeddings of Llama 2 and Phi-3, see docs/themes.md). Nothing is ever downloaded: rooms have
no internet, and answers are nobody else's business.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any, Protocol

_log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Turns texts into vectors; `name` says which model and version, for the record."""

    name: str

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row of floats a text, as a numpy array."""


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


@cache
def find_embedder() -> Embedder | None:
    """The installed model, None where there is none; loads it (a second or more)."""
    if util.find_spec("wordllama") is None:
        return None
    try:
        return WordLlamaEmbedder()
    except Exception:  # someone else's package must not cost the room its themes
        _log.exception("wordllama is installed and cannot be used")
        return None
