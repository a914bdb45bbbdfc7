"""What was typed and is on its way: sent in order, tried again while saving fails, never dropped.

Lives as long as the app shows its session, so that leaving a screen stops nothing; what waits is
kept with the session's unsent text and goes on when the session is shown again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual.signal import Signal

from workshop.domain.commands import Command, CommandBody
from workshop.domain.ids import CommandId
from workshop.errors import HostGone, TryAgain, WorkshopError
from workshop.tui.widgets.session import client_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

_DRAFT = "outbox"
_LONGEST_WAIT_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One command and the text that it was typed as; `refused` says why it cannot be kept."""

    id: CommandId
    body: CommandBody
    typed: str
    refused: str = ""


class Outbox:
    """Sends letters one after the other. `changed` is published with each that was kept, and with
    None when one waits or comes back; one that the session refused stays in `refused` until someone
    takes it. `stuck` says why nothing can be saved, empty while all is well."""

    def __init__(self, app: WorkshopApp) -> None:
        self._app = app
        self.client = client_of(app)
        self._drafts = app.drafts
        self.waiting: deque[Letter] = deque()
        self.refused: list[Letter] = []
        self.stuck = ""
        self.changed: Signal[Letter | None] = Signal(app, "outbox")
        self._sending = False
        self._restore()

    def put(self, letter: Letter) -> None:
        """Queue a letter and send it as soon as those before it are safe."""
        self.waiting.append(letter)
        self._keep()
        if self.stuck:
            self.changed.publish(None)
        self._send()

    def take_refused(self, wanted: Callable[[CommandBody], bool]) -> Letter | None:
        """The last such letter that came back, out of the outbox and into the caller's hands."""
        found = next((letter for letter in reversed(self.refused) if wanted(letter.body)), None)
        if found is not None:
            self.refused.remove(found)
            self._keep()
            self.changed.publish(None)
        return found

    def _send(self) -> None:
        if self.waiting and not self._sending:
            self._sending = True
            self._app.run_worker(self._drain(), group="outbox", exit_on_error=False)

    async def _drain(self) -> None:
        wait_s = 0.25
        try:
            while self.waiting and self._app.client is self.client:
                if await self._deliver(self.waiting[0]):
                    wait_s = 0.25
                    continue
                self.changed.publish(None)
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
        finally:
            self._sending = False

    async def _deliver(self, letter: Letter) -> bool:
        """Whether the letter has left the queue, kept or refused."""
        try:
            await self.client.send(letter.body, id=letter.id)
            kept: Letter | None = letter
        except (TryAgain, HostGone) as error:
            self.stuck = error.title
            return False
        except WorkshopError as error:
            kept = None
            _log.info("refused %s: %s", letter.id, error.title)
            self.refused.append(replace(letter, refused=error.title))
            self._app.show_error(error)
        self.stuck = ""
        self.waiting.popleft()
        self._keep()
        self.changed.publish(kept)
        return True

    def _keep(self) -> None:
        from workshop.service.codec import encode_command

        if not self.waiting and not self.refused:
            self._drafts.clear(_DRAFT)
            return
        kept = [
            {
                "command": encode_command(Command(letter.id, letter.body)),
                "typed": letter.typed,
                "refused": letter.refused,
            }
            for letter in (*self.refused, *self.waiting)
        ]
        self._drafts.set(_DRAFT, json.dumps(kept))

    def _restore(self) -> None:
        from workshop.service.codec import decode_command

        text = self._drafts.get(_DRAFT)
        try:
            for kept in json.loads(text) if text else ():
                command = decode_command(kept["command"])
                letter = Letter(command.id, command.body, kept["typed"], kept["refused"])
                (self.refused if letter.refused else self.waiting).append(letter)
        except (ValueError, KeyError, TypeError, WorkshopError):
            _log.exception("what waited to be sent cannot be read")
            # Kept aside, for a version that can read it.
            self._drafts.set(f"{_DRAFT}/unread", text)
        self._send()


_OUTBOXES: WeakKeyDictionary[WorkshopApp, Outbox] = WeakKeyDictionary()


def outbox_of(app: WorkshopApp) -> Outbox:
    """The outbox of the app's session, made (and its kept letters sent) when first asked for."""
    found = _OUTBOXES.get(app)
    if found is None or found.client is not app.client:
        found = _OUTBOXES[app] = Outbox(app)
    return found
