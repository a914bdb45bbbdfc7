"""The formats, and the one place that puts files into a folder.

A writer is a module with `files(report) -> {suffix: bytes}`: pure, so that a format cannot leave
half a file behind, and names, folders and atomic writing are the same for all. One that may have
nothing to write returns nothing then, and has a sentence on it in `NOTHING`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from itertools import count
from pathlib import Path
from uuid import uuid4

from workshop.errors import SaveFailed, UsageError
from workshop.export.building.from_state import Progress
from workshop.export.report import Report

FORMATS: Mapping[str, str] = {
    "html": "workshop.export.as_html",
    "docx": "workshop.export.as_docx",
    "pptx": "workshop.export.as_pptx",
    "md": "workshop.export.as_markdown",
    "json": "workshop.export.as_json",
    "csv": "workshop.export.as_csv",
    "xlsx": "workshop.export.as_xlsx",
    "graphml": "workshop.export.as_graphml",
    "ics": "workshop.export.as_ics",
    "parquet": "workshop.export.as_parquet",
}
"""Each format's module, imported when it is wanted; the order is that of the command's help."""

ON_REQUEST = frozenset({"parquet"})
"""Formats that are written only when they are named, since they need more than the program has."""

TO_LOOK_THROUGH = "workshop.export.anonymising.to_look_through"
"""Written beside every anonymised export, whatever its formats."""

Unsaid = Callable[[str], None]
"""Told a sentence for each format that has nothing to write."""

Made = Callable[[str, int], None]
"""Told what the name of each file ends in, and its size in bytes."""


def known_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """The formats asked for, each once; UsageError for an unknown one.

    When none is asked for: all but those that are written on request only.
    """
    usual = (name for name in FORMATS if name not in ON_REQUEST)
    asked = tuple(dict.fromkeys(formats)) or tuple(usual)
    for name in asked:
        if name not in FORMATS:
            raise UsageError(f"There is no format '{name}'.", f"Known are {', '.join(FORMATS)}.")
    return asked


def write(
    report: Report,
    formats: Sequence[str],
    folder: Path,
    progress: Progress | None = None,
    unsaid: Unsaid | None = None,
) -> tuple[Path, ...]:
    """Write a report in some formats; the files, which never take the place of earlier ones.

    Raises UsageError and SaveFailed.
    """
    paths = put(make(report, formats, progress, unsaid), folder, report.about.name)
    if progress:
        progress(1.0, "Done")
    return paths


def make(
    report: Report,
    formats: Sequence[str],
    progress: Progress | None = None,
    unsaid: Unsaid | None = None,
    made: Made | None = None,
) -> Mapping[str, bytes]:
    """What the files hold, by what their names end in; nothing is written yet.

    Raises UsageError.
    """
    chosen = known_formats(formats)
    files: dict[str, bytes] = {}
    for number, name in enumerate(chosen):
        if progress:
            progress(number / (len(chosen) + 1), f"Writing {name}")
        writer = import_module(FORMATS[name])
        written = writer.files(report)
        if not written and unsaid:
            unsaid(f"No {name}: {writer.NOTHING}")
        _add(files, written, made)
    if report.about.anonymised:
        _add(files, import_module(TO_LOOK_THROUGH).files(report), made)
    return files


def _add(files: dict[str, bytes], written: Mapping[str, bytes], made: Made | None) -> None:
    files.update(written)
    if made:
        for suffix, content in written.items():
            made(suffix, len(content))


def put(files: Mapping[str, bytes], folder: Path, name: str) -> tuple[Path, ...]:
    """Write files into a folder under one name: `name`, with -2, -3... where that is taken.

    Each is there whole or not at all. Raises SaveFailed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = _free(folder, name, tuple(files))
        for path, content in zip(paths, files.values(), strict=True):
            _put(path, content)
        _sync_folder(folder)
    except OSError as error:
        raise SaveFailed(
            f"The export could not be written into {folder}: {error.strerror or error}.",
            "The session is safe; free some space, or choose another folder with --out.",
        ) from error
    return paths


def _free(folder: Path, name: str, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """The first name that is free for all of these."""
    for number in count(1):
        base = name if number == 1 else f"{name}-{number}"
        paths = tuple(folder / f"{base}{suffix}" for suffix in suffixes)
        if not any(path.exists() for path in paths):
            return paths
    raise AssertionError("count never ends")


def _put(path: Path, content: bytes) -> None:
    """A new file, whole or not at all; FileExistsError where somebody else was quicker."""
    unfinished = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _rename_new(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _rename_new(source: Path, target: Path) -> None:
    """A rename that does not replace. Linking refuses an existing name; not every disk links."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(f"{target} exists") from None
        source.rename(target)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
