"""The plain answers, where the code that makes sense of them is missing or fails."""

from __future__ import annotations

from workshop.analysis.prose import counted
from workshop.analysis.quotes import quotes
from workshop.domain.findings import Findings
from workshop.domain.text import plain_text
from workshop.kinds.base import Material


def raw_findings(material: Material, caution: str) -> Findings:
    """The answers as quotes, with a caution that says why there is nothing more."""
    return Findings(
        title=material.exercise.title,
        sentences=(_number(len(material.responses)),),
        blocks=quotes("Answers", material.responses, lambda r: plain_text(r.answers)),
        cautions=(caution,),
        made_of=counted(len(material.responses), "typed answer"),
        answers=len(material.responses),
        raw=True,
    )


def _number(answers: int) -> str:
    if not answers:
        return "Nobody has answered yet."
    return f"There {'is' if answers == 1 else 'are'} {counted(answers, 'answer')} so far."
