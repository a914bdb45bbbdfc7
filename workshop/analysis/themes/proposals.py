"""New themes proposed from answers that fit none: groups of near neighbours, named by their words.

Every answer is tied to its nearest neighbours by cosine (corpus mean subtracted); communities of
that graph (Louvain) are the groups;
a name is made of the words that are typical of a group against the others (class-based TF-IDF).
Needs numpy, which is imported where it is used: this runs in the analyst only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any
from zlib import crc32

from workshop.analysis.networks.parts import louvain
from workshop.analysis.themes.embedding import Embedder
from workshop.analysis.themes.features import Weights, words_of

VERSION = 1
LEAST_ANSWERS = 6
"""So many answers are left before it is worth a look."""
LEAST_GROUP = 3
MOST = 8
_NEIGHBOURS = 8
_WIDTH = 1024
"""Features are hashed into so many columns: 5,000 answers are 20 MB."""
_AT_ONCE = 1000
_NEAR = 0.05


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of answers (by their places), most typical first, and a name from their words."""

    name: str
    words: tuple[str, ...]
    members: tuple[int, ...]


def propose(texts: Sequence[str], embedder: Embedder | None = None) -> list[Proposal]:
    """At most `MOST` new themes, the largest first; none where too few answers are left."""
    if len(texts) < LEAST_ANSWERS:
        return []
    import numpy as np

    rows = _rows(texts, embedder)
    groups: dict[int, list[int]] = {}
    for place, group in enumerate(_communities(rows)):
        groups.setdefault(group, []).append(place)
    found = sorted(
        (members for members in groups.values() if len(members) >= LEAST_GROUP),
        key=lambda members: (-len(members), members),
    )[:MOST]
    proposals = []
    for members, words in zip(found, typical_words(texts, found), strict=True):
        middle = rows[members].mean(axis=0)
        order = np.argsort(-(rows[members] @ middle), kind="stable")
        ranked = tuple(members[int(at)] for at in order)
        proposals.append(Proposal(", ".join(words) or texts[ranked[0]], words, ranked))
    return proposals


def groups_of(texts: Sequence[str], embedder: Embedder | None = None) -> list[int]:
    """The group of every text, by number; one that is near to nothing is a group of its own."""
    return _communities(_rows(texts, embedder)) if texts else []


def typical_words(
    texts: Sequence[str], groups: Sequence[Sequence[int]], most: int = 3
) -> list[tuple[str, ...]]:
    """Words typical of each group: frequent in it, rare in the others; each at least twice."""
    counts = [
        Counter(word for at in group for word in set(words_of(texts[at])) if len(word) > 2)
        for group in groups
    ]
    everywhere: Counter[str] = Counter()
    for text in texts:
        everywhere.update(set(words_of(text)))
    average = sum(map(len, groups)) / max(1, len(groups))
    names = []
    for group, found in zip(groups, counts, strict=True):
        scored = {
            word: number / len(group) * log(1 + average / everywhere[word])
            for word, number in found.items()
            if number > 1
        }
        names.append(tuple(sorted(scored, key=lambda word: (-scored[word], word))[:most]))
    return names


def _rows(texts: Sequence[str], embedder: Embedder | None) -> Any:
    """One centred unit vector a text."""
    import numpy as np

    weights = Weights(texts)
    rows: Any = np.zeros((len(texts), _WIDTH), dtype=np.float32)
    for place, text in enumerate(texts):
        for feature, value in weights.vector(text).items():
            mark = crc32(feature.encode())
            rows[place, mark % _WIDTH] += value if mark & 0x8000_0000 else -value
    rows = _centred(rows)
    if embedder is not None:
        meanings = _centred(np.asarray(embedder.vectors(texts), dtype=np.float32))
        rows = np.hstack([rows, meanings * np.float32(2**0.5)]) / np.float32(3**0.5)
    return rows


def _centred(rows: Any) -> Any:
    import numpy as np

    rows = rows - rows.mean(axis=0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return rows / lengths


def _communities(rows: Any) -> list[int]:
    import numpy as np

    number = len(rows)
    ties: list[dict[int, float]] = [{} for _ in range(number)]
    most = min(_NEIGHBOURS, number - 1)
    for begin in range(0, number, _AT_ONCE):
        near = rows[begin : begin + _AT_ONCE] @ rows.T
        for offset, line in enumerate(near):
            place = begin + offset
            line[place] = -1
            for other in np.argpartition(-line, most - 1)[:most] if most else ():
                if line[other] > _NEAR:
                    ties[place][int(other)] = ties[int(other)][place] = float(line[other])
    groups = [0] * number
    for group, members in enumerate(louvain(ties)):
        for place in members:
            groups[place] = group
    return groups
