"""A page becomes text laid down once: every part labelled, dates read where a full date stands and never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.corrections import find_notices
from allegedly.errors import Quarantined
from allegedly.model import Page
from allegedly.page import lay_down
from allegedly.segment import sentences, split_sentences
from allegedly.zones import label_zones

STORY = "Gunmen killed five guards in Velmara on Friday and fled into the hills above the town, police said."


def page(text: str, **known: str) -> Page:
    return Page(name="x", media_type="text/plain", body=text.encode(), **known)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("FYI.", "furniture"),
        ("This story is over 5 years old.", "furniture"),
        ("Advertisement", "furniture"),
        ("Follow Lena Marsh on Twitter: @lenamarsh_news", "furniture"),
        ("Sign up for our newsletter", "furniture"),
        ("Related: The long war of the strait", "furniture"),
        ("Inside the villages that feed a war. Read more here.", "furniture"),
        ("Tomas Adeyo contributed to this article.", "furniture"),
        ("We use cookies to improve this site.", "furniture"),
        ("Photo: screengrab/Crimson Banner", "caption"),
        ("Correction: An earlier version of this story said nine died.", "correction"),
        ("Shots near the bridge — Ada Lorne (@adalorne)May 3, 2016", "embedded_post"),
        ('"They came before dawn and they took everything that we had in the store."', "quotation"),
        ("Rebels then stormed the town hall and a radio station.", "body"),
        ("Follow-up attacks were reported in the villages around Orrin.", "body"),
        ("News of the raid reached the capital within an hour.", "body"),
    ],
)
def test_a_line_of_scraped_text_is_labelled_as_what_it_is(line: str, label: str) -> None:
    text = f"Raid on the harbour\n\n{STORY}\n\n{line}\n\n{STORY}"

    zones = label_zones(text, notices=find_notices(text))

    at = text.index(line)
    assert label == next(zone.label for zone in zones if zone.start <= at < zone.end)


def test_a_post_whose_signature_stands_apart_takes_in_the_words_before_it() -> None:
    text = f"Raid\n\n{STORY}\n\nThe front appears to have split.\n\n— Strait Watch (@straitwatch) March 2, 2018"

    post = label_zones(text)[-1]

    assert ("Strait Watch", "@straitwatch", dt.date(2018, 3, 2)) == (post.author, post.handle, post.date)
    assert text[post.start : post.end].startswith("The front appears")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STORY, None),
        (f"Published: 19 December 2014\n\n{STORY}", dt.date(2014, 12, 19)),
        (f"BAMAKO, 14 March 2016 - {STORY}", dt.date(2016, 3, 14)),
        # two days are meant by two readers, so none is taken
        (f"Published: 10/11/2014\n\n{STORY}", None),
        # no year is no date
        (f"BAMAKO, March 14 - {STORY}", None),
    ],
)
def test_the_day_of_publication_is_read_or_left_open(text: str, expected: dt.date | None) -> None:
    assert expected == lay_down(page(text)).published_at


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Col. Ruiz was hurt. Two men fled.", ["Lt. Col. Ruiz was hurt.", "Two men fled."]),
        ("He left the U.S. embassy. It burned.", ["He left the U.S. embassy.", "It burned."]),
        ('"We fled." He wept.', ['"We fled."', "He wept."]),
        ("REBELS ATTACKED\nTHE POST. TWO DIED.", ["REBELS ATTACKED\nTHE POST.", "TWO DIED."]),
        ("A headline\n\nA story.", ["A headline", "A story."]),
        ("It cost $3.5 million. Nobody paid.", ["It cost $3.5 million.", "Nobody paid."]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, expected: list[str]) -> None:
    assert expected == [text[span.start : span.end] for span in split_sentences(text, 0, len(text))]


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
