"""Pages built to hang, crash or exhaust a parser: each ends in time, in a named outcome."""

from __future__ import annotations

import time

import pytest

from allegedly.errors import Quarantined
from allegedly.model import Page
from allegedly.page import lay_down

STORY = (
    b"<p>Gunmen attacked the customs post in Velmara on Friday and killed five guards, police said in a statement.</p>"
    b"<p>The attackers fled into the hills above the town before the army arrived, two witnesses told reporters.</p>"
)


def page(inner: bytes) -> bytes:
    return b"<html><body><article>" + inner + STORY + b"</article></body></html>"


def outcome(body: bytes) -> str:
    try:
        return f"{len(lay_down(Page(name='x', media_type='text/html', body=body)).text) > 0}"
    except Quarantined as problem:
        return problem.reason


NEST = b"<div>" * 5000
HOSTILE = (
    ("a plain story", page(b""), {"True"}),
    ("nested 5,000 deep", b"<div>" * 5000 + STORY, {"too_deep"}),
    ("300,000 elements", b"<i>a</i>" * 300_000, {"too_large"}),
    ("an attribute of a megabyte", page(b"<p title='" + b"x" * 1_000_000 + b"'>a</p>"), {"True", "empty"}),
    ("12,000 unclosed paragraphs", page(b"<p>a" * 12_000), {"True", "timeout"}),
    ("a list that never ends", page(b"<ul>" + b"<li>item" * 5_000), {"True", "timeout", "empty", "language"}),
    ("a broken entity", page(b"&" * 50_000), {"True", "empty", "timeout"}),
    ("no story", b"<html><body></body></html>", {"empty"}),
    ("only a script", b"<html><script>var a='Gunmen killed five guards'</script></html>", {"empty"}),
    ("nested behind stray end tags", b"<div></x>" * 5000 + STORY, {"too_deep"}),
    ("nested behind an empty comment", b"<!-->" + NEST + STORY, {"too_deep"}),
    ("nested lists", b"<ul><li>" * 5000 + STORY, {"too_deep"}),
    ("nested tables", b"<table><tr><td>" * 5000 + STORY, {"too_deep"}),
    ("nested spans in capitals", b"<SPAN>" * 5000 + STORY, {"too_deep"}),
    ("nested elements of no known name", b"<x-y>" * 5000 + STORY, {"too_deep"}),
    (
        "5,000 shapes of a drawing that close themselves",
        page(b"<svg>" + b"<path d='M0'/>" * 5000 + b"</svg>"),
        {"True"},
    ),
    ("tags in a script", page(b"<script>" + NEST + b"</script>"), {"True"}),
    ("1,000 attributes", page(b"<p " + b" ".join(b"a%d=1" % n for n in range(1000)) + b">a</p>"), {"True"}),
    ("the same attribute 10,000 times", page(b"<p " + b"a=1 " * 10_000 + b">a</p>"), {"True"}),
    ("50,000 tags without an end", b"<a" * 50_000 + STORY, {"True", "too_deep", "empty"}),
    ("50,000 comments without an end", page(b"") + b"<!--" * 50_000, {"True"}),
    ("entities of every size", page(b"&#x41;&#1114112;&#xd800;&#0;&nbsp;" * 2000), {"True"}),
    ("entities of its own", b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + page(b"<p>&c;</p>"), {"True"}),
    ("one table row of 12,000 cells", page(b"<table><tr>" + b"<td>1</td>" * 12_000 + b"</table>"), {"True", "timeout"}),
    ("2,000 links", page(b"<a href='/x'>more</a> " * 2000), {"True"}),
    (
        "frames and objects",
        page(b"<iframe src='file:///etc/passwd'></iframe><object data='//x.example/a'>" * 20),
        {"True"},
    ),
    ("forms in forms", page(b"<form>" * 200), {"True"}),
    (
        "a base and a refresh",
        b"<base href='http://x.example'><meta http-equiv=refresh content='0;url=//y'>" + page(b""),
        {"True"},
    ),
    (
        "linked data nested 100,000 deep",
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + page(b""),
        {"True"},
    ),
    ("a page cut in a tag", page(b"")[:-30] + b"<p class='", {"True"}),
    ("an end and no beginning", b"</div></p></body>" * 5000 + page(b""), {"True"}),
    ("bytes of no text", bytes(range(256)) * 20, {"binary"}),
    ("a megabyte of short divisions", page(b"<div>ab</div>" * 90_000), {"True", "timeout"}),
    ("50,000 nested spans", page(b"<span>" * 50_000), {"too_deep"}),
    ("a list in a list in a list, 200 deep", page(b"<ul><li>a" * 200), {"True", "timeout"}),
    ("1,000 tables side by side", page(b"<table><tr><td>1<td>2</table>" * 1000), {"True", "timeout"}),
    (
        "a table whose cells span a million columns",
        page(b"<table><tr><td colspan=1000000 rowspan=1000000>a</table>"),
        {"True"},
    ),
    ("3,000 paragraphs the same", page(b"<p>Gunmen fled from the town of Oru.</p>" * 3000), {"True", "timeout"}),
    ("20,000 breaks", page(b"<br>" * 20_000), {"True", "timeout"}),
    ("bold and slanted, ended crosswise", page(b"<b><i><u>a</b></i></u>" * 500), {"True"}),
    ("3,000 bold letters without an end", page(b"<b>a" * 3000), {"too_deep"}),
    ("links within links", page(b"<a href=a>a" * 200), {"True"}),
    ("a choice of 20,000", page(b"<select>" + b"<option>a" * 20_000 + b"</select>"), {"True", "timeout"}),
    ("an attribute without an end", page(b"") + b"<p title='" + b"Gunmen " * 20_000, {"True"}),
    ("a script without an end", page(b"") + b"<script>" + b"var a;" * 20_000, {"True"}),
    ("words that are markup no more", page(b"<plaintext>" + b"<b>" * 1000), {"True", "too_deep"}),
    ("sections of characters", page(b"<![CDATA[" + b"]]>" * 5000), {"True"}),
    ("comments for one browser", page(b"<!--[if IE]><p>a</p><![endif]-->" * 2000), {"True"}),
    ("instructions", page(b"<?php echo 1; ?>" * 5000), {"True"}),
    ("a number of 100,000 digits for a letter", page(b"<p>&#" + b"9" * 100_000 + b";</p>"), {"True"}),
    ("50,000 named letters", page(b"<p>" + b"&amp;&eacute;" * 25_000 + b"</p>"), {"True", "timeout"}),
    (
        "a picture of two megabytes in its address",
        page(b"<img src='data:image/png;base64," + b"QUJD" * 500_000 + b"'>"),
        {"True"},
    ),
    ("a drawing 200 deep", page(b"<svg>" + b"<g>" * 200 + b"</g>" * 200 + b"</svg>"), {"True"}),
    ("words of no width", page(b"<p>" + "\u200b".encode() * 100_000 + b"</p>"), {"True", "too_large"}),
    ("40,000 styles", page(b"<p style='" + b"a:b;" * 40_000 + b"'>a</p>"), {"True"}),
    ("10,000 classes", page(b"<p class='" + b" ".join(b"c%d" % n for n in range(10_000)) + b"'>a</p>"), {"True"}),
    ("a frameset", b"<html><frameset>" + b"<frame src=a>" * 200 + b"</frameset></html>", {"empty"}),
    (
        "2,000 stories in one page",
        b"<article>" + STORY * 1 + b"</article>" + b"<article><p>a</p></article>" * 2000,
        {"True"},
    ),
    ("one text of 15 megabytes", page(b"<p>" + b"Gunmen fled. " * 1_150_000 + b"</p>"), {"too_large", "timeout"}),
    ("nothing", b"", {"empty"}),
)


# a few use up all the time a page may have
SLOW = {"a megabyte of short divisions"}
CASES = [pytest.param(*it, id=it[0], marks=[pytest.mark.slow] if it[0] in SLOW else []) for it in HOSTILE]


@pytest.mark.parametrize(("what", "body", "expected"), CASES)
def test_a_hostile_page_ends_in_a_named_outcome_in_time(what: str, body: bytes, expected: set[str]) -> None:
    began = time.monotonic()

    found = outcome(body)

    assert found in expected, what
    # the child's own bound is 15 s; a busy machine gets as much again
    assert time.monotonic() - began < 30


def test_the_pages_are_more_than_forty() -> None:
    assert len({body for _, body, _ in HOSTILE}) >= 40


def test_the_bare_library_ends_on_such_pages_without_a_word() -> None:
    """The control: given the same pages it has no text and no reason, which no table here allows."""
    import trafilatura

    names = ("nested 5,000 deep", "50,000 nested spans", "nested elements of no known name")
    silent = [what for what, body, _ in HOSTILE if what in names and trafilatura.extract(body.decode()) is None]

    assert silent
    assert all("None" not in expected for _, _, expected in HOSTILE)
