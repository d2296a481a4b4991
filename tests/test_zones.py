"""Plain scraped text is told apart: headline, story, posts, captions, corrections and the page's own furniture."""

from __future__ import annotations

import datetime as dt

import pytest

from allegedly.corrections import find_notices
from allegedly.zones import label_zones

STORY = "Gunmen killed five guards in Velmara on Friday and fled into the hills above the town, police said."


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
        ("Please enable Javascript to watch this video", "furniture"),
        ("Read or Share this story: http://short.example/1a", "furniture"),
        ("Listen to our podcast: The strait", "furniture"),
        ("© 2016 Harbour Media", "furniture"),
        ("newsdesk@harbour.example", "furniture"),
        ("A convoy leaves the port of Orrin. (Photo: Harbour Front)", "caption"),
        ("Shells fell on the market all night — Orrin Council on Telegram, May 3, 2016", "embedded_post"),
        ("Update: Police later named the dead man as Tomas Varga.", "body"),
        ("This story has been updated with the army's reply.", "correction"),
        ("Rebels then stormed the town hall and a radio station.", "body"),
        ("Follow-up attacks were reported in the villages around Orrin.", "body"),
        ("Related attacks killed nine people in two towns of the coast.", "body"),
        ("Listen to the people, the rebel leader told the ministers of the coast.", "body"),
        ("The blast contributed to the collapse of the northern bridge.", "body"),
        ("Footage from the harbour camera showed him running with a rifle.", "body"),
        ("The group freed the last hostage on Monday, the ministry said. (Coast Press)", "body"),
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


def test_the_prose_before_a_post_in_the_same_paragraph_stays_body() -> None:
    text = (
        "Raid\n\n"
        + "Police sealed the road to the port. " * 15
        + "Shots near the bridge — Ada Lorne (@adalorne) May 3, 2016"
    )

    *_, prose, post = label_zones(text)

    assert ("body", "embedded_post") == (prose.label, post.label)
    # no post of that year had more than 140 characters
    assert post.end - post.start < 140 + len(" — Ada Lorne (@adalorne) May 3, 2016")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed five guards in Velmara.", ["body"]),
        ("ORRIN, 3 JAN 90 (COAST RADIO) -- GUERRILLAS BLEW UP A\nBRIDGE.\n\n   TWO DIED.", ["body", "body"]),
        (f"BELMAR, Coast -\n\n{STORY}", ["body", "body"]),
        (f"19 December 2014\n\nRaid on the port\n\n{STORY}", ["furniture", "headline", "body"]),
        (f"News\n\nRaid on the port\n\n{STORY}", ["furniture", "headline", "body"]),
        (f"Rebels flee. Army follows them north\n\n{STORY}", ["body", "body"]),
    ],
)
def test_the_first_line_is_a_headline_only_when_it_reads_as_one(text: str, expected: list[str]) -> None:
    assert expected == [zone.label for zone in label_zones(text)]
