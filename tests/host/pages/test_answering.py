from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import NewPage, violations
from tests.host.pages.desk import (
    CANVAS,
    CHOICE,
    EVERY_KIND,
    IDEAS,
    PLEDGE,
    POINTS,
    SURE,
    Room,
    room_of,
)
from workshop.domain import commands as co
from workshop.domain.plan import PhoneOptions
from workshop.domain.records import Pace, Source

pytestmark = pytest.mark.asyncio(loop_scope="session")


def part(page: Page, title: str) -> Locator:
    """The section of an exercise."""
    return page.locator("section.exercise").filter(has=page.get_by_role("heading", name=title))


IDEAS_PART, CHOICE_PART = "Learnt, never used", "Whom did you turn to?"


async def test_an_idea_is_received_and_shown(room: Room) -> None:
    page = await room.joined()
    await room.open(IDEAS)
    ideas = part(page, IDEAS_PART)
    await ideas.get_by_label("Your idea").fill("Ring the <b>GP</b> & ask")
    await ideas.get_by_role("button", name="Send").click()
    await expect(ideas.locator(".sent")).to_contain_text("Ring the <b>GP</b> & ask")
    await expect(ideas.locator(".sent")).to_contain_text("Received at")
    await expect(page.get_by_role("status")).to_have_text("Received.")
    (kept,) = room.answers(IDEAS)
    assert (kept.answers, kept.source) == ({"text": "Ring the <b>GP</b> & ask"}, Source.PHONE)


async def test_several_ideas_until_the_limit(room: Room) -> None:
    page = await room.joined()
    await room.open(IDEAS)
    ideas = part(page, IDEAS_PART)
    await ideas.get_by_label("Your idea").fill("First")
    await ideas.get_by_role("button", name="Send").click()
    await expect(ideas).to_contain_text("You may send one more.")
    await expect(ideas.get_by_label("Your idea")).to_have_value("")
    await ideas.get_by_label("Your idea").fill("Second")
    await ideas.get_by_role("button", name="Send").click()
    await expect(ideas).to_contain_text("You have sent all that this takes")
    await expect(ideas.get_by_label("Your idea")).to_have_count(0)
    assert [r.answers["text"] for r in room.answers(IDEAS)] == ["First", "Second"]


async def test_every_kind_is_drawn_and_taken(room: Room) -> None:
    page = await room.joined()
    await room.open(*EVERY_KIND)
    choice = part(page, CHOICE_PART)
    await choice.get_by_label("Someone in another organisation").check()
    await choice.get_by_role("button", name="Send").click()
    await expect(choice.locator(".sent")).to_contain_text("Someone in another organisation")

    sure = part(page, "How sure are you?")
    line = sure.get_by_role("group", name="Appraise the improvement training")
    await line.get_by_role("radio", name="4").check()
    await sure.get_by_role("button", name="Send").click()
    await expect(sure.locator(".sent")).to_contain_text("4 of 5")

    points = part(page, "What carries training into practice?")
    await points.get_by_label("Protected time after the course", exact=True).fill("6")
    await points.get_by_role("button", name="One more: Someone to ask when stuck").click()
    await expect(points.locator(".count")).to_have_text("3 points left")
    await points.get_by_role("button", name="Send").click()
    await expect(points.locator(".sent")).to_contain_text("Protected time after the course")

    pledge = part(page, "My pledge")
    await pledge.get_by_label("What I will do").fill("Call the network")
    await pledge.get_by_label("within 60 days").check()
    await pledge.get_by_role("button", name="Send").click()
    await expect(pledge.locator(".sent")).to_contain_text("within 60 days")

    canvas = part(page, "Six questions")
    await canvas.get_by_label("Where to?").fill("Nobody waits\n\nalone")
    await canvas.get_by_label("Your table").fill("4")
    await canvas.get_by_role("button", name="Send").click()
    await expect(canvas.locator(".sent")).to_contain_text("Nobody waits")

    assert [r.answers for r in room.answers(CHOICE)] == [{"choice": ["other-organisation"]}]
    assert [list(r.answers.values()) for r in room.answers(SURE)] == [[4]]
    assert sorted(room.answers(POINTS)[0].answers["points"].values()) == [1, 6]
    assert room.answers(PLEDGE)[0].answers == {"what": "Call the network", "in_days": ["60"]}
    (box,) = room.answers(CANVAS)
    assert (box.answers["boxes"], box.table) == ({"destination": "Nobody waits\n\nalone"}, "4")


async def test_what_is_too_long_is_counted_and_never_cut(room: Room) -> None:
    page = await room.joined()
    await room.open(IDEAS)
    ideas = part(page, IDEAS_PART)
    field = ideas.get_by_label("Your idea")
    await field.fill("x" * 128)
    await expect(ideas.locator(".count")).to_have_text("12 of 140 left")
    await field.fill("é😀" * 75)
    await expect(ideas.locator(".count")).to_have_text("10 too many")
    await ideas.get_by_role("button", name="Send").click()
    await expect(ideas.get_by_role("alert")).to_contain_text("140 characters; this has 150")
    await expect(field).to_have_value("é😀" * 75)
    assert room.answers(IDEAS) == []
    await field.fill("short enough")
    await ideas.get_by_role("button", name="Send").click()
    await expect(ideas.locator(".sent")).to_contain_text("short enough")


async def test_an_answer_is_corrected(room: Room) -> None:
    page = await room.joined()
    choice = part(page, CHOICE_PART)
    await choice.get_by_label("Someone in another organisation").check()
    await choice.get_by_role("button", name="Send").click()
    await choice.get_by_role("link", name="Correct").click()
    await expect(choice.get_by_label("Someone in another organisation")).to_be_checked()
    await choice.get_by_label("Nobody").check()
    await choice.get_by_role("button", name="Send the correction").click()
    await expect(choice.locator(".sent")).to_contain_text("corrected")
    (kept,) = room.answers(CHOICE)
    assert (kept.answers, kept.amended) == ({"choice": ["nobody"]}, 1)


async def test_an_answer_is_withdrawn_after_asking(room: Room) -> None:
    page = await room.joined()
    choice = part(page, CHOICE_PART)
    await choice.get_by_label("Nobody").check()
    await choice.get_by_role("button", name="Send").click()
    await choice.get_by_text("Withdraw", exact=True).click()
    await choice.get_by_role("button", name="Yes, withdraw it").click()
    await expect(choice.get_by_label("Nobody")).to_be_visible()
    assert room.answers(CHOICE)[0].withdrawn


async def test_earlier_answers_stay_in_sight(room: Room) -> None:
    page = await room.joined()
    choice = part(page, CHOICE_PART)
    await choice.get_by_label("Nobody").check()
    await choice.get_by_role("button", name="Send").click()
    await choice.locator(".sent").wait_for()
    await room.do(co.CloseExercise(CHOICE))
    await page.get_by_text("What you sent earlier").click()
    await expect(page.locator("#earlier")).to_contain_text("Nobody; I worked it out alone")


async def test_the_same_exercise_before_and_after(room: Room) -> None:
    page = await room.joined()
    for round_, (word, step) in enumerate((("before", "2"), ("after", "5")), 1):
        await room.do(co.OpenExercise(SURE, round_))
        sure = part(page, "How sure are you?").filter(has=page.get_by_text(word, exact=True))
        lines = sure.get_by_role("group", name="Analyse quickly")
        await lines.get_by_role("radio", name=step).check()
        await sure.get_by_role("button", name="Send").click()
        await expect(sure.locator(".sent")).to_contain_text(f"{step} of 5")
    first, second = room.answers(SURE)
    assert (first.round, second.round) == (1, 2)
    assert first.participant == second.participant
    await expect(page.locator("#earlier")).to_contain_text("2 of 5")


async def test_what_somebody_writes_stays_when_the_page_changes(room: Room) -> None:
    page = await room.joined()
    await room.open(IDEAS)
    field = part(page, IDEAS_PART).get_by_label("Your idea")
    await field.fill("Half a thou")
    await room.open(PLEDGE)
    await part(page, "My pledge").wait_for()
    await expect(field).to_be_focused()
    await page.keyboard.type("ght")
    await room.do(co.CloseExercise(IDEAS))
    await expect(page.get_by_text("What you wrote is still here.")).to_be_visible()
    await expect(field).to_have_value("Half a thought")


async def test_what_is_asked_now_comes_into_sight(room: Room) -> None:
    """Whoever has sent something is further down; the next question stands above it."""
    page = await room.joined()
    await part(page, CHOICE_PART).wait_for()
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await room.open(IDEAS)
    await expect(part(page, IDEAS_PART).get_by_role("heading").first).to_be_in_viewport()


async def test_nothing_moves_under_somebody_who_writes(room: Room) -> None:
    page = await room.joined()
    await room.open(SURE, IDEAS)
    field = part(page, IDEAS_PART).get_by_label("Your idea")
    await field.fill("Half a thought")
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await room.open(PLEDGE)
    await part(page, "My pledge").wait_for(state="attached")
    await expect(page.locator("main h2").first).not_to_be_in_viewport()


async def test_what_somebody_writes_outlives_a_reload(room: Room) -> None:
    page = await room.joined()
    await room.open(IDEAS)
    await part(page, IDEAS_PART).get_by_label("Your idea").fill("Half a thought")
    await page.reload()
    await expect(part(page, IDEAS_PART).get_by_label("Your idea")).to_have_value("Half a thought")


async def test_results_wait_for_the_chair(room: Room) -> None:
    page, other = await room.joined(), await room.joined()
    await room.open(IDEAS)
    ideas = part(other, IDEAS_PART)
    await ideas.get_by_label("Your idea").fill("A secret for now")
    await ideas.get_by_role("button", name="Send").click()
    await ideas.locator(".sent").wait_for()
    await page.reload()
    assert "A secret for now" not in await page.content()
    await room.do(co.ShowResults(IDEAS))
    await expect(part(page, IDEAS_PART).locator(".results")).to_contain_text("A secret for now")
    await room.do(co.HideResults(IDEAS))
    await expect(page.locator(".results")).to_have_count(0)


async def test_a_message_to_the_organisers(room: Room) -> None:
    page, other = await room.joined(), await room.joined()
    await page.get_by_text("Ask or tell the organisers").click()
    await page.get_by_label("Your question or message").fill("Where is lunch?")
    await page.locator("#ask").get_by_role("button", name="Send").click()
    await expect(page.locator("#ask .sent")).to_contain_text("Where is lunch?")
    (question,) = room.state.questions.values()
    assert question.text == "Where is lunch?"
    await other.reload()
    assert "Where is lunch?" not in await other.content()


async def test_what_tires_is_off_unless_the_plan_asks(room: Room) -> None:
    page = await room.joined()
    await expect(page.get_by_role("button", name="I am lost")).to_have_count(0)
    await expect(page.locator(".vote")).to_have_count(0)


async def test_pace_and_upvotes_where_the_plan_asks(tmp_path: Path, new_page: NewPage) -> None:
    async with room_of(tmp_path, new_page, PhoneOptions(upvotes=True, pace=True)) as room:
        page, other = await room.joined(), await room.joined()
        await page.get_by_role("button", name="I am lost").click()
        await expect(page.get_by_role("button", name="I am lost")).to_have_attribute(
            "aria-pressed", "true"
        )
        assert [signal.pace for signal in room.state.pace.values()] == [Pace.LOST]
        await room.open(IDEAS)
        ideas = part(other, IDEAS_PART)
        await ideas.get_by_label("Your idea").fill("Worth a vote")
        await ideas.get_by_role("button", name="Send").click()
        await ideas.locator(".sent").wait_for()
        await room.do(co.ShowResults(IDEAS))
        vote = part(page, IDEAS_PART).locator(".vote")
        await vote.click()
        await expect(vote).to_have_text("▲ 1 vote")
        assert await violations(page) == []
        await vote.click()
        await expect(vote).to_have_text("▲ 0 votes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_form_is_for_everybody(room: Room, scheme: str) -> None:
    page = await room.joined(color_scheme=scheme, viewport={"width": 320, "height": 568})
    await room.open(*EVERY_KIND)
    await part(page, "Six questions").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    ideas = part(page, IDEAS_PART)
    await ideas.get_by_label("Your idea").fill("One")
    await ideas.get_by_role("button", name="Send").click()
    await ideas.locator(".sent").wait_for()
    await room.do(*(co.ShowResults(exercise) for exercise in EVERY_KIND))
    await page.locator(".results").nth(len(EVERY_KIND) - 1).wait_for()
    assert await violations(page) == []


async def test_twice_the_text_still_fits(room: Room) -> None:
    page = await room.joined()
    await room.open(*EVERY_KIND)
    await part(page, "Six questions").wait_for()
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
