from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.hours_for_tests import AMSTERDAM, Hour, hours
from tests.domain.plans_for_tests import MUST_END, START, hour, lobby, minute, paused, running
from workshop.domain.clock import Clock, Pause, Stage, running_s
from workshop.domain.ids import PartId, SegmentId
from workshop.domain.run_of_show import Phase, RunOfShow, Standing, run_of_show

COMING = (Standing.CURRENT, Standing.UPCOMING)


def show_at(minutes: float, clock: Clock) -> RunOfShow:
    return run_of_show(hour(), clock, minute(minutes))


def row_times(show: RunOfShow, id_: str) -> tuple[float, float]:
    """Start and end of a segment in minutes after the agreed start."""
    row = show.row(SegmentId(id_))
    return tuple((at - START).total_seconds() / 60 for at in (row.start, row.end))  # type: ignore[return-value]


def standings(show: RunOfShow) -> str:
    """The first letters of the segments' standings, in order."""
    return "".join(row.standing[0] for row in show.rows)


# -- one hour --------------------------------------------------------------------------------


def test_before_the_start_everything_is_projected_from_the_agreed_start() -> None:
    show = show_at(-10, lobby())
    assert show.current is None
    assert show.next is not None
    assert show.next.segment.id == "welcome"
    assert (show.projected_end, show.variance_s, show.short_s) == (MUST_END, 0, 0)
    assert all(row.start == row.planned_start and row.end == row.planned_end for row in show.rows)


def test_a_start_that_is_overdue_pushes_everything_and_keeps_the_end() -> None:
    show = show_at(4, lobby())
    assert row_times(show, "welcome") == (4, 7)
    assert show.must_end_at == MUST_END
    assert (show.variance_s, show.short_s, show.relative_s) == (240, 240, 0)


def test_in_time_the_hour_ends_when_it_must() -> None:
    show = show_at(5, running(lobby(), ("welcome", 3), ("talk-one", 8)))
    assert standings(show) == "dcuuuuuuuuuu"
    assert show.remaining_s == 360
    assert show.projected_end == MUST_END
    assert row_times(show, "sheet") == (11, 17)


def test_overtime_pushes_what_comes_by_the_second() -> None:
    show = show_at(12.5, running(lobby(), ("welcome", 3), ("talk-one", 8)))
    assert show.remaining_s == -90
    assert show.phase is Phase.OVERTIME
    assert row_times(show, "talk-one") == (3, 12.5)
    assert row_times(show, "sheet") == (12.5, 18.5)
    assert show.variance_s == 90


def test_a_segment_ended_early_leaves_time_to_spare() -> None:
    show = show_at(2, running(lobby(), ("welcome", 2), ("talk-one", 1)))
    assert show.variance_s == -60
    assert show.short_s == 0


def test_an_open_pause_pushes_the_end_and_holds_the_countdown() -> None:
    clock = paused(running(lobby(), ("welcome", 3)), minute(1))
    first, later = show_at(2, clock), show_at(5, clock)
    assert first.remaining_s == later.remaining_s == 120
    assert (first.paused_s, later.paused_s) == (60, 240)
    assert (first.variance_s, later.variance_s) == (60, 240)
    assert show_at(0.5, running(lobby(), ("welcome", 3))).paused_s is None


def test_a_late_start_is_not_blamed_on_the_speakers() -> None:
    clock = running(lobby(), ("welcome", 3))
    late = replace(clock.runs[0], began_at=minute(5))
    show = show_at(6, replace(clock, runs=(late,)))
    assert show.variance_s == 300
    assert show.relative_s == 0


def test_added_time_moves_only_what_follows() -> None:
    clock = running(replace(lobby(), allotted={SegmentId("talk-one"): 600}), ("welcome", 3))
    show = show_at(1, clock)
    assert row_times(show, "talk-one") == (3, 13)
    assert row_times(show, "sheet") == (13, 19)
    assert show.row(SegmentId("talk-one")).planned_end == minute(11)


def test_what_is_left_out_takes_no_time() -> None:
    clock = running(replace(lobby(), skipped=frozenset({SegmentId("talk-one")})), ("welcome", 3))
    show = show_at(1, clock)
    assert standings(show)[:3] == "csu"
    assert row_times(show, "talk-one") == (3, 3)
    assert show.next is not None
    assert show.next.segment.id == "sheet"


def test_what_was_jumped_over_counts_as_left_out() -> None:
    show = show_at(4, running(lobby(), ("welcome", 3), ("case", 1)))
    assert standings(show) == "dssssc" + "u" * 6
    assert row_times(show, "sheet") == (3, 3)
    assert show.part(PartId("part-one")).standing is Standing.SKIPPED


def test_back_brings_what_was_jumped_over_again() -> None:
    show = show_at(5, running(lobby(), ("welcome", 3), ("case", 1), ("talk-one", 1)))
    assert standings(show) == "dc" + "u" * 10
    # One of its nine minutes has run already.
    assert show.row(SegmentId("case")).rest_s == 480
    assert show.row(SegmentId("case")).elapsed_s == 60


def test_a_segment_visited_twice_has_the_time_of_both_stays() -> None:
    stays = (("welcome", 3), ("talk-one", 5), ("sheet", 1), ("talk-one", 9))
    show = show_at(11, running(lobby(), *stays))
    assert show.current is not None
    assert show.current.elapsed_s == 420
    assert show.remaining_s == 60
    assert row_times(show, "talk-one") == (3, 12)


def test_after_the_end_all_times_are_actual() -> None:
    clock = running(lobby(), ("welcome", 3), ("talk-one", 8))
    ended = replace(clock.runs[-1], ended_at=minute(20))
    clock = replace(clock, stage=Stage.ENDED, runs=(*clock.runs[:-1], ended), ended_at=minute(20))
    show = show_at(45, clock)
    assert standings(show) == "dd" + "s" * 10
    assert (show.current, show.next, show.remaining_s) == (None, None, 0)
    assert show.projected_end == minute(20)
    assert show.row(SegmentId("talk-one")).elapsed_s == 17 * 60
    assert all(part.left_s == 0 and part.eats_s == 0 for part in show.parts)


@pytest.mark.parametrize(
    ("minutes", "phase"),
    [
        (3, Phase.NORMAL),
        (9.39, Phase.NORMAL),
        (9.4, Phase.WARNING),
        (10.59, Phase.WARNING),
        (10.6, Phase.DANGER),
        (10.99, Phase.DANGER),
        (11, Phase.OVERTIME),
    ],
)
def test_phases_turn_at_a_fifth_a_twentieth_and_nothing_left(minutes: float, phase: Phase) -> None:
    clock = running(lobby(), ("welcome", 3), ("talk-one", 8))
    assert show_at(minutes, clock).phase is phase


def test_a_segment_without_minutes_is_in_overtime_at_once() -> None:
    clock = running(replace(lobby(), allotted={SegmentId("welcome"): 0}), ("welcome", 1))
    assert show_at(0, clock).phase is Phase.OVERTIME


def test_without_an_agreed_end_the_planned_one_holds() -> None:
    clock = Clock(stage=Stage.LOBBY)
    show = show_at(0, clock)
    assert show.planned_end == show.must_end_at == MUST_END


def test_unknown_ids_are_refused() -> None:
    show = show_at(0, lobby())
    with pytest.raises(KeyError):
        show.row(SegmentId("nowhere"))
    with pytest.raises(KeyError):
        show.part(PartId("nowhere"))


# -- parts -----------------------------------------------------------------------------------


def test_each_presenter_has_the_time_left_in_their_part() -> None:
    show = show_at(5, running(lobby(), ("welcome", 3), ("talk-one", 8)))
    assert [part.left_s / 60 for part in show.parts] == [0, 16, 19, 15, 5]
    assert [part.spent_s / 60 for part in show.parts] == [3, 2, 0, 0, 0]
    assert "".join(part.standing[0] for part in show.parts) == "dcuuu"


def test_a_part_must_be_over_in_time_for_the_floors_behind_it() -> None:
    show = show_at(5, running(lobby(), ("welcome", 3), ("talk-one", 8)))
    # The floors: part two 12, part three 10, close 3.
    assert show.part(PartId("part-one")).latest_end == minute(60 - 25)
    assert show.part(PartId("part-two")).latest_end == minute(60 - 13)
    assert show.part(PartId("close")).latest_end == MUST_END
    assert [part.floor_s / 60 for part in show.parts] == [3, 12, 12, 10, 3]


def test_a_part_is_known_to_eat_before_it_does() -> None:
    clock = running(lobby(), ("welcome", 3), ("talk-one", 8))
    assert show_at(25, clock).part(PartId("part-one")).eats_s == 0
    # Sheet and pairs still want ten minutes: at 27:00 the part would end at 37:00.
    assert show_at(27, clock).part(PartId("part-one")).eats_s == 120


def test_a_floor_the_chair_gave_up_is_not_kept_free() -> None:
    gone = frozenset(SegmentId(id_) for id_ in ("talk-three", "pledge", "aloud"))
    show = show_at(5, running(replace(lobby(), skipped=gone), ("welcome", 3), ("talk-one", 8)))
    assert show.part(PartId("part-three")).floor_s == 0
    assert show.part(PartId("part-two")).latest_end == minute(57)


# -- any hour --------------------------------------------------------------------------------

any_hour = settings(deadline=None, max_examples=100)


def show_of(drawn: Hour) -> RunOfShow:
    return run_of_show(drawn.plan, drawn.clock, drawn.now)


@any_hour
@given(hours())
def test_what_is_to_come_follows_without_gap_or_overlap(drawn: Hour) -> None:
    show = show_of(drawn)
    coming = [row for row in show.rows if row.standing in COMING]
    for earlier, later in pairwise(coming):
        assert earlier.end == later.start
    assert all(row.start <= row.end for row in coming)
    assert all(row.end >= show.now for row in coming)
    if coming:
        assert show.projected_end == coming[-1].end
    assert show.next == next((row for row in coming if row.standing is Standing.UPCOMING), None)


@any_hour
@given(hours())
def test_the_sums_agree(drawn: Hour) -> None:
    show = show_of(drawn)
    until = drawn.clock.ended_at or drawn.now
    ran_s = sum(running_s(run, until) for run in drawn.clock.runs)
    assert sum(row.elapsed_s for row in show.rows) == pytest.approx(ran_s)
    assert sum(part.spent_s for part in show.parts) == pytest.approx(ran_s)
    rest_s = sum(row.rest_s for row in show.rows)
    assert sum(part.left_s for part in show.parts) == pytest.approx(rest_s)
    if drawn.clock.stage is not Stage.ENDED:
        since = drawn.clock.runs[-1].began_at if drawn.clock.runs else show.rows[0].planned_start
        came_s = (show.projected_end - max(since, show.now)).total_seconds()
        assert came_s == pytest.approx(rest_s, abs=1e-3)


@any_hour
@given(hours())
def test_variance_is_the_projected_end_against_the_end_that_must_hold(drawn: Hour) -> None:
    show = show_of(drawn)
    assert show.variance_s == (show.projected_end - show.must_end_at).total_seconds()
    assert show.short_s == max(0.0, show.variance_s)
    if drawn.clock.started_at is not None and drawn.clock.planned_start is not None:
        late = drawn.clock.started_at - drawn.clock.planned_start
        assert show.variance_s - show.relative_s == pytest.approx(late.total_seconds())


@any_hour
@given(hours())
def test_local_times_give_the_same_hour_as_utc(drawn: Hour) -> None:
    clock = drawn.clock
    assert clock.planned_start is not None
    assert clock.must_end_at is not None
    local = replace(
        clock,
        planned_start=clock.planned_start.astimezone(AMSTERDAM),
        must_end_at=clock.must_end_at.astimezone(AMSTERDAM),
    )
    shown = run_of_show(drawn.plan, local, drawn.now.astimezone(AMSTERDAM))
    assert shown == show_of(drawn)
    assert shown.projected_end.tzinfo is UTC


@any_hour
@given(hours(), st.integers(-10_000_000, 10_000_000))
def test_the_time_of_day_makes_no_difference(drawn: Hour, moved_s: int) -> None:
    by = timedelta(seconds=moved_s)
    runs = tuple(
        replace(
            run,
            began_at=run.began_at + by,
            ended_at=run.ended_at and run.ended_at + by,
            pauses=tuple(
                Pause(p.began_at + by, p.ended_at and p.ended_at + by) for p in run.pauses
            ),
        )
        for run in drawn.clock.runs
    )
    clock = drawn.clock
    moved = replace(
        clock,
        runs=runs,
        planned_start=clock.planned_start and clock.planned_start + by,
        must_end_at=clock.must_end_at and clock.must_end_at + by,
        ended_at=clock.ended_at and clock.ended_at + by,
    )
    there, here = run_of_show(drawn.plan, moved, drawn.now + by), show_of(drawn)
    assert there.variance_s == here.variance_s
    assert [row.end - by for row in there.rows] == [row.end for row in here.rows]
    assert [row.rest_s for row in there.rows] == [row.rest_s for row in here.rows]


@any_hour
@given(hours(stages=(Stage.RUNNING,)), st.integers(1, 1800))
def test_time_that_passes_is_told_in_countdown_or_in_the_end(drawn: Hour, later_s: int) -> None:
    now = max(drawn.now, *(run.began_at for run in drawn.clock.runs))
    before = run_of_show(drawn.plan, drawn.clock, now)
    after = run_of_show(drawn.plan, drawn.clock, now + timedelta(seconds=later_s))
    pushed_s = after.variance_s - before.variance_s
    ran_s = before.remaining_s - after.remaining_s
    assert 0 <= ran_s <= later_s + 1e-6
    overtime_s = max(0.0, -after.remaining_s) - max(0.0, -before.remaining_s)
    assert pushed_s == pytest.approx(later_s - ran_s + overtime_s, abs=1e-3)


@any_hour
@given(hours())
def test_parts_leave_room_for_the_floors_behind_them(drawn: Hour) -> None:
    show = show_of(drawn)
    for earlier, later in pairwise(show.parts):
        kept_s = (later.latest_end - earlier.latest_end).total_seconds()
        assert kept_s == pytest.approx(later.floor_s - later.spent_s, abs=1e-3)
        assert 0 <= kept_s <= later.left_s + 1e-3
    for part in show.parts:
        over_s = (part.end - part.latest_end).total_seconds()
        coming = part.standing in COMING
        assert part.eats_s == (max(0.0, over_s) if coming else 0)
        assert part.floor_s >= min(part.total_s, part.part.min_s) - 1e-6


def test_an_hour_over_the_change_to_summer_time_is_still_an_hour() -> None:
    start = datetime(2026, 3, 29, 1, 40, tzinfo=AMSTERDAM)
    clock = Clock(stage=Stage.LOBBY, planned_start=start)
    show = run_of_show(hour(), clock, start)
    assert show.projected_end.astimezone(AMSTERDAM).strftime("%H:%M") == "03:40"


def test_an_hour_over_the_change_to_winter_time_is_still_an_hour() -> None:
    start = datetime(2026, 10, 25, 2, 40, tzinfo=AMSTERDAM)
    clock = Clock(stage=Stage.LOBBY, planned_start=start)
    show = run_of_show(hour(), clock, start)
    end = show.projected_end.astimezone(AMSTERDAM)
    assert (end.strftime("%H:%M"), end.fold) == ("02:40", 1)


def test_the_plans_own_start_counts_where_none_is_agreed() -> None:
    show = run_of_show(hour(), Clock(), minute(-60))
    assert show.rows[0].start == START
