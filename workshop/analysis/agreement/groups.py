"""Groups of opinion, where the votes carry them.

After Small and others 2021 (see `scores`): blanks become a statement's mean, two principal
components, k-means, the number of groups by the silhouette (Rousseeuw 1987). Whether there are
groups at all is tested, and not read from a fixed silhouette. Two things have to hold:
- People agree with each other more than by chance: the two components hold more than when every
  statement's votes are dealt anew to those who voted on it (a permutation test, after Horn 1965).
- They stand in groups and not in one cloud: the silhouette is better than that of points drawn
  from one cloud of the same length and width (after Liu, Hayes, Nobel and Marron 2008,
  doi 10.1198/016214508000000454). The cloud is evenly filled along its length, and not normal as
  theirs: where opinions merely go from one end of a scale to the other, nobody is in a camp.
Nothing is drawn by chance twice: the same votes give the same groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workshop.analysis.agreement.marks import Cast

LEAST_PEOPLE = 8
"""Under so many no test tells groups from chance."""
LEAST_IN_GROUP = 3
"""A group of two would be two people, and the room would know which."""
LEAST_STATEMENTS = 3
VOTES_TO_COUNT = 7
"""People take part in the grouping from so many votes, or from all statements if they are fewer."""
MOST_GROUPS = 5
DRAWS = 99
"""Dealt anew so often, votes must never hold together as well: p is 0.01 at most."""
CLOUDS_ALLOWED = 4
"""Of the draws of one cloud, so many may look as grouped by chance: one in twenty."""
MOST_TESTED = 150
"""The test looks at so many people, those with the most votes; more would not make it surer."""
STARTS = 4
ROUNDS = 30
GROWTH = 1.1
"""Whether there are groups, and how many, is asked anew when a tenth more votes have come."""
LOOKED_BACK = 6
WINS = 2
"""Another number of groups has to win so often in a row, so that groups do not flicker."""

Marks: TypeAlias = NDArray[np.float64]
"""People x statements; nan where somebody has not voted."""
Points: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """`members` are people by index, a group; empty where there are none to speak of.

    `counted` is how many people had enough votes. Groups stand in the order in which their first
    member came, so that they keep their names.
    """

    members: tuple[tuple[int, ...], ...]
    counted: int
    silhouette: float = 0.0


def opinion_groups(cast: Sequence[Cast], people: int, statements: int) -> Groups:
    """The groups that the votes carry; `cast` in order of arrival, one a person and statement."""
    marks = _matrix(cast, people, statements)
    kept = _counted(marks)
    if len(kept) < LEAST_PEOPLE or statements < LEAST_STATEMENTS:
        return Groups((), len(kept))
    number = _number_of_groups(cast, people, statements)
    if not number:
        return Groups((), len(kept))
    points = project(marks[kept])
    labels = k_means(points, number)
    if labels is None:
        return Groups((), len(kept))
    grouped = [tuple(int(p) for p in kept[labels == label]) for label in range(number)]
    return Groups(tuple(sorted(grouped)), len(kept), silhouette(_apart(points), labels))


def _matrix(cast: Iterable[Cast], people: int, statements: int) -> Marks:
    marks = np.full((people, statements), np.nan)
    for vote in cast:
        marks[vote.person, vote.statement] = vote.mark
    return marks


def _counted(marks: Marks) -> NDArray[np.int64]:
    """Indices of the people with enough votes."""
    votes = (~np.isnan(marks)).sum(axis=1)
    return np.flatnonzero(votes >= max(1, min(VOTES_TO_COUNT, marks.shape[1])))


# -- how many groups, if any -----------------------------------------------------------------


def _number_of_groups(cast: Sequence[Cast], people: int, statements: int) -> int:
    """How many groups; 0 for none. Asked at the last steps of the votes' growth only."""
    sizes = _steps(len(cast))
    found = [_enough(_matrix(cast[:size], people, statements)) for size in sizes]
    steps = [marks for marks in found if marks is not None]
    if not steps and (marks := _enough(_matrix(cast, people, statements))) is not None:
        steps = [marks]
    current, challenger, wins = 0, 0, 0
    for marks in steps:
        best = _best(marks.tobytes(), marks.shape)[0]
        wins = wins + 1 if best == challenger else 1
        challenger = best
        if not current or wins >= WINS:
            current = best
    return current if steps and _carries(steps[-1].tobytes(), steps[-1].shape) else 0


def _steps(votes: int) -> list[int]:
    """The last few sizes on a fixed ladder, the largest not over `votes`."""
    ladder = [LEAST_PEOPLE]
    while ladder[-1] < votes:
        ladder.append(max(ladder[-1] + 1, int(ladder[-1] * GROWTH)))
    return [size for size in ladder if size <= votes][-LOOKED_BACK:]


def _enough(marks: Marks) -> Marks | None:
    """The people who count, if they are enough."""
    kept = marks[_counted(marks)]
    return kept if len(kept) >= LEAST_PEOPLE else None


@lru_cache(maxsize=64)
def _best(data: bytes, shape: tuple[int, int]) -> tuple[int, float]:
    return best_grouping(project(np.frombuffer(data).reshape(shape)))


@lru_cache(maxsize=64)
def _carries(data: bytes, shape: tuple[int, int]) -> bool:
    return carries_groups(np.frombuffer(data).reshape(shape))


def best_grouping(points: Points) -> tuple[int, float]:
    """The number of groups with the best silhouette, and that; (0, -1.0) where none can be."""
    apart = _apart(points)
    found = (0, -1.0)
    for number in range(2, min(MOST_GROUPS, len(points) // LEAST_IN_GROUP) + 1):
        labels = k_means(points, number)
        if labels is not None:
            width = silhouette(apart, labels)
            found = (number, width) if width > found[1] else found
    return found


def carries_groups(marks: Marks) -> bool:
    """Whether people agree more than chance makes them, and stand in groups."""
    if len(marks) > MOST_TESTED:
        votes = (~np.isnan(marks)).sum(axis=1)
        marks = marks[np.sort(np.argsort(-votes, kind="stable")[:MOST_TESTED])]
    points = project(marks)
    number, width = best_grouping(points)
    if not number:
        return False
    chance = np.random.default_rng(len(marks))
    found = _spread(marks)
    for _ in range(DRAWS):
        if _spread(_dealt_anew(marks, chance)) >= found:
            return False
    better = 0
    for _ in range(DRAWS):
        better += best_grouping(_cloud(points, chance))[1] >= width
        if better > CLOUDS_ALLOWED:
            return False
    return True


def _spread(marks: Marks) -> float:
    """How much of all differences lies in the two directions in which people differ most."""
    centred = _centred(marks)
    values = np.linalg.eigvalsh(centred.T @ centred)
    return float(values[-2:].sum())


def _dealt_anew(marks: Marks, chance: np.random.Generator) -> Marks:
    """Every statement's votes among those who voted on it; how many each cast stays."""
    dealt = marks.copy()
    for column in dealt.T:
        voted = ~np.isnan(column)
        column[voted] = chance.permutation(column[voted])
    return dealt


def _cloud(points: Points, chance: np.random.Generator) -> Points:
    """As many people in one cloud that is as long and as wide, without a gap along its length."""
    drawn = chance.standard_normal(points.shape)
    drawn[:, 0] = chance.uniform(-1, 1, len(points)) * np.sqrt(3)
    return np.asarray(drawn * points.std(axis=0))


# -- techniques ------------------------------------------------------------------------------


def project(marks: Marks) -> Points:
    """People on the two directions in which they differ most.

    A blank is its statement's mean. Who cast few votes is moved out by the root of statements to
    votes, as their blanks pull them to the middle.
    """
    cast = ~np.isnan(marks)
    centred = _centred(marks)
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :2]
    # An axis may point either way; it points where its largest part is positive.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])])
    scale = np.sqrt(marks.shape[1] / np.maximum(cast.sum(axis=1), 1))
    return np.asarray(centred @ axes * scale[:, None], dtype=np.float64)


def _centred(marks: Marks) -> Marks:
    """The marks less their statement's mean; a blank is the mean itself."""
    cast = ~np.isnan(marks)
    means = np.where(cast, marks, 0.0).sum(axis=0) / np.maximum(cast.sum(axis=0), 1)
    return np.asarray(np.where(cast, marks - means, 0.0))


def k_means(points: Points, number: int) -> Labels | None:
    """A label a point, from the best of a few fixed starts; None where a group is too small."""
    best: tuple[float, Labels] | None = None
    for first in _firsts(points):
        labels, within = _lloyd(points, _spread_out(points, first, number))
        if np.bincount(labels, minlength=number).min() < LEAST_IN_GROUP:
            continue
        if best is None or within < best[0] - 1e-12:
            best = (within, labels)
    return best[1] if best else None


def _firsts(points: Points) -> list[int]:
    """Points to start from: one at the middle, and others from the rim inwards."""
    far = np.argsort(np.linalg.norm(points - points.mean(axis=0), axis=1), kind="stable")
    places = np.linspace(0, len(points) - 1, STARTS).round().astype(int)
    return list(dict.fromkeys(int(far[place]) for place in places))


def _spread_out(points: Points, first: int, number: int) -> Points:
    """Centres as far from each other as may be, beginning with one point."""
    chosen = [first]
    nearest = ((points - points[first]) ** 2).sum(axis=1)
    while len(chosen) < number:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen].copy()


def _lloyd(points: Points, centres: Points) -> tuple[Labels, float]:
    """Labels and the sum of squares within, when the centres rest."""
    number = len(centres)
    labels: Labels = np.full(len(points), -1)
    squares = np.zeros((len(points), number))
    for _ in range(ROUNDS):
        squares = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        fresh = squares.argmin(axis=1)
        if np.array_equal(fresh, labels):
            break
        labels = fresh
        own = np.eye(number)[labels]
        sizes = own.sum(axis=0)
        centres = np.where(
            sizes[:, None] > 0, own.T @ points / np.maximum(sizes, 1)[:, None], centres
        )
    return labels, float(squares[np.arange(len(points)), labels].sum())


def _apart(points: Points) -> Points:
    """The distance of every two points."""
    return np.asarray(np.linalg.norm(points[:, None, :] - points[None, :, :], axis=2))


def silhouette(apart: Points, labels: Labels) -> float:
    """How much nearer people are to their own group than to the next: -1 to 1, the mean."""
    own = np.eye(int(labels.max()) + 1)[labels]
    sizes = own.sum(axis=0)
    sums = apart @ own
    rows = np.arange(len(labels))
    inside = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[rows, labels] = np.inf
    means[:, sizes == 0] = np.inf
    outside = means.min(axis=1)
    widths = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12)
    return float(np.where(sizes[labels] > 1, widths, 0.0).mean())
