"""Numbers and names as they are read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def counted(number: float, one: str, many: str = "") -> str:
    """'1 answer', '3 answers', '2.5 points'; `many` where an s is not enough."""
    return f"{figure(number)} {one if number == 1 else many or one + 's'}"


def figure(number: float) -> str:
    """A number without needless decimals, at most one."""
    rounded = round(number, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent; what exists is never called 0 %, nor a part 100 %."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 < share < 1:
        return "over 99 %"
    # Half a per cent goes up, as a reader expects, and not to the even number.
    return f"{int(share * 100 + 0.5)} %"


def in_points(change: float) -> str:
    """A change of a share in whole points of a hundred: '+12', '−3', '±0'."""
    points = round(change * 100)
    return "±0" if not points else f"{'+' if points > 0 else '−'}{abs(points)}"


def before_and_after(before: float, after: float) -> tuple[str, str, str]:
    """Two shares and the change between them, as three cells of a row."""
    return percent(before), percent(after), in_points(after - before)


def listed(items: Sequence[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def quoted(text: str, most: int = 90) -> str:
    """The text in quotation marks, cut at a word with an ellipsis where it is long."""
    return f"‘{short(text, most)}’"


def dated(on: date, *, year: bool = True) -> str:
    """A day in words, the same on every machine: '21 June 2025'."""
    return f"{on.day} {_MONTHS[on.month - 1]}{f' {on.year}' if year else ''}"


def short(text: str, most: int) -> str:
    """One line of at most `most` characters, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    word = head.rsplit(" ", 1)[0]
    return (word if len(word) > most // 2 else head).rstrip(" ,;:.") + "…"


def opened(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def few(number: int, one: str = "answer", many: str = "") -> tuple[str, ...]:
    """The caution for numbers under five; none where there are enough."""
    if not 0 < number < 5:
        return ()
    is_ = "is" if number == 1 else "are"
    return (f"{counted(number, one, many)} {is_} too few to say more.",)
