"""A flaky network loses nothing, and what is sent again counts once."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Route, expect

from tests.host.pages.desk import CHOICE, IDEAS, Room
from workshop.domain import commands as co

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def writing(room: Room) -> Page:
    page = await room.joined()
    await room.open(IDEAS)
    await page.get_by_label("Your idea").wait_for()
    return page


async def idea(page: Page, text: str) -> None:
    form = page.locator("form.draft").filter(has=page.get_by_label("Your idea"))
    await form.get_by_label("Your idea").fill(text)
    await form.get_by_role("button", name="Send").click()


async def test_answers_wait_without_a_connection_and_are_sent_once(room: Room) -> None:
    page = await writing(room)
    await page.context.set_offline(True)
    await idea(page, "Written in a lift")
    await expect(page.get_by_role("status")).to_contain_text("No connection")
    await idea(page, "And one more")
    waiting = page.locator("#waiting")
    await expect(waiting).to_contain_text("Written in a lift")
    await expect(waiting).to_contain_text("And one more")
    assert room.answers(IDEAS) == []
    await page.context.set_offline(False)
    await expect(page.locator(".sent > li")).to_have_count(2)
    await expect(waiting).to_be_hidden()
    assert [r.answers["text"] for r in room.answers(IDEAS)] == ["Written in a lift", "And one more"]


async def test_no_more_can_wait_than_may_be_sent(room: Room) -> None:
    page = await room.joined()
    await page.context.set_offline(True)
    await page.get_by_label("Nobody").check()
    await page.locator("form.draft").first.get_by_role("button", name="Send").click()
    await expect(page.locator("#waiting")).to_contain_text("Nobody; I worked it out alone")
    await expect(page.get_by_label("Nobody")).to_be_hidden()
    await page.context.set_offline(False)
    await expect(page.locator(".sent")).to_contain_text("Nobody; I worked it out alone")
    assert len(room.answers(CHOICE)) == 1


async def test_a_lost_acknowledgement_is_no_second_answer(room: Room) -> None:
    page = await writing(room)
    lost: list[str] = []

    async def lose(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        lost.append(route.request.post_data or "")
        # The answer arrives; what the host says of it does not.
        await route.fetch()
        await route.abort("connectionreset")

    await page.route("**/responses", lose)
    await idea(page, "Only once")
    await expect(page.locator(".sent")).to_contain_text("Only once")
    assert lost
    assert len(room.answers(IDEAS)) == 1


async def test_what_waits_outlives_a_reload(room: Room) -> None:
    page = await writing(room)
    await page.route("**/responses", lambda route: route.abort("internetdisconnected"))
    await idea(page, "Kept on the phone")
    await page.locator("#waiting").wait_for()
    await page.unroute("**/responses")
    await page.reload()
    await expect(page.locator(".sent")).to_contain_text("Kept on the phone")
    assert len(room.answers(IDEAS)) == 1


async def test_what_came_too_late_is_given_back(room: Room) -> None:
    page = await writing(room)
    await page.context.set_offline(True)
    await idea(page, "Too late for this")
    await page.locator("#waiting").wait_for()
    await room.do(co.CloseExercise(IDEAS))
    await page.context.set_offline(False)
    await expect(page.get_by_role("alert")).to_contain_text("takes no answers now")
    await expect(page.get_by_role("alert")).to_contain_text("Too late for this")
    await expect(page.locator("#waiting")).to_be_hidden()


async def test_a_busy_host_is_asked_again(room: Room) -> None:
    page = await writing(room)
    tries: list[int] = []

    async def busy(route: Route) -> None:
        tries.append(1)
        if len(tries) < 3:
            await route.fulfill(status=503, body="later")
        else:
            await route.continue_()

    await page.route("**/responses", busy)
    await idea(page, "Patience")
    await expect(page.locator(".sent")).to_contain_text("Patience")
    assert len(room.answers(IDEAS)) == 1


async def test_a_double_tap_sends_once(room: Room) -> None:
    page = await writing(room)
    form = page.locator("form.draft").filter(has=page.get_by_label("Your idea"))
    await form.get_by_label("Your idea").fill("Tapped twice")
    await form.get_by_role("button", name="Send").dblclick()
    await expect(page.locator(".sent")).to_contain_text("Tapped twice")
    await page.reload()
    assert len(room.answers(IDEAS)) == 1


async def test_a_phone_that_slept_sees_what_is_on(room: Room) -> None:
    page = await room.joined()
    await page.context.set_offline(True)
    await room.open(IDEAS)
    await page.context.set_offline(False)
    await expect(page.get_by_label("Your idea")).to_be_visible()


async def test_a_resent_form_counts_once_and_a_changed_one_is_given_back(room: Room) -> None:
    page = await room.joined(java_script_enabled=False)
    await room.open(IDEAS)
    await page.reload()
    form = page.locator("form.draft").filter(has=page.get_by_label("Your idea"))
    sent = {
        await field.get_attribute("name") or "": await field.input_value()
        for field in await form.locator("input").all()
    }
    for _time in range(2):
        answer = await page.context.request.post(
            f"{room.url}/responses", form={**sent, "f.text": "Sent twice"}
        )
        assert answer.ok
    assert [r.answers["text"] for r in room.answers(IDEAS)] == ["Sent twice"]
    again = await page.context.request.post(
        f"{room.url}/responses", form={**sent, "f.text": "Changed after going back"}
    )
    assert again.status == 409
    said = await again.text()
    assert "This form has been sent already" in said
    assert "Changed after going back</textarea>" in said
    assert f'value="{sent["key"]}"' not in said
