"""The themes of an exercise and the answers in each: move, merge, split, rename, take, reject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from workshop.domain.commands import KindCommand
from workshop.domain.ids import ExerciseId
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.kinds.ideas.frame import ANALYST, Frame, FrameTheme, Proposed
from workshop.tui.app import WorkshopApp
from workshop.tui.present import round_now
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.pick import PickScreen
from workshop.tui.widgets.theme_lists import AnswerRow, ThemedAnswers, ThemeList, ThemeRow, What

_DIGITS = 9
_THEME, _UNSORTED, _PROPOSAL, _ANSWERS = "theme", "unsorted", "proposal", "answers"
_WHERE = {
    "mark": (_ANSWERS,),
    "guess": (_ANSWERS,),
    "split": (_ANSWERS,),
    "unfold": (_ANSWERS,),
    "rename": (_THEME,),
    "seeds": (_THEME,),
    "merge": (_THEME,),
    "remove": (_THEME,),
    "take": (_PROPOSAL,),
    "reject": (_PROPOSAL,),
    "propose": (_UNSORTED, _PROPOSAL),
    "again": (_THEME, _UNSORTED),
}
"""Where an action is offered; the others are everywhere."""


class ThemesScreen(Screen[None]):
    """Themes at the left, answers of the one chosen at the right.

    Digits go to a theme on the left and move the marked answers (or the selected one) on the right.
    """

    CSS_PATH = "../styles/themes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other", "other list"),
        Binding("0", "to(0)", "theme", key_display="0-9"),
        Binding("space", "mark", "mark"),
        Binding("g", "guess", "best guess"),
        Binding("n", "new", "new"),
        Binding("r", "rename", "rename"),
        Binding("s", "seeds", "seeds"),
        Binding("m", "merge", "merge"),
        Binding("S", "split", "split", key_display="shift+s"),
        Binding("d", "remove", "remove"),
        Binding("t", "take", "take"),
        Binding("x", "reject", "reject"),
        Binding("p", "propose", "propose"),
        Binding("f", "unfold", "unfold"),
        Binding("a", "again", "sort again"),
        Binding("u", "app.perform('undo')", "undo"),
        Binding("escape", "leave", "back"),
        *(Binding(str(digit), f"to({digit})", show=False) for digit in range(1, 10)),
        Binding("left", "themes", show=False),
        Binding("right", "answers", show=False),
        Binding("enter", "enter", show=False),
    ]
    app = getters.app(WorkshopApp)
    _themes = getters.query_one("#themes-list", ThemeList)
    _answers = getters.query_one("#themes-answers", ThemedAnswers)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__()
        self._exercise = exercise
        self._frame: Frame | None = None
        self._by_theme: dict[str, list[Response]] = {}
        self._there: dict[str, Response] = {}
        self._marked: set[str] = set()
        self._seen: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="themes-what")
        with Horizontal(id="themes-lists"):
            yield ThemeList(id="themes-list")
            yield ThemedAnswers(id="themes-answers")
        yield Pane(id="themes-detail")
        yield Pane(id="themes-armed")
        yield KeyLine()

    def on_mount(self) -> None:
        self._themes.focus()
        self.watch(self.app, "state", self._follow)
        self.watch(self.app, "armed", self._show_armed)

    # -- what is seen ------------------------------------------------------------------------

    def _follow(self, state: State | None) -> None:
        """Draw anew where answers or themes have changed."""
        if state is None:
            return
        round_ = round_now(state, self._exercise)
        seen = (state.responses.get(self._exercise), state.kinds.get(self._exercise), round_)
        if self._seen and seen[0] is self._seen[0] and seen[1] is self._seen[1]:
            return
        self._seen = seen
        exercise = state.plan.exercise(self._exercise)
        self._frame = Frame(exercise, seen[1])
        counting = [r for r in state.responses_to(self._exercise, round_) if r.counts]
        self._there = {response.id: response for response in counting}
        self._by_theme = self._frame.by_theme(counting)
        self._marked &= self._there.keys()
        self._themes.show_rows(self._rows(self._frame))
        self._show_what(exercise.title)
        self._show_answers()

    def _rows(self, frame: Frame) -> list[ThemeRow]:
        whole = max(len(self._there), 1)
        rows = [
            ThemeRow(
                What.THEME, theme.id, str(number) if number <= _DIGITS else "", theme.name,
                len(self._by_theme[theme.id]), len(self._by_theme[theme.id]) / whole,
            )
            for number, theme in enumerate(frame.themes.values(), 1)
        ]  # fmt: skip
        left = len(self._by_theme[""])
        rows.append(ThemeRow(What.UNSORTED, "", "0", "Not sorted yet", left, left / whole))
        return rows + [
            ThemeRow(What.PROPOSAL, p.id, "?", p.name, len(self._of_proposal(p)))
            for p in frame.proposals
        ]

    def _of_proposal(self, proposal: Proposed) -> list[Response]:
        """Those of its answers that are still unsorted, most typical first."""
        left = {response.id for response in self._by_theme[""]}
        return [self._there[id_] for id_ in proposal.answers if id_ in left]

    def _show_what(self, title: str) -> None:
        frame = self._frame
        if frame is None:
            return
        said = f"{len(self._there)} ideas, {len(self._by_theme[''])} not sorted"
        by = "; ".join(frame.techniques)
        self.query_one("#themes-what", Pane).put(
            Content.assemble((title, "bold"), (f"  {said}{f' · {by}' if by else ''}", "$quiet"))
        )

    def _show_answers(self) -> None:
        frame, row = self._frame, self._themes.row
        if frame is None or row is None:
            return
        if row.what is What.PROPOSAL and (found := self._proposal()) is not None:
            responses = self._of_proposal(found)
        else:
            responses = self._by_theme.get(row.id, [])
        alike = Counter(of for r in responses if (of := frame.twin_of(r.id)) in self._there)
        self._answers.show_rows(
            [
                self._row(frame, response, alike[response.id] + self._merged(response), row.what)
                for response in responses
                if frame.twin_of(response.id) not in self._there
            ]
        )
        self._show_detail()

    def _merged(self, response: Response) -> int:
        """For how many others an answer stands, which facilitators merged into it."""
        return len(self.app.state.merged_with(response.id)) if self.app.state else 0

    def _row(self, frame: Frame, response: Response, alike: int, what: What) -> AnswerRow:
        kept = frame.placed(response.id)
        guesses = frame.guesses(response.id) if what is What.UNSORTED else []
        return AnswerRow(
            response,
            _text(response),
            alike,
            response.id in self._marked,
            frame.themes[guesses[0]].name if guesses else "",
            bool(kept) and kept["by"] != ANALYST,
        )

    def _show_detail(self) -> None:
        frame, theme, answer = self._frame, self._themes.row, self._answers.row
        pane = self.query_one("#themes-detail", Pane)
        self.refresh_bindings()
        if frame is None or theme is None:
            return
        if answer is not None and self._answers.has_focus:
            pane.put(Content.assemble(answer.text, "\n", (self._whence(frame, answer), "$quiet")))
        elif theme.what is What.THEME:
            found = frame.themes[theme.id]
            seeds = " · ".join(found.seeds) or "none yet: s types some"
            pane.put(
                Content.assemble((found.name, "bold"), "\n", ("Seeds: ", "$quiet"), seeds,
                                 (f"\n{_lineage(frame, found)}", "$quiet"))
            )  # fmt: skip
        elif theme.what is What.PROPOSAL:
            pane.put(
                Content.assemble(
                    "Proposed, named by the answers' own words: ", (theme.name, "bold"),
                    ("\nt takes it as a theme, x rejects it with a reason", "$quiet"),
                )
            )  # fmt: skip
        else:
            pane.put(
                "Answers that resemble no theme, or two of them: → is the best guess."
                "\nTab goes to them; g takes the guess, a digit another theme."
            )

    def _whence(self, frame: Frame, answer: AnswerRow) -> str:
        kept = frame.placed(answer.response.id)
        said = []
        if kept and kept["by"] != ANALYST:
            said.append(f"put here by {kept['who']}")
        elif kept:
            scores = {frame.living(str(theme)): score for theme, score in kept["guesses"]}
            near = [f"{frame.themes[id_].name} {scores.get(id_, 0):.2f}"
                    for id_ in frame.guesses(answer.response.id)]  # fmt: skip
            said.append("resembles " + ", ".join(near) if near else "resembles no theme")
        else:
            said.append("not looked at yet")
        twins = [r for r in self._there.values() if frame.twin_of(r.id) == answer.response.id]
        said += [f"like ‘{_text(twin)}’ (f takes them apart)" for twin in twins[:1]]
        return " · ".join(said)

    def _show_armed(self) -> None:
        armed = self.app.armed
        self.query_one("#themes-armed", Pane).put(
            f"{armed.line}   (Esc leaves it)" if armed else ""
        )

    def on_theme_list_moved(self) -> None:
        self._show_answers()

    def on_themed_answers_moved(self) -> None:
        self._show_detail()

    def on_theme_list_chosen(self) -> None:
        self.action_answers()

    def on_descendant_focus(self) -> None:
        self._show_detail()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what can be done where the reader is: with a theme, a proposal, or answers."""
        places = _WHERE.get(action)
        return places is None or self._where in places

    @property
    def _where(self) -> str:
        if not self.is_mounted:
            return _THEME
        if self._answers.has_focus:
            return _ANSWERS
        row = self._themes.row
        return _THEME if row is None else str(row.what)

    # -- moving about ------------------------------------------------------------------------

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
        if self.app.armed is not None:
            self.app.armed = None
        elif self._answers.has_focus:
            self.action_themes()
        else:
            self.dismiss()

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

    def _chosen(self) -> list[str]:
        """The marked answers, else the selected one where the answers are being read."""
        if self._marked:
            return sorted(self._marked, key=lambda id_: self._there[id_].seq)
        row = self._answers.row
        return [row.response.id] if row is not None and self._answers.has_focus else []

    async def _send(self, **payload: Any) -> bool:
        sent = await self.app.act(KindCommand(self._exercise, payload))
        return sent is not None

    async def _move(self, theme: str) -> None:
        frame, answers = self._frame, self._chosen()
        if frame is None or not answers:
            return
        was = {answer: frame.theme_of(answer) for answer in answers}
        if await self._send(do="move", answers=answers, to=theme, was=was):
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
                if not await self._send(do="move", answers=[answer], to=guesses[0], was=was):
                    return
        self._marked.clear()

    @property
    def _theme(self) -> FrameTheme | None:
        row = self._themes.row
        if self._frame is None or row is None or row.what is not What.THEME:
            return None
        return self._frame.themes[row.id]

    def _proposal(self) -> Proposed | None:
        row = self._themes.row
        if self._frame is None or row is None or row.what is not What.PROPOSAL:
            return None
        return next((p for p in self._frame.proposals if p.id == row.id), None)

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
            if await self._send(do="add", name=name, answers=answers):
                self._marked.clear()

        self._ask("A new theme", add, about=about)

    def action_rename(self) -> None:
        if (theme := self._theme) is not None:
            self._ask(
                "The theme's name",
                lambda name: self._send(do="rename", theme=theme.id, name=name, saw=theme.v),
                theme.name,
            )

    def action_seeds(self) -> None:
        theme = self._theme
        if theme is None:
            return

        async def keep(typed: str) -> None:
            seeds = [seed.strip() for seed in typed.split(";")]
            await self._send(do="seeds", theme=theme.id, seeds=seeds, saw=theme.v)

        self._ask("Phrases that are typical of it", keep, "; ".join(theme.seeds),
                  f"{theme.name}: a few phrases, a semicolon between them")  # fmt: skip

    def action_merge(self) -> None:
        theme, frame = self._theme, self._frame
        if theme is None or frame is None:
            return
        others = [other for other in frame.themes.values() if other.id != theme.id]

        async def keep(into: str | None) -> None:
            if into is not None:
                await self._send(do="merge", theme=theme.id, into=into, saw=theme.v)

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
            if await self._send(
                do="split", theme=theme.id, name=name, answers=answers, saw=theme.v
            ):
                self._marked.clear()

        self._ask(f"Split from ‘{theme.name}’", split, about=f"{len(answers)} answers go there")

    def action_remove(self) -> None:
        if (theme := self._theme) is not None:
            self._ask(
                f"Why is ‘{theme.name}’ removed?",
                lambda why: self._send(do="remove", theme=theme.id, reason=why, saw=theme.v),
                about="Its answers are sorted anew. The reason is kept in the record.",
            )

    def action_take(self) -> None:
        if (found := self._proposal()) is not None:
            self._ask(
                "The new theme's name",
                lambda name: self._send(do="take", proposal=found.id, name=name),
                found.name,
            )

    def action_reject(self) -> None:
        if (found := self._proposal()) is not None:
            self._ask(
                f"Why not ‘{found.name}’?",
                lambda why: self._send(do="reject", proposal=found.id, reason=why),
                about="The reason is kept in the record.",
            )

    async def action_propose(self) -> None:
        if await self._send(do="ask", what="proposals"):
            self.app.say("New themes are looked for among the unsorted.")

    async def action_again(self) -> None:
        if await self._send(do="ask", what="sorting"):
            self.app.say("Sorted again, apart from what people placed.")

    async def action_unfold(self) -> None:
        frame, row = self._frame, self._answers.row
        if frame is not None and row is not None:
            twins = [id_ for id_ in self._there if frame.twin_of(id_) == row.response.id]
            if twins:
                await self._send(do="unfold", answers=twins)

    def action_enter(self) -> None:
        if self.app.armed is not None:
            self.app.perform(self.app.armed.action)


def _text(response: Response) -> str:
    return str(response.answers.get("text", ""))


def _lineage(frame: Frame, theme: FrameTheme) -> str:
    """Where a theme comes from, and what was merged into it."""
    merged = [f"‘{other.name}’" for other in frame.every.values() if other.into == theme.id]
    parts = [f"takes in {', '.join(merged)}"] if merged else []
    if theme.origin.startswith("split from "):
        source = frame.every.get(theme.origin.removeprefix("split from "))
        parts.append(f"split from ‘{source.name}’" if source else "split from another")
    elif theme.origin:
        parts.append(theme.origin)
    return "; ".join(parts)
