"""The frozen dataclasses behave as the standard library's."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, field, fields, replace

import msgspec
import pytest

from workshop.domain.making import dataclass


@dataclass(frozen=True, slots=True)
class Cup:
    """A cup of something."""

    drink: str
    spoons: int = 0
    extras: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bare:
    pass


def test_instances_are_made_compared_and_shown() -> None:
    cup = Cup("tea", spoons=2)

    assert cup == Cup("tea", 2, {})
    assert cup != Cup("tea", 1)
    assert repr(cup) == "Cup(drink='tea', spoons=2, extras={})"
    assert Cup("tea").extras is not Cup("tea").extras
    assert hash(Cup("tea", 2, ())) == hash(Cup("tea", 2, ()))  # type: ignore[arg-type]
    assert Bare() == Bare()
    assert repr(Bare()).endswith("Bare()")


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'drink'"):
        Cup()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="milk"):
        Cup("tea", milk=True)  # type: ignore[call-arg]


def test_nothing_of_an_instance_changes() -> None:
    cup = Cup("tea")
    with pytest.raises(FrozenInstanceError):
        cup.spoons = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del cup.drink
    with pytest.raises(FrozenInstanceError):
        cup.milk = True  # type: ignore[attr-defined]

    assert not hasattr(cup, "__dict__")


def test_the_standard_helpers_and_msgspec_know_them() -> None:
    cup = Cup("tea", 2, {"lemon": 1})

    assert [each.name for each in fields(cup)] == ["drink", "spoons", "extras"]
    assert replace(cup, spoons=3) == Cup("tea", 3, {"lemon": 1})
    assert pickle.loads(pickle.dumps(cup)) == copy.deepcopy(cup) == cup
    assert msgspec.json.decode(msgspec.json.encode(cup), type=Cup) == cup
    assert msgspec.json.decode(b'{"drink": "tea"}', type=Cup) == Cup("tea")


def test_no_other_kind_is_made() -> None:
    with pytest.raises(TypeError):
        dataclass(frozen=False, slots=True)
