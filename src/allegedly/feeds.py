"""RSS and Atom files: each entry is a page with the feed's own word on its title, address and day."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

from allegedly.errors import Quarantined
from allegedly.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["feed_pages"]


def feed_pages(body: bytes, name: str) -> Iterator[Page | Quarantined]:
    """The entries of a feed as pages; the bytes go to the parser as a stream, never as a name it could open."""
    if b"<!ENTITY" in body[:100_000].upper():
        # a feed has no use for entities of its own; bombs and file reads begin with one
        yield Quarantined("syntax", name, "expected a feed, found an XML document that declares entities")
        return
    import feedparser  # noqa: PLC0415 - slow to load and only wanted for feeds

    feed = feedparser.parse(io.BytesIO(body))
    if not feed.entries:
        found = feed.get("bozo_exception")
        yield Quarantined("syntax", name, f"expected an RSS or Atom feed with entries, found {found or 'no entry'}")
        return
    for number, entry in enumerate(feed.entries, 1):
        yield _page(entry, feed.feed.get("title"), f"{name}:{number}")


def _page(entry: Any, publisher: str | None, name: str) -> Page | Quarantined:
    content = next((part.value for part in entry.get("content", []) if part.get("value")), None) or entry.get("summary")
    if not content or not content.strip():
        return Quarantined("empty", name, "expected an entry with a text, found none")
    markup = content if "<" in content else f"<p>{content}</p>"
    day, changed = entry.get("published_parsed"), entry.get("updated_parsed")
    title = entry.get("title")
    head = f"<html><head><title>{title or ''}</title></head><body><article>{markup}</article></body></html>"
    link = entry.get("link")
    return Page(
        name=name,
        media_type="text/html",
        body=head.encode(),
        title=title or None,
        # only addresses of pages; a feed can carry javascript: links
        url=link if link and link.startswith(("http://", "https://")) else None,
        published_at=time.strftime("%Y-%m-%d", day) if day else None,
        updated_at=time.strftime("%Y-%m-%d", changed) if changed else None,
        publisher=publisher or None,
        byline=entry.get("author") or None,
    )
