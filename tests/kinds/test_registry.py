from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import pytest

from tests.kinds import samples
from tests.stage import CHAIR
from workshop.domain.findings import Findings
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.kinds import registry
from workshop.kinds.base import Kind, Material, OptionProblem
from workshop.kinds.choice import Choice
from workshop.kinds.registry import KindRules, analyse, load


class Broken(Choice):
    """Fails at everything, as third parties' code may."""

    id = "broken"

    def check(self, options: Mapping[str, Any]) -> list[OptionProblem]:
        raise RuntimeError("check")

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Any:
        raise RuntimeError("form")

    def analyse(self, material: Material) -> Findings:
        raise ZeroDivisionError

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Any:
        raise KeyError("decide")

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        raise KeyError("apply")


class Shapeless(Choice):
    id = "shapeless"

    def analyse(self, material: Material) -> Findings:
        return {"not": "findings"}  # type: ignore[return-value]


@dataclass
class Entry:
    """An entry point of another package."""

    name: str
    value: str
    kind: Any

    def load(self) -> Any:
        if isinstance(self.kind, Exception):
            raise self.kind
        return self.kind


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Entry]]:
    entries: list[Entry] = []
    monkeypatch.setattr(metadata, "entry_points", lambda group: entries)
    load.cache_clear()
    yield entries
    load.cache_clear()


def material(kind: str) -> Material:
    made = samples.exercise(kind)
    return Material(made, [samples.response(1, {"choice": ["a"], "why": "since"})], [])


def test_bundled_kinds_need_no_installation(offered: list[Entry]) -> None:
    assert tuple(load()) == registry.BUNDLED


def test_kind_of_a_third_party_is_taken_in(offered: list[Entry]) -> None:
    offered.append(Entry("broken", "other.kinds:KIND", Broken()))
    assert load()["broken"].title == "Choice"


@pytest.mark.parametrize("kind", [ImportError("gone"), object(), Broken()])
def test_kind_that_cannot_be_used_is_logged_and_left_out(
    offered: list[Entry], caplog: pytest.LogCaptureFixture, kind: Any
) -> None:
    offered.append(Entry("bent", "other.kinds:KIND", kind))
    assert tuple(load()) == registry.BUNDLED
    assert "bent" in caplog.text


def test_bundled_kind_is_not_replaced_unseen(
    offered: list[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    offered.append(Entry("choice", "other.kinds:KIND", Broken()))
    assert isinstance(load()["choice"], Choice)
    assert "ignored" in caplog.text


@pytest.mark.parametrize("kind", [Broken(), Shapeless(), None])
def test_kind_that_fails_or_is_missing_shows_the_raw_answers(
    kind: Kind | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    found = analyse(kind, material("broken"))
    assert found.raw
    assert [quote.text for quote in samples.block(found, "quotes").quotes] == ["a / since"]
    assert found.cautions
    assert caplog.records


def test_answers_of_a_missing_kind_are_kept_without_what_is_unsafe() -> None:
    rules = KindRules({})
    made = samples.exercise("gone")
    kept = rules.clean(made, {"a": "x\x1b[31m", "b": {"c": ["\u202ey", 3, None]}})
    assert kept == {"a": "x[31m", "b": {"c": ["y", 3, None]}}
    assert rules.options(made) is None
    assert rules.version(made) == 0
    assert rules.apply(made, "state", 1, {}) == "state"
    with pytest.raises(ValueError, match="not installed"):
        rules.decide(made, None, {}, CHAIR)


def test_kind_that_raises_loses_no_answer_and_keeps_its_state() -> None:
    rules = KindRules({"broken": Broken()})
    made = samples.exercise("broken")
    assert rules.clean(made, {"text": "kept\u202e"}) == {"text": "kept"}
    assert rules.options(made) is None
    assert rules.apply(made, {"n": 1}, 1, {}) == {"n": 1}
    with pytest.raises(ValueError, match="could not do that"):
        rules.decide(made, None, {}, CHAIR)


def test_refusal_of_a_kind_is_passed_on() -> None:
    made = samples.bundled()["how-we-connect"]
    with pytest.raises(ValueError, match="no option ‘mars’"):
        KindRules().clean(made, {"choice": ["mars"]})
