"""A page's markup becomes blocks in reading order, with what the page says of itself and no day it does not show."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import Any

import pytest

from allegedly.errors import Quarantined
from allegedly.markup import Block, Markup, read_html
from allegedly.model import Page
from allegedly.page import lay_down

FIRST = "Gunmen attacked the customs post in Velmara on Friday and killed five guards, police said in a statement."
SECOND = "The attackers fled into the hills above the town before the army arrived, two witnesses told reporters."
THIRD = "The governor promised an inquiry into the raid and said that the guards' families would be paid."


def document(inner: str = "", head: str = "", *, story: dict[str, Any] | None = None) -> bytes:
    told = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **story}) if story else ""
    linked = f'<script type="application/ld+json">{told}</script>' if story else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}{linked}</head><body><article>'
        f"<h1>Raid on Velmara</h1><p>{FIRST}</p>{inner}<p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    ).encode()


def read(inner: str = "", head: str = "", *, story: dict[str, Any] | None = None) -> Markup:
    return read_html(document(inner, head, story=story), where="page.html")


def of_kind(markup: Markup, kind: str) -> list[Block]:
    return [block for block in markup.blocks if block.kind == kind]


def test_a_story_is_its_headline_and_its_paragraphs_in_order() -> None:
    blocks = read().blocks

    assert [("headline", "Raid on Velmara"), ("paragraph", FIRST), ("paragraph", SECOND), ("paragraph", THIRD)] == [
        (block.kind, block.text) for block in blocks
    ]


@pytest.mark.parametrize("before", ["", "<meta name='a' content='b'>", "<title>Raid</title><link rel='icon' href='a'>"])
def test_a_page_that_leaves_out_the_tags_of_its_head_and_body_is_read(before: str) -> None:
    page = f"<!DOCTYPE html><html>{before}<article><p>{FIRST}</p><p>{SECOND}</p></article></html>".encode()

    assert [FIRST, SECOND] == [
        block.text for block in read_html(page, where="page.html").blocks if block.text != "Raid"
    ]


def test_a_post_set_into_a_page_keeps_its_writer_handle_and_day() -> None:
    tweet = (
        '<blockquote class="twitter-tweet"><p>The front appears to have split in two</p>&mdash; Strait Watch '
        '(@straitwatch) <a href="https://twitter.com/straitwatch/status/1">March 2, 2018</a></blockquote>'
    )

    markup = read(tweet)

    (post,) = of_kind(markup, "embedded_post")
    assert ("Strait Watch", "@straitwatch", dt.date(2018, 3, 2)) == (post.author, post.handle, post.date)
    assert post.text.startswith("The front appears to have split in two")
    # it stands where the page shows it
    assert [FIRST, post.text, SECOND] == [block.text for block in markup.blocks][1:4]


def test_a_post_without_a_signature_line_is_known_by_its_markup() -> None:
    toot = (
        '<blockquote class="bluesky-embed"><p>We saw smoke over the harbour at noon</p>'
        '<a href="https://bsky.app/profile/ada.example/post/1"><time datetime="2024-05-03T10:00:00Z">3 May</time></a>'
        "</blockquote>"
    )

    (post,) = of_kind(read(toot), "embedded_post")

    assert (None, "@ada.example", dt.date(2024, 5, 3)) == (post.author, post.handle, post.date)


def test_a_block_quote_is_a_quotation_with_its_paragraphs_apart() -> None:
    markup = read("<blockquote><p>They came before dawn.</p><p>Nothing is left in the store.</p></blockquote>")

    assert ["They came before dawn.\nNothing is left in the store."] == [
        block.text for block in of_kind(markup, "quotation")
    ]


def test_the_words_under_a_picture_are_a_caption() -> None:
    markup = read("<figure><img src='a.jpg'><figcaption>Smoke over the harbour of Velmara</figcaption></figure>")

    assert ["Smoke over the harbour of Velmara"] == [block.text for block in of_kind(markup, "caption")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>{}</p>",
        "<div style='color: red; DISPLAY : None'><p>{}</p></div>",
        "<div style='visibility: hidden'><p>{}</p></div>",
        "<p style='font-size:0'>{}</p>",
        "<p hidden>{}</p>",
        "<!-- {} -->",
        "<script>var words = '{}';</script>",
        "<noscript><p>{}</p></noscript>",
        "<template><p>{}</p></template>",
        "<figure hidden><figcaption>{}</figcaption></figure>",
    ],
)
def test_what_a_visitor_does_not_see_is_not_read(hidden: str) -> None:
    secret = "The president was killed by his own guards in the palace last night."

    text = " ".join(block.text for block in read(hidden.format(secret)).blocks)

    assert "president" not in text
    assert FIRST in text


def test_what_a_visitor_sees_is_read_so_that_hiding_is_what_was_tested() -> None:
    """The control: the same words in plain sight."""
    text = " ".join(
        block.text for block in read("<p>The president was killed by his own guards last night.</p>").blocks
    )

    assert "president" in text


@pytest.mark.parametrize(
    ("story", "published", "updated"),
    [
        # 23:30 in New York is the next day in London; the outlet's day stands
        ({"datePublished": "2014-12-19T23:30:00-05:00"}, dt.date(2014, 12, 19), None),
        (
            {"datePublished": "2014-12-19", "dateModified": "2014-12-20T18:05:00Z"},
            dt.date(2014, 12, 19),
            dt.date(2014, 12, 20),
        ),
        ({"datePublished": "yesterday"}, None, None),
        ({"datePublished": 20141219}, None, None),
    ],
)
def test_the_days_of_a_page_are_those_its_linked_data_writes(
    story: dict[str, Any], published: dt.date | None, updated: dt.date | None
) -> None:
    markup = read(story=story)

    assert (published, updated) == (markup.published_at, markup.updated_at)


@pytest.mark.parametrize(
    ("inner", "head", "expected"),
    [
        ("", '<meta property="article:published_time" content="2016-01-02T23:50:00-08:00">', dt.date(2016, 1, 2)),
        ('<time datetime="2016-01-02T10:00:00Z">2 January</time>', "", dt.date(2016, 1, 2)),
        ('<p class="date">Published: 2 January 2016</p>', "", dt.date(2016, 1, 2)),
        # a year far from now is a day like any other: no clock is asked
        ("", '<meta property="article:published_time" content="2071-01-02T10:00:00Z">', dt.date(2071, 1, 2)),
        # days within the story, of its pictures and of the copyright line are not the page's
        ("<p>On 2014-12-04 the same post was attacked by men in two cars, and a guard was killed there.</p>", "", None),
        ("<footer>&copy; 2019 The Coast Post</footer>", "", None),
        ("", '<meta property="og:image" content="https://x.example/2009/03/04/a.jpg">', None),
        ("", "", None),
    ],
)
def test_a_page_has_the_day_it_shows_or_none(inner: str, head: str, expected: dt.date | None) -> None:
    assert expected == read(inner, head).published_at


def test_names_are_read_through_the_pointers_of_a_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "name": "Raid"},
            {
                "@type": ["NewsArticle"],
                "headline": "Raid on Velmara",
                "publisher": {"@id": "#outlet"},
                "author": [{"@id": "#ada"}],
                "contributor": {"name": "Tomas Adeyo"},
            },
            {"@type": "Organization", "@id": "#outlet", "name": "The Coast Post"},
            {"@type": "Person", "@id": "#ada", "name": "Ada Lorne"},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'

    markup = read(head=head)

    assert ("The Coast Post", "Ada Lorne, Tomas Adeyo") == (markup.publisher, markup.byline)


def test_a_headline_that_the_story_lacks_stands_first_and_once() -> None:
    markup = read(story={"headline": "Five guards killed in Velmara"})

    assert [("headline", "Five guards killed in Velmara")] == [
        (block.kind, block.text) for block in markup.blocks if block.kind == "headline"
    ]
    assert markup.blocks[0].kind == "headline"


@pytest.mark.parametrize(
    ("correction", "shown", "expected"),
    [
        ("An earlier version said nine guards died.", "", 1),
        ({"@type": "CorrectionComment", "text": "An earlier version said nine guards died."}, "", 1),
        ("An earlier version said nine guards died.", "<p>An earlier version said nine guards died.</p>", 0),
        ("https://coast.example/corrections", "", 0),
    ],
)
def test_a_correction_only_machines_see_is_told_to_people(correction: Any, shown: str, expected: int) -> None:
    assert expected == len(of_kind(read(shown, story={"correction": correction}), "correction"))


@pytest.mark.parametrize("broken", ["{", '{"@type": "NewsArticle", }', "[" * 5000, "\x01"])
def test_broken_linked_data_costs_nothing_but_itself(broken: str) -> None:
    markup = read(head=f'<script type="application/ld+json">{broken}</script>')

    assert FIRST in [block.text for block in markup.blocks]


@pytest.mark.parametrize(
    "body",
    [
        b"<p>Gunmen fled.</p>",
        b"<html><body><div>Gunmen fled.</div></body></html>",
        b"<table><tr><td>Gunmen fled.</td></tr></table>",
        b"Gunmen fled.",
    ],
)
def test_a_page_of_three_words_is_not_lost(body: bytes) -> None:
    assert ["Gunmen fled."] == [block.text for block in read_html(body, where="page.html").blocks]


def test_a_russian_page_is_set_aside_and_an_english_one_beside_it_is_read() -> None:
    russian = "<html><body><article><p>{}</p></article></body></html>".format(
        "Боевики напали на таможенный пост в пятницу и убили пятерых охранников, сообщила полиция города. " * 3
    )

    with pytest.raises(Quarantined) as problem:
        lay_down(Page(name="ru.html", media_type="text/html", body=russian.encode()))

    assert problem.value.reason == "language"
    assert FIRST in lay_down(Page(name="en.html", media_type="text/html", body=document())).text


def test_reading_text_loads_no_parser_of_pages() -> None:
    program = "import sys, allegedly.readers; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert not {"lxml", "trafilatura", "htmldate", "extruct", "feedparser"} & set(loaded)
