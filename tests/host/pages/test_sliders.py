"""A curve drawn with sliders: with script, without it, and with a screen reader."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import violations
from tests.host.pages.desk import Room
from tests.host.pages.test_answering import part
from workshop.domain.ids import ExerciseId

pytestmark = pytest.mark.asyncio(loop_scope="session")

CURVE = ExerciseId("commitment-curve")
TITLE = "Where commitment falls"
STAGES = ("The start, when all say yes", "Agreeing who gives", "Doing the work", "Looking back")


async def test_a_curve_is_drawn_shown_and_corrected(room: Room) -> None:
    page = await room.joined()
    await room.open(CURVE)
    curve = part(page, TITLE)
    for stage, value in zip(STAGES, ("90", "80", "35"), strict=False):
        await curve.get_by_role("slider", name=stage).fill(value)
    await expect(curve.locator("output").nth(2)).to_have_text("35")
    last = curve.get_by_role("group", name="Looking back")
    await last.get_by_label("no answer").check()
    await expect(last.locator("output")).to_have_text("–")
    await curve.get_by_role("radio", name="Doing the work").check()
    await curve.get_by_label("Why there?").fill("No time")
    assert await violations(page) == []
    await curve.get_by_role("button", name="Send", exact=True).click()
    await expect(curve.locator(".sent")).to_contain_text("35 of 100")
    (kept,) = room.answers(CURVE)
    assert kept.answers == {
        "start": 90, "agreeing": 80, "doing": 35, "at": ["at-doing"], "why": "No time",
    }  # fmt: skip

    await curve.get_by_role("link", name="Correct").click()
    again = curve.locator("form[data-correction]")
    await expect(again.get_by_role("slider", name="Doing the work")).to_have_value("35")
    skipped = again.get_by_role("group", name="Looking back").get_by_label("no answer")
    await expect(skipped).to_be_checked()
    await again.get_by_role("slider", name="Looking back").fill("60")
    await expect(skipped).not_to_be_checked()
    await again.get_by_role("button", name="Send the correction").click()
    await room.until(lambda state: state.responses_to(CURVE)[0].answers.get("looking-back") == 60)


async def test_sliders_work_without_script(room: Room) -> None:
    page = await room.joined(java_script_enabled=False)
    await room.open(CURVE)
    await page.get_by_role("link", name="Look again").click()
    curve = part(page, TITLE)
    await expect(curve.get_by_role("slider", name="The start")).to_have_accessible_description(
        "0: nobody cares 100: all in"
    )
    await curve.get_by_role("slider", name="Doing the work").press("ArrowLeft")
    await curve.get_by_role("group", name="Looking back").get_by_label("no answer").check()
    await curve.get_by_role("button", name="Send").click()
    await expect(curve.locator(".sent")).to_contain_text("Received at")
    (kept,) = room.answers(CURVE)
    assert kept.answers == {"start": 50, "agreeing": 50, "doing": 45}
