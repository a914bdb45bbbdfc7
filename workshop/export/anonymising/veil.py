"""A state without what tells people apart, so that its report can be passed on."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from immutables import Map

from workshop.analysis.people import table_key
from workshop.analysis.suppressing import SMALLEST_GROUP
from workshop.domain.ids import ActorId, ExerciseId, NoteId, ResponseId, TallyId
from workshop.domain.plan import Exercise
from workshop.domain.records import Participant, Response, Tally
from workshop.domain.state import State
from workshop.export.anonymising.asked import guarded
from workshop.export.anonymising.crowd import Crowd
from workshop.export.anonymising.drawing import drawn, plain_badge
from workshop.export.anonymising.small_groups import (
    coarse_tally,
    without_small_rooms,
)
from workshop.export.anonymising.telling_words import KnownNames
from workshop.kinds.registry import load

_log = logging.getLogger(__name__)

_K = SMALLEST_GROUP
WHAT_WAS_DONE = (
    "Badges and participants have new numbers, drawn at random; a person keeps one in this export.",
    "Answers, notes and counts have new ids, and times are cut to the minute.",
    "Names that participants gave are left out; where somebody wrote one, there stands [name].",
    "Badges, e-mail addresses, telephone numbers and handles in words are replaced like that too.",
    "Facilitators' initials are left out. The people of the published programme are kept.",
    f"Roles and organisations are kept only where {_K} people or more share them.",
    f"Tables are kept only for people of whom neither is, and where {_K} of these or more sat.",
    f"Counts of hands below {_K} stand as ‘few’: figures made of hands may differ a little.",
    "Of what a kind of exercise keeps of its own only that stays which names nobody.",
    "A map keeps its shape: whoever saw it in the room may know people by their place.",
    "Other words are as they were typed. The list to look through marks what may be names.",
)

_SMALL_TABLE = "left out: hands were counted at that table, which few people shared"
_WRITTEN = frozenset(
    ("name", "words", "seeds", "said", "reason", "removed", "text", "label", "title", "origin")
)
"""Keys in what kinds keep under which somebody's words may stand."""


def anonymised(state: State, draw: random.Random) -> State:
    """The state with numbers drawn anew and what tells people apart left out.

    `WHAT_WAS_DONE` says what was. Of what a kind keeps of its own only that stays which the kind
    says names nobody.
    """
    return _Veil(without_small_rooms(state, draw), draw).state()


class _Veil:
    """What is drawn and settled once for a whole state, and the state behind it."""

    def __init__(self, state: State, draw: random.Random) -> None:
        self._state = state
        self._responses = sorted(
            (r for group in state.responses.values() for r in group.values()), key=lambda r: r.seq
        )
        self._ids = {
            old: ResponseId(f"a{new}") for old, new in drawn((r.id for r in self._responses), draw)
        }
        self._crowd = Crowd(state, self._responses, draw)
        self._names = KnownNames(self._crowd.said_names(), self._crowd.badges, _plan_words(state))
        self._fields = {exercise.id: self._reworded(exercise) for exercise in state.plan.exercises}
        self._counted = {
            (t.exercise, t.round, table_key(t.table)) for t in state.tallies.values() if t.table
        }

    def state(self) -> State:
        state = self._state
        words = self._names.without
        groups = {
            exercise: Map({self._ids[id_]: self._response(r) for id_, r in group.items()})
            for exercise, group in state.responses.items()
        }
        notes = {
            NoteId(f"n{number}"): replace(
                note,
                id=NoteId(f"n{number}"),
                text=words(note.text),
                initials="",
                by=ActorId(""),
                at=_minute(note.at),
                offset_s=_whole_minutes(note.offset_s),
                response=None if note.response is None else self._ids.get(note.response),
            )
            for number, note in enumerate(state.notes_in_order(), 1)
        }
        tallies = {
            TallyId(f"t{number}"): replace(
                coarse_tally(replace(tally, counts=self._options(tally))),
                id=TallyId(f"t{number}"),
                table=words(tally.table),
                by=ActorId(""),
                at=_minute(tally.at),
                offset_s=_whole_minutes(tally.offset_s),
            )
            for number, tally in enumerate(
                sorted(state.tallies.values(), key=lambda tally: tally.seq), 1
            )
        }
        objectives = {
            id_: replace(
                record,
                remark=words(record.remark),
                evidence=tuple(self._ids[r] for r in record.evidence if r in self._ids),
            )
            for id_, record in state.objectives.items()
        }
        people = (self._participant(person) for person in state.participants.values())
        exercises = tuple(guarded(exercise) for exercise in state.plan.exercises)
        return replace(
            state,
            plan=replace(state.plan, exercises=exercises),
            responses=Map(groups),
            response_exercise=Map({self._ids[r.id]: r.exercise for r in self._responses}),
            sent=Map(),
            merged=Map(
                {
                    self._ids[id_]: tuple(self._ids[r] for r in others if r in self._ids)
                    for id_, others in state.merged.items()
                    if id_ in self._ids
                }
            ),
            keys=Map(),
            tallies=Map(tallies),
            notes=Map(notes),
            participants=Map({person.id: person for person in people}),
            devices={},
            votes=Map(),
            questions=Map(),
            pace=Map(),
            message=None,
            objectives=objectives,
            kinds=Map(self._kept()),
            undo=Map(),
            touched=Map(),
        )

    # -- one thing of each ---------------------------------------------------------------------

    def _response(self, response: Response) -> Response:
        seated = self._crowd.is_seated(self._crowd.sender(response), response.table)
        at_hands = (response.exercise, response.round, table_key(response.table)) in self._counted
        hidden = self._names.without(response.hidden)
        if response.table and not seated and at_hands and not hidden:
            # It was not counted, since hands were; without its table it would be.
            hidden = _SMALL_TABLE
        return replace(
            response,
            id=self._ids[response.id],
            answers=self._answers(response),
            table=self._names.without(response.table) if seated else "",
            badge=self._crowd.badges.get(plain_badge(response.badge), ""),
            participant=self._crowd.participants.get(str(response.participant or "")),
            by=ActorId(""),
            at=_minute(response.at),
            offset_s=_whole_minutes(response.offset_s),
            hidden=hidden,
            merged_into=self._ids.get(response.merged_into) if response.merged_into else None,
        )

    def _answers(self, response: Response) -> Mapping[str, Any]:
        asked = self._crowd.asked_of(response)
        kept = dict(response.answers)
        for name in asked.personal:
            kept.pop(name, None)
        for name in asked.people:
            if name in kept:
                kept[name] = [self._crowd.badges.get(plain_badge(b), b) for b in kept[name]]
        traits = self._crowd.traits_of(self._crowd.meant(response))
        for role, organisation in asked.traits:
            for name, value in ((role, traits.role), (organisation, traits.organisation)):
                if name in kept:
                    kept[name] = value
                    if not value:
                        del kept[name]
        for name, value in kept.items():
            if name in asked.words or name not in asked.known:
                kept[name] = self._unsaid(value)
        fields = self._fields.get(response.exercise, {})
        return {fields.get(name, name): value for name, value in kept.items()}

    def _options(self, tally: Tally) -> Mapping[str, int | str]:
        """What was counted; an option may be a field's id with one of its answers behind it."""
        fields = self._fields.get(tally.exercise, {})
        parted = ((option.partition(":"), number) for option, number in tally.counts.items())
        return {f"{fields.get(id_, id_)}{sign}{rest}": n for (id_, sign, rest), n in parted}

    def _reworded(self, exercise: Exercise) -> Mapping[str, str]:
        """The fields that have other ids once names are left out of what they are made of."""
        kind = load().get(exercise.kind)
        responses = [r for r in self._responses if r.exercise == exercise.id]
        if kind is None or not responses:
            return {}
        try:
            return kind.reworded(exercise, responses, self._names.without)
        except Exception:  # a kind's failure must not stop an export
            _log.exception("kind %r failed to name its fields anew", kind.id)
            return {}

    def _participant(self, person: Participant) -> Participant:
        badge = str(person.badge)
        traits = self._crowd.traits_of(badge)
        return replace(
            person,
            id=self._crowd.participants[str(person.id)],
            badge=int(self._crowd.badges[badge]),
            at=_minute(person.at),
            name="",
            role=traits.role,
            organisation=traits.organisation,
        )

    def _unsaid(self, value: Any) -> Any:
        """Words, wherever they stand in a value, without names."""
        if isinstance(value, str):
            return self._names.without(value)
        if isinstance(value, Mapping):
            return {key: self._unsaid(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(map(self._unsaid, value))
        return value

    def _kept(self) -> Iterator[tuple[ExerciseId, Any]]:
        """What each kind keeps of its own and passes on, with the answers' new ids."""
        kinds = load()
        for exercise in self._state.plan.exercises:
            kind, kept = kinds.get(exercise.kind), self._state.kinds.get(exercise.id)
            if kind is not None and kept is not None:
                try:
                    passed = kind.passed_on(exercise, kept, self._ids)
                except Exception:  # a kind's failure must not stop an export
                    _log.exception("kind %r failed to pass on what it keeps", kind.id)
                    continue
                if passed is not None:
                    yield exercise.id, self._unwritten(passed)

    def _unwritten(self, kept: Any, key: str = "") -> Any:
        """What a kind keeps with its words without names; ids and marks stay as they are."""
        if isinstance(kept, Mapping):
            found = {inner: self._unwritten(value, inner) for inner, value in kept.items()}
            return Map(found) if isinstance(kept, Map) else found
        if isinstance(kept, list | tuple):
            return type(kept)(self._unwritten(value, key) for value in kept)
        return self._names.without(kept) if isinstance(kept, str) and key in _WRITTEN else kept


def _plan_words(state: State) -> Iterator[str]:
    """What the plan says in words of its own: no word of it is a name by itself."""
    for exercise in state.plan.exercises:
        yield from (exercise.title, exercise.prompt)
    for part in state.plan.parts:
        yield from (objective.text for objective in part.objectives)
        yield from (segment.title for segment in part.segments)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _whole_minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds // 60 * 60
