"""Nominations in exports: nothing that fewer people said than the exercise asks for."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.export.telling import CHAIR, CO, Hour
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.ids import ExerciseId, NoteId, ResponseId
from workshop.domain.records import Source
from workshop.export.anonymising.veil import anonymised
from workshop.export.building.from_state import build_report
from workshop.export.writing import FORMATS, write
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan

HOME = ExerciseId("home")
MADE = samples.exercise("nominations", samples.bundled()["whom-we-turn-to"].options, id=HOME)
OFTEN, RARE, ODD = "quality lead", "perfusionist", "Smalltown"


def told() -> Hour:
    """Six people who name the same, one of them somebody rare besides."""
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    plan = replace(plan, exercises=(*plan.exercises, MADE), lobby=(*plan.lobby, HOME))
    hour = Hour(plan)
    hour.do(CHAIR, co.OpenExercise(HOME))
    lines = [f"1 2: {OFTEN} @ City Hospital | nurse @ {ODD}", *[f"1: {OFTEN} @ City Hospital"] * 5]
    for badge, line in enumerate(lines, 1):
        say(hour, str(badge), line)
    say(hour, "1", f"3: {RARE} @ {ODD}")
    return hour


def say(hour: Hour, badge: str, line: str) -> ResponseId:
    hour.stay(1)
    key = f"k{hour.state.revision}"
    answers = load()["nominations"].parse_line(MADE, line)
    hour.do(CO, co.SubmitResponse(HOME, key, answers, 1, Source.PAPER, None, "", badge))
    return ResponseId(key)


def contents(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Every file and, where it is an archive, what is in it."""
    for file in files:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    yield f"{file.name}: {name}", archive.read(name)
        else:
            yield file.name, file.read_bytes()


@pytest.mark.parametrize("without_names", [False, True])
def test_no_format_has_what_too_few_people_said(tmp_path: Path, without_names: bool) -> None:
    hour = told()
    hour.do(CO, co.ParkResponse(hour.state.responses_to(HOME)[-1].id, NoteId("parked")))
    state = anonymised(hour.state, random.Random(1)) if without_names else hour.state
    report = build_report(state, load(), name="told", now=hour.now)
    files = write(report, tuple(FORMATS), tmp_path)
    found = dict(contents(files))
    assert any(OFTEN.encode() in content for content in found.values())
    for name, content in found.items():
        for word in (RARE, ODD):
            assert word.encode() not in content, name


def test_answers_stand_there_without_their_senders() -> None:
    hour = told()
    report = build_report(hour.state, load(), name="told", now=hour.now)
    (exercise,) = (found for found in report.exercises if found.id == HOME)
    answers = exercise.rounds[0].answers
    assert len(answers) == 7
    assert {(a.badge, a.participant, a.who) for a in answers} == {("", "", "")}
    assert not {a.id for a in answers} & {r.id for r in hour.state.responses_to(HOME)}
