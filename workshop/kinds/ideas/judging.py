"""The analyst's part of `ideas`: which answers wait to be sorted, and where they belong.

`job_of` picks what is to be done, cheaply, beside the host's loop; `judge` does it in the analyst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from workshop.analysis.themes import duplicates, proposals, sorting
from workshop.analysis.themes.embedding import find_embedder
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.ideas.frame import ANALYST, Frame

AT_ONCE = 100
"""So many answers are sorted in one go; others follow in the next."""
EXAMPLES = 20
"""So many answers that people put into a theme teach it, the newest."""
_GROWN = 1.25
_FEW = 10

Job = dict[str, Any]


def job_of(exercise: Exercise, state: Any, responses: Sequence[Response]) -> Job | None:
    """What there is to do for the answers that count; None where there is nothing."""
    frame = Frame(exercise, state)
    sorting_ = int(frame.asked("sorting").get("n", 0))
    known: list[tuple[str, str]] = []
    fresh: list[tuple[str, str, int]] = []
    examples: dict[str, list[str]] = {}
    left: list[str] = []
    # Thousands are passed over for each that is new, so tables are plain here.
    places, twins = frame.places(), frame.twins()
    living = {"": "", **{id_: frame.living(id_) for id_ in frame.every}}
    for response in responses:
        kept = places.get(response.id)
        theme = "" if kept is None else living.get(kept["theme"], "")
        if kept is None or _is_stale(kept, theme, response, sorting_):
            if len(fresh) < AT_ONCE:
                fresh.append((response.id, _text(response), response.amended))
            continue
        if response.id in twins:
            continue
        known.append((response.id, _text(response)))
        if theme and kept["by"] != ANALYST:
            examples.setdefault(theme, []).append(_text(response))
        elif not theme:
            left.append(response.id)
    tried = {"frame": _mark(frame), "of": len(known) + len(fresh)}
    again = _again(frame, tried)
    retried = [id_ for id_ in left if frame.placed(id_)["by"] == ANALYST] if again else []
    proposed = None if fresh or retried else _proposals_due(frame, len(left))
    if not fresh and not retried and proposed is None:
        return None
    return {
        "exercise": exercise.id,
        "themes": [
            (theme.id, theme.name, theme.seeds, tuple(examples.get(theme.id, ())[-EXAMPLES:]))
            for theme in frame.themes.values()
        ],
        "known": known,
        "fresh": fresh,
        "retried": [(id_, frame.placed(id_)) for id_ in retried],
        "tried": tried if again else None,
        "left": left,
        "sorting": sorting_,
        "proposed": proposed,
        "rejected": frame.rejected,
    }


def _is_stale(kept: Mapping[str, Any], theme: str, response: Response, sorting_: int) -> bool:
    """Whether the analyst's own judgement no longer holds: the answer was corrected, its theme is
    gone, or somebody asked for all to be sorted anew."""
    if kept["by"] != ANALYST:
        return False
    gone = bool(kept["theme"]) and not theme
    return gone or kept["amended"] != response.amended or kept["sorting"] != sorting_


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
        sorter = _sorter(job)
        found["technique"] = sorter.technique
        found["placed"], found["twins"] = _sorted(job, sorter)
        found["placed"] += _retried(job, sorter)
    if job["proposed"] is not None:
        embedder = find_embedder()
        found.setdefault("technique", "words" if embedder is None else f"words + {embedder.name}")
        found["proposed"] = job["proposed"]
        found["proposals"] = _proposed(job)
    return found


def _sorted(job: Job, sorter: sorting.Sorter) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    placed, twins = [], []
    ids = [id_ for id_, _text in job["known"]]
    texts = [duplicates.plain(text) for _id, text in job["known"]]
    for id_, text, amended in job["fresh"]:
        placed.append(_place(id_, sorter.sort(text), amended))
        twin = duplicates.twin_of(text, texts)
        if twin is not None and ids[twin[0]] != id_:
            twins.append({"answer": id_, "of": ids[twin[0]], "alike": twin[1]})
        else:
            # Only what stands for itself is folded into, so that folds are one step deep.
            ids.append(id_)
            texts.append(duplicates.plain(text))
    return placed, twins


def _retried(job: Job, sorter: sorting.Sorter) -> list[dict[str, Any]]:
    """The unsorted ones about which there is something new to say."""
    texts = dict(job["known"])
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
    texts = dict(job["known"])
    left = job["left"]
    found = proposals.propose([texts[id_] for id_ in left], find_embedder())
    made = []
    for proposal in found:
        answers = [left[place] for place in proposal.members]
        if not any(len(rejected & set(answers)) > len(answers) / 2 for rejected in job["rejected"]):
            made.append({"name": proposal.name, "words": list(proposal.words), "answers": answers})
    return made


_SORTERS: dict[str, tuple[Any, list[str], sorting.Sorter]] = {}
"""The last sorter of each exercise, with its themes and the texts it was made of: what a text
tells changes little with one answer more, and another session's texts are other texts."""


def _sorter(job: Job) -> sorting.Sorter:
    texts = [text for _id, text in job["known"]] + [text for _id, text, _n in job["fresh"]]
    kept = _SORTERS.get(job["exercise"])
    if kept and kept[0] == job["themes"] and _little_more(texts, kept[1]):
        return kept[2]
    themes = [sorting.Theme(*theme) for theme in job["themes"]]
    sorter = sorting.Sorter(themes, texts, find_embedder())
    _SORTERS[job["exercise"]] = job["themes"], texts, sorter
    return sorter


def _little_more(texts: list[str], before: list[str]) -> bool:
    """Whether these are the texts of before and few others behind them."""
    return len(texts) <= len(before) * _GROWN + _FEW and texts[: len(before)] == before


def _text(response: Response) -> str:
    return str(response.answers.get("text", ""))
