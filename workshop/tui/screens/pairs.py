"""Who meets whom for what: the pairs of an exchange, confirmed, broken, made and told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.content import Content

from workshop.analysis.exchange import Match, resemblances
from workshop.analysis.people import who
from workshop.analysis.prose import counted
from workshop.domain.ids import ExerciseId
from workshop.domain.moderation import waits
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.kinds.exchange.findings import shared
from workshop.kinds.exchange.judging import items, tags_of
from workshop.kinds.exchange.meeting import badge_of
from workshop.kinds.exchange.pairs import Pair, Pairs, Standing
from workshop.tui import exchanging
from workshop.tui.screens.deciding import LAST_KEYS, DecidingScreen
from workshop.tui.widgets.pair_list import PairList, PairRow, What
from workshop.tui.widgets.pick import PickScreen
from workshop.tui.widgets.row_list import RowList
from workshop.tui.widgets.session import state_of

_PAIRS = (What.TOLD, What.PROPOSED)
_ALONE = (What.OPEN, What.PARKED, What.LEFT)
_WHERE = {
    "confirm": (What.PROPOSED,),
    "break": _PAIRS,
    "make": _ALONE,
}
"""On which rows an action is offered; the others are everywhere."""


class PairsScreen(DecidingScreen):
    """Pairs first, best first; then the asks without an offer, then the offers left over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "confirm", "confirm"),
        Binding("x", "break", "break"),
        Binding("m", "make", "match"),
        Binding("t", "tell", "tell all"),
        Binding("p", "park", "park open asks"),
        *LAST_KEYS,
    ]
    _list = getters.query_one(PairList)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__(exercise)
        self._rows: list[PairRow] = []
        self._telling = False
        self._gone: list[str] = []

    def lists(self) -> PairList:
        return PairList()

    # -- what is seen ------------------------------------------------------------------------

    def look(self, state: State, exercise: Exercise, answers: Sequence[Response]) -> None:
        pairs = Pairs(exercise, state.kinds.get(exercise.id))
        there = {str(response.id): response for response in answers}
        self._telling, self._gone = pairs.telling, sorted(pairs.gone(there))
        self._rows = _rows(pairs, there, state)
        self._list.show_rows(self._rows)
        self._show_what(exercise.title)

    def _show_what(self, title: str) -> None:
        number = {what: sum(row.what is what for row in self._rows) for what in What}
        said = [
            f"{counted(number[What.TOLD], 'pair')} told",
            f"{number[What.PROPOSED]} proposed",
            f"{counted(number[What.OPEN] + number[What.PARKED], 'ask')} without an offer",
        ]
        if self._telling:
            said[1] = "new pairs at once"
        self.say_what(title, ", ".join(said))

    def show_detail(self) -> None:
        row = self._list.row
        if row is None:
            self.say_detail("Nobody has asked or offered anything yet.")
        elif row.pair is not None:
            self.say_detail(
                Content.assemble(
                    ("Looks for: ", "$quiet"), row.asked, ("\nOffers: ", "$quiet"), row.offered,
                    (f"\nBoth: {shared(row.pair)}{_by(row.pair)}", "$quiet"),
                    (f"\n{self._reach()}" if row.what is What.TOLD else
                     "\nNobody is told yet: c tells these two, t everybody.", "$quiet"),
                )
            )  # fmt: skip
        else:
            side = "an offer" if row.ask else "an ask"
            self.say_detail(
                Content.assemble(
                    row.asked or row.offered,
                    (f"\nm matches it with {side} that you choose.", "$quiet"),
                )
            )

    def _reach(self) -> str:
        """Whether both of the selected pair read it on a phone."""
        row, state = self._list.row, state_of(self.app)
        both = [side for side in (row.ask, row.offer) if side] if row else []
        if any(waits(state, response) for response in both):
            return "They read it once both answers have been looked over (r, then y)."
        badges = (badge_of(response, state.participants) for response in both)
        aloud = exchanging.to_tell_aloud(state, badges)
        return aloud or "Both people read it on their phones."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what can be done with the row that is selected."""
        rows = _WHERE.get(action)
        row = self._list.row if self.is_mounted else None
        if action == "park":
            return any(row.what is What.OPEN for row in self._rows)
        if action == "tell":
            return not self._telling and any(row.what is What.PROPOSED for row in self._rows)
        return rows is None or (row is not None and row.what in rows)

    # -- acting ------------------------------------------------------------------------------

    async def action_confirm(self) -> None:
        if (pair := self._pair) is not None and await self.send(
            do="confirm", pair=pair.id, saw=pair.standing.value, gone=self._gone
        ):
            self.app.say(f"Confirmed. {self._reach()}")

    async def action_break(self) -> None:
        if (pair := self._pair) is not None:
            await self.send(do="break", pair=pair.id, saw=pair.standing.value)

    async def action_tell(self) -> None:
        """Tell everybody of their pair, and of every pair that is found from now on."""
        if await self.send(do="tell", on=True):
            self.app.say("Told: everybody reads their pair on their own phone.")

    async def action_park(self) -> None:
        await exchanging.park(self.app, exchanging.open_asks(state_of(self.app), self._exercise))

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        """Enter: what is at hand for this row, or what waits to be confirmed."""
        row = self._list.row
        if self.do_armed() or row is None:
            return
        if row.what is What.PROPOSED:
            self.run_worker(self.action_confirm(), group="acting")
        elif row.what in _ALONE:
            self.action_make()

    def action_make(self) -> None:
        """Match the selected ask with an offer, or the offer with an ask, most alike first."""
        row = self._list.row
        if row is None or row.what not in _ALONE:
            return
        others = self._candidates(row)
        if not others:
            self.app.say("There is nothing left to match it with.")
            return

        async def keep(id_: str | None) -> None:
            if id_ is not None and row.ask is not None:
                await self.send(do="make", ask=str(row.ask.id), offer=id_, gone=self._gone)
            elif id_ is not None and row.offer is not None:
                await self.send(do="make", ask=id_, offer=str(row.offer.id), gone=self._gone)

        title = "Who can give that?" if row.ask else "Who looks for that?"
        self.app.push_screen(PickScreen(title, [(i, Content(t)) for i, t in others]), keep)

    def _candidates(self, row: PairRow) -> list[tuple[str, str]]:
        """What the row may be matched with: free ones and mere proposals, most alike first."""
        exercise = state_of(self.app).plan.exercise(self._exercise)
        side = "offer" if row.ask else "ask"
        free = [r for r in self._rows if r.what is not What.TOLD]
        there = {
            str(response.id): (response, r.offered if row.ask else r.asked)
            for r in free
            if (response := r.offer if row.ask else r.ask) is not None
            and response is not (row.ask or row.offer)
        }
        responses = [response for response, _text in there.values()]
        own = [row.ask or row.offer]
        asks = items([r for r in own if r], "ask") if row.ask else items(responses, "ask")
        offers = items(responses, "offer") if row.ask else items([r for r in own if r], "offer")
        alike = {_other(match, side): match.score
                 for match in resemblances(asks, offers, tags_of(exercise))}  # fmt: skip
        order = sorted(there, key=lambda id_: -alike.get(id_, 0.0))
        return [(id_, there[id_][1]) for id_ in order]

    @property
    def _pair(self) -> Pair | None:
        row = self._list.row
        return row.pair if row is not None else None


def _rows(pairs: Pairs, there: dict[str, Response], state: State) -> list[PairRow]:
    people = state.participants

    def said(response: Response, side: str) -> str:
        badge = badge_of(response, people)
        by = f"#{badge}" if badge else who(response)
        return f"{by} {response.answers.get(side, '')}".strip()

    standing = [pair for pair in pairs.standing if pair.ask in there and pair.offer in there]
    rows = [
        PairRow(
            What.TOLD if pairs.told(pair) else What.PROPOSED,
            there[pair.ask], there[pair.offer], pair,
            said(there[pair.ask], "ask"), said(there[pair.offer], "offer"),
        )
        for pair in standing
    ]  # fmt: skip
    met, used = {pair.ask for pair in standing}, {pair.offer for pair in standing}
    rows += [
        PairRow(What.PARKED if r.parked else What.OPEN, ask=r, asked=said(r, "ask"))
        for id_, r in there.items()
        if r.answers.get("ask") and id_ not in met
    ]
    rows += [
        PairRow(What.LEFT, offer=r, offered=said(r, "offer"))
        for id_, r in there.items()
        if r.answers.get("offer") and id_ not in used
    ]
    return rows


def _other(match: Match, side: str) -> str:
    return match.offer if side == "offer" else match.ask


def _by(pair: Pair) -> str:
    if pair.standing is Standing.CONFIRMED:
        return f" · settled by {pair.who}"
    return f" · {pair.score:.2f} of 1 alike"
