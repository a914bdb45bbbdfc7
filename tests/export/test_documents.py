"""Word and slides as their readers see them: opened by an office, read back, nothing cut off."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from lxml import etree
from PIL import Image

from tests.export.everything import BELL, HOSTILE, LONG, everything, example
from tests.export.printed import flat
from workshop.domain.findings import Bar, Bars
from workshop.export import as_docx, as_pptx
from workshop.export.pictures import PIXELS, picture
from workshop.export.report import Report
from workshop.export.slides.text import MORE, Line, fitted
from workshop.export.typeface import FONT, measure, wrapped
from workshop.export.word.pagination import Piece, pages
from workshop.export.wording import figures

# An office starts slowly, and the more so where other tests run beside it.
pytestmark = pytest.mark.timeout(300)

NO_JAVA = "failed to launch javaldx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Opened:
    """Files with what an office said of them and made of them: the lines of every page."""

    folder: Path
    said: str
    lines: dict[str, list[list[str]]]

    @property
    def pages(self) -> dict[str, list[str]]:
        return {
            name: [flat(" ".join(lines)) for lines in found] for name, found in self.lines.items()
        }


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """One run of LibreOffice for all; it costs seconds."""
    folder = tmp_path_factory.mktemp("office")
    for name, report in (("plain", example()), ("ugly", everything())):
        (folder / f"{name}-paper.docx").write_bytes(as_docx.document(report))
        (folder / f"{name}-slides.pptx").write_bytes(as_pptx.presentation(report))
    sources = sorted(path.name for path in folder.iterdir())
    run = subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'home').as_uri()}", "--headless",
         "--convert-to", "pdf", *sources],
        cwd=folder, capture_output=True, text=True, check=True, timeout=280,
    )  # fmt: skip
    texts = {}
    for name in sources:
        text = subprocess.run(
            ["pdftotext", "-layout", (folder / name).with_suffix(".pdf"), "-"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        texts[name] = [page.splitlines() for page in text.split("\f")][:-1]
    return Opened(folder, run.stdout + run.stderr, texts)


def solid(text: str) -> str:
    """Without white space: an office breaks lines where it likes."""
    return re.sub(r"\s+", "", text)


# -- both --------------------------------------------------------------------------------------


def test_an_office_opens_all_without_a_warning(opened: Opened) -> None:
    lines = [line for line in opened.said.splitlines() if NO_JAVA not in line]
    assert not [line for line in lines if re.search("warning|error|fail", line, re.IGNORECASE)]
    assert all(opened.pages.values())


@pytest.mark.parametrize("name", ["plain-paper.docx", "plain-slides.pptx"])
def test_the_numbers_are_those_of_the_report(opened: Opened, name: str) -> None:
    text = " ".join(opened.pages[name])
    for figure in figures(example()):
        assert figure.number in text
        assert figure.what.split()[0] in text


@pytest.mark.parametrize(
    ("name", "made"),
    [("plain-paper.docx", as_docx.document), ("plain-slides.pptx", as_pptx.presentation)],
)
def test_the_same_report_gives_the_same_file(opened: Opened, name: str, made: Any) -> None:
    assert made(example()) == (opened.folder / name).read_bytes()


@pytest.mark.parametrize("name", ["ugly-paper.docx", "ugly-slides.pptx"])
def test_every_part_is_well_formed_and_none_reaches_out(opened: Opened, name: str) -> None:
    with zipfile.ZipFile(opened.folder / name) as archive:
        for part in archive.namelist():
            assert "vba" not in part.lower()
            if part.endswith((".xml", ".rels")):
                text = archive.read(part)
                etree.fromstring(text)
                assert b"DDEAUTO" not in text and b'TargetMode="External"' not in text


# -- Word --------------------------------------------------------------------------------------


def document(opened: Opened, name: str = "plain") -> Any:
    return docx.Document(str(opened.folder / f"{name}-paper.docx"))


def test_the_contents_name_the_page_of_every_heading(opened: Opened) -> None:
    paper = document(opened)
    entries = [p.text.rpartition("\t") for p in paper.paragraphs if p.style.name.startswith("toc")]
    heads = [p for p in paper.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert [name for name, _, _ in entries] == [head.text for head in heads]

    # Where an office breaks pages a little otherwise, an entry may be one page off.
    real = real_pages(opened.lines["plain-paper.docx"], [name for name, _, _ in entries])
    off = [(name, int(said), page) for (name, _, said), page in zip(entries, real, strict=True)
           if int(said) != page]  # fmt: skip
    assert all(abs(said - page) <= 1 for _, said, page in off), off
    assert len(off) <= len(entries) / 4, off


def real_pages(texts: list[list[str]], names: list[str]) -> Iterator[int]:
    """Where a line begins as the heading does, from the page of the one before on."""
    page = 1
    for name in names:
        start = solid(name)[:30]
        page = next(
            n for n in range(page, len(texts)) if any(solid(x).startswith(start) for x in texts[n])
        )
        yield page + 1


def test_what_came_out_stands_in_both(opened: Opened) -> None:
    paper = "\n".join(p.text for p in document(opened).paragraphs)
    cells = " ".join(
        cell.text
        for slide in slides(opened).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    for outcome in example().summary.came_out:
        assert " ".join(outcome.sentences) in paper
        assert outcome.sentences[0] in cells


def test_captions_count_and_pictures_speak(opened: Opened) -> None:
    paper = document(opened)
    captions = [p.text for p in paper.paragraphs if p.style.name == "Caption"]
    assert [c.split(".")[0] for c in captions] == [f"Figure {n + 1}" for n in range(len(captions))]
    instructions = "".join(e.text for e in paper.element.iter(f"{W}instrText"))
    assert instructions.count("SEQ Figure") == len(captions)
    assert len(paper.inline_shapes) == len(captions) > 3
    for shape in paper.inline_shapes:
        assert len(shape._inline.docPr.get("descr")) > 20


def test_tables_repeat_their_heads_and_keep_their_rows_whole(opened: Opened) -> None:
    paper = document(opened)
    for table in paper.tables[1:]:
        first, *rows = table.rows
        assert first._tr.trPr.find(f"{W}tblHeader") is not None
        assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in rows)


def test_the_document_says_what_it_is(opened: Opened) -> None:
    paper = document(opened)
    assert paper.core_properties.title == example().about.title
    assert paper.core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in etree.tostring(paper.styles.element).decode()
    assert paper.paragraphs[1].style.name == "Title"


def test_every_answer_and_pledge_stands_in_the_document(opened: Opened) -> None:
    paper = document(opened, "ugly")
    text = "\n".join(p.text for p in paper.element.body.iter(f"{W}p"))

    for said in HOSTILE:
        assert said in text, said[:60]
    assert "a bell  and a null  inside" in text and BELL not in text
    for exercise in example().exercises:
        for round_ in exercise.rounds:
            if round_.in_words:
                assert all(a.text in text for a in round_.counting if exercise.kind == "ideas")
    for pledge in example().pledges:
        assert pledge.what in text


def test_what_reads_from_right_to_left_is_set_so(opened: Opened) -> None:
    paper = document(opened, "ugly")
    hebrew = [p for p in paper.paragraphs if p.text.startswith("שלום")]
    assert hebrew
    assert all(p._p.pPr.find(f"{W}bidi") is not None for p in hebrew)


# -- slides ------------------------------------------------------------------------------------


def slides(opened: Opened, name: str = "plain") -> Any:
    return pptx.Presentation(str(opened.folder / f"{name}-slides.pptx"))


def test_there_are_about_ten_slides_with_titles_and_notes(opened: Opened) -> None:
    deck = slides(opened)
    assert 8 <= len(deck.slides) <= 13
    assert len(opened.pages["plain-slides.pptx"]) == len(deck.slides)
    for slide in deck.slides:
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))
        assert slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame.text


def test_charts_are_native_and_carry_the_reports_numbers(opened: Opened) -> None:
    charts = [s for slide in slides(opened).slides for s in slide.shapes if s.has_chart]
    assert len(charts) >= 4
    assert all(len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 20 for shape in charts)
    bars = example().exercises[0].rounds[0].findings.blocks[0]
    assert isinstance(bars, Bars)
    first = charts[0].chart.plots[0]
    assert tuple(first.series[0].values) == tuple(bar.value for bar in bars.bars)


def test_no_answer_is_a_formula_in_a_charts_workbook(opened: Opened) -> None:
    charts = [s.chart for slide in slides(opened, "ugly").slides for s in slide.shapes
              if s.has_chart]  # fmt: skip
    for chart in charts:
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert cells and not [cell for cell in cells if cell.data_type == "f"]


def test_no_text_leaves_its_box_or_the_slide(opened: Opened) -> None:
    for name in ("plain", "ugly"):
        deck = slides(opened, name)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left + shape.width <= deck.slide_width
                assert shape.top + shape.height <= deck.slide_height
                if shape.has_text_frame and not shape.is_placeholder:
                    assert set_height(shape) <= shape.height.pt + 1, shape.text_frame.text[:80]


def set_height(shape: Any) -> float:
    """How high the text of a box comes out, in points."""
    high = 0.0
    paragraphs = shape.text_frame.paragraphs
    for place, paragraph in enumerate(paragraphs):
        for run in paragraph.runs:
            width = shape.width.pt - (14 if paragraph._p.pPr.get("marL") else 0)
            lines = len(wrapped(run.text, run.font.size.pt, width))
            high += lines * paragraph.line_spacing.pt
            high += paragraph.space_after.pt if place < len(paragraphs) - 1 else 0
    return high


def test_what_is_shortened_says_where_the_rest_is(opened: Opened) -> None:
    shown = fitted([Line(LONG), Line("never seen")], 300, 200)
    assert shown[-1].text == MORE
    assert "never seen" not in {line.text for line in shown}
    notes = " ".join(
        slide.notes_slide.notes_text_frame.text for slide in slides(opened, "ugly").slides
    )
    assert LONG in notes


def test_a_report_without_anything_is_written_too(bare: Report) -> None:
    assert len(docx.Document(io.BytesIO(as_docx.document(bare))).paragraphs) > 5
    assert len(pptx.Presentation(io.BytesIO(as_pptx.presentation(bare))).slides) >= 3


@pytest.fixture
def bare() -> Report:
    from dataclasses import replace

    from workshop.export.report import Summary, Timing

    base = example()
    return replace(
        base, exercises=(), objectives=(), pledges=(), cases=(), notes=(), sources=(),
        timing=Timing(None, None, None, None, 0, 0.0, ()), summary=Summary((), (), (), "", ()),
        about=replace(base.about, people=(), anonymised=("Badges were drawn anew.",)),
    )  # fmt: skip


# -- what they share ---------------------------------------------------------------------------


def test_pictures_are_crisp_and_hold_what_they_draw() -> None:
    drawn = picture(Bars("T", (Bar(LONG, 3, 0.75), Bar(HOSTILE[3], 1, 0.25))))
    assert drawn is not None
    image = Image.open(io.BytesIO(drawn.png))
    assert image.width == PIXELS
    assert abs(image.height / image.width - drawn.aspect) < 0.01
    assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 5


def test_text_is_wrapped_within_its_width_and_loses_nothing() -> None:
    for text in HOSTILE:
        lines = wrapped(text, 12, 200)
        assert all(measure(line, 12) <= 200 for line in lines)
        assert solid("".join(lines)) == solid(text)
    assert wrapped(LONG, 12, 200, 2)[1].endswith("…")
    assert FONT.with_name("LICENSE.txt").read_text().count("SIL OPEN FONT LICENSE") >= 1


def test_a_heading_goes_to_the_next_page_with_what_it_heads() -> None:
    text = Piece(90, line=10)
    head = Piece(10, keep=True, name="head")
    assert pages([text, head, Piece(20)], 100) == {"head": 2}
    assert pages([Piece(50), head, Piece(20)], 100) == {"head": 1}
    assert pages([head, Piece(10), Piece(5, fresh=True, name="new")], 100)["new"] == 2
    assert pages([Piece(250, line=10), head, Piece(10)], 100) == {"head": 3}
