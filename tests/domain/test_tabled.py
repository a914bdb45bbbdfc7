"""Any block as a table."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.domain.findings import (
    Bar,
    Bars,
    BoxColumn,
    Boxes,
    CurveStage,
    Network,
    NetworkNode,
    NetworkTie,
    Quote,
    Quotes,
    Scale,
    Scales,
    Table,
)
from workshop.domain.findings import Curve as RoomCurve
from workshop.domain.tabled import as_table


@dataclass
class Curve:
    title: str
    points: tuple[int, ...]


def test_a_table_stays_itself() -> None:
    table = Table("T", ("a",), ())
    assert as_table(table) is table


def test_a_network_lists_people_with_whom_they_are_tied_to() -> None:
    nodes = (NetworkNode("1", "Ada", -1, 0, 0), NetworkNode("2", "Bo", 0, 1, 1, broker=True))
    found = as_table(
        Network("Map", ("A",), (*nodes, nodes[0]), (NetworkTie(0, 1), NetworkTie(2, 1)))
    )
    assert found.rows[0] == ("Bo ★", "A", "2", "Ada, Ada")
    assert found.rows[1] == ("Ada", "", "1", "Bo")


def test_a_long_list_of_ties_is_counted() -> None:
    nodes = tuple(NetworkNode(str(i), str(i), -1, 0, 0) for i in range(20))
    ties = tuple(NetworkTie(0, i) for i in range(1, 20))
    assert as_table(Network("", (), nodes, ties)).rows[0][3].endswith("11, 12 and 7 more")


def test_a_block_of_an_unknown_kind_gives_its_parts() -> None:
    found = as_table(Curve("Commitment", (1, 2)))
    assert (found.title, found.rows) == ("Commitment", (("points", "(1, 2)"),))
    assert as_table(3).rows == ()


def test_charts_give_every_number_that_they_draw() -> None:
    bars = as_table(Bars("Who", (Bar("us", 3, 0.75, "n"), Bar("them", 1, 0.25)), "people"))
    assert bars.columns == ("What", "people", "per cent", "note")
    assert bars.rows == (("us", "3", "75.0", "n"), ("them", "1", "25.0", ""))

    scales = as_table(Scales("How", (Scale("it", (1, 0, 2), 3, 2.333, "soon"),), 1, 3, "no", "yes"))
    assert scales.columns == ("Statement", "1 no", "2", "3 yes", "ratings", "median", "mean")
    assert scales.rows == (("it (soon)", "1", "0", "2", "3", "3", "2.33"),)


def test_quotes_and_boxes_are_rows_of_their_words() -> None:
    quotes = as_table(Quotes("Said", (Quote("yes", "table 1", starred=True),)))
    assert quotes.rows == (("yes", "table 1", "★"),)
    boxes = as_table(Boxes("Canvas", ("Why", "How"), (BoxColumn("Table 1", ("so", "")),)))
    assert (boxes.columns, boxes.rows) == (("Box", "Table 1"), (("Why", "so"), ("How", "")))


def test_a_curve_gives_a_stage_a_row() -> None:
    stages = (CurveStage("Start", 80, 70.5, 90, 9), CurveStage("Doing", None, None, None, 0, 1.25))
    found = as_table(RoomCurve("Commitment", stages, 0, 100, "none", "all", (1,)))
    assert found.title == "Commitment (0 none to 100 all)"
    assert found.rows == (
        ("Start", "80", "70.5 to 90", "9", "0"),
        ("Doing ▼", "–", "–", "0", "1.2"),
    )
