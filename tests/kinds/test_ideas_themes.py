"""Themes of `ideas`: what facilitators do, what the analyst may, clashes, undo, findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from immutables import Map

from tests.domain.desk import CHAIR, HELPER, PHONE, VOTE, Desk, opened
from tests.kinds import samples
from workshop.domain.commands import KindCommand, Undo
from workshop.domain.events import Event
from workshop.domain.findings import Findings
from workshop.domain.ids import ActorId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Role
from workshop.errors import Conflict, Forbidden, Refused
from workshop.kinds.base import Material
from workshop.kinds.ideas.frame import Frame
from workshop.kinds.ideas.judging import PIECE, in_pieces, job_of, judge
from workshop.kinds.registry import KindRules
from workshop.service.codec import decode_event, encode_event

ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
FRAME = [
    {"theme": "Time", "seeds": ["no time", "too busy"]},
    {"theme": "Money", "seeds": ["no budget", "funding ends"]},
]
OPTIONS = {"per_person": 0, "frame": FRAME}
MADE = samples.exercise("ideas", OPTIONS, id=VOTE)
LINES = (
    "we have no time",
    "the budget was cut",
    "purple elephants",
    "We have no time!",
    "too busy",
)


class Table:
    """A desk whose exercise `VOTE` has themes, with five answers that the analyst has sorted."""

    def __init__(self) -> None:
        desk = opened(KindRules())
        exercises = tuple(
            replace(e, options=OPTIONS) if e.id == VOTE else e for e in desk.state.plan.exercises
        )
        desk.state = replace(desk.state, plan=replace(desk.state.plan, exercises=exercises))
        self.desk: Desk = desk
        self.responses = samples.typed(MADE, *LINES)
        self.judge()

    def judge(self) -> None:
        while (job := job_of(MADE, self.state, self.responses)) is not None:
            for piece in in_pieces(judge(job)):
                self.send(ANALYST, **piece)

    @property
    def state(self) -> Any:
        return self.desk.state.kinds.get(VOTE)

    @property
    def frame(self) -> Frame:
        return Frame(MADE, self.state)

    def send(self, actor: Actor = CHAIR, /, **payload: Any) -> tuple[Event, ...]:
        return self.desk.do(KindCommand(VOTE, payload), actor)

    def names(self) -> dict[str, str]:
        themes = self.frame.themes
        found = {r.id: self.frame.theme_of(r.id) for r in self.responses}
        return {id_: themes[theme].name if theme else "" for id_, theme in found.items()}

    def findings(self) -> Findings:
        material = Material(MADE, self.responses, (), state=self.state)
        return samples.kind_of(MADE).analyse(material)


@pytest.fixture
def table() -> Table:
    return Table()


def test_answers_are_sorted_repeats_folded_and_the_rest_left_with_guesses(table: Table) -> None:
    assert table.names() == {"r1": "Time", "r2": "Money", "r3": "", "r4": "Time", "r5": "Time"}
    assert table.frame.twin_of("r4") == "r1"
    assert job_of(MADE, table.state, table.responses) is None


def test_merge_rename_and_remove_keep_the_lineage_and_undo_takes_each_back(table: Table) -> None:
    table.send(do="rename", theme="t1", name="Hours")
    table.send(do="merge", theme="t1", into="t2")
    assert table.names()["r1"] == "Money"
    assert "no time" in table.frame.themes["t2"].seeds
    table.send(do="remove", theme="t2", reason="too wide")
    assert set(table.names().values()) == {""}
    assert [said for said, _who in table.frame.history] == [
        "‘Time’ renamed to ‘Hours’",
        "‘Hours’ merged into ‘Money’",
        "‘Money’ removed: too wide",
    ]
    table.desk.do(Undo())
    table.desk.do(Undo())
    assert table.names()["r1"] == "Hours"
    assert len(table.frame.history) == 1


def test_split_moves_marked_answers_and_one_undo_takes_all_of_it_back(table: Table) -> None:
    before = table.names()
    table.send(do="split", theme="t1", name="Clinics", answers=["r1", "r5"], saw=0)
    assert table.names()["r5"] == "Clinics"
    assert table.frame.themes["t3"].origin == "split from t1"
    table.desk.do(Undo())
    assert table.names() == before
    assert "t3" not in table.frame.themes


def test_undo_is_not_held_up_by_the_analyst_nor_by_another_facilitator(table: Table) -> None:
    table.send(do="move", answers=["r3"], to="t1", was={"r3": ""})
    table.send(HELPER, do="rename", theme="t2", name="Funds")
    table.responses += [samples.response(9, {"text": "no funding"})]
    table.judge()
    table.desk.do(Undo())
    assert table.names()["r3"] == ""
    assert table.frame.themes["t2"].name == "Funds"


def test_two_facilitators_at_once_are_told_who_was_first(table: Table) -> None:
    table.send(HELPER, do="rename", theme="t1", name="Hours", saw=0)
    with pytest.raises(Conflict, match=r"‘Hours’ has changed since you looked \(SV\)"):
        table.send(do="rename", theme="t1", name="Minutes", saw=0)
    table.send(HELPER, do="move", answers=["r3"], to="t2", was={"r3": ""})
    with pytest.raises(Conflict, match="SV has just moved this to ‘Money’"):
        table.send(do="move", answers=["r3"], to="t1", was={"r3": ""})
    table.send(do="merge", theme="t2", into="t1")
    with pytest.raises(Conflict, match="‘Money’ is no longer there"):
        table.send(HELPER, do="seeds", theme="t2", seeds=["x"])


def test_a_persons_move_stands_against_the_analyst(table: Table) -> None:
    table.send(do="move", answers=["r1"], to="t2", was={"r1": "t1"})
    table.send(do="ask", what="sorting")
    table.judge()
    assert table.names()["r1"] == "Money"
    table.send(do="move", answers=["r5"], to="", was={"r5": "t1"})
    table.send(do="ask", what="sorting")
    table.judge()
    assert table.names()["r5"] == ""


def test_a_corrected_answer_is_sorted_again(table: Table) -> None:
    table.responses[1] = replace(table.responses[1], answers={"text": "no time"}, amended=1)
    table.judge()
    assert table.names()["r2"] == "Time"


def test_answers_of_a_removed_theme_are_sorted_again(table: Table) -> None:
    table.send(do="add", name="Hours", seeds=["time", "busy"])
    table.send(do="remove", theme="t1", reason="another word")
    table.judge()
    assert table.names()["r1"] == "Hours"


def test_a_twin_is_taken_apart_for_good(table: Table) -> None:
    table.send(do="unfold", answers=["r4"])
    table.send(do="ask", what="sorting")
    table.judge()
    assert table.frame.twin_of("r4") == ""
    table.send(do="fold", answers=["r5"], of="r1")
    assert table.frame.theme_of("r5") == "t1"


def test_proposals_are_made_of_what_is_left_taken_and_rejected_with_reasons(table: Table) -> None:
    said = (
        *("parking is full", "no parking here", "parking costs", "staff parking is far"),
        *("printer is out of ink", "printer jams", "one printer for all", "printer broke"),
    )
    table.responses += [samples.response(20 + n, {"text": text}) for n, text in enumerate(said)]
    table.judge()
    open_ = {proposal.words[0]: proposal for proposal in table.frame.proposals}
    assert {"parking", "printer"} <= set(open_)
    table.send(do="take", proposal=open_["parking"].id, name="Parking")
    with pytest.raises(Conflict, match="no longer open"):
        table.send(HELPER, do="reject", proposal=open_["parking"].id, reason="late")
    with pytest.raises(Refused, match="reason is empty"):
        table.send(do="reject", proposal=open_["printer"].id)
    table.send(do="reject", proposal=open_["printer"].id, reason="not ours to mend")
    assert table.names()["r20"] == "Parking"
    table.send(do="ask", what="proposals")
    table.judge()
    assert not any("printer" in proposal.words for proposal in table.frame.proposals)
    assert "rejected: not ours to mend" in table.frame.history[-1][0]


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({"do": "add", "name": " "}, "name is empty"),
        ({"do": "add", "name": "x" * 61}, "61 characters"),
        ({"do": "add", "name": "time"}, "‘Time’ already"),
        ({"do": "seeds", "theme": "t1", "seeds": ["x" * 81]}, "more than 80"),
        ({"do": "merge", "theme": "t1", "into": "t1"}, "into itself"),
        ({"do": "merge", "theme": "t1", "into": "t9"}, "no such theme"),
        ({"do": "split", "theme": "t1", "name": "x"}, "Mark the answers"),
        ({"do": "remove", "theme": "t1"}, "reason is empty"),
        ({"do": "judged"}, "no command"),
        ({"do": ["hm"]}, "no command"),
        ({}, "no command"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    table: Table, payload: dict[str, Any], says: str
) -> None:
    before = table.state
    with pytest.raises(Refused, match=says):
        table.send(**payload)
    assert table.state is before


def test_participants_do_not_sort(table: Table) -> None:
    with pytest.raises(Forbidden):
        table.send(PHONE, do="add", name="Mine")


def test_events_read_back_from_the_file_give_the_same_themes(table: Table) -> None:
    table.send(do="split", theme="t1", name="Clinics", answers=["r1"])
    state: Any = None
    for event in table.desk.events:
        read = decode_event(msgspec.json.decode(encode_event(event)))
        if read.type == "kind_event":
            state = KindRules().apply(MADE, state, 1, read.body.payload)  # type: ignore[union-attr]
    assert {k: dict(v) for k, v in state.items()} == {k: dict(v) for k, v in table.state.items()}
    assert all(isinstance(kept, Map) for kept in state.values())


def test_findings_show_themes_with_quotes_the_unsorted_and_how_it_came_about(table: Table) -> None:
    table.send(do="rename", theme="t1", name="Hours")
    found = table.findings()
    block = samples.block(found, "themes")
    assert [(group.name, len(group.answers)) for group in block.groups] == [
        ("Hours", 3), ("Money", 1), ("Not sorted yet", 1),
    ]  # fmt: skip
    hours = block.themes[0]
    assert hours.origin == "Given with the exercise; first called ‘Time’."
    assert ("we have no time", "said 2 times") in [(q.text, q.who) for q in hours.quotes]
    assert (len(hours.quotes), hours.unquoted, hours.people) == (2, 0, None)
    assert found.sentences == (
        "5 ideas have come in.",
        "The largest themes are ‘Hours’ (3) and ‘Money’ (1); the first takes 60 % of all ideas.",
        "1 idea (20 %) is not sorted yet.",
        "1 idea repeats another nearly word for word and is counted with it.",
    )
    assert "4 sorted by seeds by TF-IDF" in found.made_of
    assert found.more[0].rows == (("‘Time’ renamed to ‘Hours’", "JD"),)  # type: ignore[union-attr]


def test_themes_say_how_they_came_about_and_what_was_not_kept(table: Table) -> None:
    table.send(do="split", theme="t1", name="Clinics", answers=["r5"])
    table.send(do="add", name="Rooms", seeds=["no room"])
    table.send(do="merge", theme="t2", into="t4")
    table.send(do="remove", theme="t1", reason="too wide")
    block = samples.block(table.findings(), "themes")
    assert {theme.name: theme.origin for theme in block.themes} == {
        "Clinics": "Split from ‘Time’.",
        "Rooms": "Named in the room; took in ‘Money’.",
    }
    assert block.rejected == ("‘Time’ was removed: too wide",)


def test_many_judgements_are_kept_in_pieces_that_say_all_of_them_once() -> None:
    lines = [f"we have no time for number {number}" for number in range(2 * PIECE + 5)]
    job = job_of(MADE, None, samples.typed(MADE, *lines))
    assert job is not None
    whole = judge(job)
    pieces = in_pieces(whole)
    assert [len(piece["placed"]) for piece in pieces] == [PIECE, PIECE, 5]
    for what in ("placed", "twins"):
        assert [one for piece in pieces for one in piece[what]] == whole[what]
    # Cut off in between, the next job finds the rest to be done.
    assert ["tried" in piece for piece in pieces] == [False, False, True]
    assert in_pieces({"do": "judged", "proposals": ["p"]})[0]["proposals"] == ["p"]


def test_exercise_without_a_frame_is_read_as_before() -> None:
    plain: Exercise = samples.exercise("ideas")
    responses = samples.typed(plain, *LINES)
    job = job_of(plain, None, responses)
    assert job is not None
    assert all(not place["theme"] for place in judge(job)["placed"])
    found = samples.findings(plain, responses)
    assert [block.kind for block in found.blocks] == ["quotes", "bars"]
