"""Options that several commands share, and how what was typed is checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import click

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def start_time(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None or value == "now" or _CLOCK.fullmatch(value):
        return value
    raise click.BadParameter("write `now`, or a time of day such as 15:00.")


def some_of(
    known: Sequence[str], word: str
) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """Checks an option that takes some of the known names, with commas between."""

    def chosen(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
        if not value:
            return ()
        names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",")))
        for name in names:
            if name not in known:
                raise click.BadParameter(
                    f"there is no {word} {name!r}: choose from {', '.join(known)}."
                )
        return names

    return chosen


def file_option(name: str, help: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """An option that names a file to write."""
    return click.option(
        name, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=help
    )


def networked(command: Callable[..., int]) -> Callable[..., int]:
    """The options of how a session faces the network."""
    for option in (
        click.option("--wifi", metavar="SSID", help="The room's Wi-Fi, as a first code to scan."),
        click.option("--public-url", metavar="URL", help="What phones are told, by a tunnel, say."),
        click.option(
            "--port",
            type=click.IntRange(1, 65535),
            metavar="N",
            help="The port; where it is taken, the next free one.  [default: 8642]",
        ),
        click.option("--bind", metavar="ADDR", help="Listen on this address only."),
    ):
        command = option(command)
    return command


def ask_password(wifi: str | None) -> None:
    """The Wi-Fi's password, asked for where the environment does not hold it."""
    from workshop.commands.networking import WIFI_VARIABLE, keep_password

    if wifi and WIFI_VARIABLE not in os.environ:
        keep_password(
            click.prompt(
                f"Password of '{wifi}' (none: open)",
                default="",
                hide_input=True,
                show_default=False,
            )
        )


as_json_flag = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
