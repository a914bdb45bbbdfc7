"""Answers that say the same, and the one that stands for them."""

from __future__ import annotations

import pytest

from tests.domain.desk import CANVAS, CHAIR, HELPER, HOST, IDEAS, PHONE, Desk, opened
from workshop.domain import commands as co
from workshop.domain.ids import ParticipantId, ResponseId
from workshop.domain.moderation import for_the_room
from workshop.domain.records import Response
from workshop.errors import Conflict, Forbidden, Refused
from workshop.service.codec import decode_state, encode_state

A, B, C = map(ResponseId, "abc")
OWN = ResponseId("p7.own")


def desk_with(*keys: str) -> Desk:
    desk = opened()
    desk.do(co.OpenExercise(IDEAS))
    for key in keys or ("a", "b", "c"):
        desk.do(co.SubmitResponse(IDEAS, key, {"text": key}), PHONE if key == "own" else CHAIR)
    return desk


def merge(into: ResponseId | None, *responses: ResponseId) -> co.MergeResponses:
    return co.MergeResponses(into, responses)


def response(desk: Desk, id_: ResponseId) -> Response:
    found = desk.state.response(id_)
    assert found is not None
    return found


def counting(desk: Desk) -> list[str]:
    return [r.id for r in desk.state.responses_to(IDEAS) if r.counts]


def behind(desk: Desk, id_: ResponseId) -> list[str]:
    return [r.id for r in desk.state.merged_with(id_)]


def test_one_stands_for_the_others_and_they_keep_their_words() -> None:
    desk = desk_with()
    desk.do(merge(A, A, B, C))
    assert counting(desk) == ["a"]
    assert behind(desk, A) == ["b", "c"]
    assert response(desk, B).answers == {"text": "b"} and response(desk, B).is_said
    assert desk.do(merge(A, B)) == ()


def test_what_stands_for_others_brings_them_along() -> None:
    desk = desk_with()
    desk.do(merge(B, C))
    desk.do(merge(A, B))
    assert counting(desk) == ["a"]
    assert behind(desk, A) == ["b", "c"]
    assert behind(desk, B) == []


def test_undo_names_the_merge_and_takes_it_back() -> None:
    desk = desk_with()
    desk.do(merge(B, C))
    desk.do(merge(A, B))
    assert desk.state.undo[CHAIR.id][-1].label == "merging 3 answers"
    desk.do(co.Undo())
    assert counting(desk) == ["a", "b"]
    assert behind(desk, B) == ["c"]


def test_they_are_taken_apart_again() -> None:
    desk = desk_with()
    desk.do(merge(A, B, C))
    desk.do(merge(None, C, A))
    assert counting(desk) == ["a", "c"]
    assert desk.do(merge(None, C)) == ()


def test_only_answers_to_one_question_that_can_be_read_are_merged() -> None:
    desk = desk_with()
    desk.do(co.SubmitResponse(CANVAS, "x", {"text": "x"}))
    desk.do(co.SubmitResponse(IDEAS, "later", {"text": "y"}, round=7))
    desk.do(co.HideResponse(C, "rude"))
    for body, said in (
        (merge(ResponseId("x"), ResponseId("x")), "cannot be merged"),
        (merge(A, ResponseId("x")), "different questions"),
        (merge(A, ResponseId("later")), "different questions"),
        (merge(A, C), "hidden or withdrawn"),
        (merge(C, A), "hidden or withdrawn"),
    ):
        with pytest.raises(Refused, match=said):
            desk.do(body)


def test_who_is_second_is_told_and_nothing_is_overwritten() -> None:
    desk = desk_with()
    desk.do(merge(A, B), HELPER)
    with pytest.raises(Conflict, match="merged into another"):
        desk.do(merge(C, B))
    with pytest.raises(Conflict, match="merged into another"):
        desk.do(merge(B, C))
    desk.do(merge(C, A, B))
    assert behind(desk, C) == ["a", "b"]
    with pytest.raises(Conflict):
        desk.do(co.Undo(), HELPER)


def test_participants_do_not_merge() -> None:
    with pytest.raises(Forbidden):
        desk_with().do(merge(A, B), PHONE)


def test_when_the_one_that_stands_is_withdrawn_the_others_stand_for_themselves() -> None:
    desk = desk_with("own", "b", "c")
    desk.do(merge(OWN, B, C))
    desk.do(co.WithdrawResponse(OWN), PHONE)
    assert counting(desk) == ["b", "c"]
    desk = desk_with("own", "b", "c")
    desk.do(merge(B, OWN, C))
    desk.do(co.WithdrawResponse(OWN), PHONE)
    assert counting(desk) == ["b"] and behind(desk, B) == ["c"]


def test_what_its_author_corrects_stands_for_itself_and_a_facilitators_wording_does_not() -> None:
    desk = desk_with("own", "b")
    desk.do(merge(B, OWN))
    desk.do(co.AmendResponse(B, "k", {"text": "better put"}))
    assert counting(desk) == ["b"]
    desk.do(co.AmendResponse(OWN, "k", {"text": "something else"}), PHONE)
    assert counting(desk) == ["p7.own", "b"]


def test_hiding_the_one_that_stands_hides_them_all_and_showing_it_brings_them_back() -> None:
    desk = desk_with()
    desk.do(merge(A, B, C))
    desk.do(co.HideResponse(A, "names somebody"))
    assert counting(desk) == []
    assert not response(desk, C).is_said
    desk.do(co.UnhideResponse(A))
    assert counting(desk) == ["a"] and behind(desk, A) == ["b", "c"]


def test_a_snapshot_knows_who_stands_for_whom() -> None:
    desk = desk_with()
    desk.do(merge(C, B, A))
    read = decode_state(encode_state(desk.state))
    assert read == desk.state
    assert [r.id for r in read.merged_with(C)] == ["a", "b"]


def test_the_room_sees_the_people_behind_what_was_passed_and_no_unread_words() -> None:
    desk = desk_with("own", "b")
    desk.do(co.SetModeration(True))
    desk.do(merge(B, OWN))
    seen = for_the_room(desk.state, IDEAS)
    assert [r.id for r in seen.responses_to(IDEAS) if r.counts] == ["b"]
    assert [r.id for r in seen.merged_with(B)] == ["p7.own"]
    desk.do(merge(None, OWN))
    desk.do(merge(OWN, B))
    assert for_the_room(desk.state, IDEAS).responses_to(IDEAS) == []


def test_votes_for_any_of_them_are_votes_for_the_one_that_stands() -> None:
    desk = desk_with()
    desk.do(co.Join(ParticipantId("p7"), "hash"), HOST)
    desk.do(co.VoteResponse(B), PHONE)
    desk.do(merge(A, B))
    assert desk.state.voters(A) == {ParticipantId("p7")}
