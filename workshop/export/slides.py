"""Slides piece by piece: text that is measured before it is set, native charts, tables, pictures.

Places are boxes of (left, top, width, height) in points on a slide of 960 by 540.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from workshop.export.escaping import reads_backwards, writable
from workshop.export.pictures import Picture
from workshop.export.steady import steady
from workshop.export.typeface import BOLD, wrapped

WIDE, HIGH = 960.0, 540.0
EDGE = 48.0
TEXT, QUIET, RULE, ACCENT = "1C1B1A", "57534E", "D6D3D1", "1F5F8B"
FONT = "Arial"
MORE = "More in the report."
_LINE = 1.22
_TITLE = 28.0
Box = tuple[float, float, float, float]
WHOLE: Box = (EDGE, 112, WIDE - 2 * EDGE, 378)
LEFT: Box = (EDGE, 112, 330, 378)
RIGHT: Box = (EDGE + 362, 112, WIDE - 2 * EDGE - 362, 378)
NARROW: Box = (EDGE, 112, 230, 378)
BROAD: Box = (EDGE + 252, 112, WIDE - 2 * EDGE - 252, 378)
_GROWTH = (1.5, 1.35, 1.25, 1.15, 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on a slide; `after` is the air below it, `most` its lines (0: any)."""

    text: str
    size: float = 16
    bold: bool = False
    colour: str = TEXT
    after: float = 8
    bullet: bool = False
    most: int = 0


def fitted(lines: Sequence[Line], width: float, height: float) -> list[Line]:
    """The paragraphs that fit, the last one shortened, with a word on where the rest stands."""
    rest = height
    found: list[Line] = []
    for number, line in enumerate(lines):
        inner = width - (14 if line.bullet else 0)
        size = line.size * (BOLD if line.bold else 1)
        rows = wrapped(line.text, size, inner * 0.98)
        if line.most and len(rows) > line.most:
            rows = wrapped(line.text, size, inner * 0.98, line.most)
        last = number == len(lines) - 1
        # Unless all of it fits, room is kept for saying that there is more.
        spare = rest - (0 if last else 12 * _LINE)
        most = int(spare // (line.size * _LINE))
        if len(rows) > most:
            most = int((rest - 12 * _LINE) // (line.size * _LINE))
            if most > 0:
                short = " ".join(wrapped(line.text, size, inner * 0.98, most))
                found.append(replace(line, text=short, after=4))
            found.append(Line(MORE, 12, colour=QUIET))
            return found
        found.append(replace(line, text=" ".join(rows)))
        rest -= len(rows) * line.size * _LINE + line.after
    return found


def _grown(line: Line, factor: float) -> Line:
    return replace(line, size=round(line.size * factor), after=line.after * factor)


def _heights(rows: Sequence[Sequence[Line]], widths: Sequence[float], high: float) -> list[float]:
    """How high each row is, as far as they fit."""
    found: list[float] = []
    for row in rows:
        tall = 10 + max(
            len(_cell_rows(cell, width)) * cell.size * _LINE
            for cell, width in zip(row, widths, strict=True)
        )
        if sum(found) + tall > high:
            break
        found.append(tall)
    return found


def _cell_rows(line: Line, width: float) -> list[str]:
    size = line.size * (BOLD if line.bold else 1)
    return wrapped(line.text, size, (width - 12) * 0.98, line.most)


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
        _set_title(slide, " ".join(said))
        high = len(said) * 40 * _LINE
        self.text(slide, (EDGE, 212 + high + 14, WIDE - 2 * EDGE, 290 - high), lines)
        self._noted(slide, notes)

    def slide(self, title: str, notes: str) -> Any:
        """A slide with a title of at most two lines, and its notes."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[1])
        _set_title(slide, " ".join(wrapped(title, _TITLE * BOLD, WIDE - 2 * EDGE - 10, 2)))
        layout: Any = self._deck.slide_layouts[1]
        for shape in layout.placeholders:
            if shape.placeholder_format.idx in (11, 12):  # footer and number, which are not copied
                _copy_into(slide, shape)
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
                (box, fitted([_grown(line, factor) for line in lines], box[2], box[3]))
                for box, lines in columns
            ]
            if not any(line.text == MORE for _, lines in shown for line in lines):
                break
        for box, lines in shown:
            if lines:
                frame = slide.shapes.add_textbox(*_points(box)).text_frame
                _bare(frame)
                for number, line in enumerate(lines):
                    _put_line(frame.add_paragraph() if number else frame.paragraphs[0], line)

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
            io.BytesIO(picture.png), *_points((left + (wide - width) / 2, top))[:2],
            width=_points((width, 0))[0],
        )  # fmt: skip
        _describe(shape, alt)

    def table(
        self, slide: Any, box: Box, rows: Sequence[Sequence[Line]], shares: Sequence[float],
        grow: float = 1.0,
    ) -> int:  # fmt: skip
        """As many rows as fit, each as high as its text; how many. `grow` as for text."""
        left, top, wide, high = box
        widths = [wide * share / sum(shares) for share in shares]
        for factor in (f for f in _GROWTH if f <= grow):
            grown = [[_grown(cell, factor) for cell in row] for row in rows]
            heights = _heights(grown, widths, high)
            if len(heights) == len(rows):
                break
        if not heights:
            return 0
        place = _points((left, top, wide, sum(heights)))
        frame = slide.shapes.add_table(len(heights), len(widths), *place)
        table = frame.table
        _plain_table(table)
        for index, width in enumerate(widths):
            table.columns[index].width = _points((width,))[0]
        for index, tall in enumerate(heights):
            table.rows[index].height = _points((tall,))[0]
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
        shown = " ".join(_cell_rows(line, width))
        _put_line(cell.text_frame.paragraphs[0], replace(line, text=shown, after=0))

    def _rule(self, slide: Any, box: Box, colour: str) -> None:
        from pptx.enum.shapes import MSO_SHAPE

        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_points(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        style = shape._element.find(_p("style"))  # noqa: SLF001 - it would cast a shadow
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
        _theme(master)
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
            _move(shape, box)
            _bare(shape.text_frame)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
            _title_look(shape, 40 if front else _TITLE)
        elif kind in (KIND.FOOTER, KIND.SLIDE_NUMBER):
            number = kind == KIND.SLIDE_NUMBER
            _move(shape, (WIDE - EDGE - 80, 508, 80, 16) if number else (EDGE, 508, 700, 16))
            _bare(shape.text_frame)
            _foot_look(shape, None if number else self._footer, right=number)
        elif kind in (KIND.SUBTITLE, KIND.DATE) and page is not self._deck.slide_master:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
        else:
            _move(shape, WHOLE)


# -- how things look ---------------------------------------------------------------------------


def _points(values: Sequence[float]) -> list[Any]:
    from pptx.util import Pt

    return [Pt(value) for value in values]


def rgb(colour: str) -> Any:
    """A colour of six digits as the library takes it."""
    from pptx.dml.color import RGBColor

    made: Any = RGBColor  # which says nothing of its types
    return made(*bytes.fromhex(colour))


def _move(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _points(box)


def _copy_into(slide: Any, shape: Any) -> None:
    """A placeholder of the layout on the slide itself, under a number of its own."""
    tree = slide.shapes._spTree  # noqa: SLF001 - the library copies no footers
    taken = [int(found.get("id")) for found in tree.iter(_p("cNvPr"))]
    copy = deepcopy(shape._element)  # noqa: SLF001
    next(copy.iter(_p("cNvPr"))).set("id", str(max(taken) + 1))
    tree.append(copy)


def _bare(frame: Any) -> None:
    """No air inside, lines wrapped, and nothing shrunk by the program that shows it."""
    from pptx.enum.text import MSO_AUTO_SIZE

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _set_title(slide: Any, text: str) -> None:
    slide.shapes.title.text_frame.text = writable(text)
    if reads_backwards(text):
        _backwards(slide.shapes.title.text_frame.paragraphs[0])


def _put_line(paragraph: Any, line: Line) -> None:
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = writable(line.text)
    run.font.size, run.font.bold, run.font.name = Pt(line.size), line.bold, FONT
    run.font.color.rgb = rgb(line.colour)
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    paragraph.line_spacing, paragraph.space_after = Pt(line.size * _LINE), Pt(line.after)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    if line.bullet:
        properties.set("marL", "177800")
        properties.set("indent", "-177800")
        properties.append(_drawing("a:buFont", typeface="Arial"))
        properties.append(_drawing("a:buChar", char="•"))
    if reads_backwards(line.text):
        _backwards(paragraph)


def _backwards(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.set("rtl", "1")
    properties.set("algn", "r")


def _drawing(name: str, *children: Any, **attributes: str) -> Any:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    made = parse_xml(f"<{name} {nsdecls('a')}/>")
    for key, value in attributes.items():
        made.set(key, value)
    made.extend(children)
    return made


def _describe(shape: Any, alt: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", writable(alt))  # noqa: SLF001


def describe(shape: Any, alt: str) -> None:
    """What a chart shows, in words."""
    _describe(shape, alt)


def _title_look(shape: Any, size: float) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    body = shape._element.txBody  # noqa: SLF001
    style = body.find(_a("lstStyle"))
    for child in list(style):
        style.remove(child)
    level = _drawing("a:lvl1pPr", algn="l")
    spacing = _drawing("a:lnSpc", _drawing("a:spcPts", val=str(round(size * _LINE * 100))))
    fill = _drawing("a:solidFill", _drawing("a:srgbClr", val=TEXT))
    look = _drawing("a:defRPr", fill, sz=str(int(Pt(size).pt * 100)), b="1")
    level.extend([spacing, look])
    style.append(level)


def _foot_look(shape: Any, text: str | None, *, right: bool) -> None:
    style = shape._element.txBody.find(_a("lstStyle"))  # noqa: SLF001
    for child in list(style):
        style.remove(child)
    fill = _drawing("a:solidFill", _drawing("a:srgbClr", val=QUIET))
    level = _drawing("a:lvl1pPr", _drawing("a:defRPr", fill, sz="1000"), algn="r" if right else "l")
    style.append(level)
    if text is not None:
        shape.text_frame.text = writable(text)


def _p(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}"


def _a(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}"


def _theme(master: Any) -> None:
    """Our font and colours where a person adds to a slide."""
    import re

    from pptx.opc.constants import RELATIONSHIP_TYPE as TYPES

    part = master.part.part_related_by(TYPES.THEME)
    text = part.blob.decode("utf-8")
    text = text.replace('<a:latin typeface="Calibri"', f'<a:latin typeface="{FONT}"')
    accents = ("1F5F8B", "A6461C", "9CC3DE", "EAB38F", "2C6E49", "8A5A00")
    for number, colour in enumerate(accents, 1):
        text = re.sub(
            rf"(<a:accent{number}>\s*<a:srgbClr val=\")[0-9A-F]{{6}}", rf"\g<1>{colour}", text
        )
    part._blob = text.encode("utf-8")  # noqa: SLF001


def _plain_table(table: Any) -> None:
    """No bands and no fills, a line below each row."""
    properties = table._tbl.tblPr  # noqa: SLF001
    for flag in ("firstRow", "bandRow"):
        properties.set(flag, "0")
    style = properties.find(_a("tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # 'No style, no grid'
    for row in table.rows:
        for cell in row.cells:
            line = _drawing(
                "a:lnB", _drawing("a:solidFill", _drawing("a:srgbClr", val=RULE)), w="6350"
            )
            cell._tc.get_or_add_tcPr().append(line)  # noqa: SLF001
