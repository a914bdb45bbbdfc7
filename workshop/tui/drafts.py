"""Text that was typed but not sent, kept beside the terminal and never in the session's log."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from pathlib import Path

DELAY_S = 1.0
"""How long typing is gathered before it is written: at most two seconds are ever lost."""

log = logging.getLogger(__name__)


class Drafts:
    """Unsent text by name. Without a path it lives as long as the terminal.

    `set` and `clear` return at once; the file follows within two seconds, written off the event
    loop, and disappears with the last draft.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._texts = _read(path) if path else {}
        self._pending: asyncio.Task[None] | None = None

    def get(self, name: str) -> str:
        """The text kept under a name, empty when there is none."""
        return self._texts.get(name, "")

    def set(self, name: str, text: str) -> None:
        if not text:
            self.clear(name)
        elif self._texts.get(name) != text:
            self._texts[name] = text
            self._write_soon()

    def clear(self, name: str) -> None:
        if self._texts.pop(name, None) is not None:
            self._write_soon()

    async def flush(self) -> None:
        """Write what waits, now."""
        if self._pending is not None:
            self._pending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pending
            self._pending = None
            await self._write()

    def _write_soon(self) -> None:
        if self._path is not None and (self._pending is None or self._pending.done()):
            self._pending = asyncio.get_running_loop().create_task(self._write_later())

    async def _write_later(self) -> None:
        await asyncio.sleep(DELAY_S)
        await self._write()
        self._pending = None

    async def _write(self) -> None:
        if self._path is None:
            return
        try:
            await asyncio.to_thread(_replace, self._path, dict(self._texts))
        except OSError as error:
            # A draft is a courtesy; that saving fails is said by the session itself.
            log.warning("drafts not kept: %s", error)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {k: v for k, v in found.items() if isinstance(k, str) and isinstance(v, str)}


def _replace(path: Path, texts: dict[str, str]) -> None:
    if not texts:
        path.unlink(missing_ok=True)
        return
    new = path.with_name(f"{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(texts, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
