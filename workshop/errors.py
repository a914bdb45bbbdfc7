"""Named errors. Each says what went wrong (title) and how to mend it (hint)."""

from __future__ import annotations

from typing import ClassVar


class WorkshopError(Exception):
    """Base of every error that a person may see; `code` is its stable name on the wire."""

    code: ClassVar[str] = "error"

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.title}\n{self.hint}" if self.hint else self.title


class UsageError(WorkshopError):
    """The command line was called wrongly (exit code 2)."""

    code = "usage"


class NotFound(WorkshopError):
    """A plan, an exercise, a session or a thing inside one does not exist."""

    code = "not-found"


class PlanProblems(WorkshopError):
    """A plan or an exercise has problems; `problems` lists them as text, one a line."""

    code = "plan-problems"

    def __init__(self, title: str, hint: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(title, hint)
        self.problems = problems


class Refused(WorkshopError):
    """A command cannot be carried out in this state (the reason is the title)."""

    code = "refused"


class Forbidden(Refused):
    """The sender's role may not send this command."""

    code = "forbidden"


class Conflict(Refused):
    """What the command expected has changed since; look again and repeat."""

    code = "conflict"


class KeyReused(Conflict):
    """The same key came with another body."""

    code = "key-reused"


class TryAgain(WorkshopError):
    """The command was not saved; nothing of it was kept, and it may be sent again."""

    code = "try-again"


class HostGone(WorkshopError):
    """The host does not answer."""

    code = "host-gone"


class OtherVersion(HostGone):
    """Host and terminal do not speak the same version of what goes over the wire."""

    code = "other-version"


class StoreError(WorkshopError):
    """Base of all errors of the session file."""

    code = "store"


class SaveFailed(StoreError):
    """A write or a sync failed (disk full, read-only, gone); nothing acknowledged was lost."""

    code = "save-failed"


class FileInUse(StoreError):
    """Another process has the session file open."""

    code = "file-in-use"


class FileDamaged(StoreError):
    """A line of the file is damaged; `line` is its 1-based number where known."""

    code = "file-damaged"

    def __init__(self, title: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(title, hint)
        self.line = line


class NewerFile(StoreError):
    """The file was written by a newer version; it can be read but not written."""

    code = "newer-file"
