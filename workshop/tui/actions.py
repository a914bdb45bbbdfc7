"""Every action of the terminal, once. Bindings, footer, palette and help derive from this table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from textual.binding import Binding

from workshop.domain import commands as cmd
from workshop.domain.making import dataclass
from workshop.tui.keys import key_name, works_while_typing

May: TypeAlias = Callable[[type[Any]], bool]
"""Whether the person at this terminal may send commands of a type now."""


class Place(StrEnum):
    """What the terminal shows at the bottom of its stack of screens."""

    HOME = "home"
    PREFLIGHT = "preflight"
    LOBBY = "lobby"
    RUN = "run"
    ROOM = "room"
    ENDED = "ended"


EVERYWHERE = frozenset(Place)
HOUR = frozenset({Place.LOBBY, Place.RUN, Place.ROOM})
WITH_END = HOUR | {Place.ENDED}
PRIVATE = frozenset({Place.RUN, Place.ENDED})
SESSION = EVERYWHERE - {Place.HOME}


WITHOUT_SESSION = frozenset({"help", "contrast", "leave"})
"""Ids of what a terminal can do whose session is not there yet."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do.

    `label` is a word or two for the footer, `tooltip` a sentence for help and palette. An action
    is carried out by the function of its id in `control`, or by opening `screen`
    ('module:Class' in workshop.tui.screens). `command` is what it sends, so that it is offered
    only to those who may; a `rehearsal` one is offered only there. `footer` is its rank there (0:
    not in it), `short` its label in the footer of a narrow terminal where that is another one.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    tooltip: str
    group: str
    places: frozenset[Place] = HOUR
    command: type[Any] | None = None
    screen: str = ""
    footer: int = 0
    short: str | None = None
    rehearsal: bool = False

    def allowed(self, place: Place, may: May) -> bool:
        """Whether it is offered at a place to someone who may send what `may` says."""
        return place in self.places and (self.command is None or may(self.command))


_CLOCK, _ROOM, _TAKE, _SEE, _APP = "Clock", "Room", "Take in", "Look at", "Workshop"

ACTIONS: tuple[Action, ...] = (
    Action("start_pause", ("space", "f5"), "start/pause", "Start, pause, and go on",
           _CLOCK, HOUR, cmd.Start, footer=1),
    Action("next", ("n", "f6"), "next", "Go on to the next segment, after the last to the end",
           _CLOCK, HOUR, cmd.Next, footer=2),
    Action("next_ago", ("N",), "began ago",
           "A forgotten 'next': it began some minutes ago",
           _CLOCK, HOUR, cmd.Next),
    Action("back", ("b",), "back", "Return to the segment before (press twice)",
           _CLOCK, HOUR, cmd.Back),
    Action("more", ("plus", "equals_sign", "f8"), "more",
           "Give the segment on now a minute more", _CLOCK, HOUR, cmd.AddTime, footer=6, short=""),
    Action("less", ("minus", "f7"), "less", "Give the segment on now a minute less",
           _CLOCK, HOUR, cmd.AddTime, footer=7, short=""),
    Action("fit", ("f",), "fit", "Fit what is left to the end that must hold",
           _CLOCK, HOUR, cmd.Fit, footer=11),
    Action("jump", ("j",), "jump", "Every segment: jump to one, skip one, give it time",
           _CLOCK, frozenset({Place.RUN, Place.LOBBY}), cmd.Jump),
    Action("end", ("e",), "end", "Close now with a short close, or end the session",
           _CLOCK, HOUR, cmd.EndSession, footer=12),
    Action("must_end", ("E",), "another end", "Another time by which it must end",
           _CLOCK, frozenset({Place.RUN}), cmd.SetMustEnd, screen="must_end:MustEndScreen"),
    Action("prepare", ("P",), "preflight", "The questions of the preflight again",
           _CLOCK, frozenset({Place.LOBBY}), cmd.Prepare),
    Action("undo", ("u",), "undo", "Take back what you did last, after naming it",
           _CLOCK, WITH_END, cmd.Undo, footer=8),
    Action("exercise", ("d",), "answers", "Open, close, show, hide the exercise on now",
           _ROOM, HOUR, cmd.OpenExercise, footer=3),
    Action("reopen", ("D",), "open again", "Open the exercise on now again, in the same round",
           _ROOM, frozenset({Place.RUN, Place.ROOM}), cmd.OpenExercise),
    Action("room", ("z",), "room view", "This terminal as the room's screen, and back",
           _ROOM, HOUR, footer=13),
    Action("blank", ("full_stop",), "blank", "Blank the room's screen, and back",
           _ROOM, HOUR, cmd.BlankScreen),
    Action("join", ("g",), "join code", "The code by which phones join, and whether they get in",
           _ROOM, WITH_END, screen="join:JoinScreen", footer=9, short="join"),
    Action("people", ("p",), "people",
           "Who has joined, devices and their keys, questions to the organisers",
           _ROOM, frozenset({Place.LOBBY, Place.RUN, Place.ENDED}), footer=10, short="who"),
    Action("moderate", ("M",), "look over first",
           "Look over what phones write before the room sees it (r shows it), and back",
           _ROOM, HOUR, cmd.SetModeration),
    Action("message", ("m",), "message", "Send a message to whoever presents",
           _ROOM, frozenset({Place.RUN}), cmd.SendMessage, screen="message:MessageScreen"),
    Action("capture", ("a",), "add", "Type answers, one line after the other",
           _TAKE, WITH_END, cmd.SubmitResponse, screen="capture:CaptureScreen", footer=4),
    Action("note", ("t",), "note", "Take a note",
           _TAKE, WITH_END, cmd.TakeNote, screen="note:NoteScreen", footer=5),
    Action("tally", ("l",), "tally", "Count hands or paper, table by table",
           _TAKE, PRIVATE, cmd.RecordTally, screen="tally:TallyScreen"),
    Action("case", ("c",), "case", "Lead through the case study",
           _TAKE, PRIVATE, cmd.StepCase, screen="case:CaseScreen"),
    Action("park_asks", (), "park asks", "Put the asks that found no offer on the parking lot",
           _TAKE, PRIVATE, cmd.ParkResponse),
    Action("objectives", ("o",), "objectives", "The learning objectives and their evidence",
           _SEE, PRIVATE, screen="objectives:ObjectivesScreen"),
    Action("insights", ("i",), "insights", "What the answers say",
           _SEE, PRIVATE, screen="insights:InsightsScreen"),
    Action("responses", ("r",), "responses", "The answers one by one: correct, hide, star, park",
           _SEE, PRIVATE, screen="responses:ResponsesScreen"),
    Action("export", ("x",), "export", "Write the record of the session",
           _APP, PRIVATE, footer=14),
    Action("drill", ("K",), "crash drill", "Kill the program, and see what comes back",
           _APP, HOUR, cmd.EndSession, screen="drill:DrillScreen", rehearsal=True),
    Action("contrast", (), "high contrast", "High contrast, and back", _APP, EVERYWHERE),
    Action("help", ("question_mark",), "help", "Every key", _APP, EVERYWHERE,
           screen="help:HelpScreen", footer=16),
    Action("leave", ("q", "ctrl+q"), "quit", "Quit, after asking", _APP, EVERYWHERE, footer=15),
)  # fmt: skip

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def key_names(action: Action) -> tuple[str, ...]:
    """Its keys as people call them: '+', 'N' as 'shift+n', 'f6' as 'F6'."""
    return tuple(key.upper() if works_while_typing(key) else key_name(key) for key in action.keys)


def binding_of(action_id: str, *keys: str, show: bool = False) -> Binding:
    """An action as a screen or the app binds it where its other keys mean something else: by its
    own keys, or by those named here."""
    action = BY_ID[action_id]
    return Binding(
        ",".join(keys or action.keys),
        f"app.perform('{action.id}')",
        action.label,
        show=show,
        tooltip=action.tooltip,
    )


def letter_bindings() -> Iterator[Binding]:
    """What the session's own screens bind: every key that would get in the way of typing."""
    for action in ACTIONS:
        keys = [key for key in action.keys if not works_while_typing(key)]
        if keys:
            yield Binding(
                ",".join(keys),
                f"app.perform('{action.id}')",
                action.label,
                tooltip=action.tooltip,
                id=action.id,
            )


def typing_bindings() -> Iterator[Binding]:
    """What the app binds before any input sees it, so that the clock obeys while typing."""
    for action in ACTIONS:
        for key in filter(works_while_typing, action.keys):
            yield Binding(
                key,
                f"app.perform('{action.id}')",
                action.label,
                tooltip=action.tooltip,
                id=f"{action.id}_{key}",
                priority=True,
            )


def footer_actions(place: Place, may: May) -> tuple[Action, ...]:
    """The footer's actions at a place, most wanted first."""
    offered = (a for a in ACTIONS if a.footer and a.allowed(place, may))
    return tuple(sorted(offered, key=lambda action: action.footer))
