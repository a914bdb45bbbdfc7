"""The report as Markdown: what somebody reads at four o'clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from workshop.analysis.prose import counted
from workshop.domain.findings import Quotes, Table, Themes
from workshop.domain.records import NoteTag
from workshop.domain.tabled import theme_title
from workshop.domain.words import format_duration
from workshop.export import wording
from workshop.export.building.pledges import PLEDGE
from workshop.export.escaping import md_block, md_line
from workshop.export.markdown_blocks import draw, table
from workshop.export.report import (
    Answer,
    CaseResult,
    EvidenceQuote,
    ExerciseResult,
    FollowUpLine,
    NoteLine,
    ObjectiveResult,
    PledgeLine,
    Report,
    Round,
    SegmentTime,
    Tally,
    Timing,
)
from workshop.export.times import day, short_day, time
from workshop.kinds.pledge import FOLLOW_UP

_GAPS = re.compile(r"\n{3,}")


def files(report: Report) -> dict[str, bytes]:
    """One file, `.md`, in UTF-8."""
    return {".md": markdown(report).encode()}


def markdown(report: Report) -> str:
    """The whole report; what people typed is escaped, so that it shows as it was written."""
    sections = (
        _head(report),
        _summary(report),
        _objectives(report.objectives),
        _pledges(report.pledges),
        _follow_ups(report.follow_ups),
        _section("Worth taking home", map(_note, report.tagged(NoteTag.TAKEAWAY.value))),
        _section("Parking lot", map(_note, report.tagged(NoteTag.PARKED.value))),
        _cases(report.cases),
        _exercises(report.exercises),
        _timing(report.timing),
        _section("Notes", _notes(report.notes)),
        _method(report),
    )
    text = "\n".join(line for section in sections for line in section)
    return _GAPS.sub("\n\n", text).rstrip() + "\n"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and its lines; nothing where there are none."""
    found = list(lines)
    if found:
        yield from (f"## {title}", "", *found, "")


def _head(report: Report) -> Iterator[str]:
    about = report.about
    yield from (f"# {md_line(about.title)}", "")
    event = [x for x in (about.code, about.stream, about.format, about.venue) if x]
    if event:
        yield from (f"**{md_line(' · '.join(event))}**", "")
    state = "" if about.finished else " **It was still running then.**"
    yield (
        f"*Made {day(about.exported_at.date())} at {time(about.exported_at)} from the session "
        f"{md_line(about.name)}; times are those of {md_line(about.timezone)}.*{state}"
    )
    yield ""
    if about.anonymised:
        yield from ("**Anonymised:**", "")
        yield from (f"- {md_line(line)}" for line in about.anonymised)
        yield ""


def _summary(report: Report) -> Iterator[str]:
    summary, about = report.summary, report.about
    yield from ("## In short", "")
    yield from (f"- {md_line(line)}" for line in (*summary.when, *summary.answered))
    if summary.objectives:
        yield f"- {md_line(summary.objectives)}"
    yield ""
    for person in about.people:
        place = ", ".join(x for x in (person.organisation, person.country) if x)
        role = f", {md_line(person.role).lower()}" if person.role else ""
        yield f"- **{md_line(person.name)}**{role}{f' ({md_line(place)})' if place else ''}"
    yield ""
    if summary.came_out:
        yield from ("**What came out**", "")
        for outcome in summary.came_out:
            yield f"- **{md_line(outcome.title)}** {' '.join(map(md_line, outcome.sentences))}"
        yield ""
    if summary.what_next:
        yield from ("**What is next**", "")
        yield from (f"- {md_line(line)}" for line in summary.what_next)
        yield ""


# -- objectives --------------------------------------------------------------------------------


def _objectives(objectives: Sequence[ObjectiveResult]) -> Iterator[str]:
    if not objectives:
        return
    yield from ("## What the room said, by objective", "")
    for _, group in groupby(objectives, key=lambda objective: objective.part):
        part = list(group)
        yield from (f"### {md_line(part[0].part_title)}", "")
        for objective in part:
            yield from _objective(objective)


def _objective(objective: ObjectiveResult) -> Iterator[str]:
    yield from (f"#### {md_line(objective.text)}", "")
    remark = f": {md_line(objective.remark)}" if objective.remark else ""
    yield from (f"**{' '.join(wording.COVERAGE[objective.coverage])}**{remark}", "")
    if line := wording.rating_line(objective):
        yield from (f"The room's own rating: {line}.", "")
    if line := wording.worked_on(objective):
        yield from (f"Worked on in: {md_line(line)}.", "")
    for outcome in objective.said:
        yield from (f"**{md_line(outcome.title)}** {' '.join(map(md_line, outcome.sentences))}", "")
    for quote in objective.evidence:
        yield from (_evidence(quote), "")
    if objective.notes:
        yield from (*map(_note, objective.notes), "")


def _evidence(quote: EvidenceQuote) -> str:
    return f"> “{md_block(quote.text, '> ')}”  \n> {md_line(wording.source_of(quote))}"


# -- pledges and notes -------------------------------------------------------------------------


def _pledges(pledges: Sequence[PledgeLine]) -> Iterator[str]:
    if not pledges:
        return
    yield from ("## Pledges, by date", "")
    yield from table(
        ("By", "What", "With whom", "Who"),
        (
            (
                short_day(pledge.by) if pledge.by else "no day named",
                f"{'★ ' if pledge.starred else ''}{md_line(pledge.what)}",
                md_line(pledge.with_whom),
                md_line(pledge.who),
            )
            for pledge in pledges
        ),
    )
    yield ""


def _follow_ups(lines: Sequence[FollowUpLine]) -> Iterator[str]:
    if not lines:
        return
    yield from ("## Follow-up: whom to ask, and what", "")
    for (on, after), group in groupby(lines, key=lambda line: (line.on, line.after_days)):
        yield from (f"**{day(on)}, {after} days after**", "")
        yield from table(
            ("Who", "What", "With whom", "By", "Ask"),
            (
                (
                    md_line(line.who),
                    md_line(line.what),
                    md_line(line.with_whom),
                    short_day(line.by) if line.by else "no day named",
                    md_line(line.ask),
                )
                for line in group
            ),
        )
        yield ""


def _note(note: NoteLine) -> str:
    by = f" ({md_line(note.initials)})" if note.initials else ""
    origin = " (an answer)" if note.answer else ""
    return f"- {md_block(note.text, '  ')}{origin}{by}"


def _notes(notes: Sequence[NoteLine]) -> Iterator[str]:
    """All notes by time, under the segment in which they were taken."""
    for title, group in groupby(notes, key=lambda note: note.segment_title):
        yield from (f"**{md_line(title) or 'Before, between and after'}**", "")
        for note in group:
            tag = "" if note.tag == NoteTag.NOTE.value else f" *{note.tag}*"
            by = f" {md_line(note.initials)}" if note.initials else ""
            yield f"- {time(note.at)}{by}{tag}: {md_block(note.text, '  ')}"
        yield ""


def _cases(cases: Sequence[CaseResult]) -> Iterator[str]:
    for case in cases:
        if not case.discussed and not case.agreed:
            continue
        yield from (f"## Case study: {md_line(case.title)}", "")
        if case.stand_in:
            yield from (f"*{md_line(case.stand_in)}*", "")
        yield from (f"- {md_line(question)}" for question in case.questions)
        yield from ("", "**What was agreed**", "")
        if case.agreed:
            yield from map(_note, case.agreed)
        else:
            yield "Nothing was written down."
        yield ""


# -- exercises ---------------------------------------------------------------------------------


def _exercises(exercises: Sequence[ExerciseResult]) -> Iterator[str]:
    if not exercises:
        return
    yield from ("## Exercises, one by one", "")
    for exercise in exercises:
        yield from (f"### {md_line(exercise.title)}", "", f"*{md_line(exercise.prompt)}*", "")
        for round_ in exercise.rounds:
            if len(exercise.rounds) > 1:
                place = f": {md_line(round_.place)}" if round_.place else ""
                yield from (f"#### Round {round_.round}{place}", "")
            yield from _round(exercise, round_)


def _round(exercise: ExerciseResult, round_: Round) -> Iterator[str]:
    findings = round_.findings
    yield from (f"- {md_line(sentence)}" for sentence in findings.sentences)
    yield ""
    listed = exercise.kind == PLEDGE and not findings.raw
    themed = [block for block in findings.blocks if isinstance(block, Themes)]
    for block in findings.blocks:
        # Answers stand below in full, and pledges above by date.
        if (isinstance(block, Quotes) and round_.in_words) or (listed and isinstance(block, Table)):
            continue
        yield from draw(_unquoted(block) if isinstance(block, Themes) else block)
        yield ""
    for block in findings.more:
        if listed and block.title.startswith(FOLLOW_UP):
            continue
        yield from draw(block)
        yield ""
    yield from _tallies(round_.tallies)
    if listed:
        yield from ("All of them stand above, by date, and whom to ask when.", "")
    elif wording.answers_apart(exercise, round_):
        yield from _by_theme(themed[0], round_.counting) if themed else _answers(round_.counting)
    yield from _uncounted(round_)
    if findings.question:
        yield from (f"A question to go on with: {md_line(findings.question)}", "")


def _answers(answers: Sequence[Answer]) -> Iterator[str]:
    if not answers:
        return
    yield from (f"**{counted(len(answers), 'answer').capitalize()}, the starred first**", "")
    yield from _starred_first(answers)


def _by_theme(block: Themes, answers: Sequence[Answer]) -> Iterator[str]:
    """Every answer under its theme; one that came since the themes were made, at the end."""
    found = {answer.id: answer for answer in answers}
    for group in block.groups:
        if here := [found.pop(id_) for id_ in group.answers if id_ in found]:
            yield from (f"**{md_line(theme_title(replace(group, unquoted=0), block.unit))}**", "")
            yield from _starred_first(here)
    yield from _answers(list(found.values()))


def _unquoted(block: Themes) -> Themes:
    """The themes alone, for where all answers stand below."""
    left = replace(block.unsorted, quotes=()) if block.unsorted else None
    return replace(
        block, themes=tuple(replace(theme, quotes=()) for theme in block.themes), unsorted=left
    )


def _starred_first(answers: Sequence[Answer]) -> Iterator[str]:
    for answer in sorted(answers, key=lambda answer: not answer.starred):
        star = "★ " if answer.starred else ""
        who = f" ({md_line(answer.who)})" if answer.who else ""
        yield f"- {star}{md_block(answer.text, '  ')}{who}"
    yield ""


def _uncounted(round_: Round) -> Iterator[str]:
    if line := wording.uncounted(round_):
        yield from (f"*{line}*", "")


def _tallies(tallies: Sequence[Tally]) -> Iterator[str]:
    yield from (f"- {md_line(wording.tally_line(tally))}" for tally in tallies)
    if tallies:
        yield ""


# -- time and method ---------------------------------------------------------------------------


def _timing(times: Timing) -> Iterator[str]:
    if times.started_at is None:
        return
    yield from ("## Plan against actual", "")
    rows: list[tuple[str, ...]] = []
    for part in times.parts:
        rows.append(
            (
                f"**{md_line(part.title)}**",
                f"**{format_duration(part.planned_s)}**",
                f"**{format_duration(part.actual_s)}**",
                f"**{wording.signed(part.difference_s)}**" if wording.part_behind(part) else "",
                format_duration(part.paused_s) if part.paused_s else "",
                "",
            )
        )
        rows += [_segment(segment) for segment in wording.shown_segments(part.segments)]
    yield from table(
        ("", "planned", "actual", "difference", "paused", "began"), rows, numeric=(1, 2, 3, 4, 5)
    )
    yield from ("", "Minutes and seconds; pauses count in neither.", "")


def _segment(segment: SegmentTime) -> tuple[str, ...]:
    return (
        md_line(segment.title),
        format_duration(segment.planned_s),
        format_duration(segment.actual_s) if segment.start else "",
        wording.signed(segment.difference_s) if wording.settled(segment) else "",
        format_duration(segment.paused_s) if segment.paused_s else "",
        wording.began(segment),
    )


def _method(report: Report) -> Iterator[str]:
    method = report.method
    yield from ("## How this was made, and what it cannot say", "")
    yield from (f"- {md_line(line)}" for line in (*method.sentences, *method.cautions))
    if method.left_out:
        yield f"- Left out of the hour: {', '.join(map(md_line, method.left_out))}."
    if method.not_used:
        yield f"- Ready and not used: {', '.join(map(md_line, method.not_used))}."
    yield ""
    if report.sources:
        yield from ("**Sources of the plan**", "")
        yield from (f"- {md_line(source)}" for source in report.sources)
