"""The map over the whole screen, from insights one key away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import HOUR
from workshop.domain.commands import SubmitResponse
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.kinds.connections.introducing import released
from workshop.tui.screens.insights import InsightsScreen
from workshop.tui.screens.network import NetworkScreen
from workshop.tui.widgets.findings import FindingsView
from workshop.tui.widgets.network_map import NetworkMap

WHO = ExerciseId("who-knows-whom")
PLAN = replace(
    HOUR, exercises=(*HOUR.exercises, Exercise(WHO, "connections", "Who knows whom?", "Who?"))
)
SAID = (
    (1, (2, 3), "Ada, City Hospital, nurse"),
    (2, (1,), "Bo, City Hospital, doctor"),
    (3, (4,), "Cy, Valley, nurse"),
    (5, (6,), "Eve, North, manager"),
)


def tie(who: int, people: tuple[int, ...], about: str = "", key: str = "") -> SubmitResponse:
    name, organisation, role = [*about.split(", "), "", "", ""][:3]
    answers = {"who": [str(who)], "people": [str(p) for p in people]}
    told = {"name": name, "organisation": organisation, "role": role}
    return SubmitResponse(
        WHO, key or f"k{who}", {**answers, **{k: v for k, v in told.items() if v}}
    )


ANSWERS = [tie(*said) for said in SAID]


async def the_map(desk: Desk) -> NetworkMap:
    await desk.app.push_screen(InsightsScreen(WHO))
    await desk.until(lambda: "6 people, 4 ties" in desk.screen_text())
    await desk.press("m")
    await desk.until(lambda: isinstance(desk.app.screen, NetworkScreen))
    view = desk.app.screen.query_one(NetworkMap)
    await desk.until(lambda: view.block is not None)
    return view


def names(view: NetworkMap) -> set[str]:
    return {node.name for node in view.block.nodes} if view.block else set()


async def say(desk: Desk, *keys: str) -> None:
    await desk.press(*keys)
    await desk.press("enter")
    await desk.until(lambda: isinstance(desk.app.screen, NetworkScreen))


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_insights_show_the_map_and_one_key_makes_it_whole(size: tuple[int, int]) -> None:
    async with make_app(*ANSWERS, plan=PLAN, size=size) as desk:
        view = await the_map(desk)
        assert names(view) == {"Ada", "Bo", "Cy", "#4", "Eve", "#6"}
        await desk.until(lambda: "Ada" in desk.screen_text())
        assert "City Hospital" in desk.screen_text()
        await desk.press("escape")
        await desk.until(lambda: isinstance(desk.app.screen, InsightsScreen))


async def test_full_tables_are_a_key_away() -> None:
    async with make_app(*ANSWERS, plan=PLAN) as desk:
        await desk.app.push_screen(InsightsScreen(WHO))
        view = desk.app.screen.query_one(FindingsView)
        await desk.until(lambda: view.findings is not None)
        await desk.press("v")
        await desk.until(lambda: view.full)
        await desk.until(lambda: view.size.height > 80)
        await desk.press("v")
        await desk.until(lambda: not view.full)


async def test_an_answer_is_on_the_map_when_it_has_come() -> None:
    async with make_app(*ANSWERS, plan=PLAN) as desk:
        view = await the_map(desk)
        await desk.send(tie(7, (1,), "Gus, North, nurse"))
        await desk.until(lambda: "Gus" in names(view))


async def test_around_one_is_found_by_name_and_badge_and_left_again() -> None:
    async with make_app(*ANSWERS, plan=PLAN) as desk:
        view = await the_map(desk)
        await desk.press("slash")
        await say(desk, *"cy")
        await desk.until(lambda: view.ego == "3")
        await desk.until(lambda: "around Cy" in desk.text("#network-what"))
        await desk.press("slash")
        await say(desk, "4")
        await desk.until(lambda: view.ego == "4")
        await desk.press("slash")
        await say(desk, *"zz")
        assert view.ego == "4"
        await desk.press("escape")
        assert view.ego == "" and isinstance(desk.app.screen, NetworkScreen)
        await desk.press("right")
        assert view.ego != ""


async def test_by_organisation_and_filters() -> None:
    async with make_app(*ANSWERS, plan=PLAN) as desk:
        view = await the_map(desk)
        await desk.press("o")
        await desk.until(lambda: "ties inside" in desk.screen_text())
        await desk.press("o", "f")
        await desk.until(lambda: view.block is not None and len(view.block.ties) == 1)
        await desk.until(lambda: "ties across organisations" in desk.text("#network-what"))
        await desk.press("1")
        await desk.until(lambda: names(view) == {"Ada", "Bo"})
        await desk.press("1")
        await desk.until(lambda: len(names(view)) == 6)


async def test_who_should_meet_is_listed() -> None:
    async with make_app(*ANSWERS, plan=PLAN, size=(120, 40)) as desk:
        await the_map(desk)
        await desk.press("m")
        await desk.until(lambda: "Who should meet" in desk.screen_text())
        assert "Eve" in desk.screen_text()
        await desk.press("m")
        await desk.until(lambda: "Who should meet" not in desk.screen_text())


async def test_what_if_moves_the_measures_and_is_taken_back() -> None:
    async with make_app(*ANSWERS, plan=PLAN, size=(120, 40)) as desk:
        view = await the_map(desk)
        before = view.block
        await desk.press("w")
        await say(desk, *"1+5")
        await desk.until(lambda: "What would move" in desk.screen_text())
        await desk.until(lambda: "WHAT IF Ada + Eve" in desk.text("#network-what"))
        assert view.block is not None and sum(t.new for t in view.block.ties) == 1
        await desk.press("w")
        await say(desk, *"1+5")
        await desk.press("w")
        await say(desk, *"-bo")
        await desk.until(lambda: "Bo" not in names(view))
        assert desk.text("#network-what").count("Ada + Eve") == 1
        await desk.press("w")
        await say(desk, *"+Zoe, Valley")
        await desk.until(lambda: "Zoe" in names(view))
        await desk.press("backspace", "backspace", "backspace")
        await desk.until(lambda: view.block == before)
        assert len(desk.state.responses_to(WHO)) == len(SAID)


async def test_who_should_meet_are_told_with_one_key_asked_for_twice() -> None:
    async with make_app(*ANSWERS, plan=PLAN) as desk:
        await the_map(desk)
        await desk.press("m")
        await desk.until(lambda: "Who should meet" in desk.screen_text())
        await desk.press("i")
        await desk.until(lambda: "i again tells" in desk.text("ArmedLine"))
        assert released(desk.state.kinds.get(WHO)) == set()
        await desk.press("i")
        await desk.until(lambda: released(desk.state.kinds.get(WHO)))
        await desk.until(lambda: "told" in desk.screen_text())
        pairs = released(desk.state.kinds.get(WHO))
        await desk.press("u", "u")
        await desk.until(lambda: released(desk.state.kinds.get(WHO)) == set())
        assert all(len(pair) == 2 for pair in pairs)
