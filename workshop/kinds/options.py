"""Checks of the options in an exercise's file, every problem with its mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from workshop.analysis.suppressing import SMALLEST_GROUP
from workshop.domain.forms import Option
from workshop.kinds.base import OptionProblem

SMALLEST = "smallest_group"
"""The option's name; `OptionCheck.groups` checks it."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID_MEND = "use lower-case letters, digits and single hyphens, such as `own-team`"

Path = tuple[str | int, ...]


class OptionCheck:
    """Collects the problems of one exercise's options; `problems` is the result.

    The methods return the value where it is right, else the default, so that later checks can go
    on.
    """

    def __init__(self, options: Mapping[str, Any], known: Iterable[str]) -> None:
        self._options = options
        self.problems: list[OptionProblem] = []
        self.known((), options, known)

    def problem(self, path: Path, what: str, mend: str) -> None:
        self.problems.append(OptionProblem(path, what, mend))

    def known(self, path: Path, mapping: Mapping[str, Any], known: Iterable[str]) -> None:
        """Every key is one of `known`."""
        names = list(known)
        for key in mapping:
            if key not in names:
                near = get_close_matches(str(key), names, 1)
                self.problem(
                    (*path, str(key)),
                    f"unknown key `{key}`",
                    f"did you mean `{near[0]}`?" if near else f"known are {_keys(names)}",
                )

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`; `default` where there is none."""
        return self._whole((key,), self._options.get(key, default), default, low, high)

    def _whole(self, path: Path, value: Any, default: int, low: int, high: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.problem(
            path, f"`{path[-1]}` is not right", f"give a whole number from {low} to {high}"
        )
        return default

    def groups(self) -> None:
        """The threshold for comparisons; below three a group hides nobody."""
        self.whole(SMALLEST, SMALLEST_GROUP, 3, 100)

    def flag(self, key: str) -> bool:
        """`true` or `false`; false where it is missing."""
        value = self._options.get(key, False)
        if not isinstance(value, bool):
            self.problem((key,), f"`{key}` is not right", "write `true` or `false`")
            return False
        return value

    def text(self, path: Path, value: Any) -> None:
        """Text that is not empty."""
        if not isinstance(value, str) or not value.strip():
            self.problem(path, f"`{path[-1]}` is not text", "write some text, in quotes if need be")

    def wholes(self, key: str, default: list[int], low: int, high: int) -> list[int]:
        """A rising list of whole numbers."""
        value = self._options.get(key, default)
        if not isinstance(value, (list, tuple)) or not value:
            self.problem((key,), f"`{key}` is not a list", f"write numbers, such as {default}")
            return default
        numbers = [
            self._whole((key, index), number, low, low, high) for index, number in enumerate(value)
        ]
        if numbers != sorted(set(numbers)):
            self.problem((key,), f"`{key}` does not rise", "put the numbers from small to large")
        return numbers

    def mapping(self, key: str, known: Iterable[str]) -> Mapping[str, Any]:
        """A mapping with known keys; empty where it is missing."""
        value = self._options.get(key, {})
        if not isinstance(value, Mapping):
            self.problem((key,), f"`{key}` is not a mapping", f"give it {_keys(known)}")
            return {}
        self.known((key,), value, known)
        return value

    def entries(
        self, key: str, label: str, at_least: int, at_most: int, optional: tuple[str, ...] = ()
    ) -> int:
        """A list of `{id, label}` with different ids; returns how many there are."""
        value = self._options.get(key)
        if not isinstance(value, (list, tuple)):
            self.problem(
                (key,),
                f"`{key}` is missing" if value is None else f"`{key}` is not a list",
                f"list entries with `id` and `{label}`",
            )
            return 0
        if not at_least <= len(value) <= at_most:
            self.problem(
                (key,), f"`{key}` has {len(value)} entries", f"give {at_least} to {at_most}"
            )
        ids: set[str] = set()
        texts: set[str] = set()
        for index, entry in enumerate(value):
            path: Path = (key, index)
            if not isinstance(entry, Mapping):
                self.problem(path, "this is not an entry", f"give it `id` and `{label}`")
                continue
            self.known(path, entry, ("id", label, *optional))
            self._id((*path, "id"), entry.get("id"), ids)
            self.text((*path, label), entry.get(label))
            self._alone((*path, label), entry.get(label), texts)
            for name in optional:
                if name in entry:
                    self.text((*path, name), entry[name])
        return len(value)

    def _id(self, path: Path, value: Any, seen: set[str]) -> None:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.problem(path, "the `id` is missing or not right", _ID_MEND)
        elif value in seen:
            self.problem(path, f"the id `{value}` is used twice", "give each its own")
        else:
            seen.add(value)

    def _alone(self, path: Path, value: Any, seen: set[str]) -> None:
        text = " ".join(str(value).split()).casefold()
        if text in seen:
            self.problem(path, "this text is used twice", "say what tells the two apart")
        seen.add(text)


def _keys(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def smallest_group(options: Mapping[str, Any]) -> int:
    """From how many people on a group is shown where organisations and roles are compared."""
    return int(options.get(SMALLEST, SMALLEST_GROUP))


def entries_of(options: Mapping[str, Any], key: str, label: str = "text") -> tuple[Option, ...]:
    """The `{id, label}` entries of checked options; none where they are something else."""
    value = options.get(key)
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple(Option(str(entry["id"]), str(entry[label])) for entry in value)
