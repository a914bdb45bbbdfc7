"""The parts that every workbook is made of: a cover, a tidy sheet a table, a dictionary, charts.

XlsxWriter is told what each cell is, so that nothing typed becomes a formula, a number or a link.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workshop.export.tables.column_types import ColumnType, types_of
from workshop.export.tables.columns import DataTable
from workshop.export.tables.rows import CellValue, Row

if TYPE_CHECKING:
    from workshop.export.workbook.charts import Chart

_WIDEST = 60
_HEIGHT, _COVER_WIDE = 16, 100
_LONGEST = 32_000
"""Characters that a cell holds for certain; a spreadsheet's limit is 32,767 halves of them."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_INK = "#1F3A5F"


@dataclass(frozen=True)
class Styles:
    """Formats of cells; `quoted` keeps text a text even when somebody edits the cell."""

    text: Any
    quoted: Any
    wrapped: Any
    heading: Any
    title: Any
    head: Any
    moment: Any
    day: Any
    number: Any
    whole: Any
    link: Any


@dataclass(frozen=True)
class Cover:
    """What a workbook says of itself: `facts` are (name, what), each left out where it is empty.

    `made` is when, so that equal workbooks are equal; `zone` is that of every time in it.
    """

    title: str
    subject: str
    made: datetime
    zone: str
    facts: Sequence[tuple[str, str]]
    cautions: Sequence[str]


def workbook(cover: Cover, tables: Sequence[DataTable], charts: Iterable[Chart]) -> bytes:
    """A whole workbook."""
    # Needed only here; half of what an export without it costs to start.
    import xlsxwriter

    from workshop.export.workbook.charts import add_charts

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    book.set_properties(_properties(cover))
    styles = _styles(book)
    first = book.add_worksheet("about")
    for table in tables:
        _sheet(book, table, styles)
    _dictionary(book.add_worksheet("dictionary"), tables, cover.zone, styles)
    with_charts = add_charts(book, charts, styles)
    _cover(first, cover, tables, styles, with_charts)
    first.activate()
    book.close()
    return packed.getvalue()


def _properties(cover: Cover) -> dict[str, Any]:
    """No author: who exports is nobody's business."""
    made = cover.made.replace(tzinfo=None)
    return {"title": cell_text(cover.title), "created": made, "subject": cover.subject}


def _styles(book: Any) -> Styles:
    def style(**given: Any) -> Any:
        return book.add_format({"font_name": "Calibri", "font_size": 11, "valign": "top", **given})

    return Styles(
        text=style(),
        quoted=style(quote_prefix=True),
        wrapped=style(text_wrap=True),
        heading=style(bold=True, font_color=_INK, font_size=12),
        title=style(bold=True, font_color=_INK, font_size=18),
        head=style(bold=True, font_color="#FFFFFF", bg_color=_INK),
        moment=style(num_format="yyyy-mm-dd hh:mm:ss"),
        day=style(num_format="yyyy-mm-dd"),
        number=style(num_format="0.##"),
        whole=style(num_format="0"),
        link=style(font_color="#1A56A0", underline=True),
    )


def cell_text(text: str) -> str:
    """The text as a cell holds it: whole, or cut with a word on where the rest is."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} … (cut: the rest stands in the CSV and the JSON)"


def write_text(sheet: Any, row: int, column: int, text: str, styles: Styles, style: Any) -> None:
    """A text that stays one, whatever it begins with."""
    shown = cell_text(text)
    if shown.startswith("<r>") and shown.endswith("</r>"):
        # XlsxWriter takes such a text for cell markup of its own making, unless it makes some.
        sheet.write_rich_string(row, column, style, shown[:3], shown[3:], style)
        return
    sheet.write_string(row, column, shown, styles.quoted if shown.startswith(_FORMULAS) else style)


# -- a sheet a table ---------------------------------------------------------------------------


def _sheet(book: Any, table: DataTable, styles: Styles) -> None:
    """Column names, then the rows, as a table of its own with filters; the header stays in view."""
    sheet = book.add_worksheet(table.name)
    types = types_of(table)
    for column, (name, type_) in enumerate(zip(table.names, types, strict=True)):
        sheet.set_column(column, column, _width(name, type_, table.rows, column))
    writers = [_writer(sheet, type_, styles) for type_ in types]
    for number, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            # An empty cell is empty, not a text of no letters, which no filter would find.
            if value is not None and value != "":
                writers[column](number, column, value)
    sheet.add_table(
        0, 0, max(1, len(table.rows)), len(types) - 1,
        {
            "name": f"t_{table.name}",
            "style": "Table Style Light 1",
            "columns": [{"header": name, "header_format": styles.head} for name in table.names],
        },
    )  # fmt: skip
    # One height for all: texts of many lines would overlap their neighbours, or fill the screen.
    sheet.set_default_row(_HEIGHT)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for_paper(sheet)


def _writer(
    sheet: Any, type_: ColumnType, styles: Styles
) -> Callable[[int, int, CellValue], object]:
    """What writes a column's values, each as what it is."""
    match type_:
        case ColumnType.YES_NO:
            return lambda row, column, value: sheet.write_boolean(row, column, value)
        case ColumnType.MOMENT:
            return lambda row, column, value: sheet.write_datetime(
                row, column, value, styles.moment
            )
        case ColumnType.DAY:
            return lambda row, column, value: sheet.write_datetime(row, column, value, styles.day)
        case ColumnType.WHOLE:
            return lambda row, column, value: sheet.write_number(row, column, value, styles.whole)
        case ColumnType.NUMBER:
            return lambda row, column, value: sheet.write_number(row, column, value)
        case ColumnType.TEXT:
            return lambda row, column, value: write_text(
                sheet, row, column, str(value), styles,
                # Wrapped, it is clipped to its row, where it would run over the next ones else.
                styles.wrapped if "\n" in str(value) else styles.text,
            )  # fmt: skip


def _width(name: str, type_: ColumnType, rows: Sequence[Row], column: int) -> float:
    """Wide enough for the name with its filter's button, and for most of what stands below."""
    fixed = {ColumnType.MOMENT: 19, ColumnType.DAY: 11}
    if type_ in fixed:
        return max(fixed[type_], len(name) + 4)
    longest = max((len(str(row[column] or "")) for row in rows), default=0)
    return min(_WIDEST, max(len(name) + 4, longest + 1))


# -- cover and dictionary ----------------------------------------------------------------------


def _cover(
    sheet: Any, cover: Cover, made: Sequence[DataTable], styles: Styles, charts: Sequence[str]
) -> None:
    """What this is, when it was made, what was taken out, and where things are."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, _COVER_WIDE)
    sheet.set_row(0, 28)
    write_text(sheet, 0, 0, cover.title, styles, styles.title)
    row = 2
    for name, said in cover.facts:
        if said:
            row = _line(sheet, row, name, said, styles)
    row = _heading(sheet, row + 1, "Sheets", styles)
    for table in made:
        rows = f"{len(table.rows)} {'row' if len(table.rows) == 1 else 'rows'}"
        row = _linked(sheet, row, table.name, f"{table.about} {rows}.", styles)
    row = _linked(sheet, row, "dictionary", "What every column holds.", styles)
    for name in charts:
        said = "Charts, to edit and to copy." if name == "charts" else "The numbers behind them."
        row = _linked(sheet, row, name, said, styles)
    row = _heading(sheet, row + 1, "With care", styles)
    for caution in cover.cautions:
        row = _line(sheet, row, "", caution, styles)
    for_paper(sheet)


def for_paper(sheet: Any) -> None:
    """Printed, a sheet is as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _heading(sheet: Any, row: int, text: str, styles: Styles) -> int:
    sheet.write_string(row, 0, text, styles.heading)
    return row + 1


def _line(sheet: Any, row: int, name: str, said: str, styles: Styles) -> int:
    sheet.write_string(row, 0, name, styles.text)
    write_text(sheet, row, 1, said, styles, styles.wrapped)
    # Not every program makes room for wrapped text by itself.
    sheet.set_row(row, _HEIGHT * (1 + len(said) // (_COVER_WIDE + 5)))
    return row + 1


def _linked(sheet: Any, row: int, name: str, said: str, styles: Styles) -> int:
    """A line with a link to one of our own sheets; a link is never made of what was typed."""
    sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, name)
    write_text(sheet, row, 1, said, styles, styles.wrapped)
    return row + 1


def _dictionary(sheet: Any, made: Sequence[DataTable], zone: str, styles: Styles) -> None:
    """A row for each column of each table."""
    names = ("table", "column", "type", "what it holds")
    rows = [
        (table.name, name, _said(type_, zone), about)
        for table in made
        for (name, about), type_ in zip(table.columns, types_of(table), strict=True)
    ]
    for column, width in enumerate((14, 18, 40, 80)):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, styles.text)
    sheet.add_table(
        0, 0, len(rows), len(names) - 1,
        {
            "name": "t_dictionary",
            "style": "Table Style Light 1",
            "columns": [{"header": name, "header_format": styles.head} for name in names],
        },
    )  # fmt: skip
    sheet.freeze_panes(1, 0)
    for_paper(sheet)


def _said(type_: ColumnType, zone: str) -> str:
    return f"{type_.value}, local in {zone}" if type_ is ColumnType.MOMENT else type_.value
