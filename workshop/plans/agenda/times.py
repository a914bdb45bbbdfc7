"""Times of day and lengths as people write them in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import re

from workshop.plans.agenda.grid import Cell

DAY_S = 86_400

_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?:\s*(?::|\.|h|u|uhr)\s*(?P<m>\d{2})?(?::(?P<s>\d{2}))?)?"
    r"\s*(?:uhr|hrs?|h)?\s*(?P<half>[ap])?\.?(?:m\.?)?",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b|→)\s*", re.IGNORECASE)
_PIECE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*"
    r"(hours?|hrs?|h|uur|u|stunden?|std|minut(?:es?|en)|mins?|m|seconds?|secs?|s|['’′\"”″])?\.?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")


def clock_of(cell: Cell) -> tuple[int, bool] | None:
    """Seconds after midnight, and whether the cell leaves no doubt about the half of the day."""
    match cell:
        case dt.datetime() | dt.time():
            return cell.hour * 3600 + cell.minute * 60 + cell.second, True
        case dt.timedelta():
            seconds = round(cell.total_seconds())
            return (seconds, True) if 0 <= seconds < DAY_S else None
        case float() if 0 <= cell < 1:
            # A time of day whose format was lost: a share of the day.
            return round(cell * DAY_S), True
        case str():
            return _clock(cell)
        case int() | float():
            return _clock(f"{cell:.2f}".removesuffix(".00"))
    return None


def _clock(text: str) -> tuple[int, bool] | None:
    text = text.strip()
    if match := _FOUR_DIGITS.fullmatch(text):
        return int(match[1]) * 3600 + int(match[2]) * 60, True
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = (int(match[key] or 0) for key in ("h", "m", "s"))
    half = (match["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second, bool(half) or hour > 12 or match["h"][0] == "0"


def span_of(cell: Cell) -> tuple[Cell, Cell]:
    """The two ends of a text such as `9:00 – 9:20`; the second is None where there is but one."""
    if not isinstance(cell, str):
        return cell, None
    ends = _RANGE.split(cell.strip())
    if len(ends) != 2 or not all(ends):
        return cell, None
    first, last = ends
    half = re.search(r"[ap]\.?m\.?$", last, re.IGNORECASE)
    if half and not re.search(r"[ap]\.?m\.?$", first, re.IGNORECASE):
        # `9:00-9:20 am` says it once for both, unless the half changes between (`11:30-1 pm`).
        begin, end = _clock(first + half[0]), _clock(last)
        if begin is not None and end is not None and begin[0] < end[0]:
            first += half[0]
    return first, last


def length_of(cell: Cell, hours_first: bool = False) -> int | None:
    """Seconds of a length. A bare number is minutes; `1:30` is minutes and seconds.

    `hours_first` reads `1:30` as hours and minutes, as a column called 'duration' means it.
    """
    match cell:
        case dt.timedelta():
            return round(cell.total_seconds())
        case dt.time():
            return cell.hour * 3600 + cell.minute * 60 + cell.second
        case int() | float():
            return _whole(cell * (60 if not 0 < cell < 0.2 else DAY_S))
        case str():
            return _length(cell.strip(), hours_first)
    return None


def _length(text: str, hours_first: bool) -> int | None:
    if match := _PARTED.fullmatch(text):
        first, second, third = int(match[1]), int(match[2]), match[3]
        if third is not None:
            return first * 3600 + second * 60 + int(third)
        return first * 3600 + second * 60 if hours_first else first * 60 + second
    total = 0.0
    unit = "h"
    place = 0
    for match in _PIECE.finditer(text):
        if text[place : match.start()].strip():
            return None
        place = match.end()
        # `1h15` has no unit behind its second number: the one below the first.
        said = (match[2] or ("m" if total == 0 or unit == "h" else "s")).lower()
        unit = "h" if said[0] in "hu" or said.startswith("st") else said[0]
        size = {"h": 3600, "m": 60, "'": 60, "’": 60, "′": 60}.get(unit, 1)
        total += float(match[1].replace(",", ".")) * size
    return _whole(total) if place and not text[place:].strip() else None


def _whole(seconds: float) -> int | None:
    whole = round(seconds)
    return whole if abs(seconds - whole) < 1e-3 and whole >= 0 else None
