"""Who is who behind the answers of a session, and the numbers that each gets instead."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from workshop.analysis.people import table_key
from workshop.domain.forms import NOBODY
from workshop.domain.ids import ParticipantId
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.export.anonymising.asked import Asked, asked
from workshop.export.anonymising.drawing import drawn, plain_badge
from workshop.export.anonymising.small_groups import Traits, coarsened, kept_tables


class Crowd:
    """Everyone who joined or answered; what is settled of them is so once for a whole state.

    `badges` and `participants` are the new ones by the old.
    """

    def __init__(self, state: State, responses: Sequence[Response], draw: random.Random) -> None:
        self._state = state
        self._responses = responses
        self._asked = {exercise.id: asked(exercise) for exercise in state.plan.exercises}
        joined = {str(p.id): str(p.badge) for p in state.participants.values()}
        self._badge_of = joined
        self.badges = {
            old: str(new) for old, new in drawn(self._every_badge(joined.values()), draw)
        }
        senders = (str(r.participant or "") for r in responses)
        self.participants = {
            old: ParticipantId(f"p{new}") for old, new in drawn((*joined, *senders), draw)
        }
        self._traits = coarsened(self._said_traits())
        self._seats = self._kept_seats()

    def _every_badge(self, joined: Iterable[str]) -> Iterator[str]:
        yield from joined
        for response in self._responses:
            yield plain_badge(response.badge)
            for field in self.asked_of(response).people:
                given = response.answers.get(field, ())
                yield from (plain_badge(badge) for badge in given if badge != NOBODY)

    def asked_of(self, response: Response) -> Asked:
        """What the exercise asked to which this is an answer."""
        return self._asked.get(response.exercise, Asked())

    def sender(self, response: Response) -> str:
        """The badge behind an answer, else the participant; empty where nobody knows."""
        participant = str(response.participant or "")
        return plain_badge(response.badge) or self._badge_of.get(participant, participant)

    def meant(self, response: Response) -> str:
        """Whom an answer is about, where it says so itself; else its sender."""
        people = self.asked_of(response).people
        whose: Sequence[str] = response.answers.get("who", ()) if people else ()
        return plain_badge(str(whose[0])) if len(whose) == 1 else self.sender(response)

    def _said_traits(self) -> dict[str, Traits]:
        """Everyone's role and organisation, what was typed last standing over what a phone said."""
        found = {
            str(p.badge): Traits(p.role, p.organisation) for p in self._state.participants.values()
        }
        for response in self._responses:
            for role, organisation in self.asked_of(response).traits:
                person, said = self.meant(response), response.answers
                if person and (role in said or organisation in said):
                    before = found.get(person, Traits())
                    found[person] = Traits(
                        str(said.get(role, before.role)),
                        str(said.get(organisation, before.organisation)),
                    )
        return found

    def said_names(self) -> Iterator[str]:
        """Every name that somebody gave as their own."""
        yield from (person.name for person in self._state.participants.values())
        for response in self._responses:
            for field in self.asked_of(response).personal:
                yield str(response.answers.get(field, ""))

    def _kept_seats(self) -> frozenset[tuple[str, str]]:
        return kept_tables(
            (person, r.table)
            for r in self._responses
            if r.table and (person := self.sender(r)) and self.traits_of(person) == Traits()
        )

    def traits_of(self, badge: str) -> Traits:
        """Their role and organisation, so far as enough people share them."""
        return self._traits.get(badge, Traits())

    def is_seated(self, person: str, table: str) -> bool:
        """Whether it may be told that they sat at that table.

        What nobody is known behind is a table's own answer.
        """
        return not person or (person, table_key(table)) in self._seats
