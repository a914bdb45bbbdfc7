"""Ties at home from phones: roles and organisations, with and without a script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser import NewPage, violations
from tests.host.pages.desk import Room, room_of
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import PhoneOptions, SessionPlan

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOME = ExerciseId("home")
MADE = samples.exercise("nominations", samples.bundled()["whom-we-turn-to"].options, id=HOME)


def asked(plan: SessionPlan) -> SessionPlan:
    return replace(plan, exercises=(*plan.exercises, MADE), lobby=(HOME,))


@pytest_asyncio.fixture(loop_scope="session")
async def hall(tmp_path: Path, new_page: NewPage) -> AsyncIterator[Room]:
    phones = PhoneOptions(upvotes=True)
    async with room_of(tmp_path, new_page, phones, change=asked) as opened:
        await opened.open(HOME)
        yield opened


async def say(page: Page, role: str, organisation: str = "", own: str = "") -> None:
    """Fill in the form and send it."""
    form = page.locator(f"#x-{HOME}-1 form.draft")
    await form.get_by_label("I ask them for advice on improving").check()
    await form.get_by_label("Their role, no name").fill(role)
    await form.get_by_label("Their organisation").fill(organisation)
    if own:
        await form.get_by_label("Your own role").fill(own)
    sent = page.locator(f"#x-{HOME}-1 .sent > li")
    before = await sent.count()
    await form.get_by_role("button", name="Send").click()
    await expect(sent).to_have_count(before + 1)


async def offered(page: Page, label: str) -> list[str]:
    """What may be picked in a field instead of typed."""
    place = await page.get_by_label(label).get_attribute("list")
    options = page.locator(f"[id='{place}'] option")
    return [str(await option.get_attribute("value")) for option in await options.all()]


@pytest.mark.parametrize("script", [True, False])
async def test_one_after_the_other_is_named_and_ones_own_are_offered(
    hall: Room, script: bool
) -> None:
    page = await hall.joined(java_script_enabled=script)
    if script:
        assert await violations(page) == []
    await say(page, "warden", "Castle", own="cook")
    await say(page, "mayor", "Town")
    assert [answer.answers for answer in hall.answers(HOME)] == [
        {"asks": ["advice"], "role": "warden", "organisation": "Castle", "own_role": "cook"},
        {"asks": ["advice"], "role": "mayor", "organisation": "Town"},
    ]
    await page.goto(hall.url)
    assert (await offered(page, "Their role, no name"))[:3] == ["mayor", "warden", "cook"]
    assert await offered(page, "Their organisation") == ["Town", "Castle"]


async def test_a_phone_sees_of_others_only_what_enough_of_them_said(hall: Room) -> None:
    pages = [await hall.joined() for _ in range(4)]
    for page in pages[:3]:
        await say(page, "mayor", "Town")
    await say(pages[0], "perfusionist", "Clinic")
    await hall.do(co.ShowResults(HOME))
    await pages[3].goto(hall.url)
    await expect(pages[3].locator(".results")).to_contain_text("mayor, Town, by 3 people")
    assert "mayor" in await offered(pages[3], "Their role, no name")
    assert await offered(pages[3], "Their organisation") == ["Town"]
    assert "perfusionist" not in await pages[3].content()


async def test_what_others_wrote_is_not_listed(hall: Room) -> None:
    pages = [await hall.joined() for _ in range(2)]
    await say(pages[0], "perfusionist", "Clinic")
    await hall.do(co.ShowResults(HOME))
    await pages[1].goto(hall.url)
    await expect(pages[1].locator(".others")).to_have_count(0)
    assert "perfusionist" not in await pages[1].content()


async def test_what_is_offered_is_only_text(hall: Room) -> None:
    page = await hall.joined()
    attack = "\"><script>document.title='owned'</script>"
    await say(page, attack)
    await page.goto(hall.url)
    assert attack in await offered(page, "Their role, no name")
    assert await page.title() != "owned"
    assert await page.locator("main script").count() == 0
