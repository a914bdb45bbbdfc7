"""The stylesheet and the script: packed once, under names that change with what is in them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response

from workshop.render import STYLE

FOREVER = "public, max-age=31536000, immutable"
PACKING = 9
SMALLEST_PACKED = 600
"""Below so many bytes packing saves nothing that a phone would notice."""
_TYPES = {"css": "text/css", "js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to send: its address, and its bytes plain and packed."""

    path: str
    media_type: str
    plain: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """Our files by their short name."""
    folder = resources.files("workshop.host.pages") / "static"
    found = {}
    for name, kind in (("page.css", "css"), ("page.js", "js")):
        data = (folder / name).read_bytes()
        if kind == "css":
            # One stylesheet is one request; findings need theirs.
            data = STYLE.encode() + data
        path = f"/pages/{name.partition('.')[0]}.{sha256(data).hexdigest()[:12]}.{kind}"
        found[name] = Asset(path, _TYPES[kind], data, gzip.compress(data, PACKING, mtime=0))
    return found


async def asset(request: Request) -> Response:
    """One of our files; another version of it is not found, so that none is kept wrongly."""
    wanted = request.url.path
    for one in assets().values():
        if one.path == wanted:
            headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
            if takes_gzip(request):
                headers["Content-Encoding"] = "gzip"
                return Response(one.packed, headers=headers, media_type=one.media_type)
            return Response(one.plain, headers=headers, media_type=one.media_type)
    return Response("This file has changed: load the page again.", 404, media_type="text/plain")


def page(
    request: Request, html: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A page made for one person, packed where the browser takes it."""
    body = html.encode()
    sent = {"Cache-Control": "no-store", "Vary": "Accept-Encoding", **(headers or {})}
    if len(body) > SMALLEST_PACKED and takes_gzip(request):
        sent["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 5, mtime=0)
    return Response(body, status, sent, media_type="text/html")


def takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
