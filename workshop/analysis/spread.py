"""How far a room's choices lie apart, where options have no order; all from 0 to 1.

For ratings, whose steps have an order, see `numbers.dispersion`.
"""

from __future__ import annotations

from collections.abc import Sequence


def variation(votes: Sequence[float]) -> float:
    """How evenly votes are spread over the options: 0 all on one, 1 the same on each.

    The index of qualitative variation: Wilcox, Indices of Qualitative Variation, Oak Ridge
    National Laboratory TM-1919 (1967).
    """
    shares = _shares(votes)
    if len(votes) < 2 or not shares:
        return 0.0
    return (1 - sum(share**2 for share in shares)) * len(votes) / (len(votes) - 1)


def polarisation(votes: Sequence[float]) -> float:
    """How near a room is to two camps of the same size: 1 there, 0 where all are in one.

    Many small camps divide a room less than two big ones, so it falls when there are more.
    Montalvo and Reynal-Querol, Ethnic Polarization, Potential Conflict, and Civil Wars, American
    Economic Review 95 (2005), 796-816.
    """
    return 4 * sum(share**2 * (1 - share) for share in _shares(votes))


def camps(votes: Sequence[float]) -> tuple[int, int] | None:
    """The places of two big camps of nearly the same size; None where there are no such two.

    Together they hold most of the room (60 %), and the second is at least three quarters of the
    first: where a person in front would say 'half of you, half of you'.
    """
    shares = _shares(votes)
    if len(shares) < 2:
        return None
    first, second = sorted(range(len(shares)), key=lambda place: -shares[place])[:2]
    if shares[first] + shares[second] < 0.6 or shares[second] < 0.75 * shares[first]:
        return None
    return first, second


def _shares(votes: Sequence[float]) -> list[float]:
    total = sum(votes)
    return [number / total for number in votes] if total else []
