"""What the store says of a file: problems that `check` found, and what an opening mended."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Any

from workshop.domain.making import dataclass


@dataclass(frozen=True, slots=True)
class Mended:
    """What was put right when a file was opened or mended.

    `line` is the first line that was not good, `revision` the last event that is there now,
    `cut_bytes` what was taken out and set aside in `aside`, `lost` the events before `revision`
    that could not be read and have an empty event of type `lost` in their place.
    """

    path: Path
    line: int
    revision: int
    cut_bytes: int = 0
    aside: Path | None = None
    lost: tuple[int, ...] = ()

    def __str__(self) -> str:
        if self.aside is None:
            return f"The end of {self.path.name} was put right; nothing was lost."
        what = (
            f"{len(self.lost)} damaged {'event was' if len(self.lost) == 1 else 'events were'}"
            if self.lost
            else "A last command that was never acknowledged was"
        )
        return (
            f"{what} taken out of {self.path.name} (from line {self.line}, "
            f"{self.cut_bytes} bytes) and set aside in {self.aside.name}."
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file, and what a mend would do about it."""

    line: int | None
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found. `mendable` says whether `mend` would make the file usable.

    `acknowledged` is False where nothing that is wrong can have been acknowledged, so that
    opening the file mends it by itself. `tables` are the documents in each table as plain TinyDB
    counts them, None where it cannot open the file.
    """

    path: Path
    size: int
    format: int | None
    epoch: int | None
    revision: int
    ended: bool
    in_use: bool
    tables: dict[str, int] | None
    problems: tuple[Problem, ...] = field(default=())
    mendable: bool = True
    acknowledged: bool = False

    @property
    def sound(self) -> bool:
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """The report in plain types, for `--json`."""
        return {
            "path": str(self.path),
            "sound": self.sound,
            "size": self.size,
            "format": self.format,
            "epoch": self.epoch,
            "revision": self.revision,
            "ended": self.ended,
            "in_use": self.in_use,
            "tables": self.tables,
            "mendable": self.mendable,
            "opening_mends": not self.acknowledged,
            "problems": [
                {"line": problem.line, "what": problem.what, "mend": problem.mend}
                for problem in self.problems
            ],
        }
