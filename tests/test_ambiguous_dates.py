"""A date that is two days, by what country reads it, and a clock whose zone has two homes: neither is ever picked."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from allegedly.model import Page
from allegedly.page import lay_down
from allegedly.readers import iter_pages
from allegedly.times import read_candidates, read_times, read_timexes

if TYPE_CHECKING:
    from collections.abc import Callable

# a Saturday
PUBLISHED = dt.date(2014, 12, 20)

ORDERS = [(day, month) for day in range(1, 13) for month in range(1, 13) if day < month][:40]
ZONES = ["IST", "CST", "EST", "BST", "PST", "MST", "EDT", "CDT", "GMT", "UTC", "CET", "EET", "MSK", "PKT", "WIB", "PDT"]
ZONES += ["MDT", "CEST", "JST", "SAST"]


def day_read(text: str) -> dt.date | None:
    """The one day that a text is read to tell, if it is one."""
    (time,) = read_times(text, published_at=PUBLISHED)
    return time.earliest or time.latest


def day_by_the_first_order_that_fits(text: str) -> dt.date | None:
    """A careless reader, as date libraries are: it takes the month first wherever it can."""
    found = re.search(r"(\d\d)[/.-](\d\d)[/.-](\d{4})", text)
    return dt.date(int(found[3]), int(found[1]), int(found[2])) if found else None


def picks(read: Callable[[str], dt.date | None]) -> int:
    """How many of the dates of two orders a reader takes for one day."""
    texts = [f"The depot burned on {first:02d}/{second:02d}/2014." for first, second in ORDERS]
    return sum(read(text) is not None for text in texts)


def test_no_date_of_two_orders_is_picked() -> None:
    assert picks(day_read) == 0


def test_a_reader_that_takes_the_first_order_that_fits_is_caught() -> None:
    """The control: as date libraries do it."""
    assert picks(day_by_the_first_order_that_fits) == len(ORDERS)


@pytest.mark.parametrize(("first", "second"), ORDERS)
def test_a_date_of_two_orders_is_kept_as_its_words_and_two_days(first: int, second: int) -> None:
    text = f"The depot burned on {first:02d}/{second:02d}/2014."

    (time,) = read_times(text, published_at=PUBLISHED)

    assert time.text == f"{first:02d}/{second:02d}/2014"
    assert read_candidates(text, 0, len(text)) == (dt.date(2014, first, second), dt.date(2014, second, first))


@pytest.mark.parametrize("words", ["10.11.2014", "10-11-2014", "10/11/14", "1/2/2014", "since 10/11/2014", "10.11.14"])
def test_a_date_of_two_orders_is_known_however_it_is_written(words: str) -> None:
    assert day_read(f"The depot burned {words}.") is None


@pytest.mark.parametrize(
    ("words", "day"), [("11/11/2014", 11), ("13/11/2014", 13), ("11/13/2014", 13), ("2014-11-10", 10)]
)
def test_a_date_that_is_one_day_in_every_order_is_that_day(words: str, day: int) -> None:
    assert day_read(f"The depot burned on {words}.") == dt.date(2014, 11, day)


@pytest.mark.parametrize("zone", ZONES)
def test_a_time_zone_moves_no_day_and_sets_no_offset(zone: str) -> None:
    text = f"The convoy was hit at 11:30 p.m. {zone} Friday."

    assert day_read(text) == dt.date(2014, 12, 19)
    (timex,) = read_timexes(text, published_at=PUBLISHED)
    assert timex.value == "2014-12-19T23:30"


def test_the_fixtures_on_order_and_zone_are_sixty() -> None:
    assert len(ORDERS) + len(ZONES) == 60


STORY = (
    "<p>Gunmen attacked the customs post in Velmara on Friday and killed five guards, police said in a statement.</p>"
    "<p>The attackers fled into the hills above the town before the army arrived, two witnesses told reporters.</p>"
)
# where a page, a feed or an object tells the day it was published; a day stands in each for {}
STAMPS = {
    "a page's head": "<meta property='article:published_time' content='{}'>",
    "a page's other head": "<meta name='date' content='{}T10:00'>",
    "a time on the page": "<body><time datetime='{}'>{}</time>",
    "a time without a stamp": "<body><time>{}</time>",
    "a line named for it": "<body><div class='published-date'>{}</div>",
    "linked data": '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>',
}


def day_of_page(stamp: str) -> dt.date | None:
    body = f"<html>{stamp}<article>{STORY}</article></html>"
    return lay_down(Page(name="x", media_type="text/html", body=body.encode())).published_at


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
@pytest.mark.parametrize("words", ["10/11/2014", "10.11.2014", "10-11-14"])
def test_a_page_stamped_with_two_days_has_no_day(stamp: str, words: str) -> None:
    assert day_of_page(stamp.format(words, words)) is None


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_a_page_stamped_with_one_day_has_that_day(stamp: str) -> None:
    assert day_of_page(stamp.format("2014-11-10", "2014-11-10")) == dt.date(2014, 11, 10)


def test_a_page_that_shows_its_day_twice_has_it() -> None:
    assert day_of_page("<body><time>10/11/2014</time><time datetime='2014-11-10'></time>") == dt.date(2014, 11, 10)


def test_the_library_that_finds_the_days_of_pages_would_pick_one() -> None:
    """The control: asked without our care, it takes the day first."""
    from htmldate import find_date

    page = f"<html>{STAMPS['a time without a stamp'].format('10/11/2014')}{STORY}</html>"

    assert find_date(page, max_date="2100-01-01") == "2014-11-10"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"id": "a", "text": "Gunmen fled from Oru.", "published_at": "10/11/2014"}),
        "<rss><channel><item><pubDate>10/11/2014</pubDate><description>Gunmen fled.</description></item></channel></rss>",
        "Raid on Velmara\nPublished: 10/11/2014\n\nGunmen fled from the town of Oru.",
        "Raid on Velmara\n10/11/2014\n\nGunmen fled from the town of Oru.",
    ],
    ids=["an object", "a feed", "a named line", "a line"],
)
def test_no_other_form_of_report_picks_its_day_either(body: str) -> None:
    (page,) = iter_pages(["-"], stdin=io.BytesIO(body.encode()))

    assert isinstance(page, Page)
    assert lay_down(page).published_at is None
