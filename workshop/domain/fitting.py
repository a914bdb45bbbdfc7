"""Fit to time: which segments give up how many seconds so that the session ends when it must.

could before should before must; nothing below a segment's minimum (a could may be left out), and
no part below its floor to pay for another's overrun. Whole seconds: the need is rounded up, so
that what fits never ends after the end that must hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workshop.domain.clock import Clock, Run, Stage
from workshop.domain.ids import PartId, SegmentId
from workshop.domain.making import dataclass
from workshop.domain.plan import Priority, Segment, SessionPlan
from workshop.domain.run_of_show import Row, RunOfShow, Standing, run_of_show

SHORTEST_CLOSE_S = 60
"""What a close gets at least, even when no time is left."""

_COMING = (Standing.CURRENT, Standing.UPCOMING)


@dataclass(frozen=True, slots=True)
class Trim:
    """One segment's seconds before and after; `skipped` when it is left out."""

    segment: SegmentId
    before_s: int
    after_s: int
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class FitProposal:
    """A fit, to look at before it is taken. `short_s` is what cannot be fitted (0: all of it).

    `gives_back` marks a fit that has time to spare and restores what was trimmed.
    """

    trims: tuple[Trim, ...]
    allotted: Mapping[SegmentId, int]
    skipped: tuple[SegmentId, ...]
    end_before: datetime
    end_after: datetime
    must_end_at: datetime
    short_s: float
    gives_back: bool = False


def propose(plan: SessionPlan, clock: Clock, now: datetime) -> FitProposal:
    """What would have to give so that the session ends in time.

    With time to spare, segments that were trimmed get it back up to what was planned, musts
    first; what was left out stays out.
    """
    show = run_of_show(plan, clock, now)
    need_s = math.ceil(show.variance_s)
    fitted = _cut(show, clock, need_s) if need_s > 0 else clock
    after = run_of_show(plan, fitted, now)
    # Leaving out a whole segment may free more than was asked for; that goes back at once.
    fitted = _give_back(after, fitted, math.floor(-after.variance_s))
    after = run_of_show(plan, fitted, now)
    return _proposal(show, clock, fitted, after, may_give_back=need_s <= 0)


def closing(plan: SessionPlan, clock: Clock, now: datetime) -> FitProposal:
    """The closing part scaled to the minutes left, everything else not yet run skipped.

    The closing segments begin at `now`, or go on where one of them is the current segment. They
    never get more than planned, and `SHORTEST_CLOSE_S` in all where no time is left.
    """
    show = run_of_show(plan, clock, now)
    chosen = closing_segments(plan, clock)
    ran_s = {segment.id: math.ceil(show.row(segment.id).elapsed_s) for segment in chosen}
    room_s = [max(0, segment.planned_s - ran_s[segment.id]) for segment in chosen]
    # What has run counts as whole seconds from here on, which costs a part of one.
    rounded_s = sum(ran - show.row(id_).elapsed_s for id_, ran in ran_s.items())
    left_s = math.floor((show.must_end_at - show.now).total_seconds() - rounded_s)
    shares = _spread(min(sum(room_s), max(SHORTEST_CLOSE_S, left_s)), room_s)
    lengths = {id_: ran + share for (id_, ran), share in zip(ran_s.items(), shares, strict=True)}
    not_run = {
        row.segment.id
        for row in show.rows
        if row.standing is Standing.UPCOMING or row.standing is Standing.SKIPPED
    }
    fitted = replace(
        clock,
        allotted={**clock.allotted, **lengths},
        skipped=(clock.skipped | not_run) - lengths.keys(),
    )
    after = run_of_show(plan, _entered(fitted, chosen[0], show.now), now)
    return _proposal(show, clock, fitted, after)


def closing_segments(plan: SessionPlan, clock: Clock) -> tuple[Segment, ...]:
    """What a close consists of; its first segment is the one to enter (or is on already).

    A last part without objectives is the close, from the current segment on where that lies in
    it, without what is left out; otherwise it is the plan's last segment.
    """
    last = plan.parts[-1]
    if last.objectives:
        return last.segments[-1:]
    current = clock.current.segment if clock.current else None
    place = next((i for i, segment in enumerate(last.segments) if segment.id == current), 0)
    ahead = last.segments[place:]
    return tuple(segment for segment in ahead if segment.id not in clock.skipped) or ahead


def _entered(clock: Clock, segment: Segment, now: datetime) -> Clock:
    """The clock as it would stand with the segment entered at `now`, if it is not on already."""
    current = clock.current
    if current is None:
        return replace(clock, stage=Stage.RUNNING, runs=(*clock.runs, Run(segment.id, now)))
    if current.segment == segment.id:
        return clock
    ended = replace(current, ended_at=now)
    return replace(clock, runs=(*clock.runs[:-1], ended, Run(segment.id, now)))


def _proposal(
    show: RunOfShow, clock: Clock, fitted: Clock, after: RunOfShow, *, may_give_back: bool = False
) -> FitProposal:
    trims = tuple(_trims(show, clock, fitted))
    return FitProposal(
        trims=trims,
        allotted=fitted.allotted,
        skipped=tuple(row.segment.id for row in show.rows if row.segment.id in fitted.skipped),
        end_before=show.projected_end,
        end_after=after.projected_end,
        must_end_at=show.must_end_at,
        short_s=after.short_s,
        gives_back=may_give_back and bool(trims),
    )


def _trims(show: RunOfShow, clock: Clock, fitted: Clock) -> Iterator[Trim]:
    """What changed, in the plan's order, among the segments that are (or are again) to come."""
    for row in show.rows:
        id_ = row.segment.id
        was_in = row.standing in _COMING
        is_in = id_ not in fitted.skipped and (was_in or id_ in clock.skipped)
        before_s = row.allotted_s if was_in else 0
        after_s = fitted.allotted.get(id_, row.allotted_s) if is_in else 0
        if before_s != after_s or was_in != is_in:
            yield Trim(id_, before_s, after_s, skipped=was_in and not is_in)


def _cut(show: RunOfShow, clock: Clock, need_s: int) -> Clock:
    """The clock with `need_s` seconds less to come, or with as many less as can be had."""
    rows = [row for row in show.rows if row.standing in _COMING]
    # What each part can give before it falls below its floor, whatever its segments could.
    budgets = {
        part.part.id: math.floor(max(0.0, part.total_s - part.part.min_s)) for part in show.parts
    }
    left_out = _left_out(rows, budgets, need_s)
    for row in left_out:
        budgets[row.part.id] -= math.ceil(row.rest_s)
        need_s -= math.floor(row.rest_s)
    taken = dict.fromkeys((row.segment.id for row in rows), 0)
    stages = (
        (Priority.COULD, _fair_slack_s),
        # What could not go for its part's floor gives what it has before any should does.
        (Priority.COULD, _slack_s),
        (Priority.SHOULD, _slack_s),
        (Priority.MUST, _slack_s),
    )
    for priority, slack_s in stages:
        chosen = [
            (row, slack_s(row) - taken[row.segment.id])
            for row in rows
            if row.segment.priority is priority and row not in left_out
        ]
        for row, taken_s in _take(chosen, budgets, max(0, need_s)):
            taken[row.segment.id] += taken_s
            need_s -= taken_s
    emptied = [r for r in rows if r.may_be_left_out and 0 < r.allotted_s == taken[r.segment.id]]
    gone = {row.segment.id for row in (*left_out, *emptied)}
    allotted = {
        row.segment.id: row.allotted_s - taken[row.segment.id]
        for row in rows
        if taken[row.segment.id] and row.segment.id not in gone
    }
    return replace(clock, allotted={**clock.allotted, **allotted}, skipped=clock.skipped | gone)


def _slack_s(row: Row) -> int:
    return row.slack_s


def _fair_slack_s(row: Row) -> int:
    """What a could gives before it is left out.

    One without a minimum gives half of what was planned: in less nobody can run it. An
    alternative, planned with no time of its own, goes as a whole.
    """
    if row.segment.min_s or not row.may_be_left_out:
        return row.slack_s
    kept_s = row.segment.planned_s // 2 or row.allotted_s
    return min(row.slack_s, max(0, row.allotted_s - kept_s))


def _left_out(rows: Sequence[Row], budgets: Mapping[PartId, int], need_s: int) -> list[Row]:
    """The coulds to leave out: as few as will do, and of those that will do the smallest."""
    coulds = [row for row in rows if row.segment.priority is Priority.COULD]
    chosen: list[Row] = []
    reach_s = _reach_s(coulds, chosen, budgets)
    while reach_s < need_s:
        options = [
            (_reach_s(coulds, [*chosen, row], budgets), row)
            for row in reversed(coulds)
            if row.may_be_left_out and row not in chosen
        ]
        if not options:
            break
        best_s, best = min(options, key=lambda option: _waste(option[0], need_s))
        if best_s <= reach_s:
            break
        chosen.append(best)
        reach_s = best_s
    return chosen


def _waste(reach_s: int, need_s: int) -> tuple[bool, int]:
    """Sorts what is enough first, by how little it is too much, then the most of the others."""
    return reach_s < need_s, abs(reach_s - need_s)


def _reach_s(coulds: Sequence[Row], left_out: Sequence[Row], budgets: Mapping[PartId, int]) -> int:
    """Seconds that the coulds give with some left out, the rest trimmed fairly; -1: not so."""
    total_s = 0
    for part, budget_s in budgets.items():
        own = [row for row in coulds if row.part.id == part]
        gone = [row.rest_s for row in own if row in left_out]
        # A segment that ran before may leave a broken second: it costs a whole and frees none.
        left_s = budget_s - sum(math.ceil(rest_s) for rest_s in gone)
        if left_s < 0:
            return -1
        slack_s = sum(_fair_slack_s(row) for row in own if row not in left_out)
        total_s += sum(math.floor(rest_s) for rest_s in gone) + min(left_s, slack_s)
    return total_s


def _take(
    slacks: Sequence[tuple[Row, int]], budgets: dict[PartId, int], need_s: int
) -> Iterator[tuple[Row, int]]:
    """Seconds taken from each row in proportion to its slack; lowers the parts' budgets."""
    parts: dict[PartId, list[tuple[Row, int]]] = {}
    for row, slack_s in slacks:
        parts.setdefault(row.part.id, []).append((row, slack_s))
    caps = [min(budgets[id_], sum(slack_s for _, slack_s in own)) for id_, own in parts.items()]
    shares = _spread(min(need_s, sum(caps)), caps)
    for (id_, own), share_s in zip(parts.items(), shares, strict=True):
        budgets[id_] -= share_s
        taken = _spread(share_s, [slack_s for _, slack_s in own])
        yield from zip((row for row, _ in own), taken, strict=True)


def _give_back(show: RunOfShow, clock: Clock, spare_s: int) -> Clock:
    """The clock with up to `spare_s` seconds given back to trimmed segments, musts first."""
    allotted = dict(clock.allotted)
    for priority in Priority.MUST, Priority.SHOULD, Priority.COULD:
        rows = [row for row in show.rows if row.segment.priority is priority and _lacks_s(row) > 0]
        lacks = [_lacks_s(row) for row in rows]
        shares = _spread(min(max(0, spare_s), sum(lacks)), lacks)
        spare_s -= sum(shares)
        for row, share_s in zip(rows, shares, strict=True):
            if share_s:
                allotted[row.segment.id] = row.allotted_s + share_s
    return replace(clock, allotted=allotted)


def _lacks_s(row: Row) -> int:
    """Seconds that a segment was trimmed by; nothing in overtime, when its time is spent."""
    if row.standing not in _COMING or row.elapsed_s > row.allotted_s:
        return 0
    return max(0, row.segment.planned_s - row.allotted_s)


def _spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Share out whole seconds in proportion to weights, by largest remainder.

    No share is above its weight as long as `amount` is not above their sum.
    """
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    largest = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in largest[: amount - sum(shares)]:
        shares[index] += 1
    return shares
