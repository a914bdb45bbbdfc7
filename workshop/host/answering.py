"""The one thing that a whole room sends at once, answered without passing routes and layers.

A framework's way to a handler costs as much as taking an answer in. So the path of answers is
looked at first; what is sent to it is handled as it would be behind a route, errors included.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Handler = Callable[[Request], Awaitable[Response]]
Failed = Callable[[Request, Exception], Awaitable[Response]]


class FirstDoor:
    """Hands `POST` of one path to its handler, everything else to the app behind.

    `most` is the longest body in bytes; `failed` makes an answer of whatever is raised.
    """

    def __init__(
        self, app: ASGIApp, path: str, handler: Handler, most: int, failed: Failed
    ) -> None:
        self._app = app
        self._path = path
        self._handler = handler
        self._most = most
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != self._path or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        request = Request(scope, self._limited(receive))
        try:
            response = await self._handler(request)
        except ClientDisconnect:
            return
        except Exception as error:
            response = await self._failed(request, error)
        await response(scope, receive, send)

    def _limited(self, receive: Receive) -> Receive:
        """The body as it comes, as far as it is allowed to be long."""
        came = 0

        async def limited() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self._most:
                raise HTTPException(413, "That is too long.")
            return message

        return limited
