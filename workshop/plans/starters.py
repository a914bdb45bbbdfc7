"""A new exercise of any kind, as YAML that passes the check, with comments that say how to go on.

`plans` knows no kind's code: what stands here are beginnings, as the docs have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.plans.writing import block, minutes, new_id, scalar


@dataclass(frozen=True, slots=True)
class Starter:
    """How an exercise of a kind begins.

    `listed` is the option that lists things (empty: none), `label` the key of their text, `items`
    what stands there until somebody says better; `ask` is the question for them, `least` how many
    there must be. `before` and `after` are the lines of the other options.
    """

    prompt: str
    seconds: int
    listed: str = ""
    label: str = "text"
    items: tuple[str, ...] = ()
    ask: str = ""
    least: int = 1
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    participant: str = ""


STARTERS = {
    "ideas": Starter(
        "What comes to your mind?",
        300,
        before=(
            "limit: 140        # characters in an idea",
            "per_person: 3     # 0: no limit",
            "# Themes to sort into, each with phrases that are typical of it (docs/themes.md):",
            "# frame:",
            "#   - theme: Time",
            "#     seeds: [too busy, no time, on top of the day's work]",
        ),
        participant="Short, one thing at a time.",
    ),
    "choice": Starter(
        "Which fits best?",
        90,
        "choices",
        items=("The first", "The second", "Something else"),
        ask="What is there to choose from",
        least=2,
        after=(
            "# multiple: true    # several may be picked,",
            "# most: 2           # and so many at most",
        ),
        participant="Pick what fits. Nobody has to explain.",
    ),
    "ratings": Starter(
        "How far do you agree?",
        90,
        "statements",
        items=("We know what we want to reach", "I know what I do next"),
        ask="What is rated",
        before=(
            "# `statements: objectives` rates the headline objectives of whatever plan uses it.",
        ),
        after=(
            "scale:",
            "  from: 1",
            "  to: 5",
            "  low: not at all",
            "  high: fully",
        ),
        participant="One number for each line. Leave out what you cannot judge.",
    ),
    "points": Starter(
        "What shall come first?",
        240,
        "options",
        items=("The first", "The second", "The third"),
        ask="What are points spent on",
        least=2,
        before=(
            "points: 10        # how many everybody has",
            "# most_each: 5      # how many one line may get at most",
        ),
        participant="Spend your points as you like; all of them need not go.",
    ),
    "canvas": Starter(
        "Fill in what your table agrees on.",
        600,
        "boxes",
        "title",
        ("What we want to change", "Who has to be in it", "The first step"),
        "What are the boxes called",
        before=("limit: 400        # characters in a box",),
        participant="One form a table. Short lines do; leave a box empty where you have nothing.",
    ),
    "pledge": Starter(
        "What will you do, with whom, by when?",
        300,
        before=(
            "horizons_days: [30, 60, 90]    # days to choose from, after which somebody asks",
            "# with_hint: a name, a team, or just me",
            "limit: 200                     # characters in a pledge",
        ),
        participant="One step that you yourself will take.",
    ),
    "consensus": Starter(
        "Where do we agree?",
        600,
        "statements",
        items=("We meet too often", "We decide well together", "I know whom to ask"),
        ask="Which statements begin it",
        after=(
            "own: 2            # statements that each may add, 0 to 10",
            "handful: 5        # how many a phone asks at a time",
        ),
        participant="Agree, disagree or pass. Then add what nobody has said.",
    ),
    "connections": Starter(
        "Whom in this room do you know?",
        240,
        before=("most: 60          # people whom one answer may name",),
        participant="Give the badge numbers of those you have worked with.",
    ),
    "nominations": Starter(
        "Whom do you turn to at home?",
        300,
        "asks",
        items=("I ask them for advice", "They decide", "I would like to reach them, and cannot"),
        ask="What may be true of a kind of people",
        after=(
            "# wanted: the id of the one above that says that they are out of reach",
            "least: 3          # people behind every figure that anybody sees",
            "# roles: [nurse, manager]    # what is offered while one types",
        ),
        participant="Roles and organisations, no names.",
    ),
    "exchange": Starter(
        "What do you ask for, and what can you offer?",
        420,
        before=(
            "limit: 140        # characters in an ask or an offer",
            "per_person: 3     # 0: no limit",
            "# Words that belong together, so that an ask and an offer find each other:",
            "# tags:",
            "#   - tag: data",
            "#     words: [figures, chart, dashboard]",
        ),
        participant="An ask, an offer, or both. Somebody here may have what you need.",
    ),
    "curve": Starter(
        "How much of you is in it, at each stage?",
        300,
        "stages",
        items=("At the start", "After some weeks", "Today"),
        ask="What are the stages, in order",
        least=2,
        after=(
            "scale:",
            "  from: 0",
            "  to: 100",
            "  step: 5         # how far a slider moves at a time",
            "why: true         # asks for a reason and for what helps",
        ),
        participant="One number a stage; it may go down.",
    ),
}

OTHER = Starter("What do you think?", 300)
"""For kinds of other packages, whose options only their authors know."""


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    """An exercise to be written; what is empty is taken from its kind's beginning."""

    id: str
    kind: str
    title: str
    prompt: str = ""
    purpose: str = ""
    seconds: int = 0
    items: tuple[str, ...] = ()


def starter(kind: str) -> Starter:
    return STARTERS.get(kind, OTHER)


def write_exercise(draft: ExerciseDraft) -> str:
    """The exercise's file."""
    begin = starter(draft.kind)
    lines = [
        "# A new exercise. Every key is explained in docs/exercises.md.",
        "#",
        f"# A plan uses it by its id: `exercise: {draft.id}` under a segment, or in its `lobby`.",
        f"# `workshop exercise check {draft.id}` says what is wrong.",
        "schema: 1",
        f"id: {draft.id}",
        f"kind: {draft.kind}",
        f"title: {scalar(draft.title)}",
        *block("purpose", draft.purpose or "Say what it is good for, for whoever chooses it.", ""),
        f"minutes: {minutes(draft.seconds or begin.seconds)}",
        "instructions:",
        "  facilitator: |",
        "    How to run it: what you say first, when you show the answers, what you ask then.",
        "    On paper: how it goes without phones.",
        *block("participant", begin.participant or "What they read above the form.", "  "),
        *block("prompt", draft.prompt or begin.prompt, ""),
        *_options(begin, draft.items),
        "# What you ask when the answers are in.",
        "debrief:",
        "  - What surprises you?",
        "  - What follows from it?",
        "# Where the words or the idea come from, one a line.",
        "sources: []",
        "",
        "# What an invented room answers in a rehearsal, each as one would type it:",
        "# bank:",
        "#   lines: []",
    ]
    return "\n".join(lines) + "\n"


def _options(begin: Starter, items: Sequence[str]) -> Iterator[str]:
    inside = [
        *begin.before,
        *_entries(begin, items or begin.items),
        *begin.after,
    ]
    written = [line for line in inside if not line.startswith("#")]
    yield "options:" if written else "options: {}"
    yield from (f"  {line}" for line in inside)


def _entries(begin: Starter, items: Sequence[str]) -> Iterator[str]:
    if not begin.listed:
        return
    yield f"{begin.listed}:"
    taken: list[str] = []
    for item in items:
        taken.append(new_id(item, taken, "one"))
        yield f"  - id: {taken[-1]}"
        yield f"    {begin.label}: {scalar(item)}"
