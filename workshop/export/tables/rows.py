"""The rows of each table, in the order of its columns as `tables` names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from workshop.domain.findings import Themes
from workshop.export.networks import named, networks
from workshop.export.report import ExerciseResult, Report, Round

CellValue: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = Sequence[CellValue]


def sessions(report: Report) -> Iterable[Row]:
    about, times = report.about, report.timing
    answers = [a for e in report.exercises for r in e.rounds for a in r.counting]
    said = [a for e in report.exercises for r in e.rounds for a in r.said]
    yield (
        about.session, about.name, about.room, about.plan, about.title, about.code, about.venue,
        about.timezone, times.planned_start, times.must_end_at, times.started_at, times.ended_at,
        times.paused_s, len(answers),
        len({who for a in said if (who := a.badge or a.participant)}),
        about.exported_at, about.finished, bool(about.anonymised), about.rehearsal,
    )  # fmt: skip


def exercises(report: Report) -> Iterable[Row]:
    for e in report.exercises:
        for r in e.rounds:
            yield (
                e.id, r.round, e.kind, e.title, e.prompt, e.part, r.place, len(r.counting),
                r.findings.people, len(r.tallies), " ".join(r.findings.sentences),
                r.findings.made_of, " ".join(r.findings.cautions),
            )  # fmt: skip


def responses(report: Report) -> Iterable[Row]:
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            for a in round_.answers:
                yield (
                    a.id, exercise.id, exercise.kind, round_.round, a.at, a.segment, a.offset_s,
                    a.status.value, a.reason, a.merged_into, a.said_by, a.source, a.table, a.badge,
                    a.participant, a.starred, a.parked, a.amended, a.text, a.room,
                )  # fmt: skip


def answers(report: Report) -> Iterable[Row]:
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            for a in round_.counting:
                for cell in a.cells:
                    number = cell.value if isinstance(cell.value, int) else None
                    yield (
                        a.id, exercise.id, round_.round, cell.field, cell.label, cell.item,
                        cell.item_label, str(cell.value), number,
                    )  # fmt: skip


def tallies(report: Report) -> Iterable[Row]:
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            for tally in round_.tallies:
                for option, count in tally.counts.items():
                    number = count if isinstance(count, int) else None
                    yield (
                        tally.id, exercise.id, round_.round, tally.at, tally.segment,
                        tally.offset_s, tally.table, tally.present, option, tally.labels[option],
                        str(count), number, tally.room,
                    )  # fmt: skip


def segments(report: Report) -> Iterable[Row]:
    for part in report.timing.parts:
        for s in part.segments:
            yield (
                s.id, s.title, part.id, part.title, s.mode, s.priority, s.status.value,
                s.planned_start, s.planned_s, s.start, s.end, s.actual_s, s.difference_s,
                s.paused_s,
            )  # fmt: skip


def rooms(report: Report) -> Iterable[Row]:
    for one in report.rooms:
        times = one.timing
        yield (
            one.room, one.session, times.started_at, times.ended_at, times.paused_s, one.joined,
            one.answers,
        )  # fmt: skip


def room_segments(report: Report) -> Iterable[Row]:
    for one in report.rooms:
        for s in one.timing.segments:
            yield (
                one.room, s.id, s.title, s.status.value, s.planned_s, s.start, s.end, s.actual_s,
                s.difference_s, s.paused_s,
            )  # fmt: skip


def objectives(report: Report) -> Iterable[Row]:
    for o in report.objectives:
        before, after = o.before, o.after
        yield (
            o.id, o.text, o.part, o.headline, o.coverage, o.remark,
            " ".join(segment.id for segment in o.segments),
            sum(segment.actual_s for segment in o.segments),
            " ".join(quote.answer for quote in o.evidence if quote.linked),
            before.mean if before else None, before.median if before else None,
            before.people if before else None,
            after.mean if after else None, after.median if after else None,
            after.people if after else None,
        )  # fmt: skip


def notes(report: Report) -> Iterable[Row]:
    for n in report.notes:
        yield (
            n.id, n.at, n.segment, n.offset_s, n.tag, n.initials, n.text, n.case_study, n.answer,
            n.room,
        )  # fmt: skip


def pledges(report: Report) -> Iterable[Row]:
    for p in report.pledges:
        yield (p.answer, p.what, p.with_whom, p.by, p.who, p.starred)


def nodes(report: Report) -> Iterable[Row]:
    for network in networks(report):
        block, places = network.block, network.places
        for node in block.nodes:
            place = places[node.id]
            yield (
                network.exercise, network.round, network.number, node.id, named(node),
                block.groups[node.group] if node.group >= 0 else "", node.role, node.broker,
                place.degree, place.betweenness, place.constraint, place.effective_size,
                place.community, place.core, node.x, node.y,
            )  # fmt: skip


def ties(report: Report) -> Iterable[Row]:
    for network in networks(report):
        for one, other, both, new, weight in network.arcs:
            yield network.exercise, network.round, network.number, one, other, both, new, weight


def follow_ups(report: Report) -> Iterable[Row]:
    for up in report.follow_ups:
        yield (up.on, up.after_days, up.who, up.what, up.with_whom, up.by, up.ask, up.answer)


def themes(report: Report) -> Iterable[Row]:
    for exercise, round_, block in _theme_blocks(report):
        for place, theme in enumerate(block.themes, start=1):
            yield (
                exercise.id, round_.round, place, theme.name, len(theme.answers), theme.people,
                theme.origin,
            )  # fmt: skip
        if block.unsorted:
            left = block.unsorted
            yield (exercise.id, round_.round, None, "", len(left.answers), left.people, "")


def theme_answers(report: Report) -> Iterable[Row]:
    for exercise, round_, block in _theme_blocks(report):
        counting = {answer.id for answer in round_.counting}
        named = [(place, theme.name, theme) for place, theme in enumerate(block.themes, start=1)]
        left = [(None, "", block.unsorted)] if block.unsorted else []
        for place, name, theme in (*named, *left):
            for answer in theme.answers:
                if answer in counting:
                    yield (answer, exercise.id, round_.round, place, name)


def _theme_blocks(report: Report) -> Iterable[tuple[ExerciseResult, Round, Themes]]:
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            for block in round_.findings.blocks:
                if isinstance(block, Themes):
                    yield exercise, round_, block
