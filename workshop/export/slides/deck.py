"""Slides piece by piece: measured text, native charts, tables, pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from workshop.export.escaping import writable
from workshop.export.pictures import Picture
from workshop.export.slides.looks import (
    Box,
    bare,
    copy_into,
    describe,
    foot_look,
    move,
    of_slide,
    plain_table,
    points,
    put_line,
    rgb,
    set_theme,
    set_title,
    title_look,
)
from workshop.export.slides.text import (
    LINE,
    MORE,
    QUIET,
    TEXT,
    Line,
    cell_rows,
    enlarged,
    fitted,
    row_heights,
)
from workshop.export.steady import steady
from workshop.export.typeface import BOLD, wrapped

WIDE, HIGH = 960.0, 540.0
EDGE = 48.0
ACCENT = "1F5F8B"
_TITLE = 28.0
WHOLE: Box = (EDGE, 112, WIDE - 2 * EDGE, 378)
LEFT: Box = (EDGE, 112, 330, 378)
RIGHT: Box = (EDGE + 362, 112, WIDE - 2 * EDGE - 362, 378)
NARROW: Box = (EDGE, 112, 230, 378)
BROAD: Box = (EDGE + 252, 112, WIDE - 2 * EDGE - 252, 378)
_GROWTH = (1.5, 1.35, 1.25, 1.15, 1.0)


class Deck:
    """A presentation that grows by slides."""

    def __init__(self, title: str, subject: str, made: datetime) -> None:
        # The writer of slides costs 300 ms, and only a presentation needs it.
        from pptx import Presentation
        from pptx.util import Pt

        self._made = made
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Pt(WIDE), Pt(HIGH)
        self._footer = wrapped(title, 10, 600, 1)[0]
        self._set_up(title, subject)

    def front(self, event: str, title: str, lines: Sequence[Line], notes: str) -> None:
        """The first slide."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[0])
        self._rule(slide, (EDGE, 186, 72, 5), ACCENT)
        self.text(slide, (EDGE, 144, WIDE - 2 * EDGE, 40), [Line(event, 16, True, ACCENT)])
        said = wrapped(title, 40 * BOLD, WIDE - 2 * EDGE - 20, 3)
        set_title(slide, " ".join(said))
        high = len(said) * 40 * LINE
        self.text(slide, (EDGE, 212 + high + 14, WIDE - 2 * EDGE, 290 - high), lines)
        self._noted(slide, notes)

    def slide(self, title: str, notes: str) -> Any:
        """A slide with a title of at most two lines, and its notes."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[1])
        set_title(slide, " ".join(wrapped(title, _TITLE * BOLD, WIDE - 2 * EDGE - 10, 2)))
        layout: Any = self._deck.slide_layouts[1]
        for shape in layout.placeholders:
            if shape.placeholder_format.idx in (11, 12):  # footer and number, which are not copied
                copy_into(slide, shape)
        self._noted(slide, notes)
        return slide

    def text(self, slide: Any, box: Box, lines: Sequence[Line], grow: float = 1.0) -> None:
        """Paragraphs in a box, shortened where they would not fit; `grow` as for columns."""
        self.columns(slide, [(box, lines)], grow)

    def columns(
        self, slide: Any, columns: Sequence[tuple[Box, Sequence[Line]]], grow: float
    ) -> None:
        """Paragraphs in several boxes; where there is room, all larger by up to `grow` times."""
        for factor in (f for f in _GROWTH if f <= grow):
            shown = [
                (box, fitted([enlarged(line, factor) for line in lines], box[2], box[3]))
                for box, lines in columns
            ]
            if not any(line.text == MORE for _, lines in shown for line in lines):
                break
        for box, lines in shown:
            if lines:
                frame = slide.shapes.add_textbox(*points(box)).text_frame
                bare(frame)
                for number, line in enumerate(lines):
                    put_line(frame.add_paragraph() if number else frame.paragraphs[0], line)

    def numbers(self, slide: Any, figures: Sequence[tuple[str, str]], top: float) -> None:
        """Numbers that stand alone, beside each other."""
        wide = (WIDE - 2 * EDGE) / max(len(figures), 1)
        self._rule(slide, (EDGE, top, WIDE - 2 * EDGE, 2), TEXT)
        for place, (number, what) in enumerate(figures):
            box = (EDGE + place * wide, top + 14, wide - 12, 92)
            self.text(slide, box, [Line(number, 36, True, after=2), Line(what, 13, colour=QUIET)])

    def picture(self, slide: Any, box: Box, picture: Picture, alt: str) -> None:
        """A picture as large as its box allows."""
        left, top, wide, high = box
        width = min(wide, high / picture.aspect)
        shape = slide.shapes.add_picture(
            io.BytesIO(picture.png), *points((left + (wide - width) / 2, top))[:2],
            width=points((width, 0))[0],
        )  # fmt: skip
        describe(shape, alt)

    def table(
        self, slide: Any, box: Box, rows: Sequence[Sequence[Line]], shares: Sequence[float],
        grow: float = 1.0,
    ) -> int:  # fmt: skip
        """As many rows as fit, each as high as its text; how many. `grow` as for text."""
        left, top, wide, high = box
        widths = [wide * share / sum(shares) for share in shares]
        for factor in (f for f in _GROWTH if f <= grow):
            grown = [[enlarged(cell, factor) for cell in row] for row in rows]
            heights = row_heights(grown, widths, high)
            if len(heights) == len(rows):
                break
        if not heights:
            return 0
        place = points((left, top, wide, sum(heights)))
        frame = slide.shapes.add_table(len(heights), len(widths), *place)
        table = frame.table
        plain_table(table)
        for index, width in enumerate(widths):
            table.columns[index].width = points((width,))[0]
        for index, tall in enumerate(heights):
            table.rows[index].height = points((tall,))[0]
            for column, cell in enumerate(grown[index]):
                self._cell(table.cell(index, column), cell, widths[column])
        return len(heights)

    def content(self) -> bytes:
        """The presentation's file; the same for the same report."""
        file = io.BytesIO()
        self._deck.save(file)
        return steady(file.getvalue(), self._made)

    # -- inside --------------------------------------------------------------------------------

    def _cell(self, cell: Any, line: Line, width: float) -> None:
        from pptx.util import Pt

        cell.margin_left, cell.margin_right = Pt(0), Pt(12)
        cell.margin_top = cell.margin_bottom = Pt(5)
        shown = " ".join(cell_rows(line, width))
        put_line(cell.text_frame.paragraphs[0], replace(line, text=shown, after=0))

    def _rule(self, slide: Any, box: Box, colour: str) -> None:
        from pptx.enum.shapes import MSO_SHAPE

        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *points(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        style = shape._element.find(of_slide("style"))  # noqa: SLF001 - it would cast a shadow
        shape._element.remove(style)  # noqa: SLF001
        shape.name = "Rule"

    def _noted(self, slide: Any, notes: str) -> None:
        slide.notes_slide.notes_text_frame.text = writable(notes)

    def _set_up(self, title: str, subject: str) -> None:
        """Two layouts of the library's template, set anew for a wide slide; the others go."""
        master = self._deck.slide_master
        keep = [self._deck.slide_layouts[0], self._deck.slide_layouts[5]]
        for layout in list(self._deck.slide_layouts):
            if layout.name not in {kept.name for kept in keep}:
                self._deck.slide_layouts.remove(layout)
        set_theme(master)
        for page in (master, *keep):
            for shape in page.placeholders:
                self._place(page, shape, front=page is keep[0])
        properties = self._deck.core_properties
        properties.title, properties.subject = writable(title)[:255], writable(subject)[:255]
        properties.author = properties.last_modified_by = "workshop"
        properties.language, properties.keywords, properties.comments = "en-GB", "", ""
        # PowerPoint reads these as UTC, and the library takes them bare.
        at = self._made.astimezone(UTC).replace(tzinfo=None)
        properties.created = properties.modified = at
        properties.revision = 1

    def _place(self, page: Any, shape: Any, *, front: bool) -> None:
        from pptx.enum.shapes import PP_PLACEHOLDER as KIND
        from pptx.enum.text import MSO_ANCHOR

        kind = shape.placeholder_format.type
        if kind in (KIND.TITLE, KIND.CENTER_TITLE):
            box = (EDGE, 212, WIDE - 2 * EDGE, 150) if front else (EDGE, 28, WIDE - 2 * EDGE, 72)
            move(shape, box)
            bare(shape.text_frame)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
            title_look(shape, 40 if front else _TITLE)
        elif kind in (KIND.FOOTER, KIND.SLIDE_NUMBER):
            number = kind == KIND.SLIDE_NUMBER
            move(shape, (WIDE - EDGE - 80, 508, 80, 16) if number else (EDGE, 508, 700, 16))
            bare(shape.text_frame)
            foot_look(shape, None if number else self._footer, right=number)
        elif kind in (KIND.SUBTITLE, KIND.DATE) and page is not self._deck.slide_master:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
        else:
            move(shape, WHOLE)
