"""The address of the participants' page as somebody typed it for a poster."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from workshop.errors import UsageError

_MOST = 120
_MEND = "Give it as the join code shows it, such as `--url http://192.168.1.23:8642`."
_NEARBY = (".local", ".lan", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Address:
    """`url` stands in the QR code, `shown` is what a person types.

    `anywhere` says whether any connection reaches it, or only the room's own network.
    """

    url: str
    shown: str
    anywhere: bool


def read_address(typed: str) -> Address:
    """The address; UsageError where it is none, or one that no phone can open."""
    url = _whole(typed.strip())
    try:
        parts = urlsplit(url)
        host, _checked = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    plain = url.isprintable() and " " not in url and len(url) <= _MOST
    if not host or not plain or parts.scheme not in ("http", "https") or parts.username:
        raise UsageError(f"'{typed.strip()[:60]}' is no address for phones.", _MEND)
    if _only_here(host):
        raise UsageError(f"'{host}' leads phones to themselves, not to this laptop.", _MEND)
    return Address(url, url.partition("://")[2].rstrip("/"), _anywhere(host))


def _whole(typed: str) -> str:
    """With its scheme: a name out on the internet has TLS, a laptop on the network has not."""
    if "://" in typed:
        return typed
    host = typed.partition("/")[0].partition(":")[0]
    return f"https://{typed}" if _named(host) else f"http://{typed}"


def _only_here(host: str) -> bool:
    try:
        ip = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return ip.is_loopback or ip.is_unspecified


def _anywhere(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return _named(host)


def _named(host: str) -> bool:
    """Whether it is a name that the whole internet knows."""
    try:
        ip_address(host)
    except ValueError:
        return "." in host and not host.endswith(_NEARBY)
    return False
