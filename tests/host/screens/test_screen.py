"""The room's screen in a real browser."""

from __future__ import annotations

import re
from statistics import median

import pytest
from playwright.async_api import Page, expect

from tests.browser import PROJECTOR, NewPage, violations
from tests.host.screens.room import VOTE, Room
from tests.stage import IDEAS
from workshop.domain import commands as co
from workshop.domain.ids import ResponseId, SegmentId
from workshop.domain.records import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

SMALL_PROJECTOR = {"width": 1280, "height": 720}
EARLY_AND_SLOW = "const real = Date.now; Date.now = () => real() - 4321000;"
SOME_CHANGES = """() => new Promise((done) => {
  // When each countdown was painted, by the page's own steady clock, with the host's as it sees it.
  const seen = [];
  const place = document.querySelector("[data-left]");
  const now = () => performance.timeOrigin + performance.now();
  new MutationObserver(() => {
    seen.push([place.textContent, now()]);
    if (seen.length === 4) done(seen);
  }).observe(place, { childList: true, characterData: true, subtree: true });
})"""


async def screen_of(room: Room, new_page: NewPage, **options: object) -> Page:
    page = await room.as_chair(await new_page(**{"viewport": PROJECTOR, **options}))
    await page.goto(f"{room.url}/screen")
    return page


def seconds(shown: str) -> int:
    """'4:59' as seconds."""
    parts = [int(part) for part in shown.lstrip("-").split(":")]
    total = sum(part * 60**place for place, part in enumerate(reversed(parts)))
    return -total if shown.startswith("-") else total


async def test_a_key_opens_the_screen_once_and_for_nothing_else(
    room: Room, new_page: NewPage
) -> None:
    key = room.doors.new_key(Role.SCREEN, "projector")
    page = await new_page(viewport=PROJECTOR)
    answer = await page.goto(f"{room.url}/screen?key={key}")
    assert answer is not None and answer.status == 401
    assert await violations(page) == []
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("A small hour")
    assert "key" not in page.url
    device = next(iter(room.state.devices.values()))
    assert device.role is Role.SCREEN
    assert (await page.request.get(f"{room.url}/chair", max_redirects=0)).status == 303
    other = await new_page()
    await other.goto(f"{room.url}/screen?key={key}")
    await other.get_by_role("button", name="Open").click()
    await expect(other.get_by_role("alert")).to_contain_text("wrong, used or too old")
    # Revoked, it hears nothing more, and a reload asks for a key.
    await room.do(co.RevokeFacilitator(device.id))
    await room.do(co.Start())
    await page.reload()
    await expect(page.get_by_label("Key")).to_be_visible()


async def test_strangers_and_participants_see_no_page_of_ours(
    room: Room, new_page: NewPage
) -> None:
    await room.phone("ada")
    page = await room.as_phone(await new_page(), "ada")
    for path, status in (("screen", 403), ("presenter", 403), ("chair", 403)):
        answer = await page.goto(f"{room.url}/{path}")
        assert answer is not None and answer.status == status
        assert "Never used" not in await page.content()
    assert (await page.request.get(f"{room.url}/events?for=chair")).status == 403
    assert (await page.request.get(f"{room.url}/events?for=nobody")).status == 404


@pytest.mark.parametrize("viewport", [PROJECTOR, SMALL_PROJECTOR])
async def test_every_face_fits_and_reads(
    room: Room, new_page: NewPage, viewport: dict[str, int]
) -> None:
    page = await screen_of(room, new_page, viewport=viewport)
    await expect(page.get_by_text(room.url.removeprefix("http://"))).to_be_visible()
    await expect(page.get_by_role("img", name="QR code")).to_be_visible()
    await expect(page.locator("body")).to_have_attribute("data-mode", "lobby")
    await sound(page)
    await room.do(co.Start())
    await expect(page.locator(".prompt")).to_have_text("What have you learnt and never used?")
    await sound(page)
    ada = await room.phone("ada")
    await room.say(ada, IDEAS, text="Ask the clerk first")
    await room.do(co.ShowResults(IDEAS))
    await expect(page.get_by_text("Ask the clerk first")).to_be_visible()
    await sound(page)
    await room.do(co.Pause())
    await expect(page.locator("[data-word]")).to_contain_text("paused 0:")
    await sound(page)
    await room.do(co.BlankScreen(True))
    await expect(page.locator("body")).to_have_attribute("data-mode", "blank")
    assert "Ask the clerk" not in await page.content()
    await room.do(co.BlankScreen(False))
    await room.do(co.EndSession())
    await expect(page.get_by_text("/take-home")).to_be_visible()
    await sound(page)


async def sound(page: Page) -> None:
    """Accessible, and nothing runs out of the picture."""
    assert await violations(page) == []
    over = "({scrollHeight, scrollWidth}) => [scrollHeight, scrollWidth]"
    height, width = await page.evaluate(f"({over})(document.documentElement)")
    size = page.viewport_size
    assert size is not None and height <= size["height"] and width <= size["width"]


async def test_the_countdown_is_the_hosts_whatever_the_viewers_clock_says(
    room: Room, new_page: NewPage
) -> None:
    page = await new_page(viewport=PROJECTOR)
    await page.add_init_script(EARLY_AND_SLOW)
    await room.as_chair(page)
    await room.do(co.Start())
    await page.goto(f"{room.url}/screen")
    await expect(page.locator("[data-left]")).to_contain_text("4:5")
    seen = await page.evaluate(SOME_CHANGES)
    deadline = room.state.clock.runs[-1].began_at.timestamp() + 300 - room.clock.by.total_seconds()
    # It changes to 4:55, say, when 4:55 are left to the host, which has the same machine's clock.
    late = [seconds(shown) - (deadline - at_ms / 1000) for shown, at_ms in seen]
    assert abs(median(late)) < 0.25


async def test_more_time_a_pause_and_overtime_reach_the_screen(
    room: Room, new_page: NewPage
) -> None:
    page = await screen_of(room, new_page)
    left = page.locator("[data-left]")
    await room.do(co.Start())
    await expect(left).to_contain_text("4:5")
    await room.do(co.AddTime(60))
    await expect(left).to_contain_text("5:5")
    await room.do(co.Pause())
    await expect(page.locator("body")).to_have_attribute("data-phase", "paused")
    stands = await left.text_content()
    await expect(page.locator("[data-word]")).to_have_text(re.compile("paused 0:[0-5][1-9]"))
    assert await left.text_content() == stands
    await room.do(co.Resume())
    await room.do(co.RetimeStart(300))
    await expect(page.locator("[data-word]")).to_have_text("wrap up")
    await room.do(co.RetimeStart(345))
    await expect(page.locator("[data-word]")).to_have_text("last seconds")
    await room.do(co.RetimeStart(359))
    await expect(page.locator("[data-word]")).to_have_text("overtime")
    await expect(left).to_contain_text("-0:")


async def test_nothing_is_on_the_screen_that_the_chair_has_not_shown(
    room: Room, new_page: NewPage
) -> None:
    page = await screen_of(room, new_page)
    heard = "fetch('/events?for=screen').then(async (r) => { const d = new TextDecoder();"
    heard += " window.heard = ''; for await (const c of r.body) window.heard += d.decode(c); })"
    await page.evaluate(f"void ({heard})")
    await room.do(co.Start())
    ada, bo = await room.phone("ada"), await room.phone("bo")
    await room.say(ada, IDEAS, text="A secret thing")
    await expect(page.locator(".prompt")).to_be_visible()
    await room.do(co.SetModeration(True))
    await room.do(co.ShowResults(IDEAS))
    await expect(page.get_by_text("No ideas have come in yet.")).to_be_visible()
    assert "A secret thing" not in await page.evaluate("window.heard") + await page.content()
    await room.say(bo, IDEAS, text="A kind thing")
    kind = next(r for r in room.state.responses_to(IDEAS) if r.answers["text"] == "A kind thing")
    await room.do(co.PassResponse(ResponseId(kind.id)))
    await expect(page.get_by_text("A kind thing")).to_be_visible()
    assert "A secret thing" not in await page.evaluate("window.heard")
    await room.do(co.HideResponse(ResponseId(kind.id), "a joke"))
    await expect(page.get_by_text("A kind thing")).to_be_hidden()
    await room.do(co.UnhideResponse(ResponseId(kind.id)))
    await room.do(co.HideResults(IDEAS))
    await expect(page.locator(".prompt")).to_be_visible()
    assert "A kind thing" not in await page.content()


async def test_results_stay_while_they_are_talked_about_and_leave_the_talk_alone(
    room: Room, new_page: NewPage
) -> None:
    page = await screen_of(room, new_page)
    await room.do(co.Start())
    ada = await room.phone("ada")
    await room.do(co.Next())
    await room.say(ada, VOTE, choice=["red"])
    await room.do(co.ShowResults(VOTE))
    await expect(page.get_by_role("row", name="red")).to_contain_text("100 %")
    await room.do(co.Jump(SegmentId("talk")))
    await expect(page.get_by_role("heading", level=1)).to_have_text("A talk")
    await expect(page.locator(".findings")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PROJECTOR, SMALL_PROJECTOR])
async def test_themes_stand_beside_their_words_and_fit(
    room: Room, new_page: NewPage, viewport: dict[str, int]
) -> None:
    await room.do(co.Start())
    words = "Nobody has the time to try what was learnt when the rota has no slack in it, number"
    for number in range(24):
        body = co.SubmitResponse(IDEAS, f"k{number}", {"text": f"{words} {number}"})
        await room.do(body)
    for theme in range(9):
        answers = [f"k{number}" for number in range(24) if number % 10 == theme]
        name = f"A theme of some length {theme}"
        add = {"do": "add", "name": name, "seeds": [], "answers": answers}
        await room.do(co.KindCommand(IDEAS, add))
    await room.do(co.ShowResults(IDEAS))
    page = await screen_of(room, new_page, viewport=viewport)
    await expect(page.get_by_role("row", name="A theme of some length 7")).to_be_visible()
    await expect(page.get_by_role("row", name="1 smaller theme")).to_be_visible()
    await expect(page.locator(".f-quote")).to_have_count(6)
    await sound(page)


async def test_hostile_answers_are_words(room: Room, new_page: NewPage) -> None:
    page = await screen_of(room, new_page)
    await room.do(co.Start())
    ada = await room.phone("ada")
    attack = "<img src=x onerror=alert(1)>'\"--></style></script><script>alert(2)</script>"
    await room.say(ada, IDEAS, text=attack)
    await room.do(co.ShowResults(IDEAS))
    await expect(page.get_by_text(attack)).to_be_visible()
    assert await page.locator("main img, main script").count() == 0


async def test_without_script_the_screen_says_the_same(room: Room, new_page: NewPage) -> None:
    await room.do(co.Start())
    page = await screen_of(room, new_page, java_script_enabled=False)
    await expect(page.locator("[data-left]")).to_have_text(re.compile("5:00|4:5."))
    await expect(page.locator(".prompt")).to_be_visible()
    assert await page.locator("meta[http-equiv=refresh]").count() == 1


async def test_a_screen_that_lost_its_host_says_so_and_comes_back(
    room: Room, new_page: NewPage
) -> None:
    page = await screen_of(room, new_page)
    await room.do(co.Start())
    await expect(page.locator("[data-left]")).to_contain_text("4:5")
    await page.context.set_offline(True)
    room.drop_connections()
    await expect(page.get_by_role("status")).to_contain_text("Not connected")
    await room.do(co.Next())
    await page.context.set_offline(False)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Two")
    await expect(page.locator("#link")).to_be_empty()
