"""Undo restores the facts as they were, and only the sender's own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.desk import CHAIR, HELPER, PHONE, RULES, VOTE, Desk, opened
from workshop.domain import commands as co
from workshop.domain.apply import fold
from workshop.domain.ids import ActorId, NoteId, ObjectiveId, ResponseId, SegmentId, TallyId
from workshop.domain.records import Actor, Coverage, Role
from workshop.domain.state import State
from workshop.errors import Conflict, Refused, WorkshopError
from workshop.service.codec import decode_event, decode_state, encode_event, encode_state

ACTIONS = [
    co.Start(),
    co.Next(),
    co.Next(ago_s=45),
    co.Back(),
    co.Jump(SegmentId("case")),
    co.Pause(),
    co.Resume(),
    co.RetimeStart(30),
    co.AddTime(60),
    co.AddTime(-60),
    co.Skip(SegmentId("aloud")),
    co.Unskip(SegmentId("aloud")),
    co.Unskip(SegmentId("spare")),
    co.Fit(),
    co.CloseNow(),
    co.EndSession(),
    co.OpenExercise(VOTE),
    co.CloseExercise(VOTE),
    co.ShowResults(VOTE),
    co.HideResults(VOTE),
    co.SubmitResponse(VOTE, "k1", {"text": "one"}),
    co.SubmitResponse(VOTE, "k2", {"text": "two"}),
    co.AmendResponse(ResponseId("k1"), "a1", {"text": "uno"}),
    co.HideResponse(ResponseId("k1"), "twice"),
    co.UnhideResponse(ResponseId("k1")),
    co.StarResponse(ResponseId("k2")),
    co.ParkResponse(ResponseId("k2"), NoteId("parked")),
    co.MergeResponses(ResponseId("k1"), (ResponseId("k2"),)),
    co.MergeResponses(None, (ResponseId("k2"),)),
    co.WithdrawResponse(ResponseId("k2")),
    co.RecordTally(TallyId("t1"), VOTE, {"for": 3}, "1"),
    co.RecordTally(TallyId("t2"), VOTE, {"for": 4}, "1"),
    co.TakeNote(NoteId("n"), "a note"),
    co.EditNote(NoteId("n"), "a better note"),
    co.RemoveNote(NoteId("parked")),
    co.MarkObjective(ObjectiveId("o1"), Coverage.COVERED),
    co.LinkEvidence(ObjectiveId("o1"), ResponseId("k1")),
    co.SendMessage("2 minutes"),
    co.ClearMessage(),
    co.BlankScreen(True),
    co.KindCommand(VOTE, {"theme": "x"}),
    co.LockJoining(True),
    co.SetModeration(True),
    co.PassResponse(ResponseId("k1")),
]

# Never two commands at one moment: what came first is told by the clock alone.
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.floats(0.001, 600).map(lambda s: round(s, 3))),
    max_size=25,
)


def facts(state: State) -> State:
    """The state without what an undo may change: revisions, versions and its own stack."""
    return replace(
        state,
        revision=0,
        clock=replace(state.clock, version=0),
        keys=state.keys.__class__(),
        undo=state.undo.__class__(),
        touched=state.touched.__class__(),
    )


def play(desk: Desk, actions) -> list[State]:
    """Play what is possible; the states before each command that made a change."""
    before = []
    for body, seconds in actions:
        desk.pass_time(seconds)
        state = desk.state
        try:
            if desk.do(body):
                before.append(state)
        except WorkshopError:
            assert desk.state is state
    return before


@given(steps)
def test_undoing_everything_restores_every_fact_on_the_way(actions):
    desk = opened()
    before = play(desk, actions)
    for state in reversed(before):
        desk.do(co.Undo())
        assert facts(desk.state) == facts(state)


@given(steps)
def test_a_log_and_a_snapshot_tell_the_same_state(actions):
    desk = opened()
    play(desk, actions)
    if desk.state.undo.get(CHAIR.id):
        desk.do(co.Undo())
    read = [decode_event(json.loads(encode_event(event))) for event in desk.events]
    assert read == desk.events
    assert fold(desk.empty, read, RULES) == desk.state
    assert decode_state(encode_state(desk.state)) == desk.state


def test_answers_of_a_busy_room_fold_as_they_were_applied():
    desk = opened()
    for number in range(40):
        phone = Actor(ActorId(f"p{number % 20}"), Role.PARTICIPANT)
        desk.do(co.SubmitResponse(VOTE, f"k{number}", {"text": "x"}), phone)
        if number % 15 == 0:
            desk.do(co.StarResponse(ResponseId(f"{phone.id}.k{number}")))
    assert fold(desk.empty, desk.events, RULES) == desk.state


def test_it_names_what_it_takes_back():
    desk = opened()
    desk.do(co.Start())
    desk.do(co.Next())
    assert desk.state.undo[CHAIR.id][-1].label == "next to 'Talk one'"
    desk.do(co.Undo())
    assert desk.on == "welcome"


def test_one_undo_takes_back_a_whole_command():
    desk = opened()
    desk.do(co.Start())
    desk.do(co.CloseNow())
    desk.do(co.Undo())
    assert desk.on == "welcome"
    assert "pledge" not in desk.state.clock.skipped


def test_each_takes_back_only_their_own():
    desk = opened()
    desk.do(co.TakeNote(NoteId("mine"), "mine"))
    desk.do(co.TakeNote(NoteId("theirs"), "theirs"), HELPER)
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "from a phone"}), PHONE)
    desk.do(co.Undo())
    assert set(desk.state.notes) == {"theirs"}
    assert len(desk.state.responses_to(VOTE)) == 1


def test_what_somebody_else_changed_since_is_not_undone():
    desk = opened()
    desk.do(co.TakeNote(NoteId("n"), "first"))
    desk.do(co.EditNote(NoteId("n"), "second"), HELPER)
    with pytest.raises(Conflict, match="changed since"):
        desk.do(co.Undo())
    desk.do(co.Undo(), HELPER)
    desk.do(co.Undo())
    assert not desk.state.notes


def test_the_end_of_a_session_can_be_taken_back():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(30)
    desk.do(co.EndSession())
    desk.do(co.Undo())
    assert desk.on == "welcome"


def test_nothing_to_undo_is_said():
    with pytest.raises(Refused, match="nothing to undo"):
        opened().do(co.Undo(), HELPER)
