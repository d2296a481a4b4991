"""A report cut into stretches is the report, and each claim's words are found in it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from allegedly.desk.marking import field_spans, stretches
from allegedly.model import Article, EventClaim, Evidence, Part, Zone

if TYPE_CHECKING:
    from allegedly.model import Claim

# letters of several widths and directions, marks that join the letter before, line ends of both kinds
LETTERS = "ab 😀🏽\u0301سلا\r\n\u200fЖ<&\"'"


@st.composite
def reports(draw: st.DrawFn) -> tuple[Article, list[tuple[str, Claim]]]:
    text = draw(st.text(alphabet=LETTERS, min_size=1, max_size=60))
    middle = draw(st.integers(0, len(text)))
    zones = [
        *([Zone(label="headline", start=0, end=middle)] if middle else []),
        *([Zone(label="body", start=middle, end=len(text))] if middle < len(text) else []),
    ]
    article = Article(id="a", text=text, zones=tuple(zones))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)).map(
        lambda one: (one[0], min(len(text), sum(one)))
    )
    claims: list[tuple[str, Claim]] = []
    for number in range(draw(st.integers(0, 4))):
        told, who = draw(spans), draw(spans)
        actor = Part(text=text[slice(*who)], name="x", start=who[0], end=who[1])
        evidence = Evidence(text=text[slice(*told)], start=told[0], end=told[1])
        claims.append((f"clm_{number}", EventClaim(type="attack", evidence=(evidence,), actor=(actor,))))
    return article, claims


@given(reports())
def test_stretches_side_by_side_are_the_text_and_hold_each_claims_words(
    given_: tuple[Article, list[tuple[str, Claim]]],
) -> None:
    article, claims = given_
    cut = stretches(article, claims)

    assert article.text == "".join(one.text for one in cut)
    assert all(article.text[one.start : one.end] == one.text for one in cut)
    for name, claim in claims:
        for field in ("evidence", "actor"):
            marked = {at for one in cut if (name, field) in one.marks for at in range(one.start, one.end)}
            meant = {at for of, start, end in field_spans(claim) if of == field for at in range(start, end)}
            assert meant == marked
