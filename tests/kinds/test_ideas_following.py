"""What is known from changes alone is what a look at everything finds, whatever people do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.domain.desk import CHAIR, HELPER, VOTE, Desk, opened
from tests.kinds import samples
from tests.kinds.test_ideas_themes import ANALYST, MADE, OPTIONS
from workshop.domain import commands as co
from workshop.domain.ids import NoteId, ResponseId
from workshop.domain.records import Actor, Response
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.host.parcels import Packer, Unpacker
from workshop.kinds import registry
from workshop.kinds.base import whole
from workshop.kinds.ideas import judging, ledger
from workshop.kinds.ideas.frame import ANALYST as MACHINE
from workshop.kinds.ideas.frame import Frame
from workshop.service.following import Following

KIND = samples.kind_of(MADE)
TEXTS = (
    "we have no time", "We have no time!", "the budget was cut", "purple elephants", "too busy",
    "no budget", "parking is full",
)  # fmt: skip
ACTS = ("answer",) * 6 + ("judge",) * 4 + ("look",) * 3 + (
    "correct", "hide", "unhide", "withdraw", "merge", "part", "undo", "undo", "undo", "move",
    "move out", "split", "add", "join", "remove", "fold", "unfold", "sort all", "propose", "star",
    "park", "next", "late", "back", "again", "rewrite", "gap",
)  # fmt: skip


def looked_at_all(state: Any, responses: Sequence[Response], at_once: int) -> dict[str, Any]:
    """Which answers wait, stand and are left, from a pass over each of them."""
    frame = Frame(MADE, state)
    sorting = frame.asked("sorting").get("n", 0)
    found: dict[str, Any] = {
        "fresh": [], "ids": [], "texts": [], "left": [], "examples": [], "retried": [],
    }  # fmt: skip
    for response in responses:
        kept = frame.placed(response.id)
        theme = frame.living(kept.get("theme", ""))
        stale = kept.get("by") == MACHINE and (
            (kept["amended"], kept["sorting"]) != (response.amended, sorting)
            or bool(kept["theme"]) != bool(theme)
        )
        text = response.answers["text"]
        if not kept or stale:
            found["fresh"].append((response.id, text, response.amended))
        elif not frame.twin_of(response.id):
            found["ids"].append(response.id)
            found["texts"].append(text)
            if not theme:
                found["left"].append(response.id)
                if kept["by"] == MACHINE:
                    found["retried"].append((response.id, kept))
            elif kept["by"] != MACHINE:
                found["examples"].append((theme, text))
    found["fresh"] = found["fresh"][:at_once]
    return found


class Room:
    """An hour in which anything may happen, and somebody who follows what has to be judged."""

    def __init__(self) -> None:
        self.desk: Desk = opened(registry.KindRules())
        plan = self.desk.state.plan
        exercises = tuple(
            replace(e, options=OPTIONS) if e.id == VOTE else e for e in plan.exercises
        )
        self.desk.state = replace(self.desk.state, plan=replace(plan, exercises=exercises))
        self.desk.do(co.Start())
        self.following = Following(KIND, self.exercise)
        self.packer, self.unpacker = Packer(), Unpacker()
        self.seen = 0

    @property
    def state(self) -> State:
        return self.desk.state

    @property
    def exercise(self) -> Any:
        return self.state.plan.exercise(VOTE)

    def do(self, body: co.CommandBody, actor: Actor = CHAIR) -> None:
        with suppress(WorkshopError):
            self.desk.do(body, actor)

    def themes(self, actor: Actor = CHAIR, **payload: Any) -> None:
        self.do(co.KindCommand(VOTE, payload), actor)

    def look(self, whole_look: bool = False) -> Any:
        """The job, as it comes to the analyst's process, after a comparison with a full look."""
        events = None if whole_look else self.desk.events[self.seen :]
        job = self.following.job(self.state, events)
        self.seen = len(self.desk.events)
        record = self.state.exercises.get(VOTE)
        kept = self.state.kinds.get(VOTE)
        answers = self.state.responses_to(VOTE, record.round if record else 1)
        counting = [response for response in answers if response.counts]
        known = self.following._known
        wanted = looked_at_all(kept, counting, judging.AT_ONCE)
        assert {
            what: list(chain.from_iterable(getattr(s, what) for s in known.stretches))
            for what in ("ids", "texts", "left", "examples")
        } == {what: wanted[what] for what in ("ids", "texts", "left", "examples")}
        anew = judging.follow(self.exercise, None, whole(kept, counting))[1]
        assert (job is None) == (anew is None)
        if job is None or anew is None:
            assert not wanted["fresh"]
            return None
        assert job["fresh"] == wanted["fresh"]
        assert job["retried"] in ([], wanted["retried"])
        for what in job.keys() - {"stretches"}:
            assert job[what] == anew[what], what
        sent = self.unpacker.unpacked(bytes(self.packer.packed(VOTE, job)))
        assert sent == job
        return sent

    def judge(self, most: int) -> None:
        job = self.look()
        for piece in () if job is None else list(KIND.judge(job))[:most]:
            self.themes(ANALYST, **piece)

    def act(self, what: str, number: int, other: int) -> None:
        ids = [r.id for r in self.state.responses_to(VOTE)] or [ResponseId("none")]
        one, two = ids[number % len(ids)], ids[other % len(ids)]
        living = [*Frame(self.exercise, self.state.kinds.get(VOTE)).themes, "t1"]
        theme, into = living[number % len(living)], living[other % len(living)]
        text = {"text": TEXTS[other % len(TEXTS)]}
        key = f"k{len(self.desk.events)}"
        if what == "answer":
            self.do(co.SubmitResponse(VOTE, key, text))
        elif what == "judge":
            self.judge(number % 3 + 1)
        elif what == "look":
            self.look()
        elif what == "gap":
            self.look(whole_look=True)
        elif what == "rewrite":
            session = self.state.session
            self.desk.state = replace(self.state, session=replace(session, epoch=session.epoch + 1))
        elif what == "undo":
            self.do(co.Undo())
        elif what == "again":
            record = self.state.exercises.get(VOTE)
            self.do(co.OpenExercise(VOTE, 2 if record is None or record.round == 1 else 1))
        elif what in ("next", "late", "back"):
            self.desk.pass_time(60)
            self.do(co.Back() if what == "back" else co.Next(40 if what == "late" else 0))
        elif what in (bodies := _of_answers(one, two, text, key)):
            self.do(bodies[what])
        else:
            actor = HELPER if other % 2 else CHAIR
            self.themes(actor, **_of_themes(one, two, theme, into, key)[what])


def _of_answers(
    one: ResponseId, two: ResponseId, text: dict[str, str], key: str
) -> dict[str, co.CommandBody]:
    return {
        "correct": co.AmendResponse(one, key, text),
        "hide": co.HideResponse(one, "rude"),
        "unhide": co.UnhideResponse(one),
        "withdraw": co.WithdrawResponse(one),
        "merge": co.MergeResponses(one, (two,)),
        "part": co.MergeResponses(None, (two,)),
        "star": co.StarResponse(one),
        "park": co.ParkResponse(one, NoteId(key)),
    }


def _of_themes(one: str, two: str, theme: str, into: str, key: str) -> dict[str, dict[str, Any]]:
    return {
        "move": {"do": "move", "answers": [one, two], "to": theme},
        "move out": {"do": "move", "answers": [one], "to": ""},
        "split": {"do": "split", "theme": theme, "name": f"Of {key}", "answers": [one, two]},
        "add": {"do": "add", "name": f"New {key}", "seeds": ["parking", "elephants"]},
        "join": {"do": "merge", "theme": theme, "into": into},
        "remove": {"do": "remove", "theme": theme, "reason": "too wide"},
        "fold": {"do": "fold", "answers": [one], "of": two},
        "unfold": {"do": "unfold", "answers": [one]},
        "sort all": {"do": "ask", "what": "sorting"},
        "propose": {"do": "ask", "what": "proposals"},
    }


def _script(*acts: str) -> list[tuple[str, int, int]]:
    return [(what, 0, 2 * number) for number, what in enumerate(acts)]


# What chance seldom brings about: an answer that comes back to a place that nobody knows, a second
# round, and the clock set right over answers that stand.
@example(_script("answer", "answer", "hide", "gap", "judge", "unhide", "judge", "look"))
@example(_script("answer", "answer", "judge", "again", "answer", "look", "correct", "look"))
@example(_script("answer", "judge", "rewrite", "answer", "late", "look", "undo", "look"))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30)), max_size=60)
)
def test_whatever_happens_the_jobs_are_those_of_a_look_at_everything(
    acts: list[tuple[str, int, int]],
) -> None:
    # Short stretches, so that a room of a few answers has several.
    with patch.object(ledger, "LENGTH", 3), patch.object(judging, "AT_ONCE", 4):
        room = Room()
        for act in acts:
            room.act(*act)
        room.look()


def test_one_answer_more_looks_through_one_stretch_and_sends_one() -> None:
    room = Room()
    for number in range(6 * ledger.LENGTH):
        # Whatever differs in a number is said for the first time.
        room.do(co.SubmitResponse(VOTE, f"r{number}", {"text": f"room {number} is too cold"}))
    while (job := room.look()) is not None:
        for piece in KIND.judge(job):
            room.themes(ANALYST, **piece)
    before = list(room.following._known.stretches)
    room.act("answer", 0, 3)
    with patch.object(
        ledger.Ledger, "_look_through", autospec=True, side_effect=ledger.Ledger._look_through
    ) as looked:
        job = room.following.job(room.state, room.desk.events[room.seen :])
    assert looked.call_count == 1
    assert all(a is b for a, b in zip(job["stretches"], before, strict=False))
    everything = len(Packer().packed(VOTE, job))
    assert len(room.packer.packed(VOTE, job)) < everything / 4
