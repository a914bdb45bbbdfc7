"""The terminal of a rehearsal, in a process of its own: `python -m workshop.commands.rehearsed`.

The room lives on in the process that started this one, also when this one is killed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from workshop.commands.run import attach
from workshop.errors import WorkshopError


def main() -> int:
    try:
        return attach(Path(sys.argv[1]))
    except WorkshopError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
