"""Times of day as people type them, laid on a date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_TIME = re.compile(r"(\d{1,2})[:.h]?(\d{2})")


def parse_time(text: str, near: datetime, zone: ZoneInfo) -> datetime | None:
    """'15:00', '9.30' or '1500' where the room is, on the day that lies nearest to `near`.

    None when it is no time of day. The result keeps the zone.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    local = near.astimezone(zone)
    at = local.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    days = (at + timedelta(days=step) for step in (-1, 0, 1))
    return min(days, key=lambda day: abs(day - local))


def next_time(text: str, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The same time of day at its first occurrence after a moment."""
    at = parse_time(text, after, zone)
    if at is None:
        return None
    return at if at > after else at + timedelta(days=1)
