"""Deliveries side by side: the numbers are the sessions' own; what does not fit is refused."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from statistics import median

import openpyxl
import pytest

from tests.rooms import C6, SMALL, delivery_of, hour_of, plan_of, played, room_of
from tests.stage import PLAN as STRANGE
from workshop.domain.findings import Themes
from workshop.errors import Refused
from workshop.export.building.from_state import build_report
from workshop.export.comparing.book import book_of
from workshop.export.comparing.comparison import comparison
from workshop.export.comparing.data import FEW, Comparison, Delivery
from workshop.export.comparing.page import page_of
from workshop.export.comparing.saying.sections import sections
from workshop.export.comparing.tables import as_json, tables
from workshop.export.networks import networks
from workshop.export.report import SegmentStatus
from workshop.kinds.registry import load
from workshop.service.joining import join_rooms


def deliveries(number: int = 3) -> list[Delivery]:
    return [delivery_of(hour_of(seed), f"hour-{seed}") for seed in range(1, number + 1)]


def compared() -> Comparison:
    return comparison(deliveries())


def said(found: Comparison, section: str) -> str:
    return " ".join(next(s for s in sections(found) if s.id == section).sentences)


def slower(delivery: Delivery, segment: str, seconds: float) -> Delivery:
    """The delivery with one segment that took so much longer than planned."""
    report = delivery.report
    parts = tuple(
        replace(
            part,
            segments=tuple(
                replace(s, actual_s=s.planned_s + seconds, difference_s=seconds)
                if s.id == segment
                else s
                for s in part.segments
            ),
        )
        for part in report.timing.parts
    )
    return replace(delivery, report=replace(report, timing=replace(report.timing, parts=parts)))


def test_the_timing_is_that_of_the_sessions() -> None:
    found, each = compared(), {d.report.about.name: d.report for d in deliveries()}

    for row in found.segments:
        for column, time in zip(found.columns, row.times, strict=True):
            own = {s.id: s for s in each[column.name].timing.segments}
            assert time == own[row.id]
        ran = [t.difference_s for t in row.times if t and t.status is SegmentStatus.RUN]
        assert row.median_s == (median(ran) if ran else None)
    starts = [column.began for column in found.columns]
    assert starts == sorted(starts)


def test_what_always_runs_over_is_named() -> None:
    given = deliveries()
    always, sometimes = [s.id for s in given[0].report.timing.segments if s.start][1:3]
    title = next(s.title for s in given[0].report.timing.segments if s.id == always)
    late = [slower(d, always, 60 + 30 * n) for n, d in enumerate(given)]
    late = [slower(d, sometimes, 90 if n < 2 else -5) for n, d in enumerate(late)]

    text = said(comparison(late), "timing")

    assert f"Always over: ‘{title}’ (+1:30 at the median, 3 of 3)" in text
    assert "Mostly over" in text and "2 of 3" in text


def test_gains_are_those_of_people_who_rated_twice() -> None:
    found = compared()

    for delivery in deliveries():
        place = [c.name for c in found.columns].index(delivery.report.about.name)
        badges = {str(p.id): str(p.badge) for p in delivery.state.participants.values()}
        for row in found.objectives:
            gain, rounds = row.gains[place], {}
            for response in delivery.state.responses_to("confidence"):
                who = response.badge or badges.get(str(response.participant))
                if response.counts and row.id in response.answers:
                    rounds.setdefault(response.round, {})[who] = response.answers[row.id]
            pairs = [
                rounds[2][who] - before
                for who, before in rounds.get(1, {}).items()
                if who in rounds.get(2, {})
            ]
            assert gain is not None
            assert gain.pairs == len(pairs)
            if pairs:
                assert gain.change == pytest.approx(sum(pairs) / len(pairs), abs=0.006)
    assert any(row.changes for row in found.objectives)


def test_themes_are_matched_by_what_they_came_as_then_by_name() -> None:
    one, other = deliveries(2)
    first = next(row for row in comparison([one, other]).themes if all(row.counts))
    theme = next(
        t.id
        for e in one.report.exercises
        for r in e.rounds
        for b in r.findings.blocks
        if isinstance(b, Themes)
        for t in b.themes
        if t.name == first.name
    )

    def renamed(delivery: Delivery, names: dict[str, str]) -> Delivery:
        def block(one: object) -> object:
            if not isinstance(one, Themes):
                return one
            made = [replace(t, name=names.get(t.id, t.name)) for t in one.themes]
            last = max(n for n, t in enumerate(made) if t.answers and t.id != theme)
            made[last] = replace(made[last], id="", name=names["last"])
            return replace(one, themes=tuple(made))

        exercises = tuple(
            replace(
                e,
                rounds=tuple(
                    replace(
                        r,
                        findings=replace(r.findings, blocks=tuple(map(block, r.findings.blocks))),
                    )
                    for r in e.rounds
                ),
            )
            for e in delivery.report.exercises
        )
        return replace(delivery, report=replace(delivery.report, exercises=exercises))

    mine = renamed(one, {theme: "Kind care", "last": "Ours"})
    found = comparison([mine, renamed(other, {"last": " ours "})])

    row = next(r for r in found.themes if "Kind care" in (r.name, *r.also))
    assert row.counts and all(row.counts)
    assert first.name in (row.name, *row.also)
    ours = next(r for r in found.themes if r.name.strip().casefold() == "ours")
    assert all(ours.counts)


def test_networks_grow_as_their_maps_say() -> None:
    found, each = compared(), {d.report.about.name: d.report for d in deliveries()}

    row = found.networks[0]
    for column, growth in zip(found.columns, row.growths, strict=True):
        maps = [n.block for n in networks(each[column.name]) if n.exercise == row.exercise]
        assert growth is not None
        assert (growth.before, growth.after) == (len(maps[0].ties), len(maps[-1].ties))
        assert growth.new == sum(tie.new for tie in maps[-1].ties)


def test_versions_of_a_plan_are_compared_by_id_and_what_changed_is_said() -> None:
    plan = plan_of(C6)
    first, *rest = plan.parts
    gone, kept, *more = first.segments
    longer = replace(kept, planned_s=kept.planned_s + 60, title="Said otherwise")
    changed = replace(plan, parts=(replace(first, segments=(longer, *more)), *rest))
    given = [deliveries(1)[0], delivery_of(played(4, changed, days=1), "later")]

    found = comparison(given)

    row = next(row for row in found.segments if row.id == kept.id)
    assert row.title == "Said otherwise" and len(row.planned) == 2
    assert next(row for row in found.segments if row.id == gone.id).times[1] is None
    text = said(found, "changes")
    assert f"Only A had the segment ‘{gone.title}’." in text
    assert "was planned with" in text and "was called" in text


def test_different_plans_are_refused_and_compared_by_what_they_share_where_asked() -> None:
    one, other = deliveries(1)[0], delivery_of(hour_of(1, SMALL), "small")

    with pytest.raises(Refused, match="different plans") as refused:
        comparison([one, other])
    assert "--common" in refused.value.hint
    with pytest.raises(Refused, match="share nothing"):
        comparison([one, delivery_of(played(1, STRANGE), "strange")], common=True)
    copy = replace(plan_of(C6), id="c6-in-lisbon")
    found = comparison([one, delivery_of(played(5, copy), "lisbon")], common=True)
    assert all(all(row.times) for row in found.segments)


@pytest.mark.parametrize(("number", "why"), [(0, "nothing to be compared"), (1, "same session")])
def test_one_session_is_not_compared_with_itself(number: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        comparison(deliveries(1) + deliveries(number))


def test_small_numbers_are_not_told_where_names_are_left_out() -> None:
    found = comparison(deliveries(), least=5)

    counts = [count for row in found.themes for count in row.counts if count is not None]
    counts += [g.pairs for row in found.objectives for g in row.gains if g is not None]
    counts += [g.across for row in found.networks for g in row.growths if g is not None]
    assert FEW in counts
    assert not any(isinstance(count, int) and 0 < count < 5 for count in counts)
    for row in found.objectives:
        for gain in row.gains:
            assert gain is None or gain.pairs != FEW or gain.change is None


def test_tables_json_workbook_and_page_say_the_same() -> None:
    found = compared()
    made = {table.name: table for table in tables(found)}
    written = json.loads(json.dumps(as_json(found)))
    book = openpyxl.load_workbook(io.BytesIO(book_of(found)))
    page = page_of(found)

    assert set(written["tables"]) == set(made) <= set(book.sheetnames)
    for name, table in made.items():
        assert len(written["tables"][name]["rows"]) == len(table.rows)
        rows = list(book[name].iter_rows(values_only=True))
        assert list(rows[0]) == list(table.names)
        assert len([row for row in rows[1:] if any(v is not None for v in row)]) == len(table.rows)
    assert {"charts", "chart numbers"} <= set(book.sheetnames)
    assert "<script" not in page and "http-equiv" in page
    for section in sections(found):
        assert f'id="{section.id}"' in page
        assert written["said"][section.id] == list(section.sentences)


def test_what_was_typed_stays_text_on_the_page_and_in_the_workbook() -> None:
    one, other = deliveries(2)
    title = "<script>alert(1)</script> =1+1"
    hostile = [
        replace(d, report=replace(d.report, about=replace(d.report.about, title=title)))
        for d in (one, other)
    ]
    found = comparison(hostile)

    assert "<script>" not in page_of(found)
    sheet = openpyxl.load_workbook(io.BytesIO(book_of(found)))["about"]
    assert sheet["A1"].value.startswith("<script>") and sheet["A1"].data_type == "s"


def test_a_record_of_several_rooms_is_compared_as_one_delivery() -> None:
    rooms = [room_of(hour_of(seed), str(seed)) for seed in (1, 2)]
    state = join_rooms(rooms, load(), ("Hall A", "Hall B")).state
    report = build_report(state, load(), name="both", now=state.clock.ended_at)

    found = comparison([Delivery(state, report), deliveries()[2]])

    both = next(column for column in found.columns if column.name == "both")
    assert both.room == "Hall A, Hall B"
    assert both.joined == sum(len(room.state.participants) for room in rooms)
    lone = compared()
    alone = [c.answered for c in lone.columns if c.name in ("hour-1", "hour-2")]
    assert both.answered == sum(alone)
