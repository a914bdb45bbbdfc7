"""What ideas say: words that come up, and, where they are sorted, themes with their quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workshop.analysis.frequent import frequent_words
from workshop.analysis.people import people_behind, table_key
from workshop.analysis.prose import counted, few, listed, percent
from workshop.analysis.quotes import SHOWN, quotes, said_by
from workshop.domain.findings import Bar, Bars, Block, Findings, Quote, Table, Theme, Themes
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.ideas.frame import ANALYST, Frame

UNSORTED = "Not sorted yet"


def text_of(answers: Mapping[str, Any]) -> str:
    return str(answers.get("text", ""))


def findings(material: Material) -> Findings:
    responses = material.responses
    number = len(responses)
    if not number:
        return Findings(material.exercise.title, ("No ideas have come in yet.",), people=0)
    said = _everything_said(material)
    people = people_behind(said, material.people)
    words = frequent_words(text_of(r.answers) for r in responses)
    frame = Frame(material.exercise, material.state)
    themed = _Themed(frame, material) if frame.sorted else None
    blocks: list[Block] = []
    if themed is not None:
        blocks.append(themed.block())
    else:
        blocks += quotes(
            "In their own words",
            responses,
            lambda r: text_of(r.answers),
            material.merged,
            material.people,
        )
    if words:
        bars = tuple(Bar(word, count, count / number) for word, count in words)
        blocks.append(Bars("Words that come up in several ideas", bars, unit="ideas"))
    return Findings(
        title=material.exercise.title,
        sentences=_sentences(responses, people, words, themed, len(said) - number),
        blocks=tuple(blocks),
        cautions=few(number, "idea") or _cautions(words, themed),
        question="Which of these surprises you, and what is missing?",
        made_of=counted(len(said), "typed answer")
        + _merged_by(len(said) - number)
        + (themed.made_by() if themed else ""),
        answers=number,
        people=people,
        more=tuple(themed.lineage()) if themed else (),
    )


def _everything_said(material: Material) -> list[Response]:
    """The answers that count, and those for which they stand."""
    others = (material.merged.get(r.id, ()) for r in material.responses)
    return [*material.responses, *(r for merged in others for r in merged)]


def _merged_by(number: int) -> str:
    return f", {number} merged by facilitators into others that say the same" if number else ""


class _Themed:
    """Answers by theme, near-duplicates with the answer that they are folded into."""

    def __init__(self, frame: Frame, material: Material) -> None:
        responses, merged = material.responses, material.merged
        self._frame = frame
        self._merged = merged
        self._people = material.people
        self._number = len(responses)
        self._by_theme = frame.by_theme(responses)
        there = {response.id for response in responses}
        twins = ((r.id, frame.twin_of(r.id)) for r in responses)
        self._twins = {id_: of for id_, of in twins if of in there}
        self._alike: dict[str, list[Response]] = defaultdict(list)
        for response in responses:
            # A folded answer brings along those for which it stands.
            of = self._twins.get(response.id, response.id)
            self._alike[of] += [response, *merged.get(response.id, ())]
        self._ranked = sorted(frame.themes.values(), key=lambda theme: -self.count(theme.id))

    def count(self, theme: str) -> int:
        return len(self._by_theme[theme])

    def sentences(self) -> Iterator[str]:
        found = [theme for theme in self._ranked if self.count(theme.id)]
        if found:
            top = [f"‘{theme.name}’ ({self.count(theme.id)})" for theme in found[:3]]
            share = percent(self.count(found[0].id) / self._number)
            if len(found) == 1:
                yield f"The only theme with ideas is {top[0]}; it takes {share} of all ideas."
            else:
                yield f"The largest themes are {listed(top)}; the first takes {share} of all ideas."
        if left := self.count(""):
            is_ = "is" if left == 1 else "are"
            yield f"{counted(left, 'idea')} ({percent(left / self._number)}) {is_} not sorted yet."
        if self._twins:
            several = counted(len(self._twins), "idea repeats", "ideas repeat")
            is_ = "is" if len(self._twins) == 1 else "are"
            yield f"{several} another nearly word for word and {is_} counted with it."

    def block(self) -> Themes:
        left = self._theme(UNSORTED, self._by_theme[""]) if self.count("") else None
        themes = (
            self._theme(
                theme.name,
                self._by_theme[theme.id],
                self._frame.origin(theme),
                theme.id if self._frame.given(theme.id) else "",
            )
            for theme in self._ranked
        )
        return Themes("Themes", tuple(themes), left, tuple(self._frame.not_kept), unit="ideas")

    def lineage(self) -> Iterator[Block]:
        if history := self._frame.history:
            yield Table("How the themes came about", ("What", "Who"), tuple(history))

    def made_by(self) -> str:
        placed = [self._frame.placed(r.id) for rs in self._by_theme.values() for r in rs]
        by_hand = sum(bool(kept) and kept["by"] != ANALYST for kept in placed)
        by_machine = sum(bool(kept.get("theme")) and kept["by"] == ANALYST for kept in placed)
        techniques = listed([t for t in self._frame.techniques if t])
        parts = [f"{by_machine} sorted by {techniques}"] if by_machine else []
        parts += [f"{by_hand} by facilitators"] if by_hand else []
        return f"; {', '.join(parts)}" if parts else ""

    def _theme(
        self, name: str, responses: Sequence[Response], origin: str = "", id_: str = ""
    ) -> Theme:
        own = [r for r in responses if r.id not in self._twins]
        # Starred ones first, then what several said, then the newest.
        own.sort(key=lambda r: (not r.starred, -len(self._alike[r.id]), -r.seq))
        return Theme(
            name=name,
            answers=tuple(str(r.id) for r in responses),
            quotes=tuple(self._quote(response) for response in own[:SHOWN]),
            people=people_behind(
                [said for r in responses for said in (r, *self._merged.get(r.id, ()))],
                self._people,
            ),
            origin=origin,
            unquoted=len(own[SHOWN:]),
            id=id_,
        )

    def _quote(self, response: Response) -> Quote:
        return Quote(
            text=text_of(response.answers),
            who=said_by(response, self._alike[response.id], self._people),
            starred=response.starred,
            response=str(response.id),
        )


def _sentences(
    responses: Sequence[Response],
    people: int | None,
    words: list[tuple[str, int]],
    themed: _Themed | None,
    merged: int,
) -> tuple[str, ...]:
    number = len(responses)
    tables = {table_key(r.table) for r in responses if r.table}
    ideas = counted(number, "idea")
    if people:
        said = [f"{counted(people, 'person', 'people')} gave {ideas}."]
    elif tables:
        said = [f"{counted(len(tables), 'table')} gave {ideas}."]
    else:
        said = [f"{ideas} {'has' if number == 1 else 'have'} come in."]
    if themed is not None:
        said += themed.sentences()
    elif words:
        top = [f"‘{word}’ ({count})" for word, count in words[:3]]
        share = percent(words[0][1] / number)
        if len(top) == 1:
            said.append(
                f"The word that most ideas share is {top[0]}; it stands in {share} of them."
            )
        else:
            said.append(
                f"The words that most ideas share are {listed(top)};"
                f" the first stands in {share} of them."
            )
    if merged:
        is_ = "was" if merged == 1 else "were"
        said.append(f"{counted(merged, 'answer')} {is_} merged into others that say the same.")
    starred = sum(r.starred for r in responses)
    if starred:
        said.append(f"{counted(starred, 'idea')} {'is' if starred == 1 else 'are'} starred.")
    return tuple(said)


def _cautions(words: list[tuple[str, int]], themed: _Themed | None) -> tuple[str, ...]:
    if themed is not None:
        return ("An idea stands in one theme, though it may speak of two; read the quotes.",)
    if not words:
        return ()
    return ("Words are counted as written: one matter may hide behind several words.",)
