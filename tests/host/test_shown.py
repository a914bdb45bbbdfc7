"""What the room is not shown of findings."""

from __future__ import annotations

from workshop.domain.findings import Findings, Quote, Table, Theme, Themes
from workshop.host.shown import without_workings


def test_what_facilitators_did_and_refused_stays_with_them() -> None:
    theme = Theme("Time", ("r1",), (Quote("no time"),), 1, "Split from ‘Work’.")
    block = Themes("Themes", (theme,), Theme("Not sorted yet", ("r2",)), ("‘Cats’: a joke",))
    shown = without_workings(
        Findings("Ideas", ("One.",), (block,), more=(Table("Who did it", ("Who",), (("JD",),)),))
    )
    said = repr(shown)
    assert "no time" in said and "Not sorted yet" in said
    assert not any(word in said for word in ("Split", "joke", "JD"))
