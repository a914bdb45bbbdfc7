"""What the screen of themes shows: the themes, the answers in each, and whence they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.containers import Horizontal
from textual.content import Content

from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.kinds.ideas.frame import ANALYST, Frame, FrameTheme, Proposed
from workshop.tui.screens.deciding import DecidingScreen
from workshop.tui.widgets.theme_lists import AnswerRow, ThemedAnswers, ThemeList, ThemeRow, What

_DIGITS = 9
THEME, UNSORTED, PROPOSAL, ANSWERS = "theme", "unsorted", "proposal", "answers"
"""Where the reader may be: on a row of the themes, or among the answers."""


class ShownThemes(DecidingScreen):
    """Themes at the left, answers of the one chosen at the right."""

    CSS_PATH: ClassVar = ["../styles/deciding.tcss", "../styles/themes.tcss"]
    _themes = getters.query_one("#themes-list", ThemeList)
    _answers = getters.query_one("#themes-answers", ThemedAnswers)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__(exercise)
        self._frame: Frame | None = None
        self._by_theme: dict[str, list[Response]] = {}
        self._there: dict[str, Response] = {}
        self._marked: set[str] = set()

    def lists(self) -> Horizontal:
        return Horizontal(
            ThemeList(id="themes-list"), ThemedAnswers(id="themes-answers"), id="themes-lists"
        )

    def look(self, state: State, exercise: Exercise, answers: Sequence[Response]) -> None:
        self._frame = Frame(exercise, state.kinds.get(exercise.id))
        self._there = {response.id: response for response in answers}
        self._by_theme = self._frame.by_theme(answers)
        self._marked &= self._there.keys()
        self._themes.show_rows(self._rows(self._frame))
        said = f"{len(answers)} ideas, {len(self._by_theme[''])} not sorted"
        by = "; ".join(self._frame.techniques)
        self.say_what(exercise.title, f"{said}{f' · {by}' if by else ''}")
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
        self.show_detail()

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

    def show_detail(self) -> None:
        frame, theme, answer = self._frame, self._themes.row, self._answers.row
        if frame is None or theme is None:
            return
        if answer is not None and self._answers.has_focus:
            self.say_detail(
                Content.assemble(answer.text, "\n", (self._whence(frame, answer), "$quiet"))
            )
        elif theme.what is What.THEME:
            found = frame.themes[theme.id]
            seeds = " · ".join(found.seeds) or "none yet: s types some"
            self.say_detail(
                Content.assemble((found.name, "bold"), "\n", ("Seeds: ", "$quiet"), seeds,
                                 (f"\n{_lineage(frame, found)}", "$quiet"))
            )  # fmt: skip
        elif theme.what is What.PROPOSAL:
            self.say_detail(
                Content.assemble(
                    "Proposed, named by the answers' own words: ", (theme.name, "bold"),
                    ("\nt takes it as a theme, x rejects it with a reason", "$quiet"),
                )
            )  # fmt: skip
        else:
            self.say_detail(
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

    def on_theme_list_moved(self) -> None:
        self._show_answers()

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()
        self.show_detail()

    # -- what is chosen ---------------------------------------------------------------------

    @property
    def _where(self) -> str:
        if not self.is_mounted:
            return THEME
        if self._answers.has_focus:
            return ANSWERS
        row = self._themes.row
        return THEME if row is None else str(row.what)

    def _chosen(self) -> list[str]:
        """The marked answers, else the selected one where the answers are being read."""
        if self._marked:
            return sorted(self._marked, key=lambda id_: self._there[id_].seq)
        row = self._answers.row
        return [row.response.id] if row is not None and self._answers.has_focus else []

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
