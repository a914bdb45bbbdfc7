"""What is told to one participant alone: on their own page, live, in their language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser import PHONE, NewPage, violations
from tests.host.pages.desk import Room, room_of
from workshop.domain import commands as co
from workshop.domain.ids import ActorId, ExerciseId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.records import Actor, Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXCHANGE, WHO = ExerciseId("swap"), ExerciseId("who")
ASK, OFFER = "run charts for a <b>ward</b>", "I make run charts; {who} knows’ it"


def with_both(plan: SessionPlan) -> SessionPlan:
    more = (
        Exercise(EXCHANGE, "exchange", "Ask and offer", "What do you look for?"),
        Exercise(WHO, "connections", "Who knows whom?", "Whom do you know?"),
    )
    return replace(plan, exercises=(*plan.exercises, *more))


@pytest_asyncio.fixture(loop_scope="session")
async def room(tmp_path: Path, new_page: NewPage) -> AsyncIterator[Room]:
    async with room_of(tmp_path, new_page, change=with_both) as opened:
        yield opened


def person(room: Room, badge: int) -> Actor:
    (found,) = (p for p in room.state.participants.values() if p.badge == badge)
    return Actor(ActorId(found.id), Role.PARTICIPANT)


async def sent(room: Room) -> None:
    """Number 1 asks, number 2 offers, and they are matched by hand."""
    await room.open(EXCHANGE)
    await room.do(co.SubmitResponse(EXCHANGE, "k1", {"ask": ASK}), actor=person(room, 1))
    await room.do(co.SubmitResponse(EXCHANGE, "k2", {"offer": OFFER}), actor=person(room, 2))


async def matched(room: Room) -> None:
    ask, offer = (r.id for r in room.answers(EXCHANGE))
    await room.do(co.KindCommand(EXCHANGE, {"do": "make", "ask": ask, "offer": offer}))


async def three(room: Room) -> tuple[Page, Page, Page]:
    first, second = await room.joined(viewport=PHONE), await room.joined(viewport=PHONE)
    return first, second, await room.joined(viewport=PHONE)


async def test_a_pair_is_told_to_its_two_people_at_once_and_to_nobody_else(room: Room) -> None:
    asker, giver, stranger = await three(room)
    await sent(room)
    await room.do(co.SetProfile("Bo <i>", "", "City Hospital"), actor=person(room, 2))
    await expect(asker.locator("#told")).to_have_count(0)
    await matched(room)
    told = asker.locator("#told")
    await expect(told).to_contain_text("No. 2 (Bo <i>) offers what you look for.")
    await expect(told).to_contain_text(f"You look for: {ASK}")
    await expect(told).to_contain_text(f"They can give: {OFFER}")
    await expect(giver.locator("#told")).to_contain_text("No. 1 looks for what you can give.")
    await expect(asker.locator("#status")).to_have_text("There is news for you alone.")
    await stranger.reload()
    for page in (stranger, asker):
        assert "City Hospital" not in await page.content()
    assert "run charts" not in await stranger.content()
    assert await stranger.locator("#told").count() == 0
    assert await violations(asker) == []


async def test_what_was_typed_stays_when_something_is_told(room: Room) -> None:
    asker, _giver, _stranger = await three(room)
    await sent(room)
    box = asker.get_by_label("What I can give")
    await box.fill("half a sent")
    await matched(room)
    await asker.locator("#told").wait_for()
    await expect(box).to_have_value("half a sent")


async def test_a_pair_that_was_broken_is_gone_from_both(room: Room) -> None:
    asker, giver, _stranger = await three(room)
    await sent(room)
    await matched(room)
    await giver.locator("#told").wait_for()
    await room.do(co.KindCommand(EXCHANGE, {"do": "break", "pair": "p1"}))
    for page in (asker, giver):
        await expect(page.locator("#told")).to_have_count(0)


async def test_without_script_and_in_another_language(room: Room) -> None:
    page = await room.joined(java_script_enabled=False, locale="nl-NL")
    await room.joined()
    await sent(room)
    await matched(room)
    await page.goto(room.url)
    await expect(page.locator("#told h2")).to_have_text("Alleen voor jou")
    await expect(page.locator("#told")).to_contain_text("Nr. 2 biedt wat je zoekt.")
    await expect(page.locator("#told")).to_contain_text(OFFER)


async def test_words_that_wait_to_be_looked_over_are_told_to_nobody(room: Room) -> None:
    asker, _giver, _stranger = await three(room)
    await room.do(co.SetModeration(True))
    await sent(room)
    await matched(room)
    await asker.reload()
    assert await asker.locator("#told").count() == 0
    await room.do(*(co.PassResponse(r.id) for r in room.answers(EXCHANGE)))
    await expect(asker.locator("#told")).to_contain_text(OFFER)


async def test_a_hidden_offer_is_told_to_nobody(room: Room) -> None:
    asker, _giver, _stranger = await three(room)
    await sent(room)
    await matched(room)
    await asker.locator("#told").wait_for()
    await room.do(co.HideResponse(room.answers(EXCHANGE)[1].id, "a phone number"))
    await expect(asker.locator("#told")).to_have_count(0)


async def test_what_was_told_is_taken_home(room: Room) -> None:
    asker, _giver, _stranger = await three(room)
    await sent(room)
    await matched(room)
    for path in ("/take-home", "/take-home.html"):
        answer = await asker.context.request.get(room.url + path)
        text = await answer.text()
        assert "For you alone" in text and "offers what you look for" in text
        assert "<b>ward</b>" not in text


async def test_two_are_introduced_and_told_why(room: Room) -> None:
    first, second, third = await three(room)
    await room.do(co.SetProfile("", "", "North"), actor=person(room, 1))
    await room.do(co.SetProfile("Bo", "", "South"), actor=person(room, 2))
    pair = {"one": "1", "other": "2", "first": True, "spans": True, "by": "3"}
    await room.do(co.KindCommand(WHO, {"do": "introduce", "pairs": [pair]}))
    told = first.locator("#told")
    await expect(told).to_contain_text("You and No. 2 (Bo) should meet.")
    await expect(told).to_contain_text("the first tie between North and South.")
    await expect(told).to_contain_text("No. 3 knows you both.")
    await expect(second.locator("#told")).to_contain_text("You and No. 1 should meet.")
    await third.reload()
    assert await third.locator("#told").count() == 0
