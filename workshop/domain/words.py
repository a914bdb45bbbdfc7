"""Durations and times of day in words, so that every screen and export says them alike."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def format_duration(seconds: float) -> str:
    """Minutes and seconds: '4:00', '1:02:03', '-0:12' when it is over.

    A started second counts as a whole one, so that a countdown shows 0:00 when its time is up.
    """
    whole = math.ceil(seconds)
    minutes, rest = divmod(abs(whole), 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
    return f"-{text}" if whole < 0 else text


def format_minutes(seconds: float) -> str:
    """How long it is, for a glance and without a sign: '3 min', below a minute '40 s'."""
    if abs(seconds) < 60:
        return f"{abs(math.floor(seconds + 0.5))} s"
    # Rounded as `nearest_minute` rounds, so that '15:59, 1 min early' holds for half minutes too.
    return f"{abs(math.floor(seconds / 60 + 0.5))} min"


def format_time(at: datetime, zone: ZoneInfo) -> str:
    """A time of day where the room is: '16:00'. Seconds are cut off."""
    return at.astimezone(zone).strftime("%H:%M")


def short_title(title: str) -> str:
    """A title up to its first full stop or colon: 'Part one. Joining the dots' -> 'Part one'."""
    return re.split(r"[.:] ", title, maxsplit=1)[0]


def nearest_minute(at: datetime) -> datetime:
    """The full minute that lies nearest, the later one from half a minute on."""
    later = at + timedelta(seconds=30)
    return later.replace(second=0, microsecond=0)
