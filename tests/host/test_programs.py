"""The API for programs: what it takes, what it gives, and that its description is true."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.host.programs import api, joined
from tests.hosting import CO_KEY, KEY, serving
from tests.stage import CHAIR, IDEAS, command
from workshop.domain.commands import CloseExercise
from workshop.service.session_service import SessionService

ANSWER = {"exercise": IDEAS, "key": "k1", "answers": {"text": "ask first"}}


async def test_an_answer_counts_once_and_a_correction_keeps_its_place(
    door: str, room: SessionService
) -> None:
    token, _ = await joined(door)
    first = await api(door, "/responses", ANSWER, token)
    again = await api(door, "/responses", ANSWER, token)
    other = await api(door, "/responses", {**ANSWER, "answers": {"text": "other"}}, token)
    fixed = await api(
        door,
        "/responses",
        {
            **ANSWER,
            "key": "k2",
            "answers": {"text": "ask twice"},
            "corrects": first.json["response"],
        },
        token,
    )

    assert (first.status, again.status, other.status, fixed.status) == (201, 200, 409, 201)
    assert other.json["code"] == "key-reused"
    assert [r.answers["text"] for r in room.state.responses_to(IDEAS)] == ["ask twice"]


async def test_nobody_corrects_what_is_not_theirs(door: str) -> None:
    one, two = (await joined(door, "1"))[0], (await joined(door, "2"))[0]
    sent = (await api(door, "/responses", ANSWER, one)).json["response"]
    found = await api(door, "/responses", {**ANSWER, "key": "k2", "corrects": sent}, two)

    assert found.status == 403


async def test_what_is_on_tells_ones_own_answers_alone(door: str) -> None:
    one, two = (await joined(door, "1"))[0], (await joined(door, "2"))[0]
    await api(door, "/responses", ANSWER, one)
    mine, theirs = (await api(door, "/now", token=one)).json, (await api(door, "/now", token=two))

    assert mine["badge"] == 1
    assert mine["exercises"][0]["own"][0]["answers"] == {"text": "ask first"}
    assert b"ask first" not in theirs.body


async def test_a_closed_exercise_says_so(door: str, room: SessionService) -> None:
    token, _ = await joined(door)
    await room.submit(command(CloseExercise(IDEAS)), CHAIR)
    found = await api(door, "/responses", ANSWER, token)

    assert found.status == 422
    assert found.json["hint"]


async def test_a_program_sends_all_that_a_phone_sends(door: str, room: SessionService) -> None:
    token, _ = await joined(door)
    sent = (await api(door, "/responses", ANSWER, token)).json["response"]
    found = [
        await api(door, path, given, token)
        for path, given in (
            ("/withdraw", {"response": sent}),
            ("/profile", {"organisation": "City Hospital", "profession": "nurse"}),
            ("/questions", {"key": "q1", "text": "Slides?"}),
            ("/questions", {"key": "q1", "text": "Slides?"}),
        )
    ]

    assert {answer.status for answer in found} == {200}
    assert not room.state.responses_to(IDEAS)[0].counts
    (person,) = room.state.participants.values()
    assert (person.name, person.role, person.organisation) == ("", "nurse", "City Hospital")
    assert [q.text for q in room.state.questions.values()] == ["Slides?"]


async def test_the_pace_is_taken_only_where_the_plan_asks_for_it(
    door: str, room: SessionService
) -> None:
    token, _ = await joined(door)
    found = await api(door, "/pace", {"pace": "lost"}, token)

    assert found.status == (200 if room.state.plan.phones.pace else 404)
    assert (await api(door, "/pace", {"pace": "asleep"}, token)).status == 400


@pytest.mark.parametrize(
    "given",
    [{}, {**ANSWER, "extra": 1}, {**ANSWER, "key": ""}, {**ANSWER, "key": "k" * 101},
     {**ANSWER, "answers": []}, {**ANSWER, "exercise": 7}],
)  # fmt: skip
async def test_what_does_not_fit_is_said(door: str, given: object) -> None:
    token, _ = await joined(door)
    found = await api(door, "/responses", given, token)

    assert found.status == 400
    assert set(found.json) == {"code", "title", "hint"}


@pytest.mark.parametrize("token", [KEY, CO_KEY, "participant", "nobody"])
async def test_the_description_is_true(room: SessionService, tmp_path: Path, token: str) -> None:
    async with serving(room, tmp_path) as (url, _):
        if token == "participant":
            token = (await joined(url))[0]
        await asyncio.to_thread(_exercise, url, token)


def _exercise(url: str, token: str) -> None:
    """Ask every endpoint for many things and hold the answers to the description."""
    from hypothesis import HealthCheck, Phase, given, settings

    schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
    for result in schema.get_all_operations():
        operation = result.ok()
        # A stream does not end, and the end of the host would end the test.
        if operation.path in ("/events", "/end"):
            continue

        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            response = case.call(headers={"Authorization": f"Bearer {token}"})
            case.validate_response(
                response,
                checks=[
                    not_a_server_error, status_code_conformance, content_type_conformance,
                    response_schema_conformance,
                ],
            )  # fmt: skip

        ask()
