"""Themes passed on: to an anonymised report, without who put answers there, or of several rooms.

Which answers are in which theme goes along in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from immutables import Map

from workshop.domain.cells import joined_cells, table_of
from workshop.domain.plan import Exercise
from workshop.kinds.base import RoomKept
from workshop.kinds.ideas.frame import ANALYST, SPLIT, Frame

PERSON = "facilitator"
"""Stands for whoever placed an answer, so that it is still told from the analyst's work."""


def without_names(state: Any, answers: Mapping[str, str]) -> Any:
    """The tables of `frame` with the answers' new ids; None where nothing is kept."""
    if not state:
        return None
    placed = _renamed(state, "answers", answers)
    twins = _renamed(state, "twins", answers)
    return {
        "themes": Map({id_: _unsigned(kept) for id_, kept in table_of(state, "themes").items()}),
        "answers": Map({id_: {**kept, "by": _by(kept)} for id_, kept in placed.items()}),
        "twins": Map(
            {id_: {**kept, "of": answers.get(kept["of"], "")} for id_, kept in twins.items()}
        ),
        "proposals": Map(
            {
                id_: {**_unsigned(kept), "answers": _known(kept["answers"], answers)}
                for id_, kept in table_of(state, "proposals").items()
            }
        ),
        "history": Map({id_: _unsigned(kept) for id_, kept in table_of(state, "history").items()}),
    }


def _renamed(state: Any, table: str, answers: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Cells that are kept by answer, under their new ids."""
    found = table_of(state, table).items()
    return {answers[id_]: _unsigned(kept) for id_, kept in found if id_ in answers}


def _unsigned(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, "who": ""}


def _by(kept: Mapping[str, Any]) -> str:
    return ANALYST if kept.get("by") == ANALYST else PERSON


def _known(ids: Any, answers: Mapping[str, str]) -> list[str]:
    return [answers[id_] for id_ in ids if id_ in answers]


def as_one(exercise: Exercise, rooms: Sequence[RoomKept]) -> Mapping[str, Any]:
    """The cells of parallel rooms' frames as one: themes that were given or bear one name are one.

    What the machine was asked, and proposals that nobody decided on, stay behind.
    """
    named: dict[str, str] = {}
    free = len(Frame(exercise, None).every)
    kept = []
    for room in rooms:
        frame = Frame(exercise, room.kept)
        ids = dict(room.ids)
        for id_, theme in frame.every.items():
            if not frame.given(id_):
                name = " ".join(theme.name.split()).casefold()
                ids[id_] = named.setdefault(name, f"t{free + len(named) + 1}")
                ids[f"{SPLIT}{id_}"] = f"{SPLIT}{ids[id_]}"
        proposals = {
            id_: cell
            for id_, cell in table_of(room.kept, "proposals").items()
            if cell.get("state") != "open"
        }
        tables = {name: table_of(room.kept, name) for name in ("themes", "answers", "twins")}
        history = table_of(room.kept, "history")
        kept.append(({**tables, "proposals": Map(proposals), "history": history}, ids))
    return joined_cells(kept, ("proposals", "history"))
