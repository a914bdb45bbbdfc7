from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.hours_for_tests import AMSTERDAM
from tests.domain.plans_for_tests import hour, lobby, minute, paused, running
from workshop.domain.clock import Clock, Stage
from workshop.domain.headline import headline, is_short, outlook, since_start, warnings
from workshop.domain.ids import ObjectiveId, SegmentId
from workshop.domain.records import Coverage
from workshop.domain.run_of_show import RunOfShow, run_of_show

ALL_COVERED = {objective.id: Coverage.COVERED for objective in hour().objectives}
IN_PART_ONE = (("welcome", 3), ("talk-one", 8), ("sheet", 6), ("pairs", 4))


def show_at(minutes: float, clock: Clock) -> RunOfShow:
    return run_of_show(hour(), clock, minute(minutes))


def ended_at(minutes: float) -> RunOfShow:
    clock = running(lobby(), ("welcome", 3), ("thanks", 1))
    last = replace(clock.runs[-1], ended_at=minute(minutes))
    runs = (*clock.runs[:-1], last)
    clock = replace(clock, stage=Stage.ENDED, runs=runs, ended_at=minute(minutes))
    return show_at(90, clock)


@pytest.mark.parametrize(
    ("late_s", "line", "end"),
    [
        (0, "must end 16:00, on time", "ends 16:00, on time"),
        (29, "must end 16:00, on time", "ends 16:00, on time"),
        (30, "must end 16:00, short by 0:30", "ends 16:01, 30 s over"),
        (240, "must end 16:00, short by 4:00", "ends 16:04, 4 min over"),
        (210, "must end 16:00, short by 3:30", "ends 16:04, 4 min over"),
        (185, "must end 16:00, short by 3:05", "ends 16:03, 3 min over"),
    ],
)
def test_the_headline_before_the_start(late_s: int, line: str, end: str) -> None:
    show = show_at(late_s / 60, lobby())
    assert headline(show, AMSTERDAM) == line
    assert outlook(show, AMSTERDAM) == end
    assert is_short(show) == ("short" in line)


def test_time_to_spare_is_said() -> None:
    show = show_at(1, running(lobby(), ("welcome", 1), ("talk-one", 1)))
    assert headline(show, AMSTERDAM) == "must end 16:00, 2:00 to spare"
    assert outlook(show, AMSTERDAM) == "ends 15:58, 2 min early"


@pytest.mark.parametrize(
    ("minutes", "line"),
    [
        (57, "ended 15:57, 3 min early"),
        (60, "ended 16:00, on time"),
        (63, "ended 16:03, 3 min over"),
    ],
)
def test_the_headline_after_the_end(minutes: float, line: str) -> None:
    assert headline(ended_at(minutes), AMSTERDAM) == line


def test_a_late_start_is_told_apart_from_what_came_after() -> None:
    clock = running(lobby(), ("welcome", 3))
    clock = replace(clock, runs=(replace(clock.runs[0], began_at=minute(4)),))
    assert since_start(show_at(5, clock)) == "started 4 min late, on time since then"
    assert since_start(show_at(9, clock)) == "started 4 min late, 2 min over since then"
    assert since_start(show_at(9, paused(clock, minute(5)))).endswith("4 min over since then")
    assert since_start(show_at(4, lobby())) == ""
    assert since_start(show_at(9, running(lobby(), ("welcome", 3)))) == ""


def test_the_chair_is_warned_before_a_part_eats_into_the_next() -> None:
    clock = running(lobby(), *IN_PART_ONE)
    assert warnings(hour(), show_at(20, clock), ALL_COVERED) == ()
    # Part one has to be over by 15:35; it runs late, and two minutes before that it is said.
    assert warnings(hour(), show_at(32.9, clock), ALL_COVERED) == ()
    line = "Part one must be over by 15:35, or Part two gets less than its 12 min"
    assert warnings(hour(), show_at(33, clock), ALL_COVERED) == (line,)
    assert warnings(hour(), show_at(34.9, clock), ALL_COVERED) == (line,)
    assert warnings(hour(), show_at(36, clock), ALL_COVERED) == (
        "Part one should have been over by 15:35: Part two gets less than its 12 min",
    )


def test_the_chair_is_warned_as_soon_as_the_projection_eats() -> None:
    clock = running(lobby(), ("welcome", 3), ("talk-one", 8))
    assert len(warnings(hour(), show_at(26, clock), ALL_COVERED)) == 1


def test_a_plan_without_slack_that_runs_in_time_warns_of_nothing() -> None:
    clock = replace(running(lobby(), ("welcome", 3)), must_end_at=minute(45))
    assert show_at(1, clock).parts[0].eats_s == 0
    assert warnings(hour(), show_at(1, clock), ALL_COVERED) == ()


def test_the_last_part_has_no_one_to_take_from() -> None:
    clock = running(lobby(), ("welcome", 3), ("thanks", 2))
    assert warnings(hour(), show_at(70, clock), ALL_COVERED) == ()


def test_an_objective_that_nothing_left_serves_is_named_while_there_is_time() -> None:
    objectives = {**ALL_COVERED, ObjectiveId("o1"): Coverage.NOT}
    serving = running(lobby(), ("welcome", 3), ("talk-one", 8), ("sheet", 6))
    assert warnings(hour(), show_at(12, serving), objectives) == ()
    passed = running(lobby(), *IN_PART_ONE)
    assert warnings(hour(), show_at(18, passed), objectives) == (
        "An objective is not ticked, and nothing left in the plan serves it: Do o1",
    )
    partly = {**objectives, ObjectiveId("o1"): Coverage.PARTLY}
    assert warnings(hour(), show_at(18, passed), partly) == ()


def test_segments_left_out_or_jumped_over_serve_nothing() -> None:
    jumped = running(lobby(), ("welcome", 3), ("talk-three", 1))
    out = replace(jumped, skipped=frozenset({SegmentId("pledge"), SegmentId("aloud")}))
    (line,) = warnings(hour(), show_at(3, out), {ObjectiveId("o5"): Coverage.NOT})
    assert line.startswith("5 objectives are not ticked")
    assert line.endswith("Do o1; Do o2; Do o3; Do o4; Do o6")


def test_nothing_is_warned_of_once_it_is_over() -> None:
    assert warnings(hour(), ended_at(63), {}) == ()
