"""What the answers to an exercise say, kept up to date while they come in."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.domain.findings import Findings
from workshop.domain.ids import ExerciseId
from workshop.domain.state import State
from workshop.tui.app import WorkshopApp
from workshop.tui.exchanging import is_exchange
from workshop.tui.present import round_now
from workshop.tui.screens.network import NetworkScreen
from workshop.tui.screens.network_shown import network_of
from workshop.tui.widgets.asked import exercise_on
from workshop.tui.widgets.findings import FindingsView
from workshop.tui.widgets.findings_feed import AT_MOST_EVERY_S, FindingsFeed
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.opening import pairs_of, sorting_of, themes_of
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.pick import in_order_of_use, pick_exercise
from workshop.tui.widgets.session import state_of


class InsightsScreen(Screen[None]):
    """Shows one exercise's findings in one round; new answers are worked in about once a second,
    and only what says something new is drawn again."""

    CSS_PATH = "../styles/insights.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "exercise before"),
        Binding("right", "step(1)", "after"),
        Binding("ctrl+n", "choose", "choose one"),
        Binding("tab", "round", "round"),
        Binding("m", "map", "map"),
        Binding("v", "full", "full tables"),
        Binding("up,k", "scroll(-1)", "scroll", show=False),
        Binding("down,j", "scroll(1)", "scroll", show=False),
        Binding("pageup", "scroll(-10)", "scroll", show=False),
        Binding("pagedown", "scroll(10)", "scroll", show=False),
        Binding("t", "themes", "themes"),
        # The same key and screen opener, called what it does for this kind.
        Binding("t", "merge", "merge"),
        Binding("t", "reasons", "reasons"),
        Binding("t", "nothing_sorted", "themes", show=False),
        Binding("p", "pairs", "pairs"),
        Binding("escape", "dismiss", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self, exercise: ExerciseId | None = None) -> None:
        super().__init__()
        self._exercise = exercise
        self._round = 1
        self._feed = FindingsFeed(self, self._show)

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="insights-what")
        with VerticalScroll(id="insights-body", can_focus=False):
            yield FindingsView()
        yield KeyLine()

    def on_mount(self) -> None:
        state = state_of(self.app)
        self._exercise = self._exercise or exercise_on(state)
        if self._exercise is None:
            self.query_one("#insights-what", Pane).put("This plan has no exercise.")
            return
        self._round = round_now(state, self._exercise)
        self.set_interval(AT_MOST_EVERY_S, self._follow)
        self._follow()

    def _follow(self) -> None:
        """Find anew where something has changed since, and say what is looked at."""
        if self._exercise is not None and self._feed.look(self._exercise, self._round):
            self._show_what(state_of(self.app), self._exercise)

    def _show(self, findings: Findings) -> None:
        view = self.query_one(FindingsView)
        if view.findings != findings:
            view.findings = findings
            self.refresh_bindings()

    def _show_what(self, state: State, exercise: ExerciseId) -> None:
        found = state.plan.exercise(exercise)
        rounds = self._rounds(state)
        record = state.exercises.get(exercise)
        facts = [f"round {self._round} of {rounds}"] if rounds > 1 else []
        facts += ["open"] if record and record.open else []
        facts += ["shown to the room"] if record and record.shown else []
        self.query_one("#insights-what", Pane).put(
            Content.assemble(
                (found.title, "bold"),
                (f"  {', '.join(facts)}\n" if facts else "\n", "$quiet"),
                (found.prompt, "$quiet"),
            )
        )

    def _rounds(self, state: State) -> int:
        used = sum(exercise == self._exercise for _place, exercise in state.plan.uses())
        return max(used, self._round, 1)

    # -- keys --------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        exercises = in_order_of_use(state_of(self.app))
        if self._exercise in exercises:
            self._go(exercises[(exercises.index(self._exercise) + by) % len(exercises)])

    def action_themes(self) -> None:
        """The themes of these answers, where their kind has any."""
        themes_of(self.app, self._exercise)

    def action_pairs(self) -> None:
        """Who meets whom, where asks and offers are matched."""
        pairs_of(self.app, self._exercise)

    def action_nothing_sorted(self) -> None:
        """Say which kinds are sorted, where these answers are not."""
        themes_of(self.app, self._exercise)

    def action_reasons(self) -> None:
        """Why these curves fall."""
        themes_of(self.app, self._exercise)

    def action_merge(self) -> None:
        """What of these answers may be one and the same."""
        themes_of(self.app, self._exercise)

    def action_choose(self) -> None:
        pick_exercise(self.app, "What the answers say to", self._exercise, self._go)

    def _go(self, exercise: ExerciseId) -> None:
        self._exercise = exercise
        self._round = round_now(state_of(self.app), exercise)
        self.query_one("#insights-body", VerticalScroll).scroll_home(animate=False)
        self._follow()

    def action_round(self) -> None:
        rounds = self._rounds(state_of(self.app))
        self._round = self._round % rounds + 1
        self._follow()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        found = self.query_one(FindingsView).findings if self.is_mounted else None
        if action == "pairs":
            return self.is_mounted and is_exchange(state_of(self.app), self._exercise)
        if action in ("themes", "merge", "reasons", "nothing_sorted"):
            sorted_ = self.is_mounted and sorting_of(state_of(self.app), self._exercise)
            return action == (sorted_ or "nothing_sorted")
        if action == "map":
            return network_of(found) is not None
        return bool(found and found.more) if action == "full" else True

    def action_map(self) -> None:
        """The map over the whole screen."""
        found = self.query_one(FindingsView).findings
        if self._exercise is not None and found is not None:
            self.app.push_screen(NetworkScreen(self._exercise, self._round, found))

    def action_full(self) -> None:
        """The tables behind it all, or without them again."""
        view = self.query_one(FindingsView)
        view.full = not view.full

    def action_scroll(self, lines: int) -> None:
        self.query_one("#insights-body").scroll_relative(y=lines, animate=False)
