"""A page becomes text laid down once: every part labelled, dates read where a full date stands and never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.errors import Quarantined
from allegedly.model import Page
from allegedly.page import lay_down
from allegedly.segment import sentences
from allegedly.zones import label_zones

STORY = "Gunmen killed five guards in Velmara on Friday and fled into the hills above the town, police said."


def page(text: str, **known: str) -> Page:
    return Page(name="x", media_type="text/plain", body=text.encode(), **known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STORY, None),
        (f"Published: 19 December 2014\n\n{STORY}", dt.date(2014, 12, 19)),
        (f"BAMAKO, 14 March 2016 - {STORY}", dt.date(2016, 3, 14)),
        # two days are meant by two readers, so none is taken
        (f"Published: 10/11/2014\n\n{STORY}", None),
        ("Raid\n\nBy Lena Orlo\nFriday, 19 December 2014 10:12 GMT\n\n" + STORY, dt.date(2014, 12, 19)),
        (
            "Raid Posted: Tuesday, January 28, 2014 8:18 PM Updated: Friday, February 28, 2014\n\n" + STORY,
            dt.date(2014, 1, 28),
        ),
        # a day in the story is no stamp, nor is the day of a picture
        ("19 December 2014 was the bloodiest day of the war.\n\n" + STORY, None),
        ("The port at night. (Published Thursday, Oct. 10, 2013)\n\n" + STORY, None),
        ("A report published on 3 January 2015 said the militia had split in two.\n\n" + STORY, None),
        ("Published on 3 January 2015, the report named the men. It was withdrawn.\n\n" + STORY, None),
        # a digest has many days
        (f"4 December 2014\n{STORY}\n\n5 December 2014\n{STORY}", None),
        ("31 February 2014\n\n" + STORY, None),
        # no year is no date
        (f"BAMAKO, March 14 - {STORY}", None),
    ],
)
def test_the_day_of_publication_is_read_or_left_open(text: str, expected: dt.date | None) -> None:
    assert expected == lay_down(page(text)).published_at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Updated 3:15 PM ET, Fri December 19, 2014\n\n{STORY}", dt.date(2014, 12, 19)),
        (f"{STORY}\n\nLast updated: 3 January 2015", dt.date(2015, 1, 3)),
        (f"{STORY}\n\nThe law was updated on 3 January 2015.", None),
    ],
)
def test_the_day_of_an_update_is_read_from_its_stamp(text: str, expected: dt.date | None) -> None:
    assert expected == lay_down(page(text)).updated_at


@pytest.mark.parametrize(
    ("line", "byline"),
    [("By Lena Orlo | 3 May 2016", "Lena Orlo"), ("By JUAN A. DARO", "JUAN A. DARO"), ("BY THE ARMY", None)],
)
def test_a_byline_is_told_from_a_shouted_line(line: str, byline: str | None) -> None:
    assert byline == lay_down(page(f"Raid on the port\n\n{line}\n\n{STORY}")).byline


def test_line_ends_of_the_sender_stay_in_the_text() -> None:
    text = f"Raid on the port\r\n\r\n{STORY}\r\n"

    assert text == lay_down(page(text)).text


def test_a_post_that_calls_itself_an_update_is_no_notice_of_the_outlet() -> None:
    article = lay_down(
        page(f"Raid\n\n{STORY}\n\nUPDATE: the road is open.\n\n— Orrin Police (@orrinpolice) May 3, 2016")
    )

    assert () == article.notices


def test_what_the_sender_says_goes_before_what_the_page_shows() -> None:
    article = lay_down(page(f"19 December 2014\n\n{STORY}", published_at="2015-01-02", id="abc"))

    assert ("abc", dt.date(2015, 1, 2)) == (article.id, article.published_at)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Боевики напали на таможенный пост в порту и убили пятерых охранников, сообщила полиция в пятницу вечером.",
            "language",
        ),
        (
            "Des hommes armés ont attaqué le poste de douane du port et tué cinq gardes, a indiqué la police vendredi soir.",
            "language",
        ),
        (" \n \n", "empty"),
    ],
)
def test_a_report_that_cannot_be_read_is_set_aside_by_name(text: str, reason: str) -> None:
    with pytest.raises(Quarantined) as problem:
        lay_down(page(text))

    assert reason == problem.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "POLICE SAID TODAY THAT GUERRILLAS ATTACKED THE POST AND KILLED THREE OF THE SOLDIERS THERE.",
        "Two shot dead in Orrin",
    ],
)
def test_wire_capitals_and_short_briefs_are_english(text: str) -> None:
    assert text == lay_down(page(text)).text


@given(st.text(max_size=300).filter(lambda text: text.strip()))
def test_zones_cover_every_word_and_sentences_stay_inside_them(text: str) -> None:
    zones = label_zones(text)
    inside = [range(zone.start, zone.end) for zone in zones]

    assert all(any(at in zone for zone in inside) for at, char in enumerate(text) if not char.isspace())
    try:
        article = lay_down(page(text))
    except (Quarantined, UnicodeEncodeError):
        return
    assert all(
        any(zone.start <= it.start and it.end <= zone.end for zone in article.zones) for it in sentences(article)
    )
