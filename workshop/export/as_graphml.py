"""Each network of the session as GraphML, which Gephi, igraph, networkx and others read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from xml.etree import ElementTree as ET

from workshop.domain.findings import Network, NetworkNode
from workshop.export.networks import Place, RoundNetwork, named, networks
from workshop.export.report import Report

NOTHING = "no exercise of this session asked who is connected with whom, or nobody named anyone."
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA = f"{_SPACE} {_SPACE}/1.0/graphml.xsd"
# What XML cannot hold at all, in whatever way it is written.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value: TypeAlias = str | int | float | bool | None
_TYPES: Mapping[type, str] = {str: "string", int: "int", float: "double", bool: "boolean"}
_GRAPH: Mapping[str, type] = {
    "title": str, "exercise": str, "round": int, "place": str, "session": str, "plan": str,
    "exported_at": str, "anonymised": bool,
}  # fmt: skip
_NODE: Mapping[str, type] = {
    "label": str, "name": str, "organisation": str, "role": str, "broker": bool, "degree": int,
    "betweenness": float, "constraint": float, "effective_size": float, "community": int,
    "core": bool, "x": float, "y": float,
}  # fmt: skip
_EDGE: Mapping[str, type] = {"weight": float, "both": bool, "new": bool}


def files(report: Report) -> dict[str, bytes]:
    """A file a network, `-EXERCISE-ROUND.graphml`; none without networks.

    Several in one file would be allowed, but Gephi reads only the first.
    """
    return {_suffix(network): _document(report, network) for network in networks(report)}


def _suffix(network: RoundNetwork) -> str:
    which = f"-{network.number}" if network.number > 1 else ""
    return f"-{network.exercise}-{network.round}{which}.graphml"


def _document(report: Report, network: RoundNetwork) -> bytes:
    root = ET.Element(
        "graphml",
        {
            "xmlns": _SPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": _SCHEMA,
        },
    )
    for domain, attributes in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE)):
        for name, type_ in attributes.items():
            ET.SubElement(
                root, "key",
                {
                    "id": _key(domain, name), "for": domain, "attr.name": name,
                    "attr.type": _TYPES[type_],
                },
            )  # fmt: skip
    block, places = network.block, network.places
    directed = "directed" if block.directed else "undirected"
    graph = ET.SubElement(root, "graph", {"id": "network", "edgedefault": directed})
    _data(graph, "graph", _of_graph(report, network))
    for node in block.nodes:
        element = ET.SubElement(graph, "node", {"id": _safe(node.id)})
        _data(element, "node", _of_node(block, node, places[node.id]))
    for number, (one, other, both, new, weight) in enumerate(network.arcs):
        element = ET.SubElement(
            graph, "edge", {"id": f"e{number}", "source": _safe(one), "target": _safe(other)}
        )
        _data(element, "edge", (("weight", weight), ("both", both), ("new", new)))
    ET.indent(root)
    written = io.BytesIO()
    ET.ElementTree(root).write(written, encoding="utf-8", xml_declaration=True)
    return written.getvalue() + b"\n"


def _of_graph(report: Report, network: RoundNetwork) -> Iterable[tuple[str, Value]]:
    about = report.about
    yield "title", network.title
    yield "exercise", network.exercise
    yield "round", network.round
    yield "place", network.place
    yield "session", about.session
    yield "plan", about.plan
    yield "exported_at", about.exported_at.isoformat()
    yield "anonymised", bool(about.anonymised)


def _of_node(block: Network, node: NetworkNode, place: Place) -> Iterable[tuple[str, Value]]:
    yield "label", node.name
    yield "name", named(node)
    yield "organisation", block.groups[node.group] if node.group >= 0 else ""
    yield "role", node.role
    yield "broker", node.broker
    yield "degree", place.degree
    yield "betweenness", place.betweenness
    yield "constraint", place.constraint
    yield "effective_size", place.effective_size
    yield "community", place.community
    yield "core", place.core
    yield "x", node.x
    yield "y", node.y


def _data(element: ET.Element, domain: str, values: Iterable[tuple[str, Value]]) -> None:
    """The attributes that there are; one that is not known is left out, not written as 0."""
    for name, value in values:
        if value is not None:
            written = str(value).lower() if isinstance(value, bool) else str(value)
            ET.SubElement(element, "data", {"key": _key(domain, name)}).text = _safe(written)


def _key(domain: str, name: str) -> str:
    return f"{domain}-{name}"


def _safe(text: str) -> str:
    return _NOT_XML.sub("", text)
