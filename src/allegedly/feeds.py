"""RSS and Atom files: each entry is a page with the feed's own word on its title, address and day."""

from __future__ import annotations

import codecs
import functools
import html
import io
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.errors import Quarantined
from allegedly.model import Page, Record
from allegedly.sandbox import run_limited

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["feed_pages"]

# the last thing in a whole feed is the end of its root element
_END = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s{0,9}>", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Entry(Record, frozen=True, kw_only=True):
    """What the child tells of one entry; `markup` is its words as HTML."""

    markup: str | None = None
    title: str | None = None
    url: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    byline: str | None = None


class _Feed(Record, frozen=True, kw_only=True):
    entries: tuple[_Entry, ...]
    publisher: str | None = None
    problem: str | None = None


def feed_pages(body: bytes, name: str) -> Iterator[Page | Quarantined]:
    """The entries of a feed as pages, or why it has none; parsed in a limited child, nothing fetched.

    Days are the local days of the feed. In a feed that was cut off the last entry is set aside.
    """
    try:
        feed = _parsed(body, name)
    except Quarantined as problem:
        yield problem
        return
    if not feed.entries:
        found = feed.problem or "no entry"
        yield Quarantined("syntax", name, f"expected an RSS or Atom feed with entries, found {found}")
        return
    cut = not _END.search(_narrow(body)[-1000:])
    for number, entry in enumerate(feed.entries, 1):
        place = f"{name}:{number}"
        if cut and number == len(feed.entries):
            yield Quarantined("syntax", place, "expected the feed to end, found it cut off within this last entry")
        else:
            yield _page(entry, feed.publisher, place)


def _parsed(body: bytes, name: str) -> _Feed:
    if b"<!ENTITY" in _narrow(body).upper():
        # a feed has no use for entities of its own; bombs and file reads begin with one
        raise Quarantined("syntax", name, "expected a feed, found an XML document that declares entities")
    _load_parser()
    answer = run_limited(_parse, body, where=name)
    try:
        return msgspec.json.decode(answer, type=_Feed)
    except msgspec.DecodeError as problem:
        raise Quarantined("syntax", name, f"its reader's answer was not whole: {problem}") from problem


def _narrow(body: bytes) -> bytes:
    """XML in two bytes a letter as its letters; what is looked for is ASCII."""
    return body.replace(b"\0", b"") if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else body


@functools.cache
def _load_parser() -> None:
    """The parser, loaded once before the first child is made."""
    import feedparser  # noqa: F401, PLC0415 - slow to load and only wanted for feeds


def _parse(body: bytes) -> bytes:
    """In the child: the bytes go to the parser as a stream, never as a name it could open."""
    import feedparser  # noqa: PLC0415 - loaded already; named here for the child

    feed = feedparser.parse(io.BytesIO(body))
    problem = feed.get("bozo_exception")
    told = _Feed(
        entries=tuple(_entry(entry) for entry in feed.entries),
        publisher=_words(feed.feed.get("title")),
        problem=" ".join(str(problem).split()) if problem else None,
    )
    return msgspec.json.encode(told)


def _entry(entry: Any) -> _Entry:
    parts = [*entry.get("content", []), entry.get("summary_detail") or {}]
    part = next((part for part in parts if (part.get("value") or "").strip()), None)
    link = entry.get("link") or ""
    return _Entry(
        markup=None if part is None else _markup(part),
        title=_words(entry.get("title")),
        # only addresses of pages; a feed can carry javascript: links
        url=link if link.startswith(("http://", "https://")) else None,
        published_at=_day(entry.get("published")),
        updated_at=_day(entry["updated"]) if "updated" in entry else None,
        byline=_words(entry.get("author")),
    )


def _markup(part: Any) -> str:
    """An entry's words as HTML; the blank lines of plain words part its paragraphs."""
    words = str(part["value"])
    if part.get("type") != "text/plain" and "<" in words:
        return words
    plain = words if part.get("type") == "text/plain" else html.unescape(words)
    return "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in plain.split("\n\n"))


def _words(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(stamp: Any) -> str | None:
    """The local day of a stamp as it is written: 23:30 in New York stays that day.

    >>> _day("Fri, 19 Dec 2014 23:30:00 -0500")
    '2014-12-19'
    """
    if not isinstance(stamp, str):
        return None
    if _ISO_DAY.match(stamp.strip()):
        return stamp.strip()[:10]
    try:
        return parsedate_to_datetime(stamp).date().isoformat()
    except (ValueError, TypeError):
        # a stamp in no known form tells no day
        return None


def _page(entry: _Entry, publisher: str | None, name: str) -> Page | Quarantined:
    if entry.markup is None:
        return Quarantined("empty", name, "expected an entry with a text, found none")
    title = html.escape(entry.title or "")
    page = f"<html><head><title>{title}</title></head><body><article>{entry.markup}</article></body></html>"
    return Page(
        name=name,
        media_type="text/html",
        # the words are UTF-8 now, whatever charset markup within them declares
        body=codecs.BOM_UTF8 + page.encode(),
        title=entry.title,
        url=entry.url,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        publisher=publisher,
        byline=entry.byline,
    )
