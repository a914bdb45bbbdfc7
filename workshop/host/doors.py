"""Who is asking, and who may come in: tokens, cookies, one-time keys, forged forms.

Everyone has a token of their own: participants by joining, facilitators' devices, presenters and
screens by a one-time key. The file keeps tokens as hashes only. Nobody is trusted for the address
that they come from: behind a proxy everyone comes from loopback.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from workshop.domain.commands import AdmitFacilitator, Command, Join
from workshop.domain.ids import ActorId, CommandId, ParticipantId
from workshop.domain.records import Actor, Participant, Role
from workshop.errors import Forbidden, WorkshopError
from workshop.host.posted import posted
from workshop.service.clock import Clock
from workshop.service.session_service import SessionService
from workshop.service.tokens import hash_of

HOST = Actor(ActorId("host"), Role.HOST)
FACILITATORS = frozenset({Role.CHAIR, Role.CO_FACILITATOR})
DEVICES = FACILITATORS | {Role.PRESENTER, Role.SCREEN}
"""Who comes in by a one-time key."""

PARTICIPANT_COOKIE = "workshop_p"
FACILITATOR_COOKIE = "workshop_f"
COOKIE_S = 7 * 24 * 3600
KEY_LIFE = timedelta(minutes=15)
MOST_KEYS = 100
SIGNED = 20
"""Hexadecimal digits of a code's signature: nobody hits one by trying."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are neither read nor heard for one another."""
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class _Key:
    """A one-time key; `used` is the mark of the attempt that used it, whose repeat is harmless."""

    role: Role
    name: str
    until: datetime
    used: str = ""


class Doors:
    """Lets people in and tells who they are, for one session."""

    def __init__(
        self,
        service: SessionService,
        clock: Clock,
        *,
        secret: str,
        public_url: str = "",
    ) -> None:
        """`secret` outlives a restart, so that open pages stay good."""
        self._service = service
        self._clock = clock
        self._secret = sha256(secret.encode()).digest()
        self._public = urlsplit(public_url)
        self._standing: dict[str, Actor] = {}
        self._keys: dict[str, _Key] = {}

    # -- who is asking ---------------------------------------------------------------------

    def admit(self, token: str, actor: Actor) -> None:
        """Know a token that no event tells of: the chair's on the host's own machine."""
        self._standing[hash_of(token)] = actor

    def known(self, request: Request) -> Actor | None:
        """Who sends a request, by bearer token or cookie; None for a stranger.

        A request is looked at once: whoever it was let in as is who it is done for.
        """
        state = request.state
        if not hasattr(state, "known"):
            state.known = self._look(request)
        actor: Actor | None = state.known
        return actor

    def _look(self, request: Request) -> Actor | None:
        bearer = _bearer(request)
        for token in (bearer, request.cookies.get(FACILITATOR_COOKIE, "")):
            actor = self._device(token) if token else None
            if actor is not None:
                return actor
        participant = self._participant(bearer or request.cookies.get(PARTICIPANT_COOKIE, ""))
        if participant is None or participant.removed:
            return None
        return Actor(ActorId(participant.id), Role.PARTICIPANT)

    def actor_of(self, request: Request) -> Actor:
        """Who sends a request; raises 401 for a stranger."""
        actor = self.known(request)
        if actor is None:
            raise HTTPException(401, "This host does not know you.")
        return actor

    def bearer(self, token: str) -> Actor:
        """Whose device a token is; raises 401 for none."""
        actor = self._device(token)
        if actor is None:
            raise HTTPException(401, "This host does not know you.")
        return actor

    def facilitator_of(self, request: Request) -> Actor:
        """A chair or a co-facilitator; raises 401 for a stranger and 403 for anyone else."""
        return self.one_of(request, FACILITATORS)

    def one_of(self, request: Request, roles: frozenset[Role]) -> Actor:
        """Whoever sends a request, where their role is one of these; raises 401 and 403."""
        actor = self.actor_of(request)
        if actor.role not in roles:
            raise HTTPException(403, "This is not for you.")
        return actor

    def program_of(self, request: Request) -> Actor:
        """Who sends a request by bearer token alone: no form of another site can send one."""
        if not _bearer(request):
            raise HTTPException(401, "Send your token as a bearer token.")
        return self.actor_of(request)

    def is_welcome(self, actor: Actor) -> bool:
        """Whether someone who was let in may still stay; asked while a stream is open."""
        state = self._service.state
        if actor.role is Role.PARTICIPANT:
            participant = state.participants.get(ParticipantId(actor.id))
            return participant is not None and not participant.removed
        device = state.devices.get(actor.id)
        return actor in self._standing.values() if device is None else not device.revoked

    async def participant_of(self, request: Request) -> Participant | None:
        """The participant who sends a request (who may have been removed), by cookie or token."""
        return self._participant(_participants_token(request))

    # -- coming in -------------------------------------------------------------------------

    async def admit_participant(
        self, response: Response, request: Request | None = None, key: str = ""
    ) -> Participant:
        """Let someone in and give them their cookie.

        `key` came with the form (see `join_key`): a form that is sent twice joins once. Raises
        Refused where joining is closed, TryAgain where it could not be saved.
        """
        participant, token = await self.join(key)
        self.set_cookie(response, PARTICIPANT_COOKIE, token, request)
        return participant

    def join_key(self) -> str:
        """A key for a form that joins."""
        return secrets.token_urlsafe(18)

    async def join(self, key: str = "") -> tuple[Participant, str]:
        """A new participant and their token; the same ones for the same key."""
        key = key or self.join_key()
        id_ = ParticipantId(self._mark("participant", key)[:16])
        token = self._mark("token", key)
        await self._submit(f"join-{id_}", Join(id_, hash_of(token)))
        participant = self._service.state.participants.get(id_)
        if participant is None:  # Erased since: the same key makes somebody else.
            return await self.join(self._mark("again", key))
        return participant, token

    def new_key(self, role: Role, name: str = "") -> str:
        """A one-time key for a device, short enough to be said: 'H7KM-2PXT'. Raises Forbidden."""
        if role not in DEVICES:
            raise Forbidden(f"There are no keys for a {role}.", "Participants join by the code.")
        now = self._clock.now()
        self._keys = {key: known for key, known in self._keys.items() if known.until > now}
        while len(self._keys) >= MOST_KEYS:
            del self._keys[next(iter(self._keys))]
        letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
        self._keys[hash_of(letters)] = _Key(role, name, now + KEY_LIFE)
        return f"{letters[:4]}-{letters[4:]}"

    async def exchange(
        self, key: str, initials: str = "", device: str = "", *, name: str = "", mark: str = ""
    ) -> str:
        """A one-time key for a token of the device's own.

        The same `mark` (a form's own key) gets the same token again, so that a lost answer locks
        nobody out. Raises Forbidden for a key that is wrong, used or too old.
        """
        letters = "".join(letter for letter in key.upper() if letter.isalnum())
        found = self._keys.get(hash_of(letters))
        mark = mark or secrets.token_urlsafe(18)
        used = found is not None and found.used not in ("", hash_of(mark))
        if found is None or used or found.until <= self._clock.now():
            raise Forbidden(
                "This key is wrong, used or too old.",
                "Ask the chair for a new one; it is used once.",
            )
        id_ = ActorId(f"d-{self._mark('device', letters + mark)[:12]}")
        token = self._mark("token", letters + mark)
        self._keys[hash_of(letters)] = _Key(found.role, found.name, found.until, hash_of(mark))
        body = AdmitFacilitator(
            id_, found.role, name or found.name, initials, device, hash_of(token)
        )
        try:
            await self._submit(f"admit-{id_}", body)
        except WorkshopError:
            # Nobody came in by it, so it is as good as before.
            self._keys[hash_of(letters)] = found
            raise
        return token

    def set_cookie(
        self, response: Response, name: str, token: str, request: Request | None = None
    ) -> None:
        """Give a browser its token; over TLS it goes back over TLS only."""
        secure = self._public.scheme == "https" and (
            request is not None and request.headers.get("host") == self._public.netloc
        )
        response.set_cookie(
            name, token, max_age=COOKIE_S, path="/", secure=secure, httponly=True, samesite="lax"
        )

    # -- codes that participants show each other -------------------------------------------

    def code_of(self, participant: ParticipantId) -> str:
        """What stands in a participant's own code: who they are, signed. It lets nobody in."""
        return self._mark("code", participant)[:SIGNED] + participant

    def shown_by(self, code: str) -> ParticipantId | None:
        """Whose code it is (they may have been erased since); None where it is not of ours."""
        participant = ParticipantId(code[SIGNED:])
        ours = code.isascii() and hmac.compare_digest(self.code_of(participant), code)
        return participant if ours and participant else None

    # -- forged forms ----------------------------------------------------------------------

    def csrf_token(self, request: Request) -> str:
        """What every form carries as `csrf`: bound to the sender's cookies and this session."""
        own = (request.cookies.get(name, "") for name in (FACILITATOR_COOKIE, PARTICIPANT_COOKIE))
        return self._mark("csrf", "\n".join(own))

    async def check_csrf(self, request: Request) -> None:
        """Raise 403 where a form came from another site, or without its `csrf` field.

        A script may send the field as the header `X-CSRF-Token`. For the form that joins, which is
        sent before there is a cookie, `check_origin` is enough.
        """
        if request.method in _SAFE:
            return
        self.check_origin(request)
        sent = request.headers.get("x-csrf-token") or (await posted(request)).first("csrf")
        if not hmac.compare_digest(sent.encode(), self.csrf_token(request).encode()):
            raise HTTPException(403, "This form is too old: load the page again.")

    def check_origin(self, request: Request) -> None:
        """Raise 403 where a browser says that another site sends the request."""
        origin = request.headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
        site = request.headers.get("sec-fetch-site", "same-origin")
        if foreign or site not in ("same-origin", "none"):
            raise HTTPException(403, "This form came from another site.")

    # -- inside ----------------------------------------------------------------------------

    def _device(self, token: str) -> Actor | None:
        standing = self._standing.get(hash_of(token))
        if standing is not None:
            return standing
        device = self._service.state.devices.get(ActorId(self._service.tokens.id_of(token)))
        if device is None or device.revoked:
            return None
        return Actor(device.id, device.role, device.name, device.initials)

    def _participant(self, token: str) -> Participant | None:
        return self._service.state.participants.get(
            ParticipantId(self._service.tokens.id_of(token))
        )

    async def _submit(self, id_: str, body: Join | AdmitFacilitator) -> None:
        await self._service.submit(Command(CommandId(id_), body), HOST)

    def _mark(self, purpose: str, text: str) -> str:
        """What only this session can make of a text."""
        return hmac.new(self._secret, f"{purpose}\n{text}".encode(), sha256).hexdigest()


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _participants_token(request: Request) -> str:
    return _bearer(request) or request.cookies.get(PARTICIPANT_COOKIE, "")
