"""Words that tell who somebody is: those that are known are taken out, likely ones are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workshop.analysis.frequent import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@])@\w{2,}")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s()./-]{6,}\d(?!\w)")
_DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")
_BADGE = re.compile(r"(?i)\bbadge\s+#?[a-z]{0,6}\d{1,5}\b|(?<!\w)#[a-z]{0,6}\d{1,5}\b")
_REPEATED = re.compile(r"\[name\](?:[\s.,'’-]{0,2}\[name\])+")
# After these a capital says nothing.
_SENTENCE_END = re.compile(r"(?:^|[.!?:;…\n\r“\"(/•–—-])[\s\"'“‘(*•–—-]*$")
_PLACEHOLDERS = re.compile(r"\[(?:name|e-mail|number|handle|badge|left out[^\]]*)\]")

# Scripts that put no spaces between words: Thai to Khmer, kana, Chinese, Korean.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_DAYS = """
monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
fridays saturdays sundays january february march april june july august september october november
december
"""
_DATED = frozenset(_DAYS.split())
"""Written with a capital, and nobody's name; May may be somebody's."""

SHORTEST = 3
"""Shorter names are looked for with a capital only: too many words look like them."""
_DIGITS = 8


class Mark(NamedTuple):
    """A piece of a text that may tell who somebody is, by its place."""

    start: int
    end: int
    why: str


class KnownNames:
    """Takes out names that participants gave, badges, and what reaches somebody.

    `common` are words that a plan uses; where somebody is called like one of them, it is taken for
    a name only with a capital within a sentence.
    """

    def __init__(
        self, names: Iterable[str], badges: Iterable[str] = (), common: Iterable[str] = ()
    ) -> None:
        self._parts = {word.casefold() for name in names for word in _WORD.findall(name)}
        self._parts = {part for part in self._parts if len(part) > 1}
        self._common = STOP_WORDS | {
            word for text in common for word in _WORD.findall(text) if word.islower()
        }
        within = sorted((p for p in self._parts if _UNSPACED.search(p)), key=len, reverse=True)
        self._within = re.compile("|".join(map(re.escape, within))) if within else None
        # A number alone may be anything; letters with a number are a badge wherever they stand.
        odd = [re.escape(badge) for badge in badges if not badge.isdecimal() and badge]
        self._odd = re.compile(rf"(?i)(?<!\w)#?(?:{'|'.join(odd)})(?!\w)") if odd else None

    def without(self, text: str) -> str:
        """The text with [name], [e-mail], [number], [handle] and [badge] in their places."""
        text = _EMAIL.sub("[e-mail]", text)
        text = _HANDLE.sub("[handle]", text)
        text = _PHONE.sub(lambda found: "[number]" if _reaches(found[0]) else found[0], text)
        text = _BADGE.sub("[badge]", text)
        if self._odd is not None:
            text = self._odd.sub("[badge]", text)
        if self._within is not None:
            text = self._within.sub("[name]", text)
        if not self._parts:
            return text
        pieces, last = [], 0
        kept = [found.span() for found in _PLACEHOLDERS.finditer(text)]
        for found in _WORD.finditer(text):
            inside = any(start <= found.start() < end for start, end in kept)
            if not inside and self._is_name(found[0], text[: found.start()]):
                pieces += [text[last : found.start()], "[name]"]
                last = found.end()
        return _REPEATED.sub("[name]", "".join([*pieces, text[last:]]))

    def _is_name(self, word: str, before: str) -> bool:
        plain = word.casefold()
        if plain not in self._parts:
            return False
        if word.upper() == word.lower():
            return True  # a script without capitals
        capital = word[0].isupper()
        if plain in self._common:
            return capital and not _SENTENCE_END.search(before)
        return capital or len(plain) >= SHORTEST


def likely(text: str) -> Iterator[Mark]:
    """What may be a name, by its look: a capital where no sentence begins, and what reaches one."""
    taken = [found.span() for found in _PLACEHOLDERS.finditer(text)]
    for pattern, why in ((_EMAIL, "e-mail"), (_HANDLE, "handle"), (_BADGE, "badge")):
        for found in pattern.finditer(text):
            taken.append(found.span())
            yield Mark(*found.span(), why)
    for found in _PHONE.finditer(text):
        if _reaches(found[0]):
            taken.append(found.span())
            yield Mark(*found.span(), "number")
    for found in _WORD.finditer(text):
        start, end = found.span()
        if any(first <= start < last for first, last in taken):
            continue
        word = found[0]
        if word.casefold() in _DATED:
            continue
        if word[0].isupper() and len(word) > 1 and not _SENTENCE_END.search(text[:start]):
            # All capitals is mostly an abbreviation, yet initials look the same.
            yield Mark(start, end, "initials or abbreviation" if word.isupper() else "name")


def _reaches(text: str) -> bool:
    """Whether digits are a telephone number: enough of them, and no date."""
    digits = sum(char.isdigit() for char in text)
    return digits >= _DIGITS and not _DATE.fullmatch(text.strip())
