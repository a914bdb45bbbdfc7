"""Themes for an anonymised report: which answers are in which, and nobody who put them there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from immutables import Map

from workshop.domain.cells import table_of
from workshop.kinds.ideas.frame import ANALYST

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
