"""The two lists of the themes' screen: themes with their counts, and the answers of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from workshop.domain.records import Response
from workshop.tui.widgets.row_list import RowList

_BAR = 6


class What(StrEnum):
    """What a row of the list of themes is."""

    THEME = "theme"
    UNSORTED = "unsorted"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme (or the unsorted, or a proposal) with its key, its answers and their share."""

    what: What
    id: str
    key: str
    name: str
    count: int
    share: float = 0.0


class ThemeList(RowList[ThemeRow]):
    """Themes by number, the unsorted, then what the analyst proposes."""

    class Moved(RowList.Moved):
        """Another theme is selected."""

    class Chosen(RowList.Chosen):
        """Enter or a double click on the selected theme."""

    def key(self, row: ThemeRow) -> tuple[str, str]:
        return row.what, row.id

    def draw(self, row: ThemeRow) -> Text:
        width = self.scrollable_content_region.width
        bar = "" if row.what is What.PROPOSAL else _bar(row.share)
        count = f"{row.count:>5} "
        room = max(width - 3 - cell_len(count) - _BAR, 4)
        name = row.name if cell_len(row.name) <= room else set_cell_size(row.name, room - 1) + "…"
        text = Text(no_wrap=True, end="")
        text.append(f"{row.key:>2} ", self.part("mark"))
        quiet = "" if row.what is What.THEME else self.part("quiet")
        text.append(name + " " * (room - cell_len(name)), quiet)
        text.append(count)
        text.append(f"{bar:<{_BAR}}", self.part("quiet"))
        return text


def _bar(share: float) -> str:
    eighths = round(share * _BAR * 8)
    return "█" * (eighths // 8) + ("" if not eighths % 8 else " ▏▎▍▌▋▊▉"[eighths % 8])


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as it stands in its theme: `alike` others are folded into it."""

    response: Response
    text: str
    alike: int = 0
    marked: bool = False
    guess: str = ""
    by_hand: bool = False


class ThemedAnswers(RowList[AnswerRow]):
    """The answers of one theme; marked ones are acted on together."""

    class Moved(RowList.Moved):
        """Another answer is selected."""

    class Chosen(RowList.Chosen):
        """Enter or a double click on the selected answer."""

    def key(self, row: AnswerRow) -> str:
        return row.response.id

    def draw(self, row: AnswerRow) -> Text:
        mark, quiet = self.part("mark"), self.part("quiet")
        text = Text(no_wrap=True, end="")
        text.append("● " if row.marked else "  ", mark)
        text.append("★" if row.response.starred else " ", mark)
        text.append("h " if row.by_hand else "  ", quiet)
        text.append(row.text)
        if row.alike:
            text.append(f"  ×{row.alike + 1}", mark)
        if row.guess:
            text.append(f"  → {row.guess}?", quiet)
        return text
