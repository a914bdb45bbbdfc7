"""How the network of each room grew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workshop.domain.findings import Network
from workshop.export.comparing.counting import in_order, told
from workshop.export.comparing.data import FEW, Delivery, Growth, NetworkRow
from workshop.export.networks import networks
from workshop.export.report import Report


def growths(deliveries: Sequence[Delivery], least: int) -> Iterator[NetworkRow]:
    """Every exercise on ties that any delivery had, with the growth of its network in each."""
    each = [_by_exercise(delivery.report, least) for delivery in deliveries]
    for id_ in in_order([list(found) for found in each]):
        yield NetworkRow(
            exercise=id_,
            title=next(found[id_][0] for found in reversed(each) if id_ in found),
            growths=tuple(found[id_][1] if id_ in found else None for found in each),
        )


def _by_exercise(report: Report, least: int) -> dict[str, tuple[str, Growth]]:
    rounds: dict[str, list[tuple[str, Network]]] = {}
    for network in networks(report):
        rounds.setdefault(network.exercise, []).append((network.title, network.block))
    found = {}
    for exercise, blocks in rounds.items():
        title, last = blocks[-1]
        before = blocks[0][1] if len(blocks) > 1 else None
        small = 0 < len(last.nodes) < least
        found[exercise] = (
            title,
            Growth(
                people=told(len(last.nodes), least),
                before=None if before is None else FEW if small else len(before.ties),
                after=FEW if small else len(last.ties),
                new=None if before is None else told(sum(t.new for t in last.ties), least),
                across=None if before is None else told(_across(last), least),
            ),
        )
    return found


def _across(network: Network) -> int:
    """New ties between people of different organisations."""
    group = [node.group for node in network.nodes]
    ends = ((group[tie.one], group[tie.other]) for tie in network.ties if tie.new)
    return sum(one >= 0 and other >= 0 and one != other for one, other in ends)
