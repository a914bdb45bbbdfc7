"""Answers in a list that draws only what is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from immutables import Map
from rich.text import Text

from workshop.domain.ids import ResponseId
from workshop.domain.moderation import waits
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.tui.widgets.arrivals import Answers
from workshop.tui.widgets.row_list import RowList
from workshop.tui.widgets.typed import who

_FROM_WIDTH = 9

Numbered = tuple[int, ResponseId]


def whose(state: State | None, response: Response) -> str:
    """'table 4', '#17': as it was typed, or the badge of the phone that sent it."""
    sender = response.participant
    person = None if state is None or sender is None else state.participants.get(sender)
    return who(response.table, str(person.badge) if person is not None else response.badge)


class AnswerList(RowList[Numbered]):
    """Answers by number and id.

    With `state` it says of those from phones whose they are, how many voted for them, which wait to
    be looked over, and which stand for others. `marked` are to be merged, the first is to stand.
    """

    class Moved(RowList.Moved):
        """Another answer is selected."""

    class Chosen(RowList.Chosen):
        """Enter or a double click on the selected answer."""

    def __init__(
        self,
        line_of: Callable[[Response], str],
        *,
        state: Callable[[], State] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._state = state
        self._line_of = line_of
        self._answers: Answers = Map()
        self.marked: list[ResponseId] = []

    def show_answers(self, answers: Answers, rows: Sequence[Numbered]) -> None:
        """Draw these rows with what is newest about them."""
        self._answers = answers
        self.show_rows(rows)

    def mark(self, id_: ResponseId) -> None:
        """Mark an answer as one of those to merge, or no longer; then on to the next."""
        marked = self.marked
        self.marked = [m for m in marked if m != id_] if id_ in marked else [*marked, id_]
        self.cursor += 1
        self.refresh()

    def unmark(self) -> None:
        """Let go of all marks."""
        self.marked = []
        self.refresh()

    def key(self, row: Numbered) -> ResponseId:
        return row[1]

    def is_out(self, row: Numbered) -> bool:
        response = self._answers.get(row[1])
        return response is not None and not response.counts

    def draw(self, row: Numbered) -> Text:
        number, id_ = row
        response = self._answers.get(id_)
        text = Text(no_wrap=True, end="")
        if response is None:
            return text
        quiet, mark = self.part("quiet"), self.part("mark")
        text.append(f"{number:>5}", quiet)
        text.append(self._mark(id_), mark)
        text.append("★" if response.starred else " ", mark)
        text.append("P " if response.parked else "  ", mark)
        state = None if self._state is None else self._state()
        text.append("? " if state is not None and waits(state, response) else "  ", mark)
        text.append(f"{whose(state, response):<{_FROM_WIDTH}} ", quiet)
        if state is not None and (votes := len(state.voters(response.id))):
            text.append(f"▲{votes} ", mark)
        if state is not None and (others := len(state.merged_with(response.id))):
            text.append(f"×{others + 1} ", mark)
        if response.withdrawn:
            text.append("withdrawn: ")
        elif response.hidden:
            text.append(f"hidden ({response.hidden}): ")
        elif response.merged_into is not None:
            text.append("merged: ")
        text.append(self._line_of(response))
        if response.amended:
            text.append("  (corrected)", quiet)
        return text

    def _mark(self, id_: ResponseId) -> str:
        """● what is to stand, ○ what is to be merged into it."""
        if id_ not in self.marked:
            return " "
        return "●" if id_ == self.marked[0] else "○"
