"""Parallel rooms joined into one record: nothing lost, nothing mixed up, nothing unfit taken in."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from tests.rooms import SMALL, hour_of, plan_of, played, room_of
from workshop.domain import commands as co
from workshop.domain.apply import fold
from workshop.domain.clock import Stage
from workshop.domain.ids import ExerciseId, NoteId
from workshop.domain.records import Coverage, NoteTag
from workshop.errors import Refused
from workshop.export.building.from_state import build_report
from workshop.export.networks import networks
from workshop.kinds.ideas.frame import Frame
from workshop.kinds.registry import KindRules, load
from workshop.rehearsal.chair import CHAIR
from workshop.service.codec import decode_event, decode_state, encode_state
from workshop.service.header import first_state
from workshop.service.joining import Joined, join_rooms
from workshop.service.moving import Room

TIES = ExerciseId("who-knows-whom")
THEMED = ExerciseId("who-moves-together")


def rooms() -> list[Room]:
    return [room_of(hour_of(1), "a"), room_of(hour_of(2), "b")]


def joined(*given: Room) -> Joined:
    return join_rooms(given or rooms(), load(), ("Hall A", "Hall B"))


def test_everything_is_there_once_with_its_room() -> None:
    state, own = joined().state, [room.state for room in rooms()]

    for exercise in state.plan.exercises:
        for name, room in zip(("Hall A", "Hall B"), own, strict=True):
            here = [r for r in state.responses_to(exercise.id) if r.room == name]
            there = room.responses_to(exercise.id)
            assert [r.at for r in here] == [r.at for r in there]
            assert [(r.segment, r.offset_s) for r in here] == [
                (r.segment, r.offset_s) for r in there
            ]
            assert [(r.counts, r.starred, r.amended) for r in here] == [
                (r.counts, r.starred, r.amended) for r in there
            ]
    assert len(state.participants) == sum(len(room.participants) for room in own)
    assert {p.room for p in state.participants.values()} == {"Hall A", "Hall B"}
    assert sorted(n.text for n in state.notes.values()) == sorted(
        n.text for room in own for n in room.notes.values()
    )
    assert len(state.tallies) == sum(len(room.tallies) for room in own)
    assert state.clock.stage is Stage.ENDED


def test_people_of_two_rooms_are_not_taken_for_each_other() -> None:
    state, own = joined().state, [room.state for room in rooms()]

    badges = [person.badge for person in state.participants.values()]
    assert len(set(badges)) == len(badges)
    assert {badge // 1000 for badge in badges} == {1, 2}
    report = build_report(state, load(), name="both", now=state.clock.ended_at)
    ties = [
        [len(n.block.ties) for n in networks(one)]
        for one in (
            report,
            *(build_report(s, load(), name="one", now=s.clock.ended_at) for s in own),
        )
    ]
    assert ties[0] and ties[0] == [one + other for one, other in zip(ties[1], ties[2], strict=True)]


def test_each_room_keeps_its_own_hour() -> None:
    state, own = joined().state, [room.state for room in rooms()]

    for name, room in zip(("Hall A", "Hall B"), own, strict=True):
        clock = state.rooms[name]
        assert [(r.segment, r.began_at, r.ended_at, r.pauses) for r in clock.runs] == [
            (r.segment, r.began_at, r.ended_at, r.pauses) for r in room.clock.runs
        ]
        assert clock.ended_at == room.clock.ended_at
        assert clock.skipped == room.clock.skipped


def test_the_same_rooms_make_the_same_record_in_whatever_order() -> None:
    one = joined()
    other = join_rooms(rooms()[::-1], load(), ("Hall B", "Hall A"))

    assert one.header == other.header
    assert one.lines == other.lines


def test_the_record_reads_back_as_it_is() -> None:
    record = joined()
    events = [decode_event(msgspec.json.decode(line.body)) for line in record.lines]

    assert [event.seq for event in events] == [*range(1, len(events) + 1)]
    assert fold(first_state(record.header), events, KindRules()) == record.state
    assert decode_state(encode_state(record.state)).rooms == record.state.rooms
    assert {event.room for event in events} == {"Hall A", "Hall B", "Hall A, Hall B"}
    assert not any(getattr(event.body, "token_hash", "") for event in events)


def test_themes_of_one_name_are_one_and_others_stay_apart() -> None:
    hours = [played(1), played(2)]
    for hour, names in zip(hours, (("Lifts", "Dogs"), ("Rain", "dogs")), strict=True):
        answers = [r.id for r in hour.state.responses_to(THEMED) if r.counts]
        for name, answer in zip(names, answers, strict=False):
            assert hour.do(CHAIR, co.KindCommand(THEMED, {"do": "add", "name": name, "seeds": []}))
            added = list(Frame(hour.plan.exercise(THEMED), hour.state.kinds[THEMED]).themes)[-1]
            move = {"do": "move", "answers": [answer], "to": added}
            assert hour.do(CHAIR, co.KindCommand(THEMED, move))
    state = joined(room_of(hours[0], "a"), room_of(hours[1], "b")).state

    frame = Frame(state.plan.exercise(THEMED), state.kinds[THEMED])
    found = {
        frame.themes[id_].name: {r.room for r in group}
        for id_, group in frame.by_theme(state.responses_to(THEMED)).items()
        if id_
    }
    assert found["Lifts"] == {"Hall A"}
    assert found["Rain"] == {"Hall B"}
    assert found["Dogs"] == {"Hall A", "Hall B"}
    assert "dogs" not in found


def test_what_was_taken_back_stays_away() -> None:
    hour = played(1)
    note = co.TakeNote(NoteId("gone"), "never mind", NoteTag.NOTE)
    assert hour.do(CHAIR, note)
    assert hour.do(CHAIR, co.Undo())

    state = joined(room_of(hour, "a"), rooms()[1]).state

    assert "never mind" not in {note.text for note in state.notes.values()}


def test_an_objective_that_rooms_see_differently_is_covered_partly() -> None:
    hours = [played(1), played(2)]
    objective = hours[0].plan.objectives[0].id
    for hour, coverage in zip(hours, (Coverage.COVERED, Coverage.NOT), strict=True):
        assert hour.do(CHAIR, co.MarkObjective(objective, coverage))
    state = joined(room_of(hours[0], "a"), room_of(hours[1], "b")).state

    assert state.objectives[objective].coverage is Coverage.PARTLY
    assert "Hall A: covered" in state.objectives[objective].remark


def test_rooms_are_called_as_in_their_files_else_as_their_files() -> None:
    first, second = rooms()
    assert [r.room for r in join_rooms((first, second), load()).state.session.rooms] == ["a", "b"]

    named = [
        replace(room, state=replace(room.state, session=replace(room.state.session, room=name)))
        for room, name in ((first, "Gold"), (second, "Blue"))
    ]
    state = join_rooms(named, load()).state
    assert [room.room for room in state.session.rooms] == ["Blue", "Gold"]


def changed(room: Room, **session: object) -> Room:
    return replace(room, state=replace(room.state, session=replace(room.state.session, **session)))


def unfit() -> dict[str, tuple[Room, ...]]:
    first, second = rooms()
    running = replace(second.state, clock=replace(second.state.clock, stage=Stage.RUNNING))
    segment = plan_of("c6-building-social-capital").segments[0]
    part = second.state.plan.parts[0]
    other = replace(part, segments=(replace(segment, planned_s=999), *part.segments[1:]))
    retimed = replace(second.state.plan, parts=(other, *second.state.plan.parts[1:]))
    return {
        "nothing to be joined with": (first,),
        "the same session": (first, first),
        "not ended": (first, replace(second, state=running)),
        "one is a rehearsal": (first, changed(second, rehearsal=None)),
        "did not run the same plan": (first, room_of(hour_of(1, SMALL), "c")),
        "their parts differ": (first, replace(second, state=replace(second.state, plan=retimed))),
        "did not run in parallel": (first, room_of(played(2, days=1), "b")),
        "a record of several rooms": (
            first,
            changed(second, rooms=joined().state.session.rooms),
        ),
    }


@pytest.mark.parametrize("why", list(unfit()))
def test_what_does_not_fit_is_refused_with_its_reason(why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        join_rooms(unfit()[why], load())

    assert refused.value.hint


@pytest.mark.parametrize("names", [("One",), ("One", "One"), ("One", " ")])
def test_every_room_has_a_name_of_its_own(names: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        join_rooms(rooms(), load(), names)
