"""The command line: names, options and their help. What a command does stands in `commands/`.

The bodies are imported inside the functions, so that help and usage errors come at once.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from workshop import __version__
from workshop.errors import UsageError, WorkshopError

DEBUG_VARIABLE = "WORKSHOP_DEBUG"


def run(args: Sequence[str]) -> int:
    """Run a command line; its exit code. Whatever goes wrong is two lines on standard error."""
    if not os.environ.get(DEBUG_VARIABLE):
        _log_in_lines()
    try:
        return int(cli.main(list(args), prog_name="workshop", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "workshop"
        return _fail(error.format_message(), f"`{command} --help` explains it.", 2)
    except UsageError as error:
        return _fail(error.title, error.hint, 2)
    except WorkshopError as error:
        return _fail(error.title, error.hint, 1)
    except click.ClickException as error:
        return _fail(error.format_message(), "", 1)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read us (`| head`) has had enough; nothing may be flushed to it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return _fail(f"{error.strerror or error}{where}", "See that it exists and is yours.", 1)
    except Exception as error:
        # The last line of defence: a person sees what failed, an engineer asks for all of it.
        if os.environ.get(DEBUG_VARIABLE):
            raise
        what = f"Something went wrong inside workshop: {type(error).__name__}: {error}"
        return _fail(what, f"Set {DEBUG_VARIABLE}=1 and run it again to see where.", 1)


def _log_in_lines() -> None:
    """What is logged where no log is set up comes as a line, without its traceback."""

    class OneLine(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return record.getMessage()

    if logging.lastResort is not None:
        logging.lastResort.setFormatter(OneLine())


def _fail(what: str, mend: str, code: int) -> int:
    from workshop.domain.text import clean_line

    for line in (what, mend):
        if line := clean_line(line):
            click.echo(line, err=True)
    return code


_MODULES = {
    "hours": ("run", "host", "join", "rehearse", "resume", "doctor", "notes"),
    "plans": ("plan",),
    "exercises": ("exercise",),
    "sessions": ("session", "export", "compare"),
}
"""Where each command's options stand: the module's `COMMANDS` has them."""


class _Lazy(click.Group):
    """Loads the module of the command that is asked for; the help of all asks for every one."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(name for names in _MODULES.values() for name in names)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        for module, names in _MODULES.items():
            if name in names:
                found: click.Command = import_module(f"workshop.cli.{module}").COMMANDS[name]
                return found
        return None


@click.group(
    cls=_Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="workshop %(version)s")
@click.pass_context
def cli(context: click.Context) -> int | None:
    """Run a timed workshop from one laptop: plan, clock, capture, sense-making, record.

    Without a command it opens the home screen: plans, sessions, resume, export.
    """
    if context.invoked_subcommand is not None:
        return None
    from workshop.commands.run import home

    return home()
