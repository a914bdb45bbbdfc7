"""A new plan in the likeness of another: its text with its comments, other names and times."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.plans.checking import Place
from workshop.plans.drafting import STEP_S, DraftPerson, When
from workshop.plans.editing import PlanText
from workshop.plans.editing.translated import let_go
from workshop.plans.reading import KeyPath
from workshop.plans.writing import minutes, new_id, scalar


def from_template(
    text: str,
    plan_id: str,
    title: str,
    seconds: int,
    people: Sequence[DraftPerson],
    when: When,
) -> str:
    """The template's text as another plan of so many seconds.

    Segments are stretched or shortened alike, in steps of half a minute. People take the places of
    the template's; parts that were led by somebody are led by them in turn. Raises ValueError
    where the time is too short for the template's segments.
    """
    plan = PlanText.of(text, "the template")
    former = str(plan.data.get("title") or "")
    plan = plan.set(("id",), plan_id).set(("title",), scalar(title), ("id",))
    plan = let_go(plan, former)
    plan = _event(plan, when)
    if people:
        plan = _led(plan, people)
    return retimed(plan, seconds).text


def _event(plan: PlanText, when: When) -> PlanText:
    said = {
        "timezone": when.timezone if when.date or when.start else "",
        "start": f'"{when.start:%H:%M}"' if when.start else "",
        "date": when.date.isoformat() if when.date else "",
        "venue": scalar(when.venue) if when.venue else "",
    }
    if not isinstance(plan.data.get("event"), dict):
        inside = ", ".join(f"{key}: {value}" for key, value in said.items() if value)
        return plan.set(("event",), f"{{{inside}}}", ("title",)) if inside else plan
    # The template's own day and room are not those of the new plan.
    for key, value in said.items():
        if value:
            plan = plan.set(("event", key), value)
        elif key != "timezone" and plan.data["event"].get(key) is not None:
            plan = plan.set(("event", key), "null")
    return plan


def _led(plan: PlanText, people: Sequence[DraftPerson]) -> PlanText:
    ids: list[str] = []
    lines = ["people:"]
    for one in people:
        ids.append(new_id(one.name, ids, "person"))
        lines += [f"  - id: {ids[-1]}", f"    name: {scalar(one.name)}"]
        lines += [f"    role: {scalar(one.role)}"] if one.role else []
        lines += [f"    organisation: {scalar(one.organisation)}"] if one.organisation else []
    former = list(dict.fromkeys(part["lead"] for part in plan.data["parts"] if part.get("lead")))
    if "people" in plan.data:
        plan = plan.put(("people",), lines)
    else:
        inside = ", ".join(
            f"{{id: {id_}, name: {scalar(one.name)}}}" for id_, one in zip(ids, people, strict=True)
        )
        plan = plan.set(("people",), f"[{inside}]", ("minutes",))
    return plan.set_many(
        {
            ("parts", number, "lead"): ids[former.index(lead) % len(ids)]
            for number, part in enumerate(plan.data["parts"])
            if (lead := part.get("lead"))
        }
    )


def retimed(plan: PlanText, seconds: int) -> PlanText:
    """The plan with another length: all segments, minima, floors and cues in the same measure."""
    total = Place((), plan.data).seconds("minutes")
    if total is None or total == seconds:
        return plan
    places = [
        segment
        for part in Place((), plan.data).items("parts")
        for segment in part.items("segments")
    ]
    planned = [place.seconds("minutes") or 0 for place in places]
    shares = shared_out(planned, seconds)
    changes: dict[KeyPath, str] = {("minutes",): minutes(seconds)}
    for place, old, new in zip(places, planned, shares, strict=True):
        if old == 0:
            continue
        changes[*place.path, "minutes"] = minutes(new)
        least = place.seconds("min_minutes")
        if least is not None:
            changes[*place.path, "min_minutes"] = minutes(_least(least, old, new))
        for cue in place.items("cues"):
            at = (cue.seconds("at") or 0) * new // old
            changes[*cue.path, "at"] = minutes(at // 5 * 5)
    known = dict(zip((place.path for place in places), shares, strict=True))
    for part in Place((), plan.data).items("parts"):
        if floor := part.seconds("min_minutes"):
            planned_s = sum(known[one.path] for one in part.items("segments"))
            least = min(_step(floor * seconds // total), planned_s)
            changes[*part.path, "min_minutes"] = minutes(least)
    return plan.set_many(changes)


def shared_out(planned: Sequence[int], seconds: int) -> list[int]:
    """Lengths in the same measure that add up to `seconds`, each half a minute at least.

    Raises ValueError where there is not half a minute for each.
    """
    total = sum(planned)
    timed = [number for number, one in enumerate(planned) if one]
    if seconds < STEP_S * len(timed):
        raise ValueError(f"{len(timed)} segments need {STEP_S * len(timed) // 60} minutes at least")
    shares = [max(_step(one * seconds // total), STEP_S) if one else 0 for one in planned]
    # What rounding leaves goes to, or comes from, the longest.
    while rest := seconds - sum(shares):
        longest = max(timed, key=lambda number: shares[number])
        shares[longest] += rest if rest > 0 else -min(STEP_S, shares[longest] - STEP_S, -rest)
    return shares


def _step(seconds: int) -> int:
    return seconds // STEP_S * STEP_S


def _least(least: int, old: int, new: int) -> int:
    return min(_step(least * new // old), new)
