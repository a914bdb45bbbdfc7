"""The program's way in: exit codes, and errors as two lines instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from workshop import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; its exit code: 0 done, 1 not done, 2 wrong usage, 130 Ctrl-C."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args == ["--version"]:
        # Answered before anything else is imported: scripts ask for it often.
        print(f"workshop {__version__}")
        return 0
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a pipe that cannot show a letter gets a `?` for it, not an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    from workshop.cli import run

    return run(args)


if __name__ == "__main__":
    sys.exit(main())
