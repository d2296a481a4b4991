"""An HTML page becomes blocks of words with what it says of itself; parsed in a limited child, nothing fetched."""

from __future__ import annotations

import codecs
import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from allegedly.encodings import decode_text
from allegedly.errors import Quarantined
from allegedly.linkeddata import PageFacts, local_day, read_facts, remove_hidden, shown_words
from allegedly.model import Record
from allegedly.posts import find_post_sign, read_post_date
from allegedly.sandbox import refuse_hostile_tags, run_limited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Block", "Markup", "read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
# what a page declares before it begins says nothing to a reader, and entities of its own are refused unread
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,300}(?:\[[^\]]{0,2000}\])?[^>]{0,100}>", re.IGNORECASE)
# no letters; an XML tree cannot hold them
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# a shorter run of letters may stand anywhere by chance
_TELLING = 8
# where the story is to be looked for when trafilatura finds none
_PLAIN = "//p|//h1|//h2|//h3|//li|//blockquote|//pre|//td"

_EMBEDS = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "fb-post",
    "telegram-post",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "reddit-embed-bq",
    "reddit-card",
    "text-post-media",
)
_HANDLE = re.compile(r"\((@\w{1,30}(?:\.\w{1,30}){0,3})\)")
_PROFILE = re.compile(r"https?://(?:www\.)?(?:twitter\.com|x\.com|bsky\.app/profile|t\.me)/@?([\w.-]{1,60})")

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


class _EmbeddedPost(Record, frozen=True, kw_only=True):
    """A post from social media set into a page; `before` are the words of the paragraph it follows."""

    words: str
    author: str | None = None
    handle: str | None = None
    date: dt.date | None = None
    before: str | None = None


def read_html(body: bytes, *, where: str) -> Markup:
    """The blocks and facts of an HTML page; raises Quarantined (too_deep, too_large, timeout, encoding, empty, syntax).

    Days are local days of the outlet; a page that shows none has none.

    >>> page = b"<h1>Raid in Dorran</h1><p>Gunmen killed five guards in Dorran on Friday, police said.</p>"
    >>> [block.kind for block in read_html(page, where="a.html").blocks]
    ['headline', 'paragraph']
    """
    text = decode_text(body, where=where, declared=_declared(body))
    refuse_hostile_tags(text, where)
    if not text.strip():
        raise Quarantined("empty", where, "expected a page, found no words")
    _load_parsers()
    if _load_parsers.cache_info().hits:
        # a lone page is read sooner without them; from the second on no child loads them again
        _load_stop_words()
    answer = run_limited(_parse, text.encode(), where=where)
    try:
        markup = msgspec.json.decode(answer, type=Markup)
    except msgspec.DecodeError as problem:
        raise Quarantined("syntax", where, f"its reader's answer was not whole: {problem}") from problem
    if not markup.blocks:
        raise Quarantined("empty", where, "expected a story in the page, found no words of one")
    return markup


def _declared(body: bytes) -> str | None:
    """The charset a page declares, where its bytes allow it to be true."""
    found = _CHARSET.search(body[:4096])
    # the word itself could not be read in two bytes a letter
    if not found or found[1].lower().startswith(b"utf-16"):
        return None
    try:
        body.decode()
    except UnicodeDecodeError:
        return found[1].decode("ascii")
    # letters beyond ASCII form whole UTF-8 by chance in no real page; the declaration is a leftover
    return None


@functools.cache
def _load_parsers() -> None:
    """The parsers, loaded once before the first child is made, so that no child loads them again."""
    import htmldate  # noqa: F401, PLC0415 - slow to load and only wanted for HTML
    import trafilatura  # noqa: F401, PLC0415


@functools.cache
def _load_stop_words() -> None:
    """What trafilatura tells a short page's story by, loaded once."""
    from trafilatura.external import jt_stoplist_init  # noqa: PLC0415 - loaded already

    jt_stoplist_init()


def _parse(body: bytes) -> bytes:
    """In the child: the page read by trafilatura, its days by htmldate, its linked data beside them."""
    from lxml import html  # noqa: PLC0415 - loaded already; named here for the child

    text = _CONTROLS.sub("", _DOCTYPE.sub("", body.decode(), count=1))
    # a parser told the encoding ignores what the page declares; depth and memory are bounded already
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = html.document_fromstring(codecs.BOM_UTF8 + text.encode() or b" ", parser=parser)
    facts = read_facts(tree)
    remove_hidden(tree)
    posts = list(_posts(tree))
    blocks = _story(tree)
    if len(blocks) <= 1:
        # of a short page trafilatura tells all words in one breath
        plain = _plain(tree)
        blocks = plain if len(plain) > 1 or not blocks else blocks
    blocks = _with_captions(_with_posts(blocks, posts), facts.captions)
    if blocks and facts.headline:
        blocks = _with_headline(blocks, facts.headline)
    if facts.correction and not _told(blocks, facts.correction):
        blocks.append(Block(kind="correction", text=facts.correction))
    return msgspec.json.encode(_markup(blocks, facts))


def _story(tree: Any) -> list[Block]:
    import trafilatura  # noqa: PLC0415 - loaded already; named here for the child

    found: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    return [block for element in (found.body if found is not None else ()) for block in _blocks(element)]


def _plain(tree: Any) -> list[Block]:
    """The words of a page in which no story was found: those of its paragraphs, or all of them."""
    places = [place for place in tree.xpath(_PLAIN) if not place.xpath("ancestor::p|ancestor::li|ancestor::blockquote")]
    found = [Block(kind="paragraph", text=words) for place in places if (words := shown_words(place))]
    words = "" if found else shown_words(tree)
    return [*found, *([Block(kind="paragraph", text=words)] if words else [])]


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


def _blocks(element: Any) -> list[Block]:
    text = shown_words(element)
    if not text:
        return []
    if element.tag == "quote":
        # the words of a post and its signature stand in one quote
        sign = find_post_sign(text.replace("\n", " "))
        if sign:
            return [Block(kind="embedded_post", text=text, author=sign.author, handle=sign.handle, date=sign.date)]
        return [Block(kind="quotation", text=text)]
    if element.tag in ("list", "table"):
        return [Block(kind="paragraph", text=words) for child in element if (words := shown_words(child))]
    return [Block(kind="paragraph", text=text)]


def _with_headline(blocks: Sequence[Block], headline: str) -> list[Block]:
    """The headline first, whether the story came with it or without."""
    rest = [block for block in blocks if _key(block.text) != _key(headline)]
    return [Block(kind="headline", text=headline), *rest]


def _with_posts(blocks: Sequence[Block], posts: Sequence[_EmbeddedPost]) -> list[Block]:
    """Each post the markup shows as one block, where its words stood, or after the words that went before it."""
    made = [
        (
            post.words,
            Block(kind="embedded_post", text=post.words, author=post.author, handle=post.handle, date=post.date),
        )
        for post in posts
    ]
    placed = list(_replaced(blocks, made))
    for post, (_, block) in zip(posts, made, strict=True):
        if block in placed:
            continue
        before = _key(post.before or "")
        at = next((at for at, other in enumerate(placed, 1) if before and _key(other.text) == before), len(placed))
        placed.insert(at, block)
    return placed


def _posts(tree: Any) -> Iterator[_EmbeddedPost]:
    for element in tree.xpath("//blockquote[@class]|//div[@class]|//section[@class]"):
        if not set(element.get("class").split()).intersection(_EMBEDS) or not (words := shown_words(element)):
            continue
        line = words.replace("\n", " ")
        sign, handle = find_post_sign(line), _HANDLE.search(line)
        profile = next((found for link in element.iter("a") if (found := _PROFILE.match(link.get("href") or ""))), None)
        before = element.xpath("preceding::p[normalize-space()][1]")
        yield _EmbeddedPost(
            words=words,
            author=sign.author if sign else None,
            handle=sign.handle if sign else handle[1] if handle else f"@{profile[1]}" if profile else None,
            date=(sign.date if sign else None) or _post_day(element),
            before=shown_words(before[0]) if before else None,
        )


def _post_day(element: Any) -> dt.date | None:
    stamps = [local_day(time.get("datetime")) for time in element.iter("time")]
    stamps += [read_post_date(shown_words(link)) for link in element.iter("a")]
    return next((stamp for stamp in stamps if stamp), None)


def _with_captions(blocks: Sequence[Block], captions: Sequence[str]) -> list[Block]:
    made = [(caption, Block(kind="caption", text=caption)) for caption in captions]
    placed = list(_replaced(blocks, made))
    return [*placed, *(block for caption, block in made if not _told(placed, caption))]


def _replaced(blocks: Sequence[Block], made: Sequence[tuple[str, Block]]) -> Iterator[Block]:
    """The blocks, those whose words are a part of what was made replaced by it, once."""
    keys = [(_key(words), block) for words, block in made]
    told: set[str] = set()
    for block in blocks:
        key = _key(block.text)
        whole = next(((words, new) for words, new in keys if len(key) >= _TELLING and key in words), None)
        if whole is None:
            yield block
        elif whole[0] not in told:
            told.add(whole[0])
            yield whole[1]


def _key(words: str) -> str:
    """Words as they are compared: without blanks and capitals."""
    return "".join(words.split()).casefold()


def _told(blocks: Sequence[Block], words: str) -> bool:
    key = _key(words)
    return any(key in _key(block.text) for block in blocks)
