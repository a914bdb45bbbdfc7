"""Commands from the lobby to the end: what happens, what is refused, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.desk import (
    CASE,
    CHAIR,
    HELPER,
    HOST,
    IDEAS,
    PHONE,
    START,
    VOTE,
    Desk,
    opened,
)  # fmt: skip
from tests.domain.plans_for_tests import MUST_END
from workshop.domain import commands as co
from workshop.domain.clock import Stage
from workshop.domain.decide import DECIDERS
from workshop.domain.ids import (
    ExerciseId,
    NoteId,
    ObjectiveId,
    ParticipantId,
    ResponseId,
    SegmentId,
    TallyId,
)  # fmt: skip
from workshop.domain.records import CaseStep, Coverage, NoteTag, Role
from workshop.errors import Conflict, Forbidden, KeyReused, NotFound, Refused


def test_every_command_has_roles_and_a_decider():
    assert set(co.ALLOWED) == set(co.COMMAND_TYPES.values()) == set(DECIDERS)
    assert all(roles <= set(Role) and roles for roles in co.ALLOWED.values())


def test_nothing_starts_until_the_chair_says_so():
    desk = opened()
    assert desk.state.clock.stage is Stage.LOBBY
    assert desk.state.exercises[VOTE].open
    desk.do(co.Start())
    assert (desk.on, desk.state.clock.started_at) == ("welcome", START)


def test_an_end_before_the_start_is_refused():
    desk = Desk()
    desk.do(co.CreateSession(START, MUST_END), HOST)
    with pytest.raises(Refused, match="before the start"):
        desk.do(co.Prepare(START, START))


@pytest.mark.parametrize("body", [co.Start(), co.Pause(), co.Fit(), co.EndSession()])
def test_only_the_chair_moves_the_clock(body):
    desk = opened()
    for actor in (HELPER, PHONE):
        with pytest.raises(Forbidden):
            desk.do(body, actor)


def test_next_enters_segments_in_order_and_opens_their_exercise():
    desk = opened()
    desk.do(co.Start())
    for expected in ("talk-one", "sheet"):
        desk.pass_time(60)
        desk.do(co.Next())
        assert desk.on == expected
    assert desk.state.exercises[IDEAS].open
    assert desk.state.exercises[IDEAS].round == 1


def test_the_same_exercise_later_is_another_round():
    desk = opened()
    desk.do(co.Start())
    desk.do(co.Jump(SegmentId("aloud")))
    assert desk.state.exercises[IDEAS].round == 2


def test_next_on_the_last_segment_points_to_the_end():
    desk = opened()
    desk.do(co.Start())
    desk.do(co.Jump(SegmentId("thanks")))
    with pytest.raises(Refused, match="last segment") as refusal:
        desk.do(co.Next())
    assert "End the session" in refusal.value.hint


def test_a_forgotten_next_is_put_right_and_answers_are_stamped_anew():
    desk = opened()
    desk.do(co.Start())
    desk.do(co.Next())
    desk.pass_time(400)
    desk.do(co.SubmitResponse(IDEAS, "k1", {"text": "late"}))
    assert desk.state.responses_to(IDEAS)[0].segment == "talk-one"
    desk.pass_time(20)
    desk.do(co.Next(ago_s=180))
    response = desk.state.responses_to(IDEAS)[0]
    assert (response.segment, response.offset_s) == ("sheet", 160.0)
    assert desk.state.clock.runs[-2].ended_at == desk.now - timedelta(seconds=180)


def test_a_segment_cannot_begin_before_the_one_before_it():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(60)
    desk.do(co.Next(ago_s=3600))
    assert desk.state.clock.runs[-1].began_at == START


def test_retiming_moves_the_boundary_and_the_pauses_with_it():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(60)
    desk.do(co.Next())
    desk.pass_time(60)
    desk.do(co.Pause())
    desk.pass_time(30)
    desk.do(co.Resume())
    desk.pass_time(30)
    desk.do(co.RetimeStart(ago_s=40))
    before, run = desk.state.clock.runs
    assert before.ended_at == run.began_at == desk.now - timedelta(seconds=40)
    assert sum(len(r.pauses) for r in (before, run)) == 2
    with pytest.raises(Refused, match="before 'Welcome'"):
        desk.do(co.RetimeStart(ago_s=3600))


def test_minus_takes_no_more_than_there_is():
    desk = opened()
    desk.do(co.Start())
    for _ in range(3):
        desk.do(co.AddTime(-60))
    assert desk.state.clock.allotted["welcome"] == 0
    with pytest.raises(Refused, match="no time left"):
        desk.do(co.AddTime(-60))


def test_what_is_on_or_over_cannot_be_skipped():
    desk = opened()
    desk.do(co.Start())
    with pytest.raises(Refused, match="on now"):
        desk.do(co.Skip(SegmentId("welcome")))
    desk.do(co.Next())
    with pytest.raises(Refused, match="has been run"):
        desk.do(co.Skip(SegmentId("welcome")))
    desk.do(co.Skip(SegmentId("sheet")))
    desk.do(co.Next())
    assert desk.on == "pairs"


def test_an_alternative_without_minutes_is_left_out_until_it_is_taken_up():
    desk = opened()
    assert desk.state.clock.skipped == {"spare"}
    desk.do(co.Start())
    desk.do(co.Jump(SegmentId("spare")))
    assert desk.state.clock.allotted["spare"] > 0
    assert desk.state.clock.skipped == frozenset()


def test_close_now_enters_the_closing_part():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(50 * 60)
    desk.do(co.CloseNow())
    assert desk.on == "takeaways"
    assert "pledge" in desk.state.clock.skipped


def test_the_end_is_an_action_of_its_own_and_comes_once():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(60)
    desk.do(co.EndSession())
    assert desk.state.clock.stage is Stage.ENDED
    assert desk.state.clock.ended_at == desk.now
    with pytest.raises(Refused, match="ended already"):
        desk.do(co.EndSession())


def test_a_clock_key_pressed_on_an_old_view_is_a_conflict():
    desk = opened()
    desk.do(co.Start())
    seen = desk.state.clock.version
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    desk.do(co.Next(), expect={"clock": seen})
    with pytest.raises(Conflict):
        desk.do(co.Next(), expect={"clock": seen})


def test_the_same_key_and_body_count_once_and_another_body_is_refused():
    desk = opened()
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    assert desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE) == ()
    with pytest.raises(KeyReused):
        desk.do(co.SubmitResponse(VOTE, "k", {"text": "y"}), PHONE)
    assert len(desk.state.responses_to(VOTE)) == 1


def test_two_people_may_use_the_same_key():
    desk = opened()
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "y"}))
    assert len(desk.state.responses_to(VOTE)) == 2


def test_a_phone_answers_only_what_is_open_and_only_for_itself():
    desk = opened()
    with pytest.raises(Refused, match="takes no answers"):
        desk.do(co.SubmitResponse(IDEAS, "k", {"text": "x"}), PHONE)
    desk.do(
        co.SubmitResponse(VOTE, "k", {"text": "x"}, participant=ParticipantId("somebody")), PHONE
    )
    assert desk.state.responses_to(VOTE)[0].participant == "p7"
    desk.do(co.SubmitResponse(VOTE, "t1", {"text": "typed"}))
    with pytest.raises(Forbidden):
        desk.do(co.WithdrawResponse(ResponseId("t1")), PHONE)
    with pytest.raises(Forbidden):
        desk.do(co.AmendResponse(ResponseId("t1"), "k2", {"text": "mine"}), PHONE)


def test_a_correction_keeps_place_and_counts_once():
    desk = opened()
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    correction = co.AmendResponse(ResponseId("p7.k"), "k2", {"text": "better"})
    desk.do(correction, PHONE)
    assert desk.do(correction, PHONE) == ()
    (response,) = desk.state.responses_to(VOTE)
    assert (response.answers, response.amended) == ({"text": "better"}, 1)
    with pytest.raises(KeyReused):
        desk.do(co.AmendResponse(ResponseId("p7.k"), "k2", {"text": "other"}), PHONE)


def test_an_answer_that_its_kind_refuses_says_why():
    desk = opened()
    with pytest.raises(Refused, match="empty"):
        desk.do(co.SubmitResponse(VOTE, "k", {"text": ""}))


@pytest.mark.parametrize("key", ["", "x" * 65, "\x00"])
def test_a_key_must_be_usable(key):
    with pytest.raises(Refused, match="key"):
        opened().do(co.SubmitResponse(VOTE, key, {"text": "x"}))


def test_a_parked_answer_is_a_note_that_remembers_it():
    desk = opened()
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "who pays?"}))
    desk.do(co.ParkResponse(ResponseId("k"), NoteId("n1")))
    note = desk.state.notes[NoteId("n1")]
    assert (note.text, note.tag, note.response) == ("who pays?", NoteTag.PARKED, "k")
    assert desk.state.responses_to(VOTE)[0].parked
    desk.do(co.RemoveNote(NoteId("n1")))
    assert not desk.state.responses_to(VOTE)[0].parked


def test_hands_are_counted_per_table_and_a_new_count_replaces_the_old():
    desk = opened()
    desk.do(co.RecordTally(TallyId("a"), VOTE, {"for": 6, "against": 2}, "4"))
    desk.do(co.RecordTally(TallyId("b"), VOTE, {"for": 5, "against": "few"}, "4"))
    desk.do(co.RecordTally(TallyId("c"), VOTE, {"for": 1}, "5"))
    assert [tally.counts["for"] for tally in desk.state.tallies_of(VOTE)] == [5, 1]


@pytest.mark.parametrize(
    ("exercise", "counts", "what"),
    [
        (IDEAS, {"for": 1}, "cannot be counted"),
        (VOTE, {"perhaps": 1}, "no option"),
        (VOTE, {"for": "many"}, "no count"),
        (VOTE, {"for": -1}, "no count"),
        (VOTE, {}, "empty"),
    ],
)
def test_a_count_that_makes_no_sense_is_refused(exercise, counts, what):
    with pytest.raises(Refused, match=what):
        opened().do(co.RecordTally(TallyId("a"), exercise, counts))


def test_two_editors_of_a_note_cannot_overwrite_each_other_unseen():
    desk = opened()
    desk.do(co.TakeNote(NoteId("n"), "first"))
    desk.do(co.EditNote(NoteId("n"), "second"), HELPER, {"notes/n": 1})
    with pytest.raises(Conflict, match="note"):
        desk.do(co.EditNote(NoteId("n"), "third"), CHAIR, {"notes/n": 1})
    assert desk.state.notes[NoteId("n")].text == "second"


def test_a_note_is_tied_to_its_writer_segment_and_time():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(75)
    desk.do(co.TakeNote(NoteId("n"), "good question"), HELPER)
    note = desk.state.notes[NoteId("n")]
    assert (note.initials, note.segment, note.offset_s) == ("SV", "welcome", 75.0)


def test_a_note_from_elsewhere_keeps_its_own_time():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(600)
    desk.do(co.Next())
    desk.do(co.TakeNote(NoteId("n"), "kept apart", taken_at=START + timedelta(seconds=30)))
    assert desk.state.notes[NoteId("n")].segment == "welcome"


def test_objectives_are_marked_and_get_evidence():
    desk = opened()
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}))
    desk.do(co.MarkObjective(ObjectiveId("o1"), Coverage.PARTLY, "half of it"), HELPER)
    desk.do(co.LinkEvidence(ObjectiveId("o1"), ResponseId("k")))
    record = desk.state.objectives[ObjectiveId("o1")]
    assert (record.coverage, record.evidence) == (Coverage.PARTLY, ("k",))
    with pytest.raises(NotFound):
        desk.do(co.MarkObjective(ObjectiveId("o99"), Coverage.COVERED))


def test_the_case_opens_its_canvas_when_it_gets_there():
    desk = opened()
    desk.do(co.StepCase(CASE, CaseStep.QUESTIONS, 1))
    assert (desk.state.case.step, desk.state.case.index) == (CaseStep.QUESTIONS, 1)
    with pytest.raises(Refused, match="no such step"):
        desk.do(co.StepCase(CASE, CaseStep.QUESTIONS, 2))
    desk.do(co.StepCase(CASE, CaseStep.CANVAS))
    assert desk.state.exercises[ExerciseId("canvas")].open


def test_sleep_is_asked_about_and_may_be_left_out():
    desk = opened()
    desk.do(co.Start())
    desk.pass_time(60)
    slept_at = desk.now
    desk.pass_time(300)
    desk.do(co.ReportClockGap(slept_at, desk.now, 300.0, "sleep"), HOST)
    assert desk.state.clock.gap is not None
    desk.do(co.ResolveClockGap(counted=False))
    desk.do(co.TakeNote(NoteId("n"), "awake again"))
    assert desk.state.notes[NoteId("n")].offset_s == 60.0
    with pytest.raises(Refused, match="no gap"):
        desk.do(co.ResolveClockGap(counted=True))


def test_a_kind_has_commands_and_events_of_its_own():
    desk = opened()
    (event,) = desk.do(co.KindCommand(IDEAS, {"theme": "time"}))
    assert (event.body.kind, event.body.v) == ("ideas", 3)
    assert desk.state.kinds[IDEAS] == [{"theme": "time"}]
    with pytest.raises(Refused, match="Not like that"):
        desk.do(co.KindCommand(IDEAS, {"refuse": True}))
