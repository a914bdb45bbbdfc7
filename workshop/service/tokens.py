"""Whose a token is. Kept beside the state, so that no hash leaves with a snapshot."""

from __future__ import annotations

from hashlib import sha256

from workshop.domain.events import Event, FacilitatorAdmitted, ParticipantJoined


class Tokens:
    """The hashes of all tokens that a session's events let in."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def learn(self, event: Event) -> None:
        """Take note of an event that lets somebody in."""
        body = event.body
        if isinstance(body, ParticipantJoined):
            self._ids[body.token_hash] = body.participant
        elif isinstance(body, FacilitatorAdmitted):
            self._ids[body.token_hash] = body.facilitator

    def id_of(self, token: str) -> str:
        """The participant or device that a token belongs to, empty for none."""
        # Hashes are compared by the lookup, so how long it takes tells nothing about a token.
        return self._ids.get(hash_of(token), "") if token else ""


def hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
