"""Text that people typed, made safe to keep and to show anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Controls, bidi embeddings, overrides and isolates (which turn a line around on the screen), byte
# order marks and lone surrogates (which no file can hold). Direction marks and joiners stay, as
# Arabic, Hebrew and emoji need them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MANY_BREAKS = re.compile("\n{3,}")


def clean_block(text: str) -> str:
    """The text without anything unsafe; line breaks stay, at most one empty line between two."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", _UNSAFE.sub("", text))
    text = _MANY_BREAKS.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()
    # What cannot be seen at all (zero-width characters only) is no text.
    return text if any(char.isprintable() and char != " " for char in text) else ""


def clean_line(text: str) -> str:
    """The text on one line, without anything unsafe, one space between words."""
    return " ".join(clean_block(text).split())


def plain_text(answers: Mapping[str, Any]) -> str:
    """Answers as one readable line, where the kind that knows better is not at hand."""
    parts: list[str] = []
    for value in answers.values():
        if isinstance(value, Mapping):
            parts.extend(f"{key}: {item}" for key, item in value.items() if item not in ("", None))
        elif isinstance(value, list | tuple):
            parts.append(", ".join(str(item) for item in value))
        elif value not in ("", None):
            parts.append(str(value))
    return " / ".join(parts)
