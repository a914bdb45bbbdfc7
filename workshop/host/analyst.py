"""The analyst: one worker process for kinds that need heavy libraries, started on first use.

It is a fresh Python (never a fork, which would inherit the file's lock and the sockets) that reads
jobs from its standard input and ends with it. Run as `python -m workshop.host.analyst`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import struct
import sys
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, BinaryIO

from workshop.domain.findings import Findings
from workshop.host.parcels import Packer, Unpacker, result_packed, result_unpacked
from workshop.kinds import registry
from workshop.kinds.base import Material
from workshop.kinds.raw import raw_findings

_log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
_LENGTH = struct.Struct(">I")
_NICE = 10
"""How far the worker steps back where all want the processor: answers and the clock go first."""
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Left to itself, numpy takes every processor, for matrices that one has done in no time."""


class Analyst:
    """Analyses and judges one after the other in the worker; one that hangs is replaced."""

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._worker: asyncio.subprocess.Process | None = None
        self._packer = Packer()
        self._turn = asyncio.Lock()

    async def __call__(self, kind: str, material: Material) -> Findings:
        """The kind's findings; the raw answers where the worker fails or takes too long."""
        async with self._turn:
            answered = False
            try:
                async with asyncio.timeout(self._timeout_s):
                    found = await self._ask(kind, material, (material.exercise.id, material.round))
                answered = True
                if not isinstance(found, Findings):
                    raise TypeError(f"the analyst answered with {type(found).__name__}")
                return found
            except TimeoutError:
                _log.warning("the analysis of %r took too long", material.exercise.id)
                why = "The analysis took too long; these are the answers as they came."
            except Exception:
                _log.exception("the analyst failed on %r", material.exercise.id)
                why = "The analysis failed; these are the answers as they came."
            finally:
                if not answered:
                    # Also where nobody waits any more: its result would answer the next question.
                    await self._end_worker()
        return raw_findings(material, why)

    async def judge(self, kind: str, job: Any, about: str = "") -> Sequence[Mapping[str, Any]]:
        """What the kind judges of a job, a command each; none where the worker fails.

        `about` is what this and other jobs are about: what they have in common is sent once.
        """
        async with self._turn:
            answered = False
            try:
                async with asyncio.timeout(self._timeout_s):
                    found = await self._ask(kind, job, about)
                answered = True
                return found if isinstance(found, tuple) else ()
            except TimeoutError:
                _log.warning("kind %r took too long to judge", kind)
            except Exception:
                _log.exception("the analyst failed to judge for %r", kind)
            finally:
                if not answered:
                    await self._end_worker()
        return ()

    async def close(self) -> None:
        async with self._turn:
            await self._end_worker()

    async def _ask(self, kind: str, given: Any, about: Hashable) -> Any:
        """The worker's answer to some material or a job."""
        if self._worker is None or self._worker.returncode is not None:
            self._packer = Packer()
            self._worker = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "workshop.host.analyst",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**os.environ, **_ONE_THREAD},
            )  # fmt: skip
        to, back = self._worker.stdin, self._worker.stdout
        if to is None or back is None:
            raise OSError("the analyst has no pipes")
        job = await asyncio.to_thread(self._packer.packed, about, (kind, given))
        to.write(_LENGTH.pack(len(job)) + job)
        await to.drain()
        (length,) = _LENGTH.unpack(await back.readexactly(_LENGTH.size))
        found = await back.readexactly(length)
        return await asyncio.to_thread(result_unpacked, found)

    async def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()


def work(jobs: BinaryIO, results: BinaryIO) -> None:
    """Do jobs until there are none."""
    kinds, unpacker = registry.load(), Unpacker()
    while head := jobs.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(head)
        kind, given = unpacker.unpacked(jobs.read(length))
        if isinstance(given, Material):
            answer: object = registry.analyse(kinds.get(kind), given)
        else:
            answer = registry.judge(kinds.get(kind), given)
        found = result_packed(answer)
        results.write(_LENGTH.pack(len(found)) + found)
        results.flush()


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    results = sys.stdout.buffer
    # What a kind prints must not stand between two results.
    sys.stdout = sys.stderr
    work(sys.stdin.buffer, results)


if __name__ == "__main__":
    main()
