"""Whether a host speaks as we do, asked before anything else is."""

from __future__ import annotations

import msgspec

from workshop.remote.http import Http
from workshop.service.wire import PROTOCOL, Hello, other_version


async def greet(http: Http) -> Hello | None:
    """What the host says of itself, None where what answers says nothing that we know.

    Raises OSError, and OtherVersion where it speaks no protocol of ours.
    """
    answer = await http.request("GET", "/api/v1/hello")
    try:
        hello = msgspec.json.decode(answer.body, type=Hello) if answer.status == 200 else None
    except msgspec.DecodeError:
        return None
    if hello is not None and PROTOCOL not in hello.protocols:
        raise other_version(hello.protocols, hello.version)
    return hello
