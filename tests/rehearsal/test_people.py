"""A room's people, and the network that they bring and make."""

from __future__ import annotations

from random import Random

from workshop.domain.forms import Form, PeopleField, clean_answers
from workshop.rehearsal.people import Acquaintance, make_people

PEOPLE = make_people(80, Random(5), 3600, paper_share=0.1)


def test_people_come_in_order_some_late_and_few_leave() -> None:
    times = [person.comes_s for person in PEOPLE]

    assert times == sorted(times)
    assert -1200 <= times[0] < -300
    assert 2 <= sum(at > 90 for at in times) <= 20
    assert 1 <= sum(person.leaves_s is not None for person in PEOPLE) <= 12
    assert len({person.name for person in PEOPLE}) == 80


def test_people_know_their_own_organisation_more_and_the_hour_adds_ties() -> None:
    knows = Acquaintance(PEOPLE, Random(5))
    by_number = {person.number: person for person in PEOPLE}
    inside = outside = 0
    for person in PEOPLE:
        for other in knows.of(person, 1):
            same = by_number[other].organisation == person.organisation
            inside, outside = inside + same, outside + (not same)
            assert person.number in knows.of(by_number[other], 1)
        assert not set(knows.of(person, 1)) & set(knows.of(person, 2))

    pairs_inside = sum(
        a.organisation == b.organisation for a in PEOPLE for b in PEOPLE if a is not b
    )
    pairs_outside = 80 * 79 - pairs_inside
    assert inside / pairs_inside > 5 * outside / pairs_outside
    assert sum(len(knows.of(person, 2)) for person in PEOPLE) > 100


def test_who_has_no_phone_makes_up_a_badge_as_the_sheets_ask_for() -> None:
    # Initials with a number, as in docs/printing.md, since a number alone may be another's badge.
    made = {person.badge: person for person in PEOPLE}
    assert len(made) == len(PEOPLE)
    for badge, person in made.items():
        first, last = person.name.split()
        assert badge == f"{first[0]}{last[0]}{person.number}".lower()
        field = PeopleField("people", "Badges", 1)
        assert clean_answers(Form("", (field,)), {"people": [badge]}) == {"people": [badge]}
