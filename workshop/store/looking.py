"""A look at a session file: the events of a few types, without decoding all the others."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from workshop.store.disk import Disk
from workshop.store.format import FORMAT, event_document, parse_event
from workshop.store.scanning import Scanner, Tail, bare, raw_lines

_TYPE = re.compile(rb'"type":"(\w+)"')


def look(
    path: Path, types: Collection[str], *, disk: Disk | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """The `session` document and the events of these types up to the last whole command.

    Takes no lock and changes nothing. None where anything at all is amiss: whoever opens the file
    to go on with it says what. Raises OSError and `FileDamaged`.
    """
    disk = disk or Disk()
    fd = disk.open(path, write=False)
    try:
        scanner = Scanner(disk, fd, path.name)
        if not scanner.header_holds or scanner.header.get("format") != FORMAT:
            return None
        scanner.advance()
        if scanner.judge() is Tail.DAMAGED:
            return None
        wanted = {name.encode() for name in types}
        events = []
        for raw in raw_lines(disk, fd, scanner.start, 2, scanner.end_of(scanner.whole())):
            # The envelope stands first in a line, and a quote in a text would be escaped.
            found = _TYPE.search(raw.text)
            if found is not None and found[1] in wanted:
                line = bare(raw.text)
                parsed = parse_event(line)
                if parsed is None:
                    return None
                events.append(event_document(line, parsed))
        return scanner.header, events
    finally:
        disk.close(fd)
