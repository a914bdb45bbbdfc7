"""`workshop session`, and what comes of sessions: export, compare."""

from __future__ import annotations

from pathlib import Path

import click

from workshop.cli.options import as_json_flag, file_option, some_of

FORMATS = ("html", "docx", "pptx", "md", "json", "csv", "xlsx", "graphml", "ics", "parquet")


@click.group()
def session() -> None:
    """Sessions and their files: list, show, check, import, merge."""


@session.command("list")
@as_json_flag
def session_list(as_json: bool) -> int:
    """List the sessions with their date, progress and size."""
    from workshop.commands.sessions import list_sessions

    return list_sessions(as_json)


@session.command("show")
@click.argument("session")
@as_json_flag
def session_show(session: str, as_json: bool) -> int:
    """Show what is in a session."""
    from workshop.commands.sessions import show

    return show(session, as_json)


@session.command("check")
@click.argument("session")
@click.option(
    "--mend", is_flag=True, help="Mend what can be mended; without it nothing is changed."
)
@as_json_flag
def session_check(session: str, mend: bool, as_json: bool) -> int:
    """Verify a session's file.

    It says what mending would do. Exit code 1: it found problems.
    """
    from workshop.commands.sessions import check

    return check(session, mend, as_json)


@session.command("import")
@click.argument("session")
@click.argument("file", type=click.Path(path_type=Path))
def session_import(session: str, file: Path) -> int:
    """Take in answers from paper, or notes kept apart.

    FILE is a CSV file of answers, or what `workshop notes` wrote. A row that cannot be taken is
    reported with its line; the others go in once, however often the same file is imported.
    """
    from workshop.commands.importing import import_file

    return import_file(session, file)


@session.command("merge")
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION SESSION...")
@click.option(
    "--rooms",
    default="",
    metavar="NAME,NAME",
    help="What the rooms are called, in the order of the sessions; else as their files.",
)
@file_option("--out", "The record to write; otherwise a new one in the workshop folder.")
def session_merge(sessions: tuple[str, ...], rooms: str, out: Path | None) -> int:
    """Join parallel rooms that ran one plan into one record.

    Everything keeps its room. The rooms' own files stay as they are; the same files make the same
    record again.
    """
    from workshop.commands.merging import merge

    return merge(sessions, out, rooms.split(",") if rooms else ())


@click.command()
@click.argument("session")
@click.option(
    "--format",
    "formats",
    default="",
    callback=some_of(FORMATS, "format"),
    metavar=",".join(FORMATS),
    help="The formats to write, with commas between; all but parquet without it.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder to write into; otherwise exports/ in the workshop folder.",
)
@click.option(
    "--anonymise", is_flag=True, help="Leave out names, badges and what tells people apart."
)
def export(session: str, formats: tuple[str, ...], out: Path | None, anonymise: bool) -> int:
    """Write what came of a session.

    What the room said, by objective, with quotes, findings and pledges.
    """
    from workshop.commands.export import export

    return export(session, formats, out, anonymise)


@click.command()
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION SESSION...")
@as_json_flag
@file_option("--html", "Write a page that stands alone.")
@file_option("--xlsx", "Write a workbook with tidy tables and charts.")
@click.option(
    "--anonymise", is_flag=True, help="Compare without what tells of fewer than five people."
)
@click.option(
    "--common", is_flag=True, help="Compare different plans, too, by the ids that they share."
)
def compare(
    sessions: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    xlsx: Path | None,
    anonymise: bool,
    common: bool,
) -> int:
    """Set several deliveries of one plan side by side.

    Timing by segment and where it always runs over, what objectives gained, themes, how networks
    grew, how many joined and answered. SESSION is a name or a path.
    """
    from workshop.commands.comparing import compare

    return compare(
        sessions, as_json=as_json, html=html, xlsx=xlsx, anonymise=anonymise, common=common
    )


COMMANDS = {"session": session, "export": export, "compare": compare}
