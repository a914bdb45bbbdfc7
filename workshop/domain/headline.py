"""What the chair is told about time in one line, and what to look out for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from workshop.domain.ids import ObjectiveId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Coverage
from workshop.domain.run_of_show import PartRow, RunOfShow, Standing
from workshop.domain.words import (
    format_duration,
    format_minutes,
    format_time,
    nearest_minute,
    short_title,
)

ON_TIME_S = 30
"""Nobody in a room calls less than this late or early."""

WARN_AHEAD = timedelta(minutes=2)
"""How long before it takes from the next one a part that runs late is warned of."""

_COMING = (Standing.CURRENT, Standing.UPCOMING)


def headline(show: RunOfShow, zone: ZoneInfo) -> str:
    """'must end 16:00, on time', or 'short by 4:00', or '2:00 to spare'; at last 'ended ...'."""
    if _ended(show):
        return f"ended {outlook(show, zone).removeprefix('ends ')}"
    must_end = f"must end {format_time(show.must_end_at, zone)}"
    if is_short(show):
        return f"{must_end}, short by {format_duration(show.short_s)}"
    if show.variance_s <= -ON_TIME_S:
        return f"{must_end}, {format_duration(int(-show.variance_s))} to spare"
    return f"{must_end}, on time"


def is_short(show: RunOfShow) -> bool:
    """Whether the headline says that time is lacking."""
    return show.variance_s >= ON_TIME_S


def outlook(show: RunOfShow, zone: ZoneInfo) -> str:
    """'ends 16:03, 3 min over', 'ends 15:58, 2 min early' or 'ends 16:00, on time'."""
    end = format_time(nearest_minute(show.projected_end), zone)
    return f"ends {end}, {_lies(show.variance_s, 'over')}"


def since_start(show: RunOfShow) -> str:
    """'started 4 min late, on time since then'; empty when it began in time or has not begun."""
    late_s = show.variance_s - show.relative_s
    if abs(late_s) < ON_TIME_S or not any(row.elapsed_s for row in show.rows):
        return ""
    return f"started {_lies(late_s, 'late')}, {_lies(show.relative_s, 'over')} since then"


def warnings(
    plan: SessionPlan, show: RunOfShow, objectives: Mapping[ObjectiveId, Coverage]
) -> tuple[str, ...]:
    """What the chair must know now, most pressing first; `objectives` as they are marked."""
    return (*_part_pressure(show, plan.zone), *_uncovered(plan, show, objectives))


def _lies(seconds: float, late: str) -> str:
    if abs(seconds) < ON_TIME_S:
        return "on time"
    return f"{format_minutes(seconds)} {late if seconds > 0 else 'early'}"


def _ended(show: RunOfShow) -> bool:
    return show.current is None and any(row.standing is Standing.DONE for row in show.rows)


def _part_pressure(show: RunOfShow, zone: ZoneInfo) -> Iterator[str]:
    """The part on now, when it takes (or is about to take) from the floor of the next one."""
    place = next((i for i, p in enumerate(show.parts) if p.standing is Standing.CURRENT), None)
    if place is None:
        return
    here = show.parts[place]
    following = next((p for p in show.parts[place + 1 :] if p.floor_s > p.spent_s), None)
    if following is None or not _presses(here):
        return
    by = format_time(here.latest_end, zone)
    name, loser = short_title(here.part.title), short_title(following.part.title)
    gets_less = f"{loser} gets less than its {format_minutes(following.floor_s)}"
    if show.now < here.latest_end:
        yield f"{name} must be over by {by}, or {gets_less}"
    else:
        yield f"{name} should have been over by {by}: {gets_less}"


def _presses(part: PartRow) -> bool:
    runs_late = part.end > part.planned_end
    return part.eats_s > 0 or (runs_late and part.latest_end - part.end <= WARN_AHEAD)


def _uncovered(
    plan: SessionPlan, show: RunOfShow, objectives: Mapping[ObjectiveId, Coverage]
) -> Iterator[str]:
    """Objectives not covered that nothing left serves, while there is time to see to them."""
    coming = [row for row in show.rows if row.standing in _COMING]
    served = {objective for row in coming for objective in row.segment.objectives}
    missed = [
        objective.text
        for objective in plan.objectives
        if objective.id not in served and objectives.get(objective.id, Coverage.NOT) is Coverage.NOT
    ]
    if not coming or not missed:
        return
    one = len(missed) == 1
    count = "An objective is" if one else f"{len(missed)} objectives are"
    it = "it" if one else "them"
    yield f"{count} not ticked, and nothing left in the plan serves {it}: {'; '.join(missed)}"
