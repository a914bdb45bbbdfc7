"""What an anonymised report no longer says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from immutables import Map

from tests.examples import START, example
from tests.export.telling import CO, IDEAS, hour, made, round_of, say
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.findings import Network, Table, Themes
from workshop.domain.ids import ExerciseId, NoteId, ObjectiveId
from workshop.export.anonymising.veil import WHAT_WAS_DONE, anonymised
from workshop.export.as_markdown import markdown
from workshop.export.building.from_state import build_report
from workshop.kinds.registry import load


def test_badges_ids_times_and_initials_go_and_people_stay_apart() -> None:
    told = hour()
    first = say(told, "a", badge="4711", table="3")
    say(told, "b", badge="4712", table="3")
    third = say(told, "c", badge="4711", table="3")
    told.do(CO, co.ParkResponse(third, NoteId("parked")))
    told.do(CO, co.LinkEvidence(ObjectiveId("engage-at-scale"), first))
    report = made(anonymised(told.state, random.Random(1)))

    a, b, c = round_of(report, IDEAS).answers
    assert "4711" not in repr(report) and "4712" not in repr(report)
    assert a.badge == c.badge != b.badge
    assert {a.id, b.id, c.id}.isdisjoint({first, third})
    assert a.at.second == 0 and a.at.utcoffset() == timedelta(hours=2)
    assert (a.table, a.text) == ("", "a")  # two people shared that table
    assert [note.initials for note in report.notes] == [""]
    objective = next(o for o in report.objectives if o.id == "engage-at-scale")
    assert [quote.text for quote in objective.evidence] == ["a"]


def test_the_findings_of_typed_answers_stay_the_same() -> None:
    state = replace(example(), tallies=Map())
    before, after = made(state), made(anonymised(state, random.Random(2)))

    def sentences(report):
        # A map of who knows whom names people and organisations, which are drawn anew.
        return [
            r.findings.sentences
            for e in report.exercises
            for r in e.rounds
            if not any(isinstance(block, Network) for block in r.findings.blocks)
        ]

    assert len(sentences(before)) > 5
    assert sentences(before) == sentences(after)
    assert [(o.before, o.after) for o in before.objectives] == [
        (o.before, o.after) for o in after.objectives
    ]


def test_two_draws_differ() -> None:
    state = example()
    draws = [
        [
            (a.badge, a.participant)
            for a in round_of(made(anonymised(state, random.Random(seed)))).answers
        ]
        for seed in (1, 2)
    ]
    assert draws[0] != draws[1]


def test_a_hidden_answer_on_the_parking_lot_stays_hidden() -> None:
    told = hour()
    id_ = say(told, "SECRET")
    told.do(CO, co.ParkResponse(id_, NoteId("n")))
    told.do(CO, co.HideResponse(id_, "a name"))

    assert "SECRET" not in repr(made(anonymised(told.state, random.Random(1))))


def test_the_report_says_what_was_done() -> None:
    report = build_report(hour().state, load(), name="x", now=START, anonymised=WHAT_WAS_DONE)
    text = markdown(report)

    assert "**Anonymised:**" in text
    assert "Tables are kept" in text


def test_who_named_whom_has_new_numbers_and_no_names() -> None:
    kind, exercise = load()["connections"], replace(example().plan.exercises[0], kind="connections")
    state = replace(example(), plan=replace(example().plan, exercises=(exercise,)))
    line = kind.clean(exercise, kind.parse_line(exercise, "4711: 4712 4713 | Ada, City, nurse"))
    only = samples.response(1, line)
    only = replace(only, exercise=exercise.id)
    state = replace(
        state,
        responses=Map({exercise.id: Map({only.id: only})}),
        notes=Map(),
        objectives={},
        questions=Map(),
    )
    without = anonymised(state, random.Random(1))
    (answer,) = without.responses[exercise.id].values()
    assert "47" not in repr(answer.answers) and "name" not in answer.answers
    assert len({*answer.answers["who"], *answer.answers["people"]}) == 3
    assert "organisation" not in answer.answers  # nobody else said that one


def test_themes_stay_with_new_ids_and_without_initials() -> None:
    told = hour()
    first = say(told, "no time at all", badge="4711")
    say(told, "the budget was cut", badge="4712")
    add = {"do": "add", "name": "Hours", "seeds": [], "answers": [first]}
    told.do(CO, co.KindCommand(ExerciseId(IDEAS), add))
    reports = made(told.state), made(anonymised(told.state, random.Random(3)))
    before, after = (round_of(report, IDEAS).findings for report in reports)

    assert before.sentences == after.sentences
    block = next(block for block in after.blocks if isinstance(block, Themes))
    ids = {answer.id for answer in round_of(reports[1], IDEAS).answers}
    assert set(block.themes[0].answers) <= ids
    assert block.themes[0].quotes[0].text == "no time at all"
    assert "4711" not in repr(after) and first not in repr(after)
    history = next(table for table in after.more if isinstance(table, Table))
    assert history.rows == (("‘Hours’ added", ""),)
