"""A new plan from a few answers, as YAML with comments that say how to go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workshop.domain.plan import Mode, Priority
from workshop.plans.agenda import Agenda, Item, Section
from workshop.plans.writing import block, comment, minutes, new_id, scalar

STEP_S = 30
_NEXT_STEPS_FROM_S = 25 * 60
"""From this length on, a new plan ends with pledges and the second rating."""


@dataclass(frozen=True, slots=True)
class DraftPerson:
    name: str
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class DraftSegment:
    """A segment to be written; `serves` says whether it works for its part's purpose."""

    title: str
    seconds: int
    min_s: int
    priority: Priority = Priority.SHOULD
    mode: Mode = Mode.TALK
    exercise: str = ""
    serves: bool = False
    notes: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class DraftPart:
    title: str
    segments: tuple[DraftSegment, ...]
    purpose: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The day, the hour and the place, each as far as it is known."""

    date: dt.date | None = None
    start: dt.time | None = None
    timezone: str = ""
    venue: str = ""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan to be written; `lead` of a part is a person's name."""

    id: str
    title: str
    parts: tuple[DraftPart, ...]
    people: tuple[DraftPerson, ...] = ()
    when: When = When()
    lobby: tuple[str, ...] = ()
    made_from: str = ""

    @property
    def seconds(self) -> int:
        return sum(segment.seconds for part in self.parts for segment in part.segments)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a new plan: parts by title and purpose, which may be empty."""

    seconds: int
    parts: tuple[tuple[str, str], ...] = ()
    leads: tuple[str, ...] = ()


def shortest(parts: int) -> int:
    """The least seconds that a plan with so many parts can have."""
    return (2 + 2 * max(parts, 1)) * 60


def draft_parts(wanted: Wanted) -> tuple[tuple[DraftPart, ...], tuple[str, ...]]:
    """An opening, the parts with even shares, a close; and what stands open in the lobby.

    The length is at least `shortest`; every share is a multiple of half a minute.
    """
    parts = wanted.parts or (("The work", ""),)
    asks = any(purpose for _, purpose in parts) and wanted.seconds >= _NEXT_STEPS_FROM_S
    opening = _share(wanted.seconds, 12, 60, 5 * 60)
    close = _share(wanted.seconds, 6 if asks else 12, 60, 12 * 60)
    rest = wanted.seconds - opening - close
    share = rest // len(parts) // STEP_S * STEP_S
    lead = wanted.leads[0] if wanted.leads else ""
    made = [_opening(opening, lead)]
    for number, (title, purpose) in enumerate(parts):
        seconds = share if number < len(parts) - 1 else rest - share * (len(parts) - 1)
        leader = wanted.leads[number % len(wanted.leads)] if wanted.leads else ""
        made.append(_middle(title, purpose, seconds, leader))
    made.append(_close(close, lead, asks))
    return tuple(made), ("confidence",) if asks else ()


def _share(seconds: int, of: int, least: int, most: int) -> int:
    return min(max(seconds // of // STEP_S * STEP_S, least), most)


def _opening(seconds: int, lead: str) -> DraftPart:
    welcome = DraftSegment(
        "Welcome",
        seconds,
        min(seconds, 60),
        Priority.MUST,
        cue="Say who is here, what for, and when it ends.",
        notes="Beforehand: go through the whole plan once, on the projector.",
    )
    return DraftPart("Opening", (welcome,), lead=lead)


def _middle(title: str, purpose: str, seconds: int, lead: str) -> DraftPart:
    talk = max(seconds // 3 // STEP_S * STEP_S, STEP_S)
    work = seconds - talk
    return DraftPart(
        title,
        (
            DraftSegment(
                f"{title}: how it stands",
                talk,
                _least(talk),
                Priority.SHOULD,
                Mode.TALK,
                serves=bool(purpose),
                cue="Say in two sentences what this part is about.",
            ),
            DraftSegment(
                f"{title}: everybody works on it",
                work,
                _least(work),
                Priority.MUST,
                Mode.DISCUSSION,
                serves=bool(purpose),
                cue="Ask one question; people talk in twos or threes, then to the whole room.",
            ),
        ),
        purpose,
        lead,
    )


def _close(seconds: int, lead: str, asks: bool) -> DraftPart:
    if not asks:
        thanks = DraftSegment(
            "Next steps, and thanks",
            seconds,
            min(seconds, 60),
            Priority.MUST,
            cue="Who does what by when? Say it aloud.",
        )
        return DraftPart("Close", (thanks,), lead=lead)
    rating = _share(seconds, 5, STEP_S, 90)
    thanks_s = _share(seconds, 5, STEP_S, 120)
    pledges = seconds - rating - thanks_s
    return DraftPart(
        "Close",
        (
            DraftSegment(
                "Who does what next?",
                pledges,
                _least(pledges),
                Priority.MUST,
                Mode.EXERCISE,
                "next-step-pledge",
            ),
            DraftSegment(
                "How sure are we now?",
                rating,
                _least(rating),
                mode=Mode.CHECK,
                exercise="confidence",
            ),
            DraftSegment("Thanks", thanks_s, min(thanks_s, 30), Priority.MUST),
        ),
        lead=lead,
    )


def _least(seconds: int) -> int:
    """Two thirds of a segment in whole half minutes: what a fit to time leaves of it."""
    return min(max(seconds * 2 // 3 // STEP_S * STEP_S, STEP_S), seconds)


def agenda_parts(
    agenda: Agenda, title: str
) -> tuple[tuple[DraftPart, ...], tuple[DraftPerson, ...]]:
    """An agenda's sections as parts, and the people that it names, in the order of the day."""
    people = dict.fromkeys(
        name for section in agenda.sections for item in section.items for name in item.who
    )
    # Rows above the first heading are an opening; without any heading they are all there is.
    untitled = "Opening" if len(agenda.sections) > 1 else title
    parts = tuple(_section(section, untitled) for section in agenda.sections)
    return parts, tuple(DraftPerson(name) for name in people)


def _section(section: Section, untitled: str) -> DraftPart:
    leads = {item.who[0] for item in section.items if item.who}
    return DraftPart(
        section.title or untitled,
        tuple(_item(item) for item in section.items),
        lead=next(iter(leads)) if len(leads) == 1 else "",
    )


_TALKING = ("discuss", "exercise", "workshop", "breakout", "q&a", "questions", "activity", "group")


def _item(item: Item) -> DraftSegment:
    mode = Mode.TALK
    if any(word in item.title.casefold() for word in _TALKING):
        mode = Mode.DISCUSSION
    who = f"Who: {', '.join(item.who)}." if item.who else ""
    notes = "\n".join(text for text in (who, item.notes) if text)
    return DraftSegment(item.title, item.seconds, _least(item.seconds), mode=mode, notes=notes)


# -- as YAML ------------------------------------------------------------------------------------


def write_plan(draft: PlanDraft) -> str:
    """The plan's file. Ids are made of titles and names."""
    people = _with_ids(((one, one.name) for one in draft.people), "person")
    leads = {one.name: id_ for one, id_ in people}
    lines = [*_head(draft), "schema: 1", f"id: {draft.id}", f"title: {scalar(draft.title)}"]
    lines += [*_event(draft.when), f"minutes: {minutes(draft.seconds)}", "", *_people(people)]
    lines += _lobby(draft)
    lines += ["", "parts:"]
    taken: list[str] = []
    for number, part in enumerate(draft.parts):
        lines += [""] if number else []
        lines += _part(part, leads, taken, first=number == 0)
    lines += ["", "# Where facts in the plan come from, one a line.", "sources: []"]
    return "\n".join(lines) + "\n"


def _head(draft: PlanDraft) -> Iterator[str]:
    made = f"Made from {draft.made_from}." if draft.made_from else "A new plan."
    yield from comment(f"{made} Every key is explained in docs/plans.md.")
    yield "#"
    yield '# Durations are minutes (4, 2.5) or "m:ss" in quotes; the segments make up the whole.'
    yield f"# `workshop plan edit {draft.id}` moves and retimes segments, `workshop plan check"
    yield f"# {draft.id}` says what is wrong, `workshop rehearse {draft.id}` plays it."


def _event(when: When) -> Iterator[str]:
    yield "event:"
    yield (
        f"  date: {when.date.isoformat()}" if when.date else "  date:               # 2026-03-02"
    )
    start = f'"{when.start:%H:%M}"' if when.start else '              # "09:00"'
    yield f"  start: {start}"
    yield f"  timezone: {when.timezone or 'UTC'}"
    yield f"  venue: {scalar(when.venue)}" if when.venue else "  venue:"


def _people(people: Sequence[tuple[DraftPerson, str]]) -> Iterator[str]:
    if not people:
        yield "# Whoever leads a part: each an id, a name and, if you like, role and organisation."
        yield "people: []"
        return
    yield "people:"
    for one, id_ in people:
        yield f"  - id: {id_}"
        yield f"    name: {scalar(one.name)}"
        if one.role:
            yield f"    role: {scalar(one.role)}"
        if one.organisation:
            yield f"    organisation: {scalar(one.organisation)}"


def _lobby(draft: PlanDraft) -> Iterator[str]:
    yield ""
    yield "# Exercises that stand open while people come in: `workshop exercise list` shows all."
    yield f"lobby: [{', '.join(draft.lobby)}]"


def _part(
    part: DraftPart, leads: dict[str, str], taken: list[str], *, first: bool
) -> Iterator[str]:
    part_id = _fresh(part.title, taken, "part")
    yield f"  - id: {part_id}"
    yield f"    title: {scalar(part.title)}"
    if part.lead in leads:
        yield f"    lead: {leads[part.lead]}"
    if part.purpose:
        yield "    # What people can do, know or decide after it; `headline` is rated by the room."
        yield "    objectives:"
        yield f"      - id: {part_id}-purpose"
        yield f"        text: {scalar(part.purpose)}"
        yield "        headline: true"
    yield "    segments:"
    for number, segment in enumerate(part.segments):
        yield from _segment(segment, part_id, taken, explained=first and number == 0)


def _segment(
    segment: DraftSegment, part_id: str, taken: list[str], *, explained: bool
) -> Iterator[str]:
    deep = " " * 8
    yield f"      - id: {_fresh(segment.title, taken, 'segment')}"
    yield f"{deep}title: {scalar(segment.title)}"
    yield f"{deep}minutes: {minutes(segment.seconds)}"
    aside = "        # what a fit to time leaves it at least" if explained else ""
    asides = (
        ("min_minutes", minutes(segment.min_s), "what a fit to time leaves it at least"),
        ("priority", segment.priority.value, "could gives before should before must"),
        ("mode", segment.mode.value, "talk, exercise, discussion or check"),
    )
    for key, value, aside in asides:
        line = f"{key}: {value}"
        yield f"{deep}{line:<20}# {aside}" if explained else f"{deep}{line}"
    if segment.exercise:
        yield f"{deep}exercise: {segment.exercise}"
    elif segment.mode is Mode.DISCUSSION:
        yield f"{deep}# With an exercise the room answers: write `mode: exercise` and its id below."
        yield f"{deep}exercise:"
    if segment.serves:
        yield f"{deep}objectives: [{part_id}-purpose]"
    if segment.cue:
        yield f"{deep}cues:"
        yield f"{deep}  - at: 0"
        yield f"{deep}    say: {scalar(segment.cue)}"
    if segment.notes:
        yield from block("notes", segment.notes, deep)


def _fresh(text: str, taken: list[str], otherwise: str) -> str:
    made = new_id(text, taken, otherwise)
    taken.append(made)
    return made


def _with_ids(
    named: Iterable[tuple[DraftPerson, str]], otherwise: str
) -> tuple[tuple[DraftPerson, str], ...]:
    taken: list[str] = []
    return tuple((one, _fresh(name, taken, otherwise)) for one, name in named)


def led_by(parts: Sequence[DraftPart], lead: str) -> tuple[DraftPart, ...]:
    """The parts, with somebody to lead those that name nobody."""
    return tuple(part if part.lead else replace(part, lead=lead) for part in parts)
