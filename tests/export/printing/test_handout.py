from __future__ import annotations

import re
from dataclasses import replace

from tests.export.printed import Page, c6, flat
from workshop.domain.forms import BoxesField
from workshop.domain.plan import SessionPlan
from workshop.export.printing.handout import render
from workshop.kinds.registry import load

PLAN = c6()


def test_it_holds_objectives_framework_questions_and_sources() -> None:
    page = render(PLAN, load())
    text = Page(page).text
    wanted = [PLAN.title, "Thursday, 22 May 2025, 15:00 to 16:00", PLAN.event.venue]
    wanted += [person.name for person in PLAN.people]
    wanted += [objective.text for objective in PLAN.objectives]
    wanted += [question.text for case in PLAN.case_studies for question in case.questions]
    wanted += PLAN.sources
    framework = PLAN.exercise(PLAN.case_studies[0].framework)  # type: ignore[arg-type]
    wanted += [framework.title, framework.prompt, *framework.sources]
    (field,) = load()["canvas"].form(framework).fields
    assert isinstance(field, BoxesField)
    wanted += [word for box in field.boxes for word in (box.title, box.hint)]
    assert [one for one in wanted if flat(one) not in text] == []
    assert page.count('<div class="box">') == len(field.boxes)


def test_what_is_meant_for_facilitators_stays_off_it() -> None:
    text = Page(render(PLAN, load())).text
    for segment in PLAN.segments:
        assert flat(segment.notes)[:60] not in text
    assert "workshop plan edit" not in text


def test_two_cases_with_one_framework_print_it_once() -> None:
    twice = replace(PLAN, case_studies=PLAN.case_studies * 2)
    assert render(twice, load()).count('class="page framework"') == 1


def test_a_plan_with_the_least_in_it_prints_one_page() -> None:
    page = render(SessionPlan(PLAN.id, "Bare", 120, ()), load())
    assert page.count('class="page') == 1
    assert "Sources" not in Page(page).text


def test_nothing_is_loaded_and_hostile_text_stays_text() -> None:
    page = render(replace(PLAN, title="<script>", sources=('"><img src=x>',)), load())
    assert Page(page).tags.isdisjoint({"script", "img", "link"})
    assert not re.search(r"url\(|@import|src=[^x]|href=", page)
