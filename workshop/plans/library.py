"""Which plans and exercises there are, and where: the user's own first, then those that ship."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from workshop.domain.text import clean_line
from workshop.errors import NotFound
from workshop.plans.problems import Problem, did_you_mean
from workshop.plans.reading import MAX_BYTES, read, shown_name
from workshop.settings import Folder, bundled_folder, workshop_folder

SUFFIXES = (".yaml", ".yml")

# The id is looked for without parsing, so that finding one file among many stays quick.
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t\r]*(?:#.*)?$", re.MULTILINE)


class Origin(StrEnum):
    """Whose file it is."""

    YOURS = "yours"
    BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the library. `id` is what the file says, or its name where it says nothing."""

    id: str
    path: Path
    origin: Origin = Origin.YOURS


@dataclass(frozen=True, slots=True)
class Library:
    """All plans and exercises within reach, the first of two equal ids being the one that counts.

    `double_plans` and `double_exercises` are files that can never be found by their id, since
    another in the same folder comes first. `folder` is the workshop folder.
    """

    plans: tuple[Entry, ...]
    exercises: tuple[Entry, ...]
    folder: Folder
    double_plans: tuple[Problem, ...] = ()
    double_exercises: tuple[Problem, ...] = ()

    @classmethod
    def open(cls, folder: Folder | None = None, bundled: Folder | None = None) -> Library:
        """The library of a workshop folder (the one that the settings give) and what ships."""
        folder = folder or workshop_folder()
        bundled = bundled or bundled_folder()
        plans, double_plans = _merge((folder.plans, Origin.YOURS), (bundled.plans, Origin.BUNDLED))
        exercises, double_exercises = _merge(
            (folder.exercises, Origin.YOURS), (bundled.exercises, Origin.BUNDLED)
        )
        return cls(plans, exercises, folder, double_plans, double_exercises)

    def plan(self, name: str) -> Entry:
        """The plan of an id or at a path; NotFound when there is none."""
        return _find(name, self.plans, "plan")

    def exercise(self, name: str) -> Entry:
        """The exercise of an id or at a path; NotFound when there is none."""
        return _find(name, self.exercises, "exercise")

    def beside(self, plan: Path) -> Library:
        """The library as a plan at any path sees it: exercises next to it come first."""
        near = [(folder / "exercises", Origin.YOURS) for folder in plan.absolute().parents[:2]]
        found, _ = _merge(*near)
        return replace(self, exercises=_first_of_each((*found, *self.exercises)))


def _find(name: str, entries: Iterable[Entry], word: str) -> Entry:
    entries = tuple(entries)
    for entry in entries:
        if entry.id == name:
            return entry
    path = Path(name)
    if name and "\0" not in name and (_looks_like_path(name) or path.exists()):
        if not path.exists():
            raise NotFound(
                f"There is no file {shown_name(path)}.", f"Name a {word} by its path or its id."
            )
        return Entry(_id_in(path), path)
    ids = [entry.id for entry in entries]
    mend = did_you_mean(name, ids, f"`workshop {word} list` shows those there are.")
    raise NotFound(f"There is no {word} `{clean_line(name)}`.", mend[0].upper() + mend[1:])


def _looks_like_path(name: str) -> bool:
    return "/" in name or os.sep in name or name.endswith(SUFFIXES)


def _merge(
    *folders: tuple[Path, Origin],
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries that count, in the order of the folders, and the doubles within a folder."""
    entries: list[Entry] = []
    doubles: list[Problem] = []
    # In a checkout the workshop folder is where the bundled files are: they are listed once.
    last = {folder.resolve(): origin for folder, origin in folders}
    for folder, origin in last.items():
        here: dict[str, Entry] = {}
        for entry in _entries(folder, origin):
            if (first := here.setdefault(entry.id, entry)) is not entry:
                doubles.append(_double(first, entry))
        entries.extend(here.values())
    return _first_of_each(entries), tuple(doubles)


def _double(first: Entry, second: Entry) -> Problem:
    line = read(second.path).line(("id",))
    what = f"the id `{second.id}` is already that of {first.path.name}"
    return Problem(shown_name(second.path), line, what, "give one of the two another id")


def _first_of_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    kept: dict[str, Entry] = {}
    for entry in entries:
        kept.setdefault(entry.id, entry)
    return tuple(kept.values())


def _entries(folder: Path, origin: Origin) -> Iterator[Entry]:
    """The YAML files of a folder by name, those that are named after their id first."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    except OSError:
        return
    entries = [Entry(_id_in(path), path, origin) for path in paths]
    yield from sorted(entries, key=lambda entry: (entry.path.stem != entry.id, entry.path.name))


def _id_in(path: Path) -> str:
    """The id that a file gives itself, else its name; nothing odd in the file matters here."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                text = file.read(MAX_BYTES).decode("utf-8", "replace")
            if match := _ID.search(text):
                return match[1]
    except OSError:
        pass
    return clean_line(path.stem) or shown_name(path)
