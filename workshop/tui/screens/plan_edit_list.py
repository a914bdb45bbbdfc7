"""A plan under edit as rows: when, how long, how willingly, what."""

from __future__ import annotations

from rich.text import Text

from workshop.domain.text import clean_line
from workshop.plans.durations import format_seconds
from workshop.plans.editing import EditRow, PlanEdit
from workshop.tui.widgets.row_list import RowList


class PlanRows(RowList[EditRow]):
    """Parts and their segments; the selected one stays selected while it moves."""

    class Moved(RowList.Moved):
        """Another row is selected."""

    class Chosen(RowList.Chosen):
        """Enter or a double click on the selected row."""

    edit: PlanEdit | None = None

    def key(self, row: EditRow) -> tuple[int, str]:
        return row.key

    def is_out(self, row: EditRow) -> bool:
        """A segment without minutes only stands ready."""
        return row.segment is not None and row.seconds == 0

    def draw(self, row: EditRow) -> Text:
        mark, quiet = self.part("mark"), self.part("quiet")
        width = self.scrollable_content_region.width
        when = self.edit.time_at(row.offset_s) if self.edit is not None else ""
        length = "?" if row.seconds is None else format_seconds(row.seconds)
        title = clean_line(row.title)
        text = Text(no_wrap=True, end="")
        if row.segment is None:
            text.append(f"{'':>5}  {length:>6}  ", quiet)
            text.append(title, mark)
            return text
        least = "" if row.min_s is None else f"≥{format_seconds(row.min_s)}"
        text.append(f"{when if row.seconds else 'ready':>5}  ", quiet)
        text.append(f"{length:>6} ")
        text.append(f"{least:>7}  ", quiet)
        text.append(f"{row.priority:<6}  ", quiet)
        text.append(title)
        if row.exercise and width >= 60:
            text.append(f"  {row.exercise}", quiet)
        return text
