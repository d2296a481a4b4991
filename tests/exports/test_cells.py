"""No cell of a table runs as a formula, and reading a table gives back what was written."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.exports.cells import as_json, cell, guarded, in_line, read_csv, unguarded

# what a spreadsheet would run, behind everything it passes over: 5 x 6 x 5 = 150
STARTS = ("=", "+", "-", "@", "\t")
BEFORE = ("", " ", "\ufeff", '"', "'", "\u00a0 ")
BODIES = ("1+1", 'HYPERLINK("http://x.example")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "\r\n=2")
PAYLOADS = ["".join(one) for one in itertools.product(BEFORE, STARTS, BODIES)]


def is_live(text: str) -> bool:
    """What a spreadsheet takes for a formula, told in another way than the writer tells it."""
    for letter in text:
        if letter in '\ufeff "\u00a0':
            continue
        return letter in "=+-@\t\r\0＝＋－＠"
    return False


def test_no_payload_stays_live_and_each_comes_back() -> None:
    assert len(PAYLOADS) == 150
    # the writer without its guard lets them through
    assert sum(map(is_live, PAYLOADS)) >= 100
    for payload in PAYLOADS:
        line = in_line(["words"]) + in_line([cell(payload, "text")])
        (found,) = list(csv.DictReader(io.StringIO(line.decode(), newline="")))
        assert not is_live(found["words"]), payload
        assert read_csv(line) == [{"words": payload}]


@given(st.text())
def test_a_guard_is_taken_off_again_for_every_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not is_live(guarded(text))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=3, max_size=3), min_size=1
    )
)
def test_a_table_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    for between in (",", "\t"):
        body = in_line(["a", "b", "c"], between) + b"".join(in_line(map(guarded, row), between) for row in rows)

        assert [list(row.values()) for row in read_csv(body, between)] == rows


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [(-5.2, "number", "-5.2"), (1e-07, "number", "0.0000001"), (-3, "integer", "-3"), ("-5.2", "text", "'-5.2"),
     (None, "number", ""), (False, "truth", "false")],
)  # fmt: skip
def test_numbers_stay_numbers(value: object, kind: str, expected: str) -> None:
    assert cell(value, kind) == expected  # type: ignore[arg-type]


def test_json_cannot_leave_the_script_it_is_put_in() -> None:
    payload = "</script><img src=x onerror=alert(1)>&amp;\u2028"
    line = as_json({"name": payload})

    assert not set(b"<>&") & set(line)
    assert "\u2028".encode() not in line
    import json

    assert json.loads(line) == {"name": payload}
