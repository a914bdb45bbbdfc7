"""A Wi-Fi network as the text of a QR code, which phones' cameras read as a network to join."""

from __future__ import annotations

import re

from workshop.errors import UsageError

_SPECIAL = re.compile(r'([\\;,:"])')


def wifi_code(ssid: str, password: str = "") -> str:
    """The code's text; without a password the network is open. UsageError where no network is so.

    WPA asks for 8 to 63 characters (64 where they are the key itself), a name for 1 to 32 bytes.
    """
    if not 1 <= len(ssid.encode()) <= 32 or not ssid.isprintable():
        raise UsageError(
            f"'{ssid[:40]}' is no name of a Wi-Fi network.", "A name has 1 to 32 letters."
        )
    if not password:
        return f"WIFI:T:nopass;S:{_escaped(ssid)};;"
    if not (8 <= len(password) <= 64 and password.isprintable()):
        raise UsageError(
            f"This is no password of the Wi-Fi network '{ssid}'.",
            "It has 8 to 63 characters; leave it empty for an open network.",
        )
    return f"WIFI:T:WPA;S:{_escaped(ssid)};P:{_escaped(password)};;"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
