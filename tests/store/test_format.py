from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workshop.service.log import EventLine
from workshop.store.format import (
    CLOSING,
    MAX_WRITE,
    RESERVE,
    event_document,
    event_line,
    newest_sync,
    opening,
    padded,
    parse_event,
    parse_header,
    parts,
)

from .making import HEADER, event


def test_a_line_that_pretends_to_be_two_is_one() -> None:
    line = event_line(event(7, '","sync":99,"crc":1}\n"8":{"seq":8,"sync":99,"crc":2},'), 5)
    parsed = parse_event(line)
    assert parsed
    assert (parsed.seq, parsed.sync) == (7, 5)
    assert newest_sync(line + b",\n") == 5
    nested = EventLine(8, b'{"seq":8,"payload":{"sync":99,"crc":1},"last":true}', True)
    line = event_line(nested, 6)
    parsed = parse_event(line)
    assert parsed
    assert event_document(line, parsed)["payload"] == {"sync": 99, "crc": 1}
    assert newest_sync(line + b",\n") == 6


@given(st.binary(max_size=40), st.integers(0, 200))
def test_no_other_bytes_pass_for_the_line(noise: bytes, at: int) -> None:
    line = event_line(event(3, "an answer"), 3)
    at = min(at, len(line))
    changed = line[:at] + noise + line[at + len(noise) :]
    assert parse_event(changed) is None or changed == line


def test_the_header_is_read_as_given_and_its_sum_holds() -> None:
    first = opening(HEADER).split(b"\n")[0]
    assert parse_header(first) == (HEADER, True)
    assert parse_header(first.replace(b"main", b"mein")) == (HEADER | {"room": "mein"}, False)
    assert parse_header(first[:-4]) is None
    assert parse_header(b'{"session":{"1":{"a":,"crc":1}},') is None


@given(st.integers(0, 10 * RESERVE), st.integers(0, 3 * RESERVE))
def test_there_is_always_a_space_behind_the_text(size: int, ahead: int) -> None:
    assert padded(size, ahead) % RESERVE == 0
    assert size + ahead < padded(size, ahead) <= size + ahead + RESERVE


@given(st.lists(st.integers(0, 1_500_000), min_size=1, max_size=12))
def test_no_part_of_a_batch_is_longer_than_a_write(lengths: list[int]) -> None:
    body = b'{"seq":1,"x":"%s"}' % (b"x" * 1_500_000)
    batch = [EventLine(i, body[: 20 + length], True) for i, length in enumerate(lengths, 1)]
    found = list(parts(batch))
    assert [line for part in found for line in part] == batch
    for part in found:
        text = b",\n".join(event_line(line, part[0].seq) for line in part)
        assert len(b",\n" + text + CLOSING) <= MAX_WRITE
