"""The kind in `docs/kinds.md` works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.kinds import samples
from workshop.kinds.base import Material
from workshop.kinds.registry import KindRules, analyse

GUIDE = Path(__file__).parents[2] / "docs" / "kinds.md"


def test_the_example_is_a_kind() -> None:
    found = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(compile(found.group(1), str(GUIDE), "exec"), names)
    kind = names["KIND"]
    made = samples.exercise(kind.id, {"limit": 20})
    assert kind.check(made.options) == []
    rules = KindRules({kind.id: kind})
    responses = [
        samples.response(number, rules.clean(made, kind.parse_line(made, word)))
        for number, word in enumerate(("Calm", "busy", "calm"), 1)
    ]
    assert kind.line_of(made, responses[0].answers) == "Calm"
    said = analyse(kind, Material(made, responses, []))
    assert said.sentences == ("‘calm’ was said most, 2 times.",)
    assert not said.raw
