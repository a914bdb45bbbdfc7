"""GraphML as igraph and networkx read it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import igraph
import networkx as nx
import pytest

from tests.export.networked import networked
from tests.export.telling import hour, made
from workshop.domain.findings import Network
from workshop.export import as_graphml
from workshop.export.networks import networks
from workshop.export.report import Report


@pytest.fixture(scope="module")
def report() -> Report:
    return made(networked())


def read(content: bytes, folder: Path) -> igraph.Graph:
    (folder / "g.graphml").write_bytes(content)
    return igraph.Graph.Read_GraphML(str(folder / "g.graphml"))


def test_a_file_for_each_round_that_says_which(report: Report, tmp_path: Path) -> None:
    files = as_graphml.files(report)

    assert list(files) == ["-who-1.graphml", "-who-2.graphml"]
    before, after = (read(content, tmp_path) for content in files.values())
    assert (before["round"], after["round"]) == (1, 2)
    assert before["session"] == report.about.session
    assert after["anonymised"] is False or after["anonymised"] == 0


def test_igraph_reads_everyone_with_what_is_known_of_them(report: Report, tmp_path: Path) -> None:
    found = read(as_graphml.files(report)["-who-2.graphml"], tmp_path)
    people = {vertex["id"]: vertex.attributes() for vertex in found.vs}

    assert set(people) == {"1", "2", "3", "4", "5", "6"}
    assert (people["1"]["name"], people["1"]["label"]) == ("Ada Quillfeather",) * 2
    assert people["2"]["name"] == "Bo <b>Bold</b>"
    assert people["4"]["organisation"] == "River & Co"
    assert (people["3"]["name"], people["3"]["label"]) == ("", "#3")
    assert (people["6"]["organisation"], people["6"]["role"]) == ("", "")


def test_ties_are_those_that_were_named(report: Report, tmp_path: Path) -> None:
    found = read(as_graphml.files(report)["-who-2.graphml"], tmp_path)
    ties = {
        (found.vs[edge.source]["id"], found.vs[edge.target]["id"]): edge.attributes()
        for edge in found.es
    }

    assert found.is_directed()
    assert set(ties) == {
        *(("1", "2"), ("2", "1"), ("1", "3"), ("3", "1"), ("4", "5")),
        *(("3", "4"), ("4", "3"), ("6", "1")),
    }
    assert {pair for pair, tie in ties.items() if tie["new"]} == {
        ("3", "4"), ("4", "3"), ("6", "1"),
    }  # fmt: skip
    assert ties["1", "2"]["both"] and not ties["4", "5"]["both"]
    assert {tie["weight"] for tie in ties.values()} == {1.0}


def test_the_measures_are_those_of_the_ties_in_the_file(report: Report, tmp_path: Path) -> None:
    for content in as_graphml.files(report).values():
        found = read(content, tmp_path)
        assert found.vs["betweenness"] == pytest.approx(found.betweenness())
        plain = found.as_undirected()
        assert [int(degree) for degree in found.vs["degree"]] == plain.degree()
        assert all(community >= 1 for community in found.vs["community"])


def test_networkx_reads_types(report: Report) -> None:
    found = nx.read_graphml(io.BytesIO(as_graphml.files(report)["-who-1.graphml"]))

    person = found.nodes["1"]
    assert isinstance(person["degree"], int) and isinstance(person["betweenness"], float)
    assert person["broker"] in (True, False)
    assert found.edges["1", "2"]["both"] is True


def test_several_maps_of_one_round_are_several_files(report: Report) -> None:
    network = networks(report)[0]
    exercise = next(e for e in report.exercises if e.id == network.exercise)
    findings = replace(exercise.rounds[0].findings, blocks=(network.block, network.block))
    twice = replace(exercise, rounds=(replace(exercise.rounds[0], findings=findings),))

    assert list(as_graphml.files(replace(report, exercises=(twice,)))) == [
        "-who-1.graphml",
        "-who-1-2.graphml",
    ]


def test_what_xml_cannot_hold_is_left_out(report: Report) -> None:
    network = networks(report)[0]
    block = network.block
    hostile = replace(block.nodes[0], name="a\x00b\ufffe<c>]]>")
    exercise = next(e for e in report.exercises if e.id == network.exercise)
    shown: Network = replace(block, nodes=(hostile, *block.nodes[1:]))
    findings = replace(exercise.rounds[0].findings, blocks=(shown,))
    bad = replace(exercise, rounds=(replace(exercise.rounds[0], findings=findings),))
    content = as_graphml.files(replace(report, exercises=(bad,)))["-who-1.graphml"]

    assert nx.read_graphml(io.BytesIO(content)).nodes[block.nodes[0].id]["label"] == "ab<c>]]>"


def test_no_network_no_file() -> None:
    assert as_graphml.files(made(hour().state)) == {}
