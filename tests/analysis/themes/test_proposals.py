from __future__ import annotations

from workshop.analysis.themes.proposals import groups_of, propose

PARKING = [
    "no parking near the clinic", "parking is too expensive", "parking spaces are always full",
    "where is the parking for staff", "staff parking is miles away",
]  # fmt: skip
PRINTER = [
    "the printer never works", "printer out of ink again", "one printer for forty people",
    "printer jams every morning", "nobody repairs the printer",
]  # fmt: skip


def test_groups_are_proposed_and_named_in_their_own_words() -> None:
    mixed = [text for pair in zip(PARKING, PRINTER, strict=True) for text in pair]
    proposals = propose(mixed)
    named = {proposal.words[0]: proposal for proposal in proposals}
    assert set(named) == {"parking", "printer"}
    for word, proposal in named.items():
        assert all(word in mixed[place] for place in proposal.members)
        assert proposal.name.startswith(word)
    assert propose(mixed) == proposals


def test_too_few_answers_make_no_proposal() -> None:
    assert propose(PARKING) == []
    assert groups_of([]) == []
    assert groups_of(["one"]) == [0]
