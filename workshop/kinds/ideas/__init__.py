"""Short free text, several a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.analysis.frequent import frequent_words
from workshop.analysis.people import people_behind, table_key
from workshop.analysis.prose import counted, few, listed, percent
from workshop.analysis.quotes import quotes
from workshop.domain.findings import Bar, Bars, Block, Findings
from workshop.domain.forms import Form, TextField
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.text import clean_line
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.defaults import BaseKind
from workshop.kinds.options import OptionCheck

LIMIT = 140
PER_PERSON = 3


class Ideas(BaseKind):
    """Answers: `{"text": str}`. Options: `limit`, `per_person` (0 = any number), `frame`.

    `frame` names themes and phrases that belong to them, for a first sorting.
    """

    id = "ideas"
    title = "Ideas"

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
        return _text(answers)

    def analyse(self, material: Material) -> Findings:
        responses = material.responses
        number = len(responses)
        people = people_behind(responses) if number else 0
        if not number:
            return Findings(material.exercise.title, ("No ideas yet.",), people=0)
        words = frequent_words(_text(r.answers) for r in responses)
        blocks: list[Block] = [*quotes("In their own words", responses, lambda r: _text(r.answers))]
        if words:
            bars = tuple(Bar(word, count, count / number) for word, count in words)
            blocks.append(Bars("Words that come up in several ideas", bars, unit="ideas"))
        return Findings(
            title=material.exercise.title,
            sentences=_sentences(responses, people, words),
            blocks=tuple(blocks),
            cautions=few(number, "idea") or _caution(words),
            question="Which of these surprises you, and what is missing?",
            made_of=counted(number, "typed answer"),
            answers=number,
            people=people,
        )


def _sentences(
    responses: Sequence[Response], people: int | None, words: list[tuple[str, int]]
) -> tuple[str, ...]:
    number = len(responses)
    tables = {table_key(r.table) for r in responses if r.table}
    behind = f" from {counted(people, 'person', 'people')}" if people else ""
    if not people and tables:
        behind = f" from {counted(len(tables), 'table')}"
    said = [f"{counted(number, 'idea')}{behind}."]
    if words:
        top = [f"‘{word}’ ({count})" for word, count in words[:3]]
        said.append(
            f"{'The word' if len(top) == 1 else 'Words'} in most ideas: {listed(top)};"
            f" the first stands in {percent(words[0][1] / number)} of them."
        )
    starred = sum(r.starred for r in responses)
    if starred:
        said.append(f"{counted(starred, 'idea')} starred.")
    return tuple(said)


def _caution(words: list[tuple[str, int]]) -> tuple[str, ...]:
    if not words:
        return ()
    return ("Words are counted as written: one matter may hide behind several words.",)


def _text(answers: Mapping[str, Any]) -> str:
    return str(answers.get("text", ""))


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
