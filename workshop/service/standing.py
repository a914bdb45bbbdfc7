"""Where a session stands, told from its last events alone, for lists that must be quick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workshop.domain.clock import Stage
from workshop.domain.ids import SegmentId


@dataclass(frozen=True, slots=True)
class Standing:
    """A session in a list; `progress` runs from 0 to 1 over the plan's segments.

    `rehearsal`: it is only played.
    """

    title: str
    created: datetime
    stage: Stage
    progress: float
    rehearsal: bool = False


def standing(header: Mapping[str, Any], newest_first: Iterable[Mapping[str, Any]]) -> Standing:
    """Read back only as far as it takes to know."""
    stage, segment = stage_of(newest_first)
    plan = header["plan"]
    segments = [s["id"] for part in plan["parts"] for s in part["segments"]]
    progress = 1.0 if stage is Stage.ENDED else 0.0
    if stage is Stage.RUNNING and segment in segments:
        progress = segments.index(segment) / len(segments)
    return Standing(
        title=plan["title"],
        created=datetime.fromisoformat(header["created"]),
        stage=stage,
        progress=progress,
        rehearsal=header.get("rehearsal") is not None,
    )


def stage_of(newest_first: Iterable[Mapping[str, Any]]) -> tuple[Stage, SegmentId | None]:
    """The stage and, while running, the segment."""
    for event in newest_first:
        match event["type"]:
            case "session_ended":
                return Stage.ENDED, None
            case "segment_entered":
                return Stage.RUNNING, SegmentId(event["target"])
            case "session_prepared":
                return Stage.LOBBY, None
            case "undone":
                for fact in event["restored"]:
                    if fact["collection"] == "clock":
                        return _of_clock(fact["value"])
        # Every event in the hour bears its segment.
        if event.get("segment"):
            return Stage.RUNNING, SegmentId(event["segment"])
    return Stage.PREFLIGHT, None


def _of_clock(clock: Mapping[str, Any]) -> tuple[Stage, SegmentId | None]:
    stage = Stage(clock["stage"])
    runs = clock["runs"]
    return stage, SegmentId(runs[-1]["segment"]) if stage is Stage.RUNNING and runs else None
