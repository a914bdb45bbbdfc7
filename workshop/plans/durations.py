"""Durations as a plan writes them: minutes (`8`, `2.5`) or `m:ss`; whole seconds inside."""

from __future__ import annotations

import math
import re
from typing import Any

LONGEST_MINUTES = 24 * 60

_MINUTES_SECONDS = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,9})?")
_MEND = 'write minutes (`8`, `2.5`) or minutes and seconds (`"1:30"`)'


class BadDuration(ValueError):
    """No duration; `what` and `mend` are for the author of the file."""

    def __init__(self, what: str, mend: str = _MEND) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def parse_minutes(value: Any) -> int:
    """The seconds of a duration in a file, or BadDuration."""
    if isinstance(value, str):
        if match := _MINUTES_SECONDS.fullmatch(value.strip()):
            return _checked(int(match[1]) * 60 + int(match[2]))
        if not _NUMBER.fullmatch(value.strip()):
            raise BadDuration("is not a duration")
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadDuration("is not a duration")
    seconds = round(value * 60)
    if abs(value * 60 - seconds) > 1e-6:
        shown = max(seconds, 0)
        raise BadDuration(
            "is not a whole number of seconds", f'write it as `"{format_seconds(shown)}"`'
        )
    return _checked(seconds)


def _checked(seconds: int) -> int:
    if seconds < 0:
        raise BadDuration("is less than nothing")
    if seconds > LONGEST_MINUTES * 60:
        raise BadDuration("is longer than a day", "write minutes, not seconds")
    return seconds


def format_seconds(seconds: int) -> str:
    """Seconds as `m:ss`, however many minutes."""
    return f"{seconds // 60}:{seconds % 60:02}"


def minutes_of(seconds: int) -> int | float:
    """Seconds as the number of minutes: 8, or 2.5; `parse_minutes` gives them back exactly."""
    return seconds // 60 if seconds % 60 == 0 else seconds / 60
