"""Views as pages: Jinja templates, everything in them escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from workshop.analysis.prose import counted
from workshop.domain.clock import Stage
from workshop.domain.findings import Bars, Block, Findings, Quotes, Scales, Table, Theme, Themes
from workshop.domain.run_of_show import Phase
from workshop.domain.words import format_duration, format_time
from workshop.host.projections import epoch_ms
from workshop.host.views import ScreenView, Timing
from workshop.render import findings_html
from workshop.render.qr import qr_svg
from workshop.render.templating import templates

PHASES: Mapping[Phase, tuple[str, str]] = {
    Phase.NORMAL: ("●", "running"),
    Phase.WARNING: ("▲", "wrap up"),
    Phase.DANGER: ("◆", "last seconds"),
    Phase.OVERTIME: ("■", "overtime"),
}
"""A phase by its shape and in a word; the page's script has the same."""
SCREEN_QUOTES = 6
SCREEN_BARS = 10
SCREEN_ROWS = 8
SCREEN_THEMES, SCREEN_QUOTED, SCREEN_SAID = 8, 3, 2
"""How many themes have a bar of their own, how many of these are quoted, and how often each."""


@cache
def _templates() -> Environment:
    made = templates(PackageLoader("workshop.host.screens"))
    made.globals.update(duration=format_duration, qr=qr, shown_address=shown_address)
    return made


def draw(template: str, **values: Any) -> str:
    """A template filled in."""
    return _templates().get_template(template).render(values)


@cache
def qr(url: str, label: str) -> Markup:
    return qr_svg(url, label)


def shown_address(url: str) -> str:
    """An address as a person types it: without 'http://', which browsers add by themselves."""
    parts = urlsplit(url)
    shown = f"{parts.netloc}{parts.path}".rstrip("/")
    return f"https://{shown}" if parts.scheme == "https" else shown


def left_ms(timing: Timing, now: datetime) -> int | None:
    """What the countdown shows at a moment, None where nothing counts down."""
    if timing.remaining_ms is not None:
        return timing.remaining_ms
    return None if timing.deadline_ms is None else timing.deadline_ms - epoch_ms(now)


def phase(timing: Timing, left: int) -> Phase:
    """The same steps as the terminal's (see `workshop.domain.run_of_show`)."""
    if left <= 0:
        return Phase.OVERTIME
    if left <= timing.danger_ms:
        return Phase.DANGER
    return Phase.WARNING if left <= timing.warning_ms else Phase.NORMAL


def clock_values(timing: Timing, now: datetime) -> dict[str, str]:
    """What a template says about time before a script takes over."""
    left = left_ms(timing, now)
    if left is not None:
        name = str(phase(timing, left))
        shape, word = PHASES[phase(timing, left)]
    elif timing.stage is Stage.ENDED:
        name, shape, word = "ended", "○", "over"
    else:
        name, shape, word = "none", "○", "not started"
    if timing.paused_ms is not None:
        paused = format_duration((epoch_ms(now) - timing.paused_ms) // 1000)
        shape, word, name = "‖", f"paused {paused}", "paused"
    return {
        "left": "" if left is None else format_duration(left / 1000),
        "shape": shape,
        "word": word,
        "phase": name,
    }


def starts_at(timing: Timing, zone: ZoneInfo) -> str:
    """The agreed start as the room's clocks show it, '' once it has begun."""
    if timing.starts_ms is None:
        return ""
    return format_time(datetime.fromtimestamp(timing.starts_ms / 1000, UTC), zone)


def mode(view: ScreenView) -> str:
    """Which of its faces the room's screen shows."""
    if view.blank:
        return "blank"
    if view.timing.stage is Stage.ENDED:
        return "ended"
    if view.findings is not None:
        return "results"
    return "running" if view.timing.stage is Stage.RUNNING else "lobby"


def room_findings(findings: Findings) -> Markup:
    """Findings as a room reads them from the back: the lead, and what fits a screen."""
    # Small print beside a chart is not read from the back row.
    large = [block for block in findings.blocks if not isinstance(block, Table)]
    chosen = (large or findings.blocks)[:2]
    if chosen and isinstance(chosen[0], Themes):
        # Themes fill a screen by themselves.
        chosen = chosen[:1]
    charts = [_cut(block, alone=len(chosen) == 1) for block in chosen]
    short = replace(
        findings,
        sentences=findings.sentences[:2],
        blocks=tuple(charts),
        cautions=findings.cautions[:1],
        question="",
        more=(),
    )
    return findings_html(short, level=1)


def _cut(block: Block, *, alone: bool) -> Block:
    """A block as long as it may be beside another one, or alone."""
    match block:
        case Bars():
            return replace(block, bars=block.bars[: SCREEN_BARS if alone else SCREEN_BARS // 2])
        case Scales():
            return replace(block, rows=block.rows[:SCREEN_BARS])
        case Quotes():
            return replace(block, quotes=block.quotes[:SCREEN_QUOTES])
        case Themes():
            return _cut_themes(block)
        case Table():
            return replace(block, rows=block.rows[:SCREEN_ROWS])
        case _:
            return block


def _cut_themes(block: Themes) -> Themes:
    """The largest themes, with a few quotes of the first ones; how they came about is left out."""
    said = [
        replace(
            theme,
            quotes=theme.quotes[:SCREEN_SAID] if place < SCREEN_QUOTED else (),
            origin="",
            unquoted=0,
        )
        for place, theme in enumerate(block.themes[:SCREEN_THEMES])
    ]
    if rest := block.themes[SCREEN_THEMES:]:
        # In one bar, so that the shares of the others stay what they are.
        answers = tuple(answer for theme in rest for answer in theme.answers)
        said.append(Theme(counted(len(rest), "smaller theme"), answers))
    unsorted = replace(block.unsorted, quotes=()) if block.unsorted else None
    return replace(block, themes=tuple(said), unsorted=unsorted, rejected=())
