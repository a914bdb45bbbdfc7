"""The session file: a durable event log that plain TinyDB opens.

`create` begins one, `open_file` goes on with one, `ReadOnlyFile` reads one beside its writer;
`check` and `mend` are for damaged ones, `holder` says who has one open.
"""

from __future__ import annotations

from workshop.store.appending import SessionFile, create
from workshop.store.format import FORMAT, MAX_EVENT
from workshop.store.lock import Holder, holder
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
    "mend",
    "open_file",
    "read_tables",
]
