"""Fixtures that several folders share."""

from __future__ import annotations

from tests.browser import browser, new_page, page

__all__ = ["browser", "new_page", "page"]
