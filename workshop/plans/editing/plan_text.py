"""A plan's text and the changes that can be made to it, each proved before it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from workshop.errors import WorkshopError
from workshop.plans.editing.items import Piece, flow_pieces, put_together, reindented, taken_apart
from workshop.plans.editing.spans import Node, column, line_end, line_start, spans
from workshop.plans.reading import KeyPath, parse

_BY_HAND = "Change it in a text editor; nothing was changed here."


class CannotEdit(WorkshopError):
    """The text is written in a way that this change cannot be made in."""

    code = "cannot-edit"


class PlanText:
    """A plan's text, never changed: every change gives another.

    A change works on the characters that it must and on the plain data; the new text is read
    again, and where it does not say exactly that data, the change is refused (CannotEdit).
    """

    __slots__ = ("data", "root", "text")

    def __init__(self, text: str, root: Node | None = None, data: Any = None) -> None:
        self.text = text
        self.root = spans(text) if root is None else root
        self.data: dict[str, Any] = self.root.plain() if data is None else data

    @classmethod
    def of(cls, text: str, name: str) -> PlanText:
        """The text of a file that is called so. Raises CannotEdit where it is no mapping."""
        document = parse(text, name)
        if not document.readable or document.problems:
            raise CannotEdit(f"{name} cannot be edited here: {document.problems[0]}", _BY_HAND)
        return cls(text)

    # -- single values ----------------------------------------------------------------------

    def set(self, path: KeyPath, written: str, after: Sequence[str] = ()) -> PlanText:
        """A value written as YAML on one line; a key that is not there comes after one that is.

        `after` names keys, the best one first; without any that is there, it comes last.
        """
        value = parse(f"v: {written}", "").data["v"]
        data = deepcopy(self.data)
        _holder(data, path)[path[-1]] = value
        node = self.root.at(path)
        if node is None:
            return self._proved(self._with_key(path, written, after), data)
        if self._quoted_keys(path):
            written = json.dumps(value, ensure_ascii=False)
        if not node.scalar or "\n" in self.text[node.start : node.end]:
            return self._proved(self._replaced(node, written), data)
        if node.start == node.end:
            return self._proved(self._replaced(node, f" {written}"), data)
        # The same line, a sound value: the places of all else move by so many characters.
        text = self._replaced(node, written)
        root = self.root.with_scalar(path, value, node.start + len(written))
        return PlanText(text, root, data)

    def set_many(self, changes: Mapping[KeyPath, str]) -> PlanText:
        """Many values that are there already, at once: what is long is read again only once."""
        lines = (f"{number}: {written}" for number, written in enumerate(changes.values()))
        values = list(parse("\n".join(lines), "").data.values()) if changes else []
        data = deepcopy(self.data)
        text = self.text
        places: list[tuple[Node, str]] = []
        for (path, written), value in zip(changes.items(), values, strict=True):
            node = self.root.at(path)
            if node is None or not node.scalar:
                raise CannotEdit(f"The plan has no `{path[-1]}` there.", _BY_HAND)
            _holder(data, path)[path[-1]] = value
            shown = json.dumps(value, ensure_ascii=False) if self._quoted_keys(path) else written
            places.append((node, f" {shown}" if node.start == node.end else shown))
        for node, shown in sorted(places, key=lambda place: place[0].start, reverse=True):
            text = text[: node.start] + shown + text[node.end :]
        return self._proved(text, data)

    def put(self, path: KeyPath, lines: Sequence[str]) -> PlanText:
        """Replace a key and all below it by lines of YAML (without their indentation)."""
        data = deepcopy(self.data)
        _holder(data, path)[path[-1]] = parse("\n".join(lines), "").data[str(path[-1])]
        node, holder = self.root.at(path), self.root.at(path[:-1])
        if holder is None or holder.flow:
            raise CannotEdit("This plan is written in brackets.", _BY_HAND)
        if node is None:
            raise CannotEdit(f"The plan has no `{path[-1]}`.", _BY_HAND)
        begin = holder.key_starts[holder.keys.index(path[-1])]
        indent = " " * column(self.text, begin)
        written = "\n".join(indent + line if line else line for line in lines).strip()
        end = line_end(self.text, node.end) if not node.scalar else node.end
        return self._proved(self.text[:begin] + written + self.text[end:], data)

    def without(self, *paths: KeyPath) -> PlanText:
        """The plan without some keys; those that are not there are passed over."""
        data = deepcopy(self.data)
        cuts: list[tuple[int, int]] = []
        for path in paths:
            if self.root.at(path) is not None:
                cuts.append(self._cut(path))
                del _holder(data, path)[path[-1]]
        if not cuts:
            return self
        text = self.text
        # From the back, so that the places in front stay where they are.
        for begin, end in sorted(cuts, reverse=True):
            text = text[:begin] + text[end:]
        return self._proved(text, data)

    def _cut(self, path: KeyPath) -> tuple[int, int]:
        """The characters that a key and its value take."""
        holder, node = self.root.at(path[:-1]), self.root.at(path)
        if holder is None or node is None:
            raise CannotEdit(f"There is no `{path[-1]}`.", _BY_HAND)
        number = holder.keys.index(path[-1])
        begin = holder.key_starts[number]
        if holder.flow:
            if number == 0:
                raise CannotEdit("The first key in brackets stays.", _BY_HAND)
            return holder.inner[number - 1].end, node.end
        first = line_start(self.text, begin)
        if self.text[first:begin].strip():
            raise CannotEdit("The first key of an entry stays.", _BY_HAND)
        return first, line_end(self.text, node.end) + 1

    def _replaced(self, node: Node, written: str) -> str:
        return self.text[: node.start] + written + self.text[node.end :]

    def _with_key(self, path: KeyPath, written: str, after: Sequence[str]) -> str:
        holder = self.root.at(path[:-1])
        if holder is None or not holder.mapping:
            raise CannotEdit(f"There is no place for `{path[-1]}`.", _BY_HAND)
        known = next((key for key in after if key in holder.keys), holder.keys[-1])
        number = holder.keys.index(known)
        value = holder.inner[number]
        if holder.flow:
            key = json.dumps(path[-1]) if self._quoted_keys(path) else path[-1]
            end = value.end
            return f"{self.text[:end]}, {key}: {written}{self.text[end:]}"
        indent = " " * column(self.text, holder.key_starts[number])
        end = line_end(self.text, value.end)
        return f"{self.text[:end]}\n{indent}{path[-1]}: {written}{self.text[end:]}"

    def _quoted_keys(self, path: KeyPath) -> bool:
        """Whether the mapping around is written as JSON has it."""
        holder = self.root.at(path[:-1])
        return (
            holder is not None
            and holder.mapping
            and holder.flow
            and self.text[holder.key_starts[0]] == '"'
        )

    # -- entries of lists -------------------------------------------------------------------

    def move(self, source: KeyPath, old: int, target: KeyPath, new: int) -> PlanText:
        """Take entry `old` of one list to place `new` of it or of another list.

        `new` counts after the entry has been taken out.
        """
        data = deepcopy(self.data)
        _at(data, target).insert(new, _at(data, source).pop(old))
        pieces = self._pieces(source)
        if source == target:
            order = list(range(len(pieces.items)))
            order.insert(new, order.pop(old))
            text = put_together(self.text, pieces, [pieces.items[number] for number in order])
            return self._proved(text, data)
        there = self._pieces(target)
        if pieces.flow != there.flow:
            raise CannotEdit("One part is written in brackets, the other is not.", _BY_HAND)
        moved = reindented(pieces.items[old], there.indent - pieces.indent)
        if moved is None:
            raise CannotEdit("The two parts are indented differently.", _BY_HAND)
        with_it = [*there.items[:new], moved, *there.items[new:]]
        without = [*pieces.items[:old], *pieces.items[old + 1 :]]
        # From the back, so that the places in front stay where they are.
        changes = [(pieces, without), (there, with_it)]
        changes.sort(key=lambda change: change[0].start, reverse=True)
        text = self.text
        for place, items in changes:
            text = put_together(text, place, items)
        return self._proved(text, data)

    def insert(self, path: KeyPath, place: int, lines: Sequence[str]) -> PlanText:
        """Put an entry, given as lines of a mapping without indentation, into a list."""
        data = deepcopy(self.data)
        made = dict(parse("\n".join(lines), "").data)
        _at(data, path).insert(place, made)
        pieces = self._pieces(path)
        if pieces.flow:
            written = json.dumps(made, ensure_ascii=False)
        else:
            indent = " " * pieces.indent
            written = "\n".join(
                f"{indent}{'- ' if number == 0 else '  '}{line}"
                for number, line in enumerate(lines)
            )
        items = [*pieces.items[:place], written, *pieces.items[place:]]
        return self._proved(put_together(self.text, pieces, items), data)

    def remove(self, path: KeyPath, place: int) -> PlanText:
        """Take an entry out of a list, with the comments right above it."""
        data = deepcopy(self.data)
        del _at(data, path)[place]
        pieces = self._pieces(path)
        items = [*pieces.items[:place], *pieces.items[place + 1 :]]
        return self._proved(put_together(self.text, pieces, items), data)

    def _pieces(self, path: KeyPath) -> Piece:
        node = self.root.at(path)
        if node is None or not node.listing or not node.inner:
            raise CannotEdit(f"`{path[-1]}` is no list with entries.", _BY_HAND)
        return flow_pieces(self.text, node) if node.flow else taken_apart(self.text, node)

    def _proved(self, text: str, data: dict[str, Any]) -> PlanText:
        """The new text, once it has been read and says exactly that data."""
        from ruamel.yaml.error import YAMLError

        try:
            root = spans(text)
        except (YAMLError, ValueError):
            root = None
        if root is None or root.plain() != data:
            raise CannotEdit("The way this place is written does not allow that.", _BY_HAND)
        return PlanText(text, root, data)


def says(text: str, data: Mapping[str, Any]) -> bool:
    """Whether a text is sound and says exactly that."""
    document = parse(text, "")
    return document.readable and not document.problems and document.data == data


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _holder(data: Any, path: KeyPath) -> Any:
    return _at(data, path[:-1])
