"""The list of the pairs' screen: pairs, then asks without an offer, then offers left over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from workshop.domain.records import Response
from workshop.kinds.exchange.pairs import Pair
from workshop.tui.widgets.row_list import RowList

_STATE = 10
_BETWEEN = " ↔ "


class What(StrEnum):
    """What a row is, in the word that stands before it."""

    TOLD = "told"
    PROPOSED = "proposed"
    OPEN = "open ask"
    PARKED = "parked"
    LEFT = "offer"


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair, an ask alone or an offer alone; texts say whose they are."""

    what: What
    ask: Response | None = None
    offer: Response | None = None
    pair: Pair | None = None
    asked: str = ""
    offered: str = ""


class PairList(RowList[PairRow]):
    """Asks at the left, offers at the right."""

    def key(self, row: PairRow) -> tuple[str, str]:
        ask = str(row.ask.id) if row.ask else ""
        return ask, str(row.offer.id) if row.offer else ""

    def draw(self, row: PairRow) -> Text:
        room = max(self.scrollable_content_region.width - _STATE - 1, 20)
        half = (room - cell_len(_BETWEEN)) // 2
        text = Text(no_wrap=True, end="")
        mark = self.part("mark") if row.what in (What.TOLD, What.OPEN) else self.part("quiet")
        text.append(f" {row.what:<{_STATE}}", mark)
        text.append(_cut(row.asked, half))
        text.append(_BETWEEN if row.pair else " " * cell_len(_BETWEEN), self.part("quiet"))
        text.append(_cut(row.offered, half))
        return text


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_cell_size(text, width - 1) + "…"
