"""YAML to plain data that knows its lines, whatever the file holds.

Works on the parser's events and not on loaded objects: nothing is constructed, nothing recurses,
every scalar follows YAML 1.2 (`1:30` and `15:00` are text), and the line of every key is known.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from workshop.domain.text import clean_block, clean_line
from workshop.plans.problems import Problem

KeyPath = tuple[str | int, ...]

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NULL = re.compile(r"(?:~|null|Null|NULL|)")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
# More digits than this are no duration and no number that a plan needs, so they stay text.
_INT = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,20}|[0-9]{1,15}(?:\.[0-9]{0,20})?)(?:[eE][-+]?[0-9]{1,3})?")
_TEXT_TAG = "tag:yaml.org,2002:str"

# What the parser says, and what it most likely means to the person who typed.
_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        "put the text in quotes, or indent the line like its neighbours",
    ),
    ("'\\t'", "a tab", "indent with spaces"),
    ("could not find expected ':'", "a key without its colon", "write `key: value`"),
    ("expected <block end>", "a line that fits no level above it", "indent it like its neighbours"),
    ("quoted scalar", "a quotation mark that is never closed", "close it"),
    ("expected ',' or", "a bracket that is never closed", "close it"),
    ("flow sequence", "a bracket that is never closed", "close it"),
    ("flow node", "a bracket that is never closed", "close it"),
    ("flow mapping", "a brace that is never closed", "close it"),
    ("cannot start any token", "a sign that YAML keeps for itself", "put the text in quotes"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as plain data: dicts, lists, text, numbers, true and false, None.

    `readable` is False when it could not be read as one mapping; `problems` then says why.
    """

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    readable: bool = True

    def line(self, path: KeyPath) -> int:
        """The line (1-based) of a key, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: KeyPath, what: str, mend: str) -> Problem:
        return Problem(self.name, self.line(path), what, mend)


def shown_name(path: Path) -> str:
    """How a file is named to a person: relative where it lies below the current folder."""
    absolute = path.absolute()
    here = Path.cwd()
    shown = absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
    return clean_line(str(shown))


def read(path: Path) -> Document:
    """Read a file of any content; it never raises for what is in it or for what it is."""
    name = shown_name(path)
    try:
        content = _content(path)
    except ValueError as error:
        what, mend = error.args
        return _unreadable(Problem(name, 1, what, mend))
    except OSError as error:
        what = f"cannot be read ({(error.strerror or 'unknown reason').lower()})"
        return _unreadable(Problem(name, 1, what, "see that the file exists and may be read"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _unreadable(Problem(name, line, "is not UTF-8 text", "save the file as UTF-8"))
    return parse(text, name)


def _content(path: Path) -> bytes:
    """At most MAX_BYTES of a regular file, else ValueError(what, mend)."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ValueError("is a folder, not a file", "name a file in it")
    if not stat.S_ISREG(mode):
        raise ValueError("is not an ordinary file", "name a YAML file")
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError("is larger than 1 MiB", "see that it is the file you mean")
    return content


def parse(text: str, name: str) -> Document:
    """YAML text to a document; `name` is how its problems call the file."""
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = f"holds a control character (U+{ord(control[0]):04X})"
        return _unreadable(Problem(name, line, what, "remove it"))
    # Costs some 40 ms, and whoever only lists commands needs none of it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    tree = _Tree(name)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            tree.take(event)
    except _Unreadable as error:
        return _unreadable(error.problem)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _unreadable(_syntax_problem(name, error, mark))
    except (YAMLError, ValueError, LookupError, TypeError, AttributeError) as error:
        # The parser trips over some broken files with errors that are not its own.
        what = f"is not valid YAML ({clean_line(str(error))[:80]})"
        return _unreadable(Problem(name, 1, what, "write `key: value` lines"))
    return tree.document()


def _syntax_problem(name: str, error: Any, mark: Any) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    said = f"{error.context or ''} {error.problem or ''}"
    for sign, what, mend in _PLAIN_WORDS:
        if sign in said:
            return Problem(name, line, f"column {column}: {what}", mend)
    what = f"column {column}: not valid YAML ({clean_line(said)})"
    return Problem(name, line, what, "look at this line and the one above it")


def _unreadable(*problems: Problem) -> Document:
    return Document(problems[0].file, problems=problems, readable=False)


class _Unreadable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being read; `key` is the mapping's key that awaits its value."""

    value: dict[str, Any] | list[Any]
    path: KeyPath
    key: str | None = None
    double: bool = False


class _Tree:
    """Puts plain data together from the parser's events."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[_Open] = []
        self._root: Any = None
        self._documents = 0
        self._nodes = 0
        self._lines: dict[KeyPath, int] = {}
        self._problems: list[Problem] = []

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        line = event.start_mark.line + 1
        match type(event).__name__:
            case "DocumentStartEvent":
                self._documents += 1
                if self._documents > 1:
                    self._stop(line, "a second document begins", "keep one `---` a file")
            case "AliasEvent":
                self._stop(
                    line, f"`*{clean_line(event.anchor)}` repeats another place", "write it out"
                )
            case "ScalarEvent":
                self._scalar(event, line)
            case "MappingStartEvent":
                self._begin({}, line)
            case "SequenceStartEvent":
                self._begin([], line)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._end()

    def document(self) -> Document:
        """What was read, when all events are in."""
        if self._root is None:
            return _unreadable(
                Problem(self._name, 1, "the file is empty", "begin with `schema: 1`")
            )
        if not isinstance(self._root, dict):
            what = "does not begin with keys"
            return _unreadable(Problem(self._name, self._lines[()], what, "begin with `schema: 1`"))
        return Document(self._name, self._root, self._lines, tuple(self._problems))

    def _scalar(self, event: Any, line: int) -> None:
        self._count(line)
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, clean_line(event.value), line)
            return
        if event.style is None and event.tag != _TEXT_TAG:
            value = plain_value(event.value)
        else:
            value = clean_block(event.value)
        self._place(value, line)

    def _key(self, top: _Open, key: str, line: int) -> None:
        top.key = key
        top.double = key in top.value
        if top.double:
            first = self._lines[(*top.path, key)]
            self._problem(line, f"`{key}` stands twice (first in line {first})", "keep one of them")
        else:
            self._lines[(*top.path, key)] = line

    def _begin(self, value: dict[str, Any] | list[Any], line: int) -> None:
        self._count(line)
        if len(self._open) >= MAX_DEPTH:
            self._stop(line, "goes too many levels deep", "see that every bracket is closed")
        self._open.append(_Open(value, self._place(value, line)))

    def _end(self) -> None:
        self._open.pop()

    def _place(self, value: Any, line: int) -> KeyPath:
        """Put a value where it belongs; its path."""
        if not self._open:
            self._root = value
            self._lines[()] = line
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            path = (*top.path, len(top.value))
            top.value.append(value)
            self._lines[path] = line
            return path
        if top.key is None:
            self._stop(line, "a key is a whole mapping or list", "write `key: value`")
        path = (*top.path, top.key)
        if top.double:
            # The second of two equal keys: its inside must not move the lines of the first.
            path = (*path, "")
        else:
            top.value[top.key] = value
        top.key = None
        return path

    def _count(self, line: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(line, f"holds more than {MAX_NODES} values", "see that it is the right file")

    def _problem(self, line: int, what: str, mend: str) -> None:
        self._problems.append(Problem(self._name, line, what, mend))

    def _stop(self, line: int, what: str, mend: str) -> NoReturn:
        raise _Unreadable(Problem(self._name, line, what, mend))


def plain_value(text: str) -> Any:
    """An unquoted scalar after YAML 1.2's core schema; whatever is nothing else is text."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return clean_block(text)
