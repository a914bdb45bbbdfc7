"""Short free text, several a person, sorted into themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import Form, TextField
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response
from workshop.domain.text import clean_line
from workshop.kinds.base import Change, Material, OptionProblem, RoomKept
from workshop.kinds.defaults import BaseKind
from workshop.kinds.ideas import theming
from workshop.kinds.ideas.findings import findings, text_of
from workshop.kinds.ideas.judging import follow, job_of
from workshop.kinds.ideas.passing import as_one, without_names
from workshop.kinds.options import OptionCheck

LIMIT = 140
PER_PERSON = 3


class Ideas(BaseKind):
    """Answers: `{"text": str}`. Options: `limit`, `per_person` (0 = any number), `frame`.

    `frame` names themes and phrases that belong to them, by which answers are sorted as they
    arrive; what becomes of the themes is kept as the kind's own state (see `frame`).
    """

    id = "ideas"
    title = "Ideas"
    merges = True
    follows = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("limit", "per_person", "frame"))
        check.whole("limit", LIMIT, 20, 2000)
        check.whole("per_person", PER_PERSON, 0, 50)
        _check_frame(check, options.get("frame", []))
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        limit = int(exercise.options.get("limit", LIMIT))
        return Form(
            prompt=exercise.prompt,
            fields=(TextField("text", "Your idea", limit, lines=1 if limit <= LIMIT else 3),),
            instructions=exercise.participant,
            per_person=exercise.options.get("per_person", PER_PERSON),
        )

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = super().clean(exercise, answers)
        # An idea is read out in one breath and corrected in one line.
        return {"text": clean_line(kept["text"])}

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        return {"text": line}

    def line_hint(self, exercise: Exercise) -> str:
        return f"one idea, at most {exercise.options.get('limit', LIMIT)} characters"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        return text_of(answers)

    def analyse(self, material: Material) -> Findings:
        return findings(material)

    def job(self, exercise: Exercise, state: Any, responses: Sequence[Response]) -> Any:
        return job_of(exercise, state, responses)

    def follow(self, exercise: Exercise, before: Any, change: Change) -> tuple[Any, Any]:
        return follow(exercise, before, change)

    def judge(self, job: Any) -> Sequence[Mapping[str, Any]]:
        # The techniques are the analyst's; nobody else need load them.
        from workshop.kinds.ideas.judging import in_pieces, judge

        return in_pieces(judge(job))

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return theming.decide(exercise, state, payload, actor)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return theming.apply(state, payload)

    def passed_on(self, exercise: Exercise, state: Any, answers: Mapping[str, str]) -> Any:
        return without_names(state, answers)

    def joined(self, exercise: Exercise, rooms: Sequence[RoomKept]) -> Mapping[str, Any]:
        return as_one(exercise, rooms)


def _check_frame(check: OptionCheck, frame: Any) -> None:
    if not isinstance(frame, (list, tuple)):
        check.problem(("frame",), "`frame` is not a list", "list entries with `theme` and `seeds`")
        return
    for index, entry in enumerate(frame):
        path = ("frame", index)
        if not isinstance(entry, Mapping):
            check.problem(path, "this is not a theme", "give it `theme` and `seeds`")
            continue
        check.known(path, entry, ("theme", "seeds"))
        check.text((*path, "theme"), entry.get("theme"))
        seeds = entry.get("seeds")
        if not isinstance(seeds, (list, tuple)) or not seeds:
            check.problem((*path, "seeds"), "`seeds` is not a list", "list three to six phrases")
            continue
        for place, seed in enumerate(seeds):
            check.text((*path, "seeds", place), seed)


KIND = Ideas()
