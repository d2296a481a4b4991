"""The killed and injured of a report's main happening, from the numbers and lone victims it states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.tolls import Toll, toll


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Two dead, three hurt in Alder Hill shooting", 2, 3),
        ("4 Wounded In Kettle Creek Drive-By Shooting", None, 4),
        ("One killed, six others shot at Brinmoor dance hall", 1, 6),
        ("Four people shot, one fatally, in Brinmoor park", 1, 3),
        ("Man shot and killed near mill\n\nA man was shot and killed near the old mill on Friday.", 1, 0),
        ("Boy shot in leg\n\nA boy was shot in the leg on Tuesday, police said. He is in stable condition.", None, 1),
        ("Triple shooting in Brinmoor\n\nThree men were wounded in a triple shooting.", None, 3),
        ("Mother and son found dead in Kettle Creek home", 2, 0),
        ("Arrest in killing of clerk\n\nPolice held a man in the killing of a clerk.", 1, 0),
        ("Four shot to death, then gunman kills himself", 5, 0),
        ("Teen shot and killed himself, coroner says", 1, 0),
        ("Two officers were killed; the second gunman was charged with attempted murder.", 2, 0),
        ("Council votes on a new bridge\n\nThe council met on Monday.", None, None),
    ],
)
def test_a_report_tells_its_killed_and_injured(text: str, killed: int | None, injured: int | None) -> None:
    assert toll(text) == Toll(killed=killed, injured=injured)


def test_the_headline_goes_before_an_older_figure_in_the_body() -> None:
    text = "Toll rises to 5 dead\n\nPolice at first said 3 people were killed."

    assert toll(text).killed == 5


def test_an_attempted_murder_is_no_death() -> None:
    assert toll("Man charged with attempted murder\n\nThe victim was shot twice and is recovering.").killed is None


@given(st.text(alphabet=st.sampled_from("1two shot dead,.\nkilled himself and boy hurt"), max_size=120))
def test_no_text_has_a_negative_toll(text: str) -> None:
    told = toll(text)

    assert (told.killed or 0) >= 0
    assert (told.injured or 0) >= 0
