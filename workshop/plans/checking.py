"""What a plan's parts say about each other: ids, sums, floors, cues, references.

Works on plain data and passes over whatever has the wrong shape (that is said elsewhere), so that
an author sees every problem of a file at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.plan import Priority
from workshop.plans.durations import BadDuration, format_seconds, parse_minutes
from workshop.plans.problems import Problem, did_you_mean
from workshop.plans.reading import Document, KeyPath


@dataclass(frozen=True, slots=True)
class Place:
    """A mapping in the file and the way to it."""

    path: KeyPath
    data: Mapping[str, Any]

    def text(self, key: str) -> str | None:
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def seconds(self, key: str) -> int | None:
        """The duration under a key; None where there is none or it is no duration."""
        try:
            return parse_minutes(self.data.get(key))
        except BadDuration:
            return None

    def items(self, key: str) -> list[Place]:
        """The mappings of a list."""
        return [
            Place((*self.path, key, number), item)
            for number, item in enumerate(_listed(self.data.get(key)))
            if isinstance(item, Mapping)
        ]

    def words(self, key: str) -> list[tuple[KeyPath, str]]:
        """The texts of a list."""
        return [
            ((*self.path, key, number), item)
            for number, item in enumerate(_listed(self.data.get(key)))
            if isinstance(item, str)
        ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def exercises_named(document: Document) -> Iterator[tuple[KeyPath, str]]:
    """Every place that names an exercise, in the order of the hour."""
    plan = Place((), document.data)
    yield from plan.words("lobby")
    for part in plan.items("parts"):
        for segment in part.items("segments"):
            if exercise := segment.text("exercise"):
                yield (*segment.path, "exercise"), exercise
    for case in plan.items("case_studies"):
        if framework := case.text("framework"):
            yield (*case.path, "framework"), framework


def check_plan_data(document: Document) -> Iterator[Problem]:
    """Every problem between the parts of a plan's file."""
    plan = Place((), document.data)
    parts = plan.items("parts")
    segments = [segment for part in parts for segment in part.items("segments")]
    objectives = [objective for part in parts for objective in part.items("objectives")]
    yield from _double_ids(document, plan, parts, segments, objectives)
    yield from _empty(document, plan, parts)
    yield from _lengths(document, plan, parts, segments)
    for part in parts:
        yield from _floor(document, part)
    for segment in segments:
        yield from _segment(document, segment)
    yield from _references(document, plan, parts, segments, objectives)


def _double_ids(
    document: Document,
    plan: Place,
    parts: list[Place],
    segments: list[Place],
    objectives: list[Place],
) -> Iterator[Problem]:
    groups = (
        ("part", parts),
        ("segment", segments),
        ("objective", objectives),
        ("person", plan.items("people")),
        ("case study", plan.items("case_studies")),
    )
    for word, places in groups:
        named = [((*place.path, "id"), place.text("id")) for place in places]
        yield from _double(document, word, named)
    yield from _double(document, "exercise", plan.words("lobby"))


def _double(
    document: Document, word: str, named: Iterable[tuple[KeyPath, str | None]]
) -> Iterator[Problem]:
    first: dict[str, KeyPath] = {}
    for path, name in named:
        if name is None:
            continue
        if name in first:
            line = document.line(first[name])
            what = f"the {word} `{name}` stands twice (first in line {line})"
            yield document.problem(path, what, "give one of them another id, or remove it")
        else:
            first[name] = path


def _empty(document: Document, plan: Place, parts: list[Place]) -> Iterator[Problem]:
    if plan.data.get("parts") == []:
        yield document.problem(("parts",), "the plan has no parts", "add a part with a segment")
    for part in parts:
        if part.data.get("segments") == []:
            path = (*part.path, "segments")
            yield document.problem(path, "the part has no segments", "add one, or remove the part")


def _lengths(
    document: Document, plan: Place, parts: list[Place], segments: list[Place]
) -> Iterator[Problem]:
    total = plan.seconds("minutes")
    if total is None:
        return
    minutes = _sum(segments)
    if minutes is not None and segments and minutes != total:
        gap = abs(minutes - total)
        over = minutes > total
        yield document.problem(
            ("minutes",),
            f"the segments add up to {format_seconds(minutes)}, "
            f"{format_seconds(gap)} {'more' if over else 'less'} than the plan's "
            f"{format_seconds(total)}",
            f"take {format_seconds(gap)} {'out of' if over else 'more for'} the segments, "
            f"or write `minutes: {_written(minutes)}`",
        )
    floors = sum(part.seconds("min_minutes") or 0 for part in parts)
    if floors > total:
        yield document.problem(
            ("minutes",),
            f"the parts' floors add up to {format_seconds(floors)}, more than the plan's "
            f"{format_seconds(total)}",
            "lower the parts' `min_minutes`",
        )


def _sum(segments: list[Place]) -> int | None:
    """The segments' seconds together; None where one of them is no duration."""
    all_seconds = [segment.seconds("minutes") for segment in segments]
    known = [seconds for seconds in all_seconds if seconds is not None]
    return sum(known) if len(known) == len(all_seconds) else None


def _written(seconds: int) -> str:
    return f'"{format_seconds(seconds)}"' if seconds % 60 else str(seconds // 60)


def _floor(document: Document, part: Place) -> Iterator[Problem]:
    floor = part.seconds("min_minutes")
    planned = _sum(part.items("segments"))
    if floor is not None and planned is not None and floor > planned:
        yield document.problem(
            (*part.path, "min_minutes"),
            f"the part's floor of {format_seconds(floor)} is above its planned "
            f"{format_seconds(planned)}",
            "lower `min_minutes`, or give its segments more time",
        )


def _segment(document: Document, segment: Place) -> Iterator[Problem]:
    planned = segment.seconds("minutes")
    if planned is None:
        return
    if planned == 0 and segment.data.get("priority") != Priority.COULD:
        yield document.problem(
            (*segment.path, "minutes"),
            "a segment without minutes can only be a `could` that stands ready",
            "give it some minutes, or write `priority: could`",
        )
    minimum = segment.seconds("min_minutes")
    if minimum is not None and minimum > planned:
        yield document.problem(
            (*segment.path, "min_minutes"),
            f"the minimum of {format_seconds(minimum)} is above the planned "
            f"{format_seconds(planned)}",
            "lower `min_minutes`, or raise `minutes`",
        )
    for cue in segment.items("cues"):
        at = cue.seconds("at")
        if at is not None and at > planned:
            yield document.problem(
                (*cue.path, "at"),
                f"the cue at {format_seconds(at)} comes after its segment's end at "
                f"{format_seconds(planned)}",
                "move it forward, or into the next segment",
            )


def _references(
    document: Document,
    plan: Place,
    parts: list[Place],
    segments: list[Place],
    objectives: list[Place],
) -> Iterator[Problem]:
    people = _ids(plan.items("people"))
    cases = _ids(plan.items("case_studies"))
    known = _ids(objectives)
    for part in parts:
        yield from _known(document, part, "lead", "person", people)
    for segment in segments:
        yield from _known(document, segment, "case_study", "case study", cases)
        for path, name in segment.words("objectives"):
            if name not in known:
                yield _unknown(document, path, "objective", name, known)
    # A segment without minutes only stands ready: whatever it serves is not planned for.
    timed = [segment for segment in segments if segment.seconds("minutes") != 0]
    served = {name for segment in timed for _, name in segment.words("objectives")}
    for objective in objectives:
        own = objective.text("id")
        if own is not None and own not in served:
            yield document.problem(
                (*objective.path, "id"),
                f"no segment serves the objective `{own}`",
                "name it under a segment's `objectives`, or remove it",
            )


def _ids(places: list[Place]) -> list[str]:
    return [own for place in places if (own := place.text("id")) is not None]


def _known(
    document: Document, place: Place, key: str, word: str, known: list[str]
) -> Iterator[Problem]:
    name = place.text(key)
    if name is not None and name not in known:
        yield _unknown(document, (*place.path, key), word, name, known)


def _unknown(document: Document, path: KeyPath, word: str, name: str, known: list[str]) -> Problem:
    otherwise = f"the plan has {', '.join(known)}" if known else f"add the {word} to the plan"
    return document.problem(
        path, f"there is no {word} `{name}` in the plan", did_you_mean(name, known, otherwise)
    )
