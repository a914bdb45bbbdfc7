from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.plans.editing import CannotEdit, PlanText
from workshop.plans.editing.plan_text import says
from workshop.plans.editing.spans import spans
from workshop.plans.plain import to_mapping
from workshop.settings import bundled_folder

FIRST = ("parts", 0, "segments")
SECOND = ("parts", 1, "segments")

TEXT = """\
# The head.
title: A plan   # its name
minutes: 10
parts:
  - id: a
    segments:
      # About one.
      - id: one   # first
        title: One
        minutes: 4
        notes: |
          # no comment
          line

      # About two.
      # Still about two.
      - id: two
        title: "Two: and more"
        minutes: "1:30"
  # About b.
  - id: b
    segments:
      - {id: three, title: Three, minutes: 2.5}
      - id: four
        exercise:   # none yet
        minutes: 2
# The end.
"""


def plan() -> PlanText:
    return PlanText.of(TEXT, "plan.yaml")


def test_a_value_changes_and_nothing_else() -> None:
    assert plan().set((*FIRST, 0, "minutes"), "5").text == TEXT.replace("minutes: 4", "minutes: 5")
    title = plan().set(("title",), '"B: c"')
    assert title.text == TEXT.replace("A plan ", '"B: c" ')
    assert title.data["title"] == "B: c"
    flow = plan().set((*SECOND, 0, "minutes"), "3")
    assert flow.text == TEXT.replace("minutes: 2.5", "minutes: 3")
    empty = plan().set((*SECOND, 1, "exercise"), "warm-up")
    assert "exercise: warm-up   # none yet" in empty.text


def test_a_key_that_was_not_there_comes_after_its_neighbour_and_goes_again() -> None:
    for path in (FIRST, SECOND):
        more = plan().set((*path, 0, "min_minutes"), "1", ("minutes",))
        assert more.data["parts"][path[1]]["segments"][0]["min_minutes"] == 1
        assert more.without((*path, 0, "min_minutes")).text == TEXT


def test_an_entry_moves_with_its_comments() -> None:
    text = plan().move(FIRST, 0, FIRST, 1).text
    assert text.index("# About two.") < text.index("id: two") < text.index("# About one.")
    assert text.index("# About one.") < text.index("id: one   # first") < text.index("# no comment")
    assert text.index("# no comment") < text.index("# About b.")
    assert PlanText(text).move(FIRST, 0, FIRST, 1).text == TEXT


def test_an_entry_moves_to_another_part_and_back() -> None:
    there = plan().move(FIRST, 1, SECOND, 1)
    assert [one["id"] for one in there.data["parts"][1]["segments"]] == ["three", "two", "four"]
    assert there.text.index("# About b.") < there.text.index("# Still about two.")
    back = there.move(SECOND, 1, FIRST, 1)
    assert back.data == plan().data


def test_an_entry_comes_and_goes() -> None:
    more = plan().insert(FIRST, 1, ["id: new", 'title: "New: one"', "minutes: 2"])
    assert more.data["parts"][0]["segments"][1] == {"id": "new", "title": "New: one", "minutes": 2}
    assert more.remove(FIRST, 1).text == TEXT
    less = plan().remove(FIRST, 1).text
    assert "About two" not in less
    assert "# About b." in less


def test_what_cannot_be_said_is_refused_and_nothing_changes() -> None:
    one = PlanText.of("parts: [ {id: a, segments: [{id: x}]} ]\n", "p")
    with pytest.raises(CannotEdit):
        one.without(("parts", 0, "id"))
    with pytest.raises(CannotEdit):
        plan().without((*FIRST, 0, "id"))
    for broken in ("a: [", "- a\n", "a: 1\na: 2\n", "a: &x 1\nb: *x\n"):
        with pytest.raises(CannotEdit):
            PlanText.of(broken, "p")


def shuffled(made: PlanText, seed: int) -> PlanText:
    """The plan after some changes; each is what its text says, and every place is known."""
    chance = random.Random(seed)
    for number in range(8):
        part = chance.randrange(len(made.data["parts"]))
        other = chance.randrange(len(made.data["parts"]))
        path, there = ("parts", part, "segments"), ("parts", other, "segments")
        count, others = (len(made.data["parts"][one]["segments"]) for one in (part, other))
        place = chance.randrange(count)
        match chance.randrange(6):
            case 0:
                made = made.move(path, place, path, chance.randrange(count))
            case 1 if count > 1 and part != other:
                made = made.move(path, place, there, chance.randrange(others + 1))
            case 2:
                made = made.set((*path, place, "minutes"), chance.choice(["3", "2.5", '"1:20"']))
            case 3:
                made = made.set((*path, place, "min_minutes"), "1", ("minutes", "title"))
            case 4 if count > 1:
                made = made.remove(path, place)
            case _:
                lines = [f"id: new-{number}", 'title: "a: b"', "minutes: 2"]
                made = made.insert(path, place, lines)
        assert made.root == spans(made.text)
    assert says(made.text, made.data)
    return made


@pytest.mark.parametrize(
    "path", sorted(bundled_folder().plans.glob("*.yaml")), ids=lambda p: p.stem
)
def test_every_bundled_plan_can_be_shuffled(path: Path) -> None:
    shuffled(PlanText.of(path.read_text("utf-8"), path.name), 1)


@pytest.mark.parametrize("indent", [2, None])
def test_a_plan_in_brackets_can_be_shuffled_and_stays_json(indent: int | None) -> None:
    data = to_mapping(open_plan("team-retrospective", Library.open(), load()))
    made = shuffled(PlanText.of(json.dumps(data, indent=indent), "p"), 2)
    assert json.loads(made.text) == made.data
