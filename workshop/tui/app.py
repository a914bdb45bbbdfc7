"""The terminal app: it composes, switches screens and shows errors."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen

from workshop.domain.clock import Stage
from workshop.domain.commands import CommandBody, Prepare
from workshop.domain.making import dataclass
from workshop.domain.records import Role
from workshop.domain.run_of_show import RunOfShow, run_of_show
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.service.client import Health, Link, Reply, SessionClient
from workshop.service.clock import Clock, SystemClock, clock_of, speed_of
from workshop.settings import workshop_folder
from workshop.tui.actions import (
    ACTIONS,
    BY_ID,
    WITHOUT_SESSION,
    Action,
    Place,
    binding_of,
    typing_bindings,
)
from workshop.tui.drafts import Drafts
from workshop.tui.theme import CALM, CONTRAST
from workshop.tui.widgets.session import client_of, may, me, state_of

if TYPE_CHECKING:
    from workshop.tui.opener import Opener

TICK_S = 0.25
ARMED_S = 5.0
CALM_AFTER_S = 2.0
"""When the first paint is done with."""
PATIENCE_S = 0.5
"""After this long a person is shown that something is being worked on."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Armed:
    """An action that waits for the same key again (or Enter) before it is done."""

    action: str
    line: str
    until: datetime


def load_screen(path: str, **arguments: Any) -> Screen[Any]:
    """A screen by 'module:Class' in workshop.tui.screens, imported when it is wanted: the first
    paint does not wait for screens that nobody opened."""
    module, name = path.split(":")
    return cast(
        "Screen[Any]", getattr(import_module(f"workshop.tui.screens.{module}"), name)(**arguments)
    )


def _mode(path: str) -> Callable[[], Screen[Any]]:
    return lambda: load_screen(path)


class WorkshopApp(App[int]):
    """Holds the client's newest state as a reactive and gives every screen a way to act.

    `show` is the run of show at the last tick; `public` says that what stands on this terminal
    is for the room.
    """

    TITLE = "workshop"
    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *typing_bindings(),
        binding_of("help"),
        binding_of("leave", "ctrl+q"),
    ]
    # Textual declares these two without ClassVar.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (110, "-wide"),
        (170, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        Place.HOME: _mode("home:HomeScreen"),
        Place.PREFLIGHT: _mode("preflight:PreflightScreen"),
        Place.LOBBY: _mode("lobby:LobbyScreen"),
        Place.RUN: _mode("run:RunScreen"),
        Place.ROOM: _mode("room:RoomScreen"),
        Place.ENDED: _mode("ended:EndedScreen"),
    }

    state: var[State | None] = var(None, init=False)
    health: var[Health] = var(Health(), init=False)
    show: var[RunOfShow | None] = var(None, init=False)
    now: var[datetime] = var(datetime.fromtimestamp(0, UTC), init=False)
    armed: var[Armed | None] = var(None, init=False)
    public: var[bool] = var(True, init=False)

    def __init__(
        self,
        client: SessionClient | None = None,
        clock: Clock | None = None,
        *,
        opener: Opener | None = None,
        drafts: Drafts | None = None,
        look: State | None = None,
    ) -> None:
        """`look` is what the run screen shows of a session on this machine until its client has
        started (see `workshop.service.first_look`); keys wait for that and none is lost."""
        # The first screen at once: a default one before it costs a tenth of the time to the first
        # paint. A session's is laid out while its host gets ready.
        self.DEFAULT_MODE = Place.HOME if client is None else Place.RUN  # type: ignore[misc]
        super().__init__()
        self.register_theme(CALM)
        self.register_theme(CONTRAST)
        self.theme = CALM.name
        self.client = client
        self.clock = clock or SystemClock()
        self._own_clock = clock is None
        self.opener = opener
        self.drafts = drafts or Drafts()
        self._own_drafts = drafts is None
        self._acting = asyncio.Lock()
        self.looking = look is not None
        self._opened = asyncio.Event()
        self.set_reactive(WorkshopApp.now, self.clock.now())
        if look is not None:
            self._go_by(look)
            self.set_reactive(WorkshopApp.now, self.clock.now())
            self.set_reactive(WorkshopApp.state, look)
            self.set_reactive(WorkshopApp.show, run_of_show(look.plan, look.clock, self.now))
            self.set_reactive(WorkshopApp.public, False)

    # -- life ------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.set_interval(TICK_S, self.tick)
        if self.client is not None:
            self.attach(self.client)

    def on_ready(self) -> None:
        # Whoever started the app may have held the collector back up to the first paint.
        gc.freeze()
        gc.enable()

    async def on_unmount(self) -> None:
        await self.drafts.flush()

    @work(exclusive=True, group="client")
    async def attach(self, client: SessionClient, *, started: bool = False) -> None:
        """Follow a session: show where it stands, and every change of it from now on."""
        try:
            if not started:
                await self._start(client)
        except WorkshopError as error:
            self.show_error(error)
            return
        finally:
            self._opened.set()
        self.client, self.looking = client, False
        self._go_by(client.state)
        if self._own_drafts:
            self.drafts = Drafts(_drafts_path(client))
        self._receive(client.state, client.health)
        if self.drafts.get("outbox"):
            # What waited to be saved when this terminal ended last is sent now.
            from workshop.tui.widgets.outbox import outbox_of

            outbox_of(self)
        self.set_timer(CALM_AFTER_S, calm_collector)
        if (came_back := after_drill(client)) is not None:
            self.push_screen(came_back)
        if client.health.mended:
            self.notify(client.health.mended, severity="warning", markup=False, timeout=15)
        async for change in client.changes():
            self._receive(change.state, change.health)

    async def _start(self, client: SessionClient) -> None:
        """Start a client, and say so when it takes a while: under the first look, or instead."""
        if not self.looking:
            await self.busy("Opening the session …", client.start())
            return
        say = self.set_timer(PATIENCE_S, self._say_connecting)
        try:
            await client.start()
        except WorkshopError:
            self._say_connecting()
            raise
        finally:
            say.stop()

    def _say_connecting(self) -> None:
        self.health = Health(Link.RECONNECTING)

    def _receive(self, state: State, health: Health) -> None:
        self.health = health
        if (
            self.state is None
            or state.revision >= self.state.revision
            or (state.session.epoch != self.state.session.epoch)
        ):
            self.state = state

    def _go_by(self, state: State) -> None:
        """Show the session's own time: a rehearsal's clock may go faster."""
        if self._own_clock:
            self.clock = clock_of(state.session)

    def tick(self) -> None:
        """Read the clock: what is derived from it is derived anew, nothing else."""
        self.now = self.clock.now()
        if self.armed is not None and self.now >= self.armed.until:
            self.armed = None
        self._lay_out()

    def _lay_out(self) -> None:
        state = self.state
        self.show = None if state is None else run_of_show(state.plan, state.clock, self.now)

    # -- where the terminal stands ----------------------------------------------------------

    @property
    def place(self) -> Place:
        """What stands at the bottom of the stack now."""
        return Place(self.current_mode) if self.current_mode in self.MODES else Place.HOME

    def watch_state(self, before: State | None, state: State | None) -> None:
        if state is None:
            return
        self.now = self.clock.now()
        self._lay_out()
        stage_before = None if before is None else before.clock.stage
        if stage_before is not state.clock.stage:
            # The room looks on at the chair's laptop, not at a co-facilitator's.
            looks_on = state.clock.stage is Stage.LOBBY or state.preflight.mirrored
            self.public = looks_on and me(self).role is Role.CHAIR
            self.follow()
        if state.clock.gap is not None and (before is None or before.clock.gap is None):
            self.perform("gap")

    def follow(self) -> None:
        """Go to the place of the session's stage, the public one where the room looks on."""
        state = state_of(self)
        places = {
            Stage.PREFLIGHT: Place.PREFLIGHT if may(self, Prepare) else Place.RUN,
            Stage.LOBBY: Place.LOBBY if self.public else Place.RUN,
            Stage.RUNNING: Place.ROOM if self.public else Place.RUN,
            Stage.ENDED: Place.ENDED,
        }
        self.armed = None
        self.switch_mode(places[state.clock.stage])

    # -- acting -----------------------------------------------------------------------------

    async def act(
        self, body: CommandBody, *, expect: Mapping[str, int] | None = None
    ) -> Reply | None:
        """Send a command; an error is shown to the person, and None returned."""
        await self._until_opened()
        client = client_of(self)
        try:
            reply = await client.send(body, expect=expect)
        except WorkshopError as error:
            self.show_error(error)
            return None
        self._receive(client.state, client.health)
        return reply

    def action_perform(self, action_id: str) -> None:
        self.perform(action_id)

    def perform(self, action_id: str) -> None:
        """Carry an action out, after those before it: keys pressed fast all count, in order."""
        self.run_worker(self._perform(action_id), group="acting", exit_on_error=True)

    async def _perform(self, action_id: str) -> None:
        from workshop.tui import control

        async with self._acting:
            await self._until_opened()
            await control.perform(self, action_id)

    async def _until_opened(self) -> None:
        """Under the first look what a key does waits, since there is more to know."""
        if self.looking:
            await self._opened.wait()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "perform" and parameters and parameters[0] in BY_ID:
            return self._offers(BY_ID[str(parameters[0])])
        return True

    def _offers(self, action: Action) -> bool:
        if action.rehearsal and (self.state is None or self.state.session.rehearsal is None):
            return False
        if self.client is not None and self.state is None:
            return action.id in WITHOUT_SESSION
        return action.allowed(self.place, partial(may, self))

    def arm(self, action_id: str, line: str) -> bool:
        """Whether the action was asked for twice; the first time it is named and waits a while,
        which in a rehearsal is as long for a person as ever."""
        if self.armed is not None and self.armed.action == action_id:
            self.armed = None
            return True
        speed = 1.0 if self.state is None else speed_of(self.state.session)
        self.armed = Armed(action_id, line, self.clock.now() + timedelta(seconds=ARMED_S * speed))
        return False

    # -- what a person is told --------------------------------------------------------------

    def show_error(self, error: WorkshopError) -> None:
        self.notify(error.hint, title=error.title, severity="error", markup=False, timeout=8)

    def say(self, text: str) -> None:
        """A short word that something was done."""
        self.notify(text, markup=False, timeout=3)

    async def busy(self, what: str, work: Awaitable[T]) -> T:
        """Wait for work, and say what is being done when it takes longer than half a second."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
        if done:
            return task.result()
        screen = load_screen("busy:BusyScreen", what=what)
        await self.push_screen(screen)
        try:
            return await task
        finally:
            screen.dismiss()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """The palette lists the registry and nothing else."""
        for action in ACTIONS:
            if self._offers(action):
                yield SystemCommand(
                    action.label, action.tooltip, lambda id_=action.id: self.perform(id_)
                )


def calm_collector() -> None:
    """Take what lives as long as the session out of the garbage collector's rounds: with many
    answers in memory a round would otherwise hold up a key press."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)


def after_drill(client: SessionClient) -> Screen[Any] | None:
    """What came back after a crash drill, once; None where there was none."""
    session = Path(client.health.session_path)
    if client.state.session.rehearsal is None or not session.is_file():
        return None
    from workshop.service.drill import forget_drill, read_drill

    if (drill := read_drill(session)) is None:
        return None
    forget_drill(session)
    return load_screen("drill:CameBackScreen", drill=drill)


def _drafts_path(client: SessionClient) -> Path | None:
    """Beside the session's file, or among this laptop's sessions where the file is on another."""
    path = Path(client.health.session_path)
    if path.is_file():
        return path.with_name(f"{path.name}.{client.me.id}.drafts")
    if not path.is_absolute():
        return None
    folder = workshop_folder().sessions
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{client.state.session.id}.{client.me.id}.drafts"
