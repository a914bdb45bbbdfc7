"""Whole hours played by nobody: like a real one, always the same, quick."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec
import pytest

from workshop.domain.apply import fold
from workshop.domain.clock import Stage
from workshop.domain.events import Event
from workshop.domain.ids import SegmentId
from workshop.domain.plan import Bank, Mode, Segment, SessionPlan
from workshop.domain.records import NoteTag, Source
from workshop.domain.state import State
from workshop.export.building.from_state import build_report
from workshop.kinds.registry import KindRules, load
from workshop.plans import Library, open_exercise, open_plan
from workshop.rehearsal.hour import Hour, Moment
from workshop.service.codec import decode_event
from workshop.service.header import first_state
from workshop.service.log import EventLine

START = datetime(2025, 5, 22, 13, tzinfo=UTC)
C6 = "c6-building-social-capital"
PLANS = [entry.id for entry in Library.open().plans]


@cache
def plan_of(id_: str) -> SessionPlan:
    return open_plan(id_, Library.open(), load())


def hour(id_: str = C6, participants: int = 40, seed: int = 1) -> Hour:
    made = Hour(plan_of(id_), START, participants=participants, seed=seed)
    made.play()
    return made


@pytest.fixture(scope="module")
def c6() -> State:
    return hour().state


@pytest.mark.parametrize("id_", PLANS)
def test_each_bundled_plan_is_rehearsed_to_its_end(id_: str) -> None:
    state = hour(id_, participants=24).state

    assert state.clock.stage is Stage.ENDED
    used = {
        exercise
        for run in state.clock.runs
        if (exercise := state.plan.segment(run.segment).exercise)
    }
    for exercise in {*used, *state.plan.lobby}:
        assert len(state.responses_to(exercise)) >= 3, exercise
    assert all(state.objectives[objective.id].coverage for objective in state.plan.objectives)
    over_s = (state.clock.ended_at - state.clock.must_end_at).total_seconds()
    assert abs(over_s) < 0.1 * state.plan.total_s


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = hour(), hour(), hour(seed=2)

    assert first.header == again.header
    assert first.lines == again.lines
    assert first.header["id"] != other.header["id"]
    said = [[r.answers for r in h.state.responses_to("who-moves-together")] for h in (first, other)]
    assert said[0] != said[1]


def test_people_come_early_late_and_on_paper_and_some_leave(c6: State) -> None:
    joined = [person.at for person in c6.participants.values()]

    assert min(joined) < START and max(joined) > c6.clock.started_at
    assert {r.source for r in c6.responses_to("confidence")} == {Source.PHONE, Source.PAPER}
    before, after = (len(c6.responses_to("confidence", n)) for n in (1, 2))
    assert 20 <= before <= 40 and 20 <= after <= 40


def test_some_say_who_they_are_and_some_ask(c6: State) -> None:
    people = list(c6.participants.values())

    named = [p for p in people if p.name]
    placed = [p for p in people if p.organisation and not p.name]
    assert named and placed and len(named) + len(placed) < len(people)
    assert len({p.name for p in named}) == len(named)
    assert c6.questions


def test_some_correct_send_twice_or_take_back_and_nothing_counts_twice() -> None:
    played = hour(participants=120)
    every = [r for found in played.state.responses.values() for r in found.values()]

    assert any(r.amended for r in every)
    assert any(r.withdrawn for r in every)
    ids = [decode_event_of(line).cmd for line in played.lines]
    assert len({r.id for r in every}) == len(every)
    # A repeat makes no event, so fewer commands left one than were sent.
    assert len(set(ids)) < int(max(ids, key=lambda id_: int(id_[1:]))[1:])


def decode_event_of(line: EventLine) -> Event:
    return decode_event(msgspec.json.decode(line.body))


def test_the_chair_does_what_a_chair_does(c6: State) -> None:
    tags = {note.tag for note in c6.notes.values()}

    assert {NoteTag.NOTE, NoteTag.AGREED, NoteTag.TAKEAWAY} <= tags
    assert any(run.pauses for run in c6.clock.runs)
    assert c6.case is not None
    assert c6.tallies
    record = c6.exercises["who-moves-together"]
    assert record.shown and not record.open
    assert any(r.starred for r in c6.responses_to("who-moves-together"))
    assert any(record.evidence for record in c6.objectives.values())


def test_answers_differ_and_fit_their_forms(c6: State) -> None:
    ideas = [r.answers["text"] for r in c6.responses_to("who-moves-together")]

    assert len({text.casefold() for text in ideas}) > 0.9 * len(ideas)
    assert max(map(len, ideas)) <= 140
    moved = [
        sum(sum(r.answers.values()) for r in c6.responses_to("confidence", n))
        / sum(len(r.answers) for r in c6.responses_to("confidence", n))
        for n in (1, 2)
    ]
    assert 0.4 < moved[1] - moved[0] < 1.6


def test_an_exercise_without_a_bank_is_answered_by_its_form() -> None:
    plan = plan_of(C6)
    bare = replace(plan, exercises=tuple(replace(e, bank=Bank()) for e in plan.exercises))
    state = Hour(bare, START, participants=20, seed=3).play()

    assert all(len(state.responses_to(id_)) > 5 for id_ in ("network-pledge", "who-moves-together"))


def test_the_file_says_that_it_is_a_rehearsal_and_holds_no_bank(c6: State) -> None:
    header = hour().header

    assert header["rehearsal"] == {"speed": 1.0, "participants": 40, "seed": 1}
    assert c6.session.rehearsal is not None
    assert all(not exercise["bank"]["lines"] for exercise in header["plan"]["exercises"])


def test_the_file_folds_to_what_was_played() -> None:
    played = hour()
    events = (decode_event(msgspec.json.decode(line.body)) for line in played.lines)

    assert fold(first_state(played.header), events, KindRules()) == played.state


def test_every_bundled_exercise_is_played_and_found_something_in() -> None:
    library, base = Library.open(), plan_of("team-retrospective")
    every = [open_exercise(entry.id, library, load()) for entry in library.exercises]
    exercises = tuple(load()[one.kind].prepare(one, base) for one in every)
    segments = tuple(
        Segment(SegmentId(f"s-{one.id}"), one.title, 240, 120, exercise=one.id, mode=Mode.EXERCISE)
        for one in exercises
    )
    objectives = base.objectives
    part = replace(base.parts[0], objectives=objectives, segments=segments)
    plan = replace(base, total_s=240 * len(segments), parts=(part,), exercises=exercises, lobby=())
    state = Hour(plan, START, participants=24, seed=2).play()
    report = build_report(state, load(), name="all", now=START)

    found = {result.id: result.rounds[0] for result in report.exercises}
    assert set(found) == {one.id for one in exercises}
    for id_, round_ in found.items():
        assert len(round_.counting) >= 3, id_
        assert round_.findings.sentences, id_


@pytest.mark.parametrize("seed", range(4))
def test_a_room_of_one_is_played_too(seed: int) -> None:
    state = hour("team-retrospective", participants=1, seed=seed).state

    assert state.clock.stage is Stage.ENDED


def test_an_hour_stands_where_it_is_wanted() -> None:
    lobby, asked = (Hour(plan_of(C6), START, participants=40, seed=1) for _ in range(2))
    lobby.play(Moment(None, -240))
    asked.play(Moment(SegmentId("ask-everyone"), 120))

    assert lobby.state.clock.stage is Stage.LOBBY
    assert lobby.now == START - timedelta(seconds=240)
    assert len(lobby.state.participants) > 15
    run = asked.state.clock.current
    assert run is not None and run.segment == "ask-everyone"
    assert asked.now == run.began_at + timedelta(seconds=120)
    assert len(asked.state.responses_to("who-moves-together")) > 10
