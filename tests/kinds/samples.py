"""Exercises, answers and tallies for tests of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from workshop.domain.findings import Block, Findings
from workshop.domain.forms import (
    BoxesField,
    ChoiceField,
    Field,
    Form,
    PeopleField,
    PointsField,
    ScaleField,
    TextField,
)
from workshop.domain.ids import (
    ActorId,
    ExerciseId,
    ObjectiveId,
    ParticipantId,
    PartId,
    PlanId,
    ResponseId,
    TallyId,
)
from workshop.domain.plan import Exercise, Objective, Part, SessionPlan
from workshop.domain.records import Participant, Response, Tally
from workshop.kinds.base import Kind, Material
from workshop.kinds.registry import load

FOLDER = Path(__file__).parents[2] / "exercises"
NOON = datetime(2025, 5, 22, 12, tzinfo=UTC)
HOSTILE = (
    "=HYPERLINK(1)",
    "[bold]not markup[/bold]",
    "<script>alert(1)</script>",
    "日本語の答え",
    "👩‍👩‍👧‍👦 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "مرحبا",
    "a/b | c; d, e: f",
    "/",
    "|",
    "| 2: x",
    "2: x | 1: y ⏎ z",
    "x" * 140,
)


def bundled() -> dict[str, Exercise]:
    """The exercises that ship, prepared for a plan with two headline objectives."""
    plan = SessionPlan(
        id=PlanId("p"),
        title="A plan",
        total_s=60,
        parts=(
            Part(
                PartId("one"),
                "One",
                objectives=(
                    Objective(ObjectiveId("see"), "See the ties", headline=True),
                    Objective(ObjectiveId("other"), "Something else"),
                    Objective(ObjectiveId("use"), "Use the ties", headline=True),
                ),
            ),
        ),
    )
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        given = YAML(typ="safe").load(path)
        made = exercise(given["kind"], given["options"], id=given["id"])
        found[path.stem] = load()[made.kind].prepare(made, plan)
    return found


def raw_options() -> dict[str, tuple[str, Any]]:
    """Kind and options of every exercise that ships, as they stand in its file."""
    return {
        path.stem: (given["kind"], given["options"])
        for path in sorted(FOLDER.glob("*.yaml"))
        for given in [YAML(typ="safe").load(path)]
    }


def exercise(kind: str, options: Mapping[str, Any] | None = None, id: str = "e") -> Exercise:
    return Exercise(ExerciseId(id), kind, "A title", "A prompt?", options=options or {})


def kind_of(made: Exercise) -> Kind:
    return load()[made.kind]


def response(number: int, answers: Mapping[str, Any], **more: Any) -> Response:
    if "participant" in more:
        more["participant"] = ParticipantId(more["participant"])
    return Response(
        id=ResponseId(f"r{number}"),
        seq=number,
        exercise=ExerciseId("e"),
        round=more.pop("round", 1),
        answers=answers,
        at=NOON,
        by=ActorId("chair"),
        **more,
    )


def typed(made: Exercise, *lines: str, **more: Any) -> list[Response]:
    """Answers typed one line after the other."""
    kind = kind_of(made)
    return [
        response(number, kind.clean(made, kind.parse_line(made, line)), **more)
        for number, line in enumerate(lines, 1)
    ]


def badged(responses: list[Response]) -> list[Response]:
    """The same answers, each from a person with a badge."""
    return [replace(r, badge=str(number)) for number, r in enumerate(responses, 1)]


def people(organisations: list[str], roles: list[str] | None = None) -> list[Participant]:
    """Who joined, with badges from 1 on as `badged` gives them."""
    every = zip(organisations, roles or [""] * len(organisations), strict=True)
    return [
        Participant(ParticipantId(f"p{badge}"), badge, NOON, organisation=at, role=role)
        for badge, (at, role) in enumerate(every, 1)
    ]


def tally(
    counts: Mapping[str, int | str], table: str = "", present: int | None = None, seq: int = 1000
) -> Tally:
    return Tally(
        id=TallyId(f"t{seq}"),
        seq=seq,
        exercise=ExerciseId("e"),
        round=1,
        table=table,
        counts=counts,
        present=present,
        at=NOON,
        by=ActorId("chair"),
    )


def findings(
    made: Exercise, responses: list[Response], *tallies: Tally, earlier: Material | None = None
) -> Findings:
    return kind_of(made).analyse(
        Material(made, responses, tallies, 1 if earlier is None else 2, earlier)
    )


def block(found: Findings, kind: str) -> Any:
    """The first block of a kind."""
    matching: list[Block] = [block for block in found.blocks if block.kind == kind]
    return matching[0]


def _value(field: Field) -> st.SearchStrategy[Any]:
    match field:
        case TextField(format="date"):
            return st.dates().map(str)
        case TextField():
            return st.text(max_size=field.limit // 4) | st.sampled_from(HOSTILE)
        case ChoiceField():
            ids = st.sampled_from([option.id for option in field.options])
            return st.lists(ids, max_size=field.most, unique=True)
        case ScaleField():
            return st.none() | st.integers(field.low, field.high)
        case PointsField():
            each = min(field.most_each, field.total // len(field.options) + 1)
            ids = st.sampled_from([option.id for option in field.options])
            return st.dictionaries(
                ids, st.integers(0, each), max_size=max(1, field.total // max(each, 1))
            )
        case PeopleField():
            return st.lists(st.sampled_from(("1", "2", "17", "mk7")), max_size=field.most)
        case BoxesField():
            ids = st.sampled_from([box.id for box in field.boxes])
            return st.dictionaries(ids, st.text(max_size=40) | st.sampled_from(HOSTILE))


def answers(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Filled-in forms: within the numbers' limits, with any text at all."""
    needed, free = (
        {field.id: _value(field) for field in form.fields if field.required is required}
        for required in (True, False)
    )
    return st.fixed_dictionaries(needed, optional=free)
