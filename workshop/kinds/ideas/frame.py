"""What `ideas` keeps beside its answers: themes, places of answers, twins, proposals, a history.

Plain data in tables of cells, so that an undo of one thing leaves everything else as it is:

- `themes/ID`: `{name, seeds, origin, into, removed, v}`; a theme of the exercise's file has no cell
  until somebody changes it
- `answers/RESPONSE`: `{theme, by, who, guesses, technique, amended, sorting}`; `theme` is empty for
  one left unsorted
- `twins/RESPONSE`: `{of, alike}`; `of` is empty where a person took them apart
- `proposals/ID`: `{name, words, answers, state, reason}`
- `history/NUMBER`: `{said, who}`
- `asked/proposals`, `asked/sorting`: numbers that rise with every asking; `asked/proposed`: for
  which asking, and of how many answers, proposals were made last; `asked/tried`: with which themes
  and answers the unsorted were looked at last
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workshop.analysis.prose import opened
from workshop.domain.cells import table_of
from workshop.domain.plan import Exercise
from workshop.domain.records import Response

ANALYST = "analyst"
_MOST_STEPS = 100
SPLIT = "split from "
_ORIGINS = {
    "": "given with the exercise",
    "typed": "named in the room",
    "proposed": "proposed by the machine from the answers and taken by a person",
}


@dataclass(frozen=True, slots=True)
class FrameTheme:
    """A theme as it stands; `v` rises with every change of it."""

    id: str
    name: str
    seeds: tuple[str, ...]
    origin: str = ""
    into: str = ""
    removed: str = ""
    v: int = 0

    @property
    def alive(self) -> bool:
        return not self.into and not self.removed


@dataclass(frozen=True, slots=True)
class Proposed:
    """A theme that the analyst proposes, with the answers it would take, most typical first."""

    id: str
    name: str
    words: tuple[str, ...]
    answers: tuple[str, ...]


class Frame:
    """The code frame of one exercise as it stands, read from the exercise and the kind's state."""

    def __init__(self, exercise: Exercise, state: Any) -> None:
        self._state = state
        self.every = _themes(exercise, state)
        self.themes = {id_: theme for id_, theme in self.every.items() if theme.alive}
        self.answers = table_of(state, "answers")
        self.twins = table_of(state, "twins")
        given = exercise.options.get("frame", ())
        self._named_first = {f"t{n}": str(entry["theme"]) for n, entry in enumerate(given, 1)}

    @property
    def sorted(self) -> bool:
        """Whether there are themes and any answer was looked at."""
        return bool(self.themes and self.answers)

    def placed(self, response: str) -> Mapping[str, Any]:
        """What is kept of an answer's place; empty where nobody has looked at it."""
        found: Mapping[str, Any] = self.answers.get(response) or {}
        return found

    def theme_of(self, response: str) -> str:
        """The id of the living theme that an answer is in, through merges; empty when unsorted."""
        return self.living(str(self.placed(self.twin_of(response) or response).get("theme", "")))

    def living(self, theme: str) -> str:
        """Where a theme has gone to: itself, what it was merged into, or nowhere."""
        for _ in range(_MOST_STEPS):
            found = self.every.get(theme)
            if found is None or found.removed:
                return ""
            if not found.into:
                return theme
            theme = found.into
        return ""

    def guesses(self, response: str) -> list[str]:
        """Ids of the living themes that the answer resembles most, best first."""
        scored = self.placed(response).get("guesses", ())
        # An answer that is unlike them all has no guess.
        found = (self.living(str(theme)) for theme, score in scored if score > 0)
        return list(dict.fromkeys(theme for theme in found if theme))

    def twin_of(self, response: str) -> str:
        """The answer that this one is folded into; empty where it stands for itself."""
        return str((self.twins.get(response) or {}).get("of", ""))

    def apart(self, response: str) -> bool:
        """Whether a person has said that this answer is nobody's twin."""
        kept = self.twins.get(response)
        return kept is not None and not kept.get("of")

    def by_theme(self, responses: Iterable[Response]) -> dict[str, list[Response]]:
        """Answers by theme in the order of the themes; the unsorted under the empty id."""
        sorted_: dict[str, list[Response]] = {id_: [] for id_ in (*self.themes, "")}
        for response in responses:
            sorted_[self.theme_of(response.id)].append(response)
        return sorted_

    @cached_property
    def proposals(self) -> list[Proposed]:
        """Proposals that nobody has decided on."""
        return [
            Proposed(id_, kept["name"], tuple(kept["words"]), tuple(kept["answers"]))
            for id_, kept in sorted(table_of(self._state, "proposals").items(), key=_number)
            if kept.get("state") == "open"
        ]

    @cached_property
    def rejected(self) -> list[frozenset[str]]:
        """The answers of every proposal that was rejected."""
        return [
            frozenset(kept["answers"])
            for kept in table_of(self._state, "proposals").values()
            if kept.get("state") == "rejected"
        ]

    @cached_property
    def not_kept(self) -> list[str]:
        """Themes that were removed and proposals that were rejected, each with its reason."""
        removed = [f"‘{t.name}’ was removed: {t.removed}" for t in self.every.values() if t.removed]
        proposals = sorted(table_of(self._state, "proposals").items(), key=_number)
        return removed + [
            f"‘{kept['name']}’ was proposed and rejected: {kept['reason']}"
            for _id, kept in proposals
            if kept.get("state") == "rejected"
        ]

    def given(self, theme: str) -> bool:
        """Whether a theme came with the exercise, so that its id means the same everywhere."""
        return theme in self._named_first

    def origin(self, theme: FrameTheme) -> str:
        """How a living theme came about, in a sentence without names of people."""
        said = [self._began(theme)]
        first = self._named_first.get(theme.id, theme.name)
        if first != theme.name:
            said.append(f"first called ‘{first}’")
        into = [f"‘{t.name}’" for t in self.every.values() if t.into == theme.id]
        if into:
            said.append(f"took in {', '.join(into)}")
        return f"{opened('; '.join(said))}."

    def _began(self, theme: FrameTheme) -> str:
        if theme.origin.startswith(SPLIT):
            parent = self.every.get(theme.origin.removeprefix(SPLIT))
            return f"split from ‘{parent.name}’" if parent else "split from another theme"
        return _ORIGINS.get(theme.origin, "named in the room")

    @cached_property
    def history(self) -> list[tuple[str, str]]:
        """What was done to the frame and by whom (initials), oldest first."""
        kept = sorted(table_of(self._state, "history").items(), key=_number)
        return [(str(entry["said"]), str(entry["who"])) for _id, entry in kept]

    @property
    def techniques(self) -> list[str]:
        """How answers were sorted, every technique once."""
        found = (str(kept.get("technique", "")) for kept in self.answers.values())
        return [technique for technique in dict.fromkeys(found) if technique]

    def asked(self, what: str) -> dict[str, Any]:
        return dict(table_of(self._state, "asked").get(what) or {})

    def cell(self, table: str, key: str) -> dict[str, Any]:
        """A copy of what stands in a cell."""
        return dict(table_of(self._state, table).get(key) or {})

    def free(self, table: str) -> int:
        """The next number of a table whose keys are numbers with or without a letter."""
        keys = (*table_of(self._state, table), *(self.every if table == "themes" else ()))
        return 1 + max((_digits(key) for key in keys), default=0)


def _themes(exercise: Exercise, state: Any) -> dict[str, FrameTheme]:
    kept = table_of(state, "themes")
    given = exercise.options.get("frame", ())
    found = {
        f"t{number}": FrameTheme(f"t{number}", entry["theme"], tuple(entry["seeds"]))
        for number, entry in enumerate(given, 1)
    }
    for id_, cell in sorted(kept.items(), key=_number):
        found[id_] = FrameTheme(
            id_,
            cell["name"],
            tuple(cell["seeds"]),
            cell.get("origin", ""),
            cell.get("into", ""),
            cell.get("removed", ""),
            cell.get("v", 0),
        )
    return found


def _number(item: tuple[str, Any]) -> int:
    return _digits(item[0])


def _digits(key: str) -> int:
    digits = key.lstrip("tp")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
