"""Small pieces of YAML that a person would have written so: quotes only where they are needed."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable

from workshop.domain.text import clean_block, clean_line
from workshop.plans.durations import format_seconds
from workshop.plans.reading import plain_value

# Words that YAML, or a reader of an older YAML, takes for something else than text.
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"}
_PLAIN = re.compile(r"[^\W\d_][^:#\n\"\\\[\]{},&*!|>%@`]*")
_SLUG = re.compile(r"[a-z0-9]+")
_LONGEST_ID = 64
WIDTH = 100


def scalar(text: str) -> str:
    """A text on one line, in quotes where YAML would read it as something else."""
    line = clean_line(text)
    if _PLAIN.fullmatch(line) and line.casefold() not in _WORDS and line == line.strip():
        return line
    return json.dumps(line, ensure_ascii=False)


def minutes(seconds: int) -> str:
    """A duration as a plan writes it: `8`, `2.5` or `"1:20"`."""
    if seconds % 60 == 0:
        return str(seconds // 60)
    return f"{seconds / 60:g}" if seconds % 30 == 0 else f'"{format_seconds(seconds)}"'


def block(key: str, text: str, indent: str) -> list[str]:
    """A key with its text: on one line, or below it where the text has several."""
    lines = clean_block(text).splitlines()
    if len(lines) < 2 and len(text) < WIDTH - len(indent) - len(key):
        return [f"{indent}{key}: {scalar(text)}"]
    return [f"{indent}{key}: |", *(f"{indent}  {line}".rstrip() for line in lines)]


def comment(text: str, indent: str = "") -> list[str]:
    """A comment, wrapped."""
    lead = f"{indent}# "
    return textwrap.wrap(
        clean_line(text), WIDTH, initial_indent=lead, subsequent_indent=lead, break_long_words=False
    )


def new_id(text: str, taken: Iterable[str] = (), otherwise: str = "plan") -> str:
    """An id made of a text's first words, with a number where it is taken."""
    words = _SLUG.findall(_ascii(text).lower())
    base = ""
    for word in words:
        longer = f"{base}-{word}" if base else word[: _LONGEST_ID - 8]
        if len(longer) > 48:
            break
        base = longer
    base = base or otherwise
    if not isinstance(plain_value(base), str):
        # `10`, `1e9` and `true` are no text to a reader of the file.
        base = f"{otherwise}-{base}"
    known = set(taken)
    if base not in known:
        return base
    return next(name for number in range(2, 10_000) if (name := f"{base}-{number}") not in known)


def _ascii(text: str) -> str:
    """Letters without their accents, so that an id still reads like its title."""
    import unicodedata

    parted = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return "".join(char for char in parted if not unicodedata.combining(char)).replace("'", "")
