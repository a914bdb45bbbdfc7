"""The committed example: an invented C6 hour with forty people, told by a script.

`python -m tests.make_example` writes exports/c6-example/ anew; equal code gives equal files.
Nothing in it was said by anyone, which its title says too.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from tests import example_words as words
from workshop.domain import commands as co
from workshop.domain.ids import (
    ActorId,
    CaseStudyId,
    CommandId,
    ExerciseId,
    NoteId,
    ObjectiveId,
    ResponseId,
    SegmentId,
    SessionId,
    TallyId,
)
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor, CaseStep, Coverage, NoteTag, Role, Source
from workshop.domain.state import State
from workshop.domain.step import step
from workshop.export.building import build_report
from workshop.export.report import Report
from workshop.export.writing import write
from workshop.kinds.registry import KindRules, load
from workshop.plans import Library, open_plan
from workshop.service.header import first_state, new_header

NAME = "c6-example"
FOLDER = Path(__file__).resolve().parent.parent / "exports" / NAME
START = datetime(2025, 5, 22, 13, 0, tzinfo=UTC)
TITLE = "Building social capital: an invented hour, to show what an export looks like"

CHAIR = Actor(ActorId("chair"), Role.CHAIR, "Chair", "JD")
CO = Actor(ActorId("co"), Role.CO_FACILITATOR, "Co-facilitator", "MB")
HOST = Actor(ActorId("host"), Role.HOST)
SEATS = 8
CASE = CaseStudyId("physical-inactivity")
CONFIDENCE = ExerciseId("confidence")
CONNECT = ExerciseId("how-we-connect")


class Hour:
    """A session told command by command. `plan_of` says which plan; time only goes forward."""

    def __init__(self, plan: SessionPlan, start: datetime = START) -> None:
        header = new_header(
            plan, session=SessionId("c6-example"), created=start - timedelta(minutes=25)
        )
        self.rules = KindRules()
        self.state: State = first_state(header)
        self.now = start - timedelta(minutes=25)
        self.chance = random.Random(22)
        self._ids = count(1)
        self._later: list[tuple[float, int, Actor, co.CommandBody]] = []
        self.do(HOST, co.CreateSession(start, start + timedelta(seconds=plan.total_s)))

    def do(self, actor: Actor, body: co.CommandBody) -> None:
        """Carry a command out now."""
        command = co.Command(CommandId(f"x{next(self._ids)}"), body)
        self.state, _ = step(self.state, command, actor, self.now, self.rules)

    def later(self, seconds: float, actor: Actor, body: co.CommandBody) -> None:
        """Carry a command out so many seconds after what `stay` began at."""
        self._later.append((seconds, next(self._ids), actor, body))

    def stay(self, seconds: float) -> None:
        """Let time pass, and do what was put off until then."""
        began = self.now
        for at, _, actor, body in sorted(self._later, key=lambda item: item[:2]):
            self.now = began + timedelta(seconds=at)
            self.do(actor, body)
        self._later.clear()
        self.now = max(self.now, began + timedelta(seconds=seconds))

    def segment(self, id_: str, over_s: float = 0) -> None:
        """Stay in the segment on now for its time and `over_s` more, then go on."""
        run = self.state.clock.current
        assert run is not None and run.segment == id_, (run, id_)
        planned = self.state.plan.segment(SegmentId(id_)).planned_s
        self.stay(self.state.clock.allotted.get(SegmentId(id_), planned) + over_s)

    def next(self, ago_s: int = 0) -> None:
        self.do(CHAIR, co.Next(ago_s))

    def answer(
        self,
        exercise: str,
        line: str,
        at: float,
        *,
        badge: int = 0,
        table: int = 0,
        source: Source = Source.KEYBOARD,
        key: str = "",
    ) -> ResponseId:
        """An answer as it would be typed, `at` seconds from now; its id."""
        found = self.state.plan.exercise(ExerciseId(exercise))
        key = key or f"r{next(self._ids)}"
        body = co.SubmitResponse(
            ExerciseId(exercise),
            key,
            load()[found.kind].parse_line(found, line),
            source=source,
            table=str(table or (badge - 1) // SEATS + 1 if badge or table else ""),
            badge=str(badge or ""),
        )
        self.later(at, CO, body)
        return ResponseId(key)

    def answers(
        self, exercise: str, lines: Iterable[str], first: float, last: float, badges: Sequence[int]
    ) -> list[ResponseId]:
        """Answers of these people, spread over a time; half of them from paper."""
        lines = list(lines)
        gap = (last - first) / max(1, len(lines))
        return [
            self.answer(
                exercise,
                line,
                first + gap * (number + self.chance.random() * 0.8),
                badge=badge,
                source=self.chance.choice((Source.PAPER, Source.KEYBOARD)),
            )
            for number, (line, badge) in enumerate(zip(lines, badges, strict=True))
        ]

    def note(
        self, at: float, text: str, tag: NoteTag = NoteTag.NOTE, case: CaseStudyId | None = None
    ) -> None:
        body = co.TakeNote(NoteId(f"n{next(self._ids)}"), text, tag, case_study=case)
        self.later(at, CO, body)


def people(hour: Hour, number: int) -> list[int]:
    """Badges of some of the forty, in the order in which they answer."""
    return hour.chance.sample(range(1, 41), number)


def around(hour: Hour, means: Sequence[float]) -> str:
    """A line of ratings around these means, now and then one left out."""
    steps = [min(5, max(1, round(hour.chance.gauss(mean, 0.9)))) for mean in means]
    return " ".join("-" if hour.chance.random() < 0.03 else str(value) for value in steps)


def example() -> State:
    """The whole hour."""
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    hour = Hour(replace(plan, title=TITLE))
    _lobby(hour)
    _part_one(hour)
    _part_two(hour)
    _part_three(hour)
    _close(hour)
    return hour.state


def _lobby(hour: Hour) -> None:
    must_end = START + timedelta(hours=1)
    hour.do(CHAIR, co.Prepare(START, must_end, False, tuple(p.id for p in hour.state.plan.people)))
    hour.stay(8 * 60)
    chosen = hour.chance.choices("abcdef", (12, 7, 4, 3, 1, 3), k=29)
    hour.answers(CONNECT, chosen, 0, 15 * 60, people(hour, 29))
    before = [around(hour, (2.5, 2.2, 2.9)) for _ in range(33)]
    hour.answers(CONFIDENCE, before, 60, 19 * 60, people(hour, 33))
    hands = {"own-team": 4, "other-profession": 2, "nobody": 1}
    hour.later(18 * 60, CO, co.RecordTally(TallyId("t1"), CONNECT, hands, "5", 7))
    # The room fills late; the end holds.
    hour.stay(20 * 60 + 20)
    hour.do(CHAIR, co.Start())
    hour.later(14, CHAIR, co.Fit())


def _part_one(hour: Hour) -> None:
    # What the fit leaves in the two short ones is too little to begin them.
    hour.later(22, CHAIR, co.Skip(SegmentId("say-hello")))
    hour.note(70, "Full room: five tables, people standing at the back wall.")
    hour.segment("welcome", -6)
    hour.next()
    hour.note(150, "Many nods at ‘trained, and then back to the same rota’.")
    hour.note(290, "Question from table 2: who had not answered the network survey?")
    hour.segment("dots-story", 55)
    hour.next(ago_s=20)
    hour.later(5, CHAIR, co.ShowResults(CONNECT))
    hour.note(60, "Someone: ‘So we all ask the person at the next desk.’ Laughter.")
    hour.segment("how-room-connects", -20)
    hour.next()
    lines = [around(hour, (3.4, 2.0, 2.1, 2.3, 2.9, 2.2, 2.0)) for _ in range(31)]
    hour.answers("training-offer-appraisal", lines, 25, 150, people(hour, 31))
    hour.segment("appraise-training", 22)
    hour.next()
    hour.note(80, "Pairs: ‘run charts’ and ‘the PDSA cycle’ come up at every table I passed.")
    hour.later(100, CHAIR, co.Skip(SegmentId("two-voices")))
    hour.segment("unlock-pairs", -5)
    hour.next()
    hour.note(30, "Factors called out: protected time (four times), a manager who asks, a partner.")
    hour.note(60, "Who owns the list of everyone who was ever trained?", NoteTag.PARKED)
    _mark(hour, 75, "relational-side", Coverage.COVERED)
    _mark(hour, 78, "openings-for-practice", Coverage.COVERED)
    _mark(hour, 82, "appraise-offer", Coverage.COVERED, "Sheets went home with people.")
    _mark(hour, 86, "factors-for-transfer", Coverage.PARTLY, "Named aloud, not ranked.")
    hour.segment("what-carries-it", 4)
    hour.next()


def _part_two(hour: Hour) -> None:
    for index in range(5):
        hour.later(12 + 40 * index, CHAIR, co.StepCase(CASE, CaseStep.CARDS, index))
    # The projector goes dark: a pause, counted, and the rest fitted again.
    hour.later(95, CHAIR, co.Pause())
    hour.later(167, CHAIR, co.Resume())
    hour.note(120, "Projector went dark; cards read aloud from the chair's screen.")
    hour.segment("inactivity-case", 72)
    hour.next()
    hour.later(6, CHAIR, co.Fit())
    hour.note(100, "‘It turns on who meets whom’: written down by many.")
    hour.segment("change-model", 8)
    hour.next()
    for index in range(3):
        hour.later(20 + 45 * index, CHAIR, co.StepCase(CASE, CaseStep.QUESTIONS, index))
    badges = [hour.chance.randint(1, 40) for _ in words.IDEAS]
    ids = hour.answers("who-moves-together", words.IDEAS, 70, 262, badges)
    for index in words.STARRED:
        hour.later(268, CO, co.StarResponse(ids[index]))
    hour.later(269, CO, co.HideResponse(ids[words.HIDDEN], "names a person"))
    hour.later(270, CO, co.WithdrawResponse(ids[words.TWICE]))
    hour.later(271, CO, co.ParkResponse(ids[words.PARKED], NoteId("parked")))
    for objective, index in words.EVIDENCE:
        hour.later(272, CO, co.LinkEvidence(ObjectiveId(objective), ids[index]))
    hour.segment("ask-everyone", -4)
    hour.next()
    for at, text in ((60, words.PILES[0]), (85, words.PILES[1]), (110, words.PILES[2])):
        hour.note(at, text)
    _mark(hour, 130, "engage-at-scale", Coverage.COVERED)
    _mark(hour, 134, "rapid-analysis", Coverage.COVERED, "Ten answers sorted in under two minutes.")
    hour.segment("sort-ten", 6)
    hour.next()
    hour.later(2, CHAIR, co.StepCase(CASE, CaseStep.CANVAS))
    for number, (table, line) in enumerate(words.CANVAS):
        hour.answer(
            "large-scale-change-canvas", line, 6 + 8 * number, table=table, source=Source.PAPER
        )
    hour.later(58, CHAIR, co.StepCase(CASE, CaseStep.AGREED))
    for number, text in enumerate(words.AGREED):
        hour.note(59 + number, text, NoteTag.AGREED, CASE)
    _mark(hour, 61, "apply-change-model", Coverage.PARTLY, "Heard and begun; to be tried at home.")
    hour.segment("framework-home", 0)
    hour.next()


def _part_three(hour: Hour) -> None:
    hour.note(130, "Four reasons on one slide. The second (slow progress) gets a sigh.")
    hour.segment("why-it-wanes", 18)
    hour.next()
    hour.note(60, "Table 3 cannot choose between two reasons; so be it.")
    hour.segment("which-is-yours", -8)
    hour.next()
    hour.note(140, "‘Restoring starts with saying what has changed.’", NoteTag.TAKEAWAY)
    _mark(hour, 150, "why-commitment-fades", Coverage.COVERED)
    hour.segment("establish-keep-restore", 5)
    hour.next()
    _mark(hour, 40, "promise-and-nuance", Coverage.COVERED)
    hour.segment("nuance", -4)
    hour.next()
    ids = hour.answers("network-pledge", words.PLEDGES, 30, 205, people(hour, len(words.PLEDGES)))
    for index in words.PLEDGES_STARRED:
        hour.later(206, CO, co.StarResponse(ids[index]))
    hour.later(207, CO, co.LinkEvidence(ObjectiveId("manage-and-commit"), ids[0]))
    hour.later(208, CO, co.LinkEvidence(ObjectiveId("manage-and-commit"), ids[3]))
    _mark(hour, 209, "manage-and-commit", Coverage.COVERED)
    hour.segment("pledge", 3)
    hour.next()


def _close(hour: Hour) -> None:
    badges = people(hour, 34)
    hour.answers(CONFIDENCE, _moved(hour, badges), 8, 80, badges)
    hour.segment("confidence-after", 0)
    hour.next()
    for number, text in enumerate(words.TAKEAWAYS):
        hour.note(20 + 25 * number, text, NoteTag.TAKEAWAY)
    hour.segment("three-takeaways", -6)
    hour.next()
    hour.note(20, "Send the survey's method to table 2, as promised.", NoteTag.PARKED)
    hour.segment("thanks", -2)
    hour.do(CHAIR, co.EndSession())


def _moved(hour: Hour, badges: Sequence[int]) -> list[str]:
    """Each person's second rating: mostly their first and a step more."""
    first = {r.badge: r.answers for r in hour.state.responses_to(CONFIDENCE, 1)}
    lines = []
    for badge in badges:
        was = first.get(str(badge), {})
        steps = [
            min(5, was.get(o.id, 3) + hour.chance.choice((0, 1, 1, 1, 2, 0) if n else (0, 0, 1, 1)))
            for n, o in enumerate(o for o in hour.state.plan.objectives if o.headline)
        ]
        lines.append(" ".join(map(str, steps)))
    return lines


def _mark(hour: Hour, at: float, objective: str, coverage: Coverage, remark: str = "") -> None:
    hour.later(at, CO, co.MarkObjective(ObjectiveId(objective), coverage, remark))


def report() -> Report:
    """The example's report, made half a minute after the end."""
    state = example()
    assert state.clock.ended_at is not None
    return build_report(state, load(), name=NAME, now=state.clock.ended_at + timedelta(seconds=30))


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path in write(report(), (), FOLDER):
        print(path)


if __name__ == "__main__":
    main()
