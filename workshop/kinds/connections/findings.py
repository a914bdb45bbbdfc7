"""What a room's ties say: a map, three sentences and a question, with the full tables behind."""

from __future__ import annotations

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.introductions import introductions, reason
from workshop.analysis.networks.overview import Overview, decimals, overview
from workshop.analysis.networks.readings import readings, response_caution
from workshop.analysis.networks.views import between, crosses, network_block
from workshop.analysis.prose import counted, few, figure, listed, opened, percent
from workshop.domain.findings import Findings, Network, Table
from workshop.kinds.base import Material
from workshop.kinds.connections.introducing import released
from workshop.kinds.connections.room import Room, places, room_of

_NONE = "Nobody has named anyone yet."


def findings(material: Material) -> Findings:
    """The map with ties before and now; sentences that compare where there is a round before."""
    room = room_of(material)
    if not room.now.people:
        return Findings(
            material.exercise.title, (_NONE,), cautions=_unknown(room), people=0,
            answers=len(material.responses),
        )  # fmt: skip
    found = overview(room.now)
    again = material.earlier is not None
    block = network_block(
        "Who is tied to whom", room.now, places(room), found.brokers, room.new if again else ()
    )
    said = _compared(room, found, block) if again else _at_first(room, found, block)
    return Findings(
        title=material.exercise.title,
        sentences=tuple(said),
        blocks=(block,),
        cautions=(
            *few(len(room.answered), "person", "people"),
            *filter(None, [response_caution(len(room.answered), room.joined)]),
            *_unknown(room),
        ),
        question=_question(room, found),
        made_of=f"{counted(len(material.responses), 'answer')} from"
        f" {counted(len(room.answered), 'person', 'people')}",
        answers=len(material.responses),
        people=len(room.answered),
        more=_tables(room, found, block, released(material.state)),
    )


def _at_first(room: Room, found: Overview, block: Network) -> list[str]:
    ties = counted(found.ties, "tie")
    people = counted(found.people, "person", "people")
    said = [f"{people}, {ties}: {percent(found.tied)} of all there could be."]
    across = sum(crosses(block, tie) for tie in block.ties)
    if len(block.groups) > 1:
        said.append(
            f"{opened(counted(across, 'tie'))} lead from one organisation to another."
            if across != 1
            else "One tie leads from one organisation to another."
        )
    else:
        said.append(_parts(found))
    return [*said, _third(room.now, found)]


def _compared(room: Room, found: Overview, block: Network) -> list[str]:
    new = len(room.new)
    across = sum(tie.new and crosses(block, tie) for tie in block.ties)
    before = overview(room.before)
    said = [f"Ties before: {before.ties}. Ties now: {found.ties}, {new} of them new."]
    if len(block.groups) > 1:
        said.append(f"New across organisations: {across}.")
    if room.before.people and before.components != found.components:
        said.append(f"Separate parts: {before.components} before, {found.components} now.")
    else:
        said.append(_third(room.now, found))
    return said if len(said) > 2 else [*said, _parts(found)]


def _parts(found: Overview) -> str:
    if found.components == 1:
        return "Everybody reaches everybody over some chain of ties."
    return f"The map falls into {found.components} parts without a tie between them."


def _third(given: Graph, found: Overview) -> str:
    """Who holds the map together, else how it hangs together."""
    names = [given.member[person].label for person in found.brokers[:3]]
    if not names:
        return _parts(found)
    verb = "brings" if len(names) == 1 else "bring"
    return f"{listed(names)} {verb} together people who have no tie themselves."


def _question(room: Room, found: Overview) -> str:
    if found.isolates:
        return "Who is here without a tie yet, and whom would they like to meet?"
    if found.components > 1:
        return "Which one tie would join two parts of this map?"
    if found.brokers:
        broker = room.now.member[found.brokers[0]].label
        return f"What would we lose if {broker} left, and who could share it?"
    return "Which tie on this map has made something happen?"


def _unknown(room: Room) -> tuple[str, ...]:
    if not room.nobodys:
        return ()
    return (f"{counted(room.nobodys, 'answer')} without a badge left out: nobody knows whose.",)


# -- the tables behind it ----------------------------------------------------------------------


def _tables(
    room: Room, found: Overview, block: Network, introduced: set[frozenset[str]]
) -> tuple[Table, ...]:
    tables = [_measures(room.now, found), _everyone(room.now, found)]
    if len(block.groups) > 1:
        tables.insert(1, _organisations(block))
    if proposed := introductions(room.now):
        given = room.now
        rows = tuple(
            (given.member[i.one].label, given.member[i.other].label, reason(given, i))
            for i in proposed
        )
        tables.append(Table("Who should meet", ("Who", "Whom", "What their tie would do"), rows))
    if introduced:
        tables.append(_introduced(room.now, introduced))
    return tuple(tables)


def _introduced(given: Graph, pairs: set[frozenset[str]]) -> Table:
    """Who was told of whom, and whether anything came of it."""
    known = {person.id: person.label for person in given.people}
    rows = tuple(
        (known.get(one, f"#{one}"), known.get(other, f"#{other}"),
         "yes" if {one, other} <= known.keys() and given.tied(one, other) else "not yet")
        for one, other in sorted(sorted(pair) for pair in pairs)
    )  # fmt: skip
    return Table("Introduced to each other on their phones", ("Who", "Whom", "A tie now"), rows)


def _measures(given: Graph, found: Overview) -> Table:
    rows = tuple(
        (r.measure, r.value, r.sentence, r.caution, r.question) for r in readings(given, found)
    )
    columns = ("Measure", "Value", "In plain words", "With care", "Ask the room")
    return Table("Every measure of this network", columns, rows)


def _organisations(block: Network) -> Table:
    rows = []
    for pair in between(block):
        one, other = block.groups[pair.one], block.groups[pair.other]
        rows.append((one, "inside" if one == other else other, str(pair.ties), str(pair.new)))
    columns = ("Organisation", "With", "Ties", "New")
    return Table("Ties inside and between organisations", columns, tuple(rows), numeric=(2, 3))


def _everyone(given: Graph, found: Overview) -> Table:
    circle = {person: n for n, part in enumerate(found.communities, 1) for person in part}
    order = sorted(given.people, key=lambda p: (-found.betweenness[p.id], -found.degree[p.id]))
    rows = tuple(
        (
            f"{person.label} ★" if person.id in found.brokers else person.label,
            person.organisation,
            person.role,
            str(found.degree[person.id]),
            figure(found.betweenness[person.id]),
            decimals(found.constraint[person.id]),
            decimals(found.effective_size[person.id]),
            "core" if person.id in found.core.core else "periphery",
            str(circle[person.id]),
        )
        for person in order
    )
    columns = (
        "Who", "Organisation", "Role", "Ties", "Betweenness", "Constraint", "Effective size",
        "Place", "Circle",
    )  # fmt: skip
    return Table(
        "Everyone, who stands between others first", columns, rows, numeric=(3, 4, 5, 6, 8)
    )
