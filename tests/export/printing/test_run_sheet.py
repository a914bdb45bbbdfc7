from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.export.printed import Page, c6, flat
from workshop.domain.plan import EventInfo, SessionPlan
from workshop.export.printing.run_sheet import render


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    return c6()


def test_everything_a_stranger_needs_stands_on_the_sheet(plan: SessionPlan) -> None:
    text = Page(render(plan)).text
    wanted = [plan.title, "Thursday, 22 May 2025", "15:00", "16:00"]
    wanted += [person.name for person in plan.people]
    wanted += [objective.text for objective in plan.objectives]
    for segment in plan.segments:
        wanted += [segment.title, segment.notes, *(cue.say for cue in segment.cues)]
    for exercise in plan.exercises:
        wanted += [exercise.prompt, exercise.facilitator, *exercise.debrief]
    for case in plan.case_studies:
        wanted += [case.stand_in, *(card.text for card in case.cards)]
        wanted += [question.text for question in case.questions]
    assert [one for one in wanted if flat(one) not in text] == []


def test_nothing_is_loaded_from_anywhere(plan: SessionPlan) -> None:
    page = render(plan)
    assert Page(page).tags.isdisjoint({"script", "link", "img", "iframe"})
    assert not re.search(r"url\(|@import|src=|href=", page)


def test_hostile_text_stays_text(plan: SessionPlan) -> None:
    first, *rest = plan.parts
    segment = replace(first.segments[0], title="<script>alert(1)</script>", notes='"><img src=x>')
    hostile = replace(plan, title="</title><b>", parts=(replace(first, segments=(segment,)), *rest))
    page = render(hostile)
    assert "<script>alert" not in page
    assert Page(page).tags.isdisjoint({"script", "img", "b"})


def test_a_plan_with_the_least_in_it_prints_too(plan: SessionPlan) -> None:
    part = replace(plan.parts[0], lead=None, objectives=(), segments=plan.parts[0].segments[:1])
    bare = SessionPlan(plan.id, "Bare", 120, (part,), EventInfo())
    text = Page(render(bare)).text
    assert "0:00 to 0:02" in text
    for absent in ("Who", "Learning objectives", "Case study", "Exercises", "Sources"):
        assert absent not in text
