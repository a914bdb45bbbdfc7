from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll

from tests.kinds import samples
from workshop.domain.findings import (
    Bar,
    Bars,
    BoxColumn,
    Boxes,
    Curve,
    CurveStage,
    Findings,
    Network,
    NetworkNode,
    NetworkTie,
    Quote,
    Quotes,
    Scale,
    Scales,
    Table,
    Theme,
    Themes,
)
from workshop.kinds.base import Material
from workshop.kinds.registry import KindRules
from workshop.tui.widgets.drawing import wrapped
from workshop.tui.widgets.findings import FindingsView, findings_text

LONG = "Someone in my own team who belongs to another profession and knows the matter well"
WORD = "x" * 150
WIDTHS = (30, 40, 80, 120, 200)


def everything(text: str) -> Findings:
    """Findings with every kind of block, the same text wherever text may stand."""
    return Findings(
        title=text,
        sentences=(text, text),
        blocks=(
            Bars(text, (Bar(text, 12, 0.6, text), Bar("b", 0, 0)), unit="people"),
            Bars("empty", ()),
            Scales(
                text, (Scale(text, (3, 0, 1, 5, 20), 5, 4.3, text), Scale("b", (0,) * 5)), 1, 5,
                text, text,
            ),
            Scales("wide", (Scale("c", (1,) * 11, 5, 5.0),), 0, 10),
            Curve(
                text,
                (
                    CurveStage(text, 60, 40, 80, 12, 0.0, 70),
                    CurveStage("b", 30, 30, 30, 3, 7.5),
                    CurveStage(text, None, None, None, 0),
                ),
                0, 100, text, text, (1,),
            ),
            Table(text, (text, "n", "c"), ((text, "12", text), ("", "3", "")), numeric=(1,)),
            Table("noted", ("a",), ((text,),), note=text),
            Themes(
                text, (Theme(text, ("r1", "r2"), (Quote(text, who=text),), 2, text, 1),),
                Theme(text, ("r3",), (Quote(text),)), (text,),
            ),
            Table("many", ("column",) * 9, ((text,) * 9,)),
            Quotes(text, (Quote(text, who=text, starred=True), Quote(text, who="table 4"))),
            Boxes(
                text, (text, "second"),
                tuple(BoxColumn(text, (text, "")) for _ in range(3)),
            ),
            Boxes("many", ("one",), tuple(BoxColumn(f"Table {n}", (text,)) for n in range(9))),
            Network(
                text, (text,),
                (NetworkNode("1", text, 0, 0, 0, broker=True), NetworkNode("2", "b", -1, 1, 1)),
                (NetworkTie(0, 1, new=True),),
            ),
        ),
        cautions=(text,),
        question=text,
        made_of=text,
    )  # fmt: skip


def lines(found: Findings, width: int) -> Iterator[str]:
    text = findings_text(found, width)
    for line in text.split("\n", allow_blank=True):
        assert line.cell_len <= width, line.plain
        yield line.plain


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text", ["", "short", LONG, WORD, "日本語の長い答え" * 9, *samples.HOSTILE]
)
def test_nothing_runs_over_its_width(text: str, width: int) -> None:
    assert sum(1 for _line in lines(everything(text), width)) > 10


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("made", samples.bundled().values(), ids=lambda made: made.id)
def test_findings_of_every_exercise_fit(made: samples.Exercise, width: int) -> None:
    kind, chance = samples.kind_of(made), random.Random(7)
    fields = kind.form(made).fields
    typed = {
        "ideas": ["Handover took ten minutes on Tuesday", "The ward clerk helped", "New rota"],
        "choice": ["a", "b", "c"],
        "ratings": [" ".join(chance.choice("12345-") for _ in fields[1:]) + " 4" for _ in "abcd"],
        "points": ["5 5", "a3 b3 c4", "b2"],
        "canvas": [f"1: {LONG}", "2: second | 3: third"],
        "curve": [f"90 80 40 50 | doing: {LONG}", "80 - 20 30 | : slow | meet", "9 9 9 9"],
        "exchange": [f"ask: {LONG}", "offer: run charts", "ask: run charts"],
        "consensus": [LONG, "We meet too often", "1+ 2-"],
        "nominations": [
            "1 3: head nurse @ City Hospital | dietitian @ Care Home",
            "2: GP @ Practice",
        ],
        "connections": ["1: 2 3", "1: 0 | Ada, City Hospital, nurse", "2: 5"],
        "pledge": [f"{LONG} / the board / 14d", "Go / 2025-08-01", "Call"],
    }[made.kind]
    typed = [
        line.replace("14d", f"{made.options.get('horizons_days', [30])[0]}d") for line in typed
    ]
    options = KindRules().options(made)
    tallies = [samples.tally({options[0]: "half"}, "9", 8)] if options else []
    material = Material(made, samples.typed(made, *typed, table="4"), tallies)
    found = kind.analyse(material)
    said = " ".join(lines(found, width))
    assert found.made_of.split()[0] in said


def test_user_text_is_shown_as_typed() -> None:
    found = Findings("", (), (Quotes("", (Quote("[bold]x[/bold] \x1b[31m\u202eend"),)),))
    assert list(lines(found, 80)) == ["", "– [bold]x[/bold] [31mend"]


def test_bars_are_as_long_as_their_values_and_numbers_stand_behind() -> None:
    bars = Bars("Who", (Bar("a", 8, 0.8), Bar("b", 4, 0.4, "approx."), Bar("c", 0, 0)))
    title, *drawn = lines(Findings("", (), (bars,)), 60)
    assert title == "Who"
    lengths = [line.count("█") for line in drawn]
    assert abs(lengths[0] - 2 * lengths[1]) <= 1
    assert lengths[0] > 20 > lengths[2] == 0
    assert drawn[0].endswith("8  80 %")
    assert drawn[1].endswith("4  40 %  approx.")


def test_low_lies_left_and_high_right_in_shades_of_their_own() -> None:
    scales = Scales(
        "", (Scale("low", (9, 1, 0, 0, 0), 1), Scale("high", (0, 0, 0, 1, 9), 5)), 1, 5, "no", "yes"
    )
    drawn = list(lines(Findings("", (), (scales,)), 80))
    low, high = drawn[drawn.index("low") + 1], drawn[drawn.index("high") + 1]
    assert ":" in low and "░" in low and "█" not in low
    assert "█" in high and "▓" in high and ":" not in high
    assert low.index("░") < high.index("▓")
    assert low.rstrip().endswith("9 1 0 0 0      1  10")
    assert drawn[1] == "1 no  ::░░▒▒▓▓██  5 yes"


def test_groups_stand_side_by_side_where_there_is_room_and_below_where_not() -> None:
    boxes = Boxes(
        "", ("Where?",), (BoxColumn("Table 1", ("north",)), BoxColumn("Table 2", ("south",)))
    )
    found = Findings("", (), (boxes,))
    assert any("north" in line and "south" in line for line in lines(found, 80))
    narrow = list(lines(found, 40))
    assert "Table 1: north" in narrow and "Table 2: south" in narrow


def test_table_too_narrow_for_columns_is_read_row_after_row() -> None:
    table = Table("", ("What", "With", "When", "Who"), ((LONG, LONG, LONG, LONG),))
    narrow = lines(Findings("", (), (table,)), 30)
    assert any("• Someone" in line for line in narrow)
    assert any("With: Someone" in line for line in narrow)
    assert any("─" in line for line in lines(Findings("", (), (table,)), 80))


def test_table_with_one_long_column_is_no_ladder_of_words() -> None:
    why = f"{LONG} {LONG}"
    table = Table("", ("Who", "Whom", "Why"), (("Niels Morgan", "Hamza Foley", why),) * 3)
    narrow, wide = (lines(Findings("", (), (table,)), width) for width in (46, 120))
    assert any("• Niels Morgan" in line for line in narrow)
    assert any("Whom: Hamza Foley" in line for line in narrow)
    assert any("Niels Morgan  Hamza Foley" in line for line in wide)


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield FindingsView(everything(LONG))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_view_is_drawn_at_its_own_width_and_anew_when_findings_come(
    size: tuple[int, int],
) -> None:
    app = Shown()
    async with app.run_test(size=size) as pilot:
        view = app.query_one(FindingsView)
        await pilot.pause()
        before = view.size.height
        assert before > 40
        view.findings = Findings("", ("Only this.",))
        await pilot.pause()
        assert view.size.height < before
        assert "Only this." in str(view.render())
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert view.size.width < 60
        assert "Only this." in str(view.render())


def test_the_tables_behind_it_all_are_shown_where_they_are_asked_for() -> None:
    found = Findings("", ("Lead.",), more=(Table("Behind", ("a",), (("b",),)),))
    assert "Behind" not in findings_text(found, 60).plain
    assert "Behind" in findings_text(found, 60, full=True).plain


def test_a_curve_is_read_without_colour() -> None:
    stages = (
        CurveStage("Start", 80, 70, 90, 9),
        CurveStage("Doing it", 20, 10, 45, 9, 7),
        CurveStage("After", None, None, None, 0),
    )
    block = Curve("The room", stages, 0, 100, "none", "all", (1,))
    lines = findings_text(Findings("T", ("Said.",), (block,)), 80).plain.split("\n")
    top = next(place for place, line in enumerate(lines) if line.startswith("100 │"))
    high = next(place for place, line in enumerate(lines) if "●" in line)
    low = next(place for place, line in enumerate(lines) if "●" in line[40:])
    assert top <= high < low
    assert "▼" in lines[low - 1]
    text = "\n".join(lines)
    assert "80" in text and "10–45, n 9" in text and "▼ 7 fall" in text and "nobody" in text
    assert "░ middle half of the room" in text
    assert any("⠀" < char <= "⣿" for char in text)


def test_stages_without_room_beside_each_other_are_a_table() -> None:
    stages = tuple(CurveStage(f"Stage {n}", 50, 40, 60, 9, 2.5) for n in range(8))
    text = findings_text(Findings("T", (), (Curve("C", stages, 0, 100),)), 60).plain
    assert "Middle half" in text or "Median: 50" in text
    assert "40 to 60" in text and "Stage 7" in text


@pytest.mark.parametrize("width", range(8, 40))
def test_a_number_keeps_its_per_cent_sign(width: int) -> None:
    lines = wrapped("Of all there could be 7 % are there, and 100 % were wished for.", width)
    assert not any(line.plain.startswith("%") for line in lines)
    assert " ".join(line.plain for line in lines).count(" %") == 2
    assert all(line.cell_len <= width for line in lines)
