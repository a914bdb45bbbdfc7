"""What a room looks for and can give: who meets whom, and which asks are still open."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.exchange import Match
from workshop.analysis.people import people_behind, who
from workshop.analysis.prose import counted, few, listed, percent
from workshop.domain.findings import Block, Findings, Table
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.exchange.judging import job_of, judge
from workshop.kinds.exchange.meeting import badge_of
from workshop.kinds.exchange.pairs import Pair, Pairs, Standing

ROWS = 100


def findings(material: Material) -> Findings:
    """The pairs, best first, then what is left."""
    responses = material.responses
    if not responses:
        return Findings(material.exercise.title, ("No asks and no offers yet.",), people=0)
    found = _Found(material)
    blocks: list[Block] = []
    if found.pairs:
        blocks.append(found.table())
    if found.open:
        blocks.append(found.left("Asks without an offer", found.open, "ask", "What is looked for"))
    return Findings(
        title=material.exercise.title,
        sentences=tuple(found.sentences()),
        blocks=tuple(blocks),
        cautions=found.cautions(),
        question=(
            "Who in this room can answer one of the open asks, or knows somebody who can?"
            if found.open
            else "Which of these would have been found without asking aloud?"
        ),
        made_of=counted(len(responses), "typed answer") + found.made_by(),
        answers=len(responses),
        people=people_behind(responses, material.people),
        more=(
            (found.left("Offers that nobody has asked for yet", found.unused, "offer", "What"),)
            if found.unused
            else ()
        ),
    )


class _Found:
    """Asks, offers and standing pairs of one round."""

    def __init__(self, material: Material) -> None:
        kept = Pairs(material.exercise, material.state)
        self._people = {person.id: person for person in material.people}
        self._there = {str(response.id): response for response in material.responses}
        self._asks = [r for r in material.responses if r.answers.get("ask")]
        self._offers = [r for r in material.responses if r.answers.get("offer")]
        standing = kept.standing if kept.mark is not None else [*kept.standing, *_first(material)]
        self.pairs = [
            pair for pair in standing if pair.ask in self._there and pair.offer in self._there
        ]
        self._told = {pair.id for pair in self.pairs if kept.told(pair)}
        met = {pair.ask for pair in self.pairs}
        used = {pair.offer for pair in self.pairs}
        self.open = [r for r in self._asks if str(r.id) not in met]
        self.unused = [r for r in self._offers if str(r.id) not in used]

    def sentences(self) -> list[str]:
        asks, offers = counted(len(self._asks), "ask"), counted(len(self._offers), "offer")
        said = [f"{asks} and {offers}."]
        if self.pairs:
            share = percent(len(self.pairs) / len(self._asks))
            verb = "meets" if len(self.pairs) == 1 else "meet"
            said.append(f"{counted(len(self.pairs), 'ask')} ({share}) {verb} an offer.")
        elif self._asks and self._offers:
            said.append("No ask meets an offer yet.")
        if self.open:
            verb = "is" if len(self.open) == 1 else "are"
            parked = sum(response.parked for response in self.open)
            some = f"{parked} of them on" if parked < len(self.open) else "on"
            lot = f", {some} the parking lot" if parked else ""
            said.append(f"{counted(len(self.open), 'ask')} {verb} still open{lot}.")
        return said

    def cautions(self) -> tuple[str, ...]:
        said = list(few(len(self._asks) + len(self._offers), "ask or offer", "asks and offers"))
        if any(pair.standing is Standing.PROPOSED for pair in self.pairs):
            said.append("Matched by words that both share: read a pair before you count on it.")
        return tuple(said)

    def made_by(self) -> str:
        by_hand = sum(pair.standing is Standing.CONFIRMED for pair in self.pairs)
        by_words = len(self.pairs) - by_hand
        parts = [f"{counted(by_words, 'pair')} by shared words"] if by_words else []
        parts += [f"{by_hand} settled by facilitators"] if by_hand else []
        return f"; {', '.join(parts)}" if parts else ""

    def table(self) -> Table:
        rows = tuple(
            (
                self._text(pair.ask, "ask"),
                self._text(pair.offer, "offer"),
                shared(pair),
                "told" if pair.id in self._told else "proposed",
            )
            for pair in self.pairs[:ROWS]
        )
        title = "Who should find each other"
        if len(self.pairs) > ROWS:
            title += f", {ROWS} of {len(self.pairs)} here"
        return Table(title, ("Looked for", "Offered", "What both share", "So far"), rows)

    def left(self, title: str, responses: Sequence[Response], side: str, column: str) -> Table:
        rows = tuple((self._text(str(response.id), side),) for response in responses[:ROWS])
        if len(responses) > ROWS:
            title += f", {ROWS} of {len(responses)} here"
        return Table(title, (column,), rows)

    def _text(self, response: str, side: str) -> str:
        """What was said, and by whom where that is known."""
        there = self._there[response]
        badge = badge_of(there, self._people)
        said = f"#{badge}" if badge else who(there)
        return f"{there.answers.get(side, '')}{f' ({said})' if said else ''}"


def shared(pair: Pair) -> str:
    """What the two have in common, in words."""
    if pair.standing is Standing.CONFIRMED and not pair.words and not pair.about:
        return "put together by hand"
    words = listed([f"‘{word}’" for word in pair.words])
    about = listed(pair.about)
    return "; ".join(filter(None, [words, f"about {about}" if about else ""]))


def _first(material: Material) -> list[Pair]:
    """Pairs where nobody has matched yet: the technique gives the same every time."""
    job = job_of(material.exercise, material.state, material.responses)
    if job is None:
        return []
    return [_proposed(number, match) for number, match in enumerate(judge(job)["pairs"], 1)]


def _proposed(number: int, kept: dict[str, object]) -> Pair:
    match = Match(**kept)  # type: ignore[arg-type]
    return Pair(
        f"?{number}", match.ask, match.offer, Standing.PROPOSED, match.score, tuple(match.words),
        tuple(match.about),
    )  # fmt: skip
