"""Erasing someone leaves nothing of them: not in the file, beside it, or in later exports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.host.programs import api, joined
from tests.hosting import client_of, serving
from tests.stage import (
    CHAIR,
    IDEAS,
    PLAN,
    START,
    begin,
    command,
    header,
    running_service,
    service_on,
)
from workshop.domain.commands import (
    AskOrganisers,
    HideResponse,
    LinkEvidence,
    MarkObjective,
    OpenExercise,
    ParkResponse,
    SetProfile,
    StarResponse,
    SubmitResponse,
    TakeNote,
    Undo,
    VoteResponse,
)
from workshop.domain.ids import (
    ActorId,
    NoteId,
    ObjectiveId,
    ParticipantId,
    QuestionId,
    ResponseId,
    SessionId,
)
from workshop.domain.plan import Objective
from workshop.domain.records import Actor, Coverage, Role
from workshop.errors import SaveFailed
from workshop.export.building.from_state import build_report
from workshop.export.writing import FORMATS, write
from workshop.kinds import registry
from workshop.service.header import new_header
from workshop.service.memory_log import MemoryLog
from workshop.service.reading import state_of
from workshop.service.session_service import SessionService
from workshop.store import ReadOnlyFile, check, create

NAME, WORDS, QUESTION = "Zebulon Quince", "the heron lent me its ladder", "where is the cellar"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[SessionService]:
    service = service_on(create(tmp_path / "s.json", header()))
    await service.start()
    await begin(service)
    await service.submit(command(OpenExercise(IDEAS)), CHAIR)
    yield service


async def filled(service: SessionService, url: str) -> tuple[ParticipantId, str, str]:
    """One participant who left traces everywhere, and another; id and token of the one."""
    token, _ = await joined(url, "one")
    other, _ = await joined(url, "two")
    one, two = sorted(service.state.participants.values(), key=lambda person: person.badge)
    me, them = Actor(ActorId(one.id), Role.PARTICIPANT), Actor(ActorId(two.id), Role.PARTICIPANT)
    await service.submit(command(SetProfile(NAME, "heron keeper", "Fenland Trust")), me)
    given = {"exercise": IDEAS, "key": "mine-1", "answers": {"text": WORDS}}
    response = (await api(url, "/responses", given, token)).json["response"]
    kept = {"exercise": IDEAS, "key": "theirs-1", "answers": {"text": "ask before you build"}}
    theirs = (await api(url, "/responses", kept, other)).json["response"]
    await service.submit(command(SubmitResponse(IDEAS, "paper", {"text": "sheet of one"},
                                                badge=f"#{one.badge}")), CHAIR)  # fmt: skip
    await service.submit(command(VoteResponse(theirs)), me)
    await service.submit(command(VoteResponse(response)), them)
    await service.submit(command(AskOrganisers(QuestionId("q-of-one"), QUESTION)), me)
    for body in (
        StarResponse(response),
        HideResponse(response, f"{NAME} asked for it"),
        Undo(),
        ParkResponse(response, NoteId("parked-note")),
        TakeNote(NoteId("n1"), f'{NAME} said "{WORDS}", others nodded'),
    ):
        await service.submit(command(body), CHAIR)
    return one.id, token, response


def beside(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and "s.json" in path.name]


def traces(id_: str, response: str) -> tuple[bytes, ...]:
    words = (NAME, "heron", "Fenland", QUESTION, "sheet of one", id_, response, "q-of-one")
    return tuple(word.encode() for word in words)


async def test_nothing_is_left_in_the_file_and_in_later_exports(
    service: SessionService, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    kinds = registry.load()
    async with serving(service, tmp_path, exports=exports) as (url, _):
        id_, token, response = await filled(service, url)
        before = write(build_report(service.state, kinds, name="s", now=START), ["md"], exports)
        (tmp_path / "s.json.cut-2026").write_text(f"a line of {NAME}\nanother line\n")
        (tmp_path / "other-s.json").write_text(f"another session of {NAME}\n")
        (exports / "s2.md").write_text("another session's")
        (tmp_path / "s.json.drafts").write_text(f'{{"note": "{WORDS}"}}')
        client = client_of(url)
        changes = client.changes()
        await client.start()
        revision, epoch = service.state.revision, service.state.session.epoch
        erased = await api(url, "/erase", {"participant": id_})
        async with asyncio.timeout(20):
            while client.state.session.epoch == epoch:
                await anext(changes)
        again = await api(url, "/erase", {"participant": id_})
        gone = await api(url, "/now", token=token)
        served = (await api(url, "/state")).body
        await client.close()

    assert erased.json == {"badge": 1, "exports": [str(before[0])]}
    assert again.status == 404
    assert gone.status == 401
    assert client.state == service.state
    assert service.state.revision == revision

    assert NAME in (tmp_path / "other-s.json").read_text()
    (tmp_path / "other-s.json").unlink()
    files = beside(tmp_path)
    after = write(build_report(service.state, kinds, name="s", now=START), tuple(FORMATS), exports)
    contents = {path.name: path.read_bytes() for path in (*files, *after)}
    for trace in traces(id_, response):
        assert trace not in served
        for name, content in contents.items():
            assert trace not in content, (name, trace)
    assert b"another line" in (tmp_path / "s.json.cut-2026").read_bytes()


async def test_what_others_said_stays_and_the_file_is_sound(
    service: SessionService, tmp_path: Path
) -> None:
    async with serving(service, tmp_path) as (url, _):
        id_, _, _ = await filled(service, url)
        await api(url, "/erase", {"participant": id_})
        live = service.state
    log = ReadOnlyFile(tmp_path / "s.json")
    state = state_of(log, registry.KindRules())
    log.close()

    assert state == live
    assert check(tmp_path / "s.json").sound
    assert [r.answers["text"] for r in state.responses_to(IDEAS)] == ["ask before you build"]
    assert [person.badge for person in state.participants.values()] == [2]
    (note,) = state.notes.values()
    assert note.text == '[erased] said "[erased]", others nodded'
    assert not any(state.votes.values())


async def test_evidence_and_what_an_undo_restored_lose_the_answer(tmp_path: Path) -> None:
    objective = ObjectiveId("o1")
    part = replace(PLAN.parts[0], objectives=(Objective(objective, "See clearly"),))
    plan = replace(PLAN, parts=(part,))
    log = MemoryLog(new_header(plan, session=SessionId("s1"), created=START))
    service = await running_service(log)
    await service.submit(command(OpenExercise(IDEAS)), CHAIR)
    async with serving(service, tmp_path) as (url, _):
        id_, _, response = await filled(service, url)
        for body in (
            LinkEvidence(objective, ResponseId(response)),
            MarkObjective(objective, Coverage.COVERED, f"as {NAME} put it"),
            MarkObjective(objective, Coverage.PARTLY, "less"),
            Undo(),
        ):
            await service.submit(command(body), CHAIR)
        await api(url, "/erase", {"participant": id_})

    events = b"\n".join(line.body for line in log._lines)
    for trace in traces(id_, response):
        assert trace not in events, trace
    assert service.state.objectives[objective].remark == "as [erased] put it"
    assert service.state.objectives[objective].evidence == ()


async def test_answers_that_come_meanwhile_are_neither_lost_nor_refused(
    service: SessionService, tmp_path: Path
) -> None:
    async with serving(service, tmp_path) as (url, _):
        id_, _, _ = await filled(service, url)
        tokens = [(await joined(url, f"more-{number}"))[0] for number in range(20)]
        pouring = [
            api(url, "/responses", {"exercise": IDEAS, "key": "k", "answers": {"text": "x"}}, t)
            for t in tokens
        ]
        erasing = api(url, "/erase", {"participant": id_})
        statuses = [said.status for said in await asyncio.gather(*pouring, erasing)]

    assert statuses == [201] * 20 + [200]
    assert len(service.state.responses_to(IDEAS)) == 21


async def test_where_saving_fails_all_is_as_it_was(room: SessionService, tmp_path: Path) -> None:
    async with serving(room, tmp_path) as (url, _):
        id_, _, _ = await filled(room, url)
        before = room.state
        log = room._log
        assert isinstance(log, MemoryLog)
        log.failure = SaveFailed("The disk is full.", "Free some space.")
        found = await api(url, "/erase", {"participant": id_})
        log.failure = None

    assert found.json["code"] == "try-again"
    assert room.state is before
