"""Nothing that tells who somebody is stands in any file of an anonymised export."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.examples import START
from tests.export.telling import CHAIR, HOST, IDEAS, Hour
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.ids import (
    ActorId,
    ExerciseId,
    NoteId,
    ObjectiveId,
    ParticipantId,
    QuestionId,
    TallyId,
)
from workshop.domain.records import Actor, Coverage, NoteTag, Role, Source
from workshop.domain.state import State
from workshop.export.anonymising.veil import WHAT_WAS_DONE, anonymised
from workshop.export.building.from_state import build_report
from workshop.export.report import Report
from workshop.export.writing import FORMATS, write
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.rehearsal import hour as rehearsal
from workshop.settings import bundled_folder

WHO = "who"
NAMES = ("Zebulon", "Quince", "Wilhelmina", "Oxbow")
PLANTED = (
    *NAMES, "zqx", "ZQX", "zq-token", "zq-phone", "4711", "4712", "mk88", "secret-words",
    "zeb@example.org", "@zebq", "+31 6 1234 5678", "Lighthouse Keeping", "keeper of the lamp",
    "zq-answer", "zq-note", "zq-tally",
)  # fmt: skip
"""Names, initials, tokens, ids, badges, addresses, and what only one person is."""
LEAK = Actor(ActorId("zq-device"), Role.CO_FACILITATOR, "Zebulon's tablet", "ZQX")


def phone(told: Hour, number: int, name: str, role: str, organisation: str) -> Actor:
    """Somebody joins by phone and says who they are."""
    id_ = ParticipantId(f"zq-phone-{number}")
    told.do(HOST, co.Join(id_, f"zq-token-{number}"))
    actor = Actor(ActorId(id_), Role.PARTICIPANT)
    told.do(actor, co.SetProfile(name, role, organisation))
    return actor


def leaky() -> State:
    """A session with all of it, in every place where something can be typed."""
    exercise = samples.exercise("connections", {"most": 60}, id=WHO)
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    told = Hour(replace(plan, exercises=(*plan.exercises, exercise)))
    told.do(CHAIR, co.Prepare(START, START + timedelta(hours=1)))
    actors = [
        phone(told, n, "", "nurse" if n % 2 else "physio", "City Hospital") for n in range(12)
    ]
    only = phone(told, 99, "Zebulon Quince", "keeper of the lamp", "Lighthouse Keeping")
    told.stay(25 * 60)
    told.do(CHAIR, co.Start())

    for opened in (IDEAS, WHO, "network-pledge"):
        told.do(CHAIR, co.OpenExercise(ExerciseId(opened), 1))

    def say(text: str, actor: Actor = LEAK, badge: str = "", table: str = "") -> None:
        told.stay(1)
        key = f"zq-answer-{told.state.revision}"
        body = co.SubmitResponse(
            ExerciseId(IDEAS), key, {"text": text}, 1, Source.PHONE, None, table, badge
        )
        told.do(actor, body)

    say("Ask Zebulon, or mail zeb@example.org", badge="4711", table="Zebulon's table")
    say("quince knows; call +31 6 1234 5678 or @zebq", badge="4712", table="3")
    say("Sort it out with #4711 and badge 4712, or with mk88", badge="mk88", table="3")
    say("kept words of the room", only)
    say("secret-words", badge="4711")
    hidden = list(told.state.responses[ExerciseId(IDEAS)])[-1]
    for id_, response in told.state.responses[ExerciseId(IDEAS)].items():
        if response.answers["text"] == "secret-words":
            hidden = id_
    told.do(LEAK, co.HideResponse(hidden, "names Wilhelmina Oxbow"))
    ties = co.SubmitResponse(
        exercise.id, "zq-answer-ties",
        load()["connections"].parse_line(exercise, "4711: 4712 mk88 | Wilhelmina Oxbow, Lighthouse"
        " Keeping, keeper of the lamp"), 1,
    )  # fmt: skip
    told.do(LEAK, ties)
    badges = {p.id: p.badge for p in told.state.participants.values()}
    for one, other in pairwise(actors):
        tie = {"people": [str(badges[ParticipantId(other.id)])]}
        told.do(one, co.SubmitResponse(exercise.id, f"zq-answer-{one.id}", tie, 1, Source.PHONE))
    theme = {"do": "add", "name": "What Zebulon said", "seeds": ["Oxbow"], "answers": []}
    told.do(LEAK, co.KindCommand(ExerciseId(IDEAS), theme))
    told.do(LEAK, co.TakeNote(NoteId("zq-note"), "Oxbow nods at #4711", NoteTag.NOTE, "ZQX"))
    told.do(
        LEAK,
        co.MarkObjective(ObjectiveId("engage-at-scale"), Coverage.COVERED, "Zebulon agrees"),
    )
    counts: dict[str, int | str] = {"own-team": 2, "nobody": 1}
    told.do(
        LEAK,
        co.RecordTally(
            TallyId("zq-tally"), ExerciseId("how-we-connect"), counts, "Zebulon's table", 3
        ),
    )
    told.do(only, co.AskOrganisers(QuestionId("zq-question"), "Where is Zebulon?"))
    told.do(
        only,
        co.SubmitResponse(
            ExerciseId("network-pledge"), "zq-answer-pledge",
            {"what": "Ring Quince", "with": "Wilhelmina", "by": "2025-06-21"}, 1, Source.PHONE,
        ),
    )  # fmt: skip
    told.stay(30)
    told.do(CHAIR, co.EndSession())
    return told.state


def report_of(state: State) -> Report:
    return build_report(
        anonymised(state, random.Random(3)), load(), name="hour-anonymised",
        now=START + timedelta(hours=2), anonymised=WHAT_WAS_DONE,
    )  # fmt: skip


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in a file, what is packed in it unpacked."""
    if path.suffix == ".parquet":
        yield path.name, repr(pq.read_table(path).to_pydict()).encode()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            for name in archive.namelist():
                yield f"{path.name}/{name}", archive.read(name)
    else:
        yield path.name, path.read_bytes()


@pytest.fixture(scope="module")
def state() -> State:
    return leaky()


@pytest.fixture(scope="module")
def report(state: State) -> Report:
    return report_of(state)


def test_what_is_planted_is_there_without_anonymising(state: State, tmp_path: Path) -> None:
    full = build_report(state, load(), name="hour", now=START + timedelta(hours=2))
    (path,) = write(full, ("json",), tmp_path)
    text = path.read_text(encoding="utf-8")
    for planted in ("Zebulon", "Wilhelmina", "ZQX", "4711", "mk88", "zeb@example.org", "zq-answer"):
        assert planted in text, planted


def test_no_format_holds_any_of_it(report: Report, tmp_path: Path) -> None:
    paths = write(report, tuple(FORMATS), tmp_path)
    assert {path.suffix for path in paths} >= {".md", ".json", ".xlsx", ".graphml", ".ics"}
    assert any("to-look-through" in path.name for path in paths)
    for path in paths:
        for name, content in contents(path):
            for planted in PLANTED:
                assert planted.encode() not in content, (name, planted)
            if not name.endswith((".png", ".jpeg", ".ttf")):
                assert b"zebulon" not in content.lower(), name


def test_what_the_room_said_is_still_there(report: Report) -> None:
    texts = [a.text for e in report.exercises for r in e.rounds for a in r.counting]
    assert "kept words of the room" in texts
    assert "Ask [name], or mail [e-mail]" in texts
    assert "[name] knows; call [number] or [handle]" in texts
    assert "Sort it out with [badge] and [badge], or with [badge]" in texts


def test_the_network_is_there_with_what_many_share(report: Report) -> None:
    found = next(e for e in report.exercises if e.id == WHO)
    (block,) = (b for b in found.rounds[0].findings.blocks if b.kind == "network")
    assert len(block.ties) == 11 + 2  # type: ignore[union-attr]
    assert block.groups == ("City Hospital",)  # type: ignore[union-attr]
    roles = {node.role for node in block.nodes}  # type: ignore[union-attr]
    assert roles == {"nurse", "physio", ""}
    assert all(node.name == f"#{node.id}" for node in block.nodes)  # type: ignore[union-attr]


def test_people_stay_the_same_people_throughout(state: State) -> None:
    without = anonymised(state, random.Random(5))
    badges = {str(p.id): str(p.badge) for p in without.participants.values()}
    assert len(set(badges.values())) == len(badges) == len(state.participants)
    senders = {
        str(r.participant) for group in without.responses.values() for r in group.values()
        if r.participant
    }  # fmt: skip
    assert senders <= set(badges)
    assert not without.devices and not without.questions and not without.votes
    assert not without.sent and not without.keys


def test_the_list_to_look_through_marks_what_may_be_a_name(state: State, tmp_path: Path) -> None:
    texts = state.responses[ExerciseId(IDEAS)]
    id_, first = next(iter(texts.items()))
    told = replace(
        first, answers={"text": "We could ask Brunhilde; she has the key to ward 3"}, hidden=""
    )
    changed = replace(state, responses=state.responses.set(ExerciseId(IDEAS), texts.set(id_, told)))
    paths = write(report_of(changed), ("md",), tmp_path)
    assert [path.name for path in paths] == [
        "hour-anonymised.md",
        "hour-anonymised-to-look-through.md",
    ]
    listed = paths[1].read_text(encoding="utf-8")
    assert "We could ask **Brunhilde**; she has the key to ward 3 (name)" in listed
    assert "Not to be passed on" in listed
    assert "(whom somebody named)" in listed
    for line in WHAT_WAS_DONE:
        assert line.split("[")[0].split("‘")[0] in listed


def test_an_export_that_is_not_anonymised_has_no_such_list(state: State, tmp_path: Path) -> None:
    full = build_report(state, load(), name="hour", now=START + timedelta(hours=2))
    assert not any("look-through" in path.name for path in write(full, ("md",), tmp_path))


def test_votes_stay_with_a_statement_whose_words_change() -> None:
    exercise = samples.exercise(
        "consensus", {"statements": [{"id": "s1", "text": "We meet too seldom"}]}, id="agree"
    )
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    told = Hour(replace(plan, exercises=(*plan.exercises, exercise)))
    told.do(CHAIR, co.Prepare(START, START + timedelta(hours=1)))
    phone(told, 1, "Zebulon", "", "")
    kind = load()["consensus"]

    def send(answers: dict[str, object], badge: str) -> None:
        told.stay(1)
        body = co.SubmitResponse(
            exercise.id, f"k{told.state.revision}", answers, 1, Source.PAPER, None, "", badge
        )
        told.do(LEAK, body)

    send(dict(kind.parse_line(exercise, "Zebulon should lead us")), "20")
    statement = next(iter(kind.reworded(
        exercise, list(told.state.responses[exercise.id].values()), lambda text: text
    )))  # fmt: skip
    for badge in range(21, 27):
        send({statement: ["agree"], "s1": ["disagree"]}, str(badge))
    report = report_of(told.state)
    (found,) = (e.rounds[0].findings for e in report.exercises if e.id == "agree")

    assert "[name] should lead us" in repr(found)
    assert "Zebulon" not in repr(report) and statement not in repr(report)
    fields = {
        c.field for e in report.exercises for r in e.rounds for a in r.answers for c in a.cells
    }
    assert len(fields - {"s1", "own_statement"}) == 1


SWAPPED = {
    "how-we-connect": "ask-and-offer",
    "who-moves-together": "where-we-agree",
    "network-pledge": "whom-we-turn-to",
}
"""Exercises in whose place stand those that ask for roles and words; the hour asks for people."""


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> State:
    text = (bundled_folder().plans / "c6-building-social-capital.yaml").read_text(encoding="utf-8")
    text, _, _ = text.partition("\ntranslations:")  # of words that the others do not have
    for old, new in SWAPPED.items():
        text = text.replace(old, new)
    path = tmp_path_factory.mktemp("plan") / "swapped.yaml"
    path.write_text(text.replace("id: c6-building-social-capital", "id: swapped"), encoding="utf-8")
    plan = open_plan(str(path), Library.open(), load())
    return rehearsal.Hour(plan, START, participants=50, seed=6).play()


def test_no_kind_tells_who_was_there(rehearsed: State, tmp_path: Path) -> None:
    people = list(rehearsed.participants.values())
    answers = {e: len(found) for e, found in rehearsed.responses.items()}
    assert all(answers.get(ExerciseId(id_)) for id_ in SWAPPED.values()), answers
    sizes = Counter(person.organisation for person in people)
    rare = {name for name, number in sizes.items() if name and number < 5}
    names = {person.name for person in people if person.name}
    ids = {str(person.id) for person in people}
    ids |= {str(id_) for group in rehearsed.responses.values() for id_ in group}
    assert len(names) > 5 and rare

    paths = write(report_of(rehearsed), ("json", "md", "graphml", "ics", "csv"), tmp_path)
    for path in paths:
        for name, content in contents(path):
            text = content.decode("utf-8")
            for told in (*names, *ids):
                assert told not in text, (name, told)
            if name.endswith(".graphml"):
                assert not [organisation for organisation in rare if organisation in text]
