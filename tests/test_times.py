"""When a report says it happened: the words, the days they come to, and what nobody can compute."""

from __future__ import annotations

import ast
import datetime as dt
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.times import read_times, read_timexes, timex_value
from allegedly.times.datelines import dateline
from allegedly.times.lexicon import MONTHS
from allegedly.times.meanings import Either
from allegedly.times.tenses import looks_ahead
from allegedly.times.words import find_time_words

# a Saturday
PUBLISHED = dt.date(2014, 12, 20)
HOUSE = Path(__file__).parent.parent / "src" / "allegedly"
LONG_MONTHS = [name.capitalize() for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")]
ROOMS = sorted((HOUSE / "times").glob("*.py"))


def days(text: str, published_at: dt.date | None = PUBLISHED) -> list[tuple[str | None, str | None]]:
    return [
        (time.earliest.isoformat() if time.earliest else None, time.latest.isoformat() if time.latest else None)
        for time in read_times(text, published_at=published_at)
    ]


ONE_DAY = [
    ("Gunmen of the Red Plain Front stormed the post on Friday.", "2014-12-19"),
    ("The clip was released Saturday, the day this report appeared.", "2014-12-20"),
    ("Guards were shot dead last Saturday.", "2014-12-13"),
    ("The court will sit on Friday.", "2014-12-26"),
    ("Delegates are due to meet next Monday.", "2014-12-22"),
    ("The trial is scheduled to resume Tuesday.", "2014-12-23"),
    ("On Tuesday night two mortars fell on Dohran.", "2014-12-16"),
    ("The December 4 attack killed 14 policemen.", "2014-12-04"),
    ("He was abducted on Dec. 4 near Harun.", "2014-12-04"),
    ("THE POST WAS OVERRUN ON 7\nAPRIL BY REBELS.", "2014-04-07"),
    ("HE WAS SEIZED ON 7 APRIL 90.", "1990-04-07"),
    ("The mayor was killed on 4 December 2013.", "2013-12-04"),
    ("The mayor was killed on Wednesday, 4 December 2013.", "2013-12-04"),
    ("The mayor was killed on December 4, 2013, outside his home.", "2013-12-04"),
    ("The mayor was killed on the 4th of December 2013.", "2013-12-04"),
    ("The log entry reads 2013-12-04.", "2013-12-04"),
    ("The raid of 25/12/2013 failed.", "2013-12-25"),
    ("Elections will be held on January 11.", "2015-01-11"),
    ("A hearing is set for Jan. 11.", "2015-01-11"),
    ("Two aid workers were freed yesterday.", "2014-12-19"),
    ("Troops today shelled the valley.", "2014-12-20"),
    ("Curfew begins tonight.", "2014-12-20"),
    ("Shots were heard last night.", "2014-12-19"),
    ("A bomb went off early this morning.", "2014-12-20"),
    ("He was taken three days ago.", "2014-12-17"),
    ("He was taken 55 days ago.", "2014-10-26"),
    ("A car bomb exploded a few minutes ago.", "2014-12-20"),
    ("Officials are now counting the dead.", "2014-12-20"),
    ("She was shot on Thanksgiving Day.", "2014-11-27"),
    ("Clashes flared on New Year's Eve 2012.", "2012-12-31"),
    ("The ceasefire expires tomorrow.", "2014-12-21"),
    ("Shots rang out at 4:20 p.m. Monday.", "2014-12-15"),
    ("TWO BOMBS EXPLODED JUST BEFORE NOON.", "2014-12-20"),
    ("See example.org/2013/12/04/raid for the list.", "2013-12-04"),
]


@pytest.mark.parametrize(("text", "day"), ONE_DAY)
def test_a_day_is_found_from_the_words_and_the_day_of_publication(text: str, day: str) -> None:
    assert days(text) == [(day, day)]


INTERVALS = [
    ("Armed men rampaged through the city earlier this month.", "2014-12-01", "2014-12-20", "month"),
    ("The attack was the third of its kind this year.", "2014-01-01", "2014-12-31", "year"),
    ("Four men were hanged last month.", "2014-11-01", "2014-11-30", "month"),
    ("Four men were hanged last year.", "2013-01-01", "2013-12-31", "year"),
    ("An editorial this week blamed the militia.", "2014-12-15", "2014-12-20", "week"),
    ("An editorial last week blamed the militia.", "2014-12-08", "2014-12-14", "week"),
    ("The talks will open next week.", "2014-12-22", "2014-12-28", "week"),
    ("The group was founded in early 2012.", "2012-01-01", "2012-12-31", "year"),
    ("The siege began in mid-March.", "2014-03-01", "2014-03-31", "month"),
    ("The siege began in January 2013.", "2013-01-01", "2013-01-31", "month"),
    ("The siege began in March.", "2014-03-01", "2014-03-31", "month"),
    ("The siege began last December.", "2013-12-01", "2013-12-31", "month"),
    ("The siege began in June last year.", "2013-06-01", "2013-06-30", "month"),
    ("Fighting raged in the 1990s.", "1990-01-01", "1999-12-31", "decade"),
    ("Fighting raged in the early 1970's.", "1970-01-01", "1979-12-31", "decade"),
    ("Fighting raged from 1980-88.", "1980-01-01", "1988-12-31", "year"),
    ("The war ended last fall.", "2014-09-01", "2014-11-30", "month"),
    ("The war ended in the summer of 2012.", "2012-06-01", "2012-08-31", "month"),
    ("The pact was signed a year ago.", "2013-01-01", "2013-12-31", "year"),
    ("The pact was signed two months ago.", "2014-10-01", "2014-10-31", "month"),
    ("Nine posts fell over the past three days.", "2014-12-17", "2014-12-20", "day"),
    ("Nine posts fell in the past few days.", "2014-12-13", "2014-12-20", "week"),
    ("Nine posts fell over the weekend.", "2014-12-20", "2014-12-21", "day"),
    ("Talks were held on 16 and 17 October.", "2014-10-16", "2014-10-17", "day"),
    ("Talks were held October 25-26, 2013.", "2013-10-25", "2013-10-26", "day"),
    ("Aid was blocked between March and May.", "2014-03-01", "2014-05-31", "month"),
    ("Aid was blocked from today until Monday.", "2014-12-20", "2014-12-22", "day"),
    ("Ten were jailed in the first six months of 2013.", "2013-01-01", "2013-06-30", "month"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), INTERVALS)
def test_longer_times_are_intervals_with_their_precision(text: str, earliest: str, latest: str, precision: str) -> None:
    assert days(text) == [(earliest, latest)]
    assert read_times(text, published_at=PUBLISHED)[0].precision == precision


OPEN = [
    ("The rebels have held the pass since 2012.", "2012-01-01", None, "since 2012"),
    ("The rebels have held the pass since July.", "2014-07-01", None, "since July"),
    ("The rebels have held the pass since Monday.", "2014-12-15", "2014-12-20", "since Monday"),
    ("The truce was kept until Tuesday.", None, "2014-12-16", "until Tuesday"),
    ("Its raids, dating back to 1994, went on.", "1994-01-01", None, "dating back to 1994"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), OPEN)
def test_since_and_until_leave_one_side_open(text: str, earliest: str, latest: str, words: str) -> None:
    (time,) = read_times(text, published_at=PUBLISHED)
    assert time.text == words
    assert days(text) == [(earliest, latest)]


NO_TIME = [
    "He may go home.",
    "Protesters march on the palace.",
    "Ms. March and Mr. May spoke first.",
    "It was the third attack of its kind.",
    "The bomb killed 14 policemen and a second wounded 36.",
    "A 27-year-old man was held.",
    "The Sun and the Daily Herald carried the photograph.",
    "Rebels fired 2000 rounds at the depot.",
    "At least 1950 people fled.",
    "The siege lasted three days.",
    "Patrols pass every Friday.",
    "The group numbers as many as 2,000.",
    "Prices fall in the market.",
    "He paid $1998 for the rifle.",
    "This time the guards fled.",
]


@pytest.mark.parametrize("text", NO_TIME)
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    assert days(text) == []


def test_the_day_told_last_carries_the_next_one() -> None:
    text = "On December 4 gunmen took a bus. The next day it was found empty. The driver was shot at 9:30 p.m."
    assert days(text) == [("2014-12-04", "2014-12-04"), ("2014-12-05", "2014-12-05"), ("2014-12-05", "2014-12-05")]


@pytest.mark.parametrize("words", ["Six minutes later", "Two hours later", "Three days later", "A week later"])
def test_later_counts_from_what_was_told_never_from_the_page(words: str) -> None:
    (alone,) = read_times(f"{words} he was dead.", published_at=PUBLISHED)
    assert (alone.earliest, alone.latest) == (None, None)
    told = read_times(f"He was shot on 2 December 2014. {words} he was dead.", published_at=PUBLISHED)
    assert told[-1].earliest is not None
    assert dt.date(2014, 12, 2) <= told[-1].earliest <= dt.date(2014, 12, 9)


def test_forty_eight_hours_are_two_days() -> None:
    assert days("On December 4 he was shot. 48 hours later he was dead.")[-1] == ("2014-12-06", "2014-12-06")


def test_basis_tells_a_written_date_from_a_computed_one() -> None:
    assert [time.basis for time in read_times("On Friday, in 2012 and on 4 May 2013.", published_at=PUBLISHED)] == [
        "anchored",
        "stated",
        "stated",
    ]


def test_without_any_date_the_words_stay_and_the_days_do_not() -> None:
    times = read_times("Gunmen fled on Friday and again on December 4.", published_at=None)
    assert [(time.text, time.earliest, time.latest) for time in times] == [
        ("Friday", None, None),
        ("December 4", None, None),
    ]


def test_the_latest_post_on_the_page_tells_the_year_and_the_week() -> None:
    stamps = [dt.date(2014, 12, 19), dt.date(2014, 12, 20)]
    text = "The December 4 attack was claimed in a video released Friday."
    assert [time.earliest for time in read_times(text, published_at=None, anchors=stamps)] == [
        dt.date(2014, 12, 4),
        dt.date(2014, 12, 19),
    ]
    assert {time.basis for time in read_times(text, published_at=None, anchors=stamps)} == {"anchored"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("PORT AMBA, March 7, 2002: Two men were shot.", dt.date(2002, 3, 7)),
        ("Two men shot in Amba\n12 April 2013\nPolice said on Friday...", dt.date(2013, 4, 12)),
        ("this story is from march 7, 2002 amba: two men were shot.", dt.date(2002, 3, 7)),
        ("The man arrested on March 7, 2002, was released.", None),
        ("He was born 4 May 1960 in Amba.", None),
    ],
)
def test_a_dateline_stands_by_itself(text: str, day: dt.date | None) -> None:
    assert dateline(text) == day


def test_a_dateline_anchors_a_page_without_a_date() -> None:
    assert days("PORT AMBA, March 7, 2002: Two men were shot on Tuesday.", None) == [
        ("2002-03-07", "2002-03-07"),
        ("2002-03-05", "2002-03-05"),
    ]


def test_a_stretch_is_read_alone_with_spans_of_the_whole_text() -> None:
    text = "Gunmen fled on Friday. They came back on Sunday."
    (time,) = read_times(text, published_at=PUBLISHED, start=22)
    assert time.start is not None
    assert text[time.start : time.end] == time.text == "Sunday"


TIMEXES = [
    ("Friday", "DATE", "2014-12-19"),
    ("last week", "DATE", "2014-W50"),
    # published on Saturday, 20 December 2014
    ("on Tuesday last week", "DATE", "2014-12-09"),
    ("on Friday of last week", "DATE", "2014-12-12"),
    ("on Monday night this week", "TIME", "2014-12-15TNI"),
    ("over the past three days", "DURATION", "P3D"),
    ("in the fall of 1998", "DATE", "1998-FA"),
    ("Friday night", "TIME", "2014-12-19TNI"),
    ("at 7:15 p.m. on Friday", "TIME", "2014-12-19T19:15"),
    ("every week", "SET", "P1W"),
    ("each July", "SET", "XXXX-07"),
    ("daily", "SET", "P1D"),
    ("in the third quarter", "DATE", "2014-Q3"),
    ("fiscal 1989", "DATE", "1989"),
    ("the early 1990s", "DATE", "199"),
    ("in the 20th century", "DATE", "19"),
    ("now", "DATE", "PRESENT_REF"),
    ("recently", "DATE", "PAST_REF"),
    ("in the future", "DATE", "FUTURE_REF"),
    ("for two years", "DURATION", "P2Y"),
    ("for 2 1/2 years", "DURATION", "P2Y6M"),
    ("for years", "DURATION", "PXY"),
    ("for a few days", "DURATION", "PXD"),
    ("for more than four hours", "DURATION", "PT4H"),
    ("a decade", "DURATION", "P10Y"),
    ("two weeks later", "DURATION", "P2W"),
    ("over the weekend", "DATE", "2014-W51-WE"),
    ("nineteen ninety-six", "DATE", "1996"),
    ("January 2013", "DATE", "2013-01"),
]


@pytest.mark.parametrize(("words", "kind", "value"), TIMEXES)
def test_timex3_values_follow_timeml(words: str, kind: str, value: str) -> None:
    assert [(found.type, found.value) for found in read_timexes(f"They fought {words}.", published_at=PUBLISHED)] == [
        (kind, value)
    ]


def test_one_expression_can_be_valued_alone() -> None:
    (words,) = find_time_words("The next day they fled.")
    assert timex_value(words, published_at=PUBLISHED, told=dt.date(2014, 12, 4)) == "2014-12-05"


DIRECTIONS = [
    ("The court will sit on |Friday|.", True),
    ("Delegates agreed to meet on |Friday|.", True),
    ("The vote, due |Friday|, was called off.", True),
    ("Gunmen stormed the post on |Friday|.", False),
    ("The minister said on |Friday| that troops would leave.", False),
    ("On |Friday| the rebels agreed to a truce.", False),
    ("On |Friday|, the court will sit.", True),
    ("He will appeal. The guards fled |Friday|.", False),
    ("|Friday|.", None),
    ("All had filed reports by |Friday|.", False),
    ("Reports are wanted as soon as |Friday|.", True),
]


@pytest.mark.parametrize(("marked", "ahead"), DIRECTIONS)
def test_the_verb_beside_a_weekday_tells_its_direction(marked: str, ahead: bool | None) -> None:  # noqa: FBT001
    before, words, _ = marked.split("|")
    text = marked.replace("|", "")
    assert looks_ahead(text, len(before), len(before) + len(words)) is ahead


def test_a_blank_line_ends_an_expression() -> None:
    assert [words.text for words in find_time_words("He fled on Friday\n\n4 December 2013 was calm")] == [
        "Friday",
        "4 December 2013",
    ]


def test_the_rooms_of_time_never_ask_the_clock() -> None:
    asked = {"now", "today", "utcnow", "time", "localtime", "gmtime", "fromtimestamp", "monotonic"}
    for room in ROOMS:
        tree = ast.parse(room.read_text("utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        called = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not imported & {"time", "calendar", "zoneinfo", "locale"}, room.name
        assert not called & asked, room.name


def test_the_same_bytes_come_out_in_every_time_zone() -> None:
    program = (
        "import datetime as dt; from allegedly.times import read_times; from allegedly.codec import encode\n"
        "times = read_times('They fled on Friday, on December 4 and this week.', published_at=dt.date(2014, 12, 20))\n"
        "print(b''.join(encode(time) for time in times).decode())"
    )
    seen = set()
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "TZ": zone, "PYTHONPATH": str(HOUSE.parent)},
            capture_output=True,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert b"2014-12-19" in seen.pop()


def test_another_clock_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    text = "Gunmen fled on Friday, on December 4 and this week."
    before = read_times(text, published_at=PUBLISHED)
    for moment in (dt.datetime(2014, 12, 20, tzinfo=dt.UTC), dt.datetime(2038, 1, 19, tzinfo=dt.UTC)):
        monkeypatch.setattr(time, "time", moment.timestamp)
        assert read_times(text, published_at=PUBLISHED) == before


PIECES = st.sampled_from(
    [
        *("Friday", "last", "next", "this", "year", "4", "14", "31", "90", "1998", "2014", "December", "May", "march"),
        *(".", ",", "-", "/", "(", ")", "'", "s", "the", "a", "of", "and", "to", "until", "since", "between", "three"),
        *("few", "days", "week", "months", "ago", "earlier", "later", "night", "at", "p.m.", "10/11/2014", "1990s"),
        *("2014-12-04", "every", "\n\n", "\n", "century", "0", "29", "February", "00", "first", "half", "quarter"),
        *("9999", "1000", "ten", "hundred", "years", "old", "overnight", "weekend"),
    ]
)


@given(st.lists(PIECES, max_size=25).map(" ".join), st.dates(), st.booleans())
def test_any_run_of_words_of_time_is_read_without_harm(text: str, published_at: dt.date, dated: bool) -> None:  # noqa: FBT001
    words = find_time_words(text)
    assert all(text[found.start : found.end] == found.text for found in words)
    assert all(first.end <= later.start for first, later in itertools.pairwise(words))
    read_timexes(text, published_at=published_at if dated else None)
    for time in read_times(text, published_at=published_at if dated else None):
        assert time.start is not None
        assert text[time.start : time.end] == time.text


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    for time in read_times(text, published_at=PUBLISHED):
        assert time.start is not None
        assert text[time.start : time.end] == time.text


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2049, 12, 31)))
def test_a_full_date_means_itself_whenever_it_is_published(day: dt.date) -> None:
    for text in (f"It began on {day.day} {LONG_MONTHS[day.month - 1]} {day.year}.", f"It began on {day.isoformat()}."):
        (time,) = read_times(text, published_at=PUBLISHED)
        assert (time.earliest, time.latest, time.basis) == (day, day, "stated")


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2049, 12, 31)))
def test_a_past_weekday_lies_within_the_week_up_to_publication(published_at: dt.date) -> None:
    (time,) = read_times("The post was shelled on Wednesday.", published_at=published_at)
    assert time.earliest is not None
    assert time.earliest.weekday() == 2
    assert 0 <= (published_at - time.earliest).days <= 6


def test_ambiguity_is_a_meaning_of_its_own() -> None:
    (words,) = find_time_words("10/11/2014")
    assert isinstance(words.meaning, Either)


@pytest.mark.parametrize(
    "unit", ["4 ", "Friday ", "a ", "December, ", "1998-", "the last of the ", "p.m. ", "will be "]
)
def test_a_monotonous_page_is_read_in_time(unit: str) -> None:
    import time

    text = unit * (20_000 // len(unit))
    start = time.process_time()
    read_times(text, published_at=PUBLISHED)
    # two hundred times what an ordinary page of this size takes would be 20 s; quadratic work takes minutes
    assert time.process_time() - start < 20
