"""A simulated chair and co-facilitator: what a rehearsal without anybody has them do.

`lead` is a generator: it sends commands and yields the seconds that pass until it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Protocol

from workshop.domain import commands as co
from workshop.domain.clock import Stage
from workshop.domain.deciding.clock import next_segment
from workshop.domain.ids import ActorId, CaseStudyId, ExerciseId, NoteId, ObjectiveId, TallyId
from workshop.domain.plan import CaseStudy, Mode, Segment, SessionPlan
from workshop.domain.records import Actor, CaseStep, Coverage, NoteTag, Response, Role
from workshop.domain.run_of_show import run_of_show
from workshop.domain.state import State
from workshop.domain.text import plain_text

CHAIR = Actor(ActorId("chair"), Role.CHAIR, "Chair", "CH")
CO = Actor(ActorId("co"), Role.CO_FACILITATOR, "Co-facilitator", "CF")

EARLY_S = 22 * 60
"""The lobby opens so long before the start."""
_LATE_S = (40.0, 200.0)
"""A room is hardly ever ready on the minute."""
_BEHIND_S = 45
"""From here on the chair fits the rest to the time."""
_CLOSED_AT = 0.84
"""An exercise takes answers for so much of its segment; then the room looks at them."""
_FEW = 5

_NOTES = (
    "Many nods; two people photograph the slide.",
    "Somebody at the back: ‘And who does that on a Sunday?’ Laughter.",
    "Table {table} goes on talking long after the time.",
    "Question from table {table}: who was not asked?",
    "Quiet at table {table}. They begin when somebody gives an example of their own.",
    "One of the presenters says it again in plain words, and it lands.",
    "People write this one down.",
    "‘We knew this and did not do it’, from table {table}.",
    "The microphone does not reach the back; the chair repeats.",
    "Two tables found the same example without knowing of each other.",
)
_PARKED = (
    "Who keeps the list of people who want to go on with this?",
    "Can we see the numbers behind the second slide?",
    "What happens with the answers after today? Table {table} wants to know.",
)
_AGREED = (
    "Begin with those who already meet the people concerned.",
    "Ask the partner who was missing today before anything is planned.",
    "Look at one number together, every month.",
)
_REMARKS = (
    "",
    "",
    "Went home with people.",
    "Said aloud at most tables.",
    "The example carried it.",
)
_PARTLY = "Begun; it needs more time than there was."
_MESSAGES = ("Two minutes.", "One minute, please.", "Please repeat the question for the back.")
_NAMED = re.compile(r"\b(?:Dr|Doctor|Mr|Mrs|Ms|Professor)\b\.? [A-Z]")


class Played(Protocol):
    """What a chair needs of an hour."""

    now: datetime
    chance: Random

    @property
    def state(self) -> State: ...

    def do(self, actor: Actor, body: co.CommandBody) -> bool: ...

    def later(self, seconds: float, actor: Actor, body: co.CommandBody) -> None: ...

    def judge(self) -> None: ...


def lead(hour: Played) -> Iterator[float]:
    """From the lobby to the end."""
    yield from _Lead(hour).whole()


class _Lead:
    """One hour's chair: remembers what was marked, noted and shown."""

    def __init__(self, hour: Played) -> None:
        self._hour = hour
        self._chance = hour.chance
        self._notes = count(1)
        self._said = _draw(_NOTES, self._chance)
        self._parked = iter(self._chance.sample(_PARKED, len(_PARKED)))
        self._marked: set[ObjectiveId] = set()
        self._quotes: list[str] = []
        timed = [s for s in self._plan.segments if s.planned_s and s.mode is Mode.TALK]
        self._pause_in = self._chance.choice(timed).id if timed else None

    @property
    def _plan(self) -> SessionPlan:
        return self._hour.state.plan

    def whole(self) -> Iterator[float]:
        hour = self._hour
        start = hour.state.clock.planned_start or hour.now
        yield (start - hour.now).total_seconds() - EARLY_S
        must_end = start + timedelta(seconds=self._plan.total_s)
        present = tuple(person.id for person in self._plan.people)
        hour.do(CHAIR, co.Prepare(start, must_end, False, present))
        yield EARLY_S - 120
        self._count_hands()
        yield 120 + self._chance.uniform(*_LATE_S)
        hour.do(CHAIR, co.Start())
        self._close_lobby()
        while hour.state.clock.stage is Stage.RUNNING:
            yield from self._segment()
            if next_segment(hour.state) is None:
                break
            hour.do(CHAIR, co.Next())
        self._look_at_all()
        hour.do(CHAIR, co.EndSession())

    # -- one segment -----------------------------------------------------------------------

    def _segment(self) -> Iterator[float]:
        run = self._hour.state.clock.current
        if run is None:
            return
        segment = self._plan.segment(run.segment)
        self._fit_if_behind()
        allotted = self._hour.state.clock.allotted.get(segment.id, segment.planned_s)
        stays = max(12.0, allotted * (1 + self._chance.gauss(0.01, 0.06)))
        self._show_lobby(segment)
        self._write(segment, stays)
        if case := self._case_of(segment):
            self._lead_case(case, segment, stays)
        if segment.id == self._pause_in:
            at = stays * 0.6
            self._hour.later(at, CHAIR, co.Pause())
            lasts = self._chance.uniform(35, 80)
            self._hour.later(at + lasts, CHAIR, co.Resume())
            stays += lasts
        if segment.exercise is None:
            yield stays
        else:
            yield stays * _CLOSED_AT
            self._look_at(segment.exercise)
            yield stays * (1 - _CLOSED_AT)
        self._mark(segment)

    def _fit_if_behind(self) -> None:
        state = self._hour.state
        if run_of_show(self._plan, state.clock, self._hour.now).variance_s > _BEHIND_S:
            self._hour.do(CHAIR, co.Fit())

    def _close_lobby(self) -> None:
        """Late ones may still answer for a while; what is asked again stays as it is."""
        for exercise in self._plan.lobby:
            self._hour.later(150, CHAIR, co.CloseExercise(exercise))

    def _show_lobby(self, segment: Segment) -> None:
        """The first discussion begins with what the room said while it came in."""
        shown = any(record.shown for record in self._hour.state.exercises.values())
        if segment.mode is Mode.DISCUSSION and self._plan.lobby and not shown:
            self._hour.later(5, CHAIR, co.ShowResults(self._plan.lobby[0]))

    def _count_hands(self) -> None:
        """One table without phones raises hands."""
        for id_ in self._plan.lobby:
            exercise = self._plan.exercise(id_)
            options = self._options(id_)
            if exercise.kind == "choice" and options:
                hands = [self._chance.choice(options) for _ in range(6)]
                counts: dict[str, int | str] = {option: hands.count(option) for option in hands}
                table = str(self._chance.randint(3, 6))
                body = co.RecordTally(TallyId("t1"), id_, counts, table, len(hands))
                self._hour.do(CO, body)
                return

    def _options(self, id_: ExerciseId) -> list[str]:
        choices = self._plan.exercise(id_).options.get("choices", ())
        return [str(choice["id"]) for choice in choices]

    # -- what is written and marked --------------------------------------------------------

    def _write(self, segment: Segment, stays: float) -> None:
        """Notes of the co-facilitator, and a word to whoever presents."""
        for _ in range(self._chance.choice((0, 1, 1, 2) if stays > 90 else (0, 0, 1))):
            self._note(self._chance.uniform(0.2, 0.9) * stays, next(self._said))
        if self._chance.random() < 0.1 and (parked := next(self._parked, None)):
            self._note(stays * 0.9, parked, NoteTag.PARKED)
        if segment.mode is Mode.TALK and stays > 150 and self._chance.random() < 0.4:
            self._hour.later(stays - 60, CHAIR, co.SendMessage(self._chance.choice(_MESSAGES)))
            self._hour.later(stays - 5, CHAIR, co.ClearMessage())
        if self._quotes and segment.id == self._plan.segments[-1].id:
            for number, quote in enumerate(self._quotes[:3]):
                self._note(4 + 5 * number, f"‘{quote}’", NoteTag.TAKEAWAY)

    def _note(
        self, at: float, text: str, tag: NoteTag = NoteTag.NOTE, case: CaseStudyId | None = None
    ) -> None:
        said = text.format(table=self._chance.randint(1, 5)) if "{table}" in text else text
        body = co.TakeNote(NoteId(f"n{next(self._notes)}"), said, tag, case_study=case)
        self._hour.later(at, CO, body)

    def _mark(self, segment: Segment) -> None:
        """Objectives, when the last segment that serves them has been."""
        segments = self._plan.segments
        ahead = segments[segments.index(segment) + 1 :]
        skipped = self._hour.state.clock.skipped
        later = {o for s in ahead if s.planned_s and s.id not in skipped for o in s.objectives}
        for objective in segment.objectives:
            if objective not in later and objective not in self._marked:
                self._marked.add(objective)
                self._cover(objective)

    def _cover(self, objective: ObjectiveId) -> None:
        draw = self._chance.random()
        if draw < 0.72:
            remark = self._chance.choice(_REMARKS)
            self._hour.do(CO, co.MarkObjective(objective, Coverage.COVERED, remark))
        elif draw < 0.95:
            self._hour.do(CO, co.MarkObjective(objective, Coverage.PARTLY, _PARTLY))
        else:
            self._hour.do(CO, co.MarkObjective(objective, Coverage.NOT, "No time was left."))

    # -- what the room answered ------------------------------------------------------------

    def _look_at_all(self) -> None:
        """Close what is still open, so that nothing is left unjudged."""
        for exercise, record in self._hour.state.exercises.items():
            if record.open:
                self._hour.do(CHAIR, co.CloseExercise(exercise))
        self._hour.judge()

    def _look_at(self, exercise: ExerciseId) -> None:
        """Close, sort out what the room should not see, show."""
        hour = self._hour
        hour.do(CHAIR, co.CloseExercise(exercise))
        hour.judge()
        record = hour.state.exercises[exercise]
        answers = [r for r in hour.state.responses_to(exercise, record.round) if r.counts]
        written = [r for r in answers if _words(r)]
        for response in written:
            if _NAMED.search(plain_text(response.answers)):
                hour.do(CO, co.HideResponse(response.id, "names a person"))
        written = [r for r in written if not _NAMED.search(plain_text(r.answers))]
        if len(written) >= _FEW:
            self._point_out(written)
        hour.do(CHAIR, co.ShowResults(exercise))

    def _point_out(self, written: Sequence[Response]) -> None:
        """Star some, park one, link what speaks for an objective."""
        hour = self._hour
        starred = self._chance.sample(written, min(3, len(written)))
        for response in starred:
            hour.do(CO, co.StarResponse(response.id))
        parked = self._chance.choice(written)
        if self._chance.random() < 0.5:
            note = NoteId(f"n{next(self._notes)}")
            hour.do(CO, co.ParkResponse(parked.id, note))
        self._quotes += [
            text for r in starred if len(text := plain_text(r.answers)) <= 120 and "\n" not in text
        ]
        run = hour.state.clock.current
        objectives = self._plan.segment(run.segment).objectives if run else ()
        for objective, response in zip(objectives, starred, strict=False):
            hour.do(CO, co.LinkEvidence(objective, response.id))

    # -- the case --------------------------------------------------------------------------

    def _case_of(self, segment: Segment) -> CaseStudy | None:
        return self._plan.case_study(segment.case_study) if segment.case_study else None

    def _lead_case(self, case: CaseStudy, segment: Segment, stays: float) -> None:
        """Cards while somebody talks, questions while the room writes, then what is agreed."""
        if segment.mode is Mode.TALK:
            self._steps(case, CaseStep.CARDS, len(case.cards), stays)
        elif segment.mode is Mode.EXERCISE:
            self._steps(case, CaseStep.QUESTIONS, len(case.questions), stays)
        else:
            if case.framework is not None:
                self._hour.later(2, CHAIR, co.StepCase(case.id, CaseStep.CANVAS))
            self._hour.later(0.7 * stays, CHAIR, co.StepCase(case.id, CaseStep.AGREED))
            for number, text in enumerate(_AGREED):
                self._note(0.72 * stays + number, text, NoteTag.AGREED, case.id)

    def _steps(self, case: CaseStudy, step: CaseStep, number: int, stays: float) -> None:
        for index in range(number):
            at = 8 + index * (0.85 * stays / number)
            self._hour.later(at, CHAIR, co.StepCase(case.id, step, index))


def _words(response: Response) -> bool:
    """Whether somebody wrote something of their own."""
    return any(isinstance(value, str) and len(value) > _FEW for value in response.answers.values())


def _draw(texts: Sequence[str], chance: Random) -> Iterator[str]:
    """Each once in an order of its own, then again."""
    while True:
        yield from chance.sample(texts, len(texts))
