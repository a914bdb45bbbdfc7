"""How the pieces of a slide look, where the library has no words for it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from workshop.export.escaping import reads_backwards, writable
from workshop.export.slides.text import LINE, QUIET, TEXT, Line

FONT = "Arial"
RULE = "D6D3D1"
Box = tuple[float, float, float, float]
"""Left, top, width and height in points, on a slide of 960 by 540."""


def points(values: Sequence[float]) -> list[Any]:
    from pptx.util import Pt

    return [Pt(value) for value in values]


def rgb(colour: str) -> Any:
    """A colour of six digits as the library takes it."""
    from pptx.dml.color import RGBColor

    made: Any = RGBColor  # which says nothing of its types
    return made(*bytes.fromhex(colour))


def move(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = points(box)


def copy_into(slide: Any, shape: Any) -> None:
    """A placeholder of the layout on the slide itself, under a number of its own."""
    tree = slide.shapes._spTree  # noqa: SLF001 - the library copies no footers
    taken = [int(found.get("id")) for found in tree.iter(of_slide("cNvPr"))]
    copy = deepcopy(shape._element)  # noqa: SLF001
    next(copy.iter(of_slide("cNvPr"))).set("id", str(max(taken) + 1))
    tree.append(copy)


def bare(frame: Any) -> None:
    """No air inside, lines wrapped, and nothing shrunk by the program that shows it."""
    from pptx.enum.text import MSO_AUTO_SIZE

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def set_title(slide: Any, text: str) -> None:
    slide.shapes.title.text_frame.text = writable(text)
    if reads_backwards(text):
        _backwards(slide.shapes.title.text_frame.paragraphs[0])


def put_line(paragraph: Any, line: Line) -> None:
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = writable(line.text)
    run.font.size, run.font.bold, run.font.name = Pt(line.size), line.bold, FONT
    run.font.color.rgb = rgb(line.colour)
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    paragraph.line_spacing, paragraph.space_after = Pt(line.size * LINE), Pt(line.after)
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


def describe(shape: Any, alt: str) -> None:
    """What a chart or a picture shows, in words."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", writable(alt))  # noqa: SLF001


def title_look(shape: Any, size: float) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    body = shape._element.txBody  # noqa: SLF001
    style = body.find(_a("lstStyle"))
    for child in list(style):
        style.remove(child)
    level = _drawing("a:lvl1pPr", algn="l")
    spacing = _drawing("a:lnSpc", _drawing("a:spcPts", val=str(round(size * LINE * 100))))
    fill = _drawing("a:solidFill", _drawing("a:srgbClr", val=TEXT))
    look = _drawing("a:defRPr", fill, sz=str(int(Pt(size).pt * 100)), b="1")
    level.extend([spacing, look])
    style.append(level)


def foot_look(shape: Any, text: str | None, *, right: bool) -> None:
    style = shape._element.txBody.find(_a("lstStyle"))  # noqa: SLF001
    for child in list(style):
        style.remove(child)
    fill = _drawing("a:solidFill", _drawing("a:srgbClr", val=QUIET))
    level = _drawing("a:lvl1pPr", _drawing("a:defRPr", fill, sz="1000"), algn="r" if right else "l")
    style.append(level)
    if text is not None:
        shape.text_frame.text = writable(text)


def of_slide(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/presentationml/2006/main}}{name}"


def _a(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}"


def set_theme(master: Any) -> None:
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


def plain_table(table: Any) -> None:
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
