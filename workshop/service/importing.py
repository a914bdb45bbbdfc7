"""Answers from paper sheets and notes that were kept apart, folded into a session once.

What each column means stands in docs/importing.md. A file imported again changes nothing: the key
of an answer and the id of a note come from the row itself.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from workshop.domain.commands import CommandBody, EditNote, SubmitResponse, TakeNote
from workshop.domain.ids import NoteId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.records import Source
from workshop.domain.text import clean_block, clean_line
from workshop.errors import KeyReused, Refused, UsageError
from workshop.kinds.base import Kind
from workshop.service.answer_cells import Answers, read_answers
from workshop.service.client import SessionClient
from workshop.service.notes_file import COLUMNS as NOTE_COLUMNS
from workshop.service.notes_file import KeptNote, identified, read_note
from workshop.service.sheets import RowProblem, Sheet, SheetRow, digest, read_sheet

ANSWER_COLUMNS = ("exercise", "round", "table", "badge", "sheet", "answer")
_ENOUGH_FOR_NOTES = frozenset({"at", "text"})

Progress = Callable[[float, str], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's rows; `what` they are: answer or note.

    `known` were there already; `changed` are notes that were edited in the file since; `kept`
    notes that were edited in the session and therefore left as they are.
    """

    what: str
    taken: int = 0
    known: int = 0
    changed: int = 0
    kept: int = 0
    problems: tuple[RowProblem, ...] = ()


async def import_sheet(
    client: SessionClient,
    kinds: Mapping[str, Kind],
    path: Path,
    progress: Progress = lambda _share, _what: None,
) -> Imported:
    """Fold a file's rows into a session, one command each; bad rows are reported, the others go in.

    Raises UsageError where the file is neither answers nor notes, and what keeps the session from
    being written (TryAgain, HostGone): then the rows before are in, and a repeat brings the rest.
    """
    sheet = read_sheet(path, {*ANSWER_COLUMNS, *NOTE_COLUMNS})
    if "exercise" in sheet.columns:
        return await _import_answers(client, kinds, sheet, progress)
    if _ENOUGH_FOR_NOTES.issubset(sheet.columns):
        return await _import_notes(client, sheet, progress)
    raise UsageError(
        f"{path.name} has neither a column 'exercise' nor columns 'at' and 'text'.",
        "Its first line names the columns: docs/importing.md lists them.",
    )


# -- answers -----------------------------------------------------------------------------------


async def _import_answers(
    client: SessionClient, kinds: Mapping[str, Kind], sheet: Sheet, progress: Progress
) -> Imported:
    problems = list(sheet.problems)
    taken = known = 0
    seen: Counter[str] = Counter()
    for number, row in enumerate(sheet.rows):
        progress(number / len(sheet.rows), f"Line {row.line}")
        try:
            body = _submission(client.state.plan, kinds, row, seen)
            reply = await client.send(body)
        except ValueError as error:
            problems.append(RowProblem(row.line, _sentence(error), "correct it, import again"))
        except KeyReused:
            problems.append(_other_sheet(row))
        except Refused as error:
            problems.append(RowProblem(row.line, _bare(error.title), _bare(error.hint)))
        else:
            taken, known = (taken, known + 1) if reply.repeated else (taken + 1, known)
    return Imported("answer", taken, known, problems=_by_line(problems))


def _submission(
    plan: SessionPlan, kinds: Mapping[str, Kind], row: SheetRow, seen: Counter[str]
) -> SubmitResponse:
    """The row as a command, or ValueError with a sentence. `seen` counts equal rows."""
    exercise = _exercise(plan, row.cells.get("exercise", ""))
    kind = kinds.get(exercise.kind)
    if kind is None:
        raise ValueError(f"The kind '{exercise.kind}' of '{exercise.title}' is not installed.")
    cells = {k: v for k, v in row.cells.items() if k not in ANSWER_COLUMNS}
    answers, kept = _read(kind, exercise, Answers(row.cells.get("answer", ""), cells))
    return SubmitResponse(
        exercise=exercise.id,
        key=_key(row, exercise, kept, seen),
        answers=answers,
        round=_round(row.cells.get("round", "")),
        source=Source.PAPER,
        table=row.cells.get("table", ""),
        badge=row.cells.get("badge", "").lstrip("#"),
    )


def _read(kind: Kind, exercise: Exercise, given: Answers) -> tuple[Any, Any]:
    """The answers as given and as the kind keeps them; ValueError with a sentence."""
    try:
        answers = read_answers(kind, exercise, given)
        return answers, kind.clean(exercise, answers)
    except ValueError:
        raise
    except Exception as error:  # a kind's failure costs this row, not those after it
        _log.exception("kind %r failed on a row", kind.id)
        raise ValueError(f"The kind '{kind.id}' could not read this row.") from error


def _other_sheet(row: SheetRow) -> RowProblem:
    return RowProblem(
        row.line,
        f"sheet '{row.cells.get('sheet', '')}' was imported before with another answer",
        "correct it in the session, or give the sheet another id",
    )


def _exercise(plan: SessionPlan, given: str) -> Exercise:
    """The plan's exercise of an id or a title."""
    if not given:
        raise ValueError("The column 'exercise' is empty.")
    wanted = clean_line(given).casefold()
    for exercise in plan.exercises:
        if wanted in (exercise.id.casefold(), exercise.title.casefold()):
            return exercise
    ids = [str(exercise.id) for exercise in plan.exercises]
    near = get_close_matches(wanted, ids, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(ids)}"
    raise ValueError(f"The plan has no exercise '{clean_line(given)[:40]}': {hint}")


def _round(given: str) -> int:
    """The round of the row; 0 (empty) leaves it to the session."""
    if not given:
        return 0
    if given.isascii() and given.isdecimal() and 1 <= int(given[:6]) <= 99:
        return int(given)
    raise ValueError(f"The round '{clean_line(given)[:20]}' is no number from 1 on.")


def _key(row: SheetRow, exercise: Exercise, answers: Mapping[str, Any], seen: Counter[str]) -> str:
    """The answer's key: from the sheet's own id, else from what the row says and how many times.

    Two equal rows of one file are two people who wrote the same.
    """
    cells = row.cells
    place = [exercise.id, cells.get("round", "")]
    if sheet := cells.get("sheet"):
        return f"sheet-{digest([*place, clean_line(sheet)])}"
    said = [*place, cells.get("table", ""), cells.get("badge", "").lstrip("#"), answers]
    same = digest(said)
    seen[same] += 1
    return f"paper-{same}-{seen[same]}"


# -- notes -------------------------------------------------------------------------------------


async def _import_notes(client: SessionClient, sheet: Sheet, progress: Progress) -> Imported:
    outcome = Imported("note", problems=sheet.problems)
    problems = list(sheet.problems)
    seen: Counter[str] = Counter()
    for number, row in enumerate(sheet.rows):
        progress(number / len(sheet.rows), f"Line {row.line}")
        try:
            note = read_note(row.cells, client.state)
            outcome = await _fold(client, identified(note, seen), outcome)
        except ValueError as error:
            problems.append(RowProblem(row.line, _sentence(error), "correct it, import again"))
        except Refused as error:
            problems.append(RowProblem(row.line, _bare(error.title), _bare(error.hint)))
    return replace(outcome, problems=_by_line(problems))


async def _fold(client: SessionClient, note: KeptNote, outcome: Imported) -> Imported:
    there = client.state.notes.get(NoteId(note.id))
    if there is None:
        reply = await client.send(_taking(note))
        if reply.repeated:
            return replace(outcome, known=outcome.known + 1)
        return replace(outcome, taken=outcome.taken + 1)
    if (there.text, there.tag) == (clean_block(note.text), note.tag):
        return replace(outcome, known=outcome.known + 1)
    if there.version > 1:
        return replace(outcome, kept=outcome.kept + 1)
    await client.send(
        EditNote(there.id, note.text, note.tag), expect={f"notes/{there.id}": there.version}
    )
    return replace(outcome, changed=outcome.changed + 1)


def _taking(note: KeptNote) -> CommandBody:
    return TakeNote(
        note=NoteId(note.id),
        text=note.text,
        tag=note.tag,
        initials=note.initials,
        taken_at=note.at,
    )


# -- what is said ------------------------------------------------------------------------------


def _by_line(problems: list[RowProblem]) -> tuple[RowProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _sentence(error: ValueError) -> str:
    return _bare(str(error))


def _bare(sentence: str) -> str:
    """A sentence to stand in the middle of a line."""
    return " ".join(sentence.split()).rstrip(".")
