"""The baseline of a host: a Starlette endpoint that appends a line and syncs, and nothing else.

    python -m tests.benchmarks.bare FILE

Prints its port. It answers what the phones ask, on the server and the event loop that the host has.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop.host.server import listen, make_server


async def serve(path: str) -> None:
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    async def join(_request: Request) -> Response:
        return Response(b'{"token": "bare"}', media_type="application/json")

    async def respond(request: Request) -> Response:
        body = await request.body()
        os.write(file, body + b"\n")
        os.fdatasync(file)
        return Response(b'{"received": true}', 201, media_type="application/json")

    paths = {"/api/v1/join": join, "/api/v1/responses": respond}
    app = Starlette(routes=[Route(at, act, methods=["POST"]) for at, act in paths.items()])
    socks = listen("127.0.0.1", 0)
    print(socks[0].getsockname()[1], flush=True)
    await make_server(app).serve(sockets=socks)


if __name__ == "__main__":
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(serve(sys.argv[1]))
