"""Who is connected with whom: ties by badge, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.cells import joined_cells
from workshop.domain.findings import Findings
from workshop.domain.forms import NOBODY, Form, PeopleField, TextField, badges
from workshop.domain.ids import ParticipantId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.domain.telling import Told
from workshop.kinds.base import Material, OptionProblem, RoomKept
from workshop.kinds.connections import introducing
from workshop.kinds.defaults import BaseKind
from workshop.kinds.options import OptionCheck

MOST = 60
ABOUT = ("name", "organisation", "role")
_LIMIT = 60
_BADGE = r"#?[a-z]{0,6}[0-9]{1,5}"
# '12: 17 23 5', '12:' and '17 23 5'; in one line with who somebody is, a bar parts the two.
_TIES = re.compile(
    rf"\s*(?:(?P<who>{_BADGE})\s*:)?(?P<people>(?:[\s,;]*{_BADGE})*)[\s,;]*", re.IGNORECASE
)


class Connections(BaseKind):
    """Answers: `{"who": [badge], "people": [badges], "name", "organisation", "role"}`.

    `who` names `people`; without it, the badge or the phone that the answer came from does. Round 1
    is before, round 2 after; a tie that was there stays. Options: `most` (people in one answer).
    """

    id = "connections"
    title = "Connections"
    heavy = True  # the layout of the map needs numpy
    tells = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("most",))
        check.whole("most", MOST, 1, 500)
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        most = int(exercise.options.get("most", MOST))
        hint = "Badge numbers with blanks between; 0 for nobody"
        people = PeopleField("people", "Their badges", most, participant is not None, hint)
        if participant is not None:  # a phone knows whose it is
            return Form(exercise.prompt, (people,), exercise.participant, per_person=0)
        about = (
            TextField(id_, label, _LIMIT, required=False, personal=id_ == "name")
            for id_, label in zip(ABOUT, ("Name", "Organisation", "Role"), strict=True)
        )
        who = PeopleField("who", "Whose badge", 1, required=False)
        return Form(exercise.prompt, (who, people, *about), exercise.participant, per_person=0)

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = super().clean(exercise, answers)
        for field in ABOUT:
            if set(kept.get(field, "")) & set(",|"):
                raise ValueError(
                    "Name, organisation and role have commas between them; leave others out."
                )
        if NOBODY in kept.get("who", ()):
            raise ValueError("0 is nobody's badge; type whose answer it is.")
        if set(kept) == {"who"}:
            raise ValueError("Type whom they know behind the badge, or 0 for nobody.")
        return kept

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        ties, bar, about = line.partition("|")
        found = _TIES.fullmatch(ties)
        if found is None and bar:
            raise ValueError("Type badges before the bar, as in 12: 17 23 | Ada, City Hospital.")
        if found is None:
            ties, about = "", line
        answers: dict[str, Any] = {}
        if ties.strip() and found is not None:
            answers["who"] = [found["who"]] if found["who"] else []
            answers["people"] = badges(found["people"])
        parts = [part.strip() for part in about.split(",")] if about.strip() else []
        if len(parts) > len(ABOUT):
            raise ValueError("Type name, organisation, role, with two commas at most.")
        return {**answers, **dict(zip(ABOUT, parts, strict=False))}

    def line_hint(self, exercise: Exercise) -> str:
        return "12: 17 23 5 (12 knows them), or #12 Ada, City Hospital, nurse"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        who = "".join(f"{badge}: " for badge in answers.get("who", ()))
        # Without people, a badge alone would read as one of them; `12:` says nobody, `|` nothing.
        people = " ".join(answers.get("people", ()))
        about = ", ".join(answers.get(field, "") for field in ABOUT).rstrip(", ")
        ties = f"{who}{people}".strip()
        return (
            f"{ties} | {about}".strip()
            if about and (ties or _TIES.fullmatch(about))
            else (ties or about)
        )

    def analyse(self, material: Material) -> Findings:
        # The analysis is loaded where it runs: forms are drawn without it.
        from workshop.kinds.connections.findings import findings

        return findings(material)

    def told(self, material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
        return introducing.told(material)

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return introducing.decide(state, payload, actor)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return introducing.apply(state, payload)

    def joined(self, exercise: Exercise, rooms: Sequence[RoomKept]) -> Mapping[str, Any]:
        return joined_cells(
            ((room.kept, {**room.ids, **room.badges}) for room in rooms), ("introductions",)
        )


KIND = Connections()
