"""Text that people typed, made harmless in the formats that would read something into it."""

from __future__ import annotations

import re
import unicodedata

# Only what would be read as markup is escaped, so that the plain file stays pleasant to read.
_MARKUP = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
# What only means something at the start of a line: headings, quotes, lists, underlines.
_LEADING = re.compile(r"^(\s*)([-+#>=:])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
# Renderers that turn bare addresses into links are not to do so with typed ones.
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|(?<=\w)(@)(?=\w)|\b(www)(\.)")

# What no XML can hold; text is clean where it enters, but a plan or an old file may not be.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def md_line(text: str) -> str:
    """Markdown that shows the text as it is, on one line."""
    return _escaped(" ".join(text.split()))


def md_block(text: str, indent: str = "") -> str:
    """Markdown that shows the text as it is; line breaks stay, later lines begin with `indent`."""
    lines = [_escaped(line.strip()) for line in text.splitlines()]
    return f"\\\n{indent}".join(line for line in lines if line)


def _escaped(text: str) -> str:
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _LEADING.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    return _ADDRESS.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    """The address with its telling sign as an entity: it looks the same and links nowhere."""
    if found[1]:
        return f"{found[1]}&#58;"
    return "&#64;" if found[3] else f"{found[4]}&#46;"


def writable(text: str) -> str:
    """The text without what no XML can hold."""
    return _UNWRITABLE.sub("", text)


def reads_backwards(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
