from __future__ import annotations

import io
from pathlib import Path

import pytest

from workshop.__main__ import main
from workshop.domain.plan import SessionPlan
from workshop.kinds.registry import load
from workshop.plans import Library, open_exercise, open_plan


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(name: str) -> SessionPlan:
    """A plan of the workshop folder that has no problem."""
    return open_plan(name, Library.open(), load())


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_flags_make_a_whole_plan_without_a_question(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (
        *("plan", "new", "Team day: how we work", "--minutes", "60", "--yes"),
        *("--date", "2026-12-01", "--start", "9:00", "--venue", "Room 4"),
        *("--person", "Ana, Chair, Wonder Works", "--person", "Bo"),
        *("--part", "Looking back: Say what worked", "--part", "Ahead: Choose one change"),
    )
    assert main(line) == 0
    assert "session_plans/team-day-how-we-work.yaml is ready" in capsys.readouterr().out
    plan = opened("team-day-how-we-work")
    assert plan.title == "Team day: how we work"
    assert plan.total_s == 3600
    assert [part.title for part in plan.parts] == ["Opening", "Looking back", "Ahead", "Close"]
    assert [one.text for one in plan.objectives] == ["Say what worked", "Choose one change"]
    assert plan.people[0].organisation == "Wonder Works"
    assert plan.lobby == ("confidence",)
    start = plan.planned_start()
    assert start is not None
    assert start.isoformat() == "2026-12-01T09:00:00+01:00"


def test_questions_are_asked_until_they_can_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(
        monkeypatch,
        *("", "Our day", "long", "30", "tomorrow", "", "9", "09:00", "Mars", "Europe/Paris"),
        *("Ana, Chair", "", "First: do it", "Second", ""),
    )
    assert main(("plan", "new")) == 0
    said = capsys.readouterr().out
    for problem in ("is not a duration", "write year-month-day", "no time zone"):
        assert problem in said
    plan = opened("our-day")
    assert (plan.total_s, plan.event.timezone, plan.people[0].role) == (
        1800,
        "Europe/Paris",
        "Chair",
    )


@pytest.mark.parametrize("minutes", ["6", "7.5", "20", "24.5", "25", "61", "480"])
@pytest.mark.parametrize("parts", [0, 1, 2])
def test_any_length_with_any_parts_passes_the_check(home: Path, minutes: str, parts: int) -> None:
    flags = [flag for number in range(parts) for flag in ("--part", f"Part {number}: do {number}")]
    assert main(("plan", "new", "X", "--minutes", minutes, "--yes", *flags)) == 0
    assert opened("x").total_s == float(minutes) * 60


@pytest.mark.parametrize(
    ("flags", "what"),
    [
        (("X", "--minutes", "soon"), "is not a duration"),
        (("X", "--minutes", "4", "--part", "a", "--part", "b"), "2 parts need 6 minutes"),
        (("X", "--id", "Not An Id"), "is no id"),
        (("X", "--date", "1 May"), "year-month-day"),
        (("--minutes", "10"), "Title"),
        (("X", "--template", "a", "--from", "b.csv"), "a template or from an agenda"),
    ],
)
def test_what_flags_say_wrongly(
    home: Path, capsys: pytest.CaptureFixture[str], flags: tuple[str, ...], what: str
) -> None:
    assert main(("plan", "new", "--yes", *flags)) == 2
    assert what in capsys.readouterr().err
    assert not (home / "session_plans").exists()


def test_no_plan_takes_another_ones_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("plan", "new", "X", "--yes")) == 0
    assert main(("plan", "new", "X", "--yes")) == 0
    assert opened("x-2").title == "X"
    before = (home / "session_plans/x.yaml").read_bytes()
    assert main(("plan", "new", "Y", "--id", "x", "--yes")) == 2
    assert "already" in capsys.readouterr().err
    assert (home / "session_plans/x.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "template",
    ["c6-building-social-capital", "c6-part-two-a-different-future", "team-retrospective"],
)
@pytest.mark.parametrize("minutes", ["20", "90"])
def test_a_template_is_stretched_with_its_comments(home: Path, template: str, minutes: str) -> None:
    flags = ("--template", template, "--minutes", minutes, "--person", "Ana", "--person", "Bo")
    assert main(("plan", "new", "Ours", *flags, "--date", "2026-12-01", "--yes")) == 0
    plan = opened("ours")
    assert (plan.total_s, plan.title) == (int(minutes) * 60, "Ours")
    assert {part.lead for part in plan.parts if part.lead} <= {"ana", "bo"}
    assert plan.event.start is None
    whole = Library.open().plan(template).path.read_text("utf-8")
    own = (home / "session_plans/ours.yaml").read_text("utf-8")
    comments = [line for line in whole.splitlines() if line.lstrip().startswith("#")]
    assert comments
    assert all(line in own for line in comments)


def test_an_agenda_becomes_a_plan(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "Title;Start;Lead;Remarks;Room\nWelcome: all;9:00;Ana;;1\nTalk;9:10;Bo;pens;2\n"
    rows += "End;9:30;;;\n"
    (home / "our agenda.csv").write_text(rows, encoding="utf-8")
    assert main(("plan", "new", "--from", "our agenda.csv", "--date", "2026-12-01", "--yes")) == 0
    said = capsys.readouterr().out
    assert "2 segments in 1 part" in said
    assert "Not taken, since nothing here goes by that name: Room." in said
    plan = opened("our-agenda")
    assert [(one.title, one.planned_s) for one in plan.segments] == [
        ("Welcome: all", 600),
        ("Talk", 1200),
    ]
    assert [one.name for one in plan.people] == ["Ana", "Bo"]
    assert plan.segments[1].notes == "Who: Bo.\npens"


def test_titles_that_yaml_reads_otherwise_still_make_ids(home: Path) -> None:
    (home / "odd.csv").write_text(
        "minutes,title\n1,10\n1,1e9\n1,true\n1,null\n1,日本\n1,- x: y # z\n"
    )
    assert main(("plan", "new", "2026", "--from", "odd.csv", "--yes")) == 0
    titles = [segment.title for segment in opened("plan-2026").segments]
    assert titles == ["10", "1e9", "true", "null", "日本", "- x: y # z"]


def test_a_bad_agenda_writes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "bad.csv").write_text("start,title\nsoon,A\nlater,B\n")
    assert main(("plan", "new", "--from", "bad.csv", "--yes")) == 1
    said = capsys.readouterr()
    assert "bad.csv:2: ‘soon’ is no time of day" in said.out
    assert "bad.csv:3: ‘later’" in said.out
    assert "2 rows of bad.csv cannot be taken" in said.err
    assert not (home / "session_plans").exists()


@pytest.mark.parametrize("kind", sorted(load()))
def test_an_exercise_of_every_kind_passes_its_check(home: Path, kind: str) -> None:
    assert main(("exercise", "new", f"My: {kind}", "--kind", kind, "--yes")) == 0
    made = open_exercise(f"my-{kind}", Library.open(), load())
    assert (made.kind, made.title) == (kind, f"My: {kind}")
    assert load()[kind].form(made).fields


def test_an_exercise_from_questions(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, "Lunch", "chioce", "choice", "What: now?", "", "2", "Soup", "No", "")
    assert main(("exercise", "new")) == 0
    assert "did you mean `choice`?" in capsys.readouterr().out
    made = open_exercise("lunch", Library.open(), load())
    assert made.prompt == "What: now?"
    assert made.options["choices"] == [{"id": "soup", "text": "Soup"}, {"id": "no", "text": "No"}]


@pytest.mark.parametrize(
    ("flags", "what"),
    [
        (("--kind", "points", "--item", "one"), "There must be 2 at least"),
        (("--kind", "ideas", "--item", "one"), "nothing to list"),
        (("--kind", "dance"), "there is no kind"),
        ((), "there is no kind"),
    ],
)
def test_an_exercise_that_cannot_be(
    home: Path, capsys: pytest.CaptureFixture[str], flags: tuple[str, ...], what: str
) -> None:
    assert main(("exercise", "new", "X", "--yes", *flags)) == 2
    assert what in capsys.readouterr().err
    assert not (home / "exercises").exists()
