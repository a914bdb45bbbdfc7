"""QR codes as SVG, sharp at any size and dark on light whatever the page's theme."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from workshop.render.markup import tag

QUIET = 4
"""Modules of white around a code, without which readers do not find it."""
ANY_MASK = 2


def qr_svg(text: str, label: str, *, quickly: bool = False) -> Markup:
    """A QR code of a text, error correction M; `label` is read aloud in its place.

    `quickly` takes one of the masks instead of the best of eight, in a sixth of the time: for a
    code a phone, where a whole room asks for theirs at once.
    """
    # Pages without a code do not pay for the import.
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    mask = ANY_MASK if quickly else None
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=mask)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    size = len(matrix)
    runs: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return tag(
        "svg",
        tag("rect", width=size, height=size, fill="#ffffff"),
        tag("path", d="".join(runs), fill="#000000"),
        class_="qr",
        viewBox=f"0 0 {size} {size}",
        role="img",
        aria_label=label,
        shape_rendering="crispEdges",
    )
