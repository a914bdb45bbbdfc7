"""Findings over the wire."""

from __future__ import annotations

import msgspec

from tests.analysis.networks.graphs import a_map
from workshop.domain.findings import Findings, Table
from workshop.service.codec import decode_findings, encode_findings


def test_a_map_and_the_tables_behind_it_arrive_as_they_were_sent() -> None:
    found = Findings("Title", ("Lead.",), (a_map(12),), more=(Table("T", ("a",), (("b",),)),))
    assert (
        decode_findings(msgspec.json.decode(msgspec.json.encode(encode_findings(found)))) == found
    )


def test_a_block_of_a_newer_host_arrives_as_a_table() -> None:
    found = decode_findings({"title": "T", "blocks": [{"kind": "hologram", "title": "H", "n": 3}]})
    assert found.blocks[0] == Table(
        "H", ("Part", "Says"), (("kind", "hologram"), ("title", "H"), ("n", "3"))
    )
