"""The calendar as icalendar reads it back, and as a reader that knows nothing but lines does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, timedelta

from icalendar import Calendar

from tests.examples import report
from tests.export.telling import hour, made
from workshop.export import as_ics
from workshop.export.report import PledgeLine, Report


def events(made_report: Report) -> dict[str, dict[str, object]]:
    """Every event by its UID."""
    calendar = Calendar.from_ical(as_ics.files(made_report)[".ics"])
    return {
        str(event["uid"]): {
            "on": event.decoded("dtstart"),
            "until": event.decoded("dtend"),
            "stamp": event.decoded("dtstamp"),
            "title": str(event["summary"]),
            "says": str(event["description"]),
        }
        for event in calendar.walk("VEVENT")
    }


def with_pledges(*pledges: PledgeLine) -> Report:
    return replace(report(), pledges=pledges, follow_ups=())


def pledge(what: str, by: date | None, answer: str = "r1") -> PledgeLine:
    return PledgeLine(answer, what, "the ward", by, "table 3", starred=False)


def test_each_dated_pledge_is_one_event_on_its_day() -> None:
    made_report = report()
    found = events(made_report)
    dated = {p.answer: p for p in made_report.pledges if p.by}

    assert len([uid for uid in found if uid.startswith("pledge-")]) == len(dated) > 3
    for answer, line in dated.items():
        event = found[f"pledge-{answer}@{made_report.about.session}.workshop"]
        assert event["on"] == line.by and not hasattr(event["on"], "hour")
        assert event["until"] == line.by + timedelta(days=1)  # type: ignore[operator]
        assert line.what in str(event["says"])
        assert event["stamp"].utcoffset() == timedelta(0)  # type: ignore[attr-defined]


def test_follow_ups_come_30_60_and_90_days_after_the_end() -> None:
    made_report = report()
    ended = made_report.timing.ended_at
    assert ended is not None
    found = events(made_report)

    for days in (30, 60, 90):
        event = found[f"follow-up-{days}@{made_report.about.session}.workshop"]
        assert event["on"] == ended.date() + timedelta(days=days)
        assert f"{len(made_report.pledges)} pledges" in str(event["title"])
        for up in made_report.follow_ups:
            assert up.after_days != days or f"{up.what}" in str(event["says"])


def test_a_session_without_pledges_is_followed_up_too() -> None:
    made_report = replace(report(), pledges=(), follow_ups=())
    assert [uid.split("@")[0] for uid in events(made_report)] == [
        "follow-up-30", "follow-up-60", "follow-up-90",
    ]  # fmt: skip


def test_an_event_keeps_its_uid_in_a_later_export() -> None:
    made_report = report()
    later = replace(
        made_report,
        about=replace(
            made_report.about, exported_at=made_report.about.exported_at + timedelta(days=3)
        ),
    )
    assert set(events(made_report)) == set(events(later))


def test_hostile_pledges_stay_in_their_line() -> None:
    text = "a;b,c\\n\nEND:VEVENT\nBEGIN:VALARM\nATTACH:http://x 👩‍🔬 שלום"
    made_report = with_pledges(pledge(text, date(2025, 6, 1)), pledge("x" * 10_000, None, "r2"))
    content = as_ics.files(made_report)[".ics"]
    found = events(made_report)

    assert len(found) == 4
    assert str(found[f"pledge-r1@{made_report.about.session}.workshop"]["says"]).startswith(text)
    lines = content.decode().split("\r\n")
    assert lines.count("BEGIN:VEVENT") == 4 and "BEGIN:VALARM" not in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = re.sub("\r\n[ \t]", "", content.decode())
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in unfolded.split("\r\n") if line)


def test_pledges_of_a_session_that_still_runs_have_no_follow_ups() -> None:
    running = with_pledges(pledge("go", date(2025, 6, 1)))
    running = replace(running, timing=replace(running.timing, ended_at=None))
    assert [uid.split("@")[0] for uid in events(running)] == ["pledge-r1"]


def test_nothing_due_no_file() -> None:
    assert as_ics.files(made(hour().state)) == {}


def test_stamps_are_the_time_of_the_export_in_utc() -> None:
    made_report = report()
    (stamp,) = {event["stamp"] for event in events(made_report).values()}
    assert stamp == made_report.about.exported_at.astimezone(UTC).replace(microsecond=0)
