"""What a page says of itself in its head and linked data: headline, names, days, correction, captions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PageFacts", "read_facts"]

_ARTICLES = (
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "BlogPosting",
    "AnalysisNewsArticle",
    "LiveBlogPosting",
    "WebPage",
)
# linked data nests articles in graphs a few deep; a page that hides them deeper hides them from us
_DEEPEST = 6


class PageFacts(Record, frozen=True, kw_only=True):
    """A page's own word on itself; days are local days as written, None when it writes none."""

    headline: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_at: dt.date | None = None
    updated_at: dt.date | None = None
    url: str | None = None
    language: str | None = None
    correction: str | None = None
    captions: tuple[str, ...] = ()


def read_facts(text: str) -> PageFacts:
    """The facts a page states; linked data first, then its head, then days as htmldate finds them in the markup."""
    import extruct  # noqa: PLC0415 - loaded by the caller before the child is made
    from lxml import html  # noqa: PLC0415

    tree = html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=html.HTMLParser(encoding="utf-8"))
    try:
        linked = extruct.extract(text, syntaxes=["json-ld"], errors="ignore").get("json-ld", [])
    except ValueError:
        # linked data that is no JSON says nothing; the page's own words remain
        linked = []
    story = next(_stories(linked, 0), {})
    published, updated = _days(text, story)
    return PageFacts(
        headline=_text(story.get("headline")) or _first(tree, "//h1//text()") or _meta(tree, "og:title"),
        byline=", ".join(_names(story.get("author")) + _names(story.get("contributor"))) or _meta(tree, "author"),
        publisher=", ".join(_names(story.get("publisher"))) or _meta(tree, "og:site_name"),
        published_at=published,
        updated_at=updated,
        url=_text(story.get("url")) or _meta(tree, "og:url"),
        language=(tree.get("lang") or "").split("-")[0].casefold() or None,
        correction=_correction(story.get("correction")),
        captions=tuple(
            words for node in tree.iter("figcaption") if (words := " ".join("".join(node.itertext()).split()))
        ),
    )


def _stories(linked: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(linked, list):
        for entry in linked:
            yield from _stories(entry, depth + 1)
    elif isinstance(linked, dict):
        kinds = linked.get("@type")
        if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield linked
        yield from _stories(linked.get("@graph"), depth + 1)


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for entry in value for name in _names(entry)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    name = _text(value)
    return [name] if name else []


def _correction(value: Any) -> str | None:
    """The `correction` of schema.org: words, a CorrectionComment, or several."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_correction, value))) or None
    if isinstance(value, dict):
        return _text(value.get("text") or value.get("description"))
    return None if isinstance(value, str) and value.startswith("http") else _text(value)


def _days(text: str, story: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    published, updated = _day(story.get("datePublished")), _day(story.get("dateModified"))
    if published and updated:
        return published, updated
    from htmldate import find_date  # noqa: PLC0415

    # extensive search takes any number on the page for a date; a page that shows no day has none
    found = find_date(text, original_date=True, extensive_search=False)
    changed = find_date(text, original_date=False, extensive_search=False) if not published else None
    published = published or _day(found)
    return published, updated or (_day(changed) if changed != found else None)


def _day(value: Any) -> dt.date | None:
    """The local day of an ISO date or time, as written: 23:30 in New York stays that day."""
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _first(tree: Any, path: str) -> str | None:
    return _text(" ".join(tree.xpath(path)[:20]))


def _meta(tree: Any, name: str) -> str | None:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return _text(str(found[0])) if found else None
