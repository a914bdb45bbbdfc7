"""What goes to the analyst's process is sent once, and comes out as it went in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.kinds import samples
from workshop.domain.records import Response
from workshop.host.parcels import Packer, Unpacker
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
