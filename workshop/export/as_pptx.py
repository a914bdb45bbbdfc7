"""A read-out of about ten slides: what came out, for whoever was not in the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workshop.analysis.prose import counted, listed, quoted
from workshop.domain.findings import (
    Bars,
    Block,
    Boxes,
    Curve,
    Network,
    Quotes,
    Scales,
    Table,
    Themes,
)
from workshop.domain.records import NoteTag
from workshop.domain.tabled import as_table, themes_bars
from workshop.export import wording
from workshop.export.building.pledges import PLEDGE
from workshop.export.pictures import picture
from workshop.export.report import ExerciseResult, ObjectiveResult, Report, Round
from workshop.export.slides.charts import bars_chart, curve_chart, gain_chart, scales_chart
from workshop.export.slides.deck import BROAD, LEFT, NARROW, RIGHT, WHOLE, Deck
from workshop.export.slides.looks import Box
from workshop.export.slides.text import QUIET, Line
from workshop.export.times import short_day

MOST_EXERCISES = 5
_SHOWN_QUOTES = 3
_MOST_COLUMNS = 6


def files(report: Report) -> dict[str, bytes]:
    """One file, `.pptx`."""
    return {".pptx": presentation(report)}


def presentation(report: Report) -> bytes:
    """Who and when, what came out, the main exercises, objectives, pledges, what is next."""
    about = report.about
    deck = Deck(about.title, wording.event_line(about), about.exported_at)
    _front(deck, report)
    _numbers(deck, report)
    _came_out(deck, report)
    for exercise in main_exercises(report):
        _exercise(deck, exercise)
    _objectives(deck, report)
    _pledges(deck, report)
    _next(deck, report)
    return deck.content()


def main_exercises(report: Report) -> tuple[ExerciseResult, ...]:
    """Those that most answered, in the order of the hour.

    Pledges and the rating of the objectives before and after have slides of their own.
    """
    rated = any(objective.before and objective.after for objective in report.objectives)
    found = [
        e
        for e in report.exercises
        if e.kind != PLEDGE and not (rated and e.kind == "ratings" and len(e.rounds) > 1)
    ]
    most = sorted(found, key=_size, reverse=True)[:MOST_EXERCISES]
    return tuple(exercise for exercise in found if exercise in most)


def _size(exercise: ExerciseResult) -> int:
    return sum(len(round_.counting) or round_.findings.answers for round_ in exercise.rounds)


def _front(deck: Deck, report: Report) -> None:
    about, summary = report.about, report.summary
    names = listed([person.name for person in about.people])
    lines = [Line(names, 18, after=10, most=2)] if names else []
    lines += [Line(" ".join(summary.when), 15, colour=QUIET)]
    if about.anonymised:
        lines.append(Line("Anonymised.", 15, True))
    deck.front(
        wording.event_line(about), about.title, lines,
        _notes(wording.made_line(about), *about.anonymised),
    )  # fmt: skip


def _numbers(deck: Deck, report: Report) -> None:
    summary, people = report.summary, wording.people_lines(report.about)
    notes = _notes(*summary.when, *summary.answered, summary.objectives,
                   *(f"{name}: {role}" for name, role in people))  # fmt: skip
    slide = deck.slide("Who was there, and when", notes)
    figures = [(figure.number, figure.what) for figure in wording.figures(report)]
    if figures:
        deck.numbers(slide, figures, 116)
    top, high = (250.0, 240.0) if figures else (WHOLE[1], WHOLE[3])
    said = [Line(line, 15, after=6) for line in (*summary.when, *summary.answered)]
    shown = [
        part
        for name, role in people
        for part in (Line(name, 15, True, after=0), Line(role, 12, colour=QUIET, after=7))
        if part.text
    ]
    columns = (((LEFT[0], top, 410, high), said), ((LEFT[0] + 454, top, 410, high), shown))
    deck.columns(slide, columns, 1.25)


def _came_out(deck: Deck, report: Report) -> None:
    found = report.summary.came_out
    if not found:
        return
    notes = _notes(*(f"{o.title}: {' '.join(o.sentences)}" for o in found))
    slide = deck.slide("What came out", notes)
    rows = [
        (Line(o.title, 14, True, most=3), Line(o.sentences[0], 14, most=3 if len(found) < 7 else 2))
        for o in found
    ]
    shown = deck.table(slide, (*WHOLE[:3], WHOLE[3] - 18), rows, (30, 70), 1.35)
    _more(deck, slide, len(rows) - shown, "exercise")


def _more(deck: Deck, slide: Any, number: int, what: str) -> None:
    """What did not find room is said, with where it stands."""
    if number > 0:
        place = (WHOLE[0], WHOLE[1] + WHOLE[3] - 2, WHOLE[2], 16)
        line = f"{counted(number, f'more {what}')} in the report."
        deck.text(slide, place, [Line(line, 12, colour=QUIET, after=0)])


def _notes(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


# -- exercises ---------------------------------------------------------------------------------


def _exercise(deck: Deck, exercise: ExerciseResult) -> None:
    round_ = next((r for r in reversed(exercise.rounds) if r.findings.blocks), exercise.rounds[-1])
    findings = round_.findings
    first, *rest = findings.sentences or ("",)
    quotes = _best_quotes(round_)
    notes = _notes(
        exercise.prompt, wording.round_title(exercise, round_), *findings.sentences,
        *(f"“{text}”{f' ({who})' if who else ''}" for text, who in quotes),
        *(wording.tally_line(tally) for tally in round_.tallies),
        *findings.cautions, findings.question, findings.made_of,
    )  # fmt: skip
    slide = deck.slide(exercise.title, notes)
    block = _shown_block(findings.blocks)
    beside, place = (NARROW, BROAD) if isinstance(block, Network) else (LEFT, RIGHT)
    box = beside if block else WHOLE
    lines = [Line(exercise.prompt, 13, colour=QUIET, after=12, most=3)]
    lines += [Line(first, 18, True, after=10, most=6)] if first else []
    if quotes:
        lines += [Line(f"“{text}”", 14, after=6, most=3) for text, _ in quotes[:_SHOWN_QUOTES]]
    else:
        lines += [Line(sentence, 14, after=6, most=4) for sentence in rest[:3]]
    deck.text(slide, box, [line for line in lines if line.text], 1.35)
    if block:
        _draw(deck, slide, block, place)


def _best_quotes(round_: Round) -> list[tuple[str, str]]:
    """Starred answers in words, else the first of the largest theme, else none."""
    prose = [a for a in round_.counting if round_.in_words and len(a.cells) <= 1]
    starred = [(answer.text, answer.who) for answer in prose if answer.starred]
    if starred:
        return starred[:6]
    for block in round_.findings.blocks:
        if isinstance(block, Themes) and block.themes:
            return [(quote.text, quote.who) for quote in block.themes[0].quotes[:6]]
        if isinstance(block, Quotes) and prose:
            return [(quote.text, quote.who) for quote in block.quotes[:6]]
    return []


def _shown_block(blocks: Sequence[Block]) -> Block | None:
    """The first block that can be looked at, else a table worth its room; words stand beside it."""
    seen = [block for block in blocks if not isinstance(block, Quotes)]
    charts = [block for block in seen if not isinstance(block, Table)]
    tables = [block for block in seen if isinstance(block, Table) and len(block.rows) > 2]
    return next(iter((*charts, *tables, *seen)), None)


def _draw(deck: Deck, slide: Any, block: Block, place: Box) -> None:
    left, top, wide, high = place
    chart = (left, top + 22, wide, high - 40)
    deck.text(slide, (left, top, wide, 20), [Line(block.title, 13, True, most=1, after=0)])
    out = 0
    match block:
        case Bars() if block.bars:
            out = bars_chart(slide, chart, block)
        case Themes() if block.groups:
            out = bars_chart(slide, chart, themes_bars(block))
        case Scales() if block.rows:
            out = scales_chart(slide, chart, block)
        case Curve() if block.stages:
            out = curve_chart(slide, chart, block)
        case Network() if drawn := picture(block):
            said = f"{block.title}: {len(block.nodes)} people, {len(block.ties)} ties."
            deck.picture(slide, chart, drawn, said)
        case _:
            out = _table(deck, slide, block, chart)
    if out > 0:
        line = Line(f"{counted(out, 'more line')} in the report.", 12, colour=QUIET, after=0)
        deck.text(slide, (left, top + high - 16, wide, 16), [line])


def _table(deck: Deck, slide: Any, block: Block, box: Box) -> int:
    """A block without a chart as a table of a few columns; how many rows were left out."""
    found = _filled(block) if isinstance(block, Boxes) else as_table(block)
    columns = found.columns[:_MOST_COLUMNS]
    rows = [tuple(Line(name, 11, True, QUIET, most=2) for name in columns)]
    rows += [tuple(Line(cell, 12, most=3) for cell in row[:_MOST_COLUMNS]) for row in found.rows]
    shares = [1.0 if index in found.numeric else 3.0 for index in range(len(columns))]
    return len(rows) - deck.table(slide, box, rows, shares, 1.25)


def _filled(block: Boxes) -> Table:
    """Each box with what stands in it."""
    rows = []
    for index, box in enumerate(block.boxes):
        texts = [group.texts[index] for group in block.groups if group.texts[index]]
        rows.append((box, "; ".join(texts) or "nobody filled this box"))
    return Table(block.title, ("Box", "What they wrote"), tuple(rows))


# -- objectives, pledges, what is next ---------------------------------------------------------


def _objectives(deck: Deck, report: Report) -> None:
    if not report.objectives:
        return
    slide = deck.slide("Objectives", _notes(*map(_objective_note, report.objectives)))
    size = 13 if len(report.objectives) <= 8 else 12
    rows = []
    for objective in report.objectives:
        sign, words = wording.COVERAGE[objective.coverage]
        mark = Line(
            f"{sign} {words}", size, True, wording.COVERAGE_COLOURS[objective.coverage], most=2
        )
        rows.append((mark, Line(objective.text, size, most=2)))
    shown = deck.table(slide, (*WHOLE[:3], WHOLE[3] - 18), rows, (20, 80), 1.35)
    _more(deck, slide, len(rows) - shown, "objective")
    rated = [objective for objective in report.objectives if objective.before or objective.after]
    if rated:
        _gain(deck, rated)


def _objective_note(objective: ObjectiveResult) -> str:
    words = wording.COVERAGE[objective.coverage][1]
    parts = [f"{objective.text}: {words}"]
    parts += [objective.remark] if objective.remark else []
    parts += [wording.rating_line(objective)] if wording.rating_line(objective) else []
    parts += [f"“{quote.text}” ({wording.source_of(quote)})" for quote in objective.evidence]
    return ". ".join(parts)


def _gain(deck: Deck, rated: Sequence[ObjectiveResult]) -> None:
    said = [f"{o.text}: {wording.rating_line(o)}." for o in rated]
    slide = deck.slide("The room's own rating of its objectives", _notes(*said))
    either = rated[0].after or rated[0].before
    if either:
        line = f"Averages on a scale from {either.low} to {either.high}."
        deck.text(slide, (WHOLE[0], WHOLE[1], WHOLE[2], 20), [Line(line, 13, colour=QUIET)])
    box = (WHOLE[0], WHOLE[1] + 26, WHOLE[2], WHOLE[3] - 44)
    _more(deck, slide, gain_chart(slide, box, rated), "objective")


def _pledges(deck: Deck, report: Report) -> None:
    if not report.pledges:
        return
    exercise = next((e for e in report.exercises if e.kind == PLEDGE), None)
    findings = exercise.rounds[-1].findings if exercise else None
    notes = _notes(
        *(findings.sentences if findings else ()),
        *(
            f"{short_day(p.by) if p.by else 'no day named'}: {p.what}"
            + (f", with {p.with_whom}" if p.with_whom else "")
            for p in report.pledges
        ),
    )
    slide = deck.slide("Pledges", notes)
    bars = next((b for b in findings.blocks if isinstance(b, Bars)), None) if findings else None
    first = sorted(report.pledges, key=lambda pledge: not pledge.starred)[:8]
    lines = [Line(s, 18 if not n else 14, not n, after=8, most=3)
             for n, s in enumerate(findings.sentences[:2] if findings else ())]  # fmt: skip
    if bars:
        _draw(deck, slide, bars, RIGHT)
    lines += [Line(quoted(pledge.what, 110), 14, after=5, bullet=True, most=3) for pledge in first]
    deck.text(slide, LEFT if bars else WHOLE, lines, 1.25)


def _next(deck: Deck, report: Report) -> None:
    takeaways = report.tagged(NoteTag.TAKEAWAY.value)
    parked = report.tagged(NoteTag.PARKED.value)
    summary = report.summary
    notes = _notes(
        *summary.what_next,
        *(f"Worth taking home: {note.text}" for note in takeaways),
        *(f"Parked: {note.text}" for note in parked),
        *report.method.cautions,
        wording.made_line(report.about),
    )
    slide = deck.slide("What is next", notes)
    asked = wording.follow_ups(report).days
    lines = [Line(line, 16, after=8, bullet=True) for line in summary.what_next]
    if asked:
        days = listed([title.split(",")[0] for title in asked])
        lines.append(Line(f"Ask after the pledges on {days}.", 16, after=8, bullet=True))
    if takeaways:
        lines.append(Line("Worth taking home", 16, True, after=6))
        lines += [Line(note.text, 15, after=6, bullet=True, most=3) for note in takeaways]
    high = WHOLE[3] - 30
    columns = [((*WHOLE[:2], 415.0 if parked else WHOLE[2], high), lines)]
    if parked:
        said = [Line("Parking lot", 16, True, after=6)]
        said += [Line(note.text, 15, after=6, bullet=True, most=3) for note in parked]
        columns.append(((WHOLE[0] + 449, WHOLE[1], 415.0, high), said))
    deck.columns(slide, columns, 1.35)
    last = "Whoever answered chose to: this is what this room said in this hour."
    place = (WHOLE[0], WHOLE[1] + WHOLE[3] - 16, WHOLE[2], 18)
    deck.text(slide, place, [Line(last, 12, colour=QUIET, after=0)])
