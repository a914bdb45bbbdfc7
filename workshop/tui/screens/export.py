"""The export wizard's first page: for whom, what, and whether people can be told apart.

Everything has a sensible answer already: Enter shows what comes of it, Enter again writes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import RadioSet

from workshop.tui.app import WorkshopApp
from workshop.tui.opener import ExportWish
from workshop.tui.screens.export_words import (
    ANONYMISED,
    AS_IT_IS,
    FORMATS,
    PRESETS,
    Preset,
    preset_of,
)
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.run_list import fit_text
from workshop.tui.widgets.ticks import Pick, Tick

_OWN = "my own choice"


class Picks(RadioSet):
    """One of a few, where the arrows choose at once."""

    def action_next_button(self) -> None:
        super().action_next_button()
        self._choose()

    def action_previous_button(self) -> None:
        super().action_previous_button()
        self._choose()

    def _choose(self) -> None:
        # It moves by itself to its first button before anyone has the focus.
        if self.has_focus:
            self.action_toggle_button()


class Ticks(Vertical):
    """Boxes below each other, which the arrows go along."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]


class ExportScreen(Screen[None]):
    """Asks what to export of the session on now, or of the one at `path`, called `title`."""

    app = getters.app(WorkshopApp)
    CSS_PATH = "../styles/export.tcss"
    AUTO_FOCUS = "#whom"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "preview", "preview", priority=True),
        Binding("up", "none", "choose", key_display="↑ ↓"),
        Binding("tab", "app.focus_next", "next"),
        Binding("space", "none", "tick"),
        Binding("a", "anonymise", "anonymised"),
        Binding("escape", "leave", "back"),
    ]

    def __init__(self, path: Path | None = None, title: str = "") -> None:
        super().__init__()
        self._path, self._titled = path, title

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False):
            yield Pane(id="title")
            with Horizontal(id="questions"):
                with Vertical(id="left"):
                    yield Pane("For whom is it?", classes="heading")
                    with Picks(id="whom"):
                        for number, preset in enumerate(PRESETS):
                            yield Pick(preset.text, value=number == 0, id=f"for_{preset.id}")
                        yield Pick(_OWN, id="for_own")
                    yield Pane("Can people be told apart?", classes="heading")
                    yield Tick("anonymised", id="anonymise", compact=True)
                    yield Pane(id="what_it_does")
                with Vertical(id="right"):
                    yield Pane("What?", classes="heading")
                    with Ticks(id="formats"):
                        for name, words in FORMATS.items():
                            yield Tick(words, value=True, id=f"format_{name}", compact=True)
                    yield Pane(id="where")
                    yield Pane(id="wrong")
        yield KeyLine()

    def on_mount(self) -> None:
        self._follow()

    def on_resize(self) -> None:
        self.call_after_refresh(self._follow)

    # -- what is chosen -----------------------------------------------------------------------

    @property
    def _formats(self) -> tuple[str, ...]:
        return tuple(name for name in FORMATS if self.query_one(f"#format_{name}", Tick).value)

    @property
    def _anonymise(self) -> bool:
        return self.query_one("#anonymise", Tick).value

    @property
    def _called(self) -> str:
        """What the files are called: as the session's file is."""
        path = self._path or Path(self.app.health.session_path)
        return path.stem or "session"

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        preset = next((p for p in PRESETS if f"for_{p.id}" == event.pressed.id), None)
        if preset is not None:
            self._take(preset)
        self._follow()

    def _take(self, preset: Preset) -> None:
        with self.prevent(Tick.Changed):
            for name in FORMATS:
                self.query_one(f"#format_{name}", Tick).value = name in preset.formats
            self.query_one("#anonymise", Tick).value = preset.anonymised

    def on_checkbox_changed(self) -> None:
        preset = preset_of(frozenset(self._formats), self._anonymise)
        self.query_one(f"#for_{preset.id if preset else 'own'}", Pick).value = True
        self._follow()

    def _follow(self) -> None:
        """Say what follows from what is chosen."""
        state = self.app.state if self._path is None else None
        title = self._titled or (state.plan.title if state else self._called)
        self.query_one("#title", Pane).put(fit_text(f"Export: {title}", self.size.width - 6))
        self.query_one("#what_it_does", Pane).put(ANONYMISED if self._anonymise else AS_IT_IS)
        ending = "-anonymised" if self._anonymise else ""
        self.query_one("#where", Pane).put(
            f"Into {self.app.opener.exports if self.app.opener else ''}\nas {self._called}{ending}"
        )
        self.query_one("#wrong", Pane).put("" if self._formats else "Tick at least one.")

    # -- acting -------------------------------------------------------------------------------

    def action_preview(self) -> None:
        from workshop.tui.screens.export_preview import ExportPreviewScreen

        opener, session = self.app.opener, self._path or self.app.state
        if not self._formats or opener is None or session is None:
            return
        wish = ExportWish(self._formats, self._anonymise)

        def written(done: bool | None) -> None:
            if done:
                self.dismiss()

        self.app.push_screen(ExportPreviewScreen(opener, session, self._called, wish), written)

    def action_anonymise(self) -> None:
        self.query_one("#anonymise", Tick).toggle()

    def action_none(self) -> None:
        """Named in the line of keys; the question with the focus takes them."""

    def action_leave(self) -> None:
        self.dismiss()
