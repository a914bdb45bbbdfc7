"""Whom people ask, changed something with, and want to reach: by role and organisation, unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import ChoiceField, Form, Option, TextField
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Participant, Response
from workshop.kinds.base import Material, OptionProblem, Shared
from workshop.kinds.defaults import BaseKind
from workshop.kinds.nominations import merging
from workshop.kinds.nominations.mentions import (
    LEAST,
    ORGANISATION,
    ROLE,
    said_often,
    veiled,
)
from workshop.kinds.options import OptionCheck, entries_of

MOST = 20
MOST_OFFERED = 40
_LIMIT = 60
_LINE = re.compile(
    r"\s*(?P<asks>[0-9]{1,2}(?:[\s,;]+[0-9]{1,2})*)\s*:(?P<named>[^|]*)(?:\|(?P<own>.*))?"
)
_FIELDS = ("role", "organisation", "own_role", "own_organisation")


class Nominations(BaseKind):
    """Answers: `{"asks": [ids], "role", "organisation", "own_role", "own_organisation"}`.

    One answer names one kind of people. Options: `asks` (`{id, text}`: what may be true of them),
    `wanted` (the one of `asks` that says 'I cannot reach them'), `roles` and `organisations`
    (offered while typing), `least` (people behind every figure), `most` (answers a person).
    """

    id = "nominations"
    title = "Nominations"
    heavy = True  # the layout of the map needs numpy
    gathers = True
    veils = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        known = ("asks", "wanted", "roles", "organisations", "least", "most")
        check = OptionCheck(options, known)
        check.entries("asks", "text", 1, 9)
        check.whole("least", LEAST, 2, 20)
        check.whole("most", MOST, 1, 100)
        asks = options.get("asks")
        ids = (
            [e.get("id") for e in asks if isinstance(e, Mapping)] if isinstance(asks, list) else []
        )
        if "wanted" in options and options["wanted"] not in ids:
            check.problem(("wanted",), "`wanted` is none of `asks`", "give the id of one of them")
        for key in ("roles", "organisations"):
            offered = options.get(key, [])
            if not isinstance(offered, list):
                check.problem((key,), f"`{key}` is not a list", "list what is offered, a line each")
                continue
            for index, text in enumerate(offered):
                check.text((key, index), text)
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        asks = asks_of(exercise)
        roles, organisations = _offered(exercise, state)
        return Form(
            exercise.prompt,
            (
                ChoiceField("asks", "What is true of them?", asks, most=len(asks)),
                TextField("role", "Their role, no name", _LIMIT, offers=roles),
                TextField(
                    "organisation", "Their organisation", _LIMIT, required=False,
                    offers=organisations,
                ),
                TextField(
                    "own_role", "Your own role", _LIMIT, required=False,
                    hint="Saying it once is enough", offers=roles,
                ),
                TextField(
                    "own_organisation", "Your own organisation", _LIMIT, required=False,
                    offers=organisations,
                ),
            ),
            exercise.participant,
            per_person=exercise.options.get("most", MOST),
        )  # fmt: skip

    def gather(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        before: Any,
        earlier: Sequence[Response] = (),
    ) -> Any:
        """Roles and organisations that enough people have mentioned, to be offered to everybody."""
        return said_often(exercise, state, responses)

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = super().clean(exercise, answers)
        if any(set(str(kept.get(field, ""))) & set("@|") for field in _FIELDS):
            raise ValueError("A role or an organisation has no @ and no upright bar in it.")
        return kept

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(
                "Begin with the numbers of what is true of them, as in 1 3: nurse @ City Hospital."
            )
        asks = asks_of(exercise)
        numbers = [int(number) for number in re.split(r"[\s,;]+", found["asks"])]
        if wrong := [number for number in numbers if not 1 <= number <= len(asks)]:
            raise ValueError(f"There is no number {wrong[0]}; there are 1 to {len(asks)}.")
        answers: dict[str, Any] = {"asks": [asks[number - 1].id for number in numbers]}
        answers["role"], answers["organisation"] = _place(found["named"])
        answers["own_role"], answers["own_organisation"] = _place(found["own"] or "")
        return answers

    def line_hint(self, exercise: Exercise) -> str:
        return "1 3: head nurse @ City Hospital | dietitian @ Care Home (who says so after the bar)"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        number = {ask.id: str(n) for n, ask in enumerate(asks_of(exercise), 1)}
        asks = " ".join(number.get(ask, "?") for ask in answers.get("asks", ()))
        named, own = (
            _placed(answers.get(role, ""), answers.get(organisation, ""))
            for role, organisation in (_FIELDS[:2], _FIELDS[2:])
        )
        return f"{asks}: {named} | {own}" if own else f"{asks}: {named}"

    def analyse(self, material: Material) -> Findings:
        # The analysis is loaded where it runs: forms are drawn without it.
        from workshop.kinds.nominations.findings import findings

        return findings(material)

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return merging.decide(state, payload, actor)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return merging.apply(state, payload)

    def veiled(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        people: Sequence[Participant],
    ) -> Sequence[Response]:
        return veiled(exercise, state, responses, people)

    def passed_on(self, exercise: Exercise, state: Any, answers: Mapping[str, str]) -> Any:
        return state  # entries by digest: nothing in it tells who said what


def asks_of(exercise: Exercise) -> tuple[Option, ...]:
    return entries_of(exercise.options, "asks")


def _offered(exercise: Exercise, state: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a form offers: one's own entries first, then the exercise's, then what many said."""
    shared = state if isinstance(state, Shared) else Shared({})
    found = []
    for what, key in ((ROLE, "roles"), (ORGANISATION, "organisations")):
        own = [
            text
            for response in reversed(shared.own)
            for field in (what, f"own_{what}")
            if (text := response.answers.get(field))
        ]
        given = [str(text) for text in exercise.options.get(key, ())]
        offered = dict.fromkeys((*own, *given, *(shared.gathered or {}).get(what, ())))
        found.append(tuple(offered)[:MOST_OFFERED])
    return found[0], found[1]


def _place(text: str) -> tuple[str, str]:
    role, _at, organisation = text.partition("@")
    return role.strip(), organisation.strip()


def _placed(role: str, organisation: str) -> str:
    return f"{role} @ {organisation}".strip() if organisation else role


KIND = Nominations()
