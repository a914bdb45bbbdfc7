"""The report as a Word document that can go to a board as it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from workshop.analysis.prose import counted, opened
from workshop.domain.findings import Block, Network, Quotes
from workshop.domain.records import NoteTag
from workshop.domain.tabled import as_table
from workshop.domain.words import format_duration
from workshop.export import wording
from workshop.export.pictures import gain_picture, timing_picture
from workshop.export.report import (
    ExerciseResult,
    NoteLine,
    ObjectiveResult,
    Report,
    Round,
    Timing,
)
from workshop.export.times import short_day
from workshop.export.word.blocks import draw, said_by
from workshop.export.word.paper import (
    BULLET,
    EVENT,
    GROUP,
    LEAD,
    PROMPT,
    SAID,
    SMALL,
    SOURCE,
    TITLE,
    Paper,
)
from workshop.export.word.xml import Run


def files(report: Report) -> dict[str, bytes]:
    """One file, `.docx`."""
    return {".docx": document(report)}


def document(report: Report) -> bytes:
    """The whole report, summary first."""
    about = report.about
    paper = Paper(about.title, wording.event_line(about), about.exported_at)
    _front(paper, report)
    _summary(paper, report)
    _timing(paper, report.timing)
    _exercises(paper, report)
    _objectives(paper, report)
    _cases(paper, report)
    _pledges(paper, report)
    _follow_ups(paper, report)
    _listed(paper, "Worth taking home", report.tagged(NoteTag.TAKEAWAY.value))
    _listed(paper, "Parking lot", report.tagged(NoteTag.PARKED.value))
    _notes(paper, report)
    _method(paper, report)
    _appendix(paper, report)
    return paper.content()


def _front(paper: Paper, report: Report) -> None:
    about = report.about
    if line := wording.event_line(about):
        paper.text(line, EVENT)
    paper.text(about.title, TITLE)
    paper.text(wording.made_line(about), SMALL)
    if about.rehearsal:
        paper.text([Run(wording.REHEARSED, bold=True, colour="A6461C")])
    if about.anonymised:
        paper.text([Run("Anonymised", bold=True)])
        for line in about.anonymised:
            paper.text(line, BULLET)
    if found := wording.figures(report):
        paper.figures([(figure.number, figure.what) for figure in found])
    paper.contents("Contents")


def _summary(paper: Paper, report: Report) -> None:
    summary = report.summary
    paper.heading("In short", 1, new_page=True)
    for line in (*summary.when, *summary.answered, summary.objectives):
        if line:
            paper.text(line, BULLET)
    if report.about.people:
        paper.heading("On the programme", 3)
        for name, role in wording.people_lines(report.about):
            paper.text([Run(name, bold=True), Run(f", {role}" if role else "")], BULLET)
    if summary.came_out:
        paper.heading("What came out", 3)
        for outcome in summary.came_out:
            paper.text(
                [Run(f"{outcome.title} ", bold=True), Run(" ".join(outcome.sentences))]
            )  # fmt: skip
    if summary.what_next:
        paper.heading("What is next", 3)
        for line in summary.what_next:
            paper.text(line, BULLET)


def _timing(paper: Paper, timing: Timing) -> None:
    if timing.started_at is None:
        return
    paper.heading("Plan against actual", 1, new_page=True)
    parts = [(part.title, wording.shown_segments(part.segments)) for part in timing.parts]
    late = [s for _, found in parts for s in found if s.start and s.difference_s > 0]
    paper.figure(
        timing_picture(parts),
        "Every segment as planned and as it was, in minutes and seconds; pauses count in neither.",
        f"Bars of planned and actual time for {sum(len(found) for _, found in parts)} segments. "
        f"{counted(len(late), 'segment')} took longer than planned; the table says all numbers.",
    )
    rows: list[tuple[str, ...]] = []
    strong = []
    for part in timing.parts:
        strong.append(len(rows))
        behind = wording.signed(part.difference_s) if wording.part_behind(part) else ""
        rows.append(
            (
                part.title,
                format_duration(part.planned_s),
                format_duration(part.actual_s),
                behind,
                "",
            )
        )
        for segment in wording.shown_segments(part.segments):
            actual = format_duration(segment.actual_s) if segment.start else ""
            difference = wording.signed(segment.difference_s) if wording.settled(segment) else ""
            rows.append(
                (segment.title, format_duration(segment.planned_s), actual, difference,
                 wording.began(segment))
            )  # fmt: skip
    paper.table(
        "Planned and actual time of every segment.",
        ("Segment", "planned", "actual", "difference", "began"),
        rows, (52, 11, 11, 13, 13), (1, 2, 3, 4), strong,
    )  # fmt: skip


# -- exercises ---------------------------------------------------------------------------------


def _exercises(paper: Paper, report: Report) -> None:
    if not report.exercises:
        return
    paper.heading("What the room said", 1, new_page=True)
    for exercise in report.exercises:
        paper.heading(exercise.title, 2)
        paper.text(exercise.prompt, PROMPT)
        for round_ in exercise.rounds:
            if title := wording.round_title(exercise, round_):
                paper.heading(title, 3)
            _round(paper, exercise, round_)


def _round(paper: Paper, exercise: ExerciseResult, round_: Round) -> None:
    findings = round_.findings
    for number, sentence in enumerate(findings.sentences):
        paper.text(sentence) if number else paper.text(sentence, LEAD)
    apart = wording.answers_apart(exercise, round_)
    for block, full in wording.blocks_of(exercise, round_):
        # All answers follow, the starred first, and full tables stand in the appendix.
        if not full and not (apart and isinstance(block, Quotes)):
            draw(wording.few_quotes(block, 0) if apart else block, paper)
    if _full_tables(exercise, round_):
        paper.text("Full tables stand in the appendix.", SMALL)
    for tally in round_.tallies:
        paper.text(wording.tally_line(tally), SMALL)
    if wording.lists_pledges(exercise, findings):
        paper.text("All of them stand under Pledges, by date.", SMALL)
    elif apart:
        _answers(paper, round_)
    for line in (wording.uncounted(round_), *findings.cautions):
        if line:
            paper.text(line, SMALL)
    if findings.question:
        paper.text([Run("A question to go on with: ", bold=True), Run(findings.question)])


def _full_tables(exercise: ExerciseResult, round_: Round) -> list[Block]:
    """What stands in the appendix: the tables behind the findings, and those behind maps."""
    found = list(wording.blocks_of(exercise, round_))
    maps: list[Block] = [
        replace(as_table(block), title=f"{block.title}, as a table")
        for block, full in found
        if not full and isinstance(block, Network)
    ]
    return [*maps, *(block for block, full in found if full)]


def _appendix(paper: Paper, report: Report) -> None:
    """Every full table, under its exercise and round."""
    tables = [
        (exercise, round_, found)
        for exercise in report.exercises
        for round_ in exercise.rounds
        if (found := _full_tables(exercise, round_))
    ]
    if tables:
        paper.heading("Appendix: full tables", 1, new_page=True)
    for exercise, round_, found in tables:
        title = wording.round_title(exercise, round_)
        paper.heading(f"{exercise.title}. {title}" if title else exercise.title, 3)
        for block in found:
            draw(block, paper)


def _answers(paper: Paper, round_: Round) -> None:
    number = counted(len(round_.counting), "answer")
    paper.heading(f"{opened(number)} in full, the starred first", 3)
    for title, found in wording.answers_by_theme(round_):
        if title:
            paper.text(title, GROUP)
        for answer in found:
            paper.text(said_by(answer.text, answer.who, starred=answer.starred), BULLET)


# -- objectives, pledges, notes ----------------------------------------------------------------


def _objectives(paper: Paper, report: Report) -> None:
    if not report.objectives:
        return
    paper.heading("Objectives, with what stands behind them", 1, new_page=True)
    drawn = gain_picture(report.objectives)
    if drawn:
        rated = [o for o in report.objectives if o.before or o.after]
        said = "; ".join(f"{o.text}: {wording.rating_line(o)}" for o in rated)
        paper.figure(drawn, "The room's own rating, before and after, on average.", said)
    for _, group in groupby(report.objectives, key=lambda objective: objective.part):
        part = list(group)
        if part[0].part_title:
            paper.heading(part[0].part_title, 2)
        for objective in part:
            _objective(paper, objective)


def _objective(paper: Paper, objective: ObjectiveResult) -> None:
    paper.heading(objective.text, 3)
    sign, words = wording.COVERAGE[objective.coverage]
    mark = Run(f"{sign} {words}", bold=True, colour=wording.COVERAGE_COLOURS[objective.coverage])
    paper.text([mark, Run(f": {objective.remark}" if objective.remark else "")])
    if line := wording.rating_line(objective):
        paper.text(f"The room's own rating: {line}.")
    if line := wording.worked_on(objective):
        paper.text(f"Worked on in: {line}.", SMALL)
    for outcome in objective.said:
        paper.text([Run(f"{outcome.title} ", bold=True), Run(" ".join(outcome.sentences))])
    for quote in objective.evidence:
        paper.text(f"“{quote.text}”", SAID)
        paper.text(wording.source_of(quote), SOURCE)
    _bullets(paper, objective.notes)


def _bullets(paper: Paper, notes: tuple[NoteLine, ...], *, when: bool = False) -> None:
    for note in notes:
        paper.text(said_by(note.text, wording.note_source(note, when=when)), BULLET)


def _cases(paper: Paper, report: Report) -> None:
    for case in report.cases:
        if not case.discussed and not case.agreed:
            continue
        paper.heading(f"Case study: {case.title}", 1)
        if case.stand_in:
            paper.text(case.stand_in, SMALL)
        for question in case.questions:
            paper.text(question, BULLET)
        paper.heading("What was agreed", 3)
        _bullets(paper, case.agreed)
        if not case.agreed:
            paper.text("Nothing was written down.")


def _pledges(paper: Paper, report: Report) -> None:
    if not report.pledges:
        return
    paper.heading("Pledges, by date", 1)
    rows = []
    for pledge in report.pledges:
        by = short_day(pledge.by) if pledge.by else "no day named"
        star = [Run("★ ", colour="8A5A00")] if pledge.starred else []
        rows.append((by, [*star, Run(pledge.what)], pledge.with_whom, pledge.who))
    paper.table(
        "Who will do what, with whom, by when.", ("By", "What", "With whom", "Who"), rows,
        (17, 48, 24, 11),
    )  # fmt: skip


def _follow_ups(paper: Paper, report: Report) -> None:
    if not report.follow_ups:
        return
    paper.heading("Follow-up: whom to ask, and what", 1)
    found = wording.follow_ups(report)
    rows = [(line.who, line.what, line.with_whom, *asks) for line, asks in found.rows]
    paper.table(
        "Whom to ask what, and when.", ("Who", "What", "With whom", *found.days), rows,
        (9, 30, 19, *(14 for _ in found.days)),
    )  # fmt: skip


def _listed(paper: Paper, title: str, notes: tuple[NoteLine, ...]) -> None:
    if notes:
        paper.heading(title, 1)
        _bullets(paper, notes)


def _notes(paper: Paper, report: Report) -> None:
    if not report.notes:
        return
    paper.heading("Notes", 1)
    for title, group in groupby(report.notes, key=lambda note: note.segment_title):
        paper.heading(title or "Before, between and after", 3)
        _bullets(paper, tuple(group), when=True)


def _method(paper: Paper, report: Report) -> None:
    method = report.method
    paper.heading("How this was made, and what it cannot say", 1)
    for line in (*method.sentences, *method.cautions):
        paper.text(line, BULLET)
    if method.left_out:
        paper.text(f"Left out of the hour: {', '.join(method.left_out)}.", BULLET)
    if method.not_used:
        paper.text(f"Ready and not used: {', '.join(method.not_used)}.", BULLET)
    if report.sources:
        paper.heading("Sources of the plan", 3)
        for source in report.sources:
            paper.text(source, BULLET)
