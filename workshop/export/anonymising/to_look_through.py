"""Everything in an anonymised report that somebody typed, with what may be names marked.

It is for whoever passes the report on, to be read before, and is not passed on itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workshop.analysis.prose import counted
from workshop.domain.findings import Themes
from workshop.export.anonymising.telling_words import Mark, likely
from workshop.export.escaping import md_line
from workshop.export.report import Answer, ExerciseResult, Report, Round
from workshop.export.times import day, time

_WITH = "with"
"""The field of a pledge that names a partner: mostly somebody, whatever the letters look like."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A typed text and where it stands; `person` says that it was asked whom somebody means."""

    where: str
    text: str
    person: bool = False

    @property
    def marks(self) -> tuple[Mark, ...]:
        if self.person:
            return (Mark(0, len(self.text), "whom somebody named"),)
        return tuple(sorted(likely(self.text)))


def files(report: Report) -> dict[str, bytes]:
    """One file, `-to-look-through.md`."""
    return {"-to-look-through.md": "\n".join([*_lines(report), ""]).encode()}


def marked(report: Report) -> tuple[str, ...]:
    """The texts in which something looks like a name, a line each: 'where: text (why)'."""
    return tuple(
        f"{text.where}: {text.text} ({_why(text)})" for text in _texts(report) if text.marks
    )


def _why(text: _Text) -> str:
    return ", ".join(dict.fromkeys(mark.why for mark in text.marks))


def _lines(report: Report) -> Iterator[str]:
    about = report.about
    texts = list(_texts(report))
    marked = [text for text in texts if text.marks]
    rest = [text for text in texts if not text.marks]
    yield f"# To look through: {md_line(about.title)}"
    yield ""
    yield f"Made {day(about.exported_at.date())} at {time(about.exported_at)} ({about.timezone})."
    yield ""
    yield (
        "**Not to be passed on.** These are the words that people typed and that stand in the "
        "export beside this list. Names that participants gave were taken out; what may still be "
        "a name, or tell who is meant, is **bold**. A program does not see stories: read the rest, "
        "too. Hide or correct an answer in the session, then export again."
    )
    yield ""
    yield "## What was done"
    yield ""
    yield from (f"- {md_line(line)}" for line in about.anonymised)
    yield ""
    yield f"## {counted(len(marked), 'text')} with something marked"
    yield ""
    yield from (_line(text) for text in marked)
    yield ""
    yield f"## {counted(len(rest), 'other text')}"
    yield ""
    yield from (_line(text) for text in rest)


def _line(text: _Text) -> str:
    """`- where: text`, marked pieces in bold, with the reasons behind."""
    pieces, last = [], 0
    for mark in text.marks:
        if mark.start >= last:
            pieces += [_plain(text.text[last : mark.start]), _bold(text.text, mark)]
            last = mark.end
    pieces.append(_plain(text.text[last:]))
    why = _why(text)
    said = "".join(pieces).strip()
    return f"- {md_line(text.where)}: {said}" + (f" ({why})" if why else "")


def _plain(text: str) -> str:
    """A piece between two marked ones; the blanks at its ends stay."""
    before, behind = (" " if end.isspace() else "" for end in (text[:1], text[-1:]))
    return f"{before}{md_line(text)}{behind}" if text.strip() else before


def _bold(text: str, mark: Mark) -> str:
    return f"**{md_line(text[mark.start : mark.end])}**"


# -- what was typed ----------------------------------------------------------------------------


def _texts(report: Report) -> Iterator[_Text]:
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            yield from _of_round(exercise, round_)
    for note in report.notes:
        yield _Text(f"note {note.id}", note.text)
    for objective in report.objectives:
        if objective.remark:
            yield _Text(f"remark on ‘{objective.text}’", objective.remark)


def _of_round(exercise: ExerciseResult, round_: Round) -> Iterator[_Text]:
    for answer in round_.answers:
        yield from _of_answer(exercise, answer)
    for theme in _theme_names(round_):
        yield _Text(f"theme of ‘{exercise.title}’", theme)


def _of_answer(exercise: ExerciseResult, answer: Answer) -> Iterator[_Text]:
    where = f"{answer.id}, ‘{exercise.title}’"
    if answer.reason:
        yield _Text(f"{where}, why it is hidden", answer.reason)
    if answer.table and not answer.table.isdecimal():
        yield _Text(f"{where}, table", answer.table)
    for cell in answer.cells:
        if isinstance(cell.value, str) and not cell.value.isdecimal() and cell.value:
            field = f"{where}, {cell.item_label or cell.label}"
            person = exercise.kind == "pledge" and cell.field == _WITH
            yield _Text(field, cell.value, person)


def _theme_names(round_: Round) -> Iterable[str]:
    for block in (*round_.findings.blocks, *round_.findings.more):
        if isinstance(block, Themes):
            yield from (theme.name for theme in block.themes)
