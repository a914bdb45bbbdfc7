"""From a key press to the repainted screen, with 10,000 answers stored and with none.

    python -m tests.benchmarks.key_to_repaint [--presses N]

Plus and minus are pressed in turn in a real terminal on a real host: the key travels to the host,
becomes durable, comes back and is painted. The two sessions take turns. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.first_paint import PAINTED, end_host
from tests.benchmarks.hours import running_hour
from tests.benchmarks.terminals import Terminal

SIZES = {"empty": 0, "10,000 answers": 10_000}
WANTED = 1.3
TURN = 10


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--presses", type=int, default=300)
    presses = parser.parse_args().presses
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        terminals: dict[str, Terminal] = {}
        seconds: dict[str, list[float]] = {way: [] for way in SIZES}
        try:
            for way, answers in SIZES.items():
                file = home / f"{answers}.json"
                running_hour(file, answers)
                command = [sys.executable, "-m", "workshop", "resume", str(file)]
                terminals[way] = Terminal(command, WORKSHOP_HOME=str(home))
                terminals[way].wait_for(PAINTED)
            for turn in range(presses // TURN + 1):
                for way, terminal in terminals.items():
                    for number in range(TURN):
                        plus = number % 2 == 0
                        terminal.press("+" if plus else "-")
                        took = terminal.wait_for("of 3:00" if plus else "of 2:00")
                        if turn:  # the first turn warms up
                            seconds[way].append(took)
        finally:
            for terminal in terminals.values():
                terminal.close()
            for answers in SIZES.values():
                end_host(home / f"{answers}.json")
    figures = {
        way: {"median": statistics.median(values), "p99": percentile(values, 0.99)}
        for way, values in seconds.items()
    }
    empty, full = figures["empty"], figures["10,000 answers"]
    ratios = {name: full[name] / empty[name] for name in ("median", "p99")}
    for way, figure in figures.items():
        print(
            f"{way:16} median {figure['median'] * 1000:6.1f} ms  p99 {figure['p99'] * 1000:6.1f} ms"
        )
    print(f"{'ratio':16} median {ratios['median']:6.2f}     p99 {ratios['p99']:6.2f}")
    met = {name: ratio <= WANTED for name, ratio in ratios.items()}
    print(json.dumps({"seconds": figures, "ratios": ratios, "met": met, "presses": presses}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
