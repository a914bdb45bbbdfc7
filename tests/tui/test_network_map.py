"""The map of a network in a terminal."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from tests.analysis.networks.graphs import a_map
from workshop.analysis.networks.graph import Member, graph
from workshop.analysis.networks.layout import positions
from workshop.analysis.networks.views import network_block
from workshop.domain.findings import Network
from workshop.tui.widgets.drawing import PLAIN
from workshop.tui.widgets.network_canvas import (
    BROKER,
    COLOURLESS,
    MOST_NAMES,
    SHAPES,
    draw_organisations,
    draw_people,
)
from workshop.tui.widgets.network_map import NetworkMap, draw_network

SIZES = [(60, 14), (100, 30), (160, 45)]


class Stage(App[None]):
    def __init__(self, block: Network) -> None:
        super().__init__()
        self.block = block

    def compose(self) -> ComposeResult:
        yield NetworkMap(self.block)


DOTS = dict.fromkeys(range(10240, 10496), " ")


def text_of(rows: object) -> list[str]:
    return ["".join(text for text, _style in row) for row in rows]  # type: ignore[attr-defined]


def few(*names: str) -> Network:
    made = graph([Member(str(i), name, "A") for i, name in enumerate(names)], [("0", "1")])
    return network_block("Few", made, positions(made), ())


@pytest.mark.parametrize("people", [0, 1, 60, 400])
@pytest.mark.parametrize("size", SIZES)
def test_every_row_fills_its_width_and_everybody_has_a_cell(
    people: int, size: tuple[int, int]
) -> None:
    width, height = size
    block = a_map(people)
    drawn = text_of(draw_people(block, width, height, COLOURLESS).rows())
    assert len(drawn) == height
    assert {cell_len(row) for row in drawn} == {width}
    shapes = sum(row.count(mark) for row in drawn for mark in SHAPES + BROKER)
    assert shapes >= min(people, width * height // 4)


@pytest.mark.parametrize("size", [(100, 30), (160, 45)])
def test_names_of_a_room_of_sixty_fit(size: tuple[int, int]) -> None:
    block = a_map(60)
    drawn = "\n".join(text_of(draw_people(block, *size, COLOURLESS).rows()))
    named = [node.name for node in block.nodes if node.name in drawn]
    assert len(named) >= 54
    assert all(node.name in drawn for node in block.nodes if node.broker)


def test_a_crowd_has_its_brokers_named() -> None:
    block = a_map(400)
    drawn = "\n".join(text_of(draw_people(block, 160, 45, COLOURLESS).rows()))
    assert all(node.name in drawn for node in block.nodes if node.broker)


@pytest.mark.parametrize(("size", "least"), [((100, 30), 22), ((160, 45), 28)])
def test_a_crowd_has_its_best_connected_named(size: tuple[int, int], least: int) -> None:
    block = a_map(400)
    degree = Counter(end for tie in block.ties for end in (tie.one, tie.other))
    best = sorted(range(400), key=lambda p: (not block.nodes[p].broker, -degree[p]))[:MOST_NAMES]
    shown = "\n".join(text_of(draw_people(block, *size, COLOURLESS).rows()))
    assert sum(f" {block.nodes[p].name} " in shown.translate(DOTS) for p in best) >= least


def test_organisations_stand_with_their_numbers() -> None:
    block = a_map(60)
    drawn = "\n".join(text_of(draw_organisations(block, 100, 30, COLOURLESS).rows()))
    assert all(name in drawn for name in block.groups)
    assert drawn.count("ties inside") == 4


@pytest.mark.parametrize(
    "name", ["日本語の名前です", "x" * 200, "مرحبا", "e\u0301lan", "👩‍⚕️ Ada", "[b]"]
)
def test_any_name_keeps_to_its_cells(name: str) -> None:
    rows = text_of(draw_people(few(name, name), 40, 8, COLOURLESS).rows())
    assert {cell_len(row) for row in rows} == {40}


def test_among_findings_the_map_stands_under_title_and_legend() -> None:
    lines = [line.plain for line in draw_network(a_map(60), 80, PLAIN)]
    assert lines[0] == "Who knows whom"
    assert "● City Hospital" in lines[1]
    assert all(cell_len(line) <= 80 for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45), (12, 4), (3, 1)])
async def test_the_widget_draws_at_any_size(size: tuple[int, int]) -> None:
    app = Stage(a_map(60))
    async with app.run_test(size=size) as pilot:
        view = app.query_one(NetworkMap)
        for ego, by_organisation in (("", False), ("1", False), ("", True)):
            view.ego, view.by_organisation = ego, by_organisation
            await pilot.pause()
            widths = {view.render_line(y).cell_length for y in range(size[1])}
            assert widths == {size[0]}


async def test_around_somebody_the_others_are_dots() -> None:
    block = a_map(60)
    app = Stage(block)
    async with app.run_test(size=(100, 30)) as pilot:
        view = app.query_one(NetworkMap)
        view.ego = "1"
        await pilot.pause()
        drawn = "\n".join(view.render_line(y).text for y in range(30))
        near = {t.other for t in block.ties if t.one == 0} | {
            t.one for t in block.ties if t.other == 0
        }
        known = [block.nodes[place].name for place in near]
        assert all(name in drawn for name in known)
        far = [n.name for place, n in enumerate(block.nodes) if place and place not in near]
        assert not [n for n in far if n in drawn and not any(n in k for k in known)]
        assert "·" in drawn


async def test_the_map_keeps_the_background_of_the_theme() -> None:
    app = Stage(a_map(60))
    async with app.run_test(size=(80, 24)):
        view = app.query_one(NetworkMap)
        background = view.rich_style.bgcolor
        assert background is not None
        strip = view.render_line(10)
        assert all(
            segment.style and (segment.style.bgcolor == background or segment.style.reverse)
            for segment in strip
        )
