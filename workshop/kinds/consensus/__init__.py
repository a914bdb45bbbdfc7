"""Agree, disagree or pass on statements, the plan's and each other's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from workshop.analysis.agreement.routing import handful
from workshop.domain.findings import Findings
from workshop.domain.forms import ChoiceField, Form, Option, TextField, clean_answers
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.base import Material, OptionProblem, Shared
from workshop.kinds.consensus.statements import (
    HANDFUL,
    LIMIT,
    OWN,
    STATEMENT,
    Gathered,
    Statement,
    gather,
    id_of,
    is_from_the_room,
    seed_ids,
    seeds,
    votes_in,
)
from workshop.kinds.defaults import BaseKind
from workshop.kinds.options import OptionCheck

MOST_STATEMENTS = 60
MOST_VOTES = 300
_ANSWERS = (Option("agree", "Agree"), Option("disagree", "Disagree"), Option("pass", "Pass"))
_SIGNS = {"agree": "+", "disagree": "-", "pass": "o"}
_MEANS = {
    "+": "agree", "a": "agree", "agree": "agree", "-": "disagree", "–": "disagree",
    "d": "disagree", "disagree": "disagree", "o": "pass", "p": "pass", "pass": "pass",
}  # fmt: skip
_VOTE = re.compile(
    r"\s*(?P<which>[0-9]{1,3}|r_[0-9a-f]{10})\s*(?P<mark>[-+–]|agree|disagree|pass|[adop])"
    r"(?:[\s,;]+|$)",
    re.IGNORECASE,
)


class Consensus(BaseKind):
    """Answers: `{statement id: [agree, disagree or pass], "own_statement": str}`, either or both.

    Options: `statements` to begin with, `own` (statements that each may add), `limit` (characters
    in one), `handful` (statements on a phone at a time). What people add are answers like any
    other, and the statements of the room are read from them: what is hidden, withdrawn, undone or
    erased is gone with its answer. A vote names a statement by its wording (see `statements`).
    In a later round everyone votes afresh, on what was added in the rounds before, too.
    """

    id = "consensus"
    title = "Consensus"
    heavy = True  # groups are found with numpy
    tally = True
    gathers = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("statements", "own", "limit", "handful"))
        check.entries("statements", "text", 1, MOST_STATEMENTS)
        check.whole("own", OWN, 0, 10)
        check.whole("limit", LIMIT, 20, 280)
        check.whole("handful", HANDFUL, 1, 20)
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        shared = state if isinstance(state, Shared) else Shared(None)
        gathered: Gathered = shared.gathered or gather(exercise, (), None)
        if participant is not None and not shared.every:
            return _next(exercise, gathered, shared.own, participant)
        return Form(
            prompt=exercise.prompt,
            fields=(
                *(_field(statement, required=False) for statement in gathered.statements),
                *_own_field(exercise),
            ),
            instructions=exercise.participant,
            per_person=0,
            hands=tuple(
                Option(f"{statement.id}:{answer.id}", f"{answer.text}: {statement.text}")
                for statement in gathered.statements
                for answer in _ANSWERS[:2]
            ),
        )

    def gather(
        self,
        exercise: Exercise,
        state: Any,
        responses: Sequence[Response],
        before: Any,
        earlier: Sequence[Response] = (),
    ) -> Any:
        return gather(exercise, responses, before, earlier)

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        if len(answers) > MOST_VOTES:
            raise ValueError(f"That is more than {MOST_VOTES} votes at once.")
        # Which statements the room has made is not known here; a vote on none counts nowhere.
        named = (Statement(name, name) for name in answers if is_from_the_room(name))
        fields = [_field(s, required=False) for s in (*seeds(exercise), *named)]
        return clean_answers(Form("", (*fields, *_own_field(exercise))), answers)

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        votes, bar, own = line.partition("|")
        typed = _votes(votes)
        if typed is None or not (typed or bar):
            return {STATEMENT: line}
        answers: dict[str, Any] = {}
        known = seeds(exercise)
        for which, mark in typed:
            if which.isdecimal() and not 1 <= int(which) <= len(known):
                raise ValueError(f"There is no statement {int(which)}; type 1 to {len(known)}.")
            id_ = known[int(which) - 1].id if which.isdecimal() else which
            if id_ in answers:
                raise ValueError(f"‘{which}’ is answered twice.")
            answers[id_] = [mark]
        return {**answers, STATEMENT: own} if bar else answers

    def line_hint(self, exercise: Exercise) -> str:
        own = "a statement, or " if _own_field(exercise) else ""
        return f"{own}votes by number: 1+ 2- 3o (agree, disagree, pass)"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        numbers = {statement.id: str(n) for n, statement in enumerate(seeds(exercise), 1)}
        votes = " ".join(f"{numbers.get(id_, id_)}{_SIGNS[m]}" for id_, m in votes_in(answers))
        own = str(answers.get(STATEMENT, ""))
        # A statement that reads like votes stands behind a bar, as one beside votes does.
        bare = not votes and _votes(own.partition("|")[0]) is None
        return own if bare else f"{votes} | {own}".strip() if own else votes

    def reworded(
        self, exercise: Exercise, responses: Sequence[Response], words: Callable[[str], str]
    ) -> Mapping[str, str]:
        plan = seed_ids(exercise)
        said = [str(r.answers[STATEMENT]) for r in responses if STATEMENT in r.answers]
        return {id_of(text, plan): id_of(words(text), plan) for text in said}

    def analyse(self, material: Material) -> Findings:
        # The analysis is loaded where it runs: forms are drawn without it.
        from workshop.kinds.consensus.findings import findings

        return findings(material)


def _next(
    exercise: Exercise, gathered: Gathered, own: Sequence[Response], participant: str
) -> Form:
    """A handful of statements that are new to somebody, and beside it a statement of their own."""
    made = {gathered.id_of(r) for r in own if STATEMENT in r.answers}
    seen = {id_ for r in own for id_, _mark in votes_in(r.answers)} | made
    texts = {statement.id: statement for statement in gathered.statements}
    shown = handful(
        (id_ for id_ in texts if id_ not in seen),
        gathered.counts,
        gathered.people,
        participant,
        int(exercise.options.get("handful", HANDFUL)),
    )
    given = sum(1 for r in own if STATEMENT in r.answers)
    most = int(exercise.options.get("own", OWN))
    return Form(
        prompt=exercise.prompt,
        fields=tuple(_field(texts[id_], required=True) for id_ in shown),
        instructions=exercise.participant,
        per_person=0,
        beside=_own_field(exercise) if given < most else (),
    )


def _field(statement: Statement, *, required: bool) -> ChoiceField:
    return ChoiceField(statement.id, statement.text, _ANSWERS, required=required)


def _own_field(exercise: Exercise) -> tuple[TextField, ...]:
    if not int(exercise.options.get("own", OWN)):
        return ()
    limit = int(exercise.options.get("limit", LIMIT))
    return (TextField(STATEMENT, "A statement of your own", limit, required=False),)


def _votes(text: str) -> list[tuple[str, str]] | None:
    """(number or id, answer) of each vote in a line; None where it holds anything else."""
    found: list[tuple[str, str]] = []
    place = 0
    text = text.strip()
    while place < len(text):
        vote = _VOTE.match(text, place)
        if vote is None:
            return None
        found.append((vote["which"].casefold(), _MEANS[vote["mark"].casefold()]))
        place = vote.end()
    return found


KIND = Consensus()
