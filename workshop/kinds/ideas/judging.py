"""The analyst's part of `ideas`: which answers wait to be sorted, and where they belong.

`follow` picks what is to be done, cheaply, beside the host's loop; `judge` does it in the analyst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from zlib import crc32

from workshop.analysis.themes import duplicates, proposals, sorting
from workshop.analysis.themes.embedding import find_embedder
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.base import Change, whole
from workshop.kinds.ideas.frame import ANALYST, Frame
from workshop.kinds.ideas.ledger import Ledger, text_of

AT_ONCE = 100
"""So many answers are sorted in one go; others follow in the next."""
EXAMPLES = 20
"""So many answers that people put into a theme teach it, the newest."""
PIECE = 20
"""So many judgements are kept by one command: a millisecond or two of the host's loop."""
_GROWN = 1.25
_FEW = 10

Job = dict[str, Any]


def job_of(exercise: Exercise, state: Any, responses: Sequence[Response]) -> Job | None:
    """What there is to do for the answers that count; None where there is nothing."""
    return follow(exercise, None, whole(state, responses))[1]


def follow(exercise: Exercise, ledger: Ledger | None, change: Change) -> tuple[Ledger, Job | None]:
    """What is known of the answers after a change, and what there is to do."""
    if ledger is None or change.whole:
        ledger = Ledger()
    frame = Frame(exercise, change.state)
    sorting_ = int(frame.asked("sorting").get("n", 0))
    ledger.note(frame, sorting_, change)
    return ledger, _job(exercise, frame, sorting_, ledger)


def _job(exercise: Exercise, frame: Frame, sorting_: int, ledger: Ledger) -> Job | None:
    fresh = [
        (str(response.id), text_of(response), response.amended)
        for response in islice(ledger.waiting, AT_ONCE)
    ]
    stretches = tuple(ledger.stretches)
    standing = sum(len(stretch.ids) for stretch in stretches)
    tried = {"frame": _mark(frame), "of": standing + len(fresh)}
    again = _again(frame, tried)
    retried = [id_ for id_ in ledger.left if frame.placed(id_)["by"] == ANALYST] if again else []
    left = sum(len(stretch.left) for stretch in stretches)
    proposed = None if fresh or retried else _proposals_due(frame, left)
    if not fresh and not retried and proposed is None:
        return None
    examples: dict[str, list[str]] = {}
    for theme, text in chain.from_iterable(stretch.examples for stretch in stretches):
        examples.setdefault(theme, []).append(text)
    return {
        "exercise": exercise.id,
        "themes": [
            (theme.id, theme.name, theme.seeds, tuple(examples.get(theme.id, ())[-EXAMPLES:]))
            for theme in frame.themes.values()
        ],
        "stretches": stretches,
        "fresh": fresh,
        "retried": [(id_, frame.placed(id_)) for id_ in retried],
        "tried": tried if again else None,
        "sorting": sorting_,
        "proposed": proposed,
        "rejected": frame.rejected if proposed else [],
    }


def _again(frame: Frame, tried: Mapping[str, int]) -> bool:
    """Whether the unsorted are worth another try: other themes, or twice as many answers."""
    last = frame.asked("tried")
    grown = tried["of"] >= 2 * last.get("of", 0) + AT_ONCE // 4
    return bool(tried["frame"] != last.get("frame", crc32(b"[]")) or grown)


def _mark(frame: Frame) -> int:
    themes = [(theme.id, theme.name, theme.seeds) for theme in frame.themes.values()]
    return crc32(repr(themes).encode())


def _proposals_due(frame: Frame, left: int) -> dict[str, int] | None:
    """New proposals: when asked for, or by themselves when twice as many answers are left."""
    made = frame.asked("proposed")
    number = int(frame.asked("proposals").get("n", 0))
    asked = number != made.get("n", 0)
    more = left >= proposals.LEAST_ANSWERS and left >= 2 * made.get("left", 0)
    return {"n": number, "left": left} if asked or more else None


def judge(job: Job) -> dict[str, Any]:
    """The `judged` command for a job."""
    found: dict[str, Any] = {"do": "judged", "version": sorting.VERSION, "sorting": job["sorting"]}
    if job["tried"] is not None:
        found["tried"] = job["tried"]
    if job["fresh"] or job["retried"]:
        bench = _bench(job)
        found["technique"] = bench.sorter.technique
        found["placed"], found["twins"] = _sorted(job, bench)
        found["placed"] += _retried(job, bench.sorter)
    if job["proposed"] is not None:
        embedder = find_embedder()
        found.setdefault("technique", "words" if embedder is None else f"words + {embedder.name}")
        found["proposed"] = job["proposed"]
        found["proposals"] = _proposed(job)
    return found


def in_pieces(judged: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A `judged` command as several, in order; only the last says that it was all."""
    placed, twins = judged.get("placed", ()), judged.get("twins", ())
    begins = range(0, max(1, len(placed)), PIECE)
    pieces = []
    for begin in begins:
        some = placed[begin : begin + PIECE]
        ids = {place["answer"] for place in some}
        piece = {**judged, "placed": some, "twins": [t for t in twins if t["answer"] in ids]}
        if begin != begins[-1]:
            for at_last in ("tried", "proposed", "proposals"):
                piece.pop(at_last, None)
        pieces.append(piece)
    return pieces


def _sorted(job: Job, bench: _Bench) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    placed, twins = [], []
    ids, heard = _standing(job, "ids"), bench.heard
    bench.sorter.read_ahead([text for _id, text, _n in job["fresh"]])
    for id_, text, amended in job["fresh"]:
        placed.append(_place(id_, bench.sorter.sort(text), amended))
        twin = heard.twin_of(text)
        if twin is not None and ids[twin[0]] != id_:
            twins.append({"answer": id_, "of": ids[twin[0]], "alike": twin[1]})
        else:
            # Only what stands for itself is folded into, so that folds are one step deep.
            ids.append(id_)
            heard.add(text)
    return placed, twins


def _retried(job: Job, sorter: sorting.Sorter) -> list[dict[str, Any]]:
    """The unsorted ones about which there is something new to say."""
    texts = _texts_by_id(job) if job["retried"] else {}
    sorter.read_ahead([texts[id_] for id_, _kept in job["retried"]])
    found = []
    for id_, kept in job["retried"]:
        place = _place(id_, sorter.sort(texts[id_]), kept["amended"])
        first = place["guesses"][0][0] if place["guesses"] else ""
        if place["theme"] or first != (kept["guesses"][0][0] if kept["guesses"] else ""):
            found.append(place)
    return found


def _place(id_: str, answer: sorting.Sorted, amended: int) -> dict[str, Any]:
    return {
        "answer": id_,
        "theme": answer.guesses[0].theme if answer.sure else "",
        "guesses": [[guess.theme, guess.score] for guess in answer.guesses],
        "amended": amended,
    }


def _proposed(job: Job) -> list[dict[str, Any]]:
    texts, left = _texts_by_id(job), _standing(job, "left")
    found = proposals.propose([texts[id_] for id_ in left], find_embedder())
    made = []
    for proposal in found:
        answers = [left[place] for place in proposal.members]
        if not any(len(rejected & set(answers)) > len(answers) / 2 for rejected in job["rejected"]):
            made.append({"name": proposal.name, "words": list(proposal.words), "answers": answers})
    return made


@dataclass(slots=True)
class _Bench:
    """What the worker keeps of an exercise: the sorter, with its themes and the texts that it was
    made of, and what was heard, with its texts.

    What a text tells changes little with one answer more, so a sorter serves for a while.
    """

    themes: Any
    learnt: list[str]
    sorter: sorting.Sorter
    heard: duplicates.Heard


_BENCHES: dict[str, _Bench] = {}


def _bench(job: Job) -> _Bench:
    standing = _standing(job, "texts")
    texts = standing + [text for _id, text, _n in job["fresh"]]
    bench = _BENCHES.get(job["exercise"])
    # Another session's texts are other texts, whatever its exercise is called.
    if bench is None or bench.themes != job["themes"] or not _little_more(texts, bench.learnt):
        themes = [sorting.Theme(*theme) for theme in job["themes"]]
        sorter = sorting.Sorter(themes, texts, find_embedder())
        heard = bench.heard if bench else duplicates.Heard()
        bench = _BENCHES[job["exercise"]] = _Bench(job["themes"], texts, sorter, heard)
    bench.heard.become(standing)
    return bench


def _little_more(texts: list[str], before: list[str]) -> bool:
    """Whether these are the texts of before and few others behind them."""
    return len(texts) <= len(before) * _GROWN + _FEW and texts[: len(before)] == before


def _standing(job: Job, what: str) -> list[str]:
    """The ids or texts of what stands, or the ids of what is left of it, as they came."""
    return list(chain.from_iterable(getattr(stretch, what) for stretch in job["stretches"]))


def _texts_by_id(job: Job) -> dict[str, str]:
    return dict(zip(_standing(job, "ids"), _standing(job, "texts"), strict=True))
