"""Played hours as several deliveries of one plan, or as rooms that ran it in parallel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec

from workshop.domain.plan import SessionPlan
from workshop.export.building.from_state import build_report
from workshop.export.comparing.data import Delivery
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.rehearsal.hour import Hour
from workshop.service.codec import decode_event
from workshop.service.moving import Room

START = datetime(2025, 5, 22, 13, tzinfo=UTC)
C6 = "c6-building-social-capital"
SMALL = "team-retrospective"
PEOPLE = 14


@cache
def plan_of(id_: str) -> SessionPlan:
    return open_plan(id_, Library.open(), load())


def played(seed: int, plan: str | SessionPlan = C6, *, people: int = PEOPLE, days: int = 0) -> Hour:
    """An hour of its own, to go on with."""
    plan = plan_of(plan) if isinstance(plan, str) else plan
    hour = Hour(plan, START + timedelta(days=days), participants=people, seed=seed)
    hour.play()
    return hour


@cache
def hour_of(seed: int, plan: str = C6) -> Hour:
    """An hour that several tests look at."""
    return played(seed, plan)


def room_of(hour: Hour, name: str) -> Room:
    events = [decode_event(msgspec.json.decode(line.body)) for line in hour.lines]
    return Room(name, hour.header, events, hour.state)


def delivery_of(hour: Hour, name: str) -> Delivery:
    now = hour.now + timedelta(minutes=1)
    return Delivery(hour.state, build_report(hour.state, load(), name=name, now=now))
