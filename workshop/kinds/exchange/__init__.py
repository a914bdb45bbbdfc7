"""What people look for and what they can give, matched; each pair is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.cells import joined_cells
from workshop.domain.findings import Findings
from workshop.domain.forms import Form, TextField
from workshop.domain.ids import ParticipantId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response
from workshop.domain.telling import Told
from workshop.kinds.base import Material, OptionProblem, RoomKept
from workshop.kinds.defaults import BaseKind
from workshop.kinds.exchange import pairing
from workshop.kinds.exchange.findings import findings
from workshop.kinds.exchange.judging import job_of, judge
from workshop.kinds.exchange.meeting import told
from workshop.kinds.options import OptionCheck

LIMIT = 140
PER_PERSON = 3
ASK, OFFER = "ask", "offer"
READ_BY = (
    "The room may see it with your number; whoever you are matched with also reads the name you"
    " gave, if any"
)
_MARK = r"(?P<mark>a|ask|o|offer)\s*:"
_BEGINS = re.compile(_MARK, re.IGNORECASE)
_PARTS = re.compile(rf"\s/\s+{_MARK}", re.IGNORECASE)
# What would read as another part in a typed line; a slash without blanks around it does not.
_INSIDE = re.compile(rf"(?:^|\s)/\s+(?={_MARK})", re.IGNORECASE)


class Exchange(BaseKind):
    """Answers: `{"ask": str, "offer": str}`, one of them or both.

    Options: `limit`, `per_person` (0 = any number), `tags` (words that belong together), and
    `tell_at_once` (pairs are told as they are found, without waiting for a facilitator). The pairs
    are the kind's own state (see `pairs`).
    """

    id = "exchange"
    title = "Asks and offers"
    tells = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("limit", "per_person", "tags", "tell_at_once"))
        check.whole("limit", LIMIT, 20, 400)
        check.whole("per_person", PER_PERSON, 0, 20)
        check.flag("tell_at_once")
        _check_tags(check, options.get("tags", []))
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        limit = int(exercise.options.get("limit", LIMIT))
        return Form(
            prompt=exercise.prompt,
            fields=(
                TextField(ASK, "What I look for", limit, required=False, hint=READ_BY),
                TextField(OFFER, "What I can give", limit, required=False),
            ),
            instructions=exercise.participant,
            per_person=exercise.options.get("per_person", PER_PERSON),
        )

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = super().clean(exercise, answers)
        return {field: _INSIDE.sub("/", text) for field, text in kept.items()}

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        line = " ".join(line.split())
        first = _BEGINS.match(line)
        if first is None:
            raise ValueError("Begin with ask: or offer:, as in ask: a mentor / offer: run charts.")
        marks = [first, *_PARTS.finditer(line, first.end() - 1)]
        ends = [*(mark.start() for mark in marks[1:]), len(line)]
        answers: dict[str, Any] = {}
        for mark, end in zip(marks, ends, strict=True):
            field = ASK if mark["mark"].casefold().startswith("a") else OFFER
            if field in answers:
                raise ValueError(f"Type one {field} a line; the next one in another.")
            answers[field] = line[mark.end() : end].strip()
        return answers

    def line_hint(self, exercise: Exercise) -> str:
        return "ask: what they look for / offer: what they can give"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        said = ((field, answers.get(field, "")) for field in (ASK, OFFER))
        return " / ".join(f"{field}: {text}" for field, text in said if text)

    def analyse(self, material: Material) -> Findings:
        return findings(material)

    def told(self, material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
        return told(material)

    def job(self, exercise: Exercise, state: Any, responses: Sequence[Response]) -> Any:
        return job_of(exercise, state, responses)

    def judge(self, job: Any) -> Mapping[str, Any]:
        return judge(job)

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return pairing.decide(exercise, state, payload, actor)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return pairing.apply(state, payload)

    def passed_on(self, exercise: Exercise, state: Any, answers: Mapping[str, str]) -> Any:
        return pairing.passed_on(state, answers)

    def joined(self, exercise: Exercise, rooms: Sequence[RoomKept]) -> Mapping[str, Any]:
        return joined_cells(((room.kept, room.ids) for room in rooms), ("pairs",))


def _check_tags(check: OptionCheck, tags: Any) -> None:
    if not isinstance(tags, (list, tuple)):
        check.problem(("tags",), "`tags` is not a list", "list entries with `tag` and `words`")
        return
    for index, entry in enumerate(tags):
        path = ("tags", index)
        if not isinstance(entry, Mapping):
            check.problem(path, "this is not a tag", "give it `tag` and `words`")
            continue
        check.known(path, entry, ("tag", "words"))
        check.text((*path, "tag"), entry.get("tag"))
        words = entry.get("words")
        if not isinstance(words, (list, tuple)) or not words:
            check.problem((*path, "words"), "`words` is not a list", "list words that belong to it")
            continue
        for place, word in enumerate(words):
            check.text((*path, "words", place), word)


KIND = Exchange()
