"""From a new answer to the repainted map, and the measures, beside networkx's own.

`python -m tests.benchmarks.network_map` prints a line of JSON for 60 and for 400 people.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

import networkx as nx
from textual.app import App, ComposeResult

from tests.analysis.networks.graphs import a_room
from tests.kinds import samples
from workshop.analysis.networks import measures
from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.overview import overview
from workshop.analysis.networks.parts import communities
from workshop.domain.findings import Network
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.tui.widgets.network_map import NetworkMap

SIZES = (60, 400)
TIMES = 5
MADE = samples.exercise("connections", {"most": 60}, id="who")


class _Map(App[None]):
    def compose(self) -> ComposeResult:
        yield NetworkMap()


def run() -> list[dict[str, object]]:
    return [asyncio.run(_measured(people)) for people in SIZES]


async def _measured(people: int) -> dict[str, object]:
    room = a_room(people)
    answers = answers_of(room)
    kind = samples.kind_of(MADE)
    analysed: list[float] = []
    repainted: list[float] = []
    app = _Map()
    async with app.run_test(size=(160, 45)) as pilot:
        view = app.query_one(NetworkMap)
        # The answers before are known already, as they are while a room is answering.
        kind.analyse(Material(MADE, answers[: people - TIMES - 1], ()))
        for number in range(people - TIMES, people):
            began = perf_counter()
            found = kind.analyse(Material(MADE, answers[:number], ()))
            analysed.append(perf_counter() - began)
            block = found.blocks[0]
            assert isinstance(block, Network)
            view.block = block
            for row in range(view.size.height):
                view.render_line(row)
            await pilot.pause()
            repainted.append(perf_counter() - began)
    other = nx.DiGraph(room.ties)
    plain = other.to_undirected()
    return {
        "people": people,
        "ties": len(room.pairs),
        "answer_to_map_ms": _ms(median(repainted)),
        "of_it_analysis_ms": _ms(median(analysed)),
        "all_measures_ms": _timed(lambda: overview(_fresh(room))),
        "betweenness_ms": _timed(lambda: measures.betweenness(_fresh(room))),
        "betweenness_networkx_ms": _timed(lambda: nx.betweenness_centrality(other)),
        "constraint_ms": _timed(lambda: measures.constraint(_fresh(room))),
        "constraint_networkx_ms": _timed(lambda: nx.constraint(other), 1),
        "communities_ms": _timed(lambda: communities(_fresh(room))),
        "communities_networkx_ms": _timed(lambda: nx.community.louvain_communities(plain, seed=1)),
    }


def answers_of(room: Graph) -> list[Response]:
    """One answer a person, in an order that is the same each time."""
    kind, named = samples.kind_of(MADE), room.following
    order = list(room.people)
    random.Random(5).shuffle(order)
    return [
        samples.response(
            number,
            kind.clean(
                MADE,
                {
                    "who": [person.id], "people": named[person.id] or ["0"], "name": person.name,
                    "organisation": person.organisation, "role": person.role,
                },
            ),
        )
        for number, person in enumerate(order, 1)
    ]  # fmt: skip


def _fresh(room: Graph) -> Graph:
    """The same graph with nothing worked out yet."""
    return Graph(room.people, room.ties, room.directed)


def _timed(call: Callable[[], object], times: int = 3) -> float:
    took = []
    for _ in range(times):
        began = perf_counter()
        call()
        took.append(perf_counter() - began)
    return _ms(min(took))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    for line in run():
        print(json.dumps(line))
