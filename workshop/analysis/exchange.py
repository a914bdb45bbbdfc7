"""Asks and offers matched: what each pair shares, and a fair choice of pairs. Offline, no chance.

**What they share.** Words that mean something, alike in their beginning ('chart' and 'charts',
'measure' and 'measurement') or inside a compound; fields of words (English, see `themes.kin`), by
which 'budget' meets 'money'; and tags, which are words that somebody declared to belong together.
A word weighs less the more texts have it; the words of asking and giving themselves ('help',
'offer') do not count. A resemblance is the cosine of what both weigh, from 0 to 1.

**Who is matched.** In rounds. In each, everybody has at most one ask answered and gives at most
once, so that nobody has a second before all have had a chance of a first. A round is an
assignment with the greatest sum of `1 + resemblance`: that two people find somebody counts for
more than that one finds the best. It is found by an auction (Bertsekas 1979, A distributed
algorithm for the assignment problem), at most `STEP` a pair below the best sum. An ask meets one
offer and an offer one ask.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from workshop.analysis.themes.features import words_of
from workshop.analysis.themes.kin import fields_of

TECHNIQUE = "words, fields of words and tags that both share; by auction, in rounds"
VERSION = 1
LEAST = 0.14
"""Below this resemblance two texts share a word by chance."""
EACH = 3
"""So many asks of one person are answered, and so many offers of one taken, at most."""
LOOKED_AT = 20
"""Offers that are looked at for one ask, those most alike."""
STEP = 0.002

_ALIKE, _FIELD, _TAG = 0.85, 0.6, 1.0
_BEGINNING, _ENDING = 5, 7
_SHARE = 0.6
_SHOWN = 4
# Everybody asks and offers with these, so they tell nothing of what.
_OF_ASKING = """
ask asks asking offer offers offering look looking find finding search seek need needs want wants
help helps helping someone somebody anyone anybody people person know knows knowledge give share
sharing show tell provide support learn learning teach able like get good tips advice experience
experiences experienced idea ideas contact contacts interested happy willing try use using used
ours yours come comes something one two three four five

zoek zoeken zoekt vraag bied bieden aanbod hulp help helpen iemand mensen kennis weten wil graag
nodig geven delen leren tonen ervaring ervaringen advies tips contact contacten ideeen goed goede

suche suchen sucht frage biete bieten angebot hilfe helfen jemand jemanden leute menschen wissen
kennt kenne mochte brauche brauchen gern gerne geben teilen lernen zeigen erfahrung erfahrungen rat
tipps kontakt kontakte ideen gut gute

cherche chercher demande offre offrir aide aider quelqu quelquun personne personnes gens savoir
connait veux voudrais besoin donner partager apprendre montrer experience experiences conseil
conseils contact contacts idees bien bon bonne

busco buscar pido ofrezco ofrecer ayuda ayudar alguien persona personas gente saber conozco quiero
quisiera necesito necesita dar compartir aprender mostrar experiencia experiencias consejo consejos
contacto contactos ideas bien buen buena
"""
_ASKING = frozenset(_OF_ASKING.split())


@dataclass(frozen=True, slots=True)
class Item:
    """An ask or an offer. `person` is whose it is, empty where nobody knows."""

    id: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Words that belong together, and what they are about."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An ask and an offer with what they share: the ask's own words, and what both are about."""

    ask: str
    offer: str
    score: float
    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is compared."""

    words: tuple[str, ...]
    fields: frozenset[str]
    tags: frozenset[str]


def matched(
    asks: Sequence[Item],
    offers: Sequence[Item],
    tags: Sequence[Tag] = (),
    apart: Collection[tuple[str, str]] = (),
    settled: Collection[tuple[str, str]] = (),
    each: int = EACH,
) -> list[Match]:
    """The pairs of (ask, offer), best first, without those of `settled`.

    `settled` are pairs that stand already: their asks and offers are taken, and their people have
    had their turn. A pair in `apart` is never proposed.
    """
    owner = {item.id: _owner(item) for item in (*asks, *offers)}
    taken_asks, taken_offers = ({pair[side] for pair in settled} for side in (0, 1))
    answered = Counter(owner[ask] for ask, _offer in settled if ask in owner)
    given = Counter(owner[offer] for _ask, offer in settled if offer in owner)
    left = [
        match
        for match in resemblances(asks, offers, tags)
        if match.ask not in taken_asks
        and match.offer not in taken_offers
        and (match.ask, match.offer) not in apart
    ]
    chosen: list[Match] = []
    for turn in range(1, each + 1):
        best: dict[tuple[str, str], Match] = {}
        for match in left:
            pair = owner[match.ask], owner[match.offer]
            if answered[pair[0]] < turn and given[pair[1]] < turn:
                best.setdefault(pair, match)
        pairs = assignment({pair: 1 + match.score for pair, match in best.items()})
        found = [best[pair] for pair in pairs.items()]
        chosen += found
        answered.update(pairs.keys())
        given.update(pairs.values())
        asked, used = {match.ask for match in found}, {match.offer for match in found}
        left = [match for match in left if match.ask not in asked and match.offer not in used]
    return sorted(chosen, key=lambda match: -match.score)


def resemblances(
    asks: Sequence[Item], offers: Sequence[Item], tags: Sequence[Tag] = ()
) -> list[Match]:
    """Every ask with the offers of others that resemble it, most alike first."""
    wanted = [_read(item.text, tags) for item in asks]
    given = [_read(item.text, tags) for item in offers]
    scale = _Scale(wanted, given)
    found: list[Match] = []
    for ask, one in zip(asks, wanted, strict=True):
        of_ask = [
            Match(ask.id, offers[at].id, *compared)
            for at in scale.sharing(one)
            if _owner(ask) != _owner(offers[at])
            if (compared := scale.compared(one, given[at]))[0] >= LEAST
        ]
        found += sorted(of_ask, key=lambda match: -match.score)[:LOOKED_AT]
    return sorted(found, key=lambda match: -match.score)


def _owner(item: Item) -> str:
    """Whose it is; somebody of their own where nobody knows."""
    return item.person or f"?{item.id}"


class _Scale:
    """What features weigh among all texts, and how much two of these share."""

    def __init__(self, wanted: Sequence[_Read], given: Sequence[_Read]) -> None:
        read = [*wanted, *given]
        self._weight = _weights(read)
        self._near = _Near({word for one in read for word in one.words})
        self._length = {one: self._measured(one) for one in read}
        self._giving: dict[str, list[int]] = defaultdict(list)
        for at, offer in enumerate(given):
            for feature in {*offer.words, *_marked(offer)}:
                self._giving[feature].append(at)

    def sharing(self, ask: _Read) -> list[int]:
        """The places of the offers that share anything with an ask: few, in a large room."""
        features = {form for word in ask.words for form in self._near.to(word)} | {*_marked(ask)}
        return sorted({at for feature in features for at in self._giving.get(feature, ())})

    def compared(self, one: _Read, other: _Read) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
        """How much they resemble, the first one's words that both have, what both are about."""
        weight = self._weight
        shared: dict[str, float] = {}
        there = set(other.words)
        for word in dict.fromkeys(one.words):
            if word in there:
                shared[word] = weight[word] ** 2
            elif alike := [weight[form] for form in self._near.to(word) if form in there]:
                shared[word] = _ALIKE * weight[word] * max(alike)
        # A field says something new only where no word of it is shared.
        fields = (one.fields & other.fields) - {f for word in shared for f in fields_of(word)}
        tags = one.tags & other.tags
        both = sum(shared.values())
        both += sum((_FIELD * weight[f"~{field}"]) ** 2 for field in fields)
        both += sum((_TAG * weight[f"#{tag}"]) ** 2 for tag in tags)
        score = min(both / (self._length[one] * self._length[other]), 1.0)
        words = sorted(shared, key=lambda word: -shared[word])[:_SHOWN]
        # Words say more than the field they belong to.
        about = (*sorted(tags), *(sorted(fields - tags) if not words else ()))
        return round(score, 4), tuple(words), about

    def _measured(self, read: _Read) -> float:
        total = sum(self._weight[word] ** 2 for word in set(read.words))
        total += sum((_TAG * self._weight[f"#{tag}"]) ** 2 for tag in read.tags)
        return sqrt(total) or 1.0


@lru_cache(20_000)
def _telling(text: str) -> tuple[str, ...]:
    """The words of a text that say what is asked for or offered."""
    return tuple(
        word
        for word in words_of(text)
        if word not in _ASKING and len(word) > 1 and not word.isdigit()
    )


def _read(text: str, tags: Sequence[Tag]) -> _Read:
    words = _telling(text)
    fields = frozenset(field for word in words for field in fields_of(word))
    # A tag's own name is one of its words; of several words all have to be there.
    held = frozenset(
        tag.name
        for tag in tags
        if any(_holds(words, _telling(phrase)) for phrase in (tag.name, *tag.words))
    )
    return _Read(words, fields, held)


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return bool(phrase) and all(any(alike(word, part) for word in words) for part in phrase)


def _marked(read: _Read) -> Iterator[str]:
    """Fields and tags as features beside words."""
    yield from (f"~{field}" for field in read.fields)
    yield from (f"#{tag}" for tag in read.tags)


def _weights(read: Iterable[_Read]) -> Mapping[str, float]:
    """How much each feature tells; never nothing, since a room may be small."""
    found: Counter[str] = Counter()
    texts = 0
    for one in read:
        texts += 1
        found.update({*one.words, *_marked(one)})
    return {feature: log((texts + 10) / (number + 1)) for feature, number in found.items()}


def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: a shared beginning, or one at the end of a compound."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and (
        len(short) >= _BEGINNING
        or (len(short) >= 3 and len(long) - len(short) <= 1)
        or long == short + "s"
    ):
        return True
    if len(short) >= _ENDING and long.endswith(short):
        return True
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b),
                len(short))  # fmt: skip
    return same >= _BEGINNING and same >= _SHARE * len(long)


class _Near:
    """Which words of a vocabulary are forms of a word; asked for again and again, found once."""

    def __init__(self, words: Collection[str]) -> None:
        self._begins: dict[str, list[str]] = defaultdict(list)
        self._ends: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, list[str]] = {}
        for word in words:
            self._begins[word[:2]].append(word)
            self._ends[word[-_ENDING:]].append(word)

    def to(self, word: str) -> list[str]:
        found = self._known.get(word)
        if found is None:
            maybe = {*self._begins.get(word[:2], ()), *self._ends.get(word[-_ENDING:], ())}
            found = self._known[word] = [other for other in maybe if alike(word, other)]
        return found


def assignment(weights: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """One to one, with the greatest sum of positive weights, `STEP` a pair below it at most.

    Each on the left bids for what is worth most to it, as much as it is worth more than the next
    best; who is outbid bids again, until nothing is worth its price any more.
    """
    worth: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (left, right), weight in weights.items():
        worth[left].append((right, weight))
    price: dict[str, float] = defaultdict(float)
    holder: dict[str, str] = {}
    bidders = deque(worth)
    while bidders:
        left = bidders.popleft()
        best, second, wanted = 0.0, 0.0, ""
        for right, weight in worth[left]:
            gain = weight - price[right]
            if gain > best:
                best, second, wanted = gain, best, right
            elif gain > second:
                second = gain
        if not wanted:
            continue
        price[wanted] += best - second + STEP
        if wanted in holder:
            bidders.append(holder[wanted])
        holder[wanted] = left
    return {left: right for right, left in holder.items()}
