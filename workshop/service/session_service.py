"""The one writer of a session: decides commands, makes their events durable, then publishes them.

Two states are kept. `head` holds what is decided; commands are decided on it. `state` holds what
is durable; nobody outside sees anything newer. One commit thread takes whatever waits, writes and
syncs it as one batch, and acknowledges all of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice

from workshop.domain.apply import fold
from workshop.domain.commands import Command
from workshop.domain.events import Event
from workshop.domain.findings import Findings
from workshop.domain.ids import CommandId, ExerciseId
from workshop.domain.records import Actor
from workshop.domain.rules import Rules
from workshop.domain.state import State
from workshop.domain.step import step
from workshop.errors import KeyReused, Refused, SaveFailed, TryAgain
from workshop.service.analyses import Analyses
from workshop.service.client import Health, Reply
from workshop.service.clock import Clock
from workshop.service.codec import decode_event, encode_event, event_document
from workshop.service.header import first_state
from workshop.service.log import EventLine, EventLog
from workshop.service.tokens import Tokens

_log = logging.getLogger(__name__)

WINDOW = 5_000
"""Events kept at hand for readers that fell behind; older ones cost a reader a new snapshot."""
PUBLISH_S = 0.2
"""Readers are told at most this often."""
_FIRST_RETRY_S = 0.25
_LAST_RETRY_S = 4.0


Change = Callable[[Event], Event]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a follower gets: the durable state and the events since its last batch.

    `events` is None where they are no longer at hand: take the state as a whole.
    """

    state: State
    health: Health
    events: tuple[Event, ...] | None


@dataclass(slots=True, eq=False)
class _Waiting:
    """A decided command on its way to the disk, with the head as it stands after it."""

    id: CommandId
    actor: Actor
    events: tuple[Event, ...]
    lines: tuple[EventLine, ...]
    state: State
    done: asyncio.Future[Reply] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class _Known:
    """What the log holds: the state after it, and what is kept at hand beside it."""

    state: State

    def __init__(self) -> None:
        self.first_of: dict[CommandId, int] = {}
        self.recent: deque[Event] = deque(maxlen=WINDOW)
        self.tokens = Tokens()

    def learn(self, event: Event) -> None:
        self.first_of.setdefault(event.cmd, event.seq)
        self.recent.append(event)
        self.tokens.learn(event)


class SessionService:
    """Takes commands, one after the other, from one event loop. Call `start` before the first."""

    def __init__(
        self,
        log: EventLog,
        rules: Rules,
        clock: Clock,
        analyses: Analyses,
        *,
        mended: str = "",
        size: Callable[[], int] = lambda: 0,
    ) -> None:
        """Fold the log. `size` tells the log's bytes; `mended` what was cut on opening it."""
        self._log = log
        self._rules = rules
        self._clock = clock
        self._analyses = analyses
        self._size = size
        self._take(self._read_log())
        self._health = Health(mended=mended, session_path=log.name)
        self._queue: list[_Waiting] = []
        self._pending: dict[CommandId, _Waiting] = {}
        self._work = asyncio.Event()
        self._followers: set[asyncio.Event] = set()
        self._retry_s = _FIRST_RETRY_S
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="commit")
        self._committing: asyncio.Task[None] | None = None
        self._closing = False
        self._rewriting = asyncio.Lock()

    @property
    def state(self) -> State:
        """The durable state."""
        return self._durable

    @property
    def health(self) -> Health:
        return replace(self._health, size_bytes=self._size())

    async def start(self) -> None:
        self._committing = asyncio.create_task(self._commit_for_ever(), name="commit")

    async def close(self) -> None:
        """Commit what waits, then release the log."""
        self._closing = True
        self._work.set()
        if self._committing is not None:
            await self._committing
        for wake in self._followers:
            wake.set()
        ended = self._durable.clock.ended_at is not None
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, lambda: self._log.close(ended=ended))
        self._thread.shutdown()

    async def submit(self, command: Command, actor: Actor) -> Reply:
        """Decide a command and wait until it is durable.

        A command that came before is answered from the log. Raises Refused (Forbidden, Conflict,
        KeyReused), NotFound, and TryAgain where it could not be saved.
        """
        waiting = self._pending.get(command.id)
        if waiting is not None:
            _same_sender(waiting.actor.id, actor)
            return replace(await asyncio.shield(waiting.done), repeated=True)
        if command.id in self._first_of:
            return await self._reply_again(command.id, actor)
        if self._closing:
            raise TryAgain("The host is closing.", "Send it again in a moment.")
        if self._rewriting.locked():
            async with self._rewriting:
                pass
            return await self.submit(command, actor)
        waiting = self._take_in(command, actor)
        # The sender may go away; the command is on its way all the same.
        return await asyncio.shield(waiting.done)

    def events_after(self, revision: int, upto: int | None = None) -> tuple[Event, ...] | None:
        """Durable events with `revision < seq <= upto`; None where they are not at hand."""
        newest = self._durable.revision
        missing = newest - revision
        if missing < 0 or missing > len(self._recent):
            return None
        found = tuple(islice(self._recent, len(self._recent) - missing, None))
        return found if upto is None else found[: max(0, upto - revision)]

    async def rewrite(self, look: Callable[[State, Iterator[Event]], Change]) -> None:
        """Put every event through a change, in one atomic step that raises the epoch.

        `look` sees everything that ever happened and gives the change, which keeps `seq` and
        `last`; it runs in the commit thread. Commands wait meanwhile; whoever follows takes the
        state anew. Raises TryAgain where it could not be saved, and then all is as it was.
        """

        def work() -> _Known:
            change = look(self._durable, map(decode_event, self._log.read()))
            self._log.rewrite(lambda document: event_document(change(decode_event(document))))
            return self._read_log()

        async with self._rewriting:
            while self._pending:
                waiting = [waiting.done for waiting in self._pending.values()]
                await asyncio.wait(waiting)
            loop = asyncio.get_running_loop()
            try:
                self._take(await loop.run_in_executor(self._thread, work))
            except SaveFailed as error:
                raise TryAgain(error.title, error.hint) from error
        self._wake_followers()

    async def follow(self, after: int) -> AsyncGenerator[Batch, None]:
        """Batches from revision `after` on, the first at once, then at most 5 a second.

        Ends when the service closes.
        """
        wake = asyncio.Event()
        wake.set()
        self._followers.add(wake)
        told: Health | None = None
        seen = self._durable.session.epoch
        try:
            while not self._closing:
                await wake.wait()
                wake.clear()
                epoch = self._durable.session.epoch
                if (self._durable.revision, epoch, self._health) == (after, seen, told):
                    continue
                # After a rewrite what is at hand does not join up with what was told.
                events = self.events_after(after) if epoch == seen else None
                seen = epoch
                after, told = self._durable.revision, self._health
                yield Batch(self._durable, self.health, events)
                await asyncio.sleep(PUBLISH_S)
        finally:
            self._followers.discard(wake)

    async def findings(
        self, exercise: ExerciseId, round_: int | None = None, *, state: State | None = None
    ) -> Findings:
        """Findings of the durable state, or of `state` (where some answers are left out, say)."""
        return await self._analyses.findings(state or self._durable, exercise, round_)

    def _read_log(self) -> _Known:
        known = _Known()

        def events() -> Iterator[Event]:
            for document in self._log.read():
                event = decode_event(document)
                known.learn(event)
                yield event

        known.state = fold(first_state(self._log.header), events(), self._rules)
        return known

    def _take(self, known: _Known) -> None:
        self._first_of, self._recent, self.tokens = known.first_of, known.recent, known.tokens
        self._head = self._durable = known.state

    def _take_in(self, command: Command, actor: Actor) -> _Waiting:
        """Decide on the head and queue; one bad value fails here and never in others' batch."""
        now = self._clock.now()
        head, events = step(self._head, command, actor, now, self._rules)
        try:
            lines = tuple(EventLine(e.seq, encode_event(e), e.last) for e in events)
        except (ValueError, TypeError, NotImplementedError) as error:
            raise Refused("That cannot be written down.", f"{error}.") from None
        self._head = head
        waiting = _Waiting(command.id, actor, events, lines, head)
        self._pending[command.id] = waiting
        self._queue.append(waiting)
        self._work.set()
        return waiting

    async def _reply_again(self, id_: CommandId, actor: Actor) -> Reply:
        first = self._first_of[id_]
        events = self.events_after(first - 1)
        if events is None:
            loop = asyncio.get_running_loop()
            events = await loop.run_in_executor(None, self._read_command, first)
        own = tuple(event for event in events if event.cmd == id_)
        _same_sender(own[0].by, actor)
        return Reply(own[-1].seq, own, repeated=True)

    def _read_command(self, first: int) -> tuple[Event, ...]:
        found = []
        for document in self._log.read(after=first - 1):
            found.append(decode_event(document))
            if found[-1].last:
                break
        return tuple(found)

    async def _commit_for_ever(self) -> None:
        while not self._closing or self._queue:
            failing = bool(self._health.saving_failed)
            try:
                # While saving fails it is tried again without anyone asking.
                async with asyncio.timeout(self._retry_s if failing else None):
                    await self._work.wait()
            except TimeoutError:
                pass
            self._work.clear()
            batch, self._queue = self._queue, []
            if batch or failing:
                await self._commit(batch)

    async def _commit(self, batch: list[_Waiting]) -> None:
        lines = [line for waiting in batch for line in waiting.lines]
        loop = asyncio.get_running_loop()
        try:
            if lines or self._health.saving_failed:
                await loop.run_in_executor(self._thread, self._log.append, lines)
        except SaveFailed as error:
            self._refuse(batch, error)
        except Exception as error:
            _log.exception("the log could not take %d events", len(lines))
            self._refuse(batch, SaveFailed("The session could not be saved.", str(error)))
        else:
            self._settle(batch)

    def _settle(self, batch: list[_Waiting]) -> None:
        """The batch is durable: publish it and answer everyone."""
        for waiting in batch:
            del self._pending[waiting.id]
            if waiting.events:
                self._first_of[waiting.id] = waiting.events[0].seq
                self._recent.extend(waiting.events)
                for event in waiting.events:
                    self.tokens.learn(event)
            self._durable = waiting.state
        for waiting in batch:
            repeated = not waiting.events
            waiting.done.set_result(Reply(waiting.state.revision, waiting.events, repeated))
        self._retry_s = _FIRST_RETRY_S
        self._health = replace(self._health, saving_failed="", saving_hint="")
        self._wake_followers()

    def _refuse(self, batch: list[_Waiting], error: SaveFailed) -> None:
        """Nothing of the batch counts, so neither does what was decided on top of it."""
        refused = batch + self._queue
        self._queue = []
        self._head = self._durable
        for waiting in refused:
            del self._pending[waiting.id]
            waiting.done.set_exception(TryAgain(error.title, error.hint))
            # Whoever sent it may be gone; then nobody asks for the exception.
            waiting.done.exception()
        self._retry_s = min(self._retry_s * 2, _LAST_RETRY_S)
        self._health = replace(self._health, saving_failed=error.title, saving_hint=error.hint)
        self._wake_followers()

    def _wake_followers(self) -> None:
        for wake in self._followers:
            wake.set()


def _same_sender(first: str, actor: Actor) -> None:
    if first != actor.id:
        raise KeyReused(
            "Another sender has used this command id.", "Send the command with an id of its own."
        )
