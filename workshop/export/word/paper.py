"""A Word document piece by piece: styles, contents, captions, tables and pictures.

It keeps count of how high everything is set, so that the contents can name pages: Word numbers
them anew when it is asked to update the field, and shows these until then. Sizes are in points.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workshop.export.escaping import writable
from workshop.export.pictures import Picture
from workshop.export.steady import steady
from workshop.export.typeface import BOLD, measure, wrapped
from workshop.export.word import xml
from workshop.export.word.pagination import Piece, pages
from workshop.export.word.xml import ACCENT, QUIET, TEXT, Run, Text, w

FONT = "Arial"
PAGE = (595.3, 841.9)
SIDE, TOP, BOTTOM = 65.0, 62.0, 68.0
WIDE = PAGE[0] - 2 * SIDE
HIGH = PAGE[1] - TOP - BOTTOM
_MOST_WHOLE = 900
"""Letters in a row of a table up to which it stays on one page."""
_WIDEST_WORD = 90.0
"""What a column is given at most so that no word in it is parted."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set; `line` is the least height of a line, `keep` holds it to the next."""

    name: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    indent: float = 0
    bold: bool = False
    colour: str = TEXT
    keep: bool = False


EVENT = Style("Event", 10, 14, after=10, bold=True, colour=ACCENT)
TITLE = Style("Title", 27, 32, after=12, bold=True)
HEADINGS = (
    Style("Heading 1", 18, 23, 22, 9, bold=True, keep=True),
    Style("Heading 2", 13, 17, 17, 5, bold=True, keep=True),
    Style("Heading 3", 11, 15, 13, 3, bold=True, keep=True),
)
BODY = Style("Normal", 10, 14.5, after=6)
PROMPT = Style("Prompt", 10, 14.5, after=6, colour=QUIET, keep=True)
LEAD = Style("Lead", 11.5, 16, after=6, bold=True)
SMALL = Style("Small", 8.5, 12, after=5, colour=QUIET)
BULLET = Style("List Bullet", 10, 14.5, after=3.5, indent=14)
SAID = Style("Quote", 10, 14.5, before=3, indent=14, keep=True)
SOURCE = Style("Quote Source", 8.5, 12, after=8, indent=14, colour=QUIET)
GROUP = Style("Group", 9.5, 14, before=6, after=2, bold=True, colour=QUIET, keep=True)
CAPTION = Style("Caption", 9, 12, before=2, after=11, colour=QUIET)
TABLE_CAPTION = Style("Table Caption", 9, 12, before=8, after=4, colour=QUIET, keep=True)
PICTURE = Style("Picture", 10, 12, before=8, keep=True)
CELL = Style("Table Text", 9, 12.5)
HEAD = Style("Table Head", 8.5, 12, bold=True, colour=QUIET, keep=True)
NUMBER = Style("Figure Number", 20, 25, bold=True, keep=True)
CONTENTS = (
    Style("toc 1", 10.5, 15, before=5, bold=True),
    Style("toc 2", 9.5, 14, indent=14),
)
_STYLES = (
    EVENT, TITLE, *HEADINGS, BODY, PROMPT, LEAD, SMALL, BULLET, SAID, SOURCE, GROUP, CAPTION,
    TABLE_CAPTION, PICTURE, CELL, HEAD, NUMBER, *CONTENTS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents; `name` is its bookmark."""

    level: int
    text: str
    name: str


class Paper:
    """A document that grows downwards."""

    def __init__(self, title: str, subject: str, made: datetime) -> None:
        # Word's writer costs 150 ms, and only a document needs it.
        from docx import Document

        self._document = Document()
        self._made = made
        self._end = self._document.element.body.sectPr
        self._entries: list[_Entry] = []
        self._pieces: list[Piece] = []
        self._contents: Any = None
        self._counts = {"Figure": 0, "Table": 0}
        self._ids = {style.name: self._style(style) for style in _STYLES}
        self._set_up(title, subject)

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """A heading; the first two levels stand in the contents."""
        style = HEADINGS[level - 1]
        name = f"_Toc{len(self._entries) + 1:06d}" if level < 3 else ""
        self._lay(style, text, name=name, fresh=new_page)
        paragraph = self._put(xml.paragraph(self._ids[style.name], [Run(text)]))
        if new_page:
            paragraph.pPr.append(w("w:pageBreakBefore"))
            paragraph.pPr.append(w("w:spacing", **{"w:before": "0"}))
            xml.put_in_order(paragraph.pPr)
        if name:
            self._entries.append(_Entry(level, text, name))
            number = {"w:id": str(len(self._entries))}
            paragraph.insert(1, w("w:bookmarkStart", **number, **{"w:name": name}))
            paragraph.append(w("w:bookmarkEnd", **number))

    def text(self, text: Text, style: Style = BODY) -> None:
        """A paragraph, a bullet or a line of any style."""
        self._lay(style, xml.plain(text))
        self._put(xml.paragraph(self._ids[style.name], xml.runs_of(text)))

    def contents(self, title: str) -> None:
        """The place of the contents, which are filled in when all is known."""
        self._contents = self._put(
            xml.paragraph(self._ids[TABLE_CAPTION.name], [Run(title, bold=True)])
        )

    def figure(self, picture: Picture, caption: str, alt: str) -> None:
        """A picture with its caption below; `alt` says what it shows to who does not see it."""
        from docx.shared import Pt

        width = min(WIDE, 0.8 * HIGH / picture.aspect)
        high = width * picture.aspect
        self._pieces.append(Piece(max(high, PICTURE.line), PICTURE.before, keep=True))
        inline = self._document.part.new_pic_inline(io.BytesIO(picture.png), width=Pt(width))
        inline.docPr.set("descr", writable(alt))
        for side in ("distT", "distB", "distL", "distR"):  # some readers leave air without these
            inline.set(side, "0")
        paragraph = self._put(xml.paragraph(self._ids[PICTURE.name], []))
        paragraph.append(w("w:r", w("w:drawing", inline)))
        self._caption("Figure", caption, CAPTION)

    def table(
        self, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Text]],
        shares: Sequence[float] = (), numeric: Sequence[int] = (), strong: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """A table whose head repeats and whose rows stay whole; `strong` rows are set in bold.

        `shares` are the columns' widths to each other, by what they hold where none are given.
        """
        widths = _widths(columns, rows, shares)
        if caption:
            self._caption("Table", caption, TABLE_CAPTION)
        table = xml.table_start(widths, ruled=True)
        table.append(self._row(columns, widths, numeric, HEAD, head=True))
        for number, cells in enumerate(rows):
            said = [xml.runs_of(cell, bold=number in strong) for cell in cells]
            # No head stands alone with a row at the foot of a page.
            keep = number < min(2, len(rows) - 1)
            table.append(self._row(said, widths, numeric, CELL, keep=keep))
        self._put(table)
        self._space(8)

    def figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Numbers that stand alone, beside each other, with what they count."""
        widths = [WIDE / len(figures)] * len(figures)
        table = xml.table_start(widths, ruled=False)
        numbers, words = zip(*figures, strict=True)
        table.append(self._row(numbers, widths, (), NUMBER))
        table.append(self._row(words, widths, (), SMALL))
        self._put(table)
        self._space(6)

    def content(self) -> bytes:
        """The document's file; the same for the same report."""
        if self._contents is not None and self._entries:
            self._fill_contents()
        file = io.BytesIO()
        self._document.save(file)
        return steady(file.getvalue(), self._made)

    # -- laying out ----------------------------------------------------------------------------

    def _put(self, element: Any) -> Any:
        self._end.addprevious(element)
        return element

    def _lay(self, style: Style, text: str, *, name: str = "", fresh: bool = False) -> None:
        lines = _lines(style, text, WIDE - style.indent)
        line = style.line if lines > 3 else 0
        self._pieces.append(
            Piece(
                lines * style.line,
                0 if fresh else style.before,
                style.after,
                style.keep,
                line,
                fresh,
                name,
            )
        )

    def _space(self, high: float) -> None:
        """Air after a table, which has none of its own."""
        self._pieces.append(Piece(high))
        self._put(w("w:p", w("w:pPr", xml.spacing(0, 0, exactly=high))))

    def _caption(self, label: str, text: str, style: Style) -> None:
        self._counts[label] += 1
        number = str(self._counts[label])
        self._lay(style, f"{label} {number}. {text}")
        paragraph = self._put(xml.paragraph(self._ids[style.name], [Run(f"{label} ", bold=True)]))
        paragraph.extend(xml.field(f" SEQ {label} \\* ARABIC ", number, bold=True))
        paragraph.append(xml.run_xml(Run(". ", bold=True)))
        paragraph.append(xml.run_xml(Run(text)))

    def _row(
        self, cells: Sequence[Text], widths: Sequence[float], numeric: Sequence[int],
        style: Style, *, head: bool = False, keep: bool = False,
    ) -> Any:  # fmt: skip
        said = [xml.plain(cell) for cell in cells]
        whole = max(map(len, said), default=0) < _MOST_WHOLE
        high = max(
            _lines(style, text, width - xml.CELL_GAP)
            for text, width in zip(said, widths, strict=True)
        )
        taken = high * style.line + style.before + style.after + 2 * xml.CELL_PADDING + 0.5
        self._pieces.append(Piece(taken, keep=keep or style.keep, line=0 if whole else style.line))
        paragraphs = [
            xml.paragraph(
                self._ids[style.name], xml.runs_of(cell), right=index in numeric, keep=keep
            )
            for index, cell in enumerate(cells)
        ]
        return xml.row(paragraphs, widths, whole=whole, head=head)

    def _fill_contents(self) -> None:
        found = pages(self._pieces, HIGH)
        after = self._contents
        for number, entry in enumerate(self._entries):
            paragraph = xml.paragraph(self._ids[CONTENTS[entry.level - 1].name], [])
            if number == 0:
                paragraph.extend(xml.field_start(' TOC \\o "1-2" \\h \\z \\u '))
            link = w("w:hyperlink", **{"w:anchor": entry.name, "w:history": "1"})
            link.append(xml.run_xml(Run(entry.text)))
            link.append(w("w:r", w("w:tab")))
            link.extend(xml.field(f" PAGEREF {entry.name} \\h ", str(found[entry.name])))
            paragraph.append(link)
            if number == len(self._entries) - 1:
                paragraph.append(xml.field_end())
            after.addnext(paragraph)
            after = paragraph

    # -- the document itself -------------------------------------------------------------------

    def _set_up(self, title: str, subject: str) -> None:
        from docx.shared import Pt

        section = self._document.sections[0]
        section.page_width, section.page_height = Pt(PAGE[0]), Pt(PAGE[1])
        section.left_margin = section.right_margin = Pt(SIDE)
        section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
        section.header_distance = section.footer_distance = Pt(34)
        self._set_language()
        self._set_footer(section, title)
        properties = self._document.core_properties
        properties.title = writable(title)[:255]
        properties.subject = writable(subject)[:255]
        properties.author = properties.last_modified_by = "workshop"
        properties.language, properties.comments, properties.keywords = "en-GB", "", ""
        # Word reads these as UTC, and the library takes them bare.
        at = self._made.astimezone(UTC).replace(tzinfo=None)
        properties.created = properties.modified = at
        properties.revision = 1

    def _style(self, style: Style) -> str:
        """A style of this name as it is wanted, Word's own where it has one; its id."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Pt, RGBColor

        styles = self._document.styles
        known = {found.name: found for found in styles}
        made = known.get(style.name) or styles.add_style(
            style.name, WD_STYLE_TYPE.PARAGRAPH, builtin=style in CONTENTS
        )
        if style is not BODY:
            made.base_style = styles["Normal"]
        made.font.size, made.font.bold, made.font.italic = Pt(style.size), style.bold, False
        made.font.color.rgb = RGBColor.from_string(style.colour)
        xml.typeface(made.element.get_or_add_rPr(), FONT)
        set_ = made.paragraph_format
        set_.space_before, set_.space_after = Pt(style.before), Pt(style.after)
        set_.line_spacing_rule, set_.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(style.line)
        set_.keep_with_next, set_.widow_control = style.keep, True
        if style in CONTENTS:
            set_.tab_stops.add_tab_stop(Pt(WIDE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if style.indent:
            set_.left_indent = Pt(style.indent)
            set_.first_line_indent = Pt(-style.indent if style is BULLET else 0)
        properties = made.element.pPr
        for extra in ("w:pBdr", "w:contextualSpacing"):
            for element in properties.findall(xml.q(extra)):
                properties.remove(element)
        if style in (SAID, SOURCE):
            properties.append(xml.side_rule())
        xml.put_in_order(properties)
        return str(made.style_id)

    def _set_language(self) -> None:
        """The language of the whole, no fonts of a theme, and the ways of Word of today."""
        for setting in self._document.settings.element.iter(xml.q("w:compatSetting")):
            if setting.get(xml.q("w:name")) == "compatibilityMode":
                setting.set(xml.q("w:val"), "15")
        root = self._document.styles.element
        properties = root.find(f"{xml.q('w:docDefaults')}/{xml.q('w:rPrDefault')}/{xml.q('w:rPr')}")
        xml.typeface(properties, FONT)
        for language in properties.findall(xml.q("w:lang")):
            properties.remove(language)
        properties.append(
            w("w:lang", **{"w:val": "en-GB", "w:eastAsia": "en-GB", "w:bidi": "ar-SA"})
        )

    def _set_footer(self, section: Any, title: str) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Pt, RGBColor

        style = self._document.styles["Footer"]
        style.font.size, style.font.color.rgb = Pt(8.5), RGBColor.from_string(QUIET)
        xml.typeface(style.element.get_or_add_rPr(), FONT)
        stops = style.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Pt(WIDE), WD_TAB_ALIGNMENT.RIGHT)
        paragraph = section.footer.paragraphs[0]._p  # noqa: SLF001 - the library's handle on its XML
        paragraph.append(xml.run_xml(Run(wrapped(title, 8.5, WIDE - 90, 1)[0])))
        paragraph.append(w("w:r", w("w:tab")))
        paragraph.append(xml.run_xml(Run("Page ")))
        paragraph.extend(xml.field(" PAGE ", "1"))
        paragraph.append(xml.run_xml(Run(" of ")))
        paragraph.extend(xml.field(" NUMPAGES ", "1"))


def _lines(style: Style, text: str, width: float) -> int:
    return len(wrapped(text, style.size * (BOLD if style.bold else 1), width))


def _widths(
    columns: Sequence[str], rows: Sequence[Sequence[Text]], shares: Sequence[float]
) -> list[float]:  # fmt: skip
    """The columns' widths: by the shares given, else by how much they have to say."""
    if shares:
        return [WIDE * share / sum(shares) for share in shares]
    least, most = [], []
    for index, name in enumerate(columns):
        said = [xml.plain(row[index])[:200] for row in rows[:200]]
        words = (word for text in said for word in text.split())
        heads = max((measure(word, HEAD.size) * BOLD for word in name.split()), default=0)
        word = max((measure(word, CELL.size) for word in words), default=0)
        whole = max((measure(text, CELL.size) for text in said), default=0)
        gap = xml.CELL_GAP + 2
        least.append(min(max(heads, word), _WIDEST_WORD) + gap)
        most.append(max(least[-1], min(max(whole, measure(name, HEAD.size)), WIDE / 2) + gap))
    wanted = sum(most) - sum(least)
    spare = WIDE - sum(least)
    if wanted <= 0 or spare <= 0:
        return [width * WIDE / sum(least) for width in least]
    return [low + spare * (high - low) / wanted for low, high in zip(least, most, strict=True)]
