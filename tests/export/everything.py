"""The example's report with more in it: every kind of block, and answers that mean harm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from tests.analysis.networks.graphs import a_map
from tests.examples import report
from workshop.domain.findings import (
    Bar,
    Bars,
    BoxColumn,
    Boxes,
    Curve,
    CurveStage,
    Findings,
    Quote,
    Quotes,
    Scale,
    Scales,
    Table,
    Theme,
    Themes,
)
from workshop.export.report import Answer, ExerciseResult, PledgeLine, Report, Round, Status

LONG = "long " * 1999 + "END"
SHORT = (
    "=1+1+cmd|' /C calc'!A0",
    "+SUM(A1:A9)",
    "@import",
    "<script>alert(1)</script> <b>bold</b> &lt; &amp; {{ 7*7 }} {% raw %}",
    "]]> <![CDATA[ <w:p> </a:t>",
    "שלום עולם and العربية together",
    "👩‍🔬👍🏽 e\u0301 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 3,
)
HOSTILE = (*SHORT, LONG)
BELL = "a bell \x07 and a null \x00 inside"


@dataclass(frozen=True, slots=True)
class Unheard:
    """A block of a kind that no writer knows."""

    title: str
    matter: str


@cache
def example() -> Report:
    return report()


@cache
def everything() -> Report:
    """Written by nobody's hour: for what is seldom and for what is ugly."""
    base = example()
    answers = tuple(_answer(number, text) for number, text in enumerate((*HOSTILE, BELL)))
    first = Round(1, "before", Findings("First", (HOSTILE[0],)), (), (), in_words=True)
    second = Round(2, "the end", _findings(), answers, (), in_words=True)
    ugly = ExerciseResult(
        "ugly", "ideas", HOSTILE[3], HOSTILE[5], "part-one", None,
        (first, second),
    )  # fmt: skip
    network = Findings(
        "Who knows whom",
        ("60 people, 134 ties: 8 % of all there could be.", "Five bring others together."),
        (a_map(60),),
        question="Which one tie would join two parts of this map?",
        made_of="58 answers from 58 people",
        answers=58,
    )
    map_ = ExerciseResult(
        "map", "connections", "Who knows whom", "Whom do you know here?", "part-one", None,
        (Round(1, "", network, (), (), in_words=False),),
    )  # fmt: skip
    pledges = tuple(
        PledgeLine(f"h{n}", text, text[:60], None, "table 9", n == 0)
        for n, text in enumerate(HOSTILE)
    )
    return replace(base, exercises=(*base.exercises, map_, ugly), pledges=(*base.pledges, *pledges))


def _answer(number: int, text: str) -> Answer:
    at = example().about.exported_at
    return Answer(
        f"ugly-{number}", at, Status.COUNTS, text, "table 9", "9", str(number), "", "keyboard",
        "welcome", 1.0, number == 0, False, 0,
    )  # fmt: skip


def _findings() -> Findings:
    quotes = tuple(Quote(text, "table 9", starred=n == 0) for n, text in enumerate(SHORT))
    stages = ("Founding", "First year", "Growing", HOSTILE[5])
    curve = tuple(
        CurveStage(label, 80.0 - 15 * n, 60.0 - 15 * n, 90.0 - 15 * n, 20, n / 3, 50.0)
        for n, label in enumerate(stages)
    )
    return Findings(
        "Ugly",
        (HOSTILE[3], LONG, "The third is short."),
        (
            Themes(
                "Themes",
                (Theme("Time and room", ("1", "2", "3"), quotes, 3, "Proposed, then renamed."),
                 Theme(HOSTILE[7], ("4",), quotes[:2]), Theme(HOSTILE[0], ("6",))),
                Theme("Not sorted yet", ("5",), quotes[5:6]),
                ("‘Tea’: too small",),
                "ideas",
            ),
            Bars(HOSTILE[0], tuple(Bar(x, n + 1, (n + 1) / 50) for n, x in enumerate(HOSTILE))),
            Scales("How true", (Scale(HOSTILE[7], (1, 2, 3, 4, 5), 4, 3.7, HOSTILE[1]),
                                Scale("nobody", (0, 0, 0, 0, 0))), 1, 5, HOSTILE[3], "yes"),
            Curve("Commitment over time", curve, 0, 100, "none", "all of it", (3,)),
            Boxes("Side by side", ("Why?", HOSTILE[4]),
                  (BoxColumn("Table 1", (HOSTILE[6], LONG)), BoxColumn(HOSTILE[2], ("", "so")))),
            Quotes("Loose ones", quotes),
            Table("A", ("What", "n"), tuple((x, str(n)) for n, x in enumerate(SHORT)), (1,)),
            cast("Any", Unheard("Something new", HOSTILE[3])),
        ),
        cautions=(HOSTILE[3], BELL),
        question=HOSTILE[5],
        made_of="10 typed answers",
        answers=10,
        more=(Table("Behind it", ("Only", "Two"), (("a", HOSTILE[0]),)),),
    )  # fmt: skip
