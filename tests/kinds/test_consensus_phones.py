"""Statements on a phone, a handful at a time, with and without script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.browser import PHONE, NewPage, violations
from tests.host.pages.desk import IDEAS, Room, room_of
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.plan import SessionPlan
from workshop.kinds.consensus.statements import STATEMENT

pytestmark = pytest.mark.asyncio(loop_scope="session")


def with_statements(plan: SessionPlan) -> SessionPlan:
    """The hour with statements in the place of its first question."""
    made = replace(samples.bundled()["where-we-agree"], id=IDEAS, title="Where do we agree?")
    exercises = tuple(made if e.id == IDEAS else e for e in plan.exercises)
    return replace(plan, exercises=exercises)


@pytest_asyncio.fixture(loop_scope="session")
async def statements(tmp_path: Path, new_page: NewPage) -> AsyncIterator[Room]:
    async with room_of(tmp_path, new_page, change=with_statements) as room:
        await room.open(IDEAS)
        yield room


def part(page: Page) -> Locator:
    return page.locator("section.exercise").filter(has_text="Where do we agree?")


async def vote(page: Page, answer: str = "Agree") -> None:
    """The handful on the page, answered alike and sent."""
    form = part(page).locator("form.draft").first
    for group in await form.locator("fieldset").all():
        await group.get_by_label(answer, exact=True).check()
    await form.get_by_role("button", name="Send").click()


@pytest.mark.parametrize("script", [True, False])
async def test_one_handful_after_the_other_until_all_is_answered(
    statements: Room, script: bool
) -> None:
    page = await statements.joined(java_script_enabled=script, viewport=PHONE)
    groups = part(page).locator("fieldset")
    await expect(groups).to_have_count(5)
    first = await groups.first.locator("legend").inner_text()
    await vote(page)
    await expect(part(page)).to_contain_text("Received: one answer")
    await expect(groups).to_have_count(5)
    assert first not in await groups.locator("legend").all_inner_texts()
    await vote(page, "Pass")
    await expect(part(page)).to_contain_text("You have answered all there is so far")
    await expect(groups).to_have_count(0)
    votes = [answer.answers for answer in statements.answers(IDEAS)]
    assert [len(given) for given in votes] == [5, 5]
    assert {vote for given in votes for (vote,) in given.values()} == {"agree", "pass"}


@pytest.mark.parametrize("script", [True, False])
async def test_a_statement_is_sent_by_itself_and_asked_of_others(
    statements: Room, script: bool
) -> None:
    page = await statements.joined(java_script_enabled=script, viewport=PHONE)
    own = part(page).get_by_label("A statement of your own")
    await expect(part(page)).to_contain_text("at most 140 characters")
    await own.fill("We need a cook <b>more</b> than a coach")
    await part(page).get_by_role("button", name="Send").last.click()
    await expect(part(page)).to_contain_text("Received: one answer")
    assert statements.answers(IDEAS)[0].answers == {
        STATEMENT: "We need a cook <b>more</b> than a coach"
    }
    other = await statements.joined(java_script_enabled=script, viewport=PHONE)
    for _ in range(3):
        if await part(other).get_by_role("group", name="We need a cook <b>more</b>").count():
            break
        await vote(other)
        await expect(part(other)).to_contain_text("Received")
    await expect(
        part(other).get_by_role("group", name="We need a cook <b>more</b>")
    ).to_be_visible()


async def test_a_handful_is_corrected_as_it_was_sent(statements: Room) -> None:
    page = await statements.joined(java_script_enabled=False, viewport=PHONE)
    await vote(page)
    (sent,) = statements.answers(IDEAS)
    await part(page).locator("summary", has_text="Received").click()
    await part(page).get_by_role("link", name="Correct").click()
    groups = part(page).locator("fieldset")
    await expect(groups).to_have_count(5)
    await groups.first.get_by_label("Disagree", exact=True).check()
    await part(page).get_by_role("button", name="Send the correction").click()
    await statements.until(lambda state: state.responses_to(IDEAS)[0].amended)
    (now,) = statements.answers(IDEAS)
    assert set(now.answers) == set(sent.answers)
    assert sorted(vote for (vote,) in now.answers.values()) == ["agree"] * 4 + ["disagree"]


async def test_the_page_is_accessible_and_fits_a_phone(statements: Room) -> None:
    page = await statements.joined(viewport=PHONE)
    await expect(part(page).locator("fieldset")).to_have_count(5)
    assert await violations(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


async def test_what_is_refused_comes_back_in_its_own_form(statements: Room) -> None:
    page = await statements.joined(java_script_enabled=False, viewport=PHONE)
    await part(page).get_by_label("A statement of your own").fill("y" * 150)
    await part(page).get_by_role("button", name="Send").last.click()
    form = part(page).locator("form.draft").last
    await expect(form.get_by_role("alert")).to_contain_text("10 too many")
    await expect(form.get_by_label("A statement of your own")).to_have_value("y" * 150)
    assert statements.answers(IDEAS) == []


async def test_results_are_shown_on_the_phone_too(statements: Room) -> None:
    page = await statements.joined(viewport=PHONE)
    await vote(page)
    await statements.do(co.ShowResults(IDEAS))
    await expect(part(page)).to_contain_text("Too few to say whether there are groups of opinion")
