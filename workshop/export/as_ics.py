"""Pledges by the day on which they fall due, and three follow-ups, for calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from workshop.analysis.prose import counted
from workshop.export.report import FollowUpLine, Report
from workshop.export.times import short_day

NOTHING = "nobody made a pledge with a day, and the session has not ended, so nothing falls due."
FOLLOW_UP_DAYS = (30, 60, 90)
"""How many days after its end somebody asks what a session without pledges has changed."""
_MOST_LISTED = 40
_LONGEST = 120


def files(report: Report) -> dict[str, bytes]:
    """One file, `.ics`; none where nothing falls due.

    All events last a day, which is the same day in every time zone; stamps are in UTC.
    """
    # Needed only here.
    from icalendar import Calendar, Event

    events = [*_pledges(report), *_follow_ups(report)]
    if not events:
        return {}
    calendar = Calendar()
    calendar.add("prodid", "-//workshop//pledges and follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{report.about.title}: pledges")
    stamp = report.about.exported_at.astimezone(UTC)
    for uid, on, summary, description in events:
        event = Event()
        event.add("uid", f"{uid}@{report.about.session}.workshop")
        event.add("dtstamp", stamp)
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("summary", summary)
        event.add("description", description)
        # It asks for a thought, not for the day: nobody is busy because of it.
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return {".ics": written}


_Event = tuple[str, date, str, str]
"""What it is called for ever, the day, its title, and what stands in it."""


def _pledges(report: Report) -> Iterable[_Event]:
    for pledge in report.pledges:
        if pledge.by is not None:
            lines = [
                pledge.what,
                f"With whom: {pledge.with_whom}" if pledge.with_whom else "",
                f"Pledged by: {pledge.who}" if pledge.who else "",
                _from(report),
            ]
            yield (
                f"pledge-{pledge.answer}", pledge.by,
                f"Pledge due: {_short(pledge.what)}", _text(lines),
            )  # fmt: skip


def _follow_ups(report: Report) -> Iterable[_Event]:
    """One for each day on which to ask after pledges; without pledges, the three after the end."""
    asking: dict[tuple[int, date], list[FollowUpLine]] = {}
    for up in report.follow_ups:
        asking.setdefault((up.after_days, up.on), []).append(up)
    ended = report.timing.ended_at
    if ended and not asking:
        asking = {(days, ended.date() + timedelta(days=days)): [] for days in FOLLOW_UP_DAYS}
    for (days, on), ups in asking.items():
        left = len(ups) - _MOST_LISTED
        lines = [
            f"{days} days after {report.about.title}.",
            f"{counted(len(ups), 'pledge')} to ask after:" if ups else "Ask what has changed.",
            *(_listed(up) for up in ups[:_MOST_LISTED]),
            f"and {left} more in the report" if left > 0 else "",
            _from(report),
        ]
        about = counted(len(ups), "pledge") if ups else "what has changed"
        yield f"follow-up-{days}", on, f"Follow up after {days} days: {about}", _text(lines)


def _listed(up: FollowUpLine) -> str:
    who = f"{up.who}: " if up.who else ""
    by = f" (by {short_day(up.by)})" if up.by else ""
    return f"- {who}{_short(up.what)}{by}. {up.ask}"


def _from(report: Report) -> str:
    return f"From: {report.about.title}" + (f" ({report.about.code})" if report.about.code else "")


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
