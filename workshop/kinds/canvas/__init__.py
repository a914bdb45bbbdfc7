"""A framework's boxes, filled by table groups and read side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import Box, BoxesField, Form, Option
from workshop.domain.plan import Exercise
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.canvas.findings import findings
from workshop.kinds.defaults import BaseKind
from workshop.kinds.lines import pick
from workshop.kinds.options import OptionCheck

LIMIT = 400
MOST_BOXES = 16
# In a line, several boxes are parted by |, a bar in a text is doubled, and ⏎ is a new line.
_PART = re.compile(r"(?<!\|)\|(?!\|)")
_BOX = re.compile(r"\s*([^:|]{1,60}?)\s*:")
_BREAK = "⏎"


class Canvas(BaseKind):
    """Answers: `{"boxes": {box id: text}}`, one box or several; the latest of each box counts.

    Options: `boxes` (`id`, `title`, `hint`) and `limit` (characters a box).
    """

    id = "canvas"
    title = "Canvas"

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("boxes", "limit"))
        check.entries("boxes", "title", 1, MOST_BOXES, optional=("hint",))
        check.whole("limit", LIMIT, 40, 4000)
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        boxes, limit = _boxes(exercise), int(exercise.options.get("limit", LIMIT))
        return Form(
            prompt=exercise.prompt,
            fields=(BoxesField("boxes", "The boxes", boxes, limit),),
            instructions=exercise.participant,
            per_person=0,
            by_table=True,
        )

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        texts = answers.get("boxes")
        if isinstance(texts, Mapping):
            lines = {
                box: text.replace(_BREAK, "\n") if isinstance(text, str) else text
                for box, text in texts.items()
            }
            answers = {**answers, "boxes": lines}
        return super().clean(exercise, answers)

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        options = _named(exercise)
        texts: dict[str, str] = {}
        for part in _parts(options, line):
            found = _BOX.match(part)
            if found is None:
                raise ValueError("Type the box, a colon and the text, as in 1: our text.")
            box = pick(options, found.group(1))
            if box in texts:
                raise ValueError(f"Two texts for one box: ‘{found.group(1)}’.")
            texts[box] = part[found.end() :].replace("||", "|")
        return {"boxes": texts}

    def line_hint(self, exercise: Exercise) -> str:
        boxes = _boxes(exercise)
        first = boxes[0].title.split()[0].strip(":?,.").lower() if boxes else "box"
        return f"box: text, as in 1: … or {first}: … ; several parted by |"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        texts = answers.get("boxes", {})
        return " | ".join(
            f"{number}: {texts[box.id].replace('|', '||').replace(chr(10), f' {_BREAK} ')}"
            for number, box in enumerate(_boxes(exercise), 1)
            if texts.get(box.id)
        )

    def analyse(self, material: Material) -> Findings:
        return findings(material, _boxes(material.exercise))


def _boxes(exercise: Exercise) -> tuple[Box, ...]:
    return tuple(
        Box(str(box["id"]), str(box["title"]), str(box.get("hint", "")))
        for box in exercise.options.get("boxes", ())
    )


def _named(exercise: Exercise) -> list[Option]:
    return [Option(box.id, box.title) for box in _boxes(exercise)]


def _parts(options: Sequence[Option], line: str) -> list[str]:
    """The line cut at single bars; what follows a bar without naming a box belongs to the text."""
    parts: list[str] = []
    for piece in _PART.split(line):
        if parts and not _names_box(options, piece):
            parts[-1] += f"||{piece}"
        else:
            parts.append(piece)
    return parts


def _names_box(options: Sequence[Option], piece: str) -> bool:
    found = _BOX.match(piece)
    if found is None:
        return False
    try:
        pick(options, found.group(1))
    except ValueError:
        return False
    return True


KIND = Canvas()
