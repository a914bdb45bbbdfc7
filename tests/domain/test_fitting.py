from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.hours_for_tests import Hour, hours
from tests.domain.plans_for_tests import (
    MUST_END,
    hour,
    lobby,
    minute,
    part,
    paused,
    running,
    segment,
)
from workshop.domain.clock import Clock, Run, Stage
from workshop.domain.fitting import FitProposal, closing, closing_segments, propose
from workshop.domain.ids import PlanId, SegmentId
from workshop.domain.plan import Priority, SessionPlan
from workshop.domain.run_of_show import PartRow, Row, RunOfShow, Standing, run_of_show

COMING = (Standing.CURRENT, Standing.UPCOMING)
SHEET_ON = (("welcome", 4), ("talk-one", 8), ("sheet", 7))


def taken(clock: Clock, proposal: FitProposal) -> Clock:
    return replace(clock, allotted=proposal.allotted, skipped=frozenset(proposal.skipped))


def in_words(proposal: FitProposal) -> list[str]:
    """'pairs 4:00 > 3:12' for every trim."""
    lines = []
    for trim in proposal.trims:
        before, after = (f"{s // 60}:{s % 60:02d}" for s in (trim.before_s, trim.after_s))
        lines.append(f"{trim.segment} {before} > {'out' if trim.skipped else after}")
    return lines


# -- one hour --------------------------------------------------------------------------------


def test_an_hour_in_time_has_nothing_to_fit() -> None:
    proposal = propose(hour(), running(lobby(), ("welcome", 3)), minute(1))
    assert proposal.trims == ()
    assert (proposal.short_s, proposal.gives_back) == (0, False)
    assert proposal.end_before == proposal.end_after == proposal.must_end_at == MUST_END


def test_the_coulds_share_a_small_need_by_what_they_can_give() -> None:
    # Two minutes late; pairs can give 2:00, method 1:00, aloud (without a minimum) half of 2:00.
    proposal = propose(hour(), running(lobby(), *SHEET_ON), minute(19))
    assert in_words(proposal) == ["pairs 4:00 > 3:00", "method 3:00 > 2:30", "aloud 2:00 > 1:30"]
    assert proposal.end_before == minute(62)
    assert proposal.end_after == MUST_END


def test_a_could_without_a_minimum_goes_rather_than_shrink_below_its_half() -> None:
    proposal = propose(hour(), running(lobby(), *SHEET_ON), minute(22))
    assert in_words(proposal) == ["pairs 4:00 > 2:00", "method 3:00 > 2:00", "aloud 2:00 > out"]
    assert proposal.skipped == ("aloud",)
    assert proposal.end_after == MUST_END


def test_beyond_their_minimums_as_few_coulds_as_will_do_are_left_out() -> None:
    # Six minutes: pairs or method would do, with the others trimmed; the later one goes.
    proposal = propose(hour(), running(lobby(), *SHEET_ON), minute(23))
    assert in_words(proposal) == ["pairs 4:00 > 2:00", "method 3:00 > out", "aloud 2:00 > 1:00"]
    assert proposal.end_after == MUST_END


def test_shoulds_give_once_every_could_is_out_and_musts_last() -> None:
    shoulds = propose(hour(), running(lobby(), *SHEET_ON), minute(30))
    assert in_words(shoulds) == [
        "pairs 4:00 > out",
        "case 9:00 > 6:36",
        "method 3:00 > out",
        "pledge 6:00 > 4:24",
        "aloud 2:00 > out",
    ]
    musts = propose(hour(), running(lobby(), *SHEET_ON), minute(33))
    assert {"case 9:00 > 6:00", "pledge 6:00 > 4:00"} < set(in_words(musts))
    assert {trim.segment for trim in musts.trims} > {"talk-two", "talk-three", "takeaways"}
    assert shoulds.end_after == musts.end_after == MUST_END


def test_what_cannot_be_fitted_is_said() -> None:
    proposal = propose(hour(), running(lobby(), *SHEET_ON), minute(45))
    assert proposal.end_after == minute(70)
    assert proposal.short_s == 600


def test_no_part_pays_below_its_floor_for_anothers_overrun() -> None:
    plan = hour()
    clock = running(lobby(), *SHEET_ON)
    after = run_of_show(plan, taken(clock, propose(plan, clock, minute(45))), minute(45))
    # Part two could go down to 5 + 6 minutes by its segments, but its floor is twelve.
    assert [part.left_s / 60 for part in after.parts] == [0, 0, 12, 10, 3]


def test_the_segment_on_now_keeps_what_it_has_used() -> None:
    clock = running(lobby(), ("talk-one", 8), ("sheet", 5))
    early = propose(hour(), replace(clock, must_end_at=minute(35)), minute(9))
    assert "sheet 6:00 > 4:00" in in_words(early)
    late = propose(hour(), replace(clock, must_end_at=minute(35)), minute(13))
    assert "sheet 6:00 > 5:00" in in_words(late)


def test_a_could_that_is_on_now_is_shortened_but_not_left_out() -> None:
    clock = running(lobby(), ("welcome", 3), ("talk-one", 12), ("pairs", 1))
    clock = replace(clock, must_end_at=minute(30))
    assert "pairs 4:00 > 2:00" in in_words(propose(hour(), clock, minute(16)))


def test_half_a_second_too_much_takes_a_whole_one() -> None:
    clock = running(lobby(), *SHEET_ON)
    now = minute(18) + timedelta(milliseconds=500)
    # At 18:00 the hour is a minute late; sheet's overtime counts on.
    proposal = propose(hour(), clock, now + timedelta(seconds=2))
    freed = sum(trim.before_s - trim.after_s for trim in proposal.trims)
    assert freed == 63
    assert proposal.end_after == MUST_END - timedelta(milliseconds=500)


def test_a_late_start_keeps_the_end_and_asks_the_whole_plan() -> None:
    proposal = propose(hour(), lobby(), minute(4))
    assert proposal.end_before == minute(64)
    assert proposal.end_after == MUST_END
    assert {trim.segment for trim in proposal.trims} == {"pairs", "method", "aloud"}


def test_an_open_pause_is_part_of_what_must_be_fitted() -> None:
    clock = paused(running(lobby(), ("welcome", 3)), minute(1))
    proposal = propose(hour(), clock, minute(4))
    assert proposal.end_before == minute(63)
    assert proposal.end_after == MUST_END


def test_time_to_spare_goes_back_to_musts_first() -> None:
    trimmed = {SegmentId("talk-two"): 300, SegmentId("case"): 400, SegmentId("method"): 120}
    clock = running(replace(lobby(), allotted=trimmed), ("welcome", 3))
    # 5:20 was taken; the end that must hold leaves room for 4:00 of them.
    clock = replace(clock, must_end_at=minute(58) + timedelta(seconds=40))
    proposal = propose(hour(), clock, minute(1))
    assert proposal.gives_back
    assert in_words(proposal) == ["talk-two 5:00 > 7:00", "case 6:40 > 8:40"]
    assert proposal.end_after == proposal.must_end_at


def test_nothing_gets_more_than_planned_and_what_is_out_stays_out() -> None:
    clock = replace(
        lobby(),
        skipped=frozenset({SegmentId("pairs")}),
        allotted={SegmentId("talk-one"): 600, SegmentId("sheet"): 300},
    )
    proposal = propose(hour(), running(clock, ("welcome", 1), ("talk-one", 1)), minute(2))
    assert in_words(proposal) == ["sheet 5:00 > 6:00"]
    assert proposal.skipped == ("pairs",)
    assert proposal.end_after < MUST_END


def test_an_alternative_taken_up_is_the_first_to_go() -> None:
    plan = SessionPlan(
        PlanId("alternatives"),
        "",
        600,
        (
            part("main", 0, segment("talk", 10, 5, Priority.MUST)),
            part("more", 0, segment("instead", 0, 0, Priority.COULD)),
        ),
    )
    clock = running(replace(lobby(plan), allotted={SegmentId("instead"): 300}), ("talk", 1))
    proposal = propose(plan, clock, minute(1))
    assert in_words(proposal) == ["instead 5:00 > out"]


def test_a_could_that_may_not_go_for_its_parts_floor_gives_what_it_can() -> None:
    plan = SessionPlan(
        PlanId("floor"),
        "",
        600,
        (
            part("main", 3, segment("block", 4, 0, Priority.COULD)),
            part("more", 0, segment("talk", 6, 3, Priority.SHOULD)),
        ),
    )
    clock = replace(lobby(plan), must_end_at=minute(8.5))
    assert in_words(propose(plan, clock, minute(0))) == ["block 4:00 > 3:00", "talk 6:00 > 5:30"]
    # With a lower floor its fair half is not the end of it either.
    low = replace(plan, parts=(replace(plan.parts[0], min_s=60), plan.parts[1]))
    assert in_words(propose(low, replace(clock, must_end_at=minute(7)), minute(0))) == [
        "block 4:00 > 1:00"
    ]


def test_a_could_too_long_for_the_need_goes_and_the_rest_is_given_back() -> None:
    plan = SessionPlan(
        PlanId("one-could"),
        "",
        1200,
        (
            part(
                "main",
                0,
                segment("talk", 10, 8, Priority.MUST),
                segment("block", 10, 10, Priority.COULD),
            ),
        ),
    )
    clock = replace(lobby(plan), allotted={SegmentId("talk"): 540}, must_end_at=minute(15))
    proposal = propose(plan, clock, minute(0))
    assert in_words(proposal) == ["talk 9:00 > 10:00", "block 10:00 > out"]
    assert not proposal.gives_back


# -- close now -------------------------------------------------------------------------------


def test_close_now_scales_the_close_to_the_minutes_left() -> None:
    proposal = closing(hour(), running(lobby(), *SHEET_ON), minute(57))
    assert in_words(proposal)[-2:] == ["takeaways 3:00 > 1:48", "thanks 2:00 > 1:12"]
    assert set(proposal.skipped) == {
        "pairs", "talk-two", "case", "method", "talk-three", "pledge", "aloud"
    }  # fmt: skip
    assert proposal.end_after == MUST_END
    assert proposal.short_s == 0


def test_a_close_never_gets_more_than_planned() -> None:
    proposal = closing(hour(), running(lobby(), *SHEET_ON), minute(30))
    assert proposal.end_after == minute(35)
    assert "takeaways" not in {trim.segment for trim in proposal.trims}


def test_a_close_after_the_end_still_has_a_minute() -> None:
    proposal = closing(hour(), running(lobby(), *SHEET_ON), minute(61))
    assert in_words(proposal)[-2:] == ["takeaways 3:00 > 0:36", "thanks 2:00 > 0:24"]
    assert proposal.short_s == 120


def test_close_now_in_the_close_fits_what_is_left_of_it() -> None:
    clock = running(lobby(), ("welcome", 54), ("takeaways", 1))
    clock = replace(clock, must_end_at=minute(57))
    proposal = closing(hour(), clock, minute(55))
    # A minute has run; two are left, shared as two to two.
    assert in_words(proposal) == ["takeaways 3:00 > 2:00", "thanks 2:00 > 1:00"]
    assert proposal.end_after == minute(57)


def test_a_plan_without_a_close_closes_with_its_last_segment() -> None:
    plan = hour()
    short = replace(plan, parts=plan.parts[:-1])
    clock = running(lobby(plan), *SHEET_ON)
    assert [segment.id for segment in closing_segments(short, clock)] == ["aloud"]
    assert "pledge" in closing(short, clock, minute(30)).skipped


def test_a_close_the_chair_had_left_out_comes_back() -> None:
    gone = frozenset({SegmentId("takeaways"), SegmentId("thanks")})
    some = running(replace(lobby(), skipped=frozenset({SegmentId("thanks")})), *SHEET_ON)
    assert [segment.id for segment in closing_segments(hour(), some)] == ["takeaways"]
    proposal = closing(hour(), running(replace(lobby(), skipped=gone), *SHEET_ON), minute(50))
    assert in_words(proposal)[-2:] == ["takeaways 0:00 > 3:00", "thanks 0:00 > 2:00"]
    assert not gone & set(proposal.skipped)


# -- any hour --------------------------------------------------------------------------------

any_hour = settings(deadline=None, max_examples=100)


def rests(show: RunOfShow) -> list[Row]:
    return [row for row in show.rows if row.standing in COMING]


def at_floor(part: PartRow) -> bool:
    return part.total_s - part.part.min_s < 1


def give_no_more(show: RunOfShow, priority: Priority) -> bool:
    """Whether segments of a priority are at their minimum or kept by their part's floor."""
    return all(
        row.slack_s == 0 or at_floor(show.part(row.part.id))
        for row in rests(show)
        if row.segment.priority is priority
    )


def stay_for_the_floor(show: RunOfShow) -> bool:
    """Whether every could that is left would take its part below its floor by going."""
    for row in rests(show):
        part = show.part(row.part.id)
        givable_s = math.floor(part.total_s - part.part.min_s)
        if row.may_be_left_out and row.rest_s >= 1 and math.ceil(row.rest_s) <= givable_s:
            return False
    return True


@any_hour
@given(hours())
def test_a_proposal_keeps_its_word(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    before = run_of_show(drawn.plan, drawn.clock, drawn.now)
    after = run_of_show(drawn.plan, taken(drawn.clock, proposal), drawn.now)
    assert (proposal.end_before, proposal.end_after) == (before.projected_end, after.projected_end)
    assert proposal.short_s == after.short_s
    for trim in proposal.trims:
        assert trim.before_s == before.row(trim.segment).allotted_s
        assert trim.skipped == (trim.segment in proposal.skipped)
        assert trim.skipped or trim.after_s == after.row(trim.segment).allotted_s
    changed = {row.segment.id for row in before.rows if row != after.row(row.segment.id)}
    assert changed or not proposal.trims


@any_hour
@given(hours())
def test_what_fits_ends_in_the_last_second(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    if proposal.end_before <= proposal.must_end_at or proposal.short_s > 0:
        return
    assert proposal.end_after <= proposal.must_end_at
    early_s = (proposal.must_end_at - proposal.end_after).total_seconds()
    whole = max((trim.before_s for trim in proposal.trims if trim.skipped), default=0)
    # Only a could that went as a whole may free more than was needed.
    assert early_s < max(1, whole)


@any_hour
@given(hours())
def test_what_is_short_could_not_have_been_had(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    after = run_of_show(drawn.plan, taken(drawn.clock, proposal), drawn.now)
    if proposal.short_s > 0:
        assert all(give_no_more(after, priority) for priority in Priority)
        assert stay_for_the_floor(after)


@any_hour
@given(hours())
def test_neither_minimums_nor_floors_are_broken(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    before = run_of_show(drawn.plan, drawn.clock, drawn.now)
    after = run_of_show(drawn.plan, taken(drawn.clock, proposal), drawn.now)
    for trim in proposal.trims:
        row = before.row(trim.segment)
        if trim.skipped:
            assert row.may_be_left_out
        else:
            kept_s = max(row.segment.min_s, math.ceil(row.elapsed_s))
            assert trim.after_s >= min(trim.before_s, kept_s)
    for part_before, part_after in zip(before.parts, after.parts, strict=True):
        floor_s = min(part_before.total_s, part_before.part.min_s)
        assert part_after.total_s >= floor_s - 1e-3


@any_hour
@given(hours())
def test_coulds_give_before_shoulds_and_shoulds_before_musts(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    after = run_of_show(drawn.plan, taken(drawn.clock, proposal), drawn.now)
    trimmed = {
        drawn.plan.segment(trim.segment).priority
        for trim in proposal.trims
        if trim.after_s < trim.before_s
    }
    if trimmed & {Priority.SHOULD, Priority.MUST}:
        assert give_no_more(after, Priority.COULD)
        assert stay_for_the_floor(after)
    if Priority.MUST in trimmed:
        assert give_no_more(after, Priority.SHOULD)


@any_hour
@given(hours())
def test_a_fit_that_was_taken_proposes_nothing_more(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    again = propose(drawn.plan, taken(drawn.clock, proposal), drawn.now)
    assert again.trims == ()
    assert again.short_s == proposal.short_s


@any_hour
@given(hours())
def test_giving_back_never_passes_the_plan_or_the_end(drawn: Hour) -> None:
    proposal = propose(drawn.plan, drawn.clock, drawn.now)
    if not proposal.gives_back:
        return
    assert proposal.end_after <= proposal.must_end_at
    raised = set()
    for trim in proposal.trims:
        raised.add(drawn.plan.segment(trim.segment).priority)
        assert trim.before_s < trim.after_s <= drawn.plan.segment(trim.segment).planned_s
    after = run_of_show(drawn.plan, taken(drawn.clock, proposal), drawn.now)
    if raised - {Priority.MUST}:
        musts = (row for row in rests(after) if row.segment.priority is Priority.MUST)
        assert all(
            row.allotted_s >= row.segment.planned_s or row.elapsed_s > row.allotted_s
            for row in musts
        )


@any_hour
@given(hours(stages=(Stage.RUNNING,)))
def test_a_close_ends_in_time_or_takes_a_minute(drawn: Hour) -> None:
    now = max(drawn.now, drawn.clock.runs[-1].began_at)
    proposal = closing(drawn.plan, drawn.clock, now)
    segments = closing_segments(drawn.plan, drawn.clock)
    before = run_of_show(drawn.plan, drawn.clock, now)
    current = before.current.segment.id if before.current else None
    if proposal.must_end_at - now >= timedelta(seconds=60 + len(segments)):
        assert proposal.end_after <= proposal.must_end_at
    else:
        assert proposal.end_after <= now + timedelta(seconds=60 + 2 * len(segments))
    for chosen in segments:
        assert chosen.id not in proposal.skipped
        ran_s = math.ceil(before.row(chosen.id).elapsed_s)
        assert ran_s <= proposal.allotted[chosen.id] <= max(ran_s, chosen.planned_s)
    kept = {chosen.id for chosen in segments} | {current}
    assert all(
        row.segment.id in proposal.skipped
        for row in before.rows
        if row.segment.id not in kept and row.standing is not Standing.DONE
    )
    entered = taken(drawn.clock, proposal)
    if current != segments[0].id:
        last = replace(entered.runs[-1], ended_at=now)
        entered = replace(entered, runs=(*entered.runs[:-1], last, Run(segments[0].id, now)))
        assert run_of_show(drawn.plan, entered, now).projected_end == proposal.end_after


@given(st.integers(0, 3600))
def test_fitting_needs_no_start(late_s: int) -> None:
    now = minute(late_s / 60)
    proposal = propose(hour(), lobby(), now)
    assert (proposal.short_s == 0) == (proposal.end_after <= MUST_END)
    assert proposal.end_after - now >= timedelta(minutes=39)
