"""A plan with everything it needs: its file, the exercises it names, what their kinds say."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from workshop.domain.plan import Exercise, SessionPlan
from workshop.errors import PlanProblems
from workshop.plans.banks import BankRules, bank_problems
from workshop.plans.building import build_exercise, build_plan
from workshop.plans.checking import check_plan_data, exercises_named
from workshop.plans.library import Library
from workshop.plans.problems import Problem, did_you_mean
from workshop.plans.reading import Document, KeyPath, read
from workshop.plans.translating import translation_problems

log = logging.getLogger(__name__)


class OptionFault(Protocol):
    """Something wrong with an exercise's options; `path` leads to it from `options`."""

    @property
    def path(self) -> tuple[str | int, ...]: ...

    @property
    def what(self) -> str: ...

    @property
    def mend(self) -> str: ...


class OptionRules(BankRules, Protocol):
    """What `plans` asks of a kind: to judge its options and to fill them in from a plan."""

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionFault]: ...

    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise: ...


Catalogue = Mapping[str, OptionRules]


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan's file after all checks: the plan is None where there are problems."""

    plan: SessionPlan | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CheckedExercise:
    exercise: Exercise | None
    problems: tuple[Problem, ...]


def open_plan(name: str, library: Library, catalogue: Catalogue) -> SessionPlan:
    """The plan of an id or at a path, ready to be delivered; PlanProblems or NotFound."""
    entry = library.plan(name)
    checked = check_plan(entry.path, library, catalogue)
    if checked.plan is None:
        raise _refusal("plan", entry.id, checked.problems)
    return checked.plan


def open_exercise(name: str, library: Library, catalogue: Catalogue) -> Exercise:
    """The exercise of an id or at a path as its file has it; PlanProblems or NotFound."""
    entry = library.exercise(name)
    checked = check_exercise(entry.path, catalogue)
    if checked.exercise is None:
        raise _refusal("exercise", entry.id, checked.problems)
    return checked.exercise


def _refusal(word: str, id: str, problems: tuple[Problem, ...]) -> PlanProblems:
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    first = problems[0]
    return PlanProblems(
        f"The {word} `{id}` has {count}: {first}",
        f"`workshop {word} check` lists every problem with its line.",
        tuple(str(problem) for problem in problems),
    )


def check_exercise(path: Path, catalogue: Catalogue) -> CheckedExercise:
    """Every problem of an exercise's file."""
    # pydantic costs 150 ms, and whoever only lists files needs none of it.
    from workshop.plans.schema import ExerciseFile, fit

    document = read(path)
    if not document.readable:
        return CheckedExercise(None, document.problems)
    file, problems = fit(document, ExerciseFile)
    found = [*document.problems, *problems, *_kind_problems(document, catalogue)]
    if file is None or found:
        return CheckedExercise(None, _in_order(found))
    exercise = build_exercise(file)
    found.extend(bank_problems(document, exercise, catalogue[exercise.kind]))
    return CheckedExercise(None if found else exercise, _in_order(found))


def check_plan(path: Path, library: Library, catalogue: Catalogue) -> CheckedPlan:
    """Every problem of a plan's file and of the exercises that it names."""
    return check_plan_text(read(path), path, library, catalogue)


def check_plan_text(
    document: Document, path: Path, library: Library, catalogue: Catalogue
) -> CheckedPlan:
    """The same of a text that is not saved yet; `path` is where it will be."""
    from workshop.plans.schema import PlanFile, fit

    if not document.readable:
        return CheckedPlan(None, document.problems)
    file, problems = fit(document, PlanFile)
    found = [*document.problems, *problems]
    if problems and problems[0].what.startswith("schema "):
        # Another schema has other rules: nothing that this one says would help.
        return CheckedPlan(None, tuple(found))
    found.extend(check_plan_data(document))
    exercises, missing = _exercises(document, library.beside(path), catalogue)
    found.extend(missing)
    if file is None or found:
        return CheckedPlan(None, _in_order(found))
    return _prepare(document, build_plan(file, tuple(exercises.values())), catalogue)


def _exercises(
    document: Document, library: Library, catalogue: Catalogue
) -> tuple[dict[str, Exercise], list[Problem]]:
    """The exercises that a plan names by id, and what is wrong with them."""
    found: dict[str, Exercise] = {}
    problems: list[Problem] = []
    looked: set[str] = set()
    known = {entry.id: entry for entry in library.exercises}
    for path, name in exercises_named(document):
        if name not in known:
            otherwise = "`workshop exercise list` shows those there are"
            what = f"there is no exercise `{name}`"
            problems.append(document.problem(path, what, did_you_mean(name, known, otherwise)))
        elif name not in looked:
            looked.add(name)
            checked = check_exercise(known[name].path, catalogue)
            problems.extend(checked.problems)
            if checked.exercise is not None:
                found[name] = checked.exercise
    return found, problems


def _kind_problems(document: Document, catalogue: Catalogue) -> list[Problem]:
    """What an exercise's kind says about its options."""
    kind = document.data.get("kind")
    options = document.data.get("options")
    options = {} if options is None else options
    if not isinstance(kind, str) or not isinstance(options, Mapping):
        return []
    if kind not in catalogue:
        otherwise = f"the kinds are {', '.join(sorted(catalogue)) or 'none'}"
        mend = did_you_mean(kind, catalogue, otherwise)
        return [document.problem(("kind",), f"there is no kind of exercise `{kind}`", mend)]
    try:
        faults = list(catalogue[kind].check(options))
    except Exception:
        # A kind may be anybody's code: one that breaks is a problem of this file, not the end.
        log.exception("The kind %s failed at checking %s", kind, document.name)
        return [document.problem(("kind",), f"the kind `{kind}` failed", "see the log")]
    return [_option_problem(document, fault) for fault in faults]


def _option_problem(document: Document, fault: OptionFault) -> Problem:
    path: KeyPath = ("options", *fault.path)
    return document.problem(path, fault.what, fault.mend)


def _prepare(document: Document, plan: SessionPlan, catalogue: Catalogue) -> CheckedPlan:
    """Let every kind fill in what its exercise takes from the plan."""
    prepared: list[Exercise] = []
    problems: list[Problem] = []
    where = {name: path for path, name in reversed(list(exercises_named(document)))}
    for exercise in plan.exercises:
        try:
            prepared.append(catalogue[exercise.kind].prepare(exercise, plan))
        except ValueError as error:
            what = f"`{exercise.id}` does not fit this plan: {error}"
            problems.append(document.problem(where[exercise.id], what, "mend one of the two"))
        except Exception:
            log.exception("The kind %s failed at preparing %s", exercise.kind, exercise.id)
            what = f"the kind `{exercise.kind}` failed"
            problems.append(document.problem(where[exercise.id], what, "see the log"))
    plan = replace(plan, exercises=tuple(prepared))
    if not problems:
        problems.extend(translation_problems(document, plan, catalogue))
    return CheckedPlan(None if problems else plan, _in_order(problems))


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line."""
    return tuple(sorted(set(problems)))
