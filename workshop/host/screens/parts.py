"""What changes on a page while it stands open, as messages of a channel.

A message holds the countdown's facts, which face the page shows (`mode`), pieces of HTML by the id
of their place, and values of form fields by their name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup

from workshop.domain.clock import Stage
from workshop.domain.records import Pace
from workshop.domain.words import format_duration
from workshop.host.screens.drawing import draw, mode, room_findings, starts_at
from workshop.host.views import ChairView, ExerciseOn, NoteView, PresenterView, ScreenView, Timing
from workshop.render.markup import joined, lines, tag

_PACE = {Pace.LOST: "lost", Pace.TOO_FAST: "too fast", Pace.TOO_SLOW: "too slow"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page's changing content."""

    timing: Timing
    mode: str
    parts: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)

    def message(self) -> bytes:
        # Markup is a str of its own sort, which the encoder does not know.
        plain = {id_: str.__str__(html) for id_, html in self.parts.items()}
        return msgspec.json.encode(replace(self, parts=plain))


_NOTHING = {
    Stage.PREFLIGHT: "Not ready yet",
    Stage.LOBBY: "Not started yet",
    Stage.RUNNING: "Between two segments",
    Stage.ENDED: "The session is over",
}
_BY_SCRIPT = {"left": "", "shape": "", "word": "", "phase": ""}


def screen_page(view: ScreenView, zone: ZoneInfo, clock: Mapping[str, str] | None = None) -> Page:
    """`clock` is what the countdown says at first, until a script fills it in."""
    face = mode(view)
    drawn = room_findings(view.findings) if view.findings is not None else Markup("")
    html = draw(
        "screen_view.html",
        view=view,
        mode=face,
        drawn=drawn,
        starts=starts_at(view.timing, zone),
        clock=clock or _BY_SCRIPT,
    )
    return Page(view.timing, face, {"view": Markup(html)})  # noqa: S704 - escaped by the template


def clock_mode(timing: Timing) -> str:
    """Which keys of the clock make sense."""
    if timing.stage is Stage.RUNNING:
        return "paused" if timing.paused_ms is not None else "running"
    return "ended" if timing.stage is Stage.ENDED else "lobby"


def presenter_page(view: PresenterView) -> Page:
    parts = {
        "what": joined(
            (
                tag("p", view.part, class_="over"),
                tag("h1", view.segment or _NOTHING[view.timing.stage]),
            )
        ),
        "message": tag("p", view.message) if view.message else Markup(""),
        "coming": tag("p", "Then: ", tag("b", view.coming)) if view.coming else Markup(""),
    }
    return Page(view.timing, clock_mode(view.timing), parts)


def chair_page(view: ChairView, elapsed_ms: int | None = None) -> Page:
    """`elapsed_ms` marks the cue that is due where no script does."""
    lead = f" · {view.lead}" if view.lead else ""
    parts = {
        "what": joined(
            (
                tag("p", view.part, lead, class_="over"),
                tag("h1", view.segment or _NOTHING[view.timing.stage]),
                tag("p", view.headline, class_="headline"),
            )
        ),
        "counts": _counts(view),
        "next": f"Next: {view.coming}" if view.coming else "Next",
        "cues": _cues(view, elapsed_ms),
        "message": _message(view.message),
        "notes": tag("ul", *map(_note, view.taken), class_="notes") if view.taken else Markup(""),
        "plan": tag("p", lines(view.notes.strip())) if view.notes.strip() else tag("p", "None."),
    }
    return Page(view.timing, clock_mode(view.timing), parts, {"version": str(view.version)})


def _counts(view: ChairView) -> Markup:
    said: list[str | Markup] = []
    if view.exercise is not None:
        said.append(_answered(view.exercise, view.joined))
    else:
        said.append(tag("span", tag("b", str(view.joined)), " joined"))
    said += [
        tag("span", tag("b", str(number)), f" {_PACE[pace]}")
        for pace, number in view.pace
        if pace in _PACE
    ]
    if view.questions:
        name = "question" if view.questions == 1 else "questions"
        said.append(tag("span", tag("b", str(view.questions)), f" {name}"))
    if view.blank:
        said.append(tag("span", tag("b", "screen blank")))
    return tag("p", Markup(" · ").join(said), class_="counts")


def _answered(on: ExerciseOn, joined_: int) -> Markup:
    how = "open" if on.open else "closed"
    shown = "results shown" if on.shown else "results hidden"
    return tag(
        "span", tag("b", f"{on.answered} of {joined_}"), f" answered · {on.title} ({how}, {shown})"
    )


def _cues(view: ChairView, elapsed_ms: int | None) -> Markup:
    if not view.cues:
        return tag("p", "None in this segment.", class_="quiet")
    passed = [cue for cue in view.cues if elapsed_ms is not None and cue.at_ms <= elapsed_ms]
    due = passed[-1] if passed else None
    items = (
        tag(
            "li",
            tag("span", format_duration(cue.at_ms / 1000), class_="at"),
            tag("span", cue.say),
            data_at=cue.at_ms,
            class_="due" if cue is due else None,
        )
        for cue in view.cues
    )
    return tag("ol", *items, class_="cues")


def _message(text: str) -> Markup:
    if not text:
        return tag("p", "The presenter sees no message now.", class_="quiet")
    return tag("p", "The presenter sees: ", tag("b", text))


def _note(note: NoteView) -> Markup:
    mark = " · ".join(part for part in (note.initials, str(note.tag)) if part)
    return tag("li", lines(note.text), " ", tag("small", mark, class_="quiet"))
