"""What stands in a report, and what must not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.examples import START, example
from tests.export.telling import CHAIR, CO, IDEAS, exercise_of, hour, made, round_of, say
from workshop.domain import commands as co
from workshop.domain.forms import Form
from workshop.domain.ids import ExerciseId, NoteId, ObjectiveId, SegmentId
from workshop.domain.records import Coverage, NoteTag
from workshop.domain.state import State
from workshop.export.as_markdown import markdown
from workshop.export.building.from_state import build_report
from workshop.export.report import SegmentStatus, Status
from workshop.kinds.defaults import BaseKind


@pytest.fixture(scope="module")
def whole() -> State:
    return example()


def test_the_summary_says_when_who_what_and_what_next(whole: State) -> None:
    summary = made(whole).summary

    late_s = (whole.clock.started_at - whole.clock.planned_start).total_seconds()
    assert summary.when[0] == (
        f"Began Thursday 22 May 2025 at 15:0{late_s // 60:.0f}, {late_s / 60:.0f} min late."
    )
    assert summary.when[1].startswith(("Ended at 15:5", "Ended at 16:0"))
    assert re.fullmatch(r"Paused once, \d:\d\d in all\.", summary.when[2])
    assert summary.when[3].startswith("This was a rehearsal")
    assert any("40 different badges" in line for line in summary.answered)
    covered = sum(o.coverage is Coverage.COVERED for o in whole.objectives.values())
    assert summary.objectives.startswith(f"{covered} of 10 objectives covered")
    pledged = [r.answers for r in whole.responses_to(ExerciseId("network-pledge")) if r.counts]
    dated = sum("in_days" in answers for answers in pledged)
    wanted = f"{len(pledged)} pledges, {dated} with a day"
    assert any(line.startswith(wanted) for line in summary.what_next)


def test_seconds_of_segments_add_up_to_the_hour_less_its_pauses(whole: State) -> None:
    timing = made(whole).timing
    assert timing.started_at is not None and timing.ended_at is not None

    ran = sum(segment.actual_s for segment in timing.segments)
    assert ran + timing.paused_s == pytest.approx(
        (timing.ended_at - timing.started_at).total_seconds(), abs=15
    )
    (paused,) = (s for s in timing.segments if s.paused_s)
    assert paused.status is SegmentStatus.RUN
    assert paused.paused_s == pytest.approx(timing.paused_s, abs=1)
    for part in timing.parts:
        assert part.difference_s == part.actual_s - part.planned_s


def test_a_running_session_says_so_and_judges_only_what_is_over() -> None:
    told = hour()
    told.stay(100)
    told.next()
    told.stay(10)
    report = made(told.state, now=told.now)

    assert not report.about.finished
    assert report.summary.when[-1].startswith("Still running")
    first, second, third = report.timing.segments[:3]
    assert (first.status, second.status, third.status) == (
        SegmentStatus.RUN,
        SegmentStatus.NOW,
        SegmentStatus.TO_COME,
    )
    assert (first.difference_s, second.difference_s, third.difference_s) == (-20, 0, 0)
    assert (third.start, third.end) == (None, None)


def test_a_session_that_never_began_has_a_report_too() -> None:
    told = hour()
    told.do(CHAIR, co.Undo())
    report = made(told.state)

    assert report.summary.when[0].startswith("Not started yet")
    assert report.exercises == ()


def test_hidden_and_withdrawn_answers_are_counted_without_their_words() -> None:
    told = hour()
    say(told, "kept")
    hidden, withdrawn, parked = (
        say(told, "SECRET one"),
        say(told, "SECRET two"),
        say(told, "SECRET"),
    )
    told.do(CO, co.ParkResponse(parked, NoteId("n")))
    told.do(CO, co.StarResponse(hidden))
    told.do(CO, co.LinkEvidence(ObjectiveId("engage-at-scale"), hidden))
    told.do(CO, co.HideResponse(hidden, "names a person"))
    told.do(CO, co.HideResponse(parked, "names a person"))
    told.do(CO, co.WithdrawResponse(withdrawn))
    report = made(told.state)

    assert [answer.status for answer in round_of(report).answers] == [
        Status.COUNTS,
        Status.HIDDEN,
        Status.WITHDRAWN,
        Status.HIDDEN,
    ]
    assert "SECRET" not in repr(report)
    assert "2 answers hidden by a facilitator: ‘names a person’ (2)." in report.method.sentences
    assert "1 answer withdrawn; counted nowhere." in report.method.sentences


def test_merged_answers_stand_once_and_keep_their_words_and_their_people() -> None:
    told = hour()
    first, second = say(told, "walking bus", badge="4"), say(told, "a bus on foot", badge="9")
    third = say(told, "benches", badge="5")
    told.do(CO, co.ParkResponse(second, NoteId("n")))
    told.do(CO, co.LinkEvidence(ObjectiveId("engage-at-scale"), second))
    told.do(CO, co.MergeResponses(first, (second,)))
    report = made(told.state)
    round_ = round_of(report)

    assert [a.id for a in round_.counting] == [first, third]
    merged = round_.answers[1]
    assert (merged.status, merged.text) == (Status.MERGED, "a bus on foot")
    assert merged.merged_into == first
    assert (round_.answers[0].said_by, round_.answers[0].who) == (2, "#4, said 2 times")
    assert round_.findings.people == 3 and round_.findings.answers == 2
    assert "2 answers to 1 exercise, 3 different badges among them." in report.summary.answered
    assert any("1 answer merged by a facilitator" in said for said in report.method.sentences)
    assert "a bus on foot" in [note.text for note in report.notes]
    (objective,) = (o for o in report.objectives if o.id == "engage-at-scale")
    assert [quote.text for quote in objective.evidence] == ["a bus on foot"]


def test_what_was_merged_into_a_hidden_answer_is_hidden_too() -> None:
    told = hour()
    first, second = say(told, "SECRET one"), say(told, "SECRET two")
    told.do(CO, co.MergeResponses(first, (second,)))
    told.do(CO, co.HideResponse(first, "names a person"))
    report = made(told.state)

    assert [a.status for a in round_of(report).answers] == [Status.HIDDEN, Status.HIDDEN]
    assert "SECRET" not in repr(report)


def test_an_objective_shows_linked_answers_else_starred_ones(whole: State) -> None:
    told = hour()
    linked, starred = say(told, "linked"), say(told, "starred")
    told.do(CO, co.StarResponse(starred))
    told.do(CO, co.LinkEvidence(ObjectiveId("engage-at-scale"), linked))
    told.do(CHAIR, co.Jump(SegmentId("ask-everyone")))
    told.stay(60)
    objectives = {o.id: o for o in made(told.state, now=told.now).objectives}

    assert [q.text for q in objectives["engage-at-scale"].evidence] == ["linked"]
    assert [q.text for q in objectives["apply-change-model"].evidence] == ["starred"]
    assert objectives["rapid-analysis"].evidence == ()
    # Linking alone is no judgement.
    assert objectives["engage-at-scale"].coverage == "unmarked"


def test_a_judgement_stands_with_its_remark() -> None:
    told = hour()
    told.do(CO, co.MarkObjective(ObjectiveId("engage-at-scale"), Coverage.PARTLY, "half of it"))
    objective = next(o for o in made(told.state).objectives if o.id == "engage-at-scale")

    assert (objective.coverage, objective.remark) == ("partly", "half of it")


def test_the_rooms_rating_before_and_after_counts_each_person_once() -> None:
    told = hour()
    confidence = ExerciseId("confidence")
    for key, round_, badge, step in (
        ("a", 1, "1", 2), ("b", 1, "2", 3), ("c", 2, "1", 1), ("d", 2, "1", 5),
    ):  # fmt: skip
        answers = {"rapid-analysis": step}
        told.do(CO, co.SubmitResponse(confidence, key, answers, round_, badge=badge))
    objective = next(o for o in made(told.state).objectives if o.id == "rapid-analysis")
    assert objective.before is not None and objective.after is not None

    assert (objective.before.people, objective.before.mean) == (2, 2.5)
    assert (objective.after.people, objective.after.mean) == (1, 5.0)
    assert (objective.after.low, objective.after.high) == (1, 5)


def test_pledges_come_by_day_with_days_counted_from_the_local_date() -> None:
    told = hour()
    pledge = ExerciseId("network-pledge")
    for key, answers in (
        ("a", {"what": "no day"}),
        ("b", {"what": "in days", "in_days": ["30"], "with": "the GP"}),
        ("c", {"what": "on a day", "by": "2025-06-02"}),
    ):
        told.do(CO, co.SubmitResponse(pledge, key, answers, 1))
    pledges = made(told.state).pledges

    assert [(p.what, p.by) for p in pledges] == [
        ("on a day", date(2025, 6, 2)),
        ("in days", date(2025, 6, 21)),
        ("no day", None),
    ]
    assert pledges[1].with_whom == "the GP"


def test_what_was_agreed_stands_under_its_case() -> None:
    told = hour()
    told.do(CO, co.TakeNote(NoteId("n1"), "We agree", NoteTag.AGREED))
    case = made(told.state).cases[0]

    assert [note.text for note in case.agreed] == ["We agree"]


def test_a_missing_kind_shows_the_raw_answers() -> None:
    told = hour()
    say(told, "still here")
    report = build_report(told.state, {}, name="told", now=START)

    assert round_of(report).findings.raw
    assert round_of(report).counting[0].text == "still here"


def test_a_kind_that_fails_to_give_its_form_shows_the_raw_answers() -> None:
    class Broken(BaseKind):
        id = "ideas"

        def form(self, *_args: object) -> Form:
            raise RuntimeError("broken")

    told = hour()
    say(told, "still here")
    report = build_report(told.state, {"ideas": Broken()}, name="told", now=START)  # type: ignore[dict-item]

    assert round_of(report).findings.raw
    assert [cell.value for cell in round_of(report).counting[0].cells] == ["still here"]


def test_times_are_local_to_the_plan(whole: State) -> None:
    report = made(whole)

    assert report.timing.started_at is not None
    assert report.timing.started_at.utcoffset() == timedelta(hours=2)
    assert exercise_of(report, IDEAS).rounds[0].answers[0].at.utcoffset() == timedelta(hours=2)


def test_progress_never_goes_back(whole: State) -> None:
    shares: list[float] = []
    build_report(
        whole, {}, name="told", now=START, progress=lambda share, _what: shares.append(share)
    )
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_a_plan_without_objectives_or_people() -> None:
    told = hour()
    plan = replace(
        told.state.plan,
        people=(),
        parts=tuple(replace(part, objectives=(), lead=None) for part in told.state.plan.parts),
    )
    report = made(replace(told.state, plan=plan))

    assert report.objectives == ()
    assert report.summary.objectives == ""


def test_every_pledge_is_asked_after_at_every_horizon_after_the_session() -> None:
    told = hour()
    pledge = ExerciseId("network-pledge")
    for key, answers in (("a", {"what": "dated", "in_days": ["60"]}), ("b", {"what": "open"})):
        told.do(CO, co.SubmitResponse(pledge, key, answers, 1))
    report = made(told.state)

    assert [(up.on, up.after_days, up.what, up.ask) for up in report.follow_ups] == [
        (date(2025, 6, 21), 30, "dated", "Have you begun?"),
        (date(2025, 6, 21), 30, "open", "Have you begun, and by when will it be done?"),
        (date(2025, 7, 21), 60, "dated", "Have you done it?"),
        (date(2025, 7, 21), 60, "open", "How far have you come?"),
        (date(2025, 8, 20), 90, "dated", "What has come of it?"),
        (date(2025, 8, 20), 90, "open", "Have you done it?"),
    ]
    text = markdown(report)
    assert "## Follow-up: whom to ask, and what" in text
    assert "**Saturday 21 June 2025, 30 days after**" in text
