from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import SMALL_PHONE, NewPage, violations
from tests.host.pages.desk import CHOICE, IDEAS, Room
from workshop.domain import commands as co

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_badge_at_once_and_what_is_on(room: Room) -> None:
    page = await room.joined()
    await expect(page.locator(".badge")).to_have_text("No. 1")
    await expect(page.get_by_role("heading", name="Whom did you turn to?")).to_be_visible()
    assert [person.name for person in room.state.participants.values()] == [""]


async def test_two_people_have_two_badges(room: Room) -> None:
    first, second = await room.joined(), await room.joined()
    await expect(first.locator(".badge")).to_have_text("No. 1")
    await expect(second.locator(".badge")).to_have_text("No. 2")


async def test_a_reload_and_a_second_tab_are_the_same_person(room: Room) -> None:
    page = await room.joined()
    await page.reload()
    await expect(page.locator(".badge")).to_have_text("No. 1")
    again = await page.context.new_page()
    await again.goto(room.url)
    await expect(again.locator(".badge")).to_have_text("No. 1")
    assert len(room.state.participants) == 1


async def test_a_double_tap_joins_once(room: Room, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(room.url)
    await page.get_by_role("button", name="Join").dblclick()
    await page.locator(".badge").wait_for()
    assert len(room.state.participants) == 1


async def test_what_is_kept_is_said_before_joining(room: Room, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(room.url)
    await expect(page.locator("main")).to_contain_text("in one file on the organisers' computer")


async def test_a_closed_door_is_said(room: Room, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(room.url)
    await room.do(co.LockJoining(True))
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading")).to_have_text("Joining is closed")
    await page.goto(room.url)
    await expect(page.get_by_role("alert")).to_contain_text("Joining is closed")


async def test_a_browser_that_refuses_cookies_is_told(room: Room, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(room.url)
    await page.goto(f"{room.url}/?joined")
    await expect(page.get_by_role("alert")).to_contain_text("cookie")


async def test_who_was_sent_out_is_told(room: Room) -> None:
    page = await room.joined()
    (person,) = room.state.participants
    await room.do(co.RemoveParticipant(person))
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("no longer in this session")
    await expect(page.locator("form")).to_have_count(0)


async def test_name_role_and_organisation_are_ones_own_choice(room: Room) -> None:
    page = await room.joined()
    await page.get_by_text("About you", exact=True).click()
    await page.get_by_label("Name").fill("Ada <b>Lovelace</b>")
    await page.get_by_role("textbox", name="Organisation").fill("Analytical Engines")
    await page.get_by_role("button", name="Keep").click()
    await room.until(lambda s: any(p.name for p in s.participants.values()))
    (person,) = room.state.participants.values()
    assert (person.name, person.organisation) == ("Ada <b>Lovelace</b>", "Analytical Engines")
    await page.reload()
    await page.get_by_text("About you", exact=True).click()
    await expect(page.get_by_label("Name")).to_have_value("Ada <b>Lovelace</b>")


async def test_what_opens_appears_by_itself_and_what_closes_goes(room: Room) -> None:
    page = await room.joined()
    await room.open(IDEAS)
    await expect(page.get_by_role("heading", name="Learnt, never used")).to_be_visible()
    await room.do(co.CloseExercise(IDEAS))
    await expect(page.get_by_role("heading", name="Learnt, never used")).to_have_count(0)


async def test_the_end_is_said_with_what_to_take_home(room: Room) -> None:
    page = await room.joined()
    await room.start()
    await room.do(co.EndSession())
    await expect(page.locator("main")).to_contain_text("The session is over")
    await page.get_by_role("link", name="Take home what is yours").click()
    await expect(page).to_have_url(f"{room.url}/take-home")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_joining_is_for_everybody(room: Room, new_page: NewPage, scheme: str) -> None:
    page = await new_page(color_scheme=scheme, viewport=SMALL_PHONE)
    await page.goto(room.url)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    await page.get_by_role("button", name="Join").click()
    await page.locator(".badge").wait_for()
    assert await violations(page) == []
    assert room.state.exercises[CHOICE].open


OVER = {
    "en": "This session is over",
    "nl": "Deze sessie is voorbij",
    "de": "Diese Sitzung ist zu Ende",
    "fr": "Cette séance est terminée",
    "es": "Esta sesión ha terminado",
}


@pytest.mark.parametrize(("language", "title"), OVER.items())
async def test_a_stranger_after_the_end_is_told_that_it_is_over(
    room: Room, new_page: NewPage, language: str, title: str
) -> None:
    await room.start()
    await room.do(co.EndSession())
    page = await new_page(locale=language)
    await page.goto(room.url)
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await expect(page.get_by_role("heading")).to_have_text(title)
    await expect(page.locator("form[action='/join']")).to_have_count(0)
    assert await violations(page) == []


async def test_a_form_from_before_the_end_joins_nobody_after_it(
    room: Room, new_page: NewPage
) -> None:
    page = await new_page()
    await page.goto(room.url)
    await room.start()
    await room.do(co.EndSession())
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading")).to_have_text("This session is over")
    assert len(room.state.participants) == 0


async def test_who_took_part_keeps_their_pages_after_the_end(room: Room) -> None:
    page = await room.joined()
    await room.start()
    await room.do(co.EndSession())
    await page.goto(room.url)
    await expect(page.locator("main")).to_contain_text("Thank you for taking part")
    await page.get_by_role("link", name="Take home what is yours").click()
    await expect(page).to_have_url(f"{room.url}/take-home")
    await expect(page.locator(".badge")).to_have_text("No. 1")
