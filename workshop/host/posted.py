"""The fields of a posted form. All our forms are urlencoded: nobody sends us a file."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS = 500
_URLENCODED = "application/x-www-form-urlencoded"


class Posted:
    """What a form brought: `first` of a name, or `all` where a name may come several times."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def first(self, name: str, default: str = "") -> str:
        values = self._fields.get(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    def names(self) -> list[str]:
        return list(self._fields)


async def posted(request: Request) -> Posted:
    """The form of a request, read once however often it is asked for. Raises 400 and 415."""
    known: Posted | None = getattr(request.state, "posted", None)
    if known is not None:
        return known
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if body and kind != _URLENCODED:
        raise HTTPException(415, "Send it as a form.")
    try:
        text = body.decode("utf-8")
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400, "The form cannot be read.") from None
    request.state.posted = found = Posted(fields)
    return found
