from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.host.pages.desk import CANVAS, CHOICE, EVERY_KIND, IDEAS, POINTS, SURE, Room
from tests.host.pages.test_answering import CHOICE_PART, IDEAS_PART, part

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_everything_works_without_script(room: Room) -> None:
    page = await room.joined(java_script_enabled=False)
    await expect(page.locator(".badge")).to_have_text("No. 1")
    await room.open(*EVERY_KIND)
    await page.get_by_role("link", name="Look again").click()

    await part(page, CHOICE_PART).get_by_label("Nobody").check()
    await part(page, CHOICE_PART).get_by_role("button", name="Send").click()
    await expect(part(page, CHOICE_PART).locator(".sent")).to_contain_text("Received at")

    sure = part(page, "How sure are you?").get_by_role("group", name="Analyse quickly")
    await sure.get_by_role("radio", name="3").check()
    await part(page, "How sure are you?").get_by_role("button", name="Send").click()
    await expect(part(page, "How sure are you?").locator(".sent")).to_contain_text("3 of 5")

    points = part(page, "What carries training")
    await points.get_by_label("Someone to ask when stuck").fill("7")
    # The browser holds back what is above one option's limit; the host would too.
    await points.get_by_role("button", name="Send").click()
    await expect(points.locator(".sent")).to_have_count(0)
    await points.get_by_label("Someone to ask when stuck").fill("5")
    await points.get_by_role("button", name="Send").click()
    await expect(points.locator(".sent")).to_contain_text("Someone to ask when stuck")

    canvas = part(page, "Six questions")
    await canvas.get_by_label("Who decides?").fill("Two\nlines")
    await canvas.get_by_role("button", name="Send").click()
    await expect(canvas.locator(".sent")).to_contain_text("Two")

    assert [len(room.answers(e)) for e in (CHOICE, SURE, POINTS, CANVAS)] == [1, 1, 1, 1]
    assert room.answers(CANVAS)[0].answers["boxes"] == {"shared-power": "Two\nlines"}


async def test_what_is_refused_comes_back_as_it_was_typed(room: Room) -> None:
    page = await room.joined(java_script_enabled=False)
    await room.open(IDEAS)
    await page.reload()
    ideas = part(page, IDEAS_PART)
    await ideas.get_by_label("Your idea").fill("y" * 150)
    await ideas.get_by_role("button", name="Send").click()
    await expect(page).to_have_title("This could not be taken: " + room.state.plan.title)
    await expect(ideas.get_by_role("alert")).to_contain_text("10 too many")
    await expect(ideas.get_by_label("Your idea")).to_have_value("y" * 150)


async def test_correcting_and_withdrawing(room: Room) -> None:
    page = await room.joined(java_script_enabled=False)
    choice = part(page, CHOICE_PART)
    await choice.get_by_label("Nobody").check()
    await choice.get_by_role("button", name="Send").click()
    await choice.get_by_role("link", name="Correct").click()
    await expect(choice.get_by_label("Nobody")).to_be_checked()
    await choice.get_by_label("Someone in another organisation").check()
    await choice.get_by_role("button", name="Send the correction").click()
    await expect(choice.locator(".sent")).to_contain_text("Someone in another organisation")
    await choice.get_by_text("Withdraw", exact=True).click()
    await choice.get_by_role("button", name="Yes, withdraw it").click()
    await expect(choice.locator(".sent")).to_have_count(0)
    assert room.answers(CHOICE)[0].withdrawn


async def test_messages_and_profile(room: Room) -> None:
    page = await room.joined(java_script_enabled=False)
    await page.get_by_text("Ask or tell the organisers").click()
    await page.get_by_label("Your question or message").fill("Louder, please")
    await page.locator("#ask").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask .sent")).to_contain_text("Louder, please")
    await page.get_by_text("About you", exact=True).click()
    await page.get_by_label("Role").fill("Nurse")
    await page.get_by_role("button", name="Keep").click()
    await page.locator("#profile").wait_for()
    assert [p.role for p in room.state.participants.values()] == ["Nurse"]
