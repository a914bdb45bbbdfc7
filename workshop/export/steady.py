"""Zipped documents that are the same, byte by byte, whenever the same report is written."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime


def steady(content: bytes, at: datetime) -> bytes:
    """The same zip with its entries dated `at` instead of the moment of writing."""
    stamp = max(at.astimezone(UTC).timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as write,
    ):
        for entry in read.infolist():
            info = zipfile.ZipInfo(entry.filename, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(info, read.read(entry))
    return made.getvalue()
