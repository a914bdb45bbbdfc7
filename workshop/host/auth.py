"""Who is asking: tokens and their roles, looked up in one place."""

from __future__ import annotations

from hashlib import sha256

from starlette.exceptions import HTTPException
from starlette.requests import Request

from workshop.domain.records import Actor, Role

FACILITATORS = frozenset({Role.CHAIR, Role.CO_FACILITATOR})


class Doors:
    """Tokens (kept as hashes) and who they let in."""

    def __init__(self) -> None:
        self._actors: dict[bytes, Actor] = {}

    def admit(self, token: str, actor: Actor) -> None:
        self._actors[_hash(token)] = actor

    def actor_of(self, request: Request) -> Actor:
        """Who sends a request; raises 401 without a token that is known here."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        # Hashes are compared by the lookup, so how long it takes tells nothing about a token.
        actor = self._actors.get(_hash(token)) if scheme.lower() == "bearer" else None
        if actor is None:
            raise HTTPException(401, "This host does not know you.")
        return actor

    def facilitator_of(self, request: Request) -> Actor:
        """A chair or a co-facilitator; raises 403 for anyone else."""
        actor = self.actor_of(request)
        if actor.role not in FACILITATORS:
            raise HTTPException(403, "This is for facilitators.")
        return actor


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
