"""What phones may not do, and what they cannot make others see."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from tests.browser import NewPage
from tests.host.pages.desk import CANVAS, CHOICE, IDEAS, POINTS, Room, room_of
from workshop.domain import commands as co
from workshop.domain.plan import SessionPlan

pytestmark = pytest.mark.asyncio(loop_scope="session")

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    '"><svg onload="document.title=\'owned\'">',
    "</textarea><script>document.title='owned'</script>",
    "'; DROP TABLE events; --",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:document.title='owned'",
    "‮gpj.exe \u2066x\u2069 \x1b[2J\x00\x07",
)


async def csrf(page: Page) -> str:
    return await page.locator("[name=csrf]").first.input_value()


async def post(room: Room, page: Page, path: str, **fields: str) -> tuple[int, str]:
    form = {"csrf": await csrf(page), "key": str(uuid4()), **fields}
    answer = await page.context.request.post(
        room.url + path, form=form, headers={"X-Fragment": "1"}
    )
    return answer.status, await answer.text()


async def test_what_people_write_is_only_text(tmp_path: Path, new_page: NewPage) -> None:
    def any_number(plan: SessionPlan) -> SessionPlan:
        exercises = (replace(e, options={**e.options, "per_person": 0}) if e.id == IDEAS else e
                     for e in plan.exercises)  # fmt: skip
        return replace(plan, exercises=tuple(exercises))

    async with room_of(tmp_path, new_page, change=any_number) as room:
        page, other = await room.joined(), await room.joined()
        await room.open(IDEAS, CANVAS)
        for attack in ATTACKS:
            idea = {"exercise": IDEAS, "round": "1", "f.text": attack}
            box = {"exercise": CANVAS, "round": "1", "f.boxes.learning": attack, "table": "<b>"}
            assert (await post(room, page, "/responses", **idea))[0] == 200
            assert (await post(room, page, "/responses", **box))[0] == 200
            assert (await post(room, page, "/questions", text=attack))[0] == 200
        name, profession, organisation = ATTACKS[:3]
        profile = {"name": name, "profession": profession, "organisation": organisation}
        assert (await post(room, page, "/profile", **profile))[0] == 200
        await room.do(co.ShowResults(IDEAS), co.ShowResults(CANVAS))
        for reader in (page, other):
            for path in ("/", "/take-home"):
                await reader.goto(room.url + path)
                assert await reader.title() != "owned"
                content = await reader.content()
                assert ATTACKS[4] in unescape(content)
                assert not re.search("[\x00-\x08\x1b\u202e\u2066]", content)
                assert await reader.locator("main :is(script, img, [onload])").count() == 0


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/responses", {"exercise": "no-such-thing", "round": "1"}, 404),
        ("/responses", {"exercise": CHOICE, "round": "1", "f.choice": "nobodys"}, 422),
        ("/responses", {"exercise": CHOICE, "round": "99999999999", "f.choice": ""}, 422),
        ("/responses", {"exercise": IDEAS, "round": "1", "f.text": "closed"}, 422),
        ("/responses", {"exercise": CHOICE, "key": "x" * 9, "f.choice": "nobody"}, 400),
        ("/responses", {"exercise": CHOICE, "corrects": "nobodys.key", "f.choice": "nobody"}, 404),
        ("/responses", {"exercise": POINTS, "f.points.x": "9" * 400}, 422),
        ("/withdraw", {"response": "nobodys.key"}, 404),
        ("/votes", {"response": "nobodys.key"}, 404),
        ("/pace", {"pace": "lost"}, 404),
        ("/questions", {"text": ""}, 422),
        ("/questions", {"text": "x" * 501}, 422),
        ("/profile", {"name": "x" * 81}, 422),
    ],
)
async def test_what_does_not_fit_is_refused_on_a_page(
    room: Room, path: str, fields: dict[str, str], status: int
) -> None:
    page = await room.joined()
    said, html = await post(room, page, path, **fields)
    assert said == status
    assert 'role="alert"' in html
    assert room.state.responses_to(CHOICE) == []
    assert not room.state.questions


async def test_nobody_touches_anothers_answer(room: Room) -> None:
    page, thief = await room.joined(), await room.joined()
    await post(room, page, "/responses", exercise=CHOICE, round="1", **{"f.choice": "nobody"})
    (mine,) = room.answers(CHOICE)
    assert (await post(room, thief, "/withdraw", response=mine.id))[0] == 403
    amend = {"exercise": CHOICE, "corrects": mine.id, "f.choice": "other-organisation"}
    assert (await post(room, thief, "/responses", **amend))[0] == 403
    (kept,) = room.answers(CHOICE)
    assert (kept.withdrawn, kept.answers) == (False, {"choice": ["nobody"]})


async def test_forms_of_other_sites_and_without_their_mark_are_refused(
    room: Room, new_page: NewPage
) -> None:
    page = await room.joined()
    fields = {"exercise": CHOICE, "round": "1", "key": str(uuid4()), "f.choice": "nobody"}
    asking = page.context.request
    forged = await asking.post(f"{room.url}/responses", form={**fields, "csrf": "0" * 64})
    assert forged.status == 403
    foreign = {**fields, "csrf": await csrf(page)}
    elsewhere = await asking.post(
        f"{room.url}/responses", form=foreign, headers={"Origin": "http://evil.example"}
    )
    assert elsewhere.status == 403
    stranger = (await new_page()).context.request
    assert (await stranger.post(f"{room.url}/responses", form=foreign)).status == 401
    joining = await stranger.post(
        f"{room.url}/join", form={"key": "k" * 20}, headers={"Origin": "http://evil.example"}
    )
    assert joining.status == 403
    assert room.answers(CHOICE) == []
    assert len(room.state.participants) == 1


async def test_a_round_that_has_not_come_is_not_answered_into(room: Room) -> None:
    page = await room.joined()
    await post(room, page, "/responses", exercise=CHOICE, round="7", **{"f.choice": "nobody"})
    assert [answer.round for answer in room.answers(CHOICE)] == [1]


async def test_a_page_names_nobody_else(room: Room) -> None:
    page, other = await room.joined(), await room.joined()
    await post(room, page, "/profile", name="Ada Lovelace")
    await other.reload()
    for path in ("/", "/take-home"):
        await other.goto(room.url + path)
        await expect(other.locator("body")).not_to_contain_text("Ada Lovelace")
