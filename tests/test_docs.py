"""The catalogues in `docs/` say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from workshop.domain.commands import ALLOWED, COMMAND_TYPES
from workshop.domain.events import EVENT_TYPES

DOCS = Path(__file__).parent.parent / "docs"


def rows(name: str) -> dict[str, str]:
    """Every name in code style of a table's first column, with the rest of its row."""
    found: dict[str, str] = {}
    for line in (DOCS / name).read_text(encoding="utf-8").splitlines():
        cells = line.split("|", 2)
        if line.startswith("| `") and len(cells) == 3:
            for term in re.findall(r"`([a-z_]+)`", cells[1]):
                found[term] = cells[2]
    return found


def test_every_event_stands_in_its_catalogue_with_its_fields():
    listed = rows("events.md")
    for name, cls in EVENT_TYPES.items():
        assert name in listed, name
        for field in cls.__struct_fields__:
            assert field in listed[name], f"{name}.{field}"


def test_every_command_stands_in_its_table_with_who_may_send_it():
    listed = rows("commands.md")
    for name, cls in COMMAND_TYPES.items():
        assert name in listed, name
        said = listed[name].split("|")[-2].replace(" (one's own)", "")
        assert set(said.strip().split(", ")) == {role.value for role in ALLOWED[cls]}, name


def test_nothing_is_listed_that_does_not_exist():
    envelope = {"seq", "at", "by", "role", "room", "cmd", "last", "type", "segment", "offset_s"}
    assert set(rows("events.md")) - envelope == set(EVENT_TYPES)
    assert set(rows("commands.md")) == set(COMMAND_TYPES)


def test_every_picture_that_is_shown_is_made_and_no_other_is_kept():
    pages = [DOCS.parent / "README.md", *DOCS.glob("*.md")]
    shown = {
        Path(name).name
        for page in pages
        for name in re.findall(r"!\[[^\]]*\]\(([^)]*pictures/[^)]+)\)", page.read_text("utf-8"))
    }
    assert shown == {file.name for file in (DOCS / "pictures").iterdir()}
