"""Scenes in the terminal: the bundled C6 hour, rehearsed up to where a scene wants it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pictures.home import Desktop, Shelf
from tests.pictures.picture import save
from tests.pictures.rehearsed import rehearsed
from tests.pictures.swap import swap, with_swap
from tests.stage import START
from tests.tui.desk import Desk, make_app
from tests.tui.front_door import FrontDoor
from workshop.domain.commands import Jump, Next, Pause, SubmitResponse
from workshop.domain.ids import ExerciseId, SegmentId
from workshop.domain.plan import SessionPlan
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.plans.editing import PlanFile
from workshop.rehearsal.hour import Moment
from workshop.settings import Folder
from workshop.tui.app import WorkshopApp
from workshop.tui.plan_editor import PlanEditApp

SHEET = Moment(SegmentId("room-network"), 150)
ASKED = Moment(SegmentId("ask-everyone"), 200)
C6 = "c6-building-social-capital"
NETWORK = Moment(SegmentId("room-network"), 230)
AFTER = Moment(SegmentId("which-is-yours"), 150)
PLEDGED = Moment(SegmentId("pledge"), 150)
SORTED = Moment(SegmentId("sort-ten"), 60)
IDEAS = (
    "The school and the bus company: a walking bus",
    "GP practices and the park's gardeners, a weekly walk",
    "Employers and the cycling club: lend bikes",
    "Housing and health: benches where people need a rest",
)


@dataclass(frozen=True)
class Scene:
    """A stage, and what is done in it before the picture is taken."""

    act: Callable[[Desk], Awaitable[None]]
    stage: str = "running"
    mirrored: bool = False
    change: Callable[[SessionPlan], SessionPlan] = lambda plan: plan
    at: Moment | None = None
    """A moment of a rehearsed hour, in the place of a stage."""
    end: bool = False
    """The end of a rehearsed hour."""


async def _still(desk: Desk) -> None:
    await desk.pilot.pause()


async def _forward(desk: Desk, segments: int, seconds: float) -> None:
    for _ in range(segments):
        row = desk.app.show.current  # type: ignore[union-attr]
        assert row is not None
        await desk.pass_time(row.allotted_s)
        await desk.send(Next())
    await desk.pass_time(seconds)


async def _run(desk: Desk) -> None:
    await _forward(desk, 4, 50)


async def _late(desk: Desk) -> None:
    await _forward(desk, 2, 700)


async def _paused(desk: Desk) -> None:
    await _run(desk)
    await desk.send(Pause())
    await desk.pass_time(72)


async def _armed(desk: Desk) -> None:
    await _run(desk)
    await desk.press("u")


def _key(*keys: str) -> Callable[[Desk], Awaitable[None]]:
    async def act(desk: Desk) -> None:
        await _run(desk)
        await desk.press(*keys)

    return act


def _press(*keys: str) -> Callable[[Desk], Awaitable[None]]:
    async def act(desk: Desk) -> None:
        await desk.press(*keys)

    return act


async def _fit_late(desk: Desk) -> None:
    """Twelve minutes behind."""
    await desk.pass_time(700)
    await desk.press("f")


async def _asked(desk: Desk) -> None:
    """An exercise that is open, with answers in it."""
    await _forward(desk, 10, 100)
    for n, text in enumerate(IDEAS):
        answer = SubmitResponse(ExerciseId("who-moves-together"), f"k{n}", {"text": text})
        await desk.send(answer)


async def _contrast(desk: Desk) -> None:
    await _late(desk)
    desk.app.theme = "workshop-contrast"


async def _not_saving(desk: Desk) -> None:
    from workshop.errors import SaveFailed

    await _run(desk)
    desk.log.failure = SaveFailed("No space left on the disk", "Free some space.")
    await desk.press("plus")
    await desk.until(lambda: desk.app.health.saving_failed)
    await desk.pass_time(1)


async def _curve(desk: Desk) -> None:
    """A room that has drawn what the bank holds; a session keeps no bank."""
    exercise = c6().exercise(ExerciseId("commitment-curve"))
    kind = load()[exercise.kind]
    await desk.send(Jump(SegmentId("instead-curve")))
    for number, line in enumerate(exercise.bank.lines):
        answers = kind.clean(exercise, kind.parse_line(exercise, line))
        await desk.send(SubmitResponse(exercise.id, f"c{number}", answers, badge=str(number + 1)))
    await desk.press("i")
    await desk.pilot.pause(0.3)


async def _reasons(desk: Desk) -> None:
    await _curve(desk)
    await desk.press("t", "home", "down")


async def _merging(desk: Desk) -> None:
    await _asked(desk)
    await desk.press("r", "home", "space", "space", "m")
    await desk.until(lambda: desk.state.merged)
    await desk.press("end", "space")


async def _pairs(desk: Desk) -> None:
    await _forward(desk, 10, 100)
    await swap(desk)
    await desk.press("i")
    await desk.until(lambda: "meet an offer" in desk.screen_text())
    await desk.press("p", "c", "down")
    await desk.until(lambda: "1 pair told" in desk.screen_text())
    # What was said of it at the bottom goes after a while.
    desk.app.clear_notifications()


async def _ego(desk: Desk) -> None:
    """Around the first of the brokers."""
    await desk.press("i", "m")
    await desk.pilot.pause(0.3)
    await desk.press("right")


async def _what_if(desk: Desk) -> None:
    """Two people more who know each other, and one tie less."""
    await desk.press("i", "m", "w", *"1+33", "enter")
    await desk.until(lambda: "WHAT IF" in desk.screen_text())
    await desk.press("w", *"-10", "enter")
    await desk.until(lambda: "without" in desk.screen_text())


async def _same(desk: Desk) -> None:
    """Which entries mean the same, named twice."""
    await desk.press("i")
    await desk.until(lambda: "merge" in desk.screen_text())
    await desk.press("t")
    await desk.until(lambda: "quality l" in desk.screen_text())


async def _exported(desk: Desk) -> None:
    from workshop.tui.screens.export_preview import ExportPreviewScreen

    await desk.press("x", "down", "down", "enter")
    screen = desk.app.screen
    assert isinstance(screen, ExportPreviewScreen)
    await desk.until(lambda: "Nothing is written yet" in desk.screen_text())


def instead(exercise: str) -> Callable[[SessionPlan], SessionPlan]:
    """The hour with another of its exercises where all are asked."""

    def change(plan: SessionPlan) -> SessionPlan:
        parts = tuple(
            replace(
                part,
                segments=tuple(
                    replace(s, exercise=ExerciseId(exercise)) if s.id == ASKED.segment else s
                    for s in part.segments
                ),
            )
            for part in plan.parts
        )
        return replace(plan, parts=parts)

    return change


SCENES: dict[str, Scene] = {
    "preflight": Scene(_still, "preflight"),
    "lobby": Scene(_still, at=Moment(None, -245)),
    "run": Scene(_still, at=SHEET),
    "late": Scene(_late),
    "paused": Scene(_paused),
    "armed": Scene(_armed),
    "fit": Scene(_fit_late, at=Moment(SegmentId("dots-story"), 240)),
    "ago": Scene(_key("N")),
    "jump": Scene(_key("j")),
    "end": Scene(_key("e")),
    "leave": Scene(_key("q")),
    "help": Scene(_key("question_mark")),
    "palette": Scene(_key("ctrl+p")),
    "room": Scene(_still, mirrored=True, at=SHEET),
    "mirrored": Scene(_late, mirrored=True),
    "room-prompt": Scene(_still, mirrored=True, at=ASKED),
    "room-shown": Scene(_press("d", "d"), mirrored=True, at=ASKED),
    "asked": Scene(_still, at=ASKED),
    "contrast": Scene(_contrast),
    "capture": Scene(_key("a")),
    "note": Scene(_key("t")),
    "tally": Scene(_key("l")),
    "responses": Scene(_press("r"), at=SORTED),
    "objectives": Scene(_press("o"), at=SORTED),
    "case": Scene(_key("c", "right", "right")),
    "insights": Scene(_press("i"), at=SHEET),
    "insights-full": Scene(_press("i", "v"), at=SHEET),
    "themes": Scene(_press("i", "t"), at=SORTED),
    "insights-themes": Scene(_press("i"), at=SORTED),
    "network": Scene(_press("i", "m"), at=NETWORK),
    "network-ego": Scene(_ego, at=NETWORK),
    "network-meet": Scene(_press("i", "m", "m"), at=NETWORK),
    "network-organisations": Scene(_press("i", "m", "o"), at=NETWORK),
    "network-across": Scene(_press("i", "m", "f"), at=NETWORK),
    "network-what-if": Scene(_what_if, at=NETWORK),
    "network-tables": Scene(_press("i", "m", "v"), at=NETWORK),
    "network-after": Scene(_press("i", "m"), at=AFTER),
    "ties-after": Scene(_press("i"), at=AFTER),
    "consensus": Scene(_press("i"), at=ASKED, change=instead("where-we-agree")),
    "consensus-full": Scene(_press("i", "v"), at=ASKED, change=instead("where-we-agree")),
    "whom": Scene(_press("i"), at=ASKED, change=instead("whom-we-turn-to")),
    "whom-same": Scene(_same, at=ASKED, change=instead("whom-we-turn-to")),
    "exchange": Scene(_press("i"), at=ASKED, change=instead("ask-and-offer")),
    "ratings": Scene(_press("i", "v"), at=ASKED, change=instead("network-health-check")),
    "points": Scene(_press("i", "v"), at=ASKED, change=instead("training-to-practice-factors")),
    "choice": Scene(_press("i", "v"), at=ASKED, change=instead("commitment-pulse")),
    "pledges": Scene(_press("i"), at=PLEDGED),
    "join": Scene(_press("g"), at=Moment(None, -245)),
    "export": Scene(_press("x"), end=True),
    "export-preview": Scene(_exported, end=True),
    "curve": Scene(_curve),
    "reasons": Scene(_reasons),
    "merging": Scene(_merging),
    "pairs": Scene(_pairs, change=with_swap),
    "message": Scene(_key("m")),
    "people": Scene(_press("p"), at=SHEET),
    "ended": Scene(_still, end=True),
    "not-saving": Scene(_not_saving),
}


def c6() -> SessionPlan:
    return open_plan(C6, Library.open(), load())


async def take(name: str, size: tuple[int, int], plan: SessionPlan, file: Path) -> None:
    """One picture of a scene."""
    if name in _APART:
        await _APART[name](size, file)
        return
    scene = SCENES[name]
    plan = scene.change(plan)
    if scene.at is not None or scene.end:
        async with rehearsed(
            plan, scene.at, size, room_view=scene.mirrored,
            room=FrontDoor(), opener=Desktop(START),
        ) as desk:  # fmt: skip
            await scene.act(desk)
            await desk.pilot.pause(0.3)
            save(desk.app, file)
        return
    async with make_app(plan=plan, size=size, stage=scene.stage, mirrored=scene.mirrored) as desk:
        await scene.act(desk)
        await desk.pilot.pause(0.1)
        save(desk.app, file)


async def _take_home(size: tuple[int, int], file: Path) -> None:
    app = WorkshopApp(opener=Shelf(START))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.2)
        save(app, file)


async def _take_plan_edit(size: tuple[int, int], file: Path) -> None:
    """The bundled plan with a segment a minute longer, as on a chair's laptop."""
    with TemporaryDirectory() as home:
        library = replace(Library.open(), folder=Folder(Path(home)))
        app = PlanEditApp(PlanFile.open(C6, library, load()))
        async with app.run_test(size=size) as pilot:
            await pilot.press(*["down"] * 5, "plus")
            await pilot.pause(1)
            save(app, file)


_APART = {"home": _take_home, "plan-edit": _take_plan_edit}
"""Scenes without a session."""
