"""A comparison as a person reads it: sentences, and grids with a column a delivery.

The terminal and the page are both made from these, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from workshop.analysis.prose import counted, listed, short
from workshop.domain.words import format_duration
from workshop.export.building.summary import REHEARSED
from workshop.export.comparing.comparison import (
    FEW,
    MARGIN_S,
    Column,
    Comparison,
    Count,
    Gain,
    Growth,
    ObjectiveRow,
    SegmentRow,
)
from workshop.export.report import SegmentStatus, SegmentTime
from workshop.export.times import lateness
from workshop.export.wording import signed

NOTHING = "–"
_NAMED = 5
"""So many things are named in a sentence; the grid has all."""
_TITLE = 60


@dataclass(frozen=True, slots=True)
class GridRow:
    """`cells` has one for each column of its grid; `group` stands above the rows that share it."""

    label: str
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are deliveries: first `lead`, then a letter each, then `tail`."""

    label: str
    lead: tuple[str, ...]
    letters: tuple[str, ...]
    tail: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return (*self.lead, *self.letters, *self.tail)


@dataclass(frozen=True, slots=True)
class Section:
    """One way of setting the deliveries side by side; `note` says how to read the grid."""

    id: str
    title: str
    sentences: tuple[str, ...]
    grid: Grid | None = None
    note: str = ""


def sections(found: Comparison) -> tuple[Section, ...]:
    """Everything that there is to say, in the order in which it is asked."""
    made = (_timing(found), _objectives(found), _themes(found), _networks(found), _changes(found))
    return tuple(section for section in made if section is not None)


# -- sessions ----------------------------------------------------------------------------------


COLUMNS = ("", "Session", "Began", "Took", "Ended", "Joined", "Answered", "Answers")


def column_line(column: Column) -> tuple[str, ...]:
    """A delivery as a row under `COLUMNS`."""
    named = column.name if column.room in ("", "main") else f"{column.name} ({column.room})"
    return (
        column.letter,
        f"{named}, rehearsal" if column.rehearsal else named,
        f"{column.began:%Y-%m-%d %H:%M}" if column.began else "not begun",
        format_duration(column.took_s) if column.took_s is not None else NOTHING,
        _ended(column),
        str(column.joined),
        str(column.answered),
        str(column.answers),
    )


def _ended(column: Column) -> str:
    if not column.finished:
        return "still running" if column.began else NOTHING
    return NOTHING if column.late_s is None else lateness(column.late_s)


SESSIONS_NOTE = (
    "Joined: phones; answered: different people known by badge or phone; answers: those that count."
)


def cautions(found: Comparison) -> tuple[str, ...]:
    """What has to be kept in mind, whatever is read."""
    return tuple(_cautions(found))


def _cautions(found: Comparison) -> Iterator[str]:
    rehearsed = [column.letter for column in found.columns if column.rehearsal]
    if len(rehearsed) == len(found.columns):
        yield f"These were rehearsals. {REHEARSED.replace('This was a rehearsal: its', 'Each')}"
    elif rehearsed:
        was = "was a rehearsal" if len(rehearsed) == 1 else "were rehearsals"
        yield f"{listed(rehearsed)} {was}: nobody said any of it."
    running = [column.letter for column in found.columns if not column.finished]
    if running:
        verb = "is" if len(running) == 1 else "are"
        yield f"{listed(running)} {verb} not over: what is there so far is compared."
    if found.anonymised:
        yield (
            f"Anonymised: numbers under five stand as ‘{FEW}’, or are left out with what follows"
            " from them."
        )
    yield "Deliveries differ in more than the plan: who came, where, at what time of day."


# -- timing ------------------------------------------------------------------------------------


def _timing(found: Comparison) -> Section | None:
    if not found.segments:
        return None
    rows = [
        GridRow(
            label=short(row.title, _TITLE),
            cells=(
                " / ".join(format_duration(planned) for planned in row.planned),
                *(_time(time) for time in row.times),
                NOTHING if row.median_s is None else signed(row.median_s),
            ),
            group=row.part,
        )
        for row in found.segments
    ]
    whole = (
        " / ".join(dict.fromkeys(format_duration(column.planned_s) for column in found.columns)),
        *(_whole(column) for column in found.columns),
        _median_whole(found.columns),
    )
    return Section(
        "timing",
        "Timing: where do we always run over?",
        tuple(_over(found.segments, found.columns)),
        Grid(
            "Segment",
            ("plan",),
            found.letters,
            ("median",),
            (*rows, GridRow("The whole hour, pauses included", whole)),
        ),
        "Minutes and seconds as they were; median: the middle of the differences from the plan, "
        "where the segment ran.",
    )


def _time(time: SegmentTime | None) -> str:
    if time is None:
        return NOTHING
    if time.start is None:
        return "out" if time.status is SegmentStatus.LEFT_OUT else NOTHING
    return format_duration(time.actual_s)


def _whole(column: Column) -> str:
    return NOTHING if column.took_s is None else format_duration(column.took_s)


def _median_whole(columns: Sequence[Column]) -> str:
    found = [c.took_s - c.planned_s for c in columns if c.took_s is not None]
    return signed(median(found)) if found else NOTHING


def _over(rows: Sequence[SegmentRow], columns: Sequence[Column]) -> Iterator[str]:
    often = [row for row in rows if len(row.differences) > 1]
    if not often:
        yield "No segment has run more than once yet, so nothing can be said of always."
        return
    always = _ranked(row for row in often if row.over == len(row.differences))
    mostly = _ranked(row for row in often if row.over < len(row.differences) < 2 * row.over)
    under = _ranked(row for row in often if max(row.differences) <= -MARGIN_S)
    if always:
        yield f"Always over: {_named(always)}."
    else:
        yield "No segment ran over every time."
    if mostly:
        yield f"Mostly over: {_named(mostly)}."
    if under:
        yield f"Always shorter than planned: {_named(under)}."
    late = [c.late_s for c in columns if c.late_s is not None]
    if len(late) > 1:
        overran = sum(seconds >= MARGIN_S for seconds in late)
        yield (
            f"{overran or 'None'} of {len(late)} deliveries ended late; the middle one ended "
            f"{lateness(median(late))}."
        )


def _ranked(rows: Iterator[SegmentRow]) -> list[SegmentRow]:
    return sorted(rows, key=lambda row: -abs(row.median_s or 0))


def _named(rows: Sequence[SegmentRow]) -> str:
    said = [
        f"‘{short(row.title, _TITLE)}’ ({signed(row.median_s or 0)} at the median, {_times(row)})"
        for row in rows[:_NAMED]
    ]
    if len(rows) > _NAMED:
        said.append(f"{len(rows) - _NAMED} more")
    return listed(said)


def _times(row: SegmentRow) -> str:
    number = len(row.differences)
    happened = row.over or sum(difference <= -MARGIN_S for difference in row.differences)
    return f"{happened} of {number}"


# -- objectives --------------------------------------------------------------------------------


def _objectives(found: Comparison) -> Section | None:
    rated = [row for row in found.objectives if row.rated]
    if not rated:
        return None
    either = next(
        rating
        for row in rated
        for gain in row.gains
        if gain
        for rating in (gain.before, gain.after)
        if rating
    )
    rows = tuple(
        GridRow(
            row.text,
            (
                *(_gain(gain) for gain in row.gains),
                NOTHING if row.median_change is None else change(row.median_change),
            ),
        )
        for row in rated
    )
    return Section(
        "objectives",
        "Objectives: what the rooms gained",
        tuple(_gained(rated)),
        Grid("Objective", (), found.letters, ("median",), rows),
        f"The room's own rating, mean before → after, from {either.low} to {either.high}. Below it "
        "the mean change of those who are known in both rounds, and how many they are; median: "
        "the middle of these changes.",
    )


def change(value: float) -> str:
    """'+0.6', '−0.2', '±0'."""
    rounded = round(value, 1)
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}" if rounded else "±0"


def _gain(gain: Gain | None) -> str:
    if gain is None or not (gain.before or gain.after):
        return NOTHING
    before = f"{gain.before.mean:.1f}" if gain.before else "?"
    after = f"{gain.after.mean:.1f}" if gain.after else "?"
    moved = "" if gain.change is None else f"\n{change(gain.change)} ({gain.pairs})"
    return f"{before} → {after}{moved}"


def gain_line(gain: Gain) -> str:
    """'before 2.3 (31 answers), after 2.9 (34 answers); +0.6 by the 28 known in both'."""
    said = [
        f"{when} {rating.mean:.1f} ({counted(rating.people, 'answer')})"
        for when, rating in (("before", gain.before), ("after", gain.after))
        if rating
    ]
    moved = (
        "" if gain.change is None else f"; {change(gain.change)} by the {gain.pairs} known in both"
    )
    return ", ".join(said) + moved


def _gained(rows: Sequence[ObjectiveRow]) -> Iterator[str]:
    several = [row for row in rows if len(row.changes) > 1]
    if not several:
        yield (
            "Nobody is known before and after in more than one delivery: gains cannot be set side"
            " by side."
        )
        return
    every = [row for row in several if min(row.changes) > 0]
    if every:
        best = max(every, key=lambda row: row.median_change or 0)
        yield (
            f"{counted(len(every), 'objective')} of {len(several)} gained in every delivery, most "
            f"‘{short(best.text, _TITLE)}’ ({change(best.median_change or 0)} at the median)."
        )
    else:
        yield "No objective gained in every delivery."
    least = min(several, key=lambda row: row.median_change or 0)
    if len(several) > 1:
        yield (
            f"Least gained ‘{short(least.text, _TITLE)}’ ({change(least.median_change or 0)} at "
            "the median)."
        )


# -- themes ------------------------------------------------------------------------------------


def _themes(found: Comparison) -> Section | None:
    if not found.themes:
        return None
    several = {row.round for row in found.themes if row.round > 1}
    rows = tuple(
        GridRow(
            f"{row.name} (also ‘{'’, ‘'.join(row.also)}’)" if row.also else row.name,
            tuple(NOTHING if count is None else str(count) for count in row.counts),
            f"{row.title}, round {row.round}" if several else row.title,
        )
        for row in found.themes
    )
    everywhere = [
        row for row in found.themes if all(count not in (None, 0) for count in row.counts)
    ]
    once = sum(sum(count not in (None, 0) for count in row.counts) == 1 for row in found.themes)
    said = (
        f"{counted(len(everywhere), 'theme')} of {len(found.themes)} came up in every delivery"
        + (f"; {once} in one only." if once else ".")
    )
    return Section(
        "themes",
        "Themes: what comes up again",
        (said,),
        Grid("Theme", (), found.letters, (), rows),
        "Answers in each theme. Themes that came with the exercise are the same by that, those "
        "made in a room by their name.",
    )


# -- networks ----------------------------------------------------------------------------------


def _networks(found: Comparison) -> Section | None:
    if not found.networks:
        return None
    rows: list[GridRow] = []
    said: list[str] = []
    for network in found.networks:
        growths = network.growths
        for label, name in _GROWTH.items():
            values = (None if growth is None else getattr(growth, name) for growth in growths)
            cells = tuple(NOTHING if value is None else str(value) for value in values)
            rows.append(GridRow(label, cells, network.title))
        said += _grown(network.title, [g for g in growths if g is not None])
    return Section(
        "networks",
        "Networks: how they grew",
        tuple(said),
        Grid("Network", (), found.letters, (), tuple(rows)),
        "A tie that both named is one. Across: between people of whom different organisations "
        "are known.",
    )


_GROWTH = {
    "People on the map": "people",
    "Ties before": "before",
    "Ties after": "after",
    "New ties": "new",
    "New across organisations": "across",
}


def _grown(title: str, growths: Sequence[Growth]) -> Iterator[str]:
    pairs = [(_number(g.before), _number(g.after)) for g in growths]
    grown = [(before, after) for before, after in pairs if before is not None and after is not None]
    if grown:
        more = [after - before for before, after in grown]
        up = sum(number > 0 for number in more)
        yield (
            f"‘{title}’ had more ties at the end in {up} of {len(grown)} deliveries, "
            f"{counted(median(more), 'tie')} more at the median."
        )


def _number(count: Count | None) -> int | None:
    return count if isinstance(count, int) else None


# -- versions of the plan ----------------------------------------------------------------------


def _changes(found: Comparison) -> Section | None:
    if not found.changes:
        return None
    return Section(
        "changes",
        "What was not the same plan",
        tuple(one.said for one in found.changes),
        note="What is compared goes by the ids of segments, objectives and exercises.",
    )
