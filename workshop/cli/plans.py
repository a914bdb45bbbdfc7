"""`workshop plan`: plans as files, and on paper."""

from __future__ import annotations

from pathlib import Path

import click

from workshop.cli.options import as_json_flag, some_of
from workshop.settings import DEFAULT_PLAN

PAGES = ("run-sheet", "posters", "cards", "sheets", "handout")


@click.group()
def plan() -> None:
    """Plans as files: list, show, check, new, edit, print."""


@plan.command("list")
@as_json_flag
def plan_list(as_json: bool) -> int:
    """List the plans: yours, and those that ship."""
    from workshop.commands.plans import list_plans

    return list_plans(as_json)


@plan.command("show")
@click.argument("plan", default=DEFAULT_PLAN)
@click.option("--json", "as_json", is_flag=True, help="Print the plan under its file's own keys.")
def plan_show(plan: str, as_json: bool) -> int:
    """Show a plan with its run of show."""
    from workshop.commands.plans import show

    return show(plan, as_json)


@plan.command("check")
@click.argument("plans", nargs=-1, metavar="[PLAN]...")
@as_json_flag
def plan_check(plans: tuple[str, ...], as_json: bool) -> int:
    """Say every problem as `file:line: what; the mend`.

    PLAN is an id or a path; without any, all plans are checked. Exit code 1: there are problems.
    """
    from workshop.commands.plans import check

    return check(plans, as_json)


@plan.command("new")
@click.argument("title", required=False)
@click.option("--minutes", metavar="N", help="How long it is.")
@click.option("--date", metavar="YYYY-MM-DD", help="The day.")
@click.option("--start", metavar="HH:MM", help="When it begins.")
@click.option("--timezone", metavar="NAME", help="The time zone; this computer's without it.")
@click.option("--venue", metavar="TEXT", help="Where it is.")
@click.option(
    "--person", "people", multiple=True, metavar="TEXT", help="`name, role, organisation`; repeat."
)
@click.option(
    "--part", "parts", multiple=True, metavar="TEXT", help="`title: what for`; repeat for each."
)
@click.option("--template", metavar="PLAN", help="A plan to begin with, stretched to --minutes.")
@click.option(
    "--from",
    "agenda",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An agenda as CSV or XLSX with columns start or minutes, title, who, notes.",
)
@click.option("--sheet", metavar="NAME", help="The workbook's sheet; otherwise its first.")
@click.option("--id", "plan_id", metavar="ID", help="The plan's id; otherwise made of the title.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is not said is left open.")
def plan_new(
    title: str | None,
    minutes: str | None,
    date: str | None,
    start: str | None,
    timezone: str | None,
    venue: str | None,
    people: tuple[str, ...],
    parts: tuple[str, ...],
    template: str | None,
    agenda: Path | None,
    sheet: str | None,
    plan_id: str | None,
    yes: bool,
) -> int:
    """Write a new plan: from a few questions, a template or a spreadsheet.

    What no option says is asked for. The plan is written into the workshop folder, with comments
    that say how to go on.
    """
    from workshop.commands.planning import Asked, new_plan

    return new_plan(
        Asked(
            title=title,
            id=plan_id,
            minutes=minutes,
            date=date,
            start=start,
            timezone=timezone,
            venue=venue,
            people=people,
            parts=parts,
            template=template,
            agenda=agenda,
            sheet=sheet,
            ask=not yes,
        )
    )


@plan.command("edit")
@click.argument("plan", default=DEFAULT_PLAN)
def plan_edit(plan: str) -> int:
    """Move, retime and rename a plan's segments, checked as you go.

    PLAN is an id or a path; without it the bundled C6 plan. Comments and all else in the file stay
    as they are; a plan that ships is saved as your own copy.
    """
    from workshop.commands.plan_editing import edit

    return edit(plan)


@plan.command("print")
@click.argument("plan", default=DEFAULT_PLAN)
@click.option(
    "--what",
    default=PAGES[0],
    callback=some_of(PAGES, "page"),
    metavar=",".join(PAGES),
    help="The pages to write, with commas between; the run sheet without it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it, a folder for several; otherwise exports/ in the workshop folder.",
)
@click.option("--url", metavar="URL", help="The address that phones open, for posters and cards.")
@click.option(
    "--wifi",
    metavar="SSID",
    help="The room's Wi-Fi, for posters and cards. Asks for its password, which they show, or"
    " reads WORKSHOP_WIFI_PASSWORD.",
)
def plan_print(
    plan: str, what: tuple[str, ...], out: Path | None, url: str | None, wifi: str | None
) -> int:
    """Write the pages of an hour on paper.

    The facilitator's run sheet, posters and table cards with the codes to join, the participants'
    paper sheets, their handout: an HTML page each, to print on A4 or Letter.
    """
    from workshop.commands.plans import print_pages

    return print_pages(plan, what, out, url, wifi)


COMMANDS = {"plan": plan}
