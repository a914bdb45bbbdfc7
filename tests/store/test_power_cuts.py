"""What a power cut leaves, with pages reaching the disk in any order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.errors import SaveFailed
from workshop.service.log import EventLine
from workshop.store import ReadOnlyFile, SessionFile, create, open_file

from .disks import PAGE, PagedDisk, PowerCut
from .making import HEADER, NOW, command

LENGTHS = st.sampled_from([0, 10, 300, PAGE - 60, PAGE, 3 * PAGE, 70_000])
COMMANDS = st.lists(st.lists(LENGTHS, min_size=1, max_size=4), min_size=1, max_size=4)


def documents(batch: list[EventLine]) -> list[Any]:
    return [orjson.loads(line.body) for line in batch]


def batch_of(first: int, shape: list[list[int]]) -> tuple[list[EventLine], list[int]]:
    """A batch of several commands, and the `seq` each of them ends with."""
    batch: list[EventLine] = []
    ends = []
    for lengths in shape:
        batch += command(first + len(batch), lengths)
        ends.append(batch[-1].seq)
    return batch, ends


class Chair:
    """One who appends, and remembers what was acknowledged and what was only sent."""

    def __init__(self, path: Path, disk: PagedDisk) -> None:
        self.path, self.disk = path, disk
        self.acknowledged: list[Any] = []
        self.sent: list[Any] = []
        self.ends: list[int] = []
        self.log: SessionFile | None = None

    def open(self) -> None:
        if self.disk.exists(self.path):
            self.log = open_file(self.path, now=NOW, disk=self.disk)
            self.adopt(list(self.log.read()))
        else:
            assert not self.acknowledged
            self.log = create(self.path, HEADER, disk=self.disk)

    def append(self, shape: list[list[int]]) -> None:
        assert self.log
        batch, self.ends = batch_of(len(self.acknowledged) + 1, shape)
        self.sent = documents(batch)
        self.log.append(batch)
        self.acknowledged += self.sent
        self.sent, self.ends = [], []

    def adopt(self, found: list[Any]) -> None:
        """Every acknowledged event is there, and of what was sent only whole commands."""
        durable = len(self.acknowledged)
        assert found[:durable] == self.acknowledged
        more = found[durable:]
        assert more == self.sent[: len(more)]
        assert len(found) == durable or len(found) in self.ends
        self.acknowledged, self.sent, self.ends = found, [], []

    def killed(self) -> None:
        """The process died; the system lives on with what was written."""
        assert self.log
        self.log._lock.release()

    def power_back(self, data: st.DataObject) -> None:
        self.killed()
        dirty = sorted({page for file in self.disk.names.values() for page in file.dirty})
        reached = data.draw(st.sets(st.sampled_from(dirty)) if dirty else st.just(set()))
        self.disk = self.disk.after_cut(
            reached.__contains__, data.draw(st.booleans()), data.draw(st.booleans())
        )

    def check_file(self) -> None:
        """The file is valid JSON and holds what was acknowledged, at this moment."""
        file = json.loads(self.disk.names[self.path].seen)
        assert file["session"]["1"]["room"] == "main"
        assert [*file["events"]] == [str(document["seq"]) for document in self.acknowledged]


ROUND = st.fixed_dictionaries(
    {
        "shape": COMMANDS,
        "appends": st.integers(0, 3),
        "at": st.integers(1, 7),
        "half": st.booleans(),
        "what": st.sampled_from(["cut", "kill", "io error", "io error, kill"]),
        "then": st.sampled_from(["cut", "io error", "nothing"]),
    }
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ROUND, min_size=1, max_size=5), st.data())
def test_every_acknowledged_event_survives_any_order_of_pages(
    tmp_path: Path, rounds: list[dict[str, Any]], data: st.DataObject
) -> None:
    chair = Chair(tmp_path / "s.json", PagedDisk())
    chair.open()
    chair.append([[20], [20, 20]])
    for trouble in rounds:
        at = chair.disk.calls + trouble["at"]
        chair.disk.half = trouble["half"]
        if "error" in trouble["what"]:
            chair.disk.io_error_at = at
        else:
            chair.disk.cut_at = at
        try:
            for _ in range(trouble["appends"]):
                append_again(chair, trouble)
            raise PowerCut
        except PowerCut:
            die(chair, trouble["what"], data)
        # The next trouble comes while the file is opened and mended.
        if trouble["then"] != "nothing":
            at = chair.disk.calls + data.draw(st.integers(1, 9))
            if trouble["then"] == "cut":
                chair.disk.cut_at = at
            else:
                chair.disk.io_error_at = at
        try:
            chair.open()
        except (PowerCut, SaveFailed):
            die(chair, trouble["then"], data)
            chair.open()
        chair.disk.cut_at = chair.disk.io_error_at = None
        chair.check_file()
    chair.killed()


def append_again(chair: Chair, trouble: dict[str, Any]) -> None:
    """An append, tried again after an error unless the process dies of it."""
    try:
        chair.append(trouble["shape"])
    except SaveFailed:
        assert chair.log
        assert list(chair.log.read()) == chair.acknowledged
        if "kill" in trouble["what"]:
            raise PowerCut from None
        # A shorter batch must not leave the end of the failed one standing behind it.
        chair.append([[1]])
        chair.check_file()


def die(chair: Chair, what: str, data: st.DataObject) -> None:
    if "kill" in what:
        chair.killed()
    else:
        chair.power_back(data)
    chair.disk.cut_at = chair.disk.io_error_at = None


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("cut_at", range(1, 5))
def test_a_cut_while_the_file_is_created(tmp_path: Path, cut_at: int, half: bool) -> None:
    path = tmp_path / "s.json"
    for reached in (False, True):
        for names in (False, True):
            chair = Chair(path, PagedDisk())
            chair.open()
            chair.disk.cut_at, chair.disk.half = cut_at, half
            with pytest.raises(PowerCut):
                chair.append([[5000, 5000], [10]])
            chair.killed()
            chair.disk = chair.disk.after_cut(lambda _, r=reached: r, reached, names)
            chair.open()
            chair.append([[1]])
            chair.killed()


@settings(max_examples=100, deadline=None)
@given(COMMANDS, st.data())
def test_a_reader_without_the_lock_leaves_the_torn_end_out(
    tmp_path_factory: pytest.TempPathFactory, shape: list[list[int]], data: st.DataObject
) -> None:
    chair = Chair(tmp_path_factory.mktemp("torn") / "s.json", PagedDisk())
    chair.open()
    chair.append([[20]])
    chair.append([[90_000]])
    # The reservation may take a write and a sync, the events take the next ones.
    before = chair.disk.calls
    chair.disk.cut_at, chair.disk.half = before + data.draw(st.sampled_from([1, 3])), True
    try:
        chair.append(shape)
    except PowerCut:
        chair.power_back(data)
    else:
        chair.killed()
    reader = ReadOnlyFile(chair.path, disk=chair.disk)
    assert reader.read is not None
    chair.adopt(list(reader.read()))
    reader.close()


def test_zeros_instead_of_pages_never_written(tmp_path: Path) -> None:
    """A file system that gave space without its contents leaves zeros where spaces were."""
    chair = Chair(tmp_path / "s.json", PagedDisk())
    chair.open()
    chair.append([[100]])
    chair.append([[100]])
    file = chair.disk.names[chair.path]
    end = len(file.seen.rstrip())
    assert chair.log
    chair.log.append(command(3, [PAGE] * 8))
    chair.killed()
    whole = bytes(file.seen)
    first, last = end // PAGE + 1, len(whole) // PAGE
    for zeroed in range(1, 2**8):
        torn = bytearray(whole)
        for page in range(first, last):
            if zeroed >> (page - first) & 1:
                torn[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        disk = PagedDisk()
        disk.names[chair.path] = type(file)(torn, torn[:])
        log = open_file(chair.path, now=NOW, disk=disk)
        assert log.revision == 2
        assert log.mended and log.mended.aside
        json.loads(disk.names[chair.path].seen)
        log.close()
