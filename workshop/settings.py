"""Where things are: the workshop folder, the files that ship with the program, the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "WORKSHOP_HOME"
DEFAULT_PLAN = "c6-building-social-capital"

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with plans and exercises in it; the workshop folder has sessions and exports too."""

    root: Path

    @property
    def plans(self) -> Path:
        return self.root / "session_plans"

    @property
    def exercises(self) -> Path:
        return self.root / "exercises"

    @property
    def sessions(self) -> Path:
        return self.root / "sessions"

    @property
    def exports(self) -> Path:
        return self.root / "exports"


def workshop_folder(environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> Folder:
    """`$WORKSHOP_HOME` where set, else `cwd` where it has plans, else `Workshop` in Documents.

    Nothing is created here: whoever writes first makes the folder it needs.
    """
    environ = os.environ if environ is None else environ
    cwd = Path.cwd() if cwd is None else cwd
    if home := environ.get(HOME_VARIABLE, "").strip():
        return Folder((cwd / Path(home).expanduser()).absolute())
    if (cwd / "session_plans").is_dir():
        return Folder(cwd.absolute())
    # Asks the desktop's settings, which is not free: only when the rule comes to it.
    from platformdirs import user_documents_path

    return Folder(user_documents_path() / "Workshop")


def bundled_folder() -> Folder:
    """The plans and exercises that ship: inside the wheel, or beside the package in a checkout."""
    inside = Folder(_PACKAGE / "bundled")
    return inside if inside.plans.is_dir() else Folder(_PACKAGE.parent)
