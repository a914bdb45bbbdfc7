"""What goes to the analyst's process and back, packed; what it was given before goes by a number.

Of the thousands of answers in one question after the other all but a few are the same objects. So
both ends remember, for each thing that is asked about, what was in the last question: people,
answers, and what a kind marks as `Kept`. A new worker knows nothing, and is sent everything.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Hashable, Iterator
from itertools import chain, count
from typing import Any

from workshop.domain.records import Participant, Response
from workshop.kinds.base import Kept

PIECE = 50
"""So many nodes, ties or rows are unpacked in one go: a fraction of a millisecond."""
_KEPT = (Response, Participant, Kept)
_Numbered = dict[int, tuple[int, Any]]
"""By an object's `id`: its number, and the object."""


class Packer:
    """Packs questions for one worker, in order; `about` is what they are about."""

    def __init__(self) -> None:
        self._numbers = count()
        self._known: dict[Hashable, _Numbered] = {}

    def packed(self, about: Hashable, given: Any) -> bytearray:
        """A question as bytes, without keeping an event loop in another thread from its turn."""
        frames = _Frames()
        pickler = _Pickler(frames, self._known.get(about, {}), self._numbers)
        pickler.dump(given)
        self._known[about] = pickler.found
        return _pickled((about, pickler.new, bytes(frames.made)))


class Unpacker:
    """The worker's end."""

    def __init__(self) -> None:
        self._known: dict[Hashable, dict[int, Any]] = {}

    def unpacked(self, packed: bytes) -> Any:
        """A question as it was given."""
        # Written by the host, which started this process with the same code.
        about, new, question = pickle.loads(packed)  # noqa: S301
        unpickler = _Unpickler(question, {**self._known.get(about, {}), **dict(new)})
        given = unpickler.load()
        self._known[about] = unpickler.found
        return given


def result_packed(result: Any) -> bytes:
    """What the worker found, its long rows in pieces, for `result_unpacked`."""
    file = io.BytesIO()
    pickler = _InPieces(file)
    pickler.dump(result)
    return pickle.dumps((pickler.rows, file.getvalue()), pickle.HIGHEST_PROTOCOL)


def result_unpacked(packed: bytes) -> Any:
    """What the worker found; others run between the pieces, which is never long to wait for."""
    # Written by our own worker, with the same code.
    rows, result = pickle.loads(packed)  # noqa: S301
    return _Joined(result, rows).load()


class _InPieces(pickle.Pickler):
    """Leaves out rows that are long, as pickles of `PIECE` things each in `rows`."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.rows: list[list[bytes]] = []

    def persistent_id(self, thing: Any) -> int | None:
        if type(thing) is not tuple or len(thing) <= PIECE:
            return None
        begins = range(0, len(thing), PIECE)
        self.rows.append([pickle.dumps(thing[at : at + PIECE]) for at in begins])
        return len(self.rows) - 1


class _Joined(pickle.Unpickler):
    """Puts long rows together again."""

    def __init__(self, packed: bytes, rows: list[list[bytes]]) -> None:
        super().__init__(io.BytesIO(packed))
        self._rows = rows

    def persistent_load(self, number: int) -> tuple[Any, ...]:
        pieces = (pickle.loads(piece) for piece in self._rows[number])  # noqa: S301
        return tuple(chain.from_iterable(pieces))


class _Frames:
    """A file for `pickle` that is written in Python, so that others run between its writes."""

    def __init__(self) -> None:
        self.made = bytearray()

    def write(self, frame: Any) -> int:
        self.made += frame
        return len(frame)


class _Pickler(pickle.Pickler):
    """Leaves out what is kept; `found` is what there was of it, `new` what was not known."""

    def __init__(self, file: _Frames, known: _Numbered, numbers: Iterator[int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.found: _Numbered = {}
        self.new: list[tuple[int, Any]] = []
        self._known = known
        self._numbers = numbers

    def persistent_id(self, thing: Any) -> int | None:
        if not isinstance(thing, _KEPT):
            return None
        # An id stands for one object as long as that is held here.
        key = id(thing)
        entry = self.found.get(key) or self._known.get(key)
        if entry is None:
            entry = next(self._numbers), thing
            self.new.append(entry)
        self.found[key] = entry
        return entry[0]


class _Unpickler(pickle.Unpickler):
    """Puts what is kept in again, by its number."""

    def __init__(self, packed: bytes, known: dict[int, Any]) -> None:
        super().__init__(io.BytesIO(packed))
        self.found: dict[int, Any] = {}
        self._known = known

    def persistent_load(self, number: int) -> Any:
        thing = self.found[number] = self._known[number]
        return thing


def _pickled(given: Any) -> bytearray:
    """`pickle.dumps` is one call in C, which lets no other thread run before it is done."""
    frames = _Frames()
    pickle.Pickler(frames, pickle.HIGHEST_PROTOCOL).dump(given)
    return frames.made
