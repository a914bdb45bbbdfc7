from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import NewPage, violations
from tests.host.pages.desk import CANVAS, IDEAS, PLEDGE, Room
from workshop.domain import commands as co
from workshop.domain.ids import ActorId
from workshop.domain.records import Actor, Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHAT = "Ring; the \\GP lead, about <i>lists</i> – " + "très bientôt " * 6


async def busy_room(room: Room) -> Page:
    """Somebody who sent an idea, a pledge and a box; somebody else who wrote an idea."""
    page = await room.joined()
    await room.open(IDEAS, PLEDGE, CANVAS)
    (person,) = room.state.participants
    me, other = Actor(ActorId(person), Role.PARTICIPANT), await room.joined()
    await room.do(
        co.SubmitResponse(IDEAS, "k1", {"text": "My own <idea>"}),
        co.SubmitResponse(PLEDGE, "k2", {"what": WHAT, "with": "Bo\nX", "by": "2026-06-21"}),
        co.SubmitResponse(CANVAS, "k3", {"boxes": {"destination": "Nobody waits"}}),
        actor=me,
    )
    stranger = next(id_ for id_ in room.state.participants if id_ != person)
    await room.do(
        co.SubmitResponse(IDEAS, "k4", {"text": "Somebody else's idea"}),
        co.SubmitResponse(PLEDGE, "k5", {"what": "Somebody else's pledge"}),
        actor=Actor(ActorId(stranger), Role.PARTICIPANT),
    )
    await other.close()
    return page


async def test_a_sheet_of_ones_own(room: Room) -> None:
    page = await busy_room(room)
    await page.goto(f"{room.url}/take-home")
    main = page.locator("main")
    for text in ("My own <idea>", "Nobody waits", "By 21 June 2026", "Which few things?"):
        await expect(main).to_contain_text(text)
    assert "Somebody else" not in await page.content()
    await room.do(co.ShowResults(IDEAS))
    await page.reload()
    await expect(main).to_contain_text("Somebody else's idea")
    await expect(main).not_to_contain_text("Somebody else's pledge")
    assert await violations(page) == []


async def test_a_file_that_needs_nothing_beside_it(
    room: Room, new_page: NewPage, tmp_path: Path
) -> None:
    page = await busy_room(room)
    await room.do(co.ShowResults(IDEAS))
    await page.goto(f"{room.url}/take-home")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Save as a page").click()
    download = await coming.value
    assert download.suggested_filename == "take-home.html"
    kept = tmp_path / "take-home.html"
    await download.save_as(kept)
    text = kept.read_text()
    assert "src=" not in text
    assert "href=" not in text.replace('href="data:,"', "")
    asked: list[str] = []
    offline = await new_page(offline=True)
    offline.on("request", lambda request: asked.append(request.url))
    await offline.goto(kept.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    await expect(offline.locator("main")).to_contain_text("My own <idea>")
    assert await violations(offline) == []


async def test_pledges_for_the_calendar(room: Room) -> None:
    page = await busy_room(room)
    answer = await page.context.request.get(f"{room.url}/take-home.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    raw = await answer.body()
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    unfolded = raw.replace(b"\r\n ", b"").decode()
    assert "DTSTART;VALUE=DATE:20260621\r\nDTEND;VALUE=DATE:20260622\r\n" in unfolded
    assert "SUMMARY:My pledge: Ring\\; the \\\\GP lead\\, about <i>lists</i> – très" in unfolded
    assert "DESCRIPTION:With: Bo X\\nFrom: Building social capital: understanding\\," in unfolded
    assert unfolded.count("BEGIN:VEVENT") == 1
    assert "DTSTAMP:20" in unfolded
    assert "Somebody else" not in unfolded


async def test_no_calendar_without_a_pledge(room: Room) -> None:
    page = await room.joined()
    await page.goto(f"{room.url}/take-home")
    await expect(page.get_by_role("link", name="Pledges for your calendar")).to_have_count(0)
    answer = await page.goto(f"{room.url}/take-home.ics")
    assert answer is not None
    assert answer.status == 404
    await expect(page.get_by_role("heading")).to_have_text("You have made no pledge yet.")


async def test_strangers_have_no_sheet(room: Room, new_page: NewPage) -> None:
    page = await new_page()
    for path in ("/take-home", "/take-home.html", "/take-home.ics"):
        await page.goto(room.url + path)
        await expect(page).to_have_url(f"{room.url}/")


async def test_it_lives_on_after_the_end_and_prints(room: Room) -> None:
    page = await busy_room(room)
    await room.start()
    await room.do(co.EndSession())
    await page.goto(f"{room.url}/take-home")
    await expect(page.locator("main")).to_contain_text("My own <idea>")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("link", name="Save as a page")).to_be_hidden()
    await expect(page.locator("main")).to_contain_text("My own <idea>")
