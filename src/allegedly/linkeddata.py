"""What a page says of itself in its head and linked data: headline, names, days, correction, captions."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PageFacts", "local_day", "read_facts", "remove_hidden", "shown_words"]

_STORIES = re.compile(r"Article$|Posting$|^Report$|^WebPage$")
# linked data nests articles in graphs a few deep; a page that hides them deeper hides them from us
_DEEPEST = 6
# a day is any day a page can be of: no clock is asked, and the first news pages are of the nineties
_FIRST_DAY, _LAST_DAY = "1990-01-01", "2100-01-01"
# a line with a stamp is short; days in longer paragraphs are the story's own
_LONGEST_STAMP = 80
# 10/11/2014 is a day of October in one country and of November in another
_OF_TWO_ORDERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/.-]?\d)")
# words a visitor does not see are no report: they may be there to be read by machines only
_UNSEEN = "//script|//style|//noscript|//template|//*[@hidden]"
_UNSEEN_STYLE = re.compile(r"display:none|visibility:hidden|opacity:0(?![.\d])|font-size:0(?![.\d])")
_BREAKS = frozenset(
    {"p", "div", "quote", "blockquote", "item", "li", "row", "tr", "lb", "br", "head", "h1", "h2", "h3", "list", "ul"}
)
_CELLS = frozenset({"cell", "td", "th"})


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


def read_facts(tree: Any) -> PageFacts:
    """The facts a page's tree states; linked data first, then its head, then days as htmldate finds them.

    The tree is left as it is; what it hides from a visitor gives no words.
    """
    linked = _linked(tree)
    named = dict(_ids(linked, 0))
    stories = sorted(_stories(linked, 0), key=lambda story: story.get("@type") == "WebPage")
    story = stories[0] if stories else {}
    published, updated = _days(tree, story)
    seen = copy.deepcopy(tree)
    remove_hidden(seen)
    publisher = ", ".join(_names(story.get("publisher"), named)) or _meta(tree, "og:site_name")
    writers = _names(story.get("author"), named) + _names(story.get("contributor"), named)
    return PageFacts(
        headline=_text(story.get("headline")) or _headline(seen, tree, publisher),
        byline=", ".join(dict.fromkeys(writers)) or _meta(tree, "author"),
        publisher=publisher,
        published_at=published,
        updated_at=updated,
        url=_address(story.get("url")) or _address(_meta(tree, "og:url")) or _canonical(tree),
        language=(tree.get("lang") or "").split("-")[0].casefold() or None,
        correction=_correction(story.get("correction")),
        captions=tuple(dict.fromkeys(_captions(seen))),
    )


def remove_hidden(tree: Any) -> None:
    """Takes out of a tree what no visitor sees: scripts, templates, and elements styled away."""
    styled = [
        element
        for element in tree.xpath("//*[@style]")
        if _UNSEEN_STYLE.search("".join(element.get("style").split()).casefold())
    ]
    for element in [*tree.xpath(_UNSEEN), *styled]:
        if element.getparent() is not None:
            element.drop_tree()


def shown_words(element: Any) -> str:
    """An element's words, blanks squeezed within lines; line breaks the page shows are kept."""
    from lxml import etree  # noqa: PLC0415 - loaded by the caller before the child is made

    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if part is not element:
            pieces.append("\n" if part.tag in _BREAKS else " " if part.tag in _CELLS else "")
        words = part.text if event == "start" else part.tail if part is not element else None
        # a line break in the source is a blank on the page
        pieces.append(" ".join((words or "").splitlines()))
    lines = "".join(pieces).split("\n")
    return "\n".join(squeezed for line in lines if (squeezed := " ".join(line.split())))


def _linked(tree: Any) -> list[Any]:
    """The linked data of a page; a script that is no JSON is given to extruct, which forgives some faults."""
    found: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            found.extend(_mended(script))
    return found


def _mended(script: Any) -> list[Any]:
    from extruct.jsonld import JsonLdExtractor  # noqa: PLC0415 - takes a second to load and is hardly ever wanted

    try:
        return list(JsonLdExtractor().extract_items(script))
    except (ValueError, RecursionError):
        # linked data that is no JSON says nothing; the page's own words remain
        return []


def _dicts(linked: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(linked, list):
        for entry in linked:
            yield from _dicts(entry, depth + 1)
    elif isinstance(linked, dict):
        yield linked
        yield from _dicts(linked.get("@graph"), depth + 1)


def _stories(linked: Any, depth: int) -> Iterator[dict[str, Any]]:
    for entry in _dicts(linked, depth):
        kinds = entry.get("@type")
        if any(
            isinstance(kind, str) and _STORIES.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield entry


def _ids(linked: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """What a graph names once and points to from elsewhere."""
    for entry in _dicts(linked, depth):
        if isinstance(entry.get("@id"), str) and "name" in entry:
            yield entry["@id"], entry["name"]


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: Any, named: dict[str, Any]) -> list[str]:
    if isinstance(value, list):
        return [name for entry in value for name in _names(entry, named)]
    if isinstance(value, dict):
        told = value.get("name") or named.get(str(value.get("@id")))
        return [name for entry in (told if isinstance(told, list) else [told]) if (name := _text(entry))]
    name = _text(value)
    return [name] if name else []


def _correction(value: Any) -> str | None:
    """The `correction` of schema.org: words, a CorrectionComment, or several."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_correction, value))) or None
    if isinstance(value, dict):
        return _text(value.get("text") or value.get("description"))
    return None if isinstance(value, str) and value.startswith("http") else _text(value)


def _headline(seen: Any, tree: Any, publisher: str | None) -> str | None:
    """The heading that the page's head names too, else the story's, else the first; else what the head says."""
    title = _text("".join(tree.xpath("//head/title//text()")))
    told = _meta(tree, "og:title") or title
    headings = [
        (" ".join(words.split()), bool(heading.xpath("ancestor::article|ancestor::main")))
        for heading in seen.iter("h1")
        if (words := shown_words(heading))
    ]
    headings.sort(key=lambda heading: (heading[0].casefold() not in (told or "").casefold(), not heading[1]))
    if headings:
        return headings[0][0]
    for mark in (" | ", " - ", " – ", " — "):
        if told and publisher and told.endswith(mark + publisher):
            return told.removesuffix(mark + publisher)
    return told


def _captions(seen: Any) -> Iterator[str]:
    for node in seen.iter("figcaption"):
        words = shown_words(node)
        if words and not node.xpath("ancestor::nav|ancestor::aside|ancestor::footer"):
            yield " ".join(words.split())


def _days(tree: Any, story: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    published, updated = local_day(story.get("datePublished")), local_day(story.get("dateModified"))
    if published and updated:
        return published, updated
    from htmldate import find_date  # noqa: PLC0415 - loaded by the caller before the child is made

    def shown(page: Any, *, first: bool) -> dt.date | None:
        # extensive search takes any number on the page for a date; a page that shows no day has none
        return local_day(
            find_date(page, original_date=first, extensive_search=False, min_date=_FIRST_DAY, max_date=_LAST_DAY)
        )

    bare = _without_the_story(tree)
    found, changed = shown(bare, first=True), shown(bare, first=False)
    if _takes_out_two_orders(bare):
        # a day is sure that the page shows without them too
        found = found if found == shown(bare, first=True) else None
        changed = changed if changed == shown(bare, first=False) else None
    published = published or found
    later = changed if changed and published and changed > published else None
    return published, updated or later


def _without_the_story(tree: Any) -> Any:
    """The tree without what carries days of its own: paragraphs, quotes, pictures and their addresses."""
    bare = copy.deepcopy(tree)
    # a headline's day is the story's too
    for element in bare.xpath("//p|//li|//blockquote|//figure|//img|//h1|//meta[contains(@property|@name, 'image')]"):
        is_stamp = element.tag in ("p", "li") and len("".join(element.itertext())) <= _LONGEST_STAMP
        if element.getparent() is not None and not (is_stamp and element.get("class")):
            element.drop_tree()
    for element in bare.iter():
        if len(element.text or "") > _LONGEST_STAMP:
            element.text = None
        if len(element.tail or "") > _LONGEST_STAMP:
            element.tail = None
    return bare


def _takes_out_two_orders(tree: Any) -> bool:
    """Takes out the dates that are two days, by what country reads them; whether there were any."""
    taken: list[str] = []

    def one_order(found: re.Match[str]) -> str:
        first, second = int(found[1]), int(found[3])
        if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
            return found[0]
        taken.append(found[0])
        return ""

    for element in tree.iter():
        for name, words in element.attrib.items():
            if (left := _OF_TWO_ORDERS.sub(one_order, words)) != words:
                element.set(name, left)
        element.text = _OF_TWO_ORDERS.sub(one_order, element.text or "")
        element.tail = _OF_TWO_ORDERS.sub(one_order, element.tail or "")
    return bool(taken)


def local_day(value: Any) -> dt.date | None:
    """The local day of an ISO date or time, as written: 23:30 in New York stays that day."""
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _meta(tree: Any, name: str) -> str | None:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return _text(str(found[0])) if found else None


def _canonical(tree: Any) -> str | None:
    return next((found for link in tree.xpath("//link[@rel='canonical']/@href") if (found := _address(link))), None)


def _address(value: Any) -> str | None:
    """A page's address; what is no web address is none."""
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None
