"""A program in a real terminal, watched from outside: how long until a text is on the screen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]")


class Terminal:
    """One program in a pseudo-terminal of a given size."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (120, 40), **env: str
    ) -> None:
        self.began = time.perf_counter()
        master, slave = pty.openpty()
        columns, rows = size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        known: Mapping[str, str] = {**os.environ, "TERM": "xterm-256color", **env}
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(known),
            start_new_session=True,
            cwd=Path(__file__).parents[2],
        )
        os.close(slave)
        self._master = master
        self._seen = b""

    def wait_for(self, text: str, patience_s: float = 30.0) -> float:
        """Seconds since the last key (or the start) until the text was painted."""
        wanted = text.encode()
        until = time.perf_counter() + patience_s
        while True:
            if wanted in _CONTROL.sub(b"", self._seen):
                return time.perf_counter() - self.began
            left = until - time.perf_counter()
            if left <= 0 or not select.select([self._master], [], [], left)[0]:
                raise TimeoutError(f"{text!r} was not painted:\n{self.text()[-2000:]}")
            try:
                self._seen += os.read(self._master, 65536)
            except OSError as error:
                raise TimeoutError(f"the program ended:\n{self.text()[-2000:]}") from error

    def press(self, key: str) -> None:
        """Press a key; what was painted before is forgotten."""
        self._drain()
        self._seen = b""
        self.began = time.perf_counter()
        os.write(self._master, key.encode())

    def text(self) -> str:
        return _CONTROL.sub(b"", self._seen).decode(errors="replace")

    def close(self) -> None:
        with_group = self._process.pid
        with contextlib.suppress(ProcessLookupError):
            os.killpg(with_group, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def _drain(self) -> None:
        while select.select([self._master], [], [], 0)[0]:
            try:
                self._seen += os.read(self._master, 65536)
            except OSError:
                return
