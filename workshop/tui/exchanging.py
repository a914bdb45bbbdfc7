"""Asks that found no offer, from whatever screen: which ones, and off to the parking lot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from workshop.analysis.prose import counted, listed
from workshop.domain import commands as cmd
from workshop.domain.ids import ExerciseId, NoteId
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.tui.present import round_now
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

EXCHANGE = "exchange"
"""The kind whose asks and offers are matched."""


def is_exchange(state: State, exercise: ExerciseId | None) -> bool:
    return exercise is not None and state.plan.exercise(exercise).kind == EXCHANGE


def open_asks(state: State, exercise: ExerciseId) -> list[Response]:
    """The asks of the round now that are in no pair and not on the parking lot."""
    # A kind is loaded where a session has it, after the first paint.
    from workshop.kinds.exchange.pairs import Pairs

    counting = [
        response
        for response in state.responses_to(exercise, round_now(state, exercise))
        if response.counts
    ]
    there = {str(response.id) for response in counting}
    pairs = Pairs(state.plan.exercise(exercise), state.kinds.get(exercise))
    met = {pair.ask for pair in pairs.standing if pair.offer in there}
    return [
        response
        for response in counting
        if response.answers.get("ask") and not response.parked and str(response.id) not in met
    ]


def wished_for(state: State) -> frozenset[frozenset[str]]:
    """Pairs of badges of whom one looks for what the other can give, in any exchange."""
    found: set[frozenset[str]] = set()
    for exercise in state.plan.exercises:
        if exercise.kind == EXCHANGE and exercise.id in state.kinds:
            from workshop.kinds.exchange.meeting import wishes

            counting = [r for r in state.responses_to(exercise.id) if r.counts]
            people = state.participants.values()
            found |= wishes(exercise, state.kinds.get(exercise.id), counting, people)
    return frozenset(found)


def to_tell_aloud(state: State, badges: Iterable[str]) -> str:
    """Who of these has no phone to be told on, as a sentence; empty where all have one."""
    joined = {str(p.badge) for p in state.participants.values() if not p.removed}
    without = [f"#{badge}" if badge else "one" for badge in dict.fromkeys(badges)]
    without = [badge for badge in without if badge.removeprefix("#") not in joined]
    if not without:
        return ""
    return f"Tell {listed(without)} aloud: no phone of theirs is here."


async def park(app: WorkshopApp, asks: Sequence[Response]) -> None:
    """Put asks on the parking lot, each as a note of its own."""
    for number, response in enumerate(asks):
        text = str(response.answers["ask"])
        body = cmd.ParkResponse(response.id, NoteId(uuid4().hex), text)
        if await app.act(body) is None:
            asks = asks[:number]
            break
    if asks:
        app.say(f"{counted(len(asks), 'ask')} put on the parking lot.")


async def park_asks(app: WorkshopApp) -> None:
    """Every open ask of the session's exchanges, when it was asked for."""
    app.armed = None
    state = state_of(app)
    asks = [
        ask
        for exercise in state.plan.exercises
        if exercise.kind == EXCHANGE
        for ask in open_asks(state, exercise.id)
    ]
    if asks:
        await park(app, asks)
    else:
        app.say("No ask is open.")


def offer_to_park(app: WorkshopApp, exercise: ExerciseId) -> bool:
    """Whether a closed exercise has open asks; one key then puts them on the parking lot."""
    state = state_of(app)
    asks = open_asks(state, exercise) if is_exchange(state, exercise) else []
    if not asks:
        return False
    there = counted(len(asks), "ask")
    app.arm("park_asks", f"Closed. {there} found no offer: Enter puts them on the parking lot")
    return True
