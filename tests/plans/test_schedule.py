from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

from tests.plans.making import CATALOGUE, library
from workshop.domain.plan import EventInfo
from workshop.plans import open_plan
from workshop.plans.schedule import time_at, timetable


def test_segments_follow_each_other(tmp_path: Path) -> None:
    plan = open_plan("small", library(tmp_path), CATALOGUE)
    assert [(slot.segment.id, slot.offset_s) for slot in timetable(plan)] == [
        ("hello", 0),
        ("ask", 150),
    ]


def test_times_are_local_with_seconds_only_where_there_are_some(tmp_path: Path) -> None:
    plan = open_plan("small", library(tmp_path), CATALOGUE)
    assert time_at(plan, 0) == "15:00"
    assert time_at(plan, 150) == "15:02:30"


def test_without_a_start_they_count_from_zero(tmp_path: Path) -> None:
    plan = replace(open_plan("small", library(tmp_path), CATALOGUE), event=EventInfo())
    assert [time_at(plan, seconds) for seconds in (0, 150, 3660)] == ["0:00", "0:02:30", "1:01"]


def test_the_night_when_the_clocks_go_back_has_its_hour_twice(tmp_path: Path) -> None:
    event = EventInfo(date=date(2025, 10, 26), start=time(1, 30), timezone="Europe/Amsterdam")
    plan = replace(open_plan("small", library(tmp_path), CATALOGUE), event=event)
    assert [time_at(plan, hours * 3600) for hours in (1, 2)] == ["02:30", "02:30"]
