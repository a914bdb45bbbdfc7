"""The chair's phone and the presenter's, in real browsers."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser import PHONE, SMALL_PHONE, NewPage, violations
from tests.host.screens.room import Room
from tests.stage import IDEAS
from workshop.domain import commands as co
from workshop.domain.clock import Stage
from workshop.domain.ids import QuestionId
from workshop.domain.records import NoteTag, Pace, Role

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def chair_of(room: Room, new_page: NewPage, **options: object) -> Page:
    page = await room.as_chair(await new_page(**options))
    await page.goto(f"{room.url}/chair")
    return page


def button(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("button", name=name, exact=True)


async def let_in(room: Room, new_page: NewPage, role: Role, path: str) -> Page:
    """A device that comes in by a key of its own."""
    page = await new_page()
    await page.goto(f"{room.url}{path}?key={room.doors.new_key(role)}")
    await page.get_by_role("button", name="Open").click()
    return page


@pytest.mark.parametrize("script", [True, False])
async def test_the_chairs_phone_moves_the_hour(room: Room, new_page: NewPage, script: bool) -> None:
    page = await chair_of(room, new_page, java_script_enabled=script)
    await button(page, "Start").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("One")
    assert room.state.clock.stage is Stage.RUNNING
    await button(page, "+ 1 min").click()
    await expect(page.locator("[data-left]")).to_contain_text(re.compile("5:[1-5]|6:00"))
    await button(page, "− 1 min").click()
    await expect(page.locator("[data-left]")).to_contain_text(re.compile("4:|5:00"))
    await button(page, "Pause").click()
    await expect(page.locator("[data-word]")).to_contain_text("paused")
    await button(page, "Go on").click()
    await expect(page.locator("[data-word]")).to_have_text("running")
    await button(page, "Next: Two").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Two")
    assert room.state.clock.runs[-1].segment == "two"
    await page.get_by_role("link", name="End the session").click()
    assert room.state.clock.stage is Stage.RUNNING, "asked before"
    await button(page, "End the session").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("The session is over")
    assert room.state.clock.stage is Stage.ENDED


@pytest.mark.parametrize("viewport", [PHONE, SMALL_PHONE])
async def test_all_that_the_chair_needs_reads_and_fits(
    room: Room, new_page: NewPage, viewport: dict[str, int]
) -> None:
    page = await chair_of(room, new_page, viewport=viewport)
    await room.do(co.Start())
    ada, bo = await room.phone("ada"), await room.phone("bo")
    await room.say(ada, IDEAS, text="An answer of the room")
    await room.do(co.SignalPace(Pace.LOST), bo)
    await room.do(co.AskOrganisers(QuestionId("q1"), "Is there tea?"), bo)
    await expect(page.locator("#counts")).to_contain_text("1 of 2 answered")
    await expect(page.locator("#counts")).to_contain_text("1 lost · 1 question")
    await expect(page.locator(".due")).to_have_text("0:00Say hello")
    await expect(page.get_by_text("Collect <ideas>")).to_be_visible()
    await expect(page.locator("#plan")).to_have_text("Breathe.Smile.")
    assert await violations(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= viewport["width"]
    for one in await page.get_by_role("button").all():
        if await one.is_visible():
            box = await one.bounding_box()
            assert box is not None and box["height"] >= 44
    await page.get_by_role("link", name="End the session").click()
    assert await violations(page) == []


async def test_the_presenter_sees_the_chairs_words_and_has_no_controls(
    room: Room, new_page: NewPage
) -> None:
    presenter = await let_in(room, new_page, Role.PRESENTER, "/presenter")
    assert await violations(presenter) == []
    chair = await chair_of(room, new_page)
    await button(chair, "Start").click()
    await expect(presenter.get_by_role("heading", level=1)).to_have_text("One")
    await expect(presenter.locator("[data-left]")).to_contain_text("4:5")
    await expect(presenter.locator("[data-word]")).to_have_text("running")
    await button(chair, "2 minutes").click()
    await expect(presenter.get_by_role("alert")).to_have_text("2 minutes")
    await chair.get_by_label("In your own words").fill("Louder <b>please</b>")
    await button(chair, "Send").click()
    await expect(presenter.get_by_role("alert")).to_have_text("Louder <b>please</b>")
    await expect(chair.get_by_label("In your own words")).to_have_value("")
    assert await violations(presenter) == []
    await button(chair, "Take it away").click()
    await expect(presenter.get_by_role("alert")).to_have_text("")
    assert await presenter.get_by_role("button").count() == 0
    assert await presenter.locator("form, a").count() == 0
    # Neither may the device send what its page does not offer.
    answer = await presenter.request.post(f"{room.url}/chair", form={"do": "next"})
    assert answer.status == 403


async def test_the_message_is_in_the_picture_on_a_phone_laid_on_its_side(
    room: Room, new_page: NewPage
) -> None:
    page = await room.as_chair(await new_page(viewport={"width": 844, "height": 390}))
    await page.goto(f"{room.url}/presenter")
    await room.do(co.Start())
    await room.do(co.SendMessage("Please close"))
    await expect(page.get_by_role("alert")).to_have_text("Please close")
    await expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    await expect(page.locator("[data-left]")).to_be_in_viewport(ratio=1)


async def test_a_double_tap_moves_one_segment(room: Room, new_page: NewPage) -> None:
    page = await chair_of(room, new_page)
    await button(page, "Start").click()
    await button(page, "Next: Two").dblclick()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Two")
    await expect(page.locator("#said")).to_have_text("Next segment.")
    assert [run.segment for run in room.state.clock.runs] == ["one", "two"]


async def test_a_page_that_is_behind_is_told_and_moves_nothing(
    room: Room, new_page: NewPage
) -> None:
    page = await chair_of(room, new_page, java_script_enabled=False)
    await room.do(co.Start())
    await page.reload()
    await room.do(co.AddTime(60))
    await button(page, "Next: Two").click()
    await expect(page.locator("#said")).to_contain_text("The clock has changed")
    assert room.state.clock.runs[-1].segment == "one"
    # The page that says so is up to date.
    await button(page, "Next: Two").click()
    assert room.state.clock.runs[-1].segment == "two"


async def test_a_note_is_kept_once_and_typing_is_left_alone(room: Room, new_page: NewPage) -> None:
    page = await chair_of(room, new_page)
    await button(page, "Start").click()
    note = page.get_by_role("textbox", name="Note")
    await note.fill("Table 4 has a plan")
    await page.context.set_offline(True)
    await button(page, "Keep").click()
    await expect(page.locator("#said")).to_contain_text("Not sent")
    await expect(note).to_have_value("Table 4 has a plan")
    await page.context.set_offline(False)
    await room.do(co.AddTime(60))
    await expect(page.locator("[data-left]")).to_contain_text("5:5")
    await expect(note).to_have_value("Table 4 has a plan")
    await page.get_by_label("What it is for").select_option("agreed")
    await button(page, "Keep").click()
    await expect(page.locator("#notes")).to_contain_text("Table 4 has a plan AL · agreed")
    await expect(note).to_have_value("")
    assert [(n.text, n.tag) for n in room.state.notes_in_order()] == [
        ("Table 4 has a plan", NoteTag.AGREED)
    ]


async def test_a_co_facilitators_phone_is_a_note_pad_without_the_clock(
    room: Room, new_page: NewPage
) -> None:
    page = await let_in(room, new_page, Role.CO_FACILITATOR, "/chair")
    await room.do(co.Start())
    await expect(page.get_by_role("heading", level=1)).to_have_text("One")
    for name in ("Pause", "Next: Two", "Send", "Blank screen"):
        assert await button(page, name).count() == 0
    assert await page.get_by_role("link", name="End").count() == 0
    assert await violations(page) == []
    await page.get_by_role("textbox", name="Note").fill("Heard at table 2")
    await button(page, "Keep").click()
    await expect(page.locator("#notes")).to_contain_text("Heard at table 2")
    # What the page does not offer, the host does not do.
    csrf = await page.locator("input[name=csrf]").first.get_attribute("value")
    version = str(room.state.clock.version)
    fields = {"csrf": csrf or "", "do": "next", "key": "k" * 16, "version": version}
    headers = {"Accept": "application/json"}
    answer = await page.request.post(f"{room.url}/chair", form=fields, headers=headers)
    assert answer.status == 403
    device = next(iter(room.state.devices.values()))
    await room.do(co.GrantClock(device.id))
    await page.reload()
    await button(page, "Next: Two").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Two")


async def test_forms_of_other_sites_and_without_their_mark_are_refused(
    room: Room, new_page: NewPage
) -> None:
    page = await chair_of(room, new_page)
    csrf = await page.locator("input[name=csrf]").first.get_attribute("value") or ""
    fields = {"do": "start", "key": "k" * 16, "version": str(room.state.clock.version)}
    for form, headers in (
        (fields, {}),
        ({**fields, "csrf": "0" * 64}, {}),
        ({**fields, "csrf": csrf}, {"Origin": "http://elsewhere.example"}),
    ):
        answer = await page.request.post(f"{room.url}/chair", form=form, headers=headers)
        assert answer.status == 403
    assert room.state.clock.stage is Stage.LOBBY


async def test_results_are_shown_and_the_screen_blanked_from_the_phone(
    room: Room, new_page: NewPage
) -> None:
    page = await chair_of(room, new_page)
    await button(page, "Start").click()
    # Before the start there is no exercise whose results could be shown.
    await expect(page.get_by_role("heading", level=1)).to_have_text("One")
    await button(page, "Show results").click()
    await expect(page.locator("#counts")).to_contain_text("results shown")
    await button(page, "Blank screen").click()
    await expect(page.locator("#counts")).to_contain_text("screen blank")
    assert room.state.exercises[IDEAS].shown and room.state.blank


async def test_two_buttons_pressed_at_once_are_two_commands(room: Room, new_page: NewPage) -> None:
    page = await chair_of(room, new_page)
    # Both forms carry the key of the page until one of them has been answered.
    fields = {
        name: await page.locator(f"input[name={name}]").first.get_attribute("value") or ""
        for name in ("csrf", "key", "version")
    }
    for do in ("blank", "two-minutes", "two-minutes"):
        answer = await page.request.post(f"{room.url}/chair", form={**fields, "do": do})
        assert answer.ok
    assert room.state.blank
    assert room.state.message is not None
    assert room.state.revision == 4, "created, prepared, blank, a message"
