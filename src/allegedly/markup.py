"""An HTML page becomes blocks of words with what it says of itself; parsed in a limited child, nothing fetched."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any, Literal

import msgspec

from allegedly.encodings import decode_text
from allegedly.errors import Quarantined
from allegedly.linkeddata import PageFacts, read_facts
from allegedly.model import Record
from allegedly.posts import find_post_sign
from allegedly.sandbox import run_limited

__all__ = ["Block", "Markup", "read_html"]

# a long page has 20,000 elements; pages beyond this were all built to hang a parser
_MOST_TAGS = 200_000
# real pages nest about 40 deep; the parsers recurse, so far deeper is refused before they begin
_DEEPEST = 256
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# elements that close themselves or that HTML closes without being told
_FLAT = frozenset(
    b"br hr img input meta link area base col embed source track wbr p li dt dd option tr td th tbody thead".split()
)

# what a page declares before it begins says nothing to a reader, and entities of its own are refused unread
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,300}(?:\[[^\]]{0,5000}\])?[^>]{0,100}>", re.IGNORECASE)
# words a visitor does not see are no report: they may be there to be read by machines only
_HIDDEN = [
    "//*[@hidden]",
    "//*[contains(translate(@style, ' ', ''), 'display:none')]",
    "//*[contains(translate(@style, ' ', ''), 'visibility:hidden')]",
]

BlockKind = Literal["headline", "paragraph", "quotation", "embedded_post", "caption", "furniture", "correction"]


class Block(Record, frozen=True, kw_only=True):
    """One stretch of a page's words and what the markup tells of it; an embedded post has author, handle and date."""

    kind: BlockKind
    text: str
    author: str | None = None
    handle: str | None = None
    date: dt.date | None = None


class Markup(Record, frozen=True, kw_only=True):
    """A page's blocks in reading order, and its own word on title, names, days and correction."""

    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_at: dt.date | None = None
    updated_at: dt.date | None = None
    url: str | None = None
    language: str | None = None
    correction: str | None = None


def read_html(body: bytes, *, where: str) -> Markup:
    """The blocks and facts of an HTML page; raises Quarantined (too_deep, too_large, timeout, encoding, empty, syntax).

    Days are local days of the outlet; a page that shows none has none.
    """
    _refuse_hostile(body, where)
    declared = _CHARSET.search(body[:4096])
    text = decode_text(body, where=where, declared=declared[1].decode("ascii") if declared else None)
    _load_parsers()
    answer = run_limited(_parse, text.encode("utf-8", "surrogatepass"), where=where)
    markup = msgspec.json.decode(answer, type=Markup)
    if not markup.blocks:
        raise Quarantined("empty", where, "expected a story in the page, found no words of one")
    return markup


def _refuse_hostile(body: bytes, where: str) -> None:
    """Count tags and nesting in one pass before any parser sees the page."""
    depth = deepest = tags = 0
    for tag in _TAG.finditer(body):
        tags += 1
        if tags > _MOST_TAGS:
            raise Quarantined("too_large", where, f"expected at most {_MOST_TAGS:,} elements, found more")
        if tag[2].lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            raise Quarantined("too_deep", where, f"expected elements nested at most {_DEEPEST} deep, found deeper")


@functools.cache
def _load_parsers() -> None:
    """The parsers, loaded once before the first child is made, so that no child loads them again."""
    import extruct  # noqa: F401, PLC0415 - slow to load and only wanted for HTML
    import htmldate  # noqa: F401, PLC0415
    import trafilatura  # noqa: F401, PLC0415


def _parse(body: bytes) -> bytes:
    """In the child: the page read by trafilatura, its days by htmldate, its linked data by extruct."""
    import trafilatura  # noqa: PLC0415 - loaded already; named here for the child

    text = _DOCTYPE.sub("", body.decode("utf-8", "surrogatepass"))
    facts = read_facts(text)
    found: Any = trafilatura.bare_extraction(
        text, include_comments=False, include_tables=True, with_metadata=False, prune_xpath=_HIDDEN
    )
    blocks = [block for element in (found.body if found is not None else ()) for block in _blocks(element)]
    headline = facts.headline
    if headline and not any(_same(block.text, headline) for block in blocks):
        blocks.insert(0, Block(kind="headline", text=headline))
    blocks += [Block(kind="caption", text=caption) for caption in facts.captions if not _told(blocks, caption)]
    if facts.correction and not _told(blocks, facts.correction):
        blocks.append(Block(kind="correction", text=facts.correction))
    return msgspec.json.encode(_markup(blocks if found is not None or facts.correction else [], facts))


def _markup(blocks: list[Block], facts: PageFacts) -> Markup:
    return Markup(
        blocks=tuple(blocks),
        title=facts.headline,
        byline=facts.byline,
        publisher=facts.publisher,
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        url=facts.url,
        language=facts.language,
        correction=facts.correction,
    )


def _words(element: Any) -> str:
    """An element's words, blanks squeezed within lines; line breaks the page shows are kept."""
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = "".join(element.itertext()).replace("\r", "").split("\n")
    return "\n".join(squeezed for line in lines if (squeezed := " ".join(line.split())))


def _blocks(element: Any) -> list[Block]:
    text = _words(element)
    if not text:
        return []
    if element.tag == "head":
        return [Block(kind="headline" if element.get("rend") == "h1" else "paragraph", text=text)]
    if element.tag == "quote":
        # the words of a post and its signature stand in one quote
        sign = find_post_sign(text.replace("\n", " "))
        if sign:
            return [Block(kind="embedded_post", text=text, author=sign.author, handle=sign.handle, date=sign.date)]
        return [Block(kind="quotation", text=text)]
    if element.tag in ("list", "table"):
        return [Block(kind="paragraph", text=words) for child in element if (words := _words(child))]
    return [Block(kind="paragraph", text=text)]


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _told(blocks: list[Block], words: str) -> bool:
    squeezed = " ".join(words.split()).casefold()
    return any(squeezed in " ".join(block.text.split()).casefold() for block in blocks)
