"""Words and figures about a report that several formats say alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workshop.analysis.people import named_table
from workshop.analysis.prose import counted, listed
from workshop.domain.findings import (
    Block,
    Boxes,
    Curve,
    Findings,
    Network,
    Quotes,
    Table,
    Theme,
    Themes,
)
from workshop.domain.records import NoteTag
from workshop.domain.tabled import theme_title
from workshop.domain.words import format_duration
from workshop.export.building.pledges import PLEDGE
from workshop.export.report import (
    About,
    Answer,
    EvidenceQuote,
    ExerciseResult,
    FollowUpLine,
    NoteLine,
    ObjectiveResult,
    PartTime,
    Rating,
    Report,
    Round,
    SegmentStatus,
    SegmentTime,
    Status,
    Tally,
)
from workshop.export.times import day, short_day, time
from workshop.kinds.pledge import FOLLOW_UP

COVERAGE: Mapping[str, tuple[str, str]] = {
    "covered": ("✔", "Covered"),
    "partly": ("◐", "Partly covered"),
    "not": ("✘", "Not covered"),
    "unmarked": ("○", "Not marked by anyone"),
}
"""A sign and words for each mark of an objective."""

COVERAGE_COLOURS = {
    "covered": "2C6E49", "partly": "8A5A00", "not": "A6461C", "unmarked": "57534E",
}  # fmt: skip
"""How an objective's coverage is coloured on paper, where its word stands beside it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands alone, with what it counts."""

    number: str
    what: str


def figures(report: Report) -> tuple[Figure, ...]:
    """The session in four or five numbers."""
    counting = [a for e in report.exercises for r in e.rounds for a in r.counting]
    said = (a for e in report.exercises for r in e.rounds for a in r.said)
    people = {who for a in said if (who := a.badge or a.participant)}
    found = [(len(people), "people known by badge or phone"), (len(counting), "answers that count"),
             (len(report.exercises), "exercises used")]  # fmt: skip
    marked = [o for o in report.objectives if o.coverage == "covered"]
    made = [Figure(str(number), what) for number, what in found if number]
    if report.objectives:
        made.append(Figure(f"{len(marked)} of {len(report.objectives)}", "objectives covered"))
    if report.pledges:
        made.append(Figure(str(len(report.pledges)), "pledges"))
    return tuple(made)


REHEARSED = "This was a rehearsal: the room was simulated, and nobody said any of it."


def event_line(about: About) -> str:
    """Where the session has its place: code, stream, format, venue."""
    return " · ".join(x for x in (about.code, about.stream, about.format, about.venue) if x)


def made_line(about: About) -> str:
    """When the export was made, and that it was running then, if it was."""
    still = "" if about.finished else " It was still running then."
    return (
        f"Made {day(about.exported_at.date())} at {time(about.exported_at)} from the session "
        f"{about.name}, revision {about.revision}; times are those of {about.timezone}.{still}"
    )


def people_lines(about: About) -> tuple[tuple[str, str], ...]:
    """Everyone at the front: name, and role with place in brackets."""
    found = []
    for person in about.people:
        place = ", ".join(x for x in (person.organisation, person.country) if x)
        role = person.role.lower()
        found.append((person.name, f"{role} ({place})" if role and place else role or place))
    return tuple(found)


def signed(seconds: float) -> str:
    """'+1:05', '-0:20', '0:00'."""
    return f"+{format_duration(seconds)}" if seconds > 0 else format_duration(seconds)


def began(segment: SegmentTime) -> str:
    """When a segment began, else why it did not."""
    if segment.start is None:
        return segment.status.value
    on_now = ", on now" if segment.status is SegmentStatus.NOW else ""
    return f"{time(segment.start)}{on_now}"


def settled(segment: SegmentTime) -> bool:
    """Whether a difference from the plan can be said."""
    return segment.status in (SegmentStatus.RUN, SegmentStatus.LEFT_OUT)


def part_behind(part: PartTime) -> bool:
    """Whether a part's difference can be said: some of it is over, or none was planned."""
    planned = sum(s.planned_s for s in part.segments if s.status is not SegmentStatus.TO_COME)
    return bool(planned) or not part.planned_s


def shown_segments(segments: tuple[SegmentTime, ...]) -> tuple[SegmentTime, ...]:
    """The segments without alternatives that never ran."""
    return tuple(s for s in segments if not (s.alternative and s.start is None))


def rating_line(objective: ObjectiveResult) -> str:
    """'before 2.3 (31 answers), after 2.9 (34 answers), on average from 1 to 5', or nothing."""

    def said(rating: Rating, when: str) -> str:
        return f"{when} {rating.mean:.1f} ({counted(rating.people, 'answer')})"

    words = [said(objective.before, "before")] if objective.before else []
    words += [said(objective.after, "after")] if objective.after else []
    either = objective.before or objective.after
    return ", ".join(words) + (f", on average from {either.low} to {either.high}" if either else "")


def worked_on(objective: ObjectiveResult) -> str:
    """The segments that served an objective, with their time; empty for none."""
    return ", ".join(f"{s.title} ({format_duration(s.actual_s)})" for s in objective.segments)


def source_of(quote: EvidenceQuote) -> str:
    """Who said it and where; starred ones that nobody linked are marked as such."""
    marked = "" if quote.linked else " (starred)"
    return ", ".join(x for x in (quote.who, quote.exercise) if x) + marked


def note_source(note: NoteLine, *, when: bool = False) -> str:
    """Behind a note: its time if asked for, who wrote it, whether it was an answer."""
    parts = [time(note.at)] if when else []
    parts += [note.initials] if note.initials else []
    if when and note.tag != NoteTag.NOTE.value:
        parts.append(note.tag)
    return ", ".join([*parts, "an answer"] if note.answer else parts)


def round_title(exercise: ExerciseResult, round_: Round) -> str:
    """'Round 2: How sure are you now?' where there are several; else nothing."""
    if len(exercise.rounds) == 1:
        return ""
    return f"Round {round_.round}{f': {round_.place}' if round_.place else ''}"


def tally_line(tally: Tally) -> str:
    """Hands that were counted, as a sentence."""
    place = named_table(tally.table) if tally.table else "the room"
    present = f" of {tally.present}" if tally.present is not None else ""
    counts = ", ".join(f"{tally.labels[option]}: {n}" for option, n in tally.counts.items())
    return f"Hands, {place}{present}: {counts}"


def uncounted(round_: Round) -> str:
    """What is not shown, and why; empty for nothing."""
    words = []
    for status, what in (
        (Status.HIDDEN, "hidden by a facilitator"),
        (Status.WITHDRAWN, "withdrawn"),
    ):
        if number := sum(answer.status is status for answer in round_.answers):
            words.append(f"{counted(number, 'answer')} {what}")
    return f"Not shown and not counted: {listed(words)}." if words else ""


def lists_pledges(exercise: ExerciseResult, findings: Findings) -> bool:
    """Whether its answers stand in the list of pledges, and need not be repeated."""
    return exercise.kind == PLEDGE and not findings.raw


def blocks_of(exercise: ExerciseResult, round_: Round) -> Iterator[tuple[Block, bool]]:
    """The blocks to draw, and whether each is one of the full tables behind."""
    findings = round_.findings
    listed_elsewhere = lists_pledges(exercise, findings)
    for block in findings.blocks:
        if not (listed_elsewhere and isinstance(block, Table | Quotes)):
            yield block, False
    for block in findings.more:
        if not (listed_elsewhere and block.title.startswith(FOLLOW_UP)):
            yield block, True


def few_quotes(block: Block, most: int) -> Block:
    """A block with at most so many of its quotes (of each theme), for where all answers follow."""
    if isinstance(block, Quotes):
        title = block.title if len(block.quotes) <= most else "Some, in their own words"
        return replace(block, title=title, quotes=block.quotes[:most])
    if isinstance(block, Themes):
        left = block.unsorted
        return replace(
            block,
            themes=tuple(_fewer(theme, most) for theme in block.themes),
            unsorted=_fewer(left, most) if left else None,
        )
    return block


def _fewer(theme: Theme, most: int) -> Theme:
    shown = theme.quotes[:most]
    return replace(theme, quotes=shown, unquoted=len(theme.answers) - len(shown))


def answers_by_theme(round_: Round) -> list[tuple[str, list[Answer]]]:
    """All answers that count, the starred first; by theme where there are themes."""
    left = {a.id: a for a in sorted(round_.counting, key=lambda answer: not answer.starred)}
    found: list[tuple[str, list[Answer]]] = []
    for block in round_.findings.blocks:
        if isinstance(block, Themes):
            for theme in block.groups:
                inside = set(theme.answers)
                here = [left.pop(id_) for id_ in list(left) if id_ in inside]
                if here:
                    found.append((theme_title(replace(theme, unquoted=0), block.unit), here))
    if left:
        found.append(("Not in a theme" if found else "", list(left.values())))
    return found


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Whom to ask what on which days: a row a pledge, with what to ask on each of the days."""

    days: tuple[str, ...]
    rows: tuple[tuple[FollowUpLine, tuple[str, ...]], ...]


def follow_ups(report: Report) -> FollowUps:
    """All follow-ups in one table; a day is said as '21 June 2025, 30 days after'."""
    days = sorted({(line.on, line.after_days) for line in report.follow_ups})
    asks = {(line.answer, line.on, line.after_days): line.ask for line in report.follow_ups}
    pledges = {line.answer: line for line in report.follow_ups}
    return FollowUps(
        tuple(f"{short_day(on)}, {after} days after" for on, after in days),
        tuple(
            (line, tuple(asks.get((answer, on, after), "") for on, after in days))
            for answer, line in pledges.items()
        ),
    )


def answers_apart(exercise: ExerciseResult, round_: Round) -> bool:
    """Whether the answers are to be listed one by one below the findings.

    Not where they stand in full already, nor where one by one they say nothing to a reader.
    """
    shown = any(isinstance(block, Boxes | Network | Curve) for block in round_.findings.blocks)
    listed_elsewhere = lists_pledges(exercise, round_.findings)
    return round_.in_words and not shown and not listed_elsewhere and bool(round_.counting)
