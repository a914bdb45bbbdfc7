"""Whom people turn to, by role and organisation; nothing that too few people said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from workshop.analysis.networks.graph import Graph, Member, graph
from workshop.analysis.networks.layout import Positions, positions
from workshop.analysis.networks.overview import decimals
from workshop.analysis.networks.readings import response_caution
from workshop.analysis.networks.views import network_block
from workshop.analysis.prose import counted, few, listed, opened, percent, quoted, short
from workshop.domain.findings import Bar, Bars, Block, Findings, Network, Table
from workshop.domain.forms import Option
from workshop.domain.plan import Exercise
from workshop.kinds.base import Material
from workshop.kinds.nominations import change
from workshop.kinds.nominations.mentions import (
    NOWHERE,
    Mentions,
    Place,
    label_of,
    mentions_of,
)
from workshop.kinds.options import entries_of

MOST_BARS = 8
_STEPS = (4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512)
_NONE = "Nobody has named anyone yet."
_KINDS = "kind of people", "kinds of people"


def findings(material: Material) -> Findings:
    """A map where enough people said the same, three sentences, and a question."""
    exercise, found = material.exercise, mentions_of(material)
    if not found.all:
        return Findings(exercise.title, (_NONE,), people=0, answers=0)
    since = change.since_before(material, found)
    named = found.large(found.named())
    asks = entries_of(exercise.options, "asks")
    wanted = str(exercise.options.get("wanted", ""))
    joined = len({*(f"#{person.badge}" for person in material.people), *found.people})
    return Findings(
        title=exercise.title,
        sentences=(
            *_sentences(found, asks, wanted, named),
            *(since.sentences if since else ()),
        ),
        blocks=tuple(_blocks(found, asks, named, since)),
        cautions=(
            *few(len(found.people), "person", "people"),
            *filter(None, [response_caution(len(found.people), joined)]),
            *_left_out(found),
            *(since.cautions if since else ()),
        ),
        question=_question(exercise, wanted, named),
        made_of=f"{counted(len(found.all), 'mention')} by"
        f" {counted(len(found.people), 'person', 'people')}"
        + (f", {since.beside}" if since else ""),
        answers=len(found.all),
        people=len(found.people),
        more=(*_tables(found, asks, named), *(since.tables if since else ())),
    )


def _sentences(
    found: Mentions, asks: Sequence[Option], wanted: str, named: dict[tuple[str, Place], int]
) -> Iterator[str]:
    people = counted(len(found.people), "person", "people")
    kinds = counted(len({m.named for m in found.all}), *_KINDS)
    inside = _ei(found, 1)
    said = f"{people} named {kinds}"
    if inside is not None:
        index, share = inside
        stay = f"{percent(share)} of the ties stay" if share else "no tie stays"
        said += f"; {stay} in one organisation (E-I {index})"
    yield f"{said}."
    about = [ask for ask in asks if ask.id != wanted]
    if about:
        yield _most(about[0], named, found.least)
    if last := next((ask for ask in asks if ask.id == wanted), None):
        yield _most(last, named, found.least)


def _most(ask: Option, named: dict[tuple[str, Place], int], least: int) -> str:
    """Who was named most for something; equals together."""
    there = [(place, people) for (id_, place), people in named.items() if id_ == ask.id]
    what = short(ask.text, 60)
    if not there:
        return f"{opened(what)}: no kind of people was named by {least} or more."
    top = [label_of(place) for place, people in there if people == there[0][1]]
    more = f" and {len(top) - 3} more" if len(top) > 3 else ""
    each = " each" if len(top) > 1 else ""
    if each:  # a kind of people has a comma in it
        top = [quoted(name) for name in top]
    return f"{opened(what)}: most of all {listed(top[:3])}{more}, by {there[0][1]} people{each}."


def _ei(found: Mentions, part: int) -> tuple[str, float] | None:
    """The E-I index by role (0) or organisation (1), and the share inside.

    Over every different tie of a person to a kind of people; None where too few stand behind
    either side of it.
    """
    known = [m for m in found.all if m.own[part] and m.named[part]]
    inside, across = (
        {(m.by, m.named) for m in known if (m.own[part] == m.named[part]) is stays}
        for stays in (True, False)
    )
    if not known or any(0 < len({by for by, _ in ties}) < found.least for ties in (inside, across)):
        return None
    whole = len(inside) + len(across)
    return decimals((len(across) - len(inside)) / whole, signed=True), len(inside) / whole


def _question(exercise: Exercise, wanted: str, named: dict[tuple[str, Place], int]) -> str:
    out_of_reach = next((place for ask, place in named if ask == wanted), None)
    if out_of_reach is not None:
        return f"Who here could open a door to {label_of(out_of_reach)}?"
    if exercise.debrief:
        return str(exercise.debrief[0])
    return "Whom does nobody here turn to, and what does that cost us?"


def _left_out(found: Mentions) -> Iterator[str]:
    kept = {place for _ask, place in found.large(found.named())}
    gone = len({m.named for m in found.all} - kept)
    if gone:
        was = "was" if gone == 1 else "were"
        yield (
            f"{opened(counted(gone, *_KINDS))} {was} named by fewer than {found.least} people for"
            " the same, and left out here and in exports."
        )
    unknown = sum(m.own == NOWHERE for m in found.all)
    if unknown:
        yield (
            f"{opened(counted(unknown, 'mention'))} from people whose own role and organisation"
            " are not known: they count for who was named only."
        )


# -- blocks ------------------------------------------------------------------------------------


def _blocks(
    found: Mentions,
    asks: Sequence[Option],
    named: dict[tuple[str, Place], int],
    since: change.Since | None,
) -> Iterator[Block]:
    if (block := _map(found, since.new if since else frozenset())) is not None:
        yield block
    whole = len(found.people)
    for ask in asks:
        bars = tuple(
            Bar(label_of(place), people, people / whole)
            for (id_, place), people in named.items()
            if id_ == ask.id
        )
        if bars:
            yield Bars(ask.text, bars[:MOST_BARS], "people")


def _map(found: Mentions, new: frozenset[tuple[Place, Place]]) -> Network | None:
    """Kinds of people, and the ties between them that enough people stand behind."""
    ties = found.ties()
    if not ties:
        return None
    drawn = _graph(ties)
    fresh = [pair for tie, pair in zip(ties, drawn.ties, strict=True) if tie in new]
    return network_block("Who turns to whom", drawn, _places(ties), (), fresh)


def _graph(ties: Sequence[tuple[Place, Place]]) -> Graph:
    # No badge looks like these ids: they are not people of the room.
    places = dict.fromkeys(place for pair in ties for place in pair)
    id_ = {place: f"kind-{number}" for number, place in enumerate(places, 1)}
    members = [Member(id_[place], place[0] or place[1], place[1], place[0]) for place in places]
    return graph(members, ((id_[one], id_[other]) for one, other in ties), directed=True)


@lru_cache(maxsize=64)
def _places(ties: tuple[tuple[Place, Place], ...]) -> Positions:
    """Where they stand: laid out as the ties came, so that one more moves nobody far."""
    step = max((step for step in _STEPS if step < len(ties)), default=0)
    return positions(_graph(ties), _places(ties[:step]) if step else None)


# -- the tables behind it ----------------------------------------------------------------------


def _tables(
    found: Mentions, asks: Sequence[Option], named: dict[tuple[str, Place], int]
) -> Iterator[Table]:
    for part, what in ((0, "roles"), (1, "organisations")):
        said = (
            ((m.own[part], m.named[part]), m.by) for m in found.all if m.own[part] and m.named[part]
        )
        rows = tuple((own, other, str(n)) for (own, other), n in found.large(said).items())
        if rows:
            index = _ei(found, part)
            title = f"Ties between {what}" + (f" (E-I {index[0]})" if index else "")
            yield Table(title, ("Who", "Turns to", "People"), rows, numeric=(2,))
    texts = {ask.id: ask.text for ask in asks}
    rows = tuple(
        (label_of(place), texts.get(ask, ask), str(people))
        for (ask, place), people in named.items()
    )
    if rows:
        columns = ("Kind of people", "What is true of them", "People")
        yield Table("Who was named, and for what", columns, rows, numeric=(2,))
