"""What goes to the analyst's process is sent once, and comes out as it went in."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

from tests.analysis.networks.graphs import a_map
from tests.kinds import samples
from workshop.domain.findings import Findings, Table
from workshop.domain.records import Response
from workshop.host.parcels import PIECE, Packer, Unpacker, result_packed, result_unpacked
from workshop.kinds.base import Kept, Material

MADE = samples.exercise("ideas")
ANSWERS = tuple(samples.response(n, {"text": f"answer number {n}"}) for n in range(1, 201))


@dataclass(frozen=True, slots=True)
class Part(Kept):
    texts: tuple[str, ...]


def material(responses: tuple[Response, ...]) -> Material:
    return Material(MADE, responses, ())


def test_one_answer_more_is_sent_alone_and_the_others_are_the_same_objects() -> None:
    packer, unpacker = Packer(), Unpacker()
    first = packer.packed("e", material(ANSWERS[:-1]))
    before = unpacker.unpacked(first)
    second = packer.packed("e", material(ANSWERS))
    after = unpacker.unpacked(second)
    assert (before, after) == (material(ANSWERS[:-1]), material(ANSWERS))
    assert all(a is b for a, b in zip(before.responses, after.responses, strict=False))
    assert len(second) < len(first) / 10


def test_what_was_changed_or_left_out_is_told_apart() -> None:
    packer, unpacker = Packer(), Unpacker()
    unpacker.unpacked(packer.packed("e", material(ANSWERS)))
    corrected = replace(ANSWERS[3], answers={"text": "no"}, amended=1)
    given = material((*ANSWERS[:3], corrected, *ANSWERS[5:]))
    assert unpacker.unpacked(packer.packed("e", given)) == given
    # What was not in the last question is forgotten at both ends, and sent again.
    assert unpacker.unpacked(packer.packed("e", material(ANSWERS))) == material(ANSWERS)
    assert len(packer._known["e"]) == len(unpacker._known["e"]) == len(ANSWERS)


def test_exercises_in_turn_and_a_kinds_own_parts() -> None:
    packer, unpacker = Packer(), Unpacker()
    part = Part(("one", "two"))
    for turn in range(3):
        job = {"parts": (part, part), "turn": turn}
        found = unpacker.unpacked(packer.packed("job", job))
        assert found == job
        assert found["parts"][0] is found["parts"][1]
        given = material(ANSWERS[turn:])
        assert unpacker.unpacked(packer.packed("e", given)) == given
    assert b"two" not in packer.packed("job", {"parts": (part,)})


def test_a_new_worker_is_sent_everything() -> None:
    packer = Packer()
    packer.packed("e", material(ANSWERS))
    given = material(ANSWERS)
    assert Unpacker().unpacked(Packer().packed("e", given)) == given


def test_what_is_found_comes_back_as_it_was_whatever_is_long_in_it() -> None:
    found = Findings("Who?", ("A.",), (a_map(400),), more=(Table("All", ("N",), (("x",),) * 51),))
    packed = result_packed(found)
    assert result_unpacked(packed) == found
    assert result_unpacked(result_packed((found, {"of": (1,) * 120}))) == (
        found,
        {"of": (1,) * 120},
    )


def test_nothing_long_is_unpacked_in_one_go() -> None:
    found = Findings("Who?", blocks=(a_map(400),))
    rows, rest = pickle.loads(result_packed(found))
    assert len(rest) < 2_000
    assert max(len(pickle.loads(piece)) for row in rows for piece in row) == PIECE
