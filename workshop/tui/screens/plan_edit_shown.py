"""What the screen that edits a plan says: its length, the selected row in full, its problems."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from workshop.domain.text import clean_block, clean_line
from workshop.plans import Problem
from workshop.plans.durations import format_seconds
from workshop.plans.editing import EditRow
from workshop.tui.plan_desk import PlanDesk


def head(desk: PlanDesk) -> Content:
    """The plan's title, its length against that of its segments, and where it is saved."""
    edit, file = desk.edit, desk.file
    total, length = edit.total_s, edit.length_s
    said: tuple[str, str]
    if length is None:
        said = ("the plan says no length: f writes it", "bold $warning")
    elif total == length:
        said = (f"{format_seconds(total)} of {format_seconds(length)}, it fits", "bold $success")
    else:
        apart = format_seconds(abs(total - length))
        word = f"{apart} {'over' if total > length else 'to spare'}"
        said = (f"{format_seconds(total)} of {format_seconds(length)}, {word}", "bold $warning")
    ends = edit.time_at(total).strip()
    where = f"{'saves to' if file.copies else 'in'} {file.shown}"
    if desk.unsaved:
        where = f"not saved yet · {where}"
    return Content.assemble(
        (clean_line(edit.title), "bold"), "\n", said, f"  ends {ends}", (f"\n{where}", "$quiet")
    )


def detail(row: EditRow) -> Content:
    """A row in full."""
    data = row.data or {}
    length = "?" if row.seconds is None else format_seconds(row.seconds)
    lines: list[Content] = [Content.styled(clean_line(row.title), "bold")]
    if row.segment is None:
        lead = clean_line(str(data.get("lead") or ""))
        lines.append(Content(f"part, {length}" + (f", led by {lead}" if lead else "")))
        for one in data.get("objectives") or ():
            if isinstance(one, dict):
                lines.append(Content(f"- {clean_line(str(one.get('text') or ''))}"))
        return Content("\n").join(lines)
    what = f", {clean_line(row.exercise)}" if row.exercise else ""
    lines.append(Content(f"{length}, {row.priority}, {row.mode}{what}"))
    for cue in data.get("cues") or ():
        if isinstance(cue, dict):
            said = clean_line(str(cue.get("say") or ""))
            at = clean_line(str(cue.get("at")))
            lines.append(Content.assemble((f"{at:>5} ", "$quiet"), said))
    if notes := clean_block(str(data.get("notes") or "")):
        lines.append(Content.styled(notes, "$quiet"))
    return Content("\n").join(lines)


def problems(found: Sequence[Problem] | None, own: str) -> Content:
    """The problems by line, those of other files than `own` with its name; None: not known yet."""
    if found is None:
        return Content.styled("Checking …", "$quiet")
    if not found:
        return Content.styled("No problems: the plan can be run.", "$success")
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    lines = [Content.styled(f"{count}, by line of the file", "bold $warning")]
    lines += [Content(_line_of(problem, own)) for problem in found]
    return Content("\n").join(lines)


def _line_of(problem: Problem, own: str) -> str:
    where = f"line {problem.line}" if problem.file == own else f"{problem.file}:{problem.line}"
    return f"{where}: {problem.what}; {problem.mend}"
