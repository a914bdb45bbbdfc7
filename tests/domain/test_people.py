"""Who is in the room, and what each may do there."""

from __future__ import annotations

import pytest

from tests.domain.desk import CHAIR, HELPER, HOST, PHONE, VOTE, opened
from workshop.domain import commands as co
from workshop.domain.ids import ActorId, ParticipantId, QuestionId, ResponseId
from workshop.domain.records import Actor, Pace, Role
from workshop.errors import Forbidden, NotFound, Refused

OTHER = Actor(ActorId("p8"), Role.PARTICIPANT)


def with_phones():
    desk = opened()
    for phone in (PHONE, OTHER):
        desk.do(co.Join(ParticipantId(phone.id), f"hash of {phone.id}"), HOST)
    return desk


def admitted(desk):
    desk.do(
        co.AdmitFacilitator(HELPER.id, Role.CO_FACILITATOR, "Sam", "SV", "a laptop", "hash"), HOST
    )


def test_everyone_gets_a_badge_of_their_own_and_keeps_it():
    desk = with_phones()
    assert desk.do(co.Join(ParticipantId("p7"), "hash of p7"), HOST) == ()
    assert sorted(p.badge for p in desk.state.participants.values()) == [1, 2]


def test_a_closed_door_lets_nobody_in():
    desk = with_phones()
    desk.do(co.LockJoining(True))
    with pytest.raises(Refused, match="closed"):
        desk.do(co.Join(ParticipantId("p9"), "h"), HOST)
    desk.do(co.Undo())
    desk.do(co.Join(ParticipantId("p9"), "h"), HOST)


def test_a_profile_is_ones_own_and_limited() -> None:
    desk = with_phones()
    desk.do(co.SetProfile("Ada", "nurse", "City Hospital"), PHONE)
    person = desk.state.participants[ParticipantId("p7")]
    assert (person.name, person.role, person.organisation) == ("Ada", "nurse", "City Hospital")
    with pytest.raises(Refused, match="81 characters"):
        desk.do(co.SetProfile("x" * 81), PHONE)


def test_who_was_sent_out_can_neither_answer_nor_ask():
    desk = with_phones()
    desk.do(co.RemoveParticipant(ParticipantId("p7")))
    with pytest.raises(Forbidden):
        desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    with pytest.raises(Forbidden):
        desk.do(co.AskOrganisers(QuestionId("q"), "why?"), PHONE)


def test_nobody_answers_more_often_than_the_exercise_takes():
    desk = with_phones()
    for number in range(3):
        desk.do(co.SubmitResponse(VOTE, f"k{number}", {"text": "x"}), PHONE)
    with pytest.raises(Refused, match="3 answers already"):
        desk.do(co.SubmitResponse(VOTE, "k3", {"text": "x"}), PHONE)
    desk.do(co.WithdrawResponse(ResponseId("p7.k0")), PHONE)
    desk.do(co.SubmitResponse(VOTE, "k3", {"text": "x"}), PHONE)
    assert desk.state.sent[ParticipantId("p7")][-1] == "p7.k3"


def test_a_co_facilitator_moves_the_clock_only_when_it_is_lent():
    desk = with_phones()
    admitted(desk)
    with pytest.raises(Forbidden):
        desk.do(co.Start(), HELPER)
    desk.do(co.GrantClock(HELPER.id))
    desk.do(co.Start(), HELPER)
    with pytest.raises(Forbidden):
        desk.do(co.EndSession(), HELPER)
    desk.do(co.GrantClock(HELPER.id, granted=False))
    with pytest.raises(Forbidden):
        desk.do(co.Next(), HELPER)


def test_a_revoked_device_can_do_nothing_more():
    desk = with_phones()
    admitted(desk)
    desk.do(co.RevokeFacilitator(HELPER.id))
    with pytest.raises(Forbidden):
        desk.do(co.OpenExercise(VOTE), HELPER)


def test_votes_count_once_and_not_for_oneself():
    desk = with_phones()
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    response = ResponseId("p7.k")
    with pytest.raises(Refused, match="your own"):
        desk.do(co.VoteResponse(response), PHONE)
    desk.do(co.VoteResponse(response), OTHER)
    assert desk.do(co.VoteResponse(response), OTHER) == ()
    assert len(desk.state.votes[response]) == 1
    desk.do(co.HideResponse(response, "rude"))
    with pytest.raises(NotFound):
        desk.do(co.VoteResponse(response, up=False), OTHER)


def test_questions_reach_the_organisers_and_are_settled():
    desk = with_phones()
    desk.do(co.AskOrganisers(QuestionId("q"), "Will there be slides?"), PHONE)
    desk.do(co.SettleQuestion(QuestionId("q")), HELPER)
    assert desk.state.questions[QuestionId("q")].settled


def test_only_who_does_not_follow_is_kept():
    desk = with_phones()
    desk.do(co.SignalPace(Pace.LOST), PHONE)
    assert desk.state.pace[ParticipantId("p7")].pace is Pace.LOST
    desk.do(co.SignalPace(Pace.FOLLOWING), PHONE)
    assert not desk.state.pace


def test_answers_are_let_onto_the_screen_one_by_one_where_asked_for():
    desk = with_phones()
    desk.do(co.SetModeration(True), CHAIR)
    desk.do(co.SubmitResponse(VOTE, "k", {"text": "x"}), PHONE)
    desk.do(co.PassResponse(ResponseId("p7.k")), HELPER)
    assert desk.state.responses_to(VOTE)[0].passed


def test_what_a_participant_corrects_is_looked_over_anew():
    desk = with_phones()
    desk.do(co.OpenExercise(VOTE))
    desk.do(co.SubmitResponse(VOTE, "k1", {"text": "kind"}), PHONE)
    response = ResponseId("p7.k1")
    desk.do(co.PassResponse(response))
    desk.do(co.AmendResponse(response, "k2", {"text": "spelt"}))
    assert desk.state.response(response).passed, "a facilitator's correction has been looked over"
    desk.do(co.AmendResponse(response, "k3", {"text": "unkind"}), PHONE)
    assert not desk.state.response(response).passed
