"""The XML of a Word document: paragraphs, runs, fields, tables. Sizes are in points.

Built by hand rather than by python-docx's objects, which look every style and cell up anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from workshop.export.escaping import reads_backwards, writable

TEXT, QUIET, RULE, ACCENT = "1C1B1A", "57534E", "D6D3D1", "1F5F8B"
CELL_PADDING, CELL_GAP = 3.0, 8.0
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph that is set otherwise than the rest."""

    text: str
    bold: bool = False
    colour: str = ""


Text = str | Sequence[Run]


@cache
def q(name: str) -> str:
    """The qualified name of 'w:p'."""
    from docx.oxml.ns import qn

    return str(qn(name))


def w(name: str, *children: Any, **attributes: str) -> Any:
    """An element with its attributes, named with their prefixes, and children."""
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(q(key), value)
    made.extend(children)
    return made


def plain(text: Text) -> str:
    """What a text says, however it is set."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def runs_of(text: Text, *, bold: bool = False) -> Sequence[Run]:
    """A text as runs; `bold` sets a plain one in bold."""
    return [Run(text, bold=bold)] if isinstance(text, str) else text


def paragraph(style: str, runs: Sequence[Run], *, right: bool = False, keep: bool = False) -> Any:
    """A paragraph of a style (by its id); one that reads from right to left is set so."""
    properties = w("w:pPr", w("w:pStyle", **{"w:val": style}))
    if keep:
        properties.append(w("w:keepNext"))
    backwards = reads_backwards(plain(runs)[:200])
    if backwards:
        properties.append(w("w:bidi"))
    if right:
        properties.append(w("w:jc", **{"w:val": "right"}))
    made = w("w:p", properties)
    made.extend(run_xml(run, backwards=backwards) for run in runs)
    return made


def run_xml(run: Run, *, backwards: bool = False) -> Any:
    """A run of text; its line breaks are breaks, and what no file can hold is left out."""
    properties = w("w:rPr")
    if run.bold:
        properties.append(w("w:b"))
    if run.colour:
        properties.append(w("w:color", **{"w:val": run.colour}))
    if backwards:
        properties.append(w("w:rtl"))
    made = w("w:r", properties)
    for number, line in enumerate(writable(run.text).replace("\t", " ").splitlines() or [""]):
        if number:
            made.append(w("w:br"))
        made.append(_spoken("w:t", line))
    return made


def _spoken(name: str, text: str) -> Any:
    made = w(name)
    made.text = text
    made.set(_SPACE, "preserve")
    return made


def field_start(instruction: str, *, bold: bool = False) -> Iterator[Any]:
    """The start of a field, up to where its result stands."""
    yield _in_run(w("w:fldChar", **{"w:fldCharType": "begin"}), bold=bold)
    yield _in_run(_spoken("w:instrText", instruction), bold=bold)
    yield _in_run(w("w:fldChar", **{"w:fldCharType": "separate"}), bold=bold)


def field_end(*, bold: bool = False) -> Any:
    """The end of a field."""
    return _in_run(w("w:fldChar", **{"w:fldCharType": "end"}), bold=bold)


def field(instruction: str, result: str, *, bold: bool = False) -> Iterator[Any]:
    """A field with its result written, so that it says something before it is updated."""
    yield from field_start(instruction, bold=bold)
    yield run_xml(Run(result, bold=bold))
    yield field_end(bold=bold)


def _in_run(content: Any, *, bold: bool) -> Any:
    return w("w:r", w("w:rPr", *([w("w:b")] if bold else [])), content)


def spacing(before: float, after: float, exactly: float = 0) -> Any:
    """Air around a paragraph, and the height of its lines where that is fixed."""
    made = w("w:spacing", **{"w:before": _twips(before), "w:after": _twips(after)})
    if exactly:
        made.set(q("w:line"), _twips(exactly))
        made.set(q("w:lineRule"), "exact")
    return made


def typeface(properties: Any, font: str) -> None:
    """One font for every script, in the place of a theme's."""
    for fonts in properties.findall(q("w:rFonts")):
        properties.remove(fonts)
    scripts = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
    properties.insert(0, w("w:rFonts", **dict.fromkeys(scripts, font)))


def side_rule() -> Any:
    """A line beside a paragraph."""
    rule = {"w:val": "single", "w:sz": "18", "w:space": "8", "w:color": ACCENT}
    return w("w:pBdr", w("w:left", **rule))


# A paragraph's properties have an order, and some readers refuse another.
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr",
)  # fmt: skip


def put_in_order(properties: Any) -> None:
    """A paragraph's properties in the order in which they have to stand."""

    def place(child: Any) -> int:
        name = child.tag.rsplit("}", 1)[1]
        return _ORDER.index(name) if name in _ORDER else len(_ORDER)

    properties[:] = sorted(properties, key=place)


def table_start(widths: Sequence[float], *, ruled: bool) -> Any:
    """A table without rows, its columns fixed; `ruled` draws lines between its rows."""
    properties = w("w:tblPr", w("w:tblW", **_dxa(sum(widths))))
    if ruled:
        line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": RULE}
        properties.append(w("w:tblBorders", w("w:bottom", **line), w("w:insideH", **line)))
    properties.append(w("w:tblLayout", **{"w:type": "fixed"}))
    sides = (("w:top", CELL_PADDING), ("w:left", 0.0), ("w:bottom", CELL_PADDING),
             ("w:right", CELL_GAP))  # fmt: skip
    properties.append(w("w:tblCellMar", *(w(side, **_dxa(size)) for side, size in sides)))
    look = {"w:val": "0020", "w:firstRow": "1", "w:lastRow": "0", "w:firstColumn": "0"}
    look |= {"w:lastColumn": "0", "w:noHBand": "1", "w:noVBand": "1"}
    properties.append(w("w:tblLook", **look))
    grid = (w("w:gridCol", **{"w:w": _twips(width)}) for width in widths)
    return w("w:tbl", properties, w("w:tblGrid", *grid))


def row(cells: Sequence[Any], widths: Sequence[float], *, whole: bool, head: bool) -> Any:
    """A row of paragraphs; a `whole` one is not parted between pages, a `head` comes on each."""
    properties = w("w:trPr")
    if whole:
        properties.append(w("w:cantSplit"))
    if head:
        properties.append(w("w:tblHeader"))
    made = w("w:tr", properties)
    made.extend(
        w("w:tc", w("w:tcPr", w("w:tcW", **_dxa(width))), cell)
        for cell, width in zip(cells, widths, strict=True)
    )
    return made


def _dxa(points: float) -> dict[str, str]:
    return {"w:w": _twips(points), "w:type": "dxa"}


def _twips(points: float) -> str:
    return str(round(points * 20))
