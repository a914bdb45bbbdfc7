"""The registry: one table, and everything derived from it."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import workshop.tui.screens
from workshop.domain.commands import ALLOWED
from workshop.domain.records import Role
from workshop.tui.actions import (
    ACTIONS,
    BY_ID,
    Action,
    May,
    Place,
    binding_of,
    footer_actions,
    key_names,
    letter_bindings,
    typing_bindings,
)
from workshop.tui.control import HANDLERS
from workshop.tui.keys import key_name
from workshop.tui.screens.help import help_text


def by_role(role: Role) -> May:
    return lambda command: role in ALLOWED[command]


def test_no_key_means_two_things() -> None:
    keys = Counter(key for action in ACTIONS for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_does_something(action: Action) -> None:
    if action.screen:
        module, name = action.screen.split(":")
        assert hasattr(import_module(f"workshop.tui.screens.{module}"), name)
    else:
        assert action.id in HANDLERS


def test_keys_of_clickers_are_bound_to_nothing() -> None:
    bound = {
        key
        for binding in (*letter_bindings(), *typing_bindings())
        for key in binding.key.split(",")
    }
    assert not bound & {"pageup", "pagedown"}


def test_only_function_keys_come_before_typing() -> None:
    assert {binding.key for binding in typing_bindings()} == {"f5", "f6", "f7", "f8"}
    assert all(binding.priority for binding in typing_bindings())


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_help_names_every_action(action: Action) -> None:
    # In as many lines as it takes.
    text = " ".join(help_text(rehearsal=action.rehearsal).plain.split())
    assert action.tooltip in text
    assert all(key in text for key in key_names(action))


def test_a_co_facilitator_is_not_offered_the_clock() -> None:
    offered = {a.id for a in footer_actions(Place.RUN, by_role(Role.CO_FACILITATOR))}
    assert "next" not in offered
    assert "note" in offered


def test_the_message_to_the_presenter_is_not_offered_where_the_room_looks() -> None:
    assert BY_ID["message"].allowed(Place.RUN, by_role(Role.CHAIR))
    assert not BY_ID["message"].allowed(Place.ROOM, by_role(Role.CHAIR))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("n", "n"),
        ("N", "shift+n"),
        ("plus", "+"),
        ("ctrl+t", "ctrl+t"),
        ("shift+down", "shift+↓"),
        ("escape", "Esc"),
        ("f", "f"),
    ],
)
def test_a_key_is_called_the_same_everywhere(key: str, name: str) -> None:
    assert key_name(key) == name


def test_what_a_screen_binds_of_the_registry_is_called_as_there() -> None:
    for action in ACTIONS:
        if action.keys:
            bound = binding_of(action.id)
            assert (bound.description, bound.tooltip) == (action.label, action.tooltip)
            assert bound.key == ",".join(action.keys)
    assert binding_of("leave", "q").key == "q"


def screens() -> list[type[Screen[Any]]]:
    folder = Path(workshop.tui.screens.__file__).parent
    modules = [import_module(f"workshop.tui.screens.{p.stem}") for p in folder.glob("[!_]*.py")]
    found = {
        made
        for module in modules
        for made in vars(module).values()
        if isinstance(made, type) and issubclass(made, Screen) and "BINDINGS" in vars(made)
    }
    return sorted((s for s in found if s.__module__.startswith("workshop.")), key=str)


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_no_screen_calls_an_action_of_the_registry_by_a_name_of_its_own(
    screen: type[Screen[Any]],
) -> None:
    for binding in vars(screen)["BINDINGS"]:
        if binding.action.startswith("app.perform("):
            action = BY_ID[binding.action.split("'")[1]]
            assert (binding.description, binding.tooltip) == (action.label, action.tooltip)
            assert set(binding.key.split(",")) <= set(action.keys)


@pytest.mark.parametrize("screen", screens(), ids=lambda screen: screen.__name__)
def test_every_key_that_a_screen_shows_has_a_label(screen: type[Screen[Any]]) -> None:
    assert all(b.description for b in vars(screen)["BINDINGS"] if b.show)
