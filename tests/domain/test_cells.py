"""What a kind keeps is undone cell by cell, where its events say which they touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.domain.desk import CHAIR, HELPER, VOTE, Desk, PlainRules, opened
from workshop.domain import commands as co
from workshop.domain.cells import cell_of, with_cell
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.errors import Conflict
from workshop.service.codec import decode_state, encode_state


class Cells(PlainRules):
    """Keeps what it is sent: {"set": {cell: value}}."""

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return [
            {"touches": [cell], "value": value, "by": actor.id}
            for cell, value in payload["set"].items()
        ]

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return with_cell(state, payload["touches"][0], payload["value"])


def setting(**cells: Any) -> co.KindCommand:
    return co.KindCommand(VOTE, {"set": {f"themes/{key}": value for key, value in cells.items()}})


@pytest.fixture
def desk() -> Desk:
    return opened(Cells())


def kept(desk: Desk) -> dict[str, Any]:
    return dict(desk.state.kinds[VOTE]["themes"])


def test_undo_puts_back_the_cells_of_one_command_and_no_others(desk: Desk) -> None:
    desk.do(setting(a="one", b="two"))
    desk.do(setting(b="three", c="four"))
    desk.do(setting(a="five"), HELPER)
    desk.do(co.Undo())
    assert kept(desk) == {"a": "five", "b": "two"}
    with pytest.raises(Conflict):
        desk.do(co.Undo())
    desk.do(co.Undo(), HELPER)
    desk.do(co.Undo())
    assert kept(desk) == {}


def test_cells_and_their_undo_survive_a_snapshot(desk: Desk) -> None:
    desk.do(setting(**{"p1/odd key": {"theme": "t1"}}))
    desk.do(setting(**{"p1/odd key": {"theme": "t2"}}))
    desk.state = decode_state(encode_state(desk.state))
    assert cell_of(desk.state.kinds[VOTE], "themes/p1/odd key") == {"theme": "t2"}
    desk.do(co.Undo())
    assert kept(desk) == {"p1/odd key": {"theme": "t1"}}


def test_sender_reaches_the_kind(desk: Desk) -> None:
    events = desk.do(setting(a=1), HELPER)
    assert events[0].body.payload["by"] == HELPER.id  # type: ignore[union-attr]
    assert CHAIR.id != HELPER.id
