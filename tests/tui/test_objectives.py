"""The learning objectives: covered or not, with their evidence."""

from __future__ import annotations

import pytest

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import DIG, SURE, TAKING, idea
from workshop.domain.commands import Jump, LinkEvidence, MarkObjective, SubmitResponse
from workshop.domain.ids import ObjectiveId, ResponseId, SegmentId
from workshop.domain.records import Coverage, ObjectiveRecord

SEE, ACT = ObjectiveId("see"), ObjectiveId("act")


def record(desk: Desk, objective: ObjectiveId = SEE) -> ObjectiveRecord:
    return desk.state.objectives.get(objective, ObjectiveRecord())


def rating(key: str, step: int, round_: int) -> SubmitResponse:
    return SubmitResponse(SURE, key, {"see": step}, round=round_)


@pytest.mark.parametrize("size", SIZES)
async def test_one_two_three_mark_and_space_goes_round(size: tuple[int, int]) -> None:
    async with make_app(plan=TAKING, size=size) as desk:
        await desk.press("o")
        for key, coverage in (
            ("1", Coverage.COVERED), ("2", Coverage.PARTLY), ("3", Coverage.NOT),
            ("space", Coverage.PARTLY), ("space", Coverage.COVERED), ("space", Coverage.NOT),
        ):  # fmt: skip
            await desk.press(key)
            await desk.until(lambda coverage=coverage: record(desk).coverage is coverage)
        await desk.press("1")
        await desk.until(lambda: "[■] covered" in desk.screen_text())
        assert desk.on == "welcome"
        assert desk.state.clock.paused_at is None


@pytest.mark.parametrize("size", SIZES)
async def test_they_stand_by_part_with_the_segments_that_serve_them(size: tuple[int, int]) -> None:
    async with make_app(plan=TAKING, size=size) as desk:
        await desk.press("o")
        seen = desk.screen_text()
        assert seen.index("Part one. How we connect") < seen.index("Part two. A different future")
        assert "A story of two wards (to come)" in desk.text("#objectives-facts")
        await desk.press("down")
        await desk.until(lambda: "The case (to come)" in desk.text("#objectives-facts"))
        await desk.press("2")
        await desk.until(lambda: record(desk, ACT).coverage is Coverage.PARTLY)


async def test_a_remark_is_kept_beside_the_mark() -> None:
    async with make_app(MarkObjective(SEE, Coverage.PARTLY), plan=TAKING) as desk:
        await desk.press("o", "enter", *"only the wards", "enter")
        await desk.until(lambda: record(desk).remark == "only the wards")
        assert record(desk).coverage is Coverage.PARTLY
        await desk.press("1")
        await desk.until(lambda: record(desk).coverage is Coverage.COVERED)
        assert record(desk).remark == "only the wards"


async def test_answers_linked_as_evidence_are_quoted() -> None:
    linked = LinkEvidence(SEE, ResponseId("k1"))
    async with make_app(Jump(DIG), idea("k1", "we never talk"), linked, plan=TAKING) as desk:
        assert desk.state.responses_to(UNUSED)
        await desk.press("o")
        assert "we never talk" in desk.text("#objectives-facts")


async def test_the_rooms_rating_before_and_after() -> None:
    ratings = [rating("a", 2, 1), rating("b", 3, 1), rating("c", 2, 1), rating("d", 4, 2)]
    async with make_app(*ratings, plan=TAKING) as desk:
        await desk.press("o")
        await desk.until(lambda: "before 2 (median of 3)" in desk.text("#objectives-facts"))
        assert "after 4 (median of 1)" in desk.text("#objectives-facts")


@pytest.mark.parametrize("size", SIZES)
async def test_an_objective_that_nothing_left_will_cover_is_warned_of(
    size: tuple[int, int],
) -> None:
    async with make_app(Jump(SegmentId("case")), plan=TAKING, size=size) as desk:
        await desk.press("o")
        assert "One objective is not covered" in desk.text("#objectives-warning")
        await desk.press("2")
        await desk.until(lambda: not desk.text("#objectives-warning"))
