"""The formats in the words of somebody who chairs, and who usually wants which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FORMATS: Mapping[str, str] = {
    "docx": "the report for the board (Word)",
    "pptx": "slides for a read-out (PowerPoint)",
    "html": "a page to read and print (HTML)",
    "md": "text to paste anywhere (Markdown)",
    "ics": "pledges and follow-ups for calendars",
    "xlsx": "a workbook for analysts (Excel)",
    "csv": "tables for statistics (CSV, zipped)",
    "graphml": "networks for Gephi (GraphML)",
    "json": "everything for programs (JSON)",
}
"""What the wizard offers, in its order. `parquet` is for many sessions at once, by the command."""


@dataclass(frozen=True, slots=True)
class Preset:
    """For whom an export is: what they usually want, and whether it tells people apart."""

    id: str
    text: str
    formats: tuple[str, ...]
    anonymised: bool = False


PRESETS: tuple[Preset, ...] = (
    Preset("archive", "the archive: everything", tuple(FORMATS)),
    Preset("board", "the board", ("docx", "pptx")),
    Preset("delegates", "the delegates", ("html",), anonymised=True),
    Preset("analyst", "an analyst", ("xlsx", "csv", "graphml", "json"), anonymised=True),
    Preset("calendar", "calendars", ("ics",)),
)

AS_IT_IS = (
    "Badges, tables, facilitators' initials and every word stand in it. "
    "For those who may know who said what."
)
ANONYMISED = (
    "New numbers for badges, names and small groups taken out. "
    "Words stay: a list of what may be names is made for you to read."
)


def preset_of(formats: frozenset[str], anonymised: bool) -> Preset | None:
    """The preset that is just this, None where a person chose otherwise."""
    return next(
        (p for p in PRESETS if frozenset(p.formats) == formats and p.anonymised == anonymised),
        None,
    )
