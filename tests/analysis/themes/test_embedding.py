from __future__ import annotations

import pytest

from workshop.analysis.themes.embedding import find_embedder
from workshop.analysis.themes.sorting import Sorter, Theme


def test_installed_model_sorts_by_meaning_without_a_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("wordllama")
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it went online"))
    embedder = find_embedder()
    assert embedder is not None
    themes = (Theme("a", "Weather", ("rain", "storm")), Theme("b", "Animals", ("dog", "horse")))
    sorter = Sorter(themes, [], embedder)
    assert sorter.sort("a puppy").guesses[0].theme == "b"
    assert embedder.name in sorter.technique


def test_without_a_model_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    find_embedder.cache_clear()
    assert find_embedder() is None
    find_embedder.cache_clear()
