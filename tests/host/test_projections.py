"""What phones, the screen and the chair's phone see of a state, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.domain.desk import CANVAS, CHAIR, HOST, IDEAS, PHONE, VOTE, Desk, opened
from tests.domain.plans_for_tests import START
from workshop.domain import commands as co
from workshop.domain.clock import Stage
from workshop.domain.ids import ActorId, ParticipantId, SegmentId
from workshop.domain.on_now import shown_exercise, talked_about
from workshop.domain.plan import Mode, PhoneOptions
from workshop.domain.records import Actor, Pace, Role
from workshop.host.projections import (
    chair_view,
    epoch_ms,
    on_now,
    phone_view,
    presenter_view,
    screen_view,
    timing,
)

ME = ParticipantId(PHONE.id)
OTHER = Actor(ActorId("p8"), Role.PARTICIPANT)


def running(**phones: object) -> Desk:
    """An hour that has begun, with two phones."""
    desk = opened()
    desk.state = replace(desk.state, plan=replace(desk.state.plan, phones=PhoneOptions(**phones)))
    for phone in (PHONE, OTHER):
        desk.do(co.Join(ParticipantId(phone.id), f"hash of {phone.id}"), HOST)
    desk.do(co.Start())
    return desk


def at(desk: Desk, segment: str) -> Desk:
    desk.do(co.Jump(SegmentId(segment)))
    return desk


def left_s(desk: Desk) -> float:
    facts = timing(desk.state.plan, desk.state.clock)
    assert facts.deadline_ms is not None
    return (facts.deadline_ms - epoch_ms(desk.now)) / 1000


def test_the_countdown_is_facts_that_stand_while_time_passes():
    desk = running()
    facts = timing(desk.state.plan, desk.state.clock)
    assert (facts.allotted_ms, left_s(desk)) == (180_000, 180)
    desk.pass_time(100.123)
    assert timing(desk.state.plan, desk.state.clock) == facts
    assert left_s(desk) == 79.877
    desk.do(co.AddTime(60))
    assert left_s(desk) == 139.877


def test_a_pause_stops_the_countdown_and_moves_its_end():
    desk = running()
    desk.pass_time(30)
    desk.do(co.Pause())
    facts = timing(desk.state.plan, desk.state.clock)
    assert (facts.remaining_ms, facts.deadline_ms) == (150_000, None)
    assert facts.paused_ms == epoch_ms(desk.now)
    desk.pass_time(20)
    desk.do(co.Resume())
    assert left_s(desk) == 150


def test_a_segment_that_is_come_back_to_goes_on_where_it_was():
    desk = running()
    desk.pass_time(60)
    desk.do(co.Next())
    desk.pass_time(10)
    desk.do(co.Back())
    assert left_s(desk) == 120


def test_before_the_start_the_agreed_one_is_told():
    facts = timing(opened().state.plan, opened().state.clock)
    assert (facts.stage, facts.starts_ms) == (Stage.LOBBY, epoch_ms(START))


def test_a_blank_screen_holds_nothing():
    desk = at(running(), "sheet")
    desk.do(co.BlankScreen(True))
    view = screen_view(desk.state)
    assert view.blank
    assert (view.title, view.prompt, view.segment, view.exercise) == ("", "", "", None)


def test_the_screen_never_holds_notes_cues_or_messages():
    desk = at(running(), "sheet")
    desk.do(co.SendMessage("please close"))
    assert "please close" not in repr(screen_view(desk.state))
    assert presenter_view(desk.state, desk.now).message == "please close"


def test_a_prompt_stands_only_while_answers_are_taken():
    desk = at(running(), "sheet")
    assert screen_view(desk.state).prompt == "What?"
    desk.do(co.CloseExercise(IDEAS))
    assert screen_view(desk.state).prompt == ""


def test_results_are_shown_where_they_belong():
    desk = at(running(), "sheet")
    assert shown_exercise(desk.state) is None
    desk.do(co.ShowResults(IDEAS))
    assert shown_exercise(desk.state) == IDEAS
    at(desk, "case")
    assert shown_exercise(desk.state) is None, "another exercise waits for answers"
    at(desk, "pairs")
    assert shown_exercise(desk.state) is None, "somebody gives a talk"
    desk.do(co.EndSession())
    assert shown_exercise(desk.state) is None


def test_a_discussion_talks_about_the_last_that_was_asked():
    desk = at(running(), "sheet")
    desk.do(co.ShowResults(IDEAS))
    plan = desk.state.plan
    parts = tuple(
        replace(part, segments=tuple(
            replace(s, mode=Mode.DISCUSSION) if s.id == "pairs" else s for s in part.segments
        ))
        for part in plan.parts
    )  # fmt: skip
    desk.state = replace(desk.state, plan=replace(plan, parts=parts))
    at(desk, "pairs")
    assert shown_exercise(desk.state) == talked_about(desk.state) == IDEAS
    at(at(desk, "case"), "pairs")
    assert shown_exercise(desk.state) is None, "the room has gone on from the ideas"
    assert talked_about(desk.state) not in (None, IDEAS)


def answer(desk: Desk, text: str, who: Actor = PHONE, exercise: str = IDEAS) -> None:
    desk.do(co.SubmitResponse(exercise, text, {"text": text}), who)


def test_a_phone_sees_its_own_answers_and_nobody_elses():
    desk = at(running(), "sheet")
    answer(desk, "mine")
    answer(desk, "theirs", OTHER)
    view = phone_view(desk.state, ME, desk.now)
    assert [own.text for own in view.exercises[0].own] == ["mine"]
    assert "theirs" not in repr(view)
    assert (view.badge, view.stage, view.left_s) == (1, Stage.RUNNING, 360)


def test_others_answers_come_with_upvotes_and_shown_results_only():
    desk = at(running(upvotes=True), "sheet")
    answer(desk, "theirs", OTHER)
    assert "theirs" not in repr(phone_view(desk.state, ME, desk.now))
    desk.do(co.ShowResults(IDEAS))
    (other,) = phone_view(desk.state, ME, desk.now).exercises[0].others
    assert (other.text, other.votes, other.mine) == ("theirs", 0, False)
    desk.do(co.VoteResponse(other.response), PHONE)
    (other,) = phone_view(desk.state, ME, desk.now).exercises[0].others
    assert (other.votes, other.mine) == (1, True)
    desk.do(co.SetModeration(True))
    assert phone_view(desk.state, ME, desk.now).exercises[0].others == ()


def test_without_upvotes_no_phone_lists_others_answers():
    desk = at(running(), "sheet")
    answer(desk, "theirs", OTHER)
    desk.do(co.ShowResults(IDEAS))
    assert "theirs" not in repr(phone_view(desk.state, ME, desk.now))


def test_earlier_exercises_stay_open_as_long_as_the_plan_says():
    def open_at(segment: str, keep: str) -> list[str]:
        desk = at(running(keep_open=keep), "sheet")
        if segment != "sheet":
            at(desk, segment)
        return [id_ for id_, _round, is_open, _shown in on_now(desk.state).on if is_open]

    assert open_at("sheet", "segment") == [IDEAS]
    assert open_at("pairs", "segment") == []
    assert open_at("pairs", "part") == [IDEAS]
    assert open_at("talk-two", "part") == [], "though it comes again in the third part"
    assert open_at("thanks", "session") == [IDEAS, VOTE]


def test_what_is_on_comes_first():
    desk = at(at(running(keep_open="session"), "sheet"), "case")
    desk.do(co.OpenExercise(CANVAS))
    assert [on[0] for on in on_now(desk.state).on] == [VOTE, CANVAS, IDEAS]


def test_answers_do_not_change_what_is_on():
    desk = at(running(), "sheet")
    before = on_now(desk.state)
    answer(desk, "mine")
    assert on_now(desk.state) == before
    desk.do(co.ShowResults(IDEAS))
    assert on_now(desk.state) != before


def test_who_was_sent_out_sees_no_exercise():
    desk = at(running(), "sheet")
    desk.do(co.RemoveParticipant(ME))
    view = phone_view(desk.state, ME, desk.now)
    assert view.removed
    assert view.exercises == ()


def test_the_chair_sees_who_answered_who_is_lost_and_what_was_noted():
    desk = at(running(), "sheet")
    answer(desk, "one")
    answer(desk, "two")
    desk.do(co.SignalPace(Pace.LOST), OTHER)
    desk.do(co.TakeNote("n1", "remember"), CHAIR)
    view = chair_view(desk.state, desk.now)
    assert view.exercise is not None
    assert (view.exercise.answered, view.joined) == (1, 2)
    assert view.pace == ((Pace.LOST, 1),)
    assert [note.text for note in view.taken] == ["remember"]
    assert view.version == desk.state.clock.version


def test_a_chairs_view_stands_while_only_time_passes():
    desk = at(running(), "sheet")
    view = chair_view(desk.state, desk.now)
    assert chair_view(desk.state, desk.now + timedelta(seconds=30)) == view


def test_a_merged_answer_is_still_received_and_others_see_the_one_that_stands():
    desk = at(running(upvotes=True), "sheet")
    answer(desk, "mine")
    answer(desk, "theirs", OTHER)
    desk.do(co.ShowResults(IDEAS))
    (mine,), (theirs,) = (
        [r.id for r in desk.state.responses_to(IDEAS) if r.participant == phone.id]
        for phone in (PHONE, OTHER)
    )
    desk.do(co.VoteResponse(theirs), PHONE)
    desk.do(co.MergeResponses(theirs, (mine,)))
    shown = phone_view(desk.state, ME, desk.now).exercises[0]
    assert [own.text for own in shown.own] == ["mine"]
    assert [(other.text, other.votes) for other in shown.others] == [("theirs", 1)]
    desk.do(co.MergeResponses(None, (mine,)))
    desk.do(co.MergeResponses(mine, (theirs,)))
    assert phone_view(desk.state, ME, desk.now).exercises[0].others == ()
