"""What holds for every kind, on the exercises that ship."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.kinds import samples
from tests.stage import CHAIR
from workshop.domain.findings import Findings
from workshop.domain.plan import Exercise
from workshop.kinds.registry import BUNDLED, KindRules, load

EXERCISES = samples.bundled()
ONE_EACH = {exercise.kind: exercise for exercise in EXERCISES.values()}

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
every_kind = pytest.mark.parametrize("exercise", ONE_EACH.values(), ids=ONE_EACH.keys())
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_every_bundled_kind_loads_and_ships_with_an_exercise() -> None:
    assert set(BUNDLED) <= set(load())
    assert set(ONE_EACH) == set(BUNDLED)


@pytest.mark.parametrize(("kind", "options"), samples.raw_options().values())
def test_exercises_that_ship_have_no_problems(kind: str, options: Any) -> None:
    assert list(load()[kind].check(options)) == []


@every_exercise
def test_form_can_be_drawn(exercise: Exercise) -> None:
    form = samples.kind_of(exercise).form(exercise)
    ids = [field.id for field in form.fields]
    assert form.prompt == exercise.prompt
    assert ids and len(set(ids)) == len(ids)
    assert all(field.label for field in form.fields)
    assert samples.kind_of(exercise).line_hint(exercise)


@every_kind
@quick
@given(data=st.data())
def test_kept_answers_stay_as_they_are_and_read_back_from_their_line(
    exercise: Exercise, data: st.DataObject
) -> None:
    kind = samples.kind_of(exercise)
    answers = data.draw(samples.answers(kind.form(exercise)))
    try:
        kept = kind.clean(exercise, answers)
    except ValueError as refused:
        assert str(refused).endswith(".")
        assume(False)
    assert kind.clean(exercise, kept) == kept
    line = kind.line_of(exercise, kept)
    assert "\n" not in line
    assert kind.clean(exercise, kind.parse_line(exercise, line)) == kept
    assert msgspec.json.decode(msgspec.json.encode(kept)) == kept


@every_kind
@quick
@given(line=st.text(max_size=60) | st.sampled_from(samples.HOSTILE))
def test_any_line_is_taken_or_refused_with_a_sentence(exercise: Exercise, line: str) -> None:
    kind = samples.kind_of(exercise)
    try:
        kept = kind.clean(exercise, kind.parse_line(exercise, line))
    except ValueError as refused:
        assert str(refused).endswith(".")
    else:
        assert kept


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@every_kind
@quick
@given(data=st.data())
def test_any_answers_are_taken_or_refused_with_a_sentence(
    exercise: Exercise, data: st.DataObject
) -> None:
    kind = samples.kind_of(exercise)
    names = st.sampled_from([field.id for field in kind.form(exercise).fields]) | st.text()
    answers = data.draw(st.dictionaries(names, JUNK, max_size=3))
    try:
        kept = kind.clean(exercise, answers)
    except ValueError as refused:
        assert str(refused).endswith(".")
    else:
        assert kept


@every_kind
@quick
@given(options=st.dictionaries(st.text(max_size=8), JUNK))
def test_unknown_options_are_named_with_their_mend(
    exercise: Exercise, options: dict[str, Any]
) -> None:
    problems = list(samples.kind_of(exercise).check({**exercise.options, "sidz": 1, **options}))
    assert any(problem.path[0] == "sidz" for problem in problems)
    assert all(problem.what and problem.mend for problem in problems)


@every_kind
@quick
@given(data=st.data())
def test_options_of_any_shape_are_checked_without_failing(
    exercise: Exercise, data: st.DataObject
) -> None:
    junk = {key: data.draw(JUNK) for key in exercise.options}
    problems = list(samples.kind_of(exercise).check(junk))
    assert all(problem.what and problem.mend for problem in problems)


@every_exercise
def test_nothing_is_found_in_no_answers(exercise: Exercise) -> None:
    found = samples.findings(exercise, [])
    assert len(found.sentences) == 1
    assert found.blocks == ()
    assert found.answers == 0


@every_kind
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_findings_of_any_answers_are_data_that_travels(
    exercise: Exercise, data: st.DataObject
) -> None:
    kind = samples.kind_of(exercise)
    form = kind.form(exercise)
    responses = []
    for number in range(data.draw(st.integers(1, 12))):
        try:
            kept = kind.clean(exercise, data.draw(samples.answers(form)))
        except ValueError:
            continue
        table = data.draw(st.sampled_from(["", "4", "t4", "Blue team"]))
        badge = data.draw(st.sampled_from(["", "7", "#7", "8"]))
        responses.append(samples.response(number, kept, table=table, badge=badge, starred=True))
    found = samples.findings(exercise, responses)
    assert found.sentences and not found.raw
    assert found.answers <= len(responses)
    assert all(sentence.endswith((".", "?")) for sentence in (*found.sentences, *found.cautions))
    travelled = msgspec.json.decode(msgspec.json.encode(found))
    assert travelled["made_of"] == found.made_of
    assert len(travelled["blocks"]) == len(found.blocks)


@every_kind
def test_hands_can_be_counted_for_the_options_of_the_form(exercise: Exercise) -> None:
    options = KindRules().options(exercise)
    if not samples.kind_of(exercise).tally:
        assert options is None
        return
    assert options
    hands = samples.tally(dict.fromkeys(options, 2), table="4", present=2 * len(options))
    found = samples.findings(exercise, [], hands)
    assert found.people == 2 * len(options)
    assert "1 table by hands" in found.made_of


@every_kind
def test_a_kind_refuses_commands_that_it_does_not_know(exercise: Exercise) -> None:
    with pytest.raises(ValueError, match="no command"):
        KindRules().decide(exercise, None, {"do": "something"}, CHAIR)
    assert KindRules().apply(exercise, {"kept": 1}, 1, {}) == {"kept": 1}
    assert isinstance(samples.findings(exercise, []), Findings)
