"""Findings as HTML and SVG, for the room's screen, take-home pages and reports."""

from __future__ import annotations

from workshop.render.html import STYLE, block_html, findings_html

__all__ = ["STYLE", "block_html", "findings_html"]
