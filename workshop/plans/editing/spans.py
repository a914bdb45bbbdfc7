"""YAML text with the place of everything in it, so that a change touches nothing else.

A writer that dumps loaded data loses comments or moves them to other places; here the text stays
as its author typed it, and only the characters of what changes are replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workshop.domain.text import clean_block, clean_line
from workshop.plans.reading import KeyPath, plain_value

Key = str | int


@dataclass(frozen=True, slots=True)
class Node:
    """A value at `text[start:end]`. `keys` and `inner` are those of a mapping or a list.

    A mapping's `keys` stand beside its `inner` values; a list's are the numbers from 0.
    """

    start: int
    end: int
    value: Any = None
    keys: tuple[Key, ...] = ()
    key_starts: tuple[int, ...] = ()
    inner: tuple[Node, ...] = ()
    flow: bool = False
    mapping: bool = False
    listing: bool = False

    @property
    def scalar(self) -> bool:
        return not self.mapping and not self.listing

    def at(self, path: KeyPath) -> Node | None:
        """The node at the end of a path; None where there is none."""
        node = self
        for step in path:
            if step not in node.keys:
                return None
            node = node.inner[node.keys.index(step)]
        return node

    def plain(self) -> Any:
        """The data that the text stands for, as a plan's reader has it."""
        if self.mapping:
            return dict(zip(self.keys, (one.plain() for one in self.inner), strict=True))
        if self.listing:
            return [one.plain() for one in self.inner]
        return self.value

    def with_scalar(self, path: KeyPath, value: Any, end: int) -> Node:
        """The tree after the scalar at a path has become another that ends elsewhere."""
        old = self.at(path)
        if old is None:
            raise KeyError(path)
        return _moved(self, old, replace(old, value=value, end=end), end - old.end)


def _moved(node: Node, old: Node, new: Node, by: int) -> Node:
    """The node with `new` in the place of `old`, and all behind it `by` characters on."""
    if node is old:
        return new
    if node.end < old.start or (node.end <= old.start and not _holds(node, old)):
        return node
    return replace(
        node,
        start=node.start + (by if node.start > old.start else 0),
        end=node.end + by,
        key_starts=tuple(start + (by if start > old.start else 0) for start in node.key_starts),
        inner=tuple(_moved(one, old, new, by) for one in node.inner),
    )


def _holds(node: Node, other: Node) -> bool:
    return any(one is other or _holds(one, other) for one in node.inner)


def spans(text: str) -> Node:
    """The tree of a text that is known to be one sound YAML mapping."""
    # Costs some 40 ms, and only who edits needs it.
    from ruamel.yaml import YAML

    return _node(YAML(typ="safe", pure=True).compose(text), text)


def _node(made: Any, text: str) -> Node:
    start = made.start_mark.index
    match type(made).__name__:
        case "MappingNode":
            pairs = [(key, _behind(key, value, text)) for key, value in made.value]
            inner = tuple(value for _, value in pairs)
            return Node(
                start,
                _end(made, inner, start),
                keys=tuple(clean_line(key.value) for key, _ in pairs),
                key_starts=tuple(key.start_mark.index for key, _ in pairs),
                inner=inner,
                flow=bool(made.flow_style),
                mapping=True,
            )
        case "SequenceNode":
            inner = tuple(_node(value, text) for value in made.value)
            return Node(
                start,
                _end(made, inner, start),
                keys=tuple(range(len(inner))),
                inner=inner,
                flow=bool(made.flow_style),
                listing=True,
            )
    end = made.end_mark.index
    if made.style in ("|", ">"):
        # A block's mark is the next thing after it; what is in between belongs to that.
        end = start + len(text[start:end].rstrip())
    value = plain_value(made.value) if made.style is None else clean_block(made.value)
    return Node(start, end, value)


def _behind(key: Any, made: Any, text: str) -> Node:
    """A key's value; one that is not there is right behind the colon, wherever its mark is."""
    node = _node(made, text)
    if node.scalar and node.value is None and node.start == node.end:
        place = text.index(":", key.end_mark.index) + 1
        return replace(node, start=place, end=place)
    return node


def _end(made: Any, inner: tuple[Node, ...], start: int) -> int:
    """A bracket's end is known; what is only indented ends with the last thing in it."""
    if made.flow_style or not inner:
        return int(made.end_mark.index)
    return max(start, inner[-1].end)


def line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Where the line ends, its break not counted."""
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def column(text: str, place: int) -> int:
    return place - line_start(text, place)
