"""What was said about whom: kinds of people, a role in an organisation each, and who named them.

Whatever leaves here for the room or an export has passed `Mentions.large`: behind every figure
stand at least as many people as the exercise asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from workshop.analysis.people import person_key
from workshop.domain.cells import table_of
from workshop.domain.ids import ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Participant, Response
from workshop.kinds.base import Material

LEAST = 3
"""People behind every figure that the room or an export sees, where the exercise says no more."""
LEFT_OUT = "[left out: too few people]"
ROLE, ORGANISATION = "role", "organisation"
_FIELDS = (
    (ROLE, "role"), (ORGANISATION, "organisation"),
    (ROLE, "own_role"), (ORGANISATION, "own_organisation"),
)  # fmt: skip

Place = tuple[str, str]
"""A role and an organisation, each empty where nobody said it."""
NOWHERE: Place = ("", "")
_UNKNOWN = "? "
"""Begins what tells cards without a badge apart."""
_Cell = TypeVar("_Cell")


def least_of(exercise: Exercise) -> int:
    return int(exercise.options.get("least", LEAST))


def label_of(place: Place) -> str:
    """'nurse, City Hospital' as it is read aloud."""
    return ", ".join(filter(None, place))


@lru_cache(20_000)
def key_of(what: str, text: str) -> str:
    """What a role or an organisation is merged by: no word of it, so that none outlives erasing."""
    plain = " ".join(text.casefold().split())
    return f"{what}.{sha256(plain.encode('utf-8', 'replace')).hexdigest()[:12]}"


def root_of(state: Any, key: str) -> str:
    """What an entry was merged into, at the end of all merges."""
    merged, seen = table_of(state, "merged"), {key}
    while (into := merged.get(key)) is not None and into not in seen:
        key = str(into)
        seen.add(key)
    return key


@dataclass(frozen=True, slots=True)
class Entry:
    """A role or an organisation: how it is spelt, in other ways too, and how many named it."""

    what: str
    key: str
    text: str
    people: int
    others: tuple[tuple[str, str], ...] = ()
    """Key and text of every spelling that was merged into it."""


class Spelling:
    """One spelling for every role and organisation: the first one, as people merged them."""

    def __init__(
        self,
        state: Any,
        texts: Iterable[tuple[str, str]],
        before: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`texts` are (what it is, how it was written), in order.

        `before` are those of earlier rounds, by which is spelt what nobody has written since.
        """
        self._state = state
        self._written: dict[str, str] = {}
        for what, text in texts:
            self._written.setdefault(key_of(what, text), " ".join(text.split()))
        first: dict[str, str] = {}
        for key, text in self._written.items():
            first.setdefault(root_of(state, key), text)
        for what, text in before:
            first.setdefault(root_of(state, key_of(what, text)), " ".join(text.split()))
        self._first = first

    def of(self, what: str, text: str) -> str:
        if not text:
            return ""
        root = root_of(self._state, key_of(what, text))
        return self._written.get(root) or self._first.get(root, text)

    def spellings(self) -> Mapping[str, list[tuple[str, str]]]:
        """Key and text of each way in which an entry was written, by the entry's key."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, text in self._written.items():
            found[root_of(self._state, key)].append((key, text))
        return found


@dataclass(frozen=True, slots=True)
class Mention:
    """One kind of people that somebody named: for what, and who it was (as far as known).

    `by` tells people apart; those who cannot be told apart count as one.
    """

    by: str
    own: Place
    named: Place
    asks: tuple[str, ...]
    response: ResponseId


class Mentions:
    """All mentions of one round, in order of arrival.

    `earlier` are the answers of the rounds before: who people are they need not say again.
    """

    def __init__(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        people: Sequence[Participant] = (),
        earlier: Sequence[Response] = (),
    ) -> None:
        self.least = least_of(exercise)
        self.spelling = Spelling(state, _texts(responses, people), _texts(earlier, ()))
        self._state = state
        self._of = {str(person.id): person for person in people}
        own = self._own_places((*earlier, *responses))
        self.all = [self._mention(response, own) for response in responses]

    @property
    def people(self) -> frozenset[str]:
        """Who answered."""
        return frozenset(mention.by for mention in self.all)

    @property
    def known(self) -> frozenset[str]:
        """Who answered and can be told from everybody else, in another round, too."""
        return frozenset(by for by in self.people if not by.startswith(_UNKNOWN))

    def key(self, place: Place) -> Place:
        """What a place is known by, in every round and however it is spelt."""
        role, organisation = (
            root_of(self._state, key_of(what, text)) if text else ""
            for what, text in zip((ROLE, ORGANISATION), place, strict=True)
        )
        return role, organisation

    def large(self, said: Iterable[tuple[_Cell, str]]) -> dict[_Cell, int]:
        """How many people said each thing, the most first; without what too few said."""
        enough = [(cell, n) for cell, n in numbers(said).items() if n >= self.least]
        return dict(sorted(enough, key=lambda found: -found[1]))

    def ties(self) -> tuple[tuple[Place, Place], ...]:
        """Who turns to whom, in the order in which enough people had said so."""
        behind: dict[tuple[Place, Place], set[str]] = defaultdict(set)
        found: dict[tuple[Place, Place], None] = {}
        for mention in self.all:
            pair = (mention.own, mention.named)
            if NOWHERE not in pair and mention.own != mention.named:
                behind[pair].add(mention.by)
                if len(behind[pair]) == self.least:
                    found.setdefault(pair)
        return tuple(found)

    def named(self) -> Iterator[tuple[tuple[str, Place], str]]:
        """Who was named for what, and by whom."""
        for mention in self.all:
            for ask in mention.asks:
                yield (ask, mention.named), mention.by

    def entries(self) -> list[Entry]:
        """Every role and organisation with its spellings, the ones said by most first."""
        behind: dict[str, set[str]] = defaultdict(set)
        for mention in self.all:
            for place in (mention.own, mention.named):
                for what, text in zip((ROLE, ORGANISATION), place, strict=True):
                    if text:
                        behind[key_of(what, text)].add(mention.by)
        found = []
        for root, written in self.spelling.spellings().items():
            what = root.partition(".")[0]
            text = self.spelling.of(what, written[0][1])
            others = tuple((key, other) for key, other in written if other != text)
            by = behind.get(key_of(what, text), set())
            found.append(Entry(what, root, text, len(by), others))
        return sorted(found, key=lambda entry: (entry.what, -entry.people, entry.text.casefold()))

    def _own_places(self, responses: Sequence[Response]) -> dict[str, Place]:
        """Who people are: what they said of themselves, then what an answer says, the last."""
        found = {
            _badge(person): self._spelt(person.role, person.organisation)
            for person in self._of.values()
        }
        for response in responses:
            by = self._by(response)
            role, organisation = found.get(by, NOWHERE)
            said = self._spelt(
                str(response.answers.get("own_role", "")),
                str(response.answers.get("own_organisation", "")),
            )
            if by:
                found[by] = (said[0] or role, said[1] or organisation)
        return found

    def _mention(self, response: Response, own: Mapping[str, Place]) -> Mention:
        answers, by = response.answers, self._by(response)
        said = self._spelt(
            str(answers.get("own_role", "")), str(answers.get("own_organisation", ""))
        )
        return Mention(
            by or f"{_UNKNOWN}{label_of(said).casefold()}",
            own.get(by, NOWHERE) if by else said,
            self._spelt(str(answers.get("role", "")), str(answers.get("organisation", ""))),
            tuple(answers.get("asks", ())),
            response.id,
        )

    def _by(self, response: Response) -> str:
        person = self._of.get(str(response.participant))
        return _badge(person) if person is not None else person_key(response)

    def _spelt(self, role: str, organisation: str) -> Place:
        return self.spelling.of(ROLE, role), self.spelling.of(ORGANISATION, organisation)


def numbers(said: Iterable[tuple[_Cell, str]]) -> dict[_Cell, int]:
    """How many people said each thing, also what too few said: not for anybody's eyes."""
    behind: dict[_Cell, set[str]] = defaultdict(set)
    for cell, by in said:
        behind[cell].add(by)
    return {cell: len(by) for cell, by in behind.items()}


def said_often(
    exercise: Exercise, state: Any, responses: Sequence[Response]
) -> dict[str, tuple[str, ...]]:
    """Roles and organisations that enough people have written, by what they are; quick.

    Phones and cards are not added up: one person may have answered both ways.
    """
    by_phone: dict[str, set[str]] = defaultdict(set)
    by_card: dict[str, set[str]] = defaultdict(set)
    first: dict[str, tuple[str, str]] = {}
    root: dict[str, str] = {}
    for response in responses:
        behind = by_phone if response.participant else by_card
        by = str(response.participant or person_key(response))
        for what, field in _FIELDS:
            if text := response.answers.get(field):
                key = key_of(what, text)
                if key not in first:
                    first[key], root[key] = (what, text), root_of(state, key)
                behind[root[key]].add(by)
    number = {key: max(len(by_phone[key]), len(by_card[key])) for key in {*by_phone, *by_card}}
    # What a merge leads to may have been withdrawn since.
    often = [key for key, n in number.items() if n >= least_of(exercise) and key in first]
    often.sort(key=lambda key: (-number[key], key))
    return {
        what: tuple(text for kind, text in map(first.__getitem__, often) if kind == what)
        for what in (ROLE, ORGANISATION)
    }


def mentions_of(material: Material) -> Mentions:
    """The mentions of the material's round."""
    earlier: list[Response] = []
    before = material.earlier
    while before is not None:
        earlier = [*before.responses, *earlier]
        before = before.earlier
    return Mentions(material.exercise, material.state, material.responses, material.people, earlier)


def veiled(
    exercise: Exercise,
    state: Any,
    responses: Sequence[Response],
    people: Sequence[Participant],
) -> list[Response]:
    """The answers without their senders, and without what too few people said.

    An answer keeps whom it names where enough people named them for that; who says so only where
    enough of the same role and organisation named the same.
    """
    counting = [response for response in responses if response.counts]
    found = Mentions(exercise, state, counting, people)
    named = found.large(found.named())
    pairs = found.large(((m.own, m.named), m.by) for m in found.all)
    mention_of = {mention.response: mention for mention in found.all}
    return [_veiled(r, mention_of.get(r.id), named, pairs) for r in responses]


def _veiled(
    response: Response,
    mention: Mention | None,
    named: Mapping[tuple[str, Place], int],
    pairs: Mapping[tuple[Place, Place], int],
) -> Response:
    if mention is None:
        answers: dict[str, Any] = {"role": LEFT_OUT}
    elif asks := [ask for ask in mention.asks if (ask, mention.named) in named]:
        told = {"role": mention.named[0], "organisation": mention.named[1]}
        if mention.own != NOWHERE and (mention.own, mention.named) in pairs:
            told |= {"own_role": mention.own[0], "own_organisation": mention.own[1]}
        answers = {"asks": asks, **{name: text for name, text in told.items() if text}}
    else:
        answers = {"asks": list(mention.asks), "role": LEFT_OUT}
    return replace(
        response,
        id=_unlinked(response.id),
        merged_into=_unlinked(response.merged_into) if response.merged_into else None,
        answers=answers,
        participant=None,
        badge="",
        table="",
    )


def _unlinked(id_: ResponseId) -> ResponseId:
    """Another id for an answer: that of a phone's begins with whose it is."""
    return ResponseId(f"v-{sha256(id_.encode()).hexdigest()[:12]}")


def _texts(
    responses: Iterable[Response], people: Iterable[Participant]
) -> Iterator[tuple[str, str]]:
    for response in responses:
        for what, field in _FIELDS:
            if text := str(response.answers.get(field, "")):
                yield what, text
    for person in people:
        for what, text in ((ROLE, person.role), (ORGANISATION, person.organisation)):
            if text:
                yield what, text


def _badge(person: Participant) -> str:
    return f"#{person.badge}"
