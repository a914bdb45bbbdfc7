"""Each measure in one plain sentence, with what it cannot carry and a question for the room."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.overview import Overview, decimals, figures
from workshop.analysis.prose import counted, figure, listed, percent

WANTED = 0.8
"""Share of people answering from which a network's picture can be leaned on."""
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Reading:
    measure: str
    value: str
    sentence: str
    caution: str
    question: str


def response_caution(answered: int, people: int) -> str:
    """Who did not answer, in a sentence; '' where everybody did. `people`: all who are known."""
    if answered >= people:
        return ""
    silent = people - answered
    rate = percent(answered / people)
    weak = (
        "the map is no more than a beginning" if answered < WANTED * people / 2
        else "ties of the others may be missing" if answered < WANTED * people
        else "a few ties may be missing"
    )  # fmt: skip
    return f"{answered} of {people} people answered ({rate}); {silent} did not, so {weak}."


def readings(given: Graph, found: Overview) -> list[Reading]:
    """Every measure that is defined, in the order in which it is best read out."""
    number = figures(found)
    made = [_people(found), _parts(found), _alone(given, found)]
    if found.density is not None:
        made.append(_density(found))
    if found.reciprocity is not None:
        made.append(_returned(found))
    if found.ei_organisation is not None:
        made.append(
            _ei(
                "organisations", "organisation", found.ei_organisation, found.ei_organisation_chance
            )
        )
    if found.ei_role is not None:
        made.append(_ei("roles", "role", found.ei_role, found.ei_role_chance))
    if found.ties:
        made += [_degree(given, found), _betweenness(given, found), _holes(given, found)]
        made += [_communities(found, number["Modularity"]), _core(found)]
    return made


def _people(found: Overview) -> Reading:
    per_person = 2 * found.ties / found.people if found.people else 0
    return Reading(
        "People and ties",
        f"{found.people}, {found.ties}",
        f"{counted(found.people, 'person', 'people')}, {counted(found.ties, 'tie')}:"
        f" {figure(per_person)} each on average.",
        "Who neither answered nor was named is not on the map.",
        "Who is missing from this map?",
    )


def _parts(found: Overview) -> Reading:
    if found.components <= 1:
        said = "Everybody reaches everybody over some chain of ties."
    else:
        said = (
            f"The map falls into {found.components} separate parts; the largest holds"
            f" {found.largest} of {counted(found.people, 'person', 'people')}."
        )
    return Reading(
        "Separate parts",
        str(found.components),
        said,
        "One tie that nobody named can join two parts.",
        "Which one tie would join two parts?",
    )


def _alone(given: Graph, found: Overview) -> Reading:
    number = len(found.isolates)
    names = listed([given.member[person].label for person in found.isolates[:4]])
    more = f" and {number - 4} more" if number > 4 else ""
    return Reading(
        "Without any tie",
        str(number),
        f"{names}{more} {'has' if number == 1 else 'have'} no tie here yet."
        if number
        else "Nobody is without a tie.",
        "Somebody new to the room is alone here and may be well connected elsewhere.",
        "Who sits beside somebody they did not know?",
    )


def _density(found: Overview) -> Reading:
    said = (
        f"Of all ties that could be named, {percent(found.density or 0.0)} are; of all pairs of"
        f" people, {percent(found.tied)} have one."
        if found.reciprocity is not None
        else f"Of all ties that could be, {percent(found.tied)} are there."
    )
    return Reading(
        "Density",
        decimals(found.density),
        said,
        "Density falls as groups grow, so that only groups of like size compare.",
        "Would more ties help, or other ties?",
    )


def _returned(found: Overview) -> Reading:
    return Reading(
        "Returned",
        decimals(found.reciprocity),
        f"{percent(found.reciprocity or 0.0)} of the ties that were named are named from both"
        " sides.",
        "A tie to somebody who did not answer cannot be returned.",
        "What does it take for a tie to go both ways?",
    )


def _ei(groups: str, group: str, value: float, chance: float | None) -> Reading:
    outside = percent((value + 1) / 2)
    sizes = "" if chance is None else f"; mere numbers would give {percent((chance + 1) / 2)}"
    return Reading(
        f"E-I index, {groups}",
        decimals(value, signed=True),
        f"{outside} of ties lead out of one's own {group}{sizes}.",
        f"People whose {group} is not known are left out.",
        f"What did your last tie outside your {group} bring you?",
    )


def _degree(given: Graph, found: Overview) -> Reading:
    most = max(found.degree.values())
    top = [person for person, ties in found.degree.items() if ties == most]
    ordered = sorted(found.degree.values(), reverse=True)
    tenth = ordered[: ceil(len(ordered) / 10)]
    share = sum(tenth) / sum(ordered)
    return Reading(
        "Degree",
        str(most),
        f"{_names(given, top)} {'has' if len(top) == 1 else 'have'} the most ties, {most};"
        f" a tenth of the people hold {percent(share)} of all ends of ties.",
        "Who answers at length has more ties than who names the first that come to mind.",
        "Is whoever is asked most also the one with time?",
    )


def _betweenness(given: Graph, found: Overview) -> Reading:
    top = max(found.betweenness, key=lambda person: found.betweenness[person])
    paths = sum(found.betweenness.values())
    if not paths:
        return Reading(
            "Betweenness",
            "0",
            "Nobody stands between others.",
            "",
            "Who could bring others together?",
        )
    return Reading(
        "Betweenness",
        figure(found.betweenness[top]),
        f"{_names(given, found.brokers or [top])} connect{'s' if len(found.brokers) <= 1 else ''}"
        " most of those who are not tied themselves.",
        "One missing answer can make somebody look indispensable.",
        "What happens to this map when they leave?",
    )


def _holes(given: Graph, found: Overview) -> Reading:
    known = {
        person: value
        for person, value in found.constraint.items()
        if value is not None and found.degree[person] >= 2
    }
    if not known:
        return Reading(
            "Constraint", "–", "Nobody has two ties yet.",
            "It is not defined for people without ties.", "Whom would you like to know next?",
        )  # fmt: skip
    free = min(known, key=lambda person: known[person])
    size = found.effective_size[free] or 0.0
    return Reading(
        "Constraint (Burt)",
        decimals(known[free]),
        f"{given.member[free].label} is the freest to bring news from one circle to another:"
        f" {figure(size)} of {counted(found.degree[free], 'contact')} lead to different people.",
        "It is not defined for people without ties.",
        "Which two circles do you alone belong to?",
    )


def _communities(found: Overview, value: str) -> Reading:
    groups = [part for part in found.communities if len(part) > 1]
    sizes = listed([str(len(part)) for part in groups[:5]])
    more = f" and {len(groups) - 5} smaller ones" if len(groups) > 5 else ""
    return Reading(
        "Communities",
        f"{len(groups)} (modularity {value})",
        f"Ties gather in {counted(len(groups), 'circle')} of {sizes}{more}."
        if groups
        else "Ties gather nowhere.",
        "Other ways to draw circles would draw them a little differently.",
        "What does each circle know that the others do not?",
    )


def _core(found: Overview) -> Reading:
    core, fit = found.core.core, found.core.fit
    clear = fit is not None and fit >= 0.5
    return Reading(
        "Core and periphery",
        f"{len(core)} (fit {decimals(fit)})",
        f"A core of {counted(len(core), 'person', 'people')} is tied within, and most others are"
        " tied to it rather than to each other."
        if clear
        else "There is no clear core with a periphery around it.",
        "Below a fit of 0.5 there is no core to speak of.",
        "How does news from the edge reach the core?",
    )


def _names(given: Graph, people: list[str] | tuple[str, ...]) -> str:
    if not people:
        return _NOBODY
    names = [given.member[person].label for person in people[:3]]
    return listed(names) if len(people) <= 3 else f"{', '.join(names)} and {len(people) - 3} more"
