from __future__ import annotations

import asyncio

from tests.stage import CHAIR, IDEAS, PLAN, answer, command, header, running_service
from workshop.domain.state import State
from workshop.host.analyst import Analyst
from workshop.kinds.base import Material
from workshop.service.analyses import material_of
from workshop.service.memory_log import MemoryLog


async def material() -> Material:
    service = await running_service(MemoryLog(header()))
    await service.submit(command(answer("Mind maps")), CHAIR)
    state: State = service.state
    await service.close()
    return material_of(PLAN.exercise(IDEAS), state, 1)


async def test_the_worker_finds_what_the_kind_finds_and_serves_again() -> None:
    analyst = Analyst()
    asked = await material()
    first = await analyst("ideas", asked)
    again = await analyst("ideas", asked)
    await analyst.close()

    assert first == again
    assert first.answers == 1 and not first.raw


async def test_a_worker_that_hangs_is_replaced_and_the_answers_are_shown() -> None:
    asked = await material()
    analyst = Analyst(timeout_s=0)
    late = await analyst("ideas", asked)
    analyst._timeout_s = 30
    fine = await analyst("ideas", asked)
    await analyst.close()

    assert late.raw and late.cautions
    assert not fine.raw


async def test_a_question_that_is_taken_back_does_not_answer_the_next() -> None:
    asked = await material()
    analyst = Analyst()
    await analyst("ideas", asked)
    taken_back = asyncio.create_task(analyst("unknown", asked))
    await asyncio.sleep(0)
    taken_back.cancel()
    await asyncio.gather(taken_back, return_exceptions=True)
    found = await analyst("ideas", asked)
    await analyst.close()

    assert not found.raw


async def test_a_worker_that_took_the_place_of_another_is_sent_all_it_has_to_know() -> None:
    asked = await material()
    analyst = Analyst()
    before = await analyst("ideas", asked)
    worker = analyst._worker
    assert worker is not None
    worker.kill()
    await worker.wait()
    after = await analyst("ideas", asked)
    await analyst.close()

    assert before == after and not after.raw
