"""Posters for the walls and cards for the tables: how a phone joins, in three steps."""

from __future__ import annotations

from workshop.domain.plan import SessionPlan
from workshop.domain.wifi import wifi_code
from workshop.export.pages import page
from workshop.export.printing.address import Address
from workshop.render.qr import qr_svg
from workshop.service.room import Wifi

# A letter in bold is about 0.6 times as wide as its size; a card is 174 mm wide, 493 points.
_LINE_PT = 493 / 0.6


def render_posters(plan: SessionPlan, address: Address | None, wifi: Wifi | None) -> str:
    """One poster on a page. Without an address or a network it has lines to write them on."""
    return _render("poster.html", plan, address, wifi)


def render_cards(plan: SessionPlan, address: Address | None, wifi: Wifi | None) -> str:
    """Two table cards on a page, to be cut apart."""
    return _render("cards.html", plan, address, wifi)


def _render(template: str, plan: SessionPlan, address: Address | None, wifi: Wifi | None) -> str:
    """Raises UsageError for a network that cannot be one."""
    return page(
        template,
        plan=plan,
        address=address,
        wifi=wifi,
        any_network=address is not None and address.anywhere and wifi is None,
        page_code=qr_svg(address.url, "QR code of the page") if address else None,
        wifi_code=_wifi_code(wifi) if wifi else None,
        address_pt=_size(address.shown, 20, 52) if address else 0,
        card_pt=_size(address.shown, 14, 32) if address else 0,
    )


def _wifi_code(wifi: Wifi) -> str:
    return qr_svg(wifi_code(wifi.ssid, wifi.password), f"QR code of the Wi-Fi network {wifi.ssid}")


def _size(shown: str, smallest: int, largest: int) -> int:
    """Points in which the address fills the width of the page on one line, where it can."""
    return max(smallest, min(largest, int(_LINE_PT / len(shown))))
