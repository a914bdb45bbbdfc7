"""Elements as escaped text: whatever is put in is text, never markup, unless it is made here."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Attribute = str | int | float | bool | None
_VOID = frozenset({"br", "rect", "circle", "path", "line", "col"})


def tag(name: str, *children: str | Markup, **attributes: Attribute) -> Markup:
    """An element: `class_` is `class`, `aria_label` `aria-label`; None and False are left out."""
    made = "".join(
        f" {escape(key.rstrip('_').replace('_', '-'))}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{made}/>")  # noqa: S704 - names are ours, values are escaped
    return Markup(f"<{name}{made}>{joined(children)}</{name}>")  # noqa: S704 - children are escaped


def joined(parts: Iterable[str | Markup]) -> Markup:
    """Parts one after the other, plain text escaped."""
    return Markup("").join(escape(part) for part in parts)


def lines(text: str) -> Markup:
    """Text whose line breaks stay."""
    return Markup("<br/>").join(escape(line) for line in text.split("\n"))
