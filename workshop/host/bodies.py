"""JSON in and out for programs: strict about what comes, one shape for what goes."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from workshop.errors import UsageError
from workshop.service.codec import to_plain

T = TypeVar("T")


async def body_as(request: Request, shape: type[T]) -> T:
    """A request's body in a shape. Raises UsageError; an empty body counts as `{}`."""
    body = await request.body()
    try:
        return msgspec.json.decode(body or b"{}", type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError("The body does not fit.", f"{error}.") from None


def as_json(value: Any, status: int = 200) -> Response:
    """Any plain or domain value as an answer."""
    return Response(msgspec.json.encode(to_plain(value)), status, media_type="application/json")
