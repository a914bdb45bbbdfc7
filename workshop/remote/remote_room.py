"""What a terminal asks of its host itself, over HTTP: keys, how phones get in, erasing someone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec

from workshop.domain.ids import ParticipantId
from workshop.domain.records import Role
from workshop.errors import HostGone
from workshop.service.room import Erased, OneTimeKey, Reach

Ask = Callable[[str, str, bytes], Awaitable[bytes]]
"""Method, path under the API and body to the answer's body. Raises named errors."""

_T = TypeVar("_T")


class RemoteRoom:
    """A Room that asks the host of a RemoteClient. Raises what the host says, and HostGone."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def reach(self) -> Reach:
        return await self._asked("GET", "/reach", Reach)

    async def choose(self, address: str) -> Reach:
        return await self._asked("POST", "/reach", Reach, {"address": address})

    async def new_key(self, role: Role, name: str = "") -> OneTimeKey:
        return await self._asked("POST", "/keys", OneTimeKey, {"role": role, "name": name})

    async def erase(self, participant: ParticipantId) -> Erased:
        return await self._asked("POST", "/erase", Erased, {"participant": participant})

    async def _asked(
        self, method: str, path: str, kind: type[_T], given: Mapping[str, Any] | None = None
    ) -> _T:
        body = b"" if given is None else msgspec.json.encode(given)
        answer = await self._ask(method, path, body)
        try:
            return msgspec.json.decode(answer, type=kind)
        except msgspec.DecodeError as error:
            raise HostGone(
                "The host runs another version of workshop.", "Install the same version on both."
            ) from error
