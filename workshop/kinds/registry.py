"""The kinds at hand: the bundled ones and those of the entry-point group `workshop.kinds`.

Here a kind meets the core: one that is broken or missing is logged and its answers are kept and
shown as they are, so that the session goes on.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import metadata
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import countable
from workshop.domain.ids import ParticipantId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.domain.state import State
from workshop.domain.telling import Told
from workshop.domain.text import clean_block
from workshop.errors import WorkshopError
from workshop.kinds.asking import whole_form
from workshop.kinds.base import Change, Kind, Material
from workshop.kinds.defaults import BaseKind
from workshop.kinds.raw import raw_findings

GROUP = "workshop.kinds"
BUNDLED = (
    "ideas",
    "choice",
    "ratings",
    "points",
    "canvas",
    "pledge",
    "connections",
    "curve",
    "consensus",
    "exchange",
    "nominations",
)

_log = logging.getLogger(__name__)


@cache
def load() -> Mapping[str, Kind]:
    """Every kind that loads, by its id; one that does not is logged and left out."""
    kinds: dict[str, Kind] = {}
    for name, source, loader in _offered():
        try:
            kind = loader()
            _look_over(kind, name)
        except Exception:  # someone else's code: whatever it raises must not stop the hour
            _log.exception("kind %r from %s cannot be used", name, source)
        else:
            kinds[name] = kind
    return kinds


def _offered() -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """Name, source and loader of every kind; the bundled ones need no installation."""
    for name in BUNDLED:
        module = f"workshop.kinds.{name}"
        yield name, module, partial(_bundled, module)
    for entry in metadata.entry_points(group=GROUP):
        if entry.name not in BUNDLED:
            yield entry.name, entry.value, entry.load
        elif not entry.value.startswith("workshop."):
            _log.warning("kind %r from %s ignored: it is bundled", entry.name, entry.value)


def _bundled(module: str) -> Any:
    return importlib.import_module(module).KIND


_PARTS = [name for name in (*Kind.__annotations__, *vars(Kind)) if not name.startswith("_")]
"""Every attribute and method of the protocol."""


def _look_over(kind: Any, name: str) -> None:
    """Raise TypeError for what is no kind, or goes by another name than it was offered under."""
    missing = [part for part in _PARTS if not hasattr(kind, part)]
    if missing:
        raise TypeError(f"it has no {', '.join(missing)}")
    if kind.id != name:
        raise TypeError(f"it calls itself {kind.id!r}")


def analyse(kind: Kind | None, material: Material) -> Findings:
    """The kind's findings; the raw answers where it is missing or fails."""
    if kind is None:
        _log.warning("kind %r is not installed", material.exercise.kind)
        return raw_findings(
            material, f"The kind ‘{material.exercise.kind}’ is not installed; answers as they came."
        )
    try:
        findings: object = kind.analyse(material)
        if not isinstance(findings, Findings):
            raise TypeError(f"it returned {type(findings).__name__}, not Findings")
    except Exception:  # a kind's failure must not hide the room's answers
        _log.exception("kind %r failed on %r", kind.id, material.exercise.id)
        if kind.veils:
            return Findings(material.exercise.title, ("The analysis failed.",))
        return raw_findings(material, "The analysis failed; these are the answers as they came.")
    return findings


def told(kind: Kind | None, material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
    """What the kind tells each participant alone; nothing where it is missing or fails."""
    try:
        return {} if kind is None else kind.told(material)
    except Exception:  # a page without it is better than no page
        _log.exception("the kind of %r failed to say what it tells", material.exercise.id)
        return {}


def job(kind: Kind | None, material: Material) -> Any:
    """What the kind has to judge now; None where it has nothing, is missing or fails."""
    try:
        if kind is None:
            return None
        return kind.job(material.exercise, material.state, material.responses)
    except Exception:  # the answers are there all the same
        _log.exception("the kind of %r failed to say what there is to judge", material.exercise.id)
        return None


def follow(kind: Kind, exercise: Exercise, before: Any, change: Change) -> tuple[Any, Any]:
    """What the kind knows after a change, and what it has to judge now; Nones where it fails."""
    try:
        known, job = kind.follow(exercise, before, change)
    except Exception:  # the answers are there all the same
        _log.exception("the kind of %r failed to follow what changed", exercise.id)
        return None, None
    return known, job


def judges(kind: Kind) -> bool:
    """Whether it may have anything to judge: most kinds have not, and need not be asked."""
    return kind.follows or getattr(kind.job, "__func__", None) is not BaseKind.job


def judge(kind: Kind | None, given: Any) -> Sequence[Mapping[str, Any]]:
    """The kind's judgements of a job, a command each; none where it is missing or fails."""
    try:
        found = () if kind is None else kind.judge(given)
        return (found,) if isinstance(found, Mapping) else tuple(found)
    except Exception:
        _log.exception("kind %r failed to judge", kind.id if kind else "?")
        return ()


class KindRules:
    """The kinds as `decide` and `apply` see them (see `workshop.domain.rules.Rules`)."""

    def __init__(self, kinds: Mapping[str, Kind] | None = None) -> None:
        self._kinds = load() if kinds is None else kinds

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kind = self._kinds.get(exercise.kind)
        if kind is None:
            return _kept(answers)
        try:
            return kind.clean(exercise, answers)
        except ValueError:
            raise
        except Exception:  # better an unchecked answer than a lost one
            _log.exception("kind %r failed to clean an answer", kind.id)
            return _kept(answers)

    def options(self, exercise: Exercise, state: State | None = None) -> Sequence[str] | None:
        kind = self._kinds.get(exercise.kind)
        if kind is None or not kind.tally:
            return None
        try:
            return [option.id for option in countable(whole_form(kind, exercise, state))] or None
        except Exception:  # no hands can be counted then, and the hour goes on
            _log.exception("kind %r failed to give its form", kind.id)
            return None

    def per_person(self, exercise: Exercise) -> int:
        kind = self._kinds.get(exercise.kind)
        if kind is None:
            return 1
        try:
            return kind.form(exercise).per_person
        except Exception:  # one answer each is the safe reading
            _log.exception("kind %r failed to give its form", kind.id)
            return 1

    def merges(self, exercise: Exercise) -> bool:
        kind = self._kinds.get(exercise.kind)
        return kind is not None and kind.merges

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        kind = self._kinds.get(exercise.kind)
        if kind is None:
            raise ValueError(f"The kind ‘{exercise.kind}’ is not installed here.")
        try:
            return kind.decide(exercise, state, payload, actor)
        except (ValueError, WorkshopError):
            raise
        except Exception as error:  # refused, so that nothing half done is kept
            _log.exception("kind %r failed to decide", kind.id)
            raise ValueError(f"‘{exercise.title}’ could not do that.") from error

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        kind = self._kinds.get(exercise.kind)
        if kind is None:
            return state
        try:
            return kind.apply(exercise, state, v, payload)
        except Exception:  # the event stays in the log for a kind that can read it
            _log.exception("kind %r failed to apply an event", kind.id)
            return state

    def version(self, exercise: Exercise) -> int:
        kind = self._kinds.get(exercise.kind)
        return 0 if kind is None else kind.version


def _kept(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of a kind that nobody knows: kept as they are, apart from unsafe characters."""
    return {clean_block(str(name)): _harmless(value) for name, value in answers.items()}


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return clean_block(value)
    if isinstance(value, Mapping):
        return _kept(value)
    if isinstance(value, (list, tuple)):
        return [_harmless(inner) for inner in value]
    return value
