"""What a report says of several rooms: everybody together, each room by itself, no small room."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from tests.rooms import hour_of, played, room_of
from workshop.domain.findings import Table
from workshop.domain.state import State
from workshop.export.anonymising.veil import anonymised
from workshop.export.as_json import files
from workshop.export.as_markdown import files as markdown
from workshop.export.building.from_state import build_report
from workshop.export.building.rooms import BY_ROOM
from workshop.export.report import Report, SegmentStatus
from workshop.kinds.registry import load
from workshop.rehearsal.hour import Hour
from workshop.service.joining import join_rooms

NAMES = ("Amber Hall", "Basalt Hall")


def joined(*hours: Hour) -> State:
    rooms = [room_of(hour, str(n)) for n, hour in enumerate(hours)]
    return join_rooms(rooms, load(), NAMES).state


def report_of(state: State) -> Report:
    assert state.clock.ended_at is not None
    return build_report(state, load(), name="rooms", now=state.clock.ended_at)


@pytest.fixture(scope="module")
def together() -> Report:
    return report_of(joined(hour_of(1), hour_of(2)))


def test_segments_take_what_they_took_in_the_mean(together: Report) -> None:
    each = [report_of(hour_of(seed).state).timing.segments for seed in (1, 2)]

    for place, segment in enumerate(together.timing.segments):
        ran = [times[place].actual_s for times in each if times[place].start]
        assert segment.status is (SegmentStatus.RUN if ran else SegmentStatus.LEFT_OUT)
        assert segment.actual_s == (round(fmean(ran)) if ran else 0)
        own = [[s.actual_s for s in room.timing.segments][place] for room in together.rooms]
        assert own == [times[place].actual_s for times in each]


def test_every_room_is_counted_and_named(together: Report) -> None:
    counting = [a.room for e in together.exercises for r in e.rounds for a in r.counting]

    assert [room.room for room in together.rooms] == list(NAMES)
    assert [room.answers for room in together.rooms] == [counting.count(name) for name in NAMES]
    assert {note.room for note in together.notes} == set(NAMES)
    assert {t.room for e in together.exercises for r in e.rounds for t in r.tallies} <= set(NAMES)
    when = " ".join(together.summary.when)
    assert "2 rooms ran this plan in parallel" in when and all(name in when for name in NAMES)


def test_what_each_room_says_stands_behind_what_all_say(together: Report) -> None:
    alone = report_of(hour_of(1).state)

    for exercise, own in zip(together.exercises, alone.exercises, strict=True):
        for round_, there in zip(exercise.rounds, own.rounds, strict=True):
            tables = [b for b in round_.findings.more if b.title == BY_ROOM]
            if tables:
                table = tables[0]
                assert isinstance(table, Table)
                row = next(row for row in table.rows if row[0] == NAMES[0])
                assert row[1] == str(len(there.counting))
    assert any(
        b.title == BY_ROOM for e in together.exercises for r in e.rounds for b in r.findings.more
    )


def test_a_session_in_one_room_says_nothing_of_rooms() -> None:
    report = report_of(hour_of(1).state)

    assert report.rooms == ()
    assert not any(
        b.title == BY_ROOM for e in report.exercises for r in e.rounds for b in r.findings.more
    )
    assert {a.room for e in report.exercises for r in e.rounds for a in r.answers} == {""}


def test_rooms_stay_told_apart_in_an_anonymised_report_where_enough_came() -> None:
    report = report_of(anonymised(joined(hour_of(1), hour_of(2)), random.Random(1)))

    assert [room.room for room in report.rooms] == list(NAMES)


def test_a_room_to_which_few_came_is_not_told_from_the_others() -> None:
    state = joined(hour_of(1), played(3, people=4))
    report = report_of(anonymised(state, random.Random(1)))

    assert report.rooms == ()
    for made in (*files(report).values(), *markdown(report).values()):
        assert not any(name.encode() in made for name in NAMES)
