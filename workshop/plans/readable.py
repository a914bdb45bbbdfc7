"""An exercise's options as a person reads them, whatever their kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def readable_options(options: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every option as its label and its texts: one text, or one for each thing in a list."""
    return tuple((key.replace("_", " "), _texts(value)) for key, value in options.items())


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        return tuple(_text(item) for item in value)
    return (_text(value),)


def _text(value: Any) -> str:
    match value:
        case Mapping():
            # An id is for programs. What is left is mostly a title with its hint.
            told = {str(key): _text(item) for key, item in value.items() if key != "id"}
            if set(told) <= {"text", "title", "hint", "theme", "seeds"}:
                return ": ".join(told.values()).replace("?: ", "? ")
            return ", ".join(
                f"{key} '{told[key]}'" if isinstance(value[key], str) else f"{key} {told[key]}"
                for key in told
            )
        case list() | tuple():
            return ", ".join(_text(item) for item in value)
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
