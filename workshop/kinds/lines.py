"""How options are named in a typed line: by letter, number, id, text or its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from workshop.analysis.prose import listed, quoted
from workshop.domain.forms import Option


def letter(index: int) -> str:
    """The letter of the option at an index; empty after z."""
    return ascii_lowercase[index] if index < len(ascii_lowercase) else ""


def last_letter(options: Sequence[Option]) -> str:
    return letter(min(len(options), len(ascii_lowercase)) - 1)


def pick(options: Sequence[Option], typed: str) -> str:
    """The id of the option that was meant, or ValueError with a sentence.

    The whole id or text comes first, then a number from 1, then a letter, then the beginning of
    one option only.
    """
    word = " ".join(typed.split()).casefold()
    for option in options:
        if word in (option.id.casefold(), _folded(option)):
            return option.id
    if word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= len(options):
        return options[int(word) - 1].id
    if len(word) == 1 and word in ascii_lowercase[: len(options)]:
        return options[ascii_lowercase.index(word)].id
    begun = [
        o
        for o in options
        if word and (o.id.casefold().startswith(word) or _folded(o).startswith(word))
    ]
    if len(begun) == 1:
        return begun[0].id
    if begun:
        texts = [quoted(option.text, 30) for option in begun[:3]]
        raise ValueError(f"{quoted(typed, 30)} may mean {listed(texts, 'or')}; type more of it.")
    raise ValueError(
        f"There is no option {quoted(typed, 30)}; type 1 to {len(options)}"
        f" or a to {last_letter(options)}."
    )


def _folded(option: Option) -> str:
    return " ".join(option.text.split()).casefold()
