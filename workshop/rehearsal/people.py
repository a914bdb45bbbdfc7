"""Who is in a simulated room: names, places of work, habits, and whom they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

SEATS = 8
"""People at a table."""
LOBBY_S = 20 * 60.0
"""The first come so long before the start."""

_FIRST = (  # noqa: SIM905 - a list of names reads better so
    "Ada Amara Anneke Aoife Asha Bram Carys Chidi Daan Dilys Elif Emre Esther Fatima Femke Gethin "
    "Grace Hamza Hanna Hugo Ibrahim Imke Ines Iwan Jasper Joost Kemi Lars Leila Lotte Maeve "
    "Marijke Mateo Megan Mila Nadia Nia Niels Noor Oisin Olu Priya Rhys Roos Ruth Sami Sanne Sara "
    "Simran Sofia Sven Tamar Tomos Usha Wanda Wim Yara Yusuf Zainab Zoe"
).split()
_LAST = (  # noqa: SIM905 - a list of names reads better so
    "Abbas Adeyemi Baker Bakker Bevan Bos Brennan Burke Chandra Claes Cohen Costa Davies Groot "
    "Demir Dekker Doyle Evans Farah Fischer Foley Garcia Haddad Hughes Iqbal Jansen Jones Kaya "
    "Khan Kelly Lopez Maes Malik Meijer Mensah Morgan Mulder Murphy Nair Okafor Olsen Owen Patel "
    "Peeters Price Quinn Rahman Rees Reid Sharma Silva Smit Thomas Visser Vos Ward Wolf Yilmaz"
).split()
_ORGANISATIONS = (
    ("Harbour Hospital", 9),
    ("Riverside Community Trust", 7),
    ("Northfield General", 6),
    ("The Three Mills Practice", 5),
    ("Oostpoort Medical Centre", 5),
    ("City Public Health", 4),
    ("Green Lane Mental Health", 4),
    ("Valley Ambulance Service", 3),
    ("De Brug Home Care", 3),
    ("Improvement Academy West", 2),
    ("Patients Together", 2),
    ("Lakeside University", 2),
)
_PROFESSIONS = (
    ("nurse", 9),
    ("improvement lead", 7),
    ("doctor", 6),
    ("manager", 6),
    ("physiotherapist", 3),
    ("pharmacist", 3),
    ("data analyst", 3),
    ("social worker", 2),
    ("researcher", 2),
    ("patient partner", 2),
    ("midwife", 2),
)
_VOICES = (
    ("plain", 46),
    ("lower", 18),
    ("short", 9),
    ("slip", 10),
    ("trailing", 5),
    ("hedged", 7),
    ("loud", 2),
    ("lively", 3),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the room. Times are seconds from the planned start, negative before it.

    `tells` says what they give of themselves: nothing, where they work, or their name as well.
    `lean` shifts what they rate, and those of one `camp` choose alike; `paper` ones have no phone,
    and a helper types for them.
    """

    number: int
    name: str
    profession: str
    organisation: str
    tells: int
    voice: str
    table: int
    comes_s: float
    leaves_s: float | None
    lean: float
    camp: int
    paper: bool

    @property
    def badge(self) -> str:
        """What somebody without a phone makes up for their sheets: letters with a number."""
        return "".join(word[0] for word in self.name.split()).lower() + str(self.number)


def make_people(
    number: int, chance: Random, total_s: float, *, paper_share: float
) -> tuple[Person, ...]:
    """So many people in the order in which they come; a share of them writes on paper."""
    comings = sorted(_comes(chance, total_s) for _ in range(number))
    names = _names(chance, number)
    return tuple(
        Person(
            number=n,
            name=names[n - 1],
            profession=_one(chance, _PROFESSIONS),
            organisation=_one(chance, _ORGANISATIONS),
            tells=chance.choices((0, 1, 2), (3, 3, 4))[0],
            voice=_one(chance, _VOICES),
            table=(n - 1) // SEATS + 1,
            comes_s=comes,
            leaves_s=chance.uniform(0.3, 0.9) * total_s if chance.random() < 0.06 else None,
            lean=chance.gauss(0, 0.5),
            camp=chance.randrange(3),
            paper=chance.random() < paper_share,
        )
        for n, comes in enumerate(comings, 1)
    )


def _comes(chance: Random, total_s: float) -> float:
    """Most come before the start, some in the last minute, some late."""
    draw = chance.random()
    if draw < 0.76:
        return chance.triangular(-LOBBY_S, -60, -5 * 60)
    if draw < 0.9:
        return chance.uniform(-60, 90)
    return chance.uniform(90, 0.3 * total_s)


def _names(chance: Random, number: int) -> list[str]:
    """Different names, as far as there are any."""
    every = len(_FIRST) * len(_LAST)
    drawn = chance.sample(range(every), min(number, every))
    names = [f"{_FIRST[n % len(_FIRST)]} {_LAST[n // len(_FIRST)]}" for n in drawn]
    return [names[n % len(names)] for n in range(number)]


def _one(chance: Random, weighted: Sequence[tuple[str, int]]) -> str:
    return chance.choices([w[0] for w in weighted], [w[1] for w in weighted])[0]


class Acquaintance:
    """Who knows whom, by number: before the hour, and what the hour adds to it."""

    def __init__(self, people: Sequence[Person], chance: Random) -> None:
        self._before: dict[int, set[int]] = {person.number: set() for person in people}
        self._met: dict[int, set[int]] = {person.number: set() for person in people}
        # A larger room is no better acquainted: strangers stay as few for each.
        thin = min(1.0, 40 / max(1, len(people)))
        for a, b in combinations(people, 2):
            chances = _chance_before(a, b) * (thin if a.organisation != b.organisation else 1)
            if chance.random() < chances:
                _tie(self._before, a, b)
            elif chance.random() < (0.4 if a.table == b.table else 0.02 * thin):
                _tie(self._met, a, b)

    def of(self, person: Person, round_: int) -> tuple[int, ...]:
        """Whom somebody names in a round: those known before, then those met since."""
        known = self._before if round_ == 1 else self._met
        return tuple(sorted(known[person.number]))


def _chance_before(a: Person, b: Person) -> float:
    if a.organisation == b.organisation:
        return 0.55
    return 0.07 if a.profession == b.profession else 0.025


def _tie(ties: dict[int, set[int]], a: Person, b: Person) -> None:
    ties[a.number].add(b.number)
    ties[b.number].add(a.number)
