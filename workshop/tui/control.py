"""What the actions of the registry do: one function an action, whatever screen it came from.

Everything that touches the clock says which clock it saw, so that two facilitators cannot both
press 'next'.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from workshop.domain import commands as cmd
from workshop.domain.clock import Stage
from workshop.domain.ids import ExerciseId
from workshop.domain.on_now import talked_about
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.service.client import Reply
from workshop.tui import present
from workshop.tui.actions import BY_ID, Place
from workshop.tui.exchanging import offer_to_park, park_asks
from workshop.tui.widgets.session import may, me, state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

Handler: TypeAlias = "Callable[[WorkshopApp], Awaitable[None]]"

MINUTE_S = 60
LATE_S = 60
"""A start that is later than this is worth a fit."""
MASKABLE = frozenset({"capture", "note"})
"""Screens that show no context and mask what is typed when the room looks on."""

log = logging.getLogger(__name__)


async def perform(app: WorkshopApp, action_id: str) -> None:
    """Carry out an action where it is offered; a failure is said and never ends the terminal."""
    action = BY_ID.get(action_id)
    if action is not None and not app.check_action("perform", (action_id,)):
        return
    if app.armed is not None and app.armed.action != action_id:
        app.armed = None
    try:
        if action is not None and action.screen:
            await _open(app, action_id, action.screen)
        else:
            await HANDLERS[action_id](app)
    except WorkshopError as error:
        app.show_error(error)
    except Exception:
        log.exception("action %s failed", action_id)
        app.notify(
            "The session goes on, and nothing that was saved is lost.",
            title="That did not work",
            severity="error",
            markup=False,
        )


async def _open(app: WorkshopApp, action_id: str, path: str) -> None:
    from workshop.tui.app import load_screen

    looked_at = app.place is Place.ROOM or (
        app.place is Place.LOBBY and app.state is not None and app.state.preflight.mirrored
    )
    arguments = {"masked": True} if action_id in MASKABLE and looked_at else {}
    screen = load_screen(path, **arguments)
    if not any(isinstance(open_, type(screen)) for open_ in app.screen_stack):
        await app.push_screen(screen)


async def on_clock(app: WorkshopApp, body: cmd.CommandBody) -> Reply | None:
    """Send a command about the clock, on the clock that is seen now."""
    return await app.act(body, expect={"clock": state_of(app).clock.version})


# -- clock -----------------------------------------------------------------------------------


async def start_pause(app: WorkshopApp) -> None:
    clock = state_of(app).clock
    if clock.stage is Stage.LOBBY:
        if await on_clock(app, cmd.Start()) is not None:
            _fit_when_late(app)
    elif clock.paused_at is None:
        await on_clock(app, cmd.Pause())
    else:
        await on_clock(app, cmd.Resume())


def _fit_when_late(app: WorkshopApp) -> None:
    """A late start keeps the end: what has to give is offered at once."""
    app.tick()
    if app.show is not None and app.show.short_s >= LATE_S:
        _offer_fit(app)


async def next_segment(app: WorkshopApp) -> None:
    if state_of(app).clock.stage is not Stage.RUNNING:
        app.say("Not started yet: space starts.")
    elif app.show is not None and app.show.next is None:
        _ask_end(app, last=True)
    else:
        await on_clock(app, cmd.Next())


async def next_ago(app: WorkshopApp) -> None:
    from workshop.tui.screens.ago import AgoScreen

    if state_of(app).clock.stage is Stage.RUNNING:
        app.push_screen(AgoScreen())
    else:
        app.say("Not started yet: space starts.")


async def back(app: WorkshopApp) -> None:
    state = state_of(app)
    current = state.clock.current
    if current is None:
        app.say("Not started yet: space starts.")
        return
    segments = state.plan.segments
    place = segments.index(state.plan.segment(current.segment))
    before = [segment for segment in segments[:place] if segment.id not in state.clock.skipped]
    if not before:
        app.say("This is the first segment.")
    elif app.arm("back", f"b again: back to '{before[-1].title}'"):
        await on_clock(app, cmd.Back())


async def more(app: WorkshopApp) -> None:
    await _add(app, MINUTE_S)


async def less(app: WorkshopApp) -> None:
    await _add(app, -MINUTE_S)


async def _add(app: WorkshopApp, seconds: int) -> None:
    if state_of(app).clock.current is None:
        app.say("Time goes to the segment on now, and none is on yet.")
        return
    await on_clock(app, cmd.AddTime(seconds))


async def fit(app: WorkshopApp) -> None:
    """The proposal is shown before it is taken; where the room looks on, only its end."""
    _offer_fit(app)


def _offer_fit(app: WorkshopApp) -> None:
    from workshop.tui.screens.fit import FitScreen

    app.push_screen(FitScreen(discreet=app.place in (Place.ROOM, Place.LOBBY)))


async def jump(app: WorkshopApp) -> None:
    from workshop.tui.screens.jump import JumpScreen

    app.push_screen(JumpScreen())


async def end(app: WorkshopApp) -> None:
    if state_of(app).clock.stage is Stage.RUNNING:
        _ask_end(app)
    else:
        app.say("Not started yet: q quits.")


def _ask_end(app: WorkshopApp, *, last: bool = False) -> None:
    from workshop.tui.screens.end import EndScreen

    app.push_screen(EndScreen(last=last))


async def prepare(app: WorkshopApp) -> None:
    app.switch_mode(Place.PREFLIGHT)


async def undo(app: WorkshopApp) -> None:
    done = state_of(app).undo.get(me(app).id, ())
    if not done:
        app.say("Nothing of yours to undo.")
        return
    # A note's or an answer's words do not belong on the room's screen.
    what = "the last thing done here" if app.place is Place.ROOM else done[-1].label
    asked_twice = app.arm("undo", f"u again, or Enter: undo {what}")
    if asked_twice and await app.act(cmd.Undo()) is not None:
        app.say(f"Undone: {what}")


async def gap(app: WorkshopApp) -> None:
    from workshop.tui.screens.gap import GapScreen

    if may(app, cmd.ResolveClockGap) and not any(
        isinstance(screen, GapScreen) for screen in app.screen_stack
    ):
        app.push_screen(GapScreen())


# -- the room --------------------------------------------------------------------------------


async def exercise(app: WorkshopApp) -> None:
    """One key, step by step: open for answers, close, show what they say, hide it."""
    state = state_of(app)
    if state.clock.stage is Stage.LOBBY:
        await _lobby_exercises(app, state)
        return
    on = present.exercise_on(state)
    if on is None:
        await _look_back(app, state)
        return
    step = next_step(state, on.id)
    make, done = _STEPS[step]
    # The room's screen says by itself whether answers are open.
    if await app.act(make(on.id)) is None or app.place is Place.ROOM:
        return
    if step is not Step.CLOSE or not offer_to_park(app, on.id):
        app.say(done)


async def _look_back(app: WorkshopApp, state: State) -> None:
    """A discussion shows or hides what was asked before it, and opens nothing."""
    exercise_id = talked_about(state)
    if exercise_id is None:
        app.say("This segment has no exercise.")
        return
    close = cmd.CloseExercise(exercise_id)
    if present.is_open(state, exercise_id) and await app.act(close) is None:
        return
    make, done = _STEPS[Step.HIDE if state.exercises[exercise_id].shown else Step.SHOW]
    if await app.act(make(exercise_id)) is not None and app.place is not Place.ROOM:
        app.say(f"{state.plan.exercise(exercise_id).title}: {done}")


async def _lobby_exercises(app: WorkshopApp, state: State) -> None:
    lobby = state.plan.lobby
    if not lobby:
        app.say("This plan has no questions for the lobby.")
        return
    any_open = any(present.is_open(state, e) for e in lobby)
    for exercise_id in lobby:
        if present.is_open(state, exercise_id) == any_open:
            close = cmd.CloseExercise(exercise_id)
            if await app.act(close if any_open else cmd.OpenExercise(exercise_id)) is None:
                return
    app.say("Lobby questions closed." if any_open else "Lobby questions open.")


async def reopen(app: WorkshopApp) -> None:
    on = present.exercise_on(state_of(app))
    if on is None:
        app.say("This segment has no exercise.")
    elif await app.act(cmd.OpenExercise(on.id)) is not None:
        app.say("Open for answers. d closes.")


class Step(StrEnum):
    """What `d` does next to an exercise."""

    OPEN = "open"
    CLOSE = "close"
    SHOW = "show"
    HIDE = "hide"


_STEPS: Mapping[Step, tuple[Callable[[ExerciseId], cmd.CommandBody], str]] = {
    Step.OPEN: (cmd.OpenExercise, "Open for answers. d closes."),
    Step.CLOSE: (cmd.CloseExercise, "Closed. d shows the results."),
    Step.SHOW: (cmd.ShowResults, "Results shown. d hides them."),
    Step.HIDE: (cmd.HideResults, "Results hidden."),
}


def next_step(state: State, exercise_id: ExerciseId) -> Step:
    """The step that follows: open, close, show, hide, and on with open for a later round."""
    record = state.exercises.get(exercise_id)
    current = state.clock.current
    round_ = 1 if current is None else state.plan.round_of(current.segment, exercise_id)
    if record is None or (not record.open and record.round < round_):
        return Step.OPEN
    if record.open:
        return Step.CLOSE
    return Step.HIDE if record.shown else Step.SHOW


async def room(app: WorkshopApp) -> None:
    """This terminal between the chair's view and the room's; towards the chair's only when
    asked twice where the room sees this display."""
    looked_at = app.public and state_of(app).preflight.mirrored
    if looked_at and not app.arm("room", "the room sees this screen: z again shows your own view"):
        return
    app.public = not app.public
    app.follow()


async def blank(app: WorkshopApp) -> None:
    await app.act(cmd.BlankScreen(not state_of(app).blank))


async def moderate(app: WorkshopApp) -> None:
    first = not state_of(app).moderated
    if await app.act(cmd.SetModeration(first)) is not None:
        passed = "The room sees of phones only what you passed: r, then y."
        app.say(passed if first else "The room sees what phones write at once.")


async def people(app: WorkshopApp) -> None:
    """Names and keys are no sight for the room."""
    from workshop.tui.screens.people import PeopleScreen

    if app.place is Place.LOBBY and state_of(app).preflight.mirrored:
        app.say("The room sees this screen: z shows your own view first.")
    elif not any(isinstance(screen, PeopleScreen) for screen in app.screen_stack):
        app.push_screen(PeopleScreen())


# -- workshop --------------------------------------------------------------------------------


async def export(app: WorkshopApp) -> None:
    from workshop.tui.screens.export import ExportScreen

    if not any(isinstance(screen, ExportScreen) for screen in app.screen_stack):
        app.push_screen(ExportScreen())


async def contrast(app: WorkshopApp) -> None:
    from workshop.tui.theme import CALM, CONTRAST

    app.theme = CALM.name if app.theme == CONTRAST.name else CONTRAST.name


async def leave(app: WorkshopApp) -> None:
    from workshop.tui.screens.leave import LeaveScreen

    if app.place is Place.HOME:
        app.exit(0)
    elif not any(isinstance(screen, LeaveScreen) for screen in app.screen_stack):
        app.push_screen(LeaveScreen())


HANDLERS: Mapping[str, Handler] = {
    "start_pause": start_pause,
    "next": next_segment,
    "next_ago": next_ago,
    "back": back,
    "more": more,
    "less": less,
    "fit": fit,
    "jump": jump,
    "end": end,
    "prepare": prepare,
    "park_asks": park_asks,
    "undo": undo,
    "gap": gap,
    "exercise": exercise,
    "reopen": reopen,
    "room": room,
    "blank": blank,
    "people": people,
    "moderate": moderate,
    "export": export,
    "contrast": contrast,
    "leave": leave,
}
