"""Claims in words: what a reader in a newsroom sees of numbers, days, voices and sureness."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.model import Attribution, Count, Cue, EventClaim, Evidence, Factuality, TimeInterval
from allegedly.when import time_in_words
from allegedly.wording import clean, is_plain, number, sureness, tag, voice

NUMBERS: list[tuple[dict[str, Any], str]] = [
    ({"what": "killed", "whom": "policemen", "low": 14, "best": 14, "high": 14}, "14 policemen killed"),
    ({"what": "killed", "whom": "people", "low": 14, "best": 14}, "at least 14 people killed"),
    ({"what": "fighters", "whom": "Oruans", "high": 2000}, "up to 2,000 Oruans (fighters)"),
    ({"what": "fighters", "whom": "foreign fighters", "best": 50}, "about 50 foreign fighters"),
    ({"what": "members", "high": 3000}, "up to 3,000 members"),
    ({"what": "wounded", "low": 10, "high": 15}, "10 to 15 wounded"),
    ({"what": "displaced", "whom": "families"}, "“scores” families displaced"),
    ({"what": "other", "whom": "cars", "low": 3, "best": 3, "high": 3}, "3 cars"),
    ({"what": "killed", "low": 0, "best": 0, "high": 0}, "0 killed"),
]


@pytest.mark.parametrize(("fields", "words"), NUMBERS)
def test_a_number_is_told_as_far_as_the_words_bound_it(fields: dict[str, Any], words: str) -> None:
    assert number(Count(text="scores", start=0, end=6, **fields)) == words


def days(first: str | None, last: str | None, basis: str = "anchored", text: str | None = "then") -> TimeInterval:
    ends = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    return TimeInterval(earliest=ends[0], latest=ends[1], precision="day", basis=basis, text=text)  # type: ignore[arg-type]


TIMES = [
    (days("2031-05-04", "2031-05-04", "stated"), "4 May 2031, written “then”"),
    (days("2031-05-01", "2031-05-09"), "1 to 9 May 2031, reckoned from “then”"),
    (days("2031-05-01", "2031-05-31"), "May 2031, reckoned from “then”"),
    (days("2028-02-01", "2028-02-29"), "February 2028, reckoned from “then”"),
    (days("2031-04-30", "2031-05-01"), "30 April 2031 to 1 May 2031, reckoned from “then”"),
    (days("2031-01-01", "2031-12-31"), "2031, reckoned from “then”"),
    (days("2020-01-01", "2029-12-31"), "2020 to 2029, reckoned from “then”"),
    (days("2028-01-01", None), "since 1 January 2028, reckoned from “then”"),
    (days(None, "2031-05-04"), "until 4 May 2031, reckoned from “then”"),
    (days("2031-05-04", "2031-05-04", "publication", None), "4 May 2031, taken from the publication date"),
    (days(None, None), "“then”, which day is not told"),
]


@pytest.mark.parametrize(("time", "words"), TIMES)
def test_a_time_is_told_with_what_it_rests_on(time: TimeInterval, words: str) -> None:
    assert time_in_words(time) == words


VOICES: list[tuple[list[dict[str, Any]], str]] = [
    ([], "the outlet itself"),
    ([{"who": "this paper", "role": "outlet"}], "the outlet itself"),
    ([{"who": "police", "role": "security_force", "cue": "said"}], "police (security force, “said”)"),
    ([{"who": "He", "name": "Oru's mayor", "role": "official"}], "Oru's mayor (official)"),
    ([{"who": "unspecified", "role": "unspecified", "cue": "reportedly"}], "nobody named (“reportedly”)"),
    (
        [{"who": "the agency", "role": "media"}, {"who": "a nurse", "role": "witness", "cue": "told"}],
        "a nurse (witness, “told”), through the agency (media)",
    ),
]


@pytest.mark.parametrize(("links", "words"), VOICES)
def test_the_innermost_voice_comes_first_then_its_way_to_the_outlet(links: list[dict[str, Any]], words: str) -> None:
    claim = EventClaim(
        type="attack",
        evidence=(Evidence(start=0, end=4, text="shot"),),
        attribution=tuple(Attribution(**link) for link in links),
    )

    assert voice(claim) == words


CUES = (Cue(start=0, end=9, text="allegedly"),)
SURENESS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "", "stated plainly"),
    ({"tense": "ongoing"}, "", "stated plainly, still going on"),
    ({"certainty": "unknown", "cues": CUES}, "UNCONFIRMED", "unconfirmed (“allegedly”)"),
    ({"polarity": "-"}, "DENIED", "denied"),
    ({"polarity": "-", "certainty": "possible", "cues": CUES}, "DENIED, POSSIBLE", "denied, possible (“allegedly”)"),
    ({"tense": "future"}, "YET TO COME", "yet to come"),
]


@pytest.mark.parametrize(("fields", "mark", "words"), SURENESS)
def test_what_is_not_plainly_said_is_marked_in_capitals(fields: dict[str, Any], mark: str, words: str) -> None:
    factuality = Factuality(**fields)

    assert (tag(factuality), sureness(factuality)) == (mark, words)
    assert is_plain(factuality) == (not mark)


@given(st.text())
def test_shown_words_cannot_move_the_cursor(text: str) -> None:
    shown = clean(text)

    assert not any(letter < " " or "\x7f" <= letter <= "\x9f" or letter in "\u202e\u2066" for letter in shown)
