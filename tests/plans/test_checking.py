from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans.making import CATALOGUE, EXERCISE, PLAN, library
from workshop.plans import check_exercise, check_plan


def told(root: Path, plan: str = PLAN, exercise: str = EXERCISE) -> list[str]:
    """What checking the plan says, the folder left out of the files' names."""
    made = library(root, plan, exercise)
    checked = check_plan(made.plans[0].path, made, CATALOGUE)
    assert (checked.plan is None) == bool(checked.problems)
    return [str(problem).replace(f"{root}/", "") for problem in checked.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def changed(old: str, new: str, text: str = PLAN) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_a_sound_plan_has_no_problems(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "what", "mend"),
    [
        ("title: A small", "titel: A small", "unknown key `titel`", "did you mean `title`?"),
        ("    lead: ana", "    leed: ana", "unknown key `leed`", "did you mean `lead`?"),
        ("people:", "zzz: 1\npeople:", "unknown key `zzz`", "the keys here are schema, id, title"),
        ("        title: Ask\n", "", "`title` is missing", "add `title:` here"),
        ("title: Hello", "title: 5", "`title` is not text", "goes in quotes"),
        ("title: Hello", "title: [a]", "`title` is not text", "write text"),
        ("lobby: [warm-up]", "lobby: warm-up", "`lobby` is not a list", "`- `"),
        ("lobby: [warm-up]", "lobby: [7]", "number 1 of `lobby` is not text", "quotes"),
        ("headline: true", "headline: 'yes'", "`headline` is neither", "`true`"),
        ("minutes: 2.5", "minutes: soon", "`minutes` is not a duration", '"1:30"'),
        ("minutes: 2.5", "minutes: 2.333", "not a whole number of seconds", '"2:20"'),
        ("minutes: 10", "minutes: -1", "`minutes` is less than nothing", "write minutes"),
        ('at: "1:30"', 'at: "1:90"', "`at` is not a duration", '"1:30"'),
        ('start: "15:00"', 'start: "25:00"', "`start` is no time of day", '"15:00"'),
        ('start: "15:00"', "start: 15", "`start` is no time of day", '"15:00"'),
        ("2025-05-22", "22.5.2025", "`date` is no date", "2025-05-22"),
        ("2025-05-22", "2025-02-30", "a day that does not exist", "calendar"),
        ("Europe/Amsterdam", "Europe/Amsterdm", "no time zone", "`Europe/Amsterdam`"),
        ("Europe/Amsterdam", "../etc/passwd", "no time zone", "Europe"),
        ("priority: must", "priority: mst", "`priority` is none of must", "did you mean `must`?"),
        ("id: hello", "id: Hello there", "`id` is no id", "`hello-there`"),
        ("schema: 1", "schema: 2", "schema 2 is newer", "update the program"),
        ("schema: 1", "schema: '1'", "`schema` is not a whole number", "without quotes"),
        ("lobby: [warm-up]", "lobby: [warm-upp]", "no exercise `warm-upp`", "`warm-up`"),
        ("case_study: case", "case_study: cse", "no case study `cse`", "`case`"),
        ("lead: ana", "lead: anna", "no person `anna`", "`ana`"),
        ("framework: warm-up", "framework: warmup", "no exercise `warmup`", "`warm-up`"),
        ("objectives: [see]", "objectives: [sea]", "no objective `sea`", "`see`"),
        ("        objectives: [see]\n", "", "no segment serves the objective `see`", "name it"),
        ("minutes: 10", "minutes: 12", "add up to 10:00, 2:00 less than the plan's 12:00", "10"),
        ("minutes: 10", "minutes: 9", "add up to 10:00, 1:00 more than the plan's 9:00", "out of"),
        ("min_minutes: 1\n", "min_minutes: 3\n", "minimum of 3:00 is above", "lower"),
        ("min_minutes: 2\n", "min_minutes: 11\n", "floor of 11:00 is above", "lower"),
        ('at: "1:30"', 'at: "2:31"', "cue at 2:31 comes after its segment's end at 2:30", "move"),
        ("id: ask", "id: hello", "the segment `hello` stands twice", "another id"),
        ("[warm-up]", "[warm-up, warm-up]", "the exercise `warm-up` stands twice", "remove"),
        ("minutes: 2.5", "minutes: 0", "can only be a `could`", "some minutes"),
        ("title: Hello", 'title: " "', "`title` is empty", "write some text"),
    ],
)
def test_each_problem_is_told_at_its_line_with_its_mend(
    tmp_path: Path, old: str, new: str, what: str, mend: str
) -> None:
    problems = told(tmp_path, changed(old, new))
    [problem] = [one for one in problems if what in one]
    place, _, rest = problem.partition(": ")
    assert place.startswith("session_plans/small.yaml:")
    assert mend in rest.partition("; ")[2]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("title: A small", "titel: A small", "titel"),
        ('at: "1:30"', 'at: "2:31"', "- at"),
        ("        objectives: [see]\n", "", "- id: see"),
        ("min_minutes: 2\n", "min_minutes: 11\n", "min_minutes: 11"),
        ("minutes: 10", "minutes: 12", "minutes: 12"),
        ("lead: ana", "lead: anna", "lead: anna"),
        ("        title: Ask\n", "", "- id: ask"),
    ],
)
def test_the_line_is_the_one_to_mend(tmp_path: Path, old: str, new: str, at: str) -> None:
    plan = changed(old, new)
    problems = told(tmp_path, plan)
    assert any(
        one.startswith(f"session_plans/small.yaml:{line_of(plan, at)}: ") for one in problems
    )


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    plan = changed("title: A small", "titel: A small")
    plan = changed("minutes: 10", "minutes: 12", plan)
    plan = changed("lead: ana", "lead: anna", plan)
    plan = changed("2025-05-22", "tomorrow", plan)
    exercise = changed("limit: 10", "limit: ten", EXERCISE)
    problems = told(tmp_path, plan, exercise)
    assert len(problems) == 6
    assert problems == sorted(problems, key=lambda one: (one.split(":")[0], int(one.split(":")[1])))
    assert problems[0] == "exercises/warm-up.yaml:7: `limit` is not a number; write a number"


def test_floors_that_exceed_the_whole_are_told(tmp_path: Path) -> None:
    plan = changed("minutes: 10", "minutes: 9")
    plan = changed("min_minutes: 2\n", "min_minutes: 9.5\n", plan)
    assert any("floors add up to 9:30" in one for one in told(tmp_path, plan))


@pytest.mark.parametrize("parts", ["parts: []\n", "parts:\n"])
def test_an_empty_plan_is_told(tmp_path: Path, parts: str) -> None:
    head = PLAN[: PLAN.index("parts:")]
    [problem] = told(tmp_path, head + parts)
    assert "parts" in problem


def test_another_schema_gets_that_one_problem(tmp_path: Path) -> None:
    plan = changed("schema: 1", "schema: 7") + "something_new: 1\n"
    assert len(told(tmp_path, plan)) == 1


def test_a_stand_by_segment_serves_no_objective(tmp_path: Path) -> None:
    plan = changed("        objectives: [see]\n", "")
    ready = "      - {id: other, title: Other, minutes: 0, priority: could, objectives: [see]}\n"
    problems = told(tmp_path, changed("case_studies:", ready + "case_studies:", plan))
    assert len(problems) == 1
    assert "no segment serves the objective `see`" in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "kind: plain",
            "kind: plane",
            "there is no kind of exercise `plane`; did you mean `plain`?",
        ),
        ("prompt:", "promt:", "unknown key `promt`; did you mean `prompt`?"),
        ("prompt: What is on your mind?\n", "", "`prompt` is missing; add `prompt:` here"),
        ("limit: 10", "limit: x", "`limit` is not a number; write a number"),
        ("options:\n  limit: 10", "options: [1]", "`options` has no keys of its own"),
    ],
)
def test_an_exercise_tells_its_problems(tmp_path: Path, old: str, new: str, what: str) -> None:
    made = library(tmp_path, exercise=changed(old, new, EXERCISE))
    checked = check_exercise(made.exercises[0].path, CATALOGUE)
    assert checked.exercise is None
    assert any(what in str(problem) for problem in checked.problems)


_SCRAPS = st.sampled_from(
    [
        "[]",
        "{}",
        "null",
        "1",
        "-1",
        "1.5",
        "true",
        "'x'",
        "[[1]]",
        "{a: b}",
        "9e999",
        ".inf",
        '"\\0"',
    ]
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(line=st.integers(0, PLAN.count("\n") - 1), scrap=_SCRAPS)
def test_any_value_anywhere_is_told_and_never_raises(tmp_path: Path, line: int, scrap: str) -> None:
    lines = PLAN.splitlines()
    key, colon, _ = lines[line].partition(":")
    lines[line] = f"{key}{colon} {scrap}"
    told(tmp_path, "\n".join(lines))


def test_a_translation_of_what_nothing_says_is_a_problem(tmp_path: Path) -> None:
    translated = (
        f"{PLAN}translations:\n  nl:\n    Hello: Dag\n    Helloo: Dag\n    Nowhere: Nergens\n"
    )

    found = told(tmp_path, translated)

    assert len(found) == 2
    line = line_of(translated, "Helloo")
    assert f":{line}: nothing in the plan says `Helloo`; it now says `Hello`" in found[0]
    assert "`Nowhere`; take the translation out" in found[1]
