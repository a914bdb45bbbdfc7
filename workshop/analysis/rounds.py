"""The same question asked twice: who is known in both rounds, and who moved which way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workshop.analysis.people import badges_of, person_key
from workshop.analysis.prose import counted
from workshop.domain.records import Participant, Response

FEW_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Shift:
    """A value of the same people before and after, (before, after) each; possibly nobody's."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def up(self) -> int:
        return sum(after > before for before, after in self.pairs)

    @property
    def down(self) -> int:
        return sum(after < before for before, after in self.pairs)

    @property
    def same(self) -> int:
        return len(self.pairs) - self.up - self.down

    @property
    def mean(self) -> float:
        """Mean change of the pairs; 0 where there are none."""
        return sum(b - a for a, b in self.pairs) / len(self.pairs) if self.pairs else 0.0

    def said(self, did: str, more: str, less: str) -> str:
        """'3 of the 5 people known in both rounds rated it higher and 1 lower', of two or more."""
        known = f"{len(self.pairs)} people known in both rounds"
        if self.up == len(self.pairs):
            return f"all {known} {did} {more}"
        if self.down == len(self.pairs):
            return f"all {known} {did} {less}"
        (most, first), (least, second) = (self.up, more), (self.down, less)
        if self.down > self.up:
            (most, first), (least, second) = (self.down, less), (self.up, more)
        return f"{most or 'none'} of the {known} {did} {first} and {least or 'none'} {second}"

    @property
    def in_words(self) -> str:
        """'5 up, 1 down, 2 the same', 'not known' without pairs."""
        if not self.pairs:
            return "not known"
        return f"{self.up} up, {self.down} down, {self.same} the same"


Both = Sequence[tuple[Response, Response]]
"""A person's last answers of two rounds, earlier and later."""


def both_rounds(
    earlier: Iterable[Response], later: Iterable[Response], people: Sequence[Participant] = ()
) -> Both:
    """The answers of everyone who is known in both rounds, each once.

    `people` tell that a phone and a badge on paper are one person.
    """
    badges = badges_of(people)
    first, last = (_by_person(responses, badges) for responses in (earlier, later))
    return [(first[key], response) for key, response in last.items() if key in first]


def _by_person(responses: Iterable[Response], badges: Mapping[str, str]) -> dict[str, Response]:
    """The last answer of everyone who is known."""
    ordered = sorted(responses, key=lambda response: response.seq)
    return {key: response for response in ordered if (key := person_key(response, badges))}


def shift(both: Both, value_of: Callable[[Response], float | None]) -> Shift:
    """How a value moved; a person who gave none in either round is left out."""
    values = ((value_of(before), value_of(after)) for before, after in both)
    return Shift(tuple((a, b) for a, b in values if a is not None and b is not None))


def pairing_caution(pairs: int) -> tuple[str, ...]:
    """What rounds cannot carry where few or none are known in both."""
    if pairs == 0:
        return ("Before and after may be different people: nobody is known in both rounds.",)
    if pairs < FEW_PAIRS:
        known = counted(pairs, "person is", "people are")
        return (f"Only {known} known in both rounds, too few to say what moved.",)
    return ()


def since(round_: int) -> str:
    """The round before this one in words."""
    return "the first round" if round_ == 2 else "the round before"


def known_in_both(pairs: int) -> str:
    """'20 people known in both rounds', 'nobody known in both rounds'."""
    known = counted(pairs, "person", "people") if pairs else "nobody"
    return f"{known} known in both rounds"
