"""What an analysis returns: plain sentences and blocks to draw. No markup, no colours."""

from __future__ import annotations

from typing import TypeAlias

from workshop.domain.making import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells under `columns`; `numeric` lists the columns to set right-aligned.

    `note` is a sentence or two on it, which stands under its title.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` in the unit of its `Bars`; `share` of the whole, 0 to 1; `note` stands behind."""

    label: str
    value: float
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    title: str
    bars: tuple[Bar, ...]
    unit: str = ""
    kind: str = "bars"


@dataclass(frozen=True, slots=True)
class Scale:
    """How one statement was rated: `counts` a step, low to high; `median` None without votes."""

    label: str
    counts: tuple[int, ...]
    median: float | None = None
    mean: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scales:
    """Ratings of several statements on one scale from `low` to `high`, ends in words."""

    title: str
    rows: tuple[Scale, ...]
    low: int
    high: int
    low_text: str = ""
    high_text: str = ""
    kind: str = "scales"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim answer; `who` is a table or a badge, empty when unknown."""

    text: str
    who: str = ""
    starred: bool = False
    response: str = ""


@dataclass(frozen=True, slots=True)
class Quotes:
    title: str
    quotes: tuple[Quote, ...]
    kind: str = "quotes"


@dataclass(frozen=True, slots=True)
class BoxColumn:
    """One group's canvas: texts in the order of the block's `boxes`."""

    group: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Canvases of several groups, to be read side by side."""

    title: str
    boxes: tuple[str, ...]
    groups: tuple[BoxColumn, ...]
    kind: str = "boxes"


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """Someone on a map; `group` is an index of its `groups`, -1 where none is known.

    `x` and `y` go from 0 to 1, left to right and top to bottom. `broker`: others reach each other
    through them.
    """

    id: str
    name: str
    group: int
    x: float
    y: float
    role: str = ""
    broker: bool = False


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """A tie between the nodes at two indices; `both` named it, `new` since the round before."""

    one: int
    other: int
    both: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """People on a map and their ties, `groups` their organisations.

    `directed`: it matters who named whom.
    """

    title: str
    groups: tuple[str, ...]
    nodes: tuple[NetworkNode, ...]
    ties: tuple[NetworkTie, ...]
    directed: bool = False
    kind: str = "network"


@dataclass(frozen=True, slots=True)
class Theme:
    """A named group of answers: the ids of all in it, and some of them verbatim.

    `people` are those behind it, None where not all are known; `origin` says in words how it came
    about, empty where there is nothing to say. `unquoted` counts the answers that neither stand
    among the quotes nor repeat one of them. `id` tells a theme that came with the exercise, and is
    the same wherever the exercise is; empty for one made in a room.
    """

    name: str
    answers: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    people: int | None = None
    origin: str = ""
    unquoted: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Themes:
    """Answers by theme, the largest first; `unsorted` holds those in none, None where all are.

    `rejected` are the themes that were proposed or taken up and not kept, each in words with the
    reason; `unit` is what answers are called.
    """

    title: str
    themes: tuple[Theme, ...]
    unsorted: Theme | None = None
    rejected: tuple[str, ...] = ()
    unit: str = "answers"
    kind: str = "themes"

    @property
    def groups(self) -> tuple[Theme, ...]:
        """The themes, and the unsorted behind them."""
        return self.themes if self.unsorted is None else (*self.themes, self.unsorted)

    @property
    def total(self) -> int:
        """How many answers there are, sorted or not."""
        return sum(len(theme.answers) for theme in self.groups)


@dataclass(frozen=True, slots=True)
class CurveStage:
    """One stage of a room's curve: `median` and the hinges `lower` and `upper`, None without any.

    `number` people drew it; for `falls` of them the curve falls most towards it; `before` is the
    median of an earlier round.
    """

    label: str
    median: float | None
    lower: float | None
    upper: float | None
    number: int
    falls: float = 0.0
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Many people's curves over the same stages, on a scale whose ends have words.

    `steepest` are the stages (by index) towards which most curves fall most.
    """

    title: str
    stages: tuple[CurveStage, ...]
    low: int
    high: int
    low_text: str = ""
    high_text: str = ""
    steepest: tuple[int, ...] = ()
    kind: str = "curve"


Block: TypeAlias = Table | Bars | Scales | Quotes | Boxes | Network | Themes | Curve


@dataclass(frozen=True, slots=True)
class Findings:
    """What one exercise (in one round) says.

    `sentences` come most important first; `made_of` says how the numbers came together
    ('24 typed answers, 3 table tallies of 19 people'); `cautions` what they cannot carry;
    `question` is one to ask the room. `raw` marks the plain answers of a kind that failed or
    is missing. `answers` is the number of responses that count, `people` the people behind
    them where known. `more` holds the full tables for whoever wants them: in reports and a key
    away in the terminal, never on the room's screen.
    """

    title: str
    sentences: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    cautions: tuple[str, ...] = ()
    question: str = ""
    made_of: str = ""
    answers: int = 0
    people: int | None = None
    raw: bool = False
    more: tuple[Block, ...] = ()
