"""The themes of an exercise and the answers in each: move, merge, split, rename, take, reject."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from workshop.tui.screens.deciding import LAST_KEYS
from workshop.tui.screens.themes_shown import ANSWERS, PROPOSAL, THEME, UNSORTED, ShownThemes
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.pick import PickScreen
from workshop.tui.widgets.theme_lists import What

_WHERE = {
    "mark": (ANSWERS,),
    "guess": (ANSWERS,),
    "split": (ANSWERS,),
    "unfold": (ANSWERS,),
    "rename": (THEME,),
    "seeds": (THEME,),
    "merge": (THEME,),
    "remove": (THEME,),
    "take": (PROPOSAL,),
    "reject": (PROPOSAL,),
    "propose": (UNSORTED, PROPOSAL),
    "again": (THEME, UNSORTED),
}
"""Where an action is offered; the others are everywhere."""


class ThemesScreen(ShownThemes):
    """Themes at the left, answers of the one chosen at the right.

    Digits go to a theme on the left and move the marked answers (or the selected one) on the right.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other", "other list"),
        Binding("0", "to(0)", "theme", key_display="0-9"),
        Binding("space", "mark", "mark"),
        Binding("g", "guess", "best guess"),
        Binding("n", "new", "new"),
        Binding("r", "rename", "rename"),
        Binding("s", "seeds", "seeds"),
        Binding("m", "merge", "merge"),
        Binding("S", "split", "split"),
        Binding("d", "remove", "remove"),
        Binding("t", "take", "take"),
        Binding("x", "reject", "reject"),
        Binding("p", "propose", "propose"),
        Binding("f", "unfold", "unfold"),
        Binding("a", "again", "sort again"),
        *LAST_KEYS,
        *(Binding(str(digit), f"to({digit})", show=False) for digit in range(1, 10)),
        Binding("left", "themes", "to the themes", show=False),
        Binding("right", "answers", "to the answers", show=False),
        Binding("enter", "enter", show=False),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what can be done where the reader is: with a theme, a proposal, or answers."""
        places = _WHERE.get(action)
        return places is None or self._where in places

    # -- moving about ------------------------------------------------------------------------

    def on_theme_list_chosen(self) -> None:
        self.action_answers()

    def action_other(self) -> None:
        if self._themes.has_focus:
            self.action_answers()
        else:
            self.action_themes()

    def action_themes(self) -> None:
        self._themes.focus()

    def action_answers(self) -> None:
        if self._answers.row is not None:
            self._answers.focus()

    def action_leave(self) -> None:
        if self.app.armed is None and self._answers.has_focus:
            self.action_themes()
        else:
            super().action_leave()

    async def action_to(self, digit: int) -> None:
        frame = self._frame
        themes = [*frame.themes] if frame else []
        if digit > len(themes):
            return
        id_ = themes[digit - 1] if digit else ""
        if self._answers.has_focus:
            await self._move(id_)
        else:
            self._themes.select((What.THEME if id_ else What.UNSORTED, id_))

    def on_themed_answers_chosen(self) -> None:
        """Enter on an answer: choose its theme from all, also beyond the ninth."""
        frame = self._frame
        if frame is None or not self._chosen():
            return
        rows = [(theme.id, Content(theme.name)) for theme in frame.themes.values()]

        async def keep(id_: str | None) -> None:
            if id_ is not None:
                await self._move(id_)

        self.app.push_screen(PickScreen("Move to", rows), keep)

    def action_mark(self) -> None:
        row = self._answers.row
        if row is not None and self._answers.has_focus:
            self._marked ^= {row.response.id}
            self._show_answers()
            self._answers.action_move(1)

    # -- acting ------------------------------------------------------------------------------

    async def _move(self, theme: str) -> None:
        frame, answers = self._frame, self._chosen()
        if frame is None or not answers:
            return
        was = {answer: frame.theme_of(answer) for answer in answers}
        if await self.send(do="move", answers=answers, to=theme, was=was):
            self._marked.clear()
            self._show_answers()
            if self._answers.row is None:
                self.action_themes()

    async def action_guess(self) -> None:
        """Take the best guess of each chosen answer."""
        frame = self._frame
        for answer in self._chosen() if frame else ():
            guesses = frame.guesses(answer) if frame else []
            if guesses:
                was = {answer: frame.theme_of(answer) if frame else ""}
                if not await self.send(do="move", answers=[answer], to=guesses[0], was=was):
                    return
        self._marked.clear()

    def _ask(
        self, title: str, then: Callable[[str], Awaitable[object]], text: str = "", about: str = ""
    ) -> None:
        async def keep(typed: str | None) -> None:
            if typed is not None:
                await then(typed)

        self.app.push_screen(AskLine(title, about, text), keep)

    def action_new(self) -> None:
        answers = self._chosen() if self._marked else []
        about = f"with the {len(answers)} marked answers" if answers else ""

        async def add(name: str) -> None:
            if await self.send(do="add", name=name, answers=answers):
                self._marked.clear()

        self._ask("A new theme", add, about=about)

    def action_rename(self) -> None:
        if (theme := self._theme) is not None:
            self._ask(
                "The theme's name",
                lambda name: self.send(do="rename", theme=theme.id, name=name, saw=theme.v),
                theme.name,
            )

    def action_seeds(self) -> None:
        theme = self._theme
        if theme is None:
            return

        async def keep(typed: str) -> None:
            seeds = [seed.strip() for seed in typed.split(";")]
            await self.send(do="seeds", theme=theme.id, seeds=seeds, saw=theme.v)

        self._ask("Phrases that are typical of it", keep, "; ".join(theme.seeds),
                  f"{theme.name}: a few phrases, a semicolon between them")  # fmt: skip

    def action_merge(self) -> None:
        theme, frame = self._theme, self._frame
        if theme is None or frame is None:
            return
        others = [other for other in frame.themes.values() if other.id != theme.id]

        async def keep(into: str | None) -> None:
            if into is not None:
                await self.send(do="merge", theme=theme.id, into=into, saw=theme.v)

        self.app.push_screen(
            PickScreen(f"Merge ‘{theme.name}’ into", [(o.id, Content(o.name)) for o in others]),
            keep,
        )

    def action_split(self) -> None:
        theme, answers = self._theme, self._chosen()
        if theme is None or not answers:
            self.app.say("Only answers of a theme are split from it.")
            return

        async def split(name: str) -> None:
            if await self.send(do="split", theme=theme.id, name=name, answers=answers, saw=theme.v):
                self._marked.clear()

        self._ask(f"Split from ‘{theme.name}’", split, about=f"{len(answers)} answers go there")

    def action_remove(self) -> None:
        if (theme := self._theme) is not None:
            self._ask(
                f"Why is ‘{theme.name}’ removed?",
                lambda why: self.send(do="remove", theme=theme.id, reason=why, saw=theme.v),
                about="Its answers are sorted anew. The reason is kept in the record.",
            )

    def action_take(self) -> None:
        if (found := self._proposal()) is not None:
            self._ask(
                "The new theme's name",
                lambda name: self.send(do="take", proposal=found.id, name=name),
                found.name,
            )

    def action_reject(self) -> None:
        if (found := self._proposal()) is not None:
            self._ask(
                f"Why not ‘{found.name}’?",
                lambda why: self.send(do="reject", proposal=found.id, reason=why),
                about="The reason is kept in the record.",
            )

    async def action_propose(self) -> None:
        if await self.send(do="ask", what="proposals"):
            self.app.say("New themes are looked for among the unsorted.")

    async def action_again(self) -> None:
        if await self.send(do="ask", what="sorting"):
            self.app.say("Sorted again, apart from what people placed.")

    async def action_unfold(self) -> None:
        frame, row = self._frame, self._answers.row
        if frame is not None and row is not None:
            twins = [id_ for id_ in self._there if frame.twin_of(id_) == row.response.id]
            if twins:
                await self.send(do="unfold", answers=twins)

    def action_enter(self) -> None:
        self.do_armed()
