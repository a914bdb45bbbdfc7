"""Several deliveries of one plan side by side, as data: what every way of showing it is made from.

Everything is counted from the sessions' reports, so that a comparison says nothing that they do
not say, and an anonymised one is made of anonymised reports. Durations are seconds; a positive
difference took longer than planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from typing import TypeAlias

from workshop.analysis.people import badges_of
from workshop.domain.findings import Network, Theme, Themes
from workshop.domain.state import State
from workshop.errors import Refused
from workshop.export.comparing.plan_changes import Change, changes
from workshop.export.networks import networks
from workshop.export.report import (
    ExerciseResult,
    ObjectiveResult,
    Rating,
    Report,
    Round,
    SegmentStatus,
    SegmentTime,
)

MARGIN_S = 30
"""Less than this is on time, as it is wherever times are said."""
FEW = "few"
"""Stands for a number that would tell of too few people."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Count: TypeAlias = int | str
"""A number of people or of what they said, or `FEW`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One session as it comes in: its state and the report made of it."""

    state: State
    report: Report


@dataclass(frozen=True, slots=True)
class Column:
    """A session among those compared; `letter` stands for it in every table.

    `joined` are the phones that did, `answered` the different people known behind answers.
    `late_s` is how long after it had to end it ended.
    """

    letter: str
    name: str
    room: str
    venue: str
    began: datetime | None
    took_s: float | None
    late_s: float | None
    planned_s: int
    joined: Count
    answered: Count
    answers: Count
    finished: bool
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment over all deliveries, None where one has no such segment.

    `median_s` is the middle of the differences where it ran, None where it ran nowhere.
    """

    id: str
    title: str
    part: str
    times: tuple[SegmentTime | None, ...]

    @property
    def differences(self) -> tuple[float, ...]:
        return tuple(
            time.difference_s
            for time in self.times
            if time is not None and time.status is SegmentStatus.RUN
        )

    @property
    def planned(self) -> tuple[int, ...]:
        """The planned seconds, more than one where the plans differ."""
        return tuple(dict.fromkeys(time.planned_s for time in self.times if time is not None))

    @property
    def median_s(self) -> float | None:
        return median(self.differences) if self.differences else None

    @property
    def over(self) -> int:
        """In how many deliveries it ran over."""
        return sum(difference >= MARGIN_S for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Gain:
    """The room's rating of an objective before and after, and how those moved who gave both.

    `change` is None where nobody, or in an anonymised comparison too few, gave both.
    """

    before: Rating | None
    after: Rating | None
    pairs: Count
    change: float | None


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective over all deliveries; a gain is None where the plan has no such objective."""

    id: str
    text: str
    gains: tuple[Gain | None, ...]
    coverage: tuple[str, ...]

    @property
    def rated(self) -> bool:
        return any(gain and (gain.before or gain.after) for gain in self.gains)

    @property
    def changes(self) -> tuple[float, ...]:
        return tuple(g.change for g in self.gains if g is not None and g.change is not None)

    @property
    def median_change(self) -> float | None:
        return median(self.changes) if self.changes else None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme over all deliveries: how many answers are in it, None where answers have no themes.

    `also` are other names that it bears in some of them.
    """

    exercise: str
    title: str
    round: int
    name: str
    also: tuple[str, ...]
    counts: tuple[Count | None, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A room's network: ties in the first round and in the last, and those that are new in it.

    `before` is None where there was one round only. `across` are new ties between people of whom
    different organisations are known.
    """

    people: Count
    before: Count | None
    after: Count
    new: Count | None
    across: Count | None


@dataclass(frozen=True, slots=True)
class NetworkRow:
    exercise: str
    title: str
    growths: tuple[Growth | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Deliveries by their start, and everything in which they can be set side by side."""

    plan: str
    title: str
    timezone: str
    made: datetime
    columns: tuple[Column, ...]
    segments: tuple[SegmentRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    themes: tuple[ThemeRow, ...]
    networks: tuple[NetworkRow, ...]
    changes: tuple[Change, ...]
    anonymised: bool

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(column.letter for column in self.columns)


def letter(place: int) -> str:
    """A, B, ... Z, AA, AB, ... for the places from 0."""
    high, low = divmod(place, len(_LETTERS))
    return (letter(high - 1) if high else "") + _LETTERS[low]


def comparison(
    deliveries: Sequence[Delivery], *, least: int = 0, common: bool = False
) -> Comparison:
    """The deliveries side by side, the earliest first.

    Numbers of people under `least`, and of what they said, are not told. `common` sets different
    plans side by side, too, by what they share. Raises Refused where there is nothing to compare.
    """
    _fit(deliveries, common=common)
    ordered = sorted(deliveries, key=_began)
    last = ordered[-1]
    return Comparison(
        plan=last.report.about.plan,
        title=last.report.about.title,
        timezone=last.report.about.timezone,
        made=max(d.report.about.exported_at for d in ordered),
        columns=tuple(_column(n, d, least) for n, d in enumerate(ordered)),
        segments=tuple(_segments(ordered)),
        objectives=tuple(_objectives(ordered, least)),
        themes=tuple(_themes(ordered, least)),
        networks=tuple(_networks(ordered, least)),
        changes=tuple(changes([(letter(n), d.state.plan) for n, d in enumerate(ordered)])),
        anonymised=bool(last.report.about.anonymised),
    )


def _began(delivery: Delivery) -> tuple[datetime, str]:
    report = delivery.report
    return report.timing.started_at or report.about.exported_at, report.about.name


# -- what fits ---------------------------------------------------------------------------------


def _fit(deliveries: Sequence[Delivery], *, common: bool) -> None:
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


# -- who and when ------------------------------------------------------------------------------


def _column(place: int, delivery: Delivery, least: int) -> Column:
    report, people = delivery.report, delivery.state.participants.values()
    about, times = report.about, report.timing
    began, ended = times.started_at, times.ended_at
    said = [a for e in report.exercises for r in e.rounds for a in r.said]
    badges = badges_of(list(people))
    known = {_person(a.badge, a.participant, badges) for a in said} - {""}
    return Column(
        letter=letter(place),
        name=about.name,
        room=about.room,
        venue=about.venue,
        began=began,
        took_s=(ended - began).total_seconds() if began and ended else None,
        late_s=(ended - times.must_end_at).total_seconds() if ended and times.must_end_at else None,
        planned_s=sum(segment.planned_s for segment in times.segments),
        joined=told(sum(not person.removed for person in people), least),
        answered=told(len(known), least),
        answers=told(
            len([a for e in report.exercises for r in e.rounds for a in r.counting]), least
        ),
        finished=about.finished,
        rehearsal=about.rehearsal,
    )


def told(number: int, least: int) -> Count:
    """The number, or `FEW` where it would tell of too few."""
    return FEW if 0 < number < least else number


def _person(badge: str, participant: str, badges: Mapping[str, str]) -> str:
    """One key for a person, by phone or by card; empty where nobody is known."""
    return badge.strip().lstrip("#").casefold() or badges.get(participant, participant)


# -- timing ------------------------------------------------------------------------------------


def _segments(deliveries: Sequence[Delivery]) -> Iterator[SegmentRow]:
    """Every segment that any of the plans has, in the order of the last one."""
    each = [{s.id: s for s in d.report.timing.segments} for d in deliveries]
    parts = {
        s.id: part.title
        for d in deliveries
        for part in d.report.timing.parts
        for s in part.segments
    }
    for id_ in _in_order([list(times) for times in each]):
        times = tuple(found.get(id_) for found in each)
        if any(t is not None and (t.planned_s or t.start) for t in times):
            title = next(t.title for t in reversed(times) if t is not None)
            yield SegmentRow(id_, title, parts[id_], times)


def _in_order(lists: Sequence[Sequence[str]]) -> list[str]:
    """Everything in any list, as the last has it; what only others have behind its neighbour."""
    order = list(lists[-1])
    for other in reversed(lists[:-1]):
        for place, id_ in enumerate(other):
            if id_ not in order:
                order.insert(order.index(other[place - 1]) + 1 if place else 0, id_)
    return order


# -- objectives --------------------------------------------------------------------------------


def _objectives(deliveries: Sequence[Delivery], least: int) -> Iterator[ObjectiveRow]:
    each = [{o.id: o for o in d.report.objectives} for d in deliveries]
    for id_ in _in_order([list(found) for found in each]):
        results = [found.get(id_) for found in each]
        yield ObjectiveRow(
            id=id_,
            text=next(o.text for o in reversed(results) if o is not None),
            gains=tuple(
                None if result is None else _gain(delivery, result, least)
                for delivery, result in zip(deliveries, results, strict=True)
            ),
            coverage=tuple("" if result is None else result.coverage for result in results),
        )


def _gain(delivery: Delivery, objective: ObjectiveResult, least: int) -> Gain:
    pairs = _pairs(delivery, objective)
    shown = len(pairs) >= max(1, least)
    return Gain(
        before=_enough(objective.before, least),
        after=_enough(objective.after, least),
        pairs=told(len(pairs), least),
        change=round(fmean(b - a for a, b in pairs), 2) if shown else None,
    )


def _enough(rating: Rating | None, least: int) -> Rating | None:
    return rating if rating is not None and rating.people >= least else None


def _pairs(delivery: Delivery, objective: ObjectiveResult) -> list[tuple[int, int]]:
    """What each person who is known in both rounds gave before and after."""
    before, after = objective.before, objective.after
    if before is None or after is None:
        return []
    badges = badges_of(list(delivery.state.participants.values()))
    for exercise in delivery.report.exercises:
        rounds = {round_.round: round_ for round_ in exercise.rounds}
        if exercise.scale is not None and {before.round, after.round} <= set(rounds):
            one, other = (
                _given(rounds[rating.round], objective.id, badges) for rating in (before, after)
            )
            if one and other:
                return [(one[who], other[who]) for who in one if who in other]
    return []


def _given(round_: Round, field: str, badges: Mapping[str, str]) -> dict[str, int]:
    """Everyone's last rating of one statement, by person."""
    found = {
        _person(answer.badge, answer.participant, badges): cell.value
        for answer in round_.counting
        for cell in answer.cells
        if cell.field == field and isinstance(cell.value, int)
    }
    return {who: value for who, value in found.items() if who}


# -- themes ------------------------------------------------------------------------------------


def _themes(deliveries: Sequence[Delivery], least: int) -> Iterator[ThemeRow]:
    """Themes by exercise and round, those with most answers first."""
    each = [_themed(delivery.report) for delivery in deliveries]
    for place in _in_order([list(found) for found in each]):
        blocks = [found.get(place) for found in each]
        exercise = next(found[place][0] for found in reversed(each) if place in found)
        by_id = _same_options(deliveries, exercise.id)
        rows: dict[str, tuple[list[str], list[int | None]]] = {}
        for number, pair in enumerate(blocks):
            for theme in () if pair is None else pair[1].themes:
                key = _key(theme, rows, by_id=by_id)
                names, counts = rows.setdefault(key, ([], [0 if b else None for b in blocks]))
                names.append(theme.name)
                counts[number] = (counts[number] or 0) + len(theme.answers)
        ranked = sorted(rows.values(), key=lambda row: -sum(n or 0 for n in row[1]))
        for names, counts in ranked:
            yield ThemeRow(
                exercise=exercise.id,
                title=exercise.title,
                round=int(place.rpartition("/")[2]),
                name=names[-1],
                also=tuple(dict.fromkeys(name for name in names if name != names[-1])),
                counts=tuple(None if n is None else told(n, least) for n in counts),
            )


def _themed(report: Report) -> dict[str, tuple[ExerciseResult, Themes]]:
    """The themes of each exercise and round that has some, by a name of these two."""
    return {
        f"{exercise.id}/{round_.round}": (exercise, block)
        for exercise in report.exercises
        for round_ in exercise.rounds
        for block in round_.findings.blocks
        if isinstance(block, Themes) and block.themes
    }


def _same_options(deliveries: Sequence[Delivery], exercise: str) -> bool:
    """Whether the exercise gave every room the same, so that ids mean the same in all of them."""
    given = [e.options for d in deliveries for e in d.state.plan.exercises if e.id == exercise]
    return all(options == given[0] for options in given)


def _key(theme: Theme, rows: Mapping[str, tuple[list[str], object]], *, by_id: bool) -> str:
    """By which a theme is the same in another room: its id where it was given, else its name."""
    if by_id and theme.id:
        return theme.id
    name = _plain(theme.name)
    return next((key for key, (names, _) in rows.items() if name in map(_plain, names)), f"={name}")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


# -- networks ----------------------------------------------------------------------------------


def _networks(deliveries: Sequence[Delivery], least: int) -> Iterator[NetworkRow]:
    each = [_growths(delivery.report, least) for delivery in deliveries]
    for id_ in _in_order([list(found) for found in each]):
        yield NetworkRow(
            exercise=id_,
            title=next(found[id_][0] for found in reversed(each) if id_ in found),
            growths=tuple(found[id_][1] if id_ in found else None for found in each),
        )


def _growths(report: Report, least: int) -> dict[str, tuple[str, Growth]]:
    rounds: dict[str, list[tuple[str, Network]]] = {}
    for network in networks(report):
        rounds.setdefault(network.exercise, []).append((network.title, network.block))
    found = {}
    for exercise, blocks in rounds.items():
        title, last = blocks[-1]
        before = blocks[0][1] if len(blocks) > 1 else None
        small = 0 < len(last.nodes) < least
        found[exercise] = (
            title,
            Growth(
                people=told(len(last.nodes), least),
                before=None if before is None else FEW if small else len(before.ties),
                after=FEW if small else len(last.ties),
                new=None if before is None else told(sum(t.new for t in last.ties), least),
                across=None if before is None else told(_across(last), least),
            ),
        )
    return found


def _across(network: Network) -> int:
    """New ties between people of different organisations."""
    group = [node.group for node in network.nodes]
    ends = ((group[tie.one], group[tie.other]) for tie in network.ties if tie.new)
    return sum(one >= 0 and other >= 0 and one != other for one, other in ends)
