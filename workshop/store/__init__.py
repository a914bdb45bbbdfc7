"""The session file: a durable event log that plain TinyDB opens.

`create` begins one, `open_file` goes on with one, `ReadOnlyFile` reads one beside its writer and
`look` a few types of its events; `check` and `mend` are for damaged ones, `holder` says who has
one open.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workshop.store.appending import SessionFile, create
    from workshop.store.format import FORMAT, MAX_EVENT
    from workshop.store.lock import Holder, holder
    from workshop.store.looking import look
    from workshop.store.mending import check, mend
    from workshop.store.opening import ReadOnlyFile, open_file
    from workshop.store.report import Mended, Problem, Report
    from workshop.store.tables import read_tables

__all__ = [
    "FORMAT",
    "MAX_EVENT",
    "Holder",
    "Mended",
    "Problem",
    "ReadOnlyFile",
    "Report",
    "SessionFile",
    "check",
    "create",
    "holder",
    "look",
    "mend",
    "open_file",
    "read_tables",
]

_MODULES = {
    "appending": ("SessionFile", "create"),
    "format": ("FORMAT", "MAX_EVENT"),
    "lock": ("Holder", "holder"),
    "looking": ("look",),
    "mending": ("check", "mend"),
    "opening": ("ReadOnlyFile", "open_file"),
    "report": ("Mended", "Problem", "Report"),
    "tables": ("read_tables",),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: a terminal that looks at a file needs no lock and no mending."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"workshop.store.{module}"), name)
    raise AttributeError(f"workshop.store has no {name!r}")
