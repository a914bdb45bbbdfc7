"""Groups' canvases side by side, and which boxes stand empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workshop.analysis.people import badges_of, named_table, person_key, table_key
from workshop.analysis.prose import counted, listed, opened, quoted
from workshop.domain.findings import BoxColumn, Boxes, Findings
from workshop.domain.forms import Box
from workshop.domain.records import Response
from workshop.kinds.base import Material

UNNAMED = "No table given"


def findings(material: Material, boxes: Sequence[Box]) -> Findings:
    """Per group the latest text of each box that is not empty; groups in order of arrival."""
    groups = _groups(material, [box.id for box in boxes])
    if not groups:
        return Findings(material.exercise.title, ("No box is filled yet.",), people=None)
    columns = tuple(
        BoxColumn(name, tuple(texts.get(box.id, "") for box in boxes)) for name, texts in groups
    )
    filled = [sum(bool(column.texts[index]) for column in columns) for index in range(len(boxes))]
    return Findings(
        title=material.exercise.title,
        sentences=tuple(_sentences(boxes, filled, len(groups))),
        blocks=(Boxes("Side by side", tuple(box.title for box in boxes), columns),),
        cautions=_unnamed(material.responses, groups),
        question=_question(boxes, filled, len(groups)),
        made_of=f"{counted(len(material.responses), 'entry', 'entries')}"
        f" of {counted(len(groups), 'group')}, the latest in each box",
        answers=len(material.responses),
    )


def _groups(material: Material, boxes: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Name and texts of every group that filled a box: a table, else a person, else the unnamed."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    badges = badges_of(material.people)
    for response in sorted(material.responses, key=lambda r: r.seq):
        key, name = _group(response, badges)
        texts = {b: t for b, t in response.answers.get("boxes", {}).items() if t and b in boxes}
        if texts:
            # Somebody's phone says no badge, their card does.
            before, kept = found.get(key, ("", {}))
            found[key] = (before or name, {**kept, **texts})
    people = 0
    named = []
    for name, texts in found.values():
        if not name:
            people += 1
        named.append((name or f"Person {people}", texts))
    return named


def _group(response: Response, badges: Mapping[str, str]) -> tuple[str, str]:
    """What tells one group from another, and its name (empty for a person without a badge)."""
    if response.table:
        return f"t{table_key(response.table)}", opened(named_table(response.table))
    if person := person_key(response, badges):
        return f"p{person}", person if response.badge else ""
    return "", UNNAMED


def _sentences(boxes: Sequence[Box], filled: Sequence[int], groups: int) -> list[str]:
    every = counted(groups * len(boxes), "box", "boxes")
    said = [f"{counted(groups, 'group')} filled {sum(filled)} of {every}."]
    empty = [box.title for box, count in zip(boxes, filled, strict=True) if not count]
    if empty and len(empty) <= 4:
        verb = "stands" if len(empty) == 1 else "stand"
        said.append(f"{listed([quoted(title) for title in empty])} {verb} empty everywhere.")
    elif empty:
        said.append(f"{len(empty)} of the {len(boxes)} boxes stand empty everywhere.")
    if groups > 1 and not empty and min(filled) < groups:
        least = boxes[min(range(len(boxes)), key=lambda index: filled[index])]
        said.append(f"{quoted(least.title)} is filled least, by {min(filled)} of {groups} groups.")
    if groups > 1:
        everywhere = [box.title for box, n in zip(boxes, filled, strict=True) if n == groups]
        if everywhere and len(everywhere) < len(boxes):
            names = listed([quoted(title) for title in everywhere[:3]])
            said.append(f"Every group filled {names}.")
    return said


def _question(boxes: Sequence[Box], filled: Sequence[int], groups: int) -> str:
    least = min(range(len(boxes)), key=lambda index: filled[index])
    if filled[least] < groups:
        return f"What makes {quoted(boxes[least].title)} hard to fill, and who could help?"
    return "Where do two groups say the same, and where do they contradict each other?"


def _unnamed(
    responses: Sequence[Response], groups: Sequence[tuple[str, dict[str, str]]]
) -> tuple[str, ...]:
    if not any(name == UNNAMED for name, _texts in groups):
        return ()
    number = sum(not r.table and not person_key(r) for r in responses)
    came = "entry came" if number == 1 else "entries came"
    return (f"{number} {came} without a table; together they are shown as one group.",)
