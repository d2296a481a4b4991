"""Two versions of a page, word by word: both can be put together again from what is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.desk.comparing import compared

TEXTS = st.text(alphabet="ab \n.é😀", max_size=40)


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_from_the_pieces(older: str, newer: str) -> None:
    pieces = compared(older, newer)
    assert older == "".join(one.text for one in pieces if one.kind != "new")
    assert newer == "".join(one.text for one in pieces if one.kind != "gone")
    assert all(one.text for one in pieces)


@given(TEXTS)
def test_a_version_that_is_the_same_has_nothing_taken_out_or_put_in(text: str) -> None:
    assert {"same"} >= {one.kind for one in compared(text, text)}


@pytest.mark.parametrize(
    ("older", "newer", "gone", "new"),
    [
        ("It was in Brenic.", "It was in Torvend.", ["Brenic"], ["Torvend"]),
        ("halfway from Saldrin to Sindrel", "an hour short of Sindrel", ["halfway from Saldrin to"], ["an hour short of"]),
        ("one\ntwo\n", "one\n\nthree\ntwo\n", [], ["\nthree\n"]),
        ("killed 9", "killed 9", [], []),
    ],
)  # fmt: skip
def test_what_changed_is_told_in_whole_words(older: str, newer: str, gone: list[str], new: list[str]) -> None:
    pieces = compared(older, newer)
    assert gone == [one.text for one in pieces if one.kind == "gone"]
    assert new == [one.text for one in pieces if one.kind == "new"]
