"""A text is cut into sentences where a reader would cut it, and every offset holds."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.segment import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Col. Ruiz was hurt. Two men fled.", ["Lt. Col. Ruiz was hurt.", "Two men fled."]),
        ("He left the U.S. embassy. It burned.", ["He left the U.S. embassy.", "It burned."]),
        ('"We fled." He wept.', ['"We fled."', "He wept."]),
        ("REBELS ATTACKED\nTHE POST. TWO DIED.", ["REBELS ATTACKED\nTHE POST.", "TWO DIED."]),
        ("A headline\n\nA story.", ["A headline", "A story."]),
        ("Minister K.D. Knole left. Sgt. B.S. Bard stayed.", ["Minister K.D. Knole left.", "Sgt. B.S. Bard stayed."]),
        ("BELMAR, Coast (CP) - Two men fled. One died.", ["BELMAR, Coast (CP) - Two men fled.", "One died."]),
        ("They came at 5:30 p.m. The guard ran.", ["They came at 5:30 p.m.", "The guard ran."]),
        ("He said no. The guard ran.", ["He said no.", "The guard ran."]),
        ("It hit house no. 5. Two died.", ["It hit house no. 5.", "Two died."]),
        # a page whose capitals are lost
        ("police fired. two men died. nobody ran.", ["police fired.", "two men died.", "nobody ran."]),
        # footnotes, and a gap that was lost
        ("They fled.[2] He stayed.[1][3]", ["They fled.[2]", "He stayed.[1][3]"]),
        ("Aid reached those in need.And the talks went on.", ["Aid reached those in need.", "And the talks went on."]),
        ("Two raids:\n- Orrin fell\n- Belmar held", ["Two raids:", "- Orrin fell", "- Belmar held"]),
        ("It cost $3.5 million. Nobody paid.", ["It cost $3.5 million.", "Nobody paid."]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, expected: list[str]) -> None:
    assert expected == [text[span.start : span.end] for span in split_sentences(text, 0, len(text))]


@given(st.text(alphabet='aAB .!?\n"-[1]', max_size=200))
def test_sentences_hold_every_word_in_order_and_do_not_overlap(text: str) -> None:
    spans = split_sentences(text, 0, len(text))

    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert "".join(text.split()) == "".join("".join(text[span.start : span.end].split()) for span in spans)
