"""What docs/session-file.md says holds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from zlib import crc32

import orjson

from workshop.service.log import EventLine

from .making import command, event, made

DOCUMENT = Path(__file__).parents[2] / "docs" / "session-file.md"


def test_the_example_runs_with_plain_tinydb(tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert example
    assert len(example[1].strip().splitlines()) == 5
    answer = {
        "seq": 2,
        "at": "2026-11-24T15:12:09Z",
        "last": True,
        "type": "response_submitted",
        "exercise": "factors",
        "answers": {"idea": "Nähe\u2028und Zeit"},
    }
    other = {"seq": 1, "last": True, "type": "session_created"}
    lines = [EventLine(doc["seq"], orjson.dumps(doc), True) for doc in (other, answer)]  # type: ignore[call-overload]
    log = made(tmp_path / "session.json", [lines])
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "ignore", "-c", example[1]],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.strip() == f"{answer['at']} factors {answer['answers']}"
    log.close()


def test_the_checksums_are_what_the_document_says(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    made(path, [[event(1)], command(2, [3, 4]), [event(4)]]).close(ended=True)
    lines = path.read_bytes().splitlines()
    tables = json.loads(path.read_bytes())
    assert list(tables["session"]) == ["1"]
    assert crc32(lines[0].rpartition(b',"crc":')[0]) == tables["session"]["1"]["crc"]
    for line, document in zip(lines[2:-1], tables["events"].values(), strict=True):
        assert crc32(line.rpartition(b',"crc":')[0]) == document["crc"]
        assert list(document)[-2:] == ["sync", "crc"]
    assert [document["sync"] for document in tables["events"].values()] == [1, 2, 2, 4]
    assert lines[-1] == b"}}"
