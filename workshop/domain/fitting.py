"""Fit to time: which segments give up how many seconds so that the session ends when it must.

could before should before must; nothing below a segment's minimum (a could may be left out), and
no part below its floor to pay for another's overrun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workshop.domain.clock import Clock
from workshop.domain.ids import SegmentId
from workshop.domain.plan import SessionPlan


@dataclass(frozen=True, slots=True)
class Trim:
    """One segment's seconds before and after; `skipped` when it is left out."""

    segment: SegmentId
    before_s: int
    after_s: int
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class FitProposal:
    """A fit, to look at before it is taken. `short_s` is what cannot be fitted (0: all of it).

    `gives_back` marks a fit that has time to spare and restores what was trimmed.
    """

    trims: tuple[Trim, ...]
    allotted: Mapping[SegmentId, int]
    skipped: tuple[SegmentId, ...]
    end_before: datetime
    end_after: datetime
    must_end_at: datetime
    short_s: float
    gives_back: bool = False


def propose(plan: SessionPlan, clock: Clock, now: datetime) -> FitProposal:
    """What would have to give so that the session ends in time."""
    raise NotImplementedError


def closing(plan: SessionPlan, clock: Clock, now: datetime) -> FitProposal:
    """The closing part scaled to the minutes left, everything else not yet run skipped."""
    raise NotImplementedError
