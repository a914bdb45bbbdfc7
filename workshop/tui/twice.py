"""What is asked for twice before it is done, where the first press says so in a word."""

from __future__ import annotations


class Twice:
    """Remembers what was asked for once; moving on to another thing forgets it."""

    def __init__(self) -> None:
        self._once: str | None = None

    def asked(self, thing: str) -> bool:
        """Whether this is the second time in a row that a thing is asked for."""
        again = self._once == thing
        self._once = None if again else thing
        return again

    def forget(self) -> None:
        self._once = None
