"""What the pages for authors show is true: their examples are sound, every key is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workshop.kinds.registry import load
from workshop.plans import Library, check_exercise, check_plan
from workshop.plans import schema as files
from workshop.settings import bundled_folder

DOCS = Path(__file__).parents[2] / "docs"


def example(page: str, path: Path) -> Path:
    """The YAML example of a page as a file."""
    found = re.search(r"```yaml\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    assert found
    path.write_text(found[1])
    return path


def test_the_example_plan_is_sound(tmp_path: Path) -> None:
    path = example("plans.md", tmp_path / "plan.yaml")
    assert check_plan(path, Library.open(bundled_folder()), load()).problems == ()


def test_the_example_exercise_is_sound(tmp_path: Path) -> None:
    path = example("exercises.md", tmp_path / "exercise.yaml")
    assert check_exercise(path, load()).problems == ()


@pytest.mark.parametrize(
    ("page", "model"),
    [
        ("plans.md", files.PlanFile),
        ("plans.md", files.EventFile),
        ("plans.md", files.PersonFile),
        ("plans.md", files.PhonesFile),
        ("plans.md", files.PartFile),
        ("plans.md", files.ObjectiveFile),
        ("plans.md", files.SegmentFile),
        ("plans.md", files.CueFile),
        ("plans.md", files.CaseStudyFile),
        ("exercises.md", files.ExerciseFile),
        ("exercises.md", files.InstructionsFile),
    ],
)
def test_every_key_is_explained(page: str, model: type[files.FileModel]) -> None:
    text = (DOCS / page).read_text()
    assert [key for key in files.keys_of(model) if f"`{key}" not in text] == []


def test_every_bundled_kind_is_explained() -> None:
    text = (DOCS / "exercises.md").read_text()
    assert [kind for kind in load() if f"**`{kind}`**" not in text] == []
