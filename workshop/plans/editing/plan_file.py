"""A plan's file under edit: read, checked, kept as a draft after every change, saved whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from workshop.errors import Conflict, UsageError, WorkshopError
from workshop.plans.editing.plan_text import PlanText, says
from workshop.plans.library import Library, Origin
from workshop.plans.reading import parse, shown_name
from workshop.plans.resolving import Catalogue, CheckedPlan, check_plan_text
from workshop.plans.saving import write_over

DRAFT = ".draft"


@dataclass(slots=True)
class PlanFile:
    """Where a plan comes from (`source`) and where it is saved (`path`).

    The two differ for a plan that ships: saving makes one's own copy of it. `read_as` is what
    stood in the file when it was read or saved last.
    """

    id: str
    source: Path
    path: Path
    library: Library
    catalogue: Catalogue
    read_as: bytes = b""
    wanted: str | None = None
    _settling: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, name: str, library: Library, catalogue: Catalogue) -> PlanFile:
        """The file of a plan by id or path. Raises NotFound, UsageError, CannotEdit."""
        entry = library.plan(name)
        path = entry.path
        if entry.origin is Origin.BUNDLED:
            path = library.folder.plans / f"{entry.id}.yaml"
        made = cls(entry.id, entry.path, path, library, catalogue)
        made.read()
        return made

    @property
    def copies(self) -> bool:
        """Whether saving makes a copy of a plan that ships."""
        return self.source.resolve() != self.path.resolve()

    @property
    def shown(self) -> str:
        """Its place in the workshop folder, else as any file is named."""
        root = self.library.folder.root
        inside = self.path.is_relative_to(root)
        return str(self.path.relative_to(root)) if inside else shown_name(self.path)

    def read(self) -> PlanText:
        """The file as it stands."""
        try:
            self.read_as = self.source.read_bytes()
            text = self.read_as.decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"{shown_name(self.source)} cannot be read.", "It has to be UTF-8 text of yours."
            ) from error
        return PlanText.of(text, shown_name(self.source))

    def check(self, text: str) -> CheckedPlan:
        """Every problem of a text, with the lines that it has in it."""
        return check_plan_text(parse(text, self.path.name), self.path, self.library, self.catalogue)

    # -- drafts -----------------------------------------------------------------------------

    @property
    def _draft(self) -> Path:
        return self.path.with_name(f".{self.path.name}{DRAFT}")

    def keep(self, text: str) -> None:
        """Keep what is not saved yet, so that a crash costs nothing. Raises SaveFailed."""
        self.wanted = text
        self.settle()

    def settle(self) -> None:
        """Make the draft what is `wanted` (None: there is none). Raises SaveFailed.

        It may run in a thread: what was wanted last stands at the end, in whatever order they end.
        """
        with self._settling:
            if self.wanted is None:
                self._draft.unlink(missing_ok=True)
            else:
                write_over(self._draft, self.wanted, backup=False)

    def kept(self) -> PlanText | None:
        """What an earlier edit left unsaved, None where nothing sound is left."""
        try:
            text = self._draft.read_text("utf-8")
            return PlanText.of(text, self._draft.name)
        except (OSError, UnicodeDecodeError, WorkshopError):
            return None

    def forget(self) -> None:
        self.wanted = None
        self.settle()

    # -- saving -----------------------------------------------------------------------------

    def save(self, text: PlanText | str, *, over: bool = False) -> Path | None:
        """Write the plan; where the former file is kept. Raises Conflict and SaveFailed.

        A file that another program changed meanwhile is only written `over` where that is said.
        """
        made = text if isinstance(text, PlanText) else PlanText(text)
        if not says(made.text, made.data):
            raise UsageError("The text is not sound; nothing was saved.", "Undo the last change.")
        if not over and self._changed():
            raise Conflict(
                f"{self.path.name} was changed by another program.",
                "Save again to write over it; the other text stays in a .bak file.",
            )
        written = made.text
        if b"\r\n" in self.read_as:
            written = written.replace("\n", "\r\n")
        kept = write_over(self.path, written)
        self.source, self.read_as = self.path, written.encode()
        self.forget()
        return kept

    def _changed(self) -> bool:
        try:
            now = self.path.read_bytes()
        except FileNotFoundError:
            # Its own file gone is no clash: it is written again. So is a first copy.
            return False
        except OSError:
            return True
        return self.copies or now != self.read_as
