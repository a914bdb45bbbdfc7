"""A plan under way: its rows with their times, changes one by one, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.plan import Priority
from workshop.errors import Refused
from workshop.plans.checking import Place
from workshop.plans.durations import BadDuration, format_seconds, parse_minutes
from workshop.plans.editing.plan_text import PlanText
from workshop.plans.editing.translated import let_go
from workshop.plans.reading import KeyPath
from workshop.plans.writing import minutes, new_id, scalar

PRIORITIES = tuple(Priority)
LONGEST_UNDO = 200


@dataclass(frozen=True, slots=True)
class EditRow:
    """A part (`segment` None) or a segment. Seconds are None where the file does not say them.

    `offset_s` is when it begins, `seconds` how long it is; a part's are those of its segments.
    """

    part: int
    segment: int | None
    id: str
    title: str
    offset_s: int
    seconds: int | None
    min_s: int | None = None
    priority: str = ""
    mode: str = ""
    exercise: str = ""
    data: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[int, str]:
        """What the row is known by while others move."""
        return (0 if self.segment is None else 1, self.id)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form says of a segment. `min_s` None: no minimum of its own."""

    title: str
    seconds: int
    min_s: int | None
    priority: Priority


class PlanEdit:
    """Changes a plan's text a step at a time. Every change raises Refused or CannotEdit, or counts.

    `undo` takes back the last one and says what it was.
    """

    def __init__(self, text: PlanText) -> None:
        self._text = text
        self._past: list[tuple[str, PlanText]] = []

    @property
    def text(self) -> str:
        return self._text.text

    @property
    def now(self) -> PlanText:
        return self._text

    @property
    def title(self) -> str:
        return str(self._text.data.get("title") or "")

    @property
    def length_s(self) -> int | None:
        """The plan's length as it says itself."""
        return Place((), self._text.data).seconds("minutes")

    @property
    def total_s(self) -> int:
        """All segments together."""
        return sum(row.seconds or 0 for row in self.rows() if row.segment is None)

    def time_at(self, offset_s: int) -> str:
        """The time of day so far into the plan; where it has no start, the time from it."""
        event = self._text.data.get("event")
        start = str(event.get("start") or "") if isinstance(event, Mapping) else ""
        hours, _, rest = start.partition(":")
        begins = int(hours) * 60 + int(rest) if hours.isdigit() and rest.isdigit() else 0
        shown = begins + offset_s // 60
        return f"{shown // 60 % 24 if start else shown // 60:>2}:{shown % 60:02}"

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def rows(self) -> tuple[EditRow, ...]:
        """Parts and segments in order."""
        rows: list[EditRow] = []
        offset = 0
        for number, part in enumerate(Place((), self._text.data).items("parts")):
            segments = part.items("segments")
            length = sum(one.seconds("minutes") or 0 for one in segments)
            title = part.text("title") or "(no title)"
            rows.append(EditRow(number, None, _id(part), title, offset, length, data=part.data))
            for place, one in enumerate(segments):
                rows.append(_segment_row(number, place, one, offset))
                offset += one.seconds("minutes") or 0
        return tuple(rows)

    # -- changes ----------------------------------------------------------------------------

    def retime(self, row: EditRow, by_s: int) -> None:
        """Give a segment more or less time; nothing goes below nothing."""
        path = _path(row)
        if row.seconds is None:
            raise Refused("Its minutes cannot be read.", "Enter writes them anew.")
        seconds = max(0, row.seconds + by_s)
        if seconds == row.seconds:
            return
        changed = self._text.set((*path, "minutes"), minutes(seconds), ("title", "id"))
        self._keep(f"{row.title}: {format_seconds(seconds)}", self._floored(changed, path, seconds))

    def _floored(self, text: PlanText, path: KeyPath, seconds: int) -> PlanText:
        """A minimum never stands above the planned minutes: it goes down with them."""
        segment = Place(path, _at(text.data, path))
        least = segment.seconds("min_minutes")
        if least is not None and least > seconds:
            text = text.set((*path, "min_minutes"), minutes(seconds))
        return text

    def prioritise(self, row: EditRow) -> None:
        """The next of must, should, could."""
        known = [one.value for one in PRIORITIES]
        at = known.index(row.priority) if row.priority in known else 0
        new = known[(at + 1) % len(known)]
        after = ("min_minutes", "minutes", "title")
        changed = self._text.set((*_path(row), "priority"), new, after)
        self._keep(f"{row.title}: {new}", changed)

    def rename(self, row: EditRow, title: str) -> None:
        """Another title for a part or a segment; its id, which others name, stays."""
        path = ("parts", row.part) if row.segment is None else _path(row)
        if not title.strip():
            raise Refused("A title is needed.", "Write one.")
        changed = self._text.set((*path, "title"), scalar(title), ("id",))
        self._keep(f"the title ‘{title}’", let_go(changed, row.title))

    def change(self, row: EditRow, wish: Wish) -> None:
        """All that a form says at once, as one step."""
        path = _path(row)
        text = self._text.set((*path, "title"), scalar(wish.title), ("id",))
        if wish.seconds != row.seconds:
            text = text.set((*path, "minutes"), minutes(wish.seconds), ("title", "id"))
        if wish.min_s is None:
            text = text.without((*path, "min_minutes"))
        elif wish.min_s != row.min_s:
            text = text.set((*path, "min_minutes"), minutes(wish.min_s), ("minutes", "title"))
        if wish.priority.value != row.priority:
            after = ("min_minutes", "minutes", "title")
            text = text.set((*path, "priority"), wish.priority.value, after)
        if text.text != self._text.text:
            self._keep(f"the change of ‘{wish.title}’", let_go(text, row.title))

    def move(self, row: EditRow, down: bool) -> None:
        """One place up or down, over the border of its part into the next one."""
        path = _path(row)
        parts = Place((), self._text.data).items("parts")
        place = path[3]
        assert isinstance(place, int)  # noqa: S101  a segment's path ends with its number
        count = len(parts[row.part].items("segments"))
        step = 1 if down else -1
        source: KeyPath = path[:3]
        if 0 <= place + step < count:
            changed = self._text.move(source, place, source, place + step)
        else:
            other = row.part + step
            if not 0 <= other < len(parts):
                raise Refused(f"It is {'last' if down else 'first'} already.")
            if count == 1:
                raise Refused("A part keeps one segment.", "Add another before you move this one.")
            there: KeyPath = ("parts", other, "segments")
            end = 0 if down else len(parts[other].items("segments"))
            changed = self._text.move(source, place, there, end)
        self._keep(f"moving ‘{row.title}’", changed)

    def add(self, row: EditRow, wish: Wish) -> tuple[int, str]:
        """A new segment below a row (in a part: as its first); the new row's key."""
        taken = [one.id for one in self.rows() if one.segment is not None]
        new = new_id(wish.title, taken, "segment")
        lines = [f"id: {new}", f"title: {scalar(wish.title)}", f"minutes: {minutes(wish.seconds)}"]
        lines += [] if wish.min_s is None else [f"min_minutes: {minutes(wish.min_s)}"]
        lines += [f"priority: {wish.priority.value}", "mode: talk"]
        place = 0 if row.segment is None else row.segment + 1
        changed = self._text.insert(("parts", row.part, "segments"), place, lines)
        self._keep(f"adding ‘{wish.title}’", changed)
        return (1, new)

    def remove(self, row: EditRow) -> None:
        path = _path(row)
        segments = Place((), self._text.data).items("parts")[row.part].items("segments")
        if len(segments) == 1:
            raise Refused("A part keeps one segment.", "Move or add another one first.")
        changed = self._text.remove(path[:3], row.segment or 0)
        self._keep(f"removing ‘{row.title}’", let_go(changed, row.title))

    def fit_length(self) -> None:
        """The plan is as long as its segments together."""
        total = self.total_s
        if total == self.length_s:
            raise Refused("The plan's length and its segments agree.")
        self._keep(
            f"the length of {format_seconds(total)}",
            self._text.set(("minutes",), minutes(total), ("title", "id")),
        )

    def replace(self, text: PlanText) -> None:
        """Another text in place of this one, as one change."""
        self._keep("the changes of an earlier edit", text)

    def undo(self) -> str:
        """Take the last change back; what it was."""
        if not self._past:
            raise Refused("There is nothing to undo.")
        what, self._text = self._past.pop()
        return what

    def _keep(self, what: str, text: PlanText) -> None:
        self._past.append((what, self._text))
        del self._past[:-LONGEST_UNDO]
        self._text = text


def read_seconds(said: str) -> int:
    """A typed duration; ValueError says what to write."""
    try:
        return parse_minutes(said.replace(",", "."))
    except BadDuration as error:
        raise ValueError(f"‘{said}’ {error.what}: write 8, 2.5 or 1:30.") from None


def _segment_row(part: int, place: int, one: Place, offset: int) -> EditRow:
    return EditRow(
        part,
        place,
        _id(one),
        one.text("title") or "(no title)",
        offset,
        one.seconds("minutes"),
        one.seconds("min_minutes"),
        one.text("priority") or Priority.SHOULD.value,
        one.text("mode") or "talk",
        one.text("exercise") or one.text("case_study") or "",
        one.data,
    )


def _id(place: Place) -> str:
    return place.text("id") or "/".join(map(str, place.path))


def _path(row: EditRow) -> KeyPath:
    if row.segment is None:
        raise Refused("That is a part.", "Choose one of its segments.")
    return ("parts", row.part, "segments", row.segment)


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data
