"""Ties by code: one phone opens the QR on another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Page, Request, expect

from tests.browser import PROJECTOR, NewPage, violations
from tests.host.pages.desk import Room, room_of
from tests.host.pages.test_first_load import MOST_BYTES, MOST_REQUESTS
from tests.hosting import KEY, SCREEN_KEY
from tests.kinds import samples
from tests.stage import SetClock
from tests.tui.camera import zbar_is_here
from workshop.domain import commands as co
from workshop.domain.findings import Network
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Participant
from workshop.host.doors import FACILITATOR_COOKIE, SIGNED, Doors
from workshop.service.erasing import traces_of, without

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHO = ExerciseId("who")
MADE = samples.exercise("connections", {}, id=WHO)


def asked(plan: SessionPlan) -> SessionPlan:
    """The bundled hour that asks for ties, before (in the lobby) and after (in its end)."""
    last = plan.parts[-1]
    segments = (*last.segments[:-1], replace(last.segments[-1], exercise=WHO))
    return replace(
        plan,
        exercises=(*plan.exercises, MADE),
        parts=(*plan.parts[:-1], replace(last, segments=segments)),
        lobby=(*plan.lobby, WHO),
    )


@pytest_asyncio.fixture(loop_scope="session")
async def hall(tmp_path: Path, new_page: NewPage) -> AsyncIterator[Room]:
    """A session that asks for ties."""
    async with room_of(tmp_path, new_page, change=asked) as opened:
        await opened.open(WHO)
        yield opened


def person(room: Room, badge: int) -> Participant:
    return next(p for p in room.state.participants.values() if p.badge == badge)


def ties(room: Room) -> list[tuple[int, list[str]]]:
    """Badge of who said it, and whom they named."""
    return [
        (room.state.participants[answer.participant].badge, list(answer.answers["people"]))
        for answer in room.answers(WHO)
        if answer.counts and answer.participant
    ]


async def scanned(page: Page, folder: Path) -> str:
    """The address in the code on a phone's page, read as another phone's camera reads it."""
    picture = folder / f"{uuid4()}.png"
    await page.locator(".code .qr").screenshot(path=picture)
    reader = await asyncio.create_subprocess_exec(
        "zbarimg", "--raw", "-q", str(picture), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await reader.communicate()
    return said.decode().strip()


def code(room: Room, badge: int) -> str:
    """Where somebody's code leads."""
    doors = Doors(room.service, SetClock(), secret=KEY)
    return f"{room.url}/c/{doors.code_of(person(room, badge).id)}"


async def csrf(page: Page) -> str:
    return await page.locator("[name=csrf]").first.input_value()


async def tie(room: Room, page: Page, to: str) -> tuple[int, str]:
    """What the form behind a code sends, without the page around it."""
    await page.goto(room.url)
    answer = await page.context.request.post(to, form={"csrf": await csrf(page)})
    return answer.status, await answer.text()


async def test_two_phones_make_a_tie_and_the_map_grows(hall: Room, tmp_path: Path) -> None:
    ada, bo = await hall.joined(), await hall.joined(java_script_enabled=False)
    await ada.locator("#profile summary").click()
    await ada.get_by_label("Name").fill("Ada")
    await ada.get_by_role("button", name="Keep").click()
    await hall.until(lambda state: any(p.name == "Ada" for p in state.participants.values()))
    assert await violations(ada) == []
    box = await ada.locator(".code .qr").bounding_box()
    assert box is not None and box["width"] >= 280
    if zbar_is_here():
        assert await scanned(ada, tmp_path) == code(hall, 1)

    await bo.goto(code(hall, 1))
    await expect(bo.get_by_role("heading", level=1)).to_have_text("No. 1 · Ada")
    await bo.get_by_role("button", name="Yes: add our tie").click()
    await expect(bo.get_by_role("status")).to_contain_text("Your tie is kept.")
    assert ties(hall) == [(2, ["1"])]
    found = await hall.service.findings(WHO)
    block = found.blocks[0]
    assert isinstance(block, Network)
    assert {node.name for node in block.nodes} == {"Ada", "#2"}
    await bo.get_by_role("link", name="Back to what is on now").click()
    await expect(bo.locator(f"#x-{WHO}-1 .sent")).to_contain_text("Their badges")


async def test_a_tie_that_is_made_again_is_one_and_may_be_taken_back(hall: Room) -> None:
    ada, bo = await hall.joined(), await hall.joined()
    link = code(hall, 1)
    for _ in range(3):
        assert (await tie(hall, bo, link))[0] == 200
    assert ties(hall) == [(2, ["1"])]
    await hall.do(co.WithdrawResponse(hall.answers(WHO)[0].id))
    assert ties(hall) == []
    assert (await tie(hall, bo, link))[0] == 200
    assert ties(hall) == [(2, ["1"])]
    # Who was opened may open, too.
    assert (await tie(hall, ada, code(hall, 2)))[0] == 200
    assert ties(hall) == [(2, ["1"]), (1, ["2"])]


async def test_four_forms_at_once_make_one_tie(hall: Room) -> None:
    await hall.joined()
    bo = await hall.joined()
    form: dict[str, str | float | bool] = {"csrf": await csrf(bo)}
    sent = [bo.context.request.post(code(hall, 1), form=form) for _ in range(4)]
    assert [answer.status for answer in await asyncio.gather(*sent)] == [200] * 4
    assert ties(hall) == [(2, ["1"])]


async def test_before_and_after_are_told_apart(hall: Room) -> None:
    ada, bo = await hall.joined(), await hall.joined()
    cy = await hall.joined()
    assert (await tie(hall, bo, code(hall, 1)))[0] == 200
    await hall.do(co.OpenExercise(WHO, 2))
    assert (await tie(hall, cy, code(hall, 1)))[0] == 200
    assert (await tie(hall, bo, code(hall, 1)))[0] == 200
    found = await hall.service.findings(WHO)
    assert found.sentences[0] == "Ties before: 1. Ties now: 2, 1 of them new."
    await expect(ada.locator(f"#x-{WHO}-2 .code .qr")).to_be_visible()


async def test_the_rooms_map_grows_while_it_is_shown(hall: Room) -> None:
    await hall.do(co.ShowResults(WHO))
    ada, bo = await hall.joined(), await hall.joined()
    assert (await tie(hall, bo, code(hall, 1)))[0] == 200
    await ada.reload()
    await expect(ada.locator(f"#x-{WHO}-1 .results")).to_contain_text("2 people, 1 tie")


async def test_the_rooms_screen_follows_by_itself(hall: Room, new_page: NewPage) -> None:
    await hall.do(co.ShowResults(WHO))
    await hall.joined()
    bo, cy = await hall.joined(), await hall.joined()
    screen = await new_page(viewport=PROJECTOR)
    cookie = {"name": FACILITATOR_COOKIE, "value": SCREEN_KEY, "url": hall.url}
    await screen.context.add_cookies([cookie])  # type: ignore[list-item]
    await screen.goto(f"{hall.url}/screen")
    assert (await tie(hall, bo, code(hall, 1)))[0] == 200
    await expect(screen.locator("body")).to_contain_text("2 people, 1 tie")
    assert (await tie(hall, cy, code(hall, 1)))[0] == 200
    await expect(screen.locator("body")).to_contain_text("3 people, 2 ties")


async def test_who_has_not_joined_is_led_to_joining_and_back(hall: Room, new_page: NewPage) -> None:
    ada = await hall.joined()
    await ada.locator("#profile summary").click()
    await ada.get_by_label("Name").fill("Ada")
    await ada.get_by_role("button", name="Keep").click()
    await hall.until(lambda state: any(p.name for p in state.participants.values()))
    page = await new_page(java_script_enabled=False)
    await page.goto(code(hall, 1))
    await expect(page.locator("main")).to_contain_text("You opened the code of No. 1.")
    await expect(page.locator("body")).not_to_contain_text("Ada")
    assert ties(hall) == []
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("No. 1 · Ada")
    await page.get_by_role("button", name="Yes: add our tie").click()
    await expect(page.get_by_role("status")).to_contain_text("Your tie is kept.")
    assert ties(hall) == [(2, ["1"])]


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/c/../chair", "/c/x?y", "/c/", "/chair"]
)
async def test_joining_leads_nowhere_else(hall: Room, new_page: NewPage, next_: str) -> None:
    asking = (await new_page()).context.request
    answer = await asking.post(f"{hall.url}/join", form={"next": next_}, max_redirects=0)
    assert answer.headers["location"] == "/?joined"


async def test_ones_own_code_somebody_who_left_and_a_closed_exercise_are_told_kindly(
    hall: Room,
) -> None:
    ada, bo = await hall.joined(), await hall.joined()
    own, others = code(hall, 1), code(hall, 2)
    await ada.goto(own)
    await expect(ada.get_by_role("heading", level=1)).to_have_text("This is your own code")
    assert (await tie(hall, ada, own))[0] == 422
    await hall.do(co.CloseExercise(WHO))
    await ada.goto(others)
    await expect(ada.locator("main")).to_contain_text("Nobody asks for ties now")
    assert (await tie(hall, ada, others))[0] == 422
    await hall.open(WHO)
    await hall.do(co.RemoveParticipant(person(hall, 2).id))
    await ada.goto(others)
    await expect(ada.get_by_role("heading", level=1)).to_have_text(
        "They are not in this session any more"
    )
    assert (await tie(hall, ada, others))[0] == 404
    await bo.goto(own)
    await expect(bo.locator("main")).to_contain_text("You are no longer in this session")
    assert ties(hall) == []


async def test_who_is_erased_leaves_no_tie_and_no_code(hall: Room) -> None:
    ada, bo = await hall.joined(), await hall.joined()
    others = code(hall, 2)
    assert (await tie(hall, ada, others))[0] == 200
    assert (await tie(hall, bo, code(hall, 1)))[0] == 200
    gone = person(hall, 2).id
    await hall.service.rewrite(lambda state, events: without(traces_of(gone, state, events)))
    assert ties(hall) == [(1, ["0"])]
    assert (await tie(hall, ada, others))[0] == 404


@pytest.mark.parametrize(
    "bad",
    [
        "x", "0" * 36, "%00", "%E2%80%AE" * 9, "a" * 5000, "..%2F..%2Fchair", "<script>", "1",
        "%ff%fe", "%F0%9F%91%A9" * 12,
    ],
)  # fmt: skip
async def test_a_code_that_somebody_made_up_is_none(hall: Room, bad: str) -> None:
    ada = await hall.joined()
    answer = await ada.context.request.get(f"{hall.url}/c/{bad}")
    assert answer.status == 404
    sent = await ada.context.request.post(f"{hall.url}/c/{bad}", form={"csrf": await csrf(ada)})
    assert sent.status in (404, 405)


async def test_a_code_is_good_for_its_owner_only(hall: Room) -> None:
    await hall.joined()
    await hall.joined()
    ada, bo = (code(hall, badge).rsplit("/", 1)[1] for badge in (1, 2))
    page = await hall.joined()
    for forged in (ada[:20] + bo[20:], ada[:-1], ada + "0", ada.upper(), ada[20:]):
        assert (await page.context.request.get(f"{hall.url}/c/{forged}")).status == 404


async def test_a_tie_that_another_site_or_nobody_sends_is_none(
    hall: Room, new_page: NewPage
) -> None:
    await hall.joined()
    bo = await hall.joined()
    link, asking = code(hall, 1), bo.context.request
    own: dict[str, str | float | bool] = {"csrf": await csrf(bo)}
    assert (await asking.post(link, form={"csrf": "0" * 64})).status == 403
    assert (await asking.post(link)).status == 403
    elsewhere = {"Origin": "http://evil.example"}
    assert (await asking.post(link, form=own, headers=elsewhere)).status == 403
    assert (
        await asking.post(link, form=own, headers={"Sec-Fetch-Site": "cross-site"})
    ).status == 403
    assert (await (await new_page()).context.request.post(link, form=own)).status == 401
    # Looking makes no tie: what previews links only looks.
    assert (await asking.get(link)).status == 200
    assert (await asking.head(link)).status == 200
    assert ties(hall) == []


async def test_a_flood_of_ties_is_slowed_down(hall: Room) -> None:
    await hall.joined()
    bo = await hall.joined()
    form: dict[str, str | float | bool] = {"csrf": await csrf(bo)}
    statuses = [
        (await bo.context.request.post(code(hall, 1), form=form, max_redirects=0)).status
        for _ in range(60)
    ]
    assert 429 in statuses
    assert set(statuses) <= {303, 429}
    assert ties(hall) == [(2, ["1"])]


async def test_a_code_is_in_no_state_event_or_export(hall: Room) -> None:
    ada, bo = await hall.joined(), await hall.joined()
    token = code(hall, 1).rsplit("/", 1)[1]
    assert (await tie(hall, bo, code(hall, 1)))[0] == 200
    signature = token[:SIGNED]
    async for batch in hall.service.follow(-1):
        assert signature not in repr(batch)
        break
    assert signature not in repr(hall.state)
    await ada.goto(hall.url)
    assert signature not in await ada.content()


async def test_a_first_load_with_a_code_is_light(hall: Room) -> None:
    page = await hall.joined()
    fresh = await page.context.new_page()
    requests: list[Request] = []
    fresh.on("request", lambda request: requests.append(request))
    await fresh.goto(hall.url, wait_until="load")
    await fresh.locator(".code .qr").wait_for()
    first = [r for r in requests if not r.url.startswith("data:") and not r.url.endswith("/events")]
    assert len(first) <= MOST_REQUESTS
    sizes = [await r.sizes() for r in first]
    assert sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes) <= MOST_BYTES
