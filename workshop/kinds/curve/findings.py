"""What a room's curves say: the middle and the spread, where people fall, why, and what helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.analysis.counting import Pool, pool
from workshop.analysis.curves import Falls, Middle, by_medians, falls, middles
from workshop.analysis.people import answered_again, latest_each
from workshop.analysis.prose import counted, few, figure, listed, quoted
from workshop.domain.findings import Bar, Bars, Block, Curve, CurveStage, Findings, Table
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.curve.frame import Scale, by_hands, scale_of, stages_of
from workshop.kinds.curve.matching import LISTED, Matches, Reason, Strategy

SHOWN = 8
"""Reasons in front of the room; all stand in the full tables."""
QUOTED = 2
WIDE = 0.3
"""Share of the scale over which the middle half has to spread for people to be called apart."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What one round's curves come to."""

    stages: tuple[Option, ...]
    scale: Scale
    curves: tuple[tuple[float | None, ...], ...]
    middles: tuple[Middle, ...]
    falls: Falls


def findings(material: Material) -> Findings:
    exercise = material.exercise
    stages, scale = stages_of(exercise), scale_of(exercise)
    responses = latest_each(material.responses, material.people)
    options = by_hands(exercise)
    hands = _hands(material, options)
    if not responses:
        return _by_hands(material, options, hands)
    drawn = _drawn(stages, scale, responses)
    matches = Matches(exercise, material.state, responses)
    earlier = latest_each(material.earlier.responses, material.people) if material.earlier else []
    before = _drawn(stages, scale, earlier) if earlier else None
    return Findings(
        title=exercise.title,
        sentences=(
            *_fall_sentences(drawn, matches),
            *(_spread_sentences(drawn) if before is None else _before_sentences(before, drawn)),
            *((_hands_sentence(hands, options),) if hands else ()),
        ),
        blocks=(
            _curve(drawn, before),
            *_reasons_table(matches, drawn, SHOWN),
            *((_hands_bars(hands, options),) if hands else ()),
        ),
        cautions=(
            *few(len(responses), "curve"),
            *_cautions(drawn),
            *answered_again(material.responses, material.people),
            *(("Hands stand beside the curves, not in them: somebody may be in both.",
               *hands.cautions) if hands else ()),
        ),
        question=_question(drawn, matches),
        made_of=counted(len(responses), "typed curve")
        + (f", beside {len(earlier)} before" if earlier else ""),
        answers=len(responses),
        people=len(responses),
        more=(_numbers(drawn), *_all_reasons(matches, drawn), *_strategies_table(matches)),
    )  # fmt: skip


def _drawn(stages: tuple[Option, ...], scale: Scale, responses: Sequence[Response]) -> _Drawn:
    curves = tuple(tuple(r.answers.get(stage.id) for stage in stages) for r in responses)
    return _Drawn(stages, scale, curves, middles(curves, len(stages)), falls(curves, len(stages)))


# -- where it falls ----------------------------------------------------------------------------


def _fall_sentences(drawn: _Drawn, matches: Matches) -> Iterator[str]:
    number, deepest = len(drawn.curves), drawn.falls.deepest
    if not deepest:
        yield f"Nobody's curve falls ({counted(number, 'curve')})."
        return
    names = listed([quoted(drawn.stages[i].text) for i in deepest])
    most = drawn.falls.steepest[deepest[0]]
    each = " each" if len(deepest) > 1 else ""
    yield (
        f"Commitment falls most at {names}: {figure(most)} of {counted(number, 'person', 'people')}"
        f" have their own steepest fall there{each}."
    )
    said = [r for r in matches.reasons if set(r.stages) & set(deepest)]
    if said:
        # Starred ones first, then the newest.
        said.sort(key=lambda r: (not r.response.starred, -r.response.seq))
        quotes = listed([quoted(reason.text) for reason in said[:QUOTED]])
        rest = f", and {len(said) - QUOTED} more" if len(said) > QUOTED else ""
        yield f"Why there: {quotes}{rest}."


def _span(scale: Scale) -> int:
    return scale.high - scale.low


def _spread_sentences(drawn: _Drawn) -> Iterator[str]:
    rated = [(s, m) for s, m in zip(drawn.stages, drawn.middles, strict=True) if m.number >= 5]
    if len(rated) < 2:
        return
    stage, widest = max(rated, key=lambda pair: _width(pair[1]))
    if _width(widest) >= WIDE * _span(drawn.scale):
        yield (
            f"People differ most at {quoted(stage.text)}: the middle half lies between"
            f" {_figure(widest.lower)} and {_figure(widest.upper)}."
        )


def _width(middle: Middle) -> float:
    return (middle.upper or 0) - (middle.lower or 0)


def _figure(value: float | None) -> str:
    return "–" if value is None else figure(value)


def _before_sentences(before: _Drawn, now: _Drawn) -> Iterator[str]:
    moves = [
        (stage, b.median - a.median)
        for stage, a, b in zip(now.stages, before.middles, now.middles, strict=True)
        if a.median is not None and b.median is not None
    ]
    if moves:
        stage, move = max(moves, key=lambda pair: abs(pair[1]))
        way = "higher" if move > 0 else "lower"
        yield (
            f"Since the first round the middle moved most at {quoted(stage.text)}:"
            f" {figure(abs(move))} {way}."
            if move
            else "The middle has not moved since the first round."
        )


def _cautions(drawn: _Drawn) -> Iterator[str]:
    deepest, other = drawn.falls.deepest, by_medians(drawn.middles)
    if deepest and other is not None and other not in deepest:
        yield (
            f"The medians alone would say {quoted(drawn.stages[other].text)}; people's own falls"
            " say otherwise, since two medians may be those of different people."
        )
    if any(number % 1 for number in drawn.falls.steepest):
        yield "A curve with two falls alike counts a half at each."
    still = sum(set(curve) == {drawn.scale.middle} for curve in drawn.curves)
    if still:
        yield (
            f"{counted(still, 'curve stands', 'curves stand')} at {drawn.scale.middle} all along:"
            " so does a slider that nobody moved."
        )


def _question(drawn: _Drawn, matches: Matches) -> str:
    open_ = [r for r in matches.reasons if not r.own and r.answered is None]
    deepest = drawn.falls.deepest
    there = [r for r in open_ if set(r.stages) & set(deepest)] or open_
    if there:
        return f"What would help against {quoted(there[0].text)}?"
    if deepest:
        name = quoted(drawn.stages[deepest[0]].text)
        return f"What held it up for those who do not fall at {name}?"
    return "What keeps it up?"


def _curve(drawn: _Drawn, before: _Drawn | None) -> Curve:
    scale = drawn.scale
    stages = tuple(
        CurveStage(
            stage.text,
            middle.median,
            middle.lower,
            middle.upper,
            middle.number,
            steepest,
            before.middles[i].median if before else None,
        )
        for i, (stage, middle, steepest) in enumerate(
            zip(drawn.stages, drawn.middles, drawn.falls.steepest, strict=True)
        )
    )
    return Curve(
        "The room's curve", stages, scale.low, scale.high, scale.low_text, scale.high_text,
        drawn.falls.deepest,
    )  # fmt: skip


def _numbers(drawn: _Drawn) -> Table:
    """Every stage in numbers, and how many curves never fall."""
    rows = tuple(
        (
            stage.text,
            _figure(middle.median),
            "–" if middle.lower is None else f"{_figure(middle.lower)} to {_figure(middle.upper)}",
            str(middle.number),
            figure(steepest),
            "–" if change is None else f"{'+' if change > 0 else ''}{figure(change)}",
        )
        for stage, middle, steepest, change in zip(
            drawn.stages, drawn.middles, drawn.falls.steepest, drawn.falls.changes, strict=True
        )
    )
    held = drawn.falls.held
    note = f"{counted(held, 'person', 'people')} drew a curve that never falls." if held else ""
    columns = ("Stage", "Median", "Middle half", "People", "Steepest here", "Mean change")
    return Table("The curve in numbers", columns, rows, numeric=(1, 2, 3, 4, 5), note=note)


# -- reasons and what helps --------------------------------------------------------------------


def _answered(matches: Matches) -> str:
    answered = sum(bool(r.own or r.answered) for r in matches.reasons)
    has = "has" if answered == 1 else "have"
    number = counted(len(matches.reasons), "reason")
    return f"{answered} of {number} {has} something that helps beside it."


def _reasons_table(matches: Matches, drawn: _Drawn, most: int) -> tuple[Block, ...]:
    if not matches.reasons:
        return ()
    # The stages where most people fall first; there, starred ones and then the newest.
    weight = drawn.falls.steepest
    ordered = sorted(
        matches.reasons,
        key=lambda r: (
            -max((weight[i] for i in r.stages), default=0),
            r.stages,
            not r.response.starred,
            -r.response.seq,
        ),
    )
    title = "Why it falls, and what helps"
    if len(ordered) > most:
        title += f" ({most} of {len(ordered)} reasons)"
    rows = tuple((_where(r, drawn), _starred(r), _helps(r)) for r in ordered[:most])
    return (Table(title, ("Stage", "Reason", "What helps"), rows, note=_answered(matches)),)


def _all_reasons(matches: Matches, drawn: _Drawn) -> tuple[Block, ...]:
    return _reasons_table(matches, drawn, 10_000) if len(matches.reasons) > SHOWN else ()


def _where(reason: Reason, drawn: _Drawn) -> str:
    if not reason.stages:
        return "no stage"
    names = listed([drawn.stages[i].text for i in reason.stages], "or")
    return names if reason.placed else f"{names} (own fall)"


def _starred(reason: Reason) -> str:
    return f"★ {reason.text}" if reason.response.starred else reason.text


def _helps(reason: Reason) -> str:
    said = [reason.own] if reason.own else []
    if reason.answered is not None and reason.answered.text != reason.own:
        by = f"matched by {reason.who or 'a facilitator'}"
        said.append(f"{reason.answered.text} ({by})")
    return "; ".join(said) or "nothing yet"


def _strategies_table(matches: Matches) -> tuple[Block, ...]:
    """Everything that helps, with the reasons that it answers; what answers none stands too."""
    if not matches.strategies:
        return ()
    rows = []
    for strategy in matches.strategies.values():
        answers = [r.text for r in matches.reasons if _answers(strategy, r)]
        source = "the exercise" if strategy.source == LISTED else "the room"
        rows.append((strategy.text, source, str(len(answers)), "; ".join(answers)))
    rows.sort(key=lambda row: -int(row[2]))
    columns = ("What helps", "From", "Reasons", "Which")
    return (Table("What helps, and against what", columns, tuple(rows), numeric=(2,)),)


def _answers(strategy: Strategy, reason: Reason) -> bool:
    own = strategy.source != LISTED and strategy.id == str(reason.response.id)
    return own or reason.answered == strategy


# -- hands -------------------------------------------------------------------------------------


def _hands(material: Material, options: Sequence[Option]) -> Pool | None:
    """Hands for the stage where it falls most, one each; None where none could be counted."""
    ids = [option.id for option in options]
    found = pool(ids, (), material.tallies, lambda _response: {}, single=True)
    return found if found.voters else None


def _by_hands(material: Material, options: Sequence[Option], hands: Pool | None) -> Findings:
    if hands is None:
        return Findings(material.exercise.title, ("No curves yet.",), people=0)
    return Findings(
        title=material.exercise.title,
        sentences=(_hands_sentence(hands, options),),
        blocks=(_hands_bars(hands, options),),
        cautions=(*few(round(hands.voters)), *hands.cautions),
        question=f"What happens at {quoted(_first(hands, options).text)}?",
        made_of=hands.made_of,
        people=round(hands.voters),
    )


def _first(hands: Pool, options: Sequence[Option]) -> Option:
    return max(options, key=lambda option: hands.votes[option.id])


def _hands_sentence(hands: Pool, options: Sequence[Option]) -> str:
    first = _first(hands, options)
    about = "about " if first.id in hands.approximate else ""
    voters = counted(round(hands.voters), "person", "people")
    return (
        f"By hands it falls most at {quoted(first.text)}: {about}{round(hands.votes[first.id])}"
        f" of {voters}."
    )


def _hands_bars(hands: Pool, options: Sequence[Option]) -> Bars:
    bars = tuple(
        Bar(
            option.text,
            round(hands.votes[option.id], 1),
            min(1.0, hands.votes[option.id] / hands.voters),
            "about" if option.id in hands.approximate else "",
        )
        for option in options
        if hands.votes[option.id]
    )
    return Bars("Where it falls most, by hands", bars, unit="people")
