"""Plain text becomes labelled zones: what is the story, what is the page around it, what somebody posted or said."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from allegedly.corrections import tells_news
from allegedly.furniture import is_caption, is_date_line, is_furniture
from allegedly.model import Notice, Zone, ZoneLabel
from allegedly.posts import PostSign, find_post_sign, post_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["label_zones"]

_GAP = re.compile(r"\r?\n[ \t\u00a0]{0,40}\r?\n")
_LINE_END = re.compile(r"\r?\n")
# a headline is a line, not a paragraph; the longest in the gold reports has 24 words
_LONGEST_HEADLINE = 30
# section, headline, standfirst, byline, day: below them a day alone heads a part of a digest
_MASTHEAD = 5
# a sentence that ends inside it makes a block a paragraph; initials and short forms end none
_INNER_END = re.compile(r"[a-zA-Z0-9)]{3}[.?!][\"”’]?\s+[A-Z]")
_QUOTED = re.compile(r"[\"“][^\"“”]{20,2000}[\"”]$")

Block = tuple[int, int]


def label_zones(text: str, *, title: str | None = None, notices: Sequence[Notice] = ()) -> tuple[Zone, ...]:
    r"""The zones of a plain text, in order, covering every word.

    A paragraph is a zone; a caption or furniture line inside one is a zone of its own, and so is a correction notice.

    >>> [zone.label for zone in label_zones("Raid in Dorran\n\nGunmen fled.\n\nAdvertisement")]
    ['headline', 'body', 'furniture']
    """
    blocks = [block for paragraph in _paragraphs(text) for block in _cut(text, paragraph, notices)]
    zones: list[Zone] = []
    headline_open = True
    for index, (start, end) in enumerate(blocks):
        words = text[start:end]
        label = _label(words, (start, end), notices)
        if label == "body" and len(zones) < _MASTHEAD and is_date_line(words):
            label = "furniture"
        sign = find_post_sign(words) if label in ("body", "quotation") else None
        if sign:
            zones = _with_post(zones, sign, (start, end), text)
            headline_open = False
            continue
        if label in ("body", "quotation") and headline_open:
            is_headline = _is_headline(words, title, more=index + 1 < len(blocks))
            label, headline_open = ("headline" if is_headline else label), False
        zones.append(Zone(label=label, start=start, end=end))
    return tuple(zones)


def _paragraphs(text: str) -> Iterator[Block]:
    at = 0
    for gap in _GAP.finditer(text):
        yield from _trimmed(text, at, gap.start())
        at = gap.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Block]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start < end:
        yield start, end


def _cut(text: str, paragraph: Block, notices: Sequence[Notice]) -> Iterator[Block]:
    """A paragraph cut where a notice begins or ends and around caption and furniture lines."""
    start, end = paragraph
    edges = {start, end}
    for notice in notices:
        edges |= {edge for edge in (notice.evidence.start, notice.evidence.end) if start < edge < end}
    # wire copy in capitals is wrapped in mid-sentence, so its lines are no units
    lines = () if text[start:end].isupper() else _lines(text, start, end)
    for first, last in lines:
        line = text[first:last].strip()
        if (first > start or last < end) and line and _stands_alone(line):
            edges |= {first, last}
    ordered = sorted(edges)
    for first, last in itertools.pairwise(ordered):
        yield from _trimmed(text, first, last)


def _stands_alone(line: str) -> bool:
    """Whether a line inside a paragraph is a zone of its own: furniture, a caption, or a post with its signature."""
    sign = find_post_sign(line)
    return is_furniture(line) or is_caption(line) or is_date_line(line) or bool(sign and sign.start)


def _lines(text: str, start: int, end: int) -> Iterator[Block]:
    at = start
    for line_end in _LINE_END.finditer(text, start, end):
        yield at, line_end.start()
        at = line_end.end()
    yield at, end


def _label(words: str, block: Block, notices: Sequence[Notice]) -> ZoneLabel:
    around = [it for it in notices if it.evidence.start <= block[0] and block[1] <= it.evidence.end]
    # "Update: the police named him" is news under a label, and read as news
    if around and not tells_news(around[0]):
        return "correction"
    if is_furniture(words):
        return "furniture"
    if is_caption(words):
        return "caption"
    return "quotation" if _QUOTED.match(words) else "body"


def _is_headline(words: str, title: str | None, *, more: bool) -> bool:
    if title and " ".join(words.split()).casefold() == " ".join(title.split()).casefold():
        return True
    if not more or len(words.split()) > _LONGEST_HEADLINE or _INNER_END.search(words):
        return False
    # a dateline alone ends in a dash, an interviewer's question in capitals in "?"
    return not words.rstrip("\"”'").endswith((".", ":", ";", "-", "–", "—", *("?" * words.isupper())))


def _with_post(zones: list[Zone], sign: PostSign, block: Block, text: str) -> list[Zone]:
    """The zones with a post at their end; a signature alone takes in the paragraph before it.

    The prose that runs up to a post in the same paragraph stays body.
    """
    start, end = block
    words = text[start:end]
    if sign.start == 0 and zones and zones[-1].label in ("body", "quotation") and zones[-1].author is None:
        before = zones[-1]
        whole = find_post_sign(text[before.start : end])
        if whole and post_start(text[before.start : end], whole) == 0:
            start, zones = before.start, zones[:-1]
    elif at := post_start(words, sign):
        zones = [*zones, *(Zone(label="body", start=a, end=b) for a, b in _trimmed(text, start, start + at))]
        start += at
    post = Zone(label="embedded_post", start=start, end=end, author=sign.author, handle=sign.handle, date=sign.date)
    return [*zones, post]
