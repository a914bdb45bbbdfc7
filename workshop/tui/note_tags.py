"""The kinds of note as a terminal shows them: the same in a session and on the note pad."""

from __future__ import annotations

from collections.abc import Mapping

from workshop.domain.records import NoteTag

TAGS = tuple(NoteTag)
MARKS: Mapping[NoteTag, str] = {
    NoteTag.NOTE: "·",
    NoteTag.PARKED: "P",
    NoteTag.TAKEAWAY: "★",
    NoteTag.AGREED: "✓",
}


def next_tag(tag: NoteTag) -> NoteTag:
    """The kind after this one, round and round."""
    return TAGS[(TAGS.index(tag) + 1) % len(TAGS)]
