"""The pages in the participant's language: our own words, the plan's, and the kinds'.

Our own words come from gettext catalogues; what a plan says from its `translations`. Labels of the
kinds and sentences of the domain are looked up in the catalogues too, with their numbers and
quoted words taken out: "‘{0}’ has room for {1} characters".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from workshop.domain.plan import SessionPlan
from workshop.domain.telling import Line, Value, Whom
from workshop.domain.text import clean_line

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "nl": "Nederlands",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
}
OWN = "en"
"""The language of our own words, of the kinds' and of the domain's sentences."""
MOST_WISHES = 20

# In French these marks stand apart from their word, and never at the beginning of a line.
_FRENCH_MARKS = re.compile(r" (?=[?!:;»])|(?<=«) ")
_BLANKS = re.compile(r"[ \t\r\n]+")
_VARYING = re.compile(r"‘([^’]*)’|(?<!\w)'([^']*)'(?!\w)|\d+")


def _(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


_MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
    _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip


def wished(accept: str, chosen: str = "") -> str:
    """The language that was chosen, else the first of ours by an Accept-Language header."""
    if chosen in LANGUAGES:
        return chosen
    wishes: list[tuple[float, str]] = []
    for item in accept.split(",")[:MOST_WISHES]:
        name, _semicolon, parameter = item.partition(";")
        own = name.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        if own in LANGUAGES and weight > 0:
            wishes.append((-weight, own))
    return min(wishes, key=lambda wish: wish[0])[1] if wishes else OWN


def _weight(parameter: str) -> float:
    name, _equals, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of one of our languages."""
    if language == OWN:
        return NullTranslations()
    path = resources.files("workshop.locales") / language / "LC_MESSAGES" / "workshop.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


class Speech:
    """One language's words for one plan."""

    def __init__(self, language: str, plan: SessionPlan) -> None:
        self.language = language
        self._catalogue = catalogue(language)
        self._written_in = plan.language.partition("-")[0]
        texts = {
            **plan.translations.get(language.partition("-")[0], {}),
            **plan.translations.get(language, {}),
        }
        self._texts = {clean_line(text): said for text, said in texts.items()}

    def own(self, text: str, **values: Any) -> str:
        """One of our own texts, its {values} filled in."""
        return self._set(self._catalogue.gettext(text)).format(**values)

    def count(self, one: str, many: str, number: int, **values: Any) -> str:
        """One of our own texts about a number, which is {number} in it."""
        said = self._catalogue.ngettext(one, many, number)
        return self._set(said).format(number=number, **values)

    def plan(self, text: str) -> str:
        """A text of the plan or of a kind as plain text."""
        return self._find(text)[0]

    def said(self, text: str) -> Markup:
        """A text of the plan or of a kind as HTML, marked where it is in another language."""
        found, language = self._find(text)
        # Line breaks in a file are its author's line width; an empty line is meant.
        paragraphs = Markup("<br><br>").join(
            _BLANKS.sub(" ", part).strip() for part in found.split("\n\n") if part.strip()
        )
        if language == self.language:
            return paragraphs
        return Markup('<span lang="{}">{}</span>').format(language, paragraphs)

    def line(self, line: Line) -> Markup:
        """A line that one participant is told: our words translated, people's as they are."""
        values = {name: self._value(value) for name, value in line.values.items()}
        text = self._catalogue.gettext(line.text)
        told = escape(self._set(text)).format(**values)
        foreign = self.language != OWN and text == line.text
        return Markup('<span lang="{}">{}</span>').format(OWN, told) if foreign else told

    def _value(self, value: Value) -> Markup:
        if not isinstance(value, Whom):
            # Whatever its language and direction, it does not turn our words around.
            return Markup("<bdi>{}</bdi>").format(value)
        number = self.own("No. {number}", number=value.badge)
        named = Markup(" (<bdi>{}</bdi>)").format(value.name) if value.name else ""
        return Markup('<b class="whom">{}</b>{}').format(number, named)

    def day(self, day: date | datetime) -> str:
        month = self._catalogue.gettext(_MONTHS[day.month - 1])
        return self.own("{day} {month} {year}", day=day.day, month=month, year=day.year)

    def _find(self, text: str) -> tuple[str, str]:
        """The text as it is said, and its language."""
        known = self._texts.get(clean_line(text))
        if known is not None:
            return self._set(known), self.language
        if self.language == OWN:
            return text, self._written_in
        generic = self._generic(text)
        if generic is not None:
            return generic, self.language
        return text, self._written_in

    def _generic(self, text: str) -> str | None:
        """A text of a kind or the domain, its numbers and quoted words kept; None if unknown."""
        pattern, values = pattern_of(text)
        found = self._catalogue.gettext(pattern)
        if found == pattern:
            return None
        return self._set(found).format(*(self.plan(value) for value in values))

    def _set(self, text: str) -> str:
        """A text as it is set in this language."""
        return _FRENCH_MARKS.sub("\u00a0", text) if self.language == "fr" else text


def pattern_of(text: str) -> tuple[str, list[str]]:
    """A text with its numbers and quoted words as {0}, {1} and so on, and what these are."""
    values: list[str] = []

    def taken(match: re.Match[str]) -> str:
        quoted = match[1] if match[1] is not None else match[2]
        values.append(match[0] if quoted is None else quoted)
        place = f"{{{len(values) - 1}}}"
        return place if quoted is None else match[0][0] + place + match[0][-1]

    return _VARYING.sub(taken, text.replace("{", "(").replace("}", ")")), values


__all__ = ["LANGUAGES", "OWN", "Speech", "pattern_of", "wished"]
