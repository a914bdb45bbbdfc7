"""Nothing of an erased participant is left in any event, and everything else is."""

from __future__ import annotations

from dataclasses import replace

from immutables import Map

from tests.stage import CHAIR, HOST, IDEAS, START, header
from workshop.domain import events as ev
from workshop.domain.apply import fold
from workshop.domain.commands import Command, Join
from workshop.domain.events import Event
from workshop.domain.ids import ActorId, CommandId, ExerciseId, ParticipantId, ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Participant, Response, Restore, Role
from workshop.domain.state import State
from workshop.domain.step import step
from workshop.kinds.registry import KindRules
from workshop.service.codec import encode_event
from workshop.service.erasing import ERASED, traces_of, without
from workshop.service.header import first_state
from workshop.service.wire import without_hash

GONE = ParticipantId("p-gone-9")
WHO = ExerciseId("who")
WORDS = "we never hear back from the clinic"


def _events(*bodies: tuple[ev.EventBody, str]) -> list[Event]:
    return [
        Event(seq, START, ActorId(by), Role.PARTICIPANT if by == GONE else Role.CHAIR, "",
              CommandId(f"c{seq}"), True, body)
        for seq, (body, by) in enumerate(bodies, 1)
    ]  # fmt: skip


def _answer(response: str, text: str, participant: str) -> ev.ResponseSubmitted:
    return ev.ResponseSubmitted(
        ResponseId(response), IDEAS, 1, "k", {"text": text}, participant=ParticipantId(participant)
    )


def _placed(response: str) -> ev.KindEvent:
    payload = {"touches": [f"answers/{response}"], "do": "place", "answer": response}
    return ev.KindEvent(IDEAS, "ideas", 2, payload)


def _state() -> State:
    return first_state(header())


def test_what_kinds_keep_of_a_participants_answers_goes_with_them() -> None:
    mine = f"{GONE}.k"
    restored = (
        Restore("kinds", f"{IDEAS}/answers/{mine}", {"theme": "t1"}, 3),
        Restore("kinds", f"{IDEAS}/answers/p2.k", {"theme": "t1"}, 4),
    )
    events = _events(
        (_answer(mine, WORDS, GONE), GONE),
        (_answer("p2.k", "another matter altogether", "p2"), "p2"),
        (_placed(mine), CHAIR.id),
        (_placed("p2.k"), CHAIR.id),
        (ev.NoteTaken("n", f"They said: {WORDS}", "note", "AL", START), CHAIR.id),  # type: ignore[arg-type]
        (ev.Undone(CommandId("c9"), "a change", restored), CHAIR.id),
    )
    change = without(traces_of(GONE, _state(), events))
    after = [change(event) for event in events]
    assert [event.type for event in after] == [
        ERASED, "response_submitted", ERASED, "kind_event", "note_taken", "undone",
    ]  # fmt: skip
    assert [event.seq for event in after] == [1, 2, 3, 4, 5, 6]
    lines = b"\n".join(map(encode_event, after))
    assert GONE.encode() not in lines
    assert WORDS.encode() not in lines
    assert lines.count(b"p2.k") >= 3


def test_a_badge_is_not_given_again() -> None:
    state, rules = _state(), KindRules()

    def join(state: State, id_: str) -> tuple[State, Event]:
        command = Command(CommandId(id_), Join(ParticipantId(id_), f"hash of {id_}"))
        state, events = step(state, command, HOST, START, rules)
        return state, events[0]

    first, one = join(state, "stays")
    second, two = join(first, GONE)
    change = without(traces_of(GONE, second, [one, two]))
    after = fold(state, [change(change(event)) for event in (one, two)], rules)

    _, third = join(after, "later")
    assert third.body.badge == 3  # type: ignore[union-attr]
    assert GONE not in encode_event(change(two)).decode()


def test_readers_never_get_a_tokens_hash() -> None:
    (joined,) = _events((ev.ParticipantJoined(GONE, 7, "secret-hash"), "host"))
    assert b"secret-hash" not in encode_event(without_hash(joined))


def _tie(response: str, answers: dict[str, object], by: str) -> tuple[ev.ResponseSubmitted, str]:
    made = ev.ResponseSubmitted(ResponseId(response), WHO, 1, "k", answers)
    return made, by


def test_ties_to_somebody_go_with_them_and_so_does_what_was_typed_for_them() -> None:
    state = _state()
    exercise = Exercise(WHO, "connections", "Who knows whom?", "Who?")
    state = replace(
        state,
        plan=replace(state.plan, exercises=(*state.plan.exercises, exercise)),
        participants=Map({GONE: Participant(GONE, 12, START)}),
    )
    events = _events(
        _tie("r1", {"who": ["7"], "people": ["12", "5"]}, CHAIR.id),
        _tie("r2", {"who": ["8"], "people": ["12"]}, CHAIR.id),
        _tie("r3", {"who": ["12"], "people": ["7"], "name": "Ada"}, CHAIR.id),
        (ev.NoteTaken("n", "12 chairs; City Hospital", "note", "AL", START), CHAIR.id),  # type: ignore[arg-type]
    )
    change = without(traces_of(GONE, state, events))
    after = [change(event) for event in events]
    assert [event.type for event in after][2] == ERASED
    assert after[0].body.answers == {"who": ["7"], "people": ["5"]}  # type: ignore[union-attr]
    assert after[1].body.answers == {"who": ["8"], "people": ["0"]}  # type: ignore[union-attr]
    assert after[3].body == events[3].body


def test_words_that_others_said_too_are_nobodys_own() -> None:
    role = "head of nursing"
    events = _events(
        (_answer(f"{GONE}.1", role, GONE), GONE),
        (_answer(f"{GONE}.2", "the lift is broken", GONE), GONE),
        (_answer("p2.k", role, "p2"), "p2"),
        (ev.NoteTaken("n", f"{role}: the lift is broken", "note", "AL", START), CHAIR.id),  # type: ignore[arg-type]
    )
    change = without(traces_of(GONE, _state(), events))
    assert change(events[3]).body.text == f"{role}: [erased]"  # type: ignore[union-attr]


def test_what_was_merged_into_an_erased_answer_stands_for_itself() -> None:
    mine, other = ResponseId(f"{GONE}.k"), ResponseId("p2.k")
    merged = replace(_said(other), merged_into=mine)
    events = _events(
        (_answer(mine, WORDS, GONE), GONE),
        (_answer(other, "they never write back", "p2"), "p2"),
        (_answer("p3.k", "no letters from there", "p3"), "p3"),
        (ev.ResponsesMerged(mine, (other,)), CHAIR.id),
        (ev.ResponsesMerged(other, (mine, ResponseId("p3.k"))), CHAIR.id),
        (ev.Undone(CommandId("c9"), "a merge", (Restore("responses", other, merged),)), CHAIR.id),
    )
    events += [
        Event(seq, START, ActorId(CHAIR.id), Role.CHAIR, "", CommandId("hide"), seq == 8,
              ev.ResponseHidden(id_, "rude"))
        for seq, id_ in ((7, mine), (8, other))
    ]  # fmt: skip
    change = without(traces_of(GONE, _state(), events))
    after = [change(event) for event in events]
    assert GONE.encode() not in b"\n".join(map(encode_event, after))
    state = fold(_state(), after[:4], KindRules())
    assert [r.counts for r in state.responses_to(IDEAS)] == [True, True]
    state = fold(_state(), after[:5], KindRules())
    assert [r.id for r in state.merged_with(other)] == ["p3.k"]
    # What was hidden with theirs stays hidden.
    state = fold(_state(), after, KindRules())
    assert [r.hidden for r in state.responses_to(IDEAS) if r.id == other] == ["rude"]


def _said(response: ResponseId) -> Response:
    return Response(response, 2, IDEAS, 1, {"text": "x"}, START, ActorId("p2"))
