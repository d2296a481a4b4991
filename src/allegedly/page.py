"""A page becomes an article: its text laid down once, every part of it labelled, its dates read but never guessed."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.corrections import find_notices
from allegedly.encodings import decode_text
from allegedly.errors import Quarantined
from allegedly.furniture import byline_of
from allegedly.language import language_of
from allegedly.model import Article, Notice, Page, Zone
from allegedly.posts import read_post_date
from allegedly.zones import label_zones

if TYPE_CHECKING:
    from allegedly.markup import Block, Markup

__all__ = ["lay_down"]

# the first 16 hex digits of the hash of the bytes are the article's id when none is given (64 bits)
_ID_DIGITS = 16
# the longest reports have a third of this; a coder's work grows with the square of a text's length
_LONGEST_TEXT = 300_000
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\.?,?\s\d{{4}}|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{4}-\d\d-\d\d)"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s)"
_CLOCK = r"(?:\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?,?\s)"
# "Published: December 19, 2014" names itself; in brackets it dates a picture
_NAMED_STAMP = re.compile(
    r"(?<![(\w])(?P<word>published|posted|first\spublished|date|updated|last\s(?:updated|modified)|modified)"
    rf"(?:\s(?:on|at))?\s?(?P<mark>[:|@–—-]?)\s{{0,2}}"
    rf"{_CLOCK}?{_WEEKDAY}?(?P<day>{_DAY})\b",
    re.IGNORECASE,
)
# a day alone on its line, with no more than a clock or a name after it
_LINE_STAMP = re.compile(
    rf"^[ \t*|–—-]{{0,4}}{_WEEKDAY}?(?P<day>{_DAY})(?:[T\s,|@–—-]{{1,4}}(?:at\s)?\d{{1,2}}[:.]\d\d.{{0,20}}"
    rf"|\s?[|–—]\s?[^.]{{0,40}})?[ \t.]{{0,4}}\r?$",
    re.IGNORECASE | re.MULTILINE,
)
# what a dateline has between its place and its dash
_DATELINE = re.compile(
    rf"^[A-Z][\w.,’' -]{{1,60}}?,\s(?:{_WEEKDAY})?(?P<day>{_DAY})\s?(?:\([\w /-]{{1,30}}\)\s?)?(?:--?|–|—)\s",
    re.IGNORECASE | re.MULTILINE,
)
# stamps and datelines stand at the top; below that a date line is part of the story
_TOP = 1500
# after the day a stamp has at most a clock, a zone and a name
_LONGEST_TAIL = 60


def lay_down(page: Page, *, published_at: dt.date | None = None) -> Article:
    """The article of a page; given plain text, that exact string is its text.

    A page that names no day of publication gets `published_at`; there is no other default. Raises Quarantined
    (empty, binary, encoding, too_large, language, or what the HTML reader found).
    """
    if page.media_type == "text/html":
        return _from_markup(page, published_at)
    text = decode_text(page.body, where=page.name)
    _refuse_no_report(text, page.name)
    notices = find_notices(text)
    zones = label_zones(text, title=page.title, notices=notices)
    return _article(
        page, text, zones, notices, published_at=_given_day(page.published_at) or published_at or _stamped(text)
    )


def _refuse_no_report(text: str, name: str) -> None:
    if not text.strip():
        raise Quarantined("empty", name, "expected a report, found no words")
    if len(text) > _LONGEST_TEXT:
        raise Quarantined(
            "too_large", name, f"expected a report of at most {_LONGEST_TEXT:,} characters, found more; split it up"
        )


def _article(
    page: Page, text: str, zones: tuple[Zone, ...], notices: tuple[Notice, ...], *, published_at: dt.date | None
) -> Article:
    language = language_of(" ".join(text[zone.start : zone.end] for zone in zones if zone.label != "furniture"))
    if language not in (None, "en"):
        raise Quarantined(
            "language", page.name, f"expected an English report, found {language}; only English is read now"
        )
    headline = next((text[zone.start : zone.end] for zone in zones if zone.label == "headline"), None)
    printed = (text[zone.start : zone.end] for zone in zones if zone.label == "furniture")
    byline = next((name for line in printed if (name := byline_of(line))), None)
    return Article(
        id=page.id or page.sha256[:_ID_DIGITS],
        text=text,
        zones=zones,
        title=page.title or (" ".join(headline.split()) if headline else None),
        published_at=published_at,
        updated_at=_given_day(page.updated_at) or _updated(text),
        url=page.url,
        publisher=page.publisher,
        byline=page.byline or byline,
        language=language,
        notices=tuple(notice for notice in notices if not _is_posted(notice, zones)),
    )


def _is_posted(notice: Notice, zones: tuple[Zone, ...]) -> bool:
    """Whether somebody else's post says it: "UPDATE: the road is open" in a post is no notice of the outlet."""
    start = notice.evidence.start
    return any(zone.label == "embedded_post" and zone.start <= start < zone.end for zone in zones)


def _given_day(words: str | None) -> dt.date | None:
    """A day as a program gives it: the local day of an ISO date or time, or a day in words; else None."""
    if not words:
        return None
    try:
        return dt.date.fromisoformat(words.strip()[:10])
    except ValueError:
        return read_post_date(words)


def _stamped(text: str) -> dt.date | None:
    """The full day that a stamp or dateline at the top of a text shows; a day without a year is none.

    A digest of many days has a day on many lines; none of them is the day it was published.
    """
    for match in _NAMED_STAMP.finditer(text[:_TOP]):
        if _is_stamp(text, match) and not _tells_update(match):
            return _given_day(match["day"])
    days = {_given_day(match["day"]) for match in _LINE_STAMP.finditer(text)}
    if len(days) == 1 and _LINE_STAMP.search(text[:_TOP]):
        return days.pop()
    dateline = _DATELINE.search(text[:_TOP])
    return _given_day(dateline["day"]) if dateline and len(days) <= 1 else None


def _updated(text: str) -> dt.date | None:
    """The last day that an "Updated" stamp shows, at the top of a text or below it."""
    stamps = (it for it in _NAMED_STAMP.finditer(text) if _tells_update(it) and _is_stamp(text, it))
    return max((day for it in stamps if (day := _given_day(it["day"]))), default=None)


def _is_stamp(text: str, found: re.Match[str]) -> bool:
    """Whether the page says it of itself: with a colon, or on a line of its own; "the report published on" is prose."""
    line_start = text.rfind("\n", 0, found.start()) + 1
    line_end = text.find("\n", found.end())
    rest = text[found.end() : line_end if line_end >= 0 else len(text)]
    if not text[line_start : found.start()].strip(" \t*_|–—-"):
        return len(rest) <= _LONGEST_TAIL and "." not in rest.strip(" .\r")
    return found["mark"] == ":" and found.start() < _TOP


def _tells_update(stamp: re.Match[str]) -> bool:
    return stamp["word"].casefold().endswith(("updated", "modified"))


def _from_markup(page: Page, published_at: dt.date | None) -> Article:
    from allegedly.markup import read_html  # noqa: PLC0415 - the HTML libraries are slow to load and often not needed

    markup = read_html(page.body, where=page.name)
    text, zones = _joined(markup)
    _refuse_no_report(text, page.name)
    notices = find_notices(text)
    told = msgspec.structs.replace(
        page,
        title=page.title or markup.title,
        url=page.url or markup.url,
        publisher=page.publisher or markup.publisher,
        byline=page.byline or markup.byline,
        updated_at=page.updated_at or (markup.updated_at.isoformat() if markup.updated_at else None),
    )
    day = _given_day(page.published_at) or markup.published_at or published_at or _stamped(text)
    return _article(told, text, _relabelled(text, zones, told.title, notices), notices, published_at=day)


def _joined(markup: Markup) -> tuple[str, list[tuple[Block, int, int]]]:
    """The blocks of a page as one text, a blank line between two, with where each stands."""
    blocks = [block for block in markup.blocks if block.text.strip()]
    text, placed = "", []
    for block in blocks:
        start = len(text)
        text += block.text + "\n\n"
        placed.append((block, start, start + len(block.text)))
    return text.rstrip(), placed


def _relabelled(
    text: str, placed: list[tuple[Block, int, int]], title: str | None, notices: tuple[Notice, ...]
) -> tuple[Zone, ...]:
    """Zones as the markup tells them; its bare paragraphs are looked at as plain text is."""
    by_words = sorted(label_zones(text, title=title, notices=notices), key=lambda zone: zone.start)
    starts = [zone.start for zone in by_words]
    zones: list[Zone] = []
    for block, start, end in placed:
        first = start + len(block.text) - len(block.text.lstrip())
        last = end - (len(block.text) - len(block.text.rstrip()))
        if block.kind in ("headline", "quotation", "embedded_post", "caption", "furniture", "correction"):
            zones.append(
                Zone(label=block.kind, start=first, end=last, author=block.author, handle=block.handle, date=block.date)
            )
            continue
        # looked up rather than looked for: a page built to be slow has 10,000 blocks
        among = by_words[bisect.bisect_left(starts, first) : bisect.bisect_right(starts, last)]
        inside = [zone for zone in among if zone.end <= last]
        zones += [
            msgspec.structs.replace(zone, label="body") if zone.label == "headline" and zones else zone
            for zone in inside
        ] or [Zone(label="body", start=first, end=last)]
    return tuple(zones)
