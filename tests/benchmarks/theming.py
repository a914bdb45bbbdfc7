"""How well answers are sorted by seeds, and how well proposals find the themes by themselves.

    python -m tests.benchmarks.theming FILE.csv --seeds SEEDS.yaml [--without]
    python -m tests.benchmarks.theming --sets [--without]

FILE.csv has the columns text and label; SEEDS.yaml a list of `theme` (a label) and `seeds`. One
line of JSON: `accuracy` over all answers (one left unsorted counts by its best guess),
`accuracy_sorted` over those that were sorted, `accuracy_surest_60` over the surest 60 %,
`adjusted_rand` of the proposals' groups made without any seeds, `share_unsorted`, `seconds`.
`--without` leaves an installed embedding model out. `--sets` measures every set in
`theming_sets/`, a line each and one of their means: made-up answers, written by somebody who had
seen neither the code nor any other answers, after the seeds.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Sequence
from math import comb
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any

from ruamel.yaml import YAML

from workshop.analysis.themes.embedding import find_embedder
from workshop.analysis.themes.proposals import groups_of
from workshop.analysis.themes.sorting import Sorter, Theme

SETS = Path(__file__).parent / "theming_sets"


def main() -> None:
    known = argparse.ArgumentParser(prog="python -m tests.benchmarks.theming")
    known.add_argument("file", type=Path, nargs="?")
    known.add_argument("--seeds", type=Path)
    known.add_argument("--sets", action="store_true", help="every set in theming_sets/")
    known.add_argument("--without", action="store_true", help="leave an embedding model out")
    given = known.parse_args()
    if given.sets:
        _print_sets(without=given.without)
    elif given.file is None or given.seeds is None:
        known.error("name a file and its --seeds, or --sets")
    else:
        print(json.dumps(measured(*_read(given.file, given.seeds), without=given.without)))


def _print_sets(*, without: bool) -> None:
    every = []
    for file in sorted(SETS.glob("*.csv")):
        found = measured(*_read(file, file.with_suffix(".seeds.yaml")), without=without)
        every.append(found)
        print(json.dumps({"set": file.stem, **found}), flush=True)
    numbers = [key for key, value in every[0].items() if isinstance(value, float)]
    means = {key: round(fmean(found[key] for found in every), 3) for key in numbers}
    print(json.dumps({"set": "mean", **means}))


def _read(answers: Path, seeds: Path) -> tuple[list[tuple[str, str]], list[Theme]]:
    with answers.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    frame = YAML(typ="safe").load(seeds)
    themes = [Theme(entry["theme"], entry["theme"], tuple(entry["seeds"])) for entry in frame]
    return rows, themes


def measured(
    rows: Sequence[tuple[str, str]], themes: Sequence[Theme], *, without: bool
) -> dict[str, Any]:
    embedder = None if without else find_embedder()
    texts = [text for text, _label in rows]
    labels = [label for _text, label in rows]
    began = perf_counter()
    sorter = Sorter(themes, texts, embedder)
    found = [sorter.sort(text) for text in texts]
    groups = groups_of(texts, embedder)
    seconds = perf_counter() - began
    right = [
        bool(answer.guesses) and answer.guesses[0].theme == label
        for answer, label in zip(found, labels, strict=True)
    ]
    surest = sorted(range(len(rows)), key=lambda i: -found[i].sureness)[: round(0.6 * len(rows))]
    return {
        "accuracy": _share(right),
        "adjusted_rand": round(adjusted_rand(groups, labels), 3),
        "share_unsorted": _share([not answer.sure for answer in found]),
        "seconds": round(seconds, 3),
        "accuracy_sorted": _share([ok for ok, a in zip(right, found, strict=True) if a.sure]),
        "accuracy_surest_60": _share([right[i] for i in surest]),
        "answers": len(rows),
        "technique": sorter.technique,
    }


def adjusted_rand(found: Sequence[object], labels: Sequence[object]) -> float:
    """Hubert and Arabie (1985), doi 10.1007/BF01908075: 1 the same groups, 0 as by chance."""
    both = sum(comb(n, 2) for n in Counter(zip(found, labels, strict=True)).values())
    one = sum(comb(n, 2) for n in Counter(found).values())
    other = sum(comb(n, 2) for n in Counter(labels).values())
    chance = one * other / max(1, comb(len(labels), 2))
    most = (one + other) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 3) if hits else 0.0


if __name__ == "__main__":
    main()
