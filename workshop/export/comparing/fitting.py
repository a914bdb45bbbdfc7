"""Which deliveries can be compared at all."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.errors import Refused
from workshop.export.comparing.data import Delivery


def refuse_unlike(deliveries: Sequence[Delivery], *, common: bool) -> None:
    """Raises Refused where there is nothing to compare, or the plans are not one."""
    if len(deliveries) < 2:
        raise Refused("One session has nothing to be compared with.", "Name two or more.")
    named: dict[str, str] = {}
    for delivery in deliveries:
        about = delivery.report.about
        if about.session in named:
            raise Refused(
                f"{named[about.session]} and {about.name} are the same session.",
                "Name each session once; a copy of a file says nothing new.",
            )
        named[about.session] = about.name
    plans = {d.report.about.plan: d for d in reversed(deliveries)}
    if len(plans) == 1:
        return
    one, other = list(plans.values())[-1], next(iter(plans.values()))
    said = " and ".join(f"{d.report.about.name} ran ‘{d.report.about.plan}’" for d in (one, other))
    if not common:
        raise Refused(
            f"These are different plans: {said}.",
            "Compare sessions of one plan, or add --common to set side by side what they share.",
        )
    shared = set.intersection(*(_ids(d) for d in deliveries))
    if not shared:
        raise Refused(
            f"These plans share nothing: {said}.",
            "What is compared goes by the ids of segments, objectives and exercises.",
        )


def _ids(delivery: Delivery) -> set[str]:
    plan = delivery.state.plan
    ids = (
        *(segment.id for segment in plan.segments),
        *(objective.id for objective in plan.objectives),
        *(exercise.id for exercise in plan.exercises),
    )
    return set(map(str, ids))
