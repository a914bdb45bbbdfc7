"""Paper sheets and kept-apart notes, folded in once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stage import CHAIR, HOST, START, SetClock, command
from workshop.domain.commands import CreateSession, EditNote, Prepare, Start
from workshop.domain.ids import ExerciseId, NoteId, SessionId
from workshop.domain.records import NoteTag, Source
from workshop.errors import NotFound, UsageError
from workshop.kinds.registry import KindRules, load
from workshop.plans import Library, open_plan
from workshop.service.analyses import Analyses
from workshop.service.header import new_header
from workshop.service.importing import Imported, import_sheet
from workshop.service.local_client import LocalClient
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService
from workshop.service.sheets import MOST_BYTES, defused, fused

IDEAS = ExerciseId("who-moves-together")
RATINGS = ExerciseId("training-offer-appraisal")


@pytest.fixture
async def client() -> AsyncIterator[LocalClient]:
    """A running C6 session."""
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    log = MemoryLog(new_header(plan, session=SessionId("s"), created=START))
    service = SessionService(log, KindRules(), SetClock(), Analyses(load()))
    await service.start()
    end = START.replace(hour=14)
    await service.submit(command(CreateSession(START, end)), HOST)
    await service.submit(command(Prepare(START, end)), CHAIR)
    await service.submit(command(Start()), CHAIR)
    client = LocalClient(service, CHAIR)
    await client.start()
    yield client
    await client.close(end_host=True)


@pytest.fixture
def bring(client: LocalClient, tmp_path: Path):
    """Import a text (or bytes) as a file."""

    async def bring(content: str | bytes) -> Imported:
        path = tmp_path / "sheets.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return await import_sheet(client, load(), path)

    return bring


def texts(client: LocalClient) -> list[str]:
    return [r.answers["text"] for r in client.state.responses_to(IDEAS)]


async def test_answers_go_in_as_paper_with_table_and_badge(client, bring) -> None:
    done = await bring(
        "exercise,round,table,badge,answer\n"
        "who-moves-together,,4,17,One key for the gym\n"
        'Who could move together?,1,,#9,"Bus company, and GPs"\n'
    )

    assert (done.taken, done.problems) == (2, ())
    first, second = client.state.responses_to(IDEAS)
    assert first.source is Source.PAPER
    assert (first.table, first.badge, first.answers["text"]) == ("4", "17", "One key for the gym")
    assert (second.badge, second.answers["text"]) == ("9", "Bus company, and GPs")


async def test_a_file_imported_again_changes_nothing(client, bring) -> None:
    sheet = (
        "exercise,table,answer\n"
        "who-moves-together,1,The same idea\n"
        "who-moves-together,1,The same idea\n"
        "training-offer-appraisal,1,4 3 5 2 1 - 3\n"
    )
    assert (await bring(sheet)).taken == 3
    again = await bring(sheet)

    assert (again.taken, again.known) == (0, 3)
    assert texts(client) == ["The same idea"] * 2


async def test_what_a_spreadsheet_changes_in_a_file_is_no_new_answer(client, bring) -> None:
    await bring("exercise,table,answer\nwho-moves-together,4,Blue doors\n")
    again = await bring(
        "\ufeffTable;Answer;Exercise;\r\n4; Blue  doors ;Who-moves-together;\r\n;;;\r\n"
    )

    assert (again.taken, again.known, again.problems) == (0, 1, ())


async def test_rows_added_later_go_in_alone(client, bring) -> None:
    await bring("exercise,answer\nwho-moves-together,One\n")
    done = await bring("exercise,answer\nwho-moves-together,Zero\nwho-moves-together,One\n")

    assert (done.taken, done.known) == (1, 1)
    assert texts(client) == ["One", "Zero"]


async def test_bad_rows_are_told_by_line_and_the_others_go_in(client, bring) -> None:
    done = await bring(
        "exercise,round,answer\n"
        "who-moves-together,,Good\n"
        "no-such,,Something\n"
        "who-moves-together,two,Something\n"
        "\n"
        'who-moves-together,,"over\ntwo lines"\n'
        f"who-moves-together,,{'x' * 141}\n"
        "training-offer-appraisal,,4 9 5 2 1 - 3\n"
        "who-moves-together,,one,too many\n"
        "who-moves-together,,\n"
        "who-moves-together,,Last\n"
    )

    assert [p.line for p in done.problems] == [3, 4, 8, 9, 10, 11]
    assert texts(client) == ["Good", "over two lines", "Last"]
    said = [p.said("sheets.csv") for p in done.problems]
    assert said[0].startswith("sheets.csv:3: The plan has no exercise 'no-such'")
    assert "141" in said[2] and "goes from 1 to 5" in said[3] and "4 cells" in said[4]


async def test_a_column_for_each_field_option_and_box(client, bring) -> None:
    done = await bring(
        "exercise;badge;what;with;in_days;real-problem;People get protected time to use what they"
        " learnt;own-team;time;Ties across professions and organisations;Where to?\n"
        "network-pledge;1;Ring the GP lead;GP lead;30;;;;;;\n"
        "training-offer-appraisal;2;;;;4;2;;;;\n"
        "how-we-connect;3;;;;;;x;;;\n"
        "training-to-practice-factors;4;;;;;;;6;4;\n"
        "large-scale-change-canvas;5;;;;;;;;;Out of the door\n"
    )

    assert done.problems == ()
    state = client.state

    def said(exercise: str) -> object:
        return state.responses_to(ExerciseId(exercise))[0].answers

    assert said("network-pledge") == {
        "what": "Ring the GP lead",
        "with": "GP lead",
        "in_days": ["30"],
    }
    assert said(RATINGS) == {"real-problem": 4, "protected-time": 2}
    assert list(said("how-we-connect").values()) == [["own-team"]]
    assert list(said("training-to-practice-factors").values()) == [{"time": 6, "ties": 4}]
    assert said("large-scale-change-canvas") == {"boxes": {"destination": "Out of the door"}}


async def test_a_column_of_another_exercise_is_a_problem_of_the_row(client, bring) -> None:
    done = await bring("exercise,real-problem\nwho-moves-together,4\n")

    assert "'real-problem' is no part" in done.problems[0].what


async def test_a_sheet_id_makes_the_answer_one_however_it_is_typed(client, bring) -> None:
    await bring("exercise,sheet,answer\nwho-moves-together,12,As first typed\n")
    again = await bring("exercise,sheet,answer\nwho-moves-together,12,As typed otherwise\n")

    assert "sheet '12' was imported before" in again.problems[0].what
    assert texts(client) == ["As first typed"]


async def test_formulas_defused_by_an_export_come_back_as_they_were(client, bring) -> None:
    await bring("exercise,answer\nwho-moves-together,'=1+1 is what we said\n")

    assert texts(client) == ["=1+1 is what we said"]


@pytest.mark.parametrize("text", ["=1", "-x", "a;=b", "a; +b; -c", "+49", "@me", "fine;-)", "'tis"])
def test_defusing_is_undone(text: str) -> None:
    assert fused(defused(text)) == text


async def test_controls_and_overrides_do_not_get_in(client, bring) -> None:
    await bring("exercise,answer\nwho-moves-together,a\x1b[31mb\u202ec\x00d 👩‍🔬 שלום\n")

    assert texts(client) == ["a[31mbcd 👩‍🔬 שלום"]


async def test_utf16_from_a_spreadsheet(client, bring) -> None:
    await bring("exercise\tanswer\r\nwho-moves-together\tÜber die Straße\r\n".encode("utf-16"))

    assert texts(client) == ["Über die Straße"]


async def test_another_encoding_is_refused_with_its_line(bring) -> None:
    with pytest.raises(UsageError, match=r"sheets\.csv:3: this is not UTF-8"):
        await bring("exercise,answer\nx,fine\nx,Straße\n".encode("cp1252"))


async def test_a_huge_field_costs_its_row_only(client, bring) -> None:
    done = await bring(
        f"exercise,answer\nwho-moves-together,{'y' * 200_000}\nwho-moves-together,After\n"
    )

    assert [p.line for p in done.problems] == [2]
    assert texts(client) == ["After"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("colour,shape\nred,round\n", "neither a column 'exercise'"),
        ("exercise,answer,answer\n", "twice"),
        (b"x" * (MOST_BYTES + 1), "limit"),
    ],
)
async def test_a_file_that_is_none_is_refused(bring, content: str | bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        await bring(content)


async def test_a_missing_file(client, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await import_sheet(client, load(), tmp_path / "none.csv")


NOTES = (
    "at,initials,tag,text,id\r\n"
    "2026-04-15T15:04:05+02:00,MB,note,A note,n1\r\n"
    "15:05,mb,parking,Who owns the list?,\r\n"
)


async def test_notes_keep_their_time_and_initials(client, bring) -> None:
    done = await bring(NOTES)

    assert (done.what, done.taken, done.problems) == ("note", 2, ())
    first, second = client.state.notes_in_order()
    assert (first.id, first.initials, first.text) == ("n1", "MB", "A note")
    assert first.at == datetime(2026, 4, 15, 13, 4, 5, tzinfo=UTC)
    assert second.tag is NoteTag.PARKED
    assert second.at == datetime(2026, 4, 15, 13, 5, tzinfo=UTC)
    assert (await bring(NOTES)).known == 2
    assert len(client.state.notes) == 2


async def test_a_note_edited_in_the_file_is_edited_unless_the_session_did(client, bring) -> None:
    await bring(NOTES)
    changed = await bring(NOTES.replace("A note", "A better note"))
    assert changed.changed == 1
    assert client.state.notes[NoteId("n1")].text == "A better note"

    await client.send(EditNote(NoteId("n1"), "The session's own"))
    kept = await bring(NOTES.replace("A note", "A third"))
    assert kept.kept == 1
    assert client.state.notes[NoteId("n1")].text == "The session's own"


async def test_bad_notes_are_told_by_line(client, bring) -> None:
    done = await bring(
        "at,tag,text\nnever,note,a\n15:00,shout,b\n15:01,note,\n15:02,note,good\n25:00,note,c\n"
    )

    assert [p.line for p in done.problems] == [2, 3, 4, 6]
    assert [n.text for n in client.state.notes_in_order()] == ["good"]
