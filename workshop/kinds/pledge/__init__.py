"""Who will do what, with whom, by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from workshop.analysis.prose import listed
from workshop.domain.findings import Findings
from workshop.domain.forms import ChoiceField, Form, Option, TextField
from workshop.domain.plan import Exercise
from workshop.domain.text import clean_line
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.defaults import BaseKind
from workshop.kinds.options import OptionCheck
from workshop.kinds.pledge.due import Due, FollowUp, due, follow_ups
from workshop.kinds.pledge.findings import FOLLOW_UP, findings

__all__ = ["FOLLOW_UP", "KIND", "Due", "FollowUp", "due", "follow_ups", "horizons_of"]

HORIZONS = [30, 60, 90]
LIMIT = 200
PER_PERSON = 3
_PARTING = re.compile(r"\s/(?=\s)")
_DAYS = re.compile(r"(\d{1,4})\s*(?:d|days?)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


class Pledge(BaseKind):
    """Answers: `{"what": str, "with": str, "in_days": ["30"]}` or `"by": "2025-06-21"` instead.

    Only `what` has to be there. Options: `horizons_days`, `with_hint`, `limit`.
    """

    id = "pledge"
    title = "Pledge"

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("horizons_days", "with_hint", "limit"))
        check.wholes("horizons_days", HORIZONS, 1, 1000)
        check.whole("limit", LIMIT, 40, 2000)
        if "with_hint" in options:
            check.text(("with_hint",), options["with_hint"])
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        limit = int(exercise.options.get("limit", LIMIT))
        horizons = tuple(Option(str(d), f"within {d} days") for d in horizons_of(exercise))
        hint = str(exercise.options.get("with_hint", ""))
        return Form(
            prompt=exercise.prompt,
            fields=(
                TextField("what", "What I will do", limit, lines=2),
                TextField("with", "With whom", 100, required=False, hint=hint),
                ChoiceField("in_days", "By when", horizons, required=False),
                TextField(
                    "by", "Or on a day", 10, required=False, format="date", hint="2025-06-21"
                ),
            ),
            instructions=exercise.participant,
            per_person=PER_PERSON,
        )

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = dict(super().clean(exercise, answers))
        if "by" in kept and "in_days" in kept:
            raise ValueError("Give a day or a number of days, not both.")
        kept["what"] = clean_line(kept["what"])
        # A slash between spaces parts the fields of a typed line, so a partner's has none.
        partner = "/".join(part.strip() for part in _split(kept.pop("with", "")) if part.strip())
        return {**kept, "with": partner} if partner else kept

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        parts = [part.strip() for part in _split(line)]
        if len(parts) == 1:
            return {"what": parts[0]}
        if len(parts) == 2:
            when = _when(parts[1])
            return {"what": parts[0], **({"with": parts[1]} if when is None else when)}
        when = _when(parts[-1])
        if when is None:
            days = listed([f"{days}d" for days in horizons_of(exercise)], "or")
            raise ValueError(f"‘{parts[-1][:30]}’ is no day; type {days}, or as 2025-06-21.")
        return {"what": " / ".join(parts[:-2]), "with": parts[-2], **when}

    def line_hint(self, exercise: Exercise) -> str:
        return f"what / with whom / by when ({horizons_of(exercise)[0]}d or 2025-06-21)"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        what, partner = str(answers.get("what", "")), str(answers.get("with", ""))
        days = answers.get("in_days")
        when = f"{days[0]}d" if days else str(answers.get("by", ""))
        # The short forms only where they read back as what they were.
        if len(_split(what)) == 1:
            if not partner:
                return f"{what} / {when}" if when else what
            if not when and _when(partner) is None:
                return f"{what} / {partner}"
        return f"{what} / {partner} / {when}"

    def analyse(self, material: Material) -> Findings:
        return findings(material, horizons_of(material.exercise))


def horizons_of(exercise: Exercise) -> list[int]:
    """The days after which pledges are asked about, from small to large."""
    return [int(days) for days in exercise.options.get("horizons_days", HORIZONS)]


def _split(line: str) -> list[str]:
    return _PARTING.split(f" {' '.join(line.split())} ")


def _when(typed: str) -> dict[str, Any] | None:
    """A typed day or number of days as answers (none when empty); None when it is neither."""
    if not typed:
        return {}
    if days := _DAYS.fullmatch(typed):
        return {"in_days": [str(int(days.group(1)))]}
    if parts := _DAY_FIRST.fullmatch(typed):
        day, month, year = (int(part) for part in parts.groups())
        typed = f"{year:04}-{month:02}-{day:02}"
    try:
        return {"by": date.fromisoformat(typed).isoformat()}
    except ValueError:
        return None


KIND = Pledge()
