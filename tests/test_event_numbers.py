"""What number the reports of an event amount to: copies once, later over earlier, plain over hedged, quarrels visible."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.events import RULE, Figure, Range, figures, merged
from allegedly.model import Article, Attribution, Count, Cue, EventClaim, Evidence, Factuality, Zone


def figure(outlet: str, number: int | None, on: int = 4, **told: Any) -> Figure:
    """A plain figure of the dead that an outlet printed on a day of May."""
    name = told.pop("article_id", f"{outlet}-{on}")
    bounds = {"low": number, "best": number, "high": number} | told
    return Figure(
        claim_id=told.get("claim_id", f"{name}:{number}"),
        article_id=name,
        what="killed",
        outlet=outlet,
        published_at=dt.date(2031, 5, on),
        **{key: value for key, value in bounds.items() if key != "claim_id"},
    )


def in_words(found: Range) -> str:
    return f"{found.low}-{found.best}-{found.high} {found.move}{' !' if found.contradiction else ''}: {found.reason}"


AT_LEAST: dict[str, Any] = {"high": None}
AS_MANY_AS: dict[str, Any] = {"low": None, "best": None}
ABOUT: dict[str, Any] = {"low": None, "high": None}
TABLE = [
    ("one report", [figure("Herald", 14)], "14-14-14 prefer: 1 of 1 outlet gives 14"),
    (
        "most outlets agree",
        [figure("Herald", 14), figure("Times", 14), figure("Post", 12)],
        "12-14-14 prefer !: 2 of 3 outlets give 14",
    ),
    (
        "an outlet's later report replaces its earlier ones",
        [figure("Herald", 9, 3), figure("Herald", 14, 5), figure("Times", 14, 4)],
        "14-14-14 prefer: 2 of 2 outlets give 14",
    ),
    (
        "copies count once, so nobody has most outlets behind it",
        [
            figure("Herald", 12, copy_group="wire"),
            figure("Gazette", 12, copy_group="wire"),
            figure("Examiner", 12, copy_group="wire"),
            figure("Times", 14),
        ],
        "12-12-14 range !: reports give 12 and 14 and none of these has most outlets behind it",
    ),
    (
        "plain figures go before hedged ones, which only widen",
        [figure("Herald", 20, certainty="possible"), figure("Post", 20, certainty="unknown"), figure("Times", 14)],
        "14-14-20 prefer: 1 of 1 outlet gives 14",
    ),
    (
        "every report hedges",
        [figure("Herald", 20, certainty="possible")],
        "20-20-20 unconfirmed: every report hedges it",
    ),
    (
        "only one side says so",
        [figure("Herald", 20, role="armed_group"), figure("Post", 20, role="social_media")],
        "20-20-20 unconfirmed: nobody says so but armed group and social media",
    ),
    (
        "the later printed of two given equally often",
        [figure("Herald", 9, 3), figure("Times", 11, 5)],
        "9-11-11 range !: reports give 9 and 11 and none of these has most outlets behind it",
    ),
    (
        "at least nine and eleven agree",
        [figure("Herald", 9, 3, **AT_LEAST), figure("Times", 11, 5)],
        "9-11-11 prefer: 1 of 2 outlets give 11",
    ),
    (
        "at least nine leaves the upper end open",
        [figure("Herald", 9, **AT_LEAST)],
        "9-9-None prefer: 1 of 1 outlet gives 9",
    ),
    ("about nine leaves both ends open", [figure("Herald", 9, **ABOUT)], "None-9-None prefer: 1 of 1 outlet gives 9"),
    (
        "about fifty and forty-five agree",
        [figure("Herald", 50, 3, **ABOUT), figure("Times", 45)],
        "45-45-50 prefer: 1 of 2 outlets give 45",
    ),
    (
        "as many as is no number",
        [figure("Herald", 40, **AS_MANY_AS)],
        "None-None-40 pending: reports bound the number but give none",
    ),
    (
        "whether anybody died is for a person to decide",
        [figure("Herald", 0), figure("Times", 6)],
        "0-0-6 pending !: reports disagree whether there were any: 0 and 6",
    ),
    ("no report gives a number", [], "None-None-None pending: no report gives a number"),
]


@pytest.mark.parametrize(("what", "told", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_figures_amount_to_a_number_a_range_and_a_move(what: str, told: list[Figure], expected: str) -> None:
    found = merged(told, "killed")

    assert in_words(found) == expected, what
    assert found.rule == RULE


def test_the_sources_are_the_claims_behind_the_number() -> None:
    told = [figure("Herald", 14), figure("Times", 14), figure("Post", 12)]

    assert merged(told, "killed").sources == ("Herald-4:14", "Times-4:14")


def test_other_things_counted_are_left_out() -> None:
    assert merged([figure("Herald", 14)], "wounded").best is None


def test_a_copy_without_its_group_would_win_by_number() -> None:
    """The broken arm: the same figures without their group of copies, and the wire story wins."""
    apart = [figure("Herald", 12), figure("Gazette", 12), figure("Examiner", 12), figure("Times", 14)]

    assert merged(apart, "killed").best == 12


def test_a_claim_gives_its_total_not_its_parts_with_its_voice_and_its_hedge() -> None:
    text = "Police said perhaps 14 people died, 3 of them children, and 20 were hurt."

    def count(what: Any, number: int, at: int) -> Count:
        return Count(
            what=what, low=number, best=number, high=number, text=str(number), start=at, end=at + len(str(number))
        )

    claim = EventClaim(
        id="clm_1",
        type="attack",
        evidence=(Evidence(start=0, end=6, text="Police"),),
        counts=(count("killed", 3, 36), count("killed", 14, 20), count("wounded", 20, 60)),
        attribution=(Attribution(who="Police", role="security_force", cue="said", start=0, end=6),),
        factuality=Factuality(certainty="possible", cues=(Cue(start=12, end=19, text="perhaps"),)),
    )
    report = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),), publisher="Herald")

    found = {one.what: one for one in figures(report, claim, copy_group="wire")}

    assert {what: one.best for what, one in found.items()} == {"killed": 14, "wounded": 20}
    assert found["killed"].voice == "Police"
    assert (found["killed"].outlet, found["killed"].certainty, found["killed"].copy_group) == (
        "Herald",
        "possible",
        "wire",
    )


some_figure = st.builds(
    figure,
    st.sampled_from(["Herald", "Times", "Post"]),
    st.none() | st.integers(0, 30),
    st.integers(1, 5),
    certainty=st.sampled_from(["certain", "certain", "possible"]),
    copy_group=st.sampled_from([None, None, "wire"]),
    role=st.sampled_from(["official", "armed_group"]),
    high=st.none() | st.integers(30, 60),
)


@given(st.lists(some_figure, max_size=8), st.randoms(use_true_random=False))
def test_bounds_stand_in_order_and_no_order_of_arrival_changes_them(told: list[Figure], chance: Any) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)

    found = merged(told, "killed")
    known = [end for end in (found.low, found.best, found.high) if end is not None]

    assert known == sorted(known)
    assert found == merged(shuffled, "killed")
    assert bool(found.sources) is (found.best is not None)
