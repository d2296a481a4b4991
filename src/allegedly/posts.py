"""Posts from social media that stand in a report's text without any markup: words, dash, author, handle, date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["PostSign", "find_post_sign", "post_start", "read_post_date"]

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DATE = rf"(?:{_MONTH}\s?\d{{1,2}},?\s?\d{{4}}|\d{{1,2}}\s?{_MONTH}\s?\d{{4}})"
_NETWORK = r"(?:Telegram|Facebook|Twitter|X|Instagram|VKontakte|VK|YouTube|TikTok|WhatsApp|Weibo|Truth\sSocial|Threads|Bluesky|Mastodon)"
_CLOCK = r"(?:\d{1,2}:\d\d\s?(?:[AP]M)?[\s,·-]{0,4})?"
# "— Charlie Winter (@charliewinter)December 19, 2014", the form in which embedded posts are scraped
_SIGN = re.compile(
    rf"(?:[—–―]|(?:^|\s)--?)\s{{0,3}}(?P<author>[^()@\n—–]{{1,60}}?)\s{{0,3}}"
    rf"(?:\((?P<handle>@[\w.]{{1,30}}|t\.me/\w{{1,40}}|(?:facebook|fb)\.com/[\w.]{{1,50}}|vk\.com/[\w.]{{1,50}})\)|,?\s(?:on|via)\s{_NETWORK}\b|\((?:on\s|via\s)?{_NETWORK}\))"
    rf"[\s,·•|-]{{0,6}}{_CLOCK}(?P<date>{_DATE})?\s{{0,3}}$",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s?(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s?(?P<year>\d{4})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s?(?P<month>[A-Za-z]{3,9})\.?,?\s?(?P<year>\d{4})")
# Twitter doubled the length of a post on 7 November 2017; links and pictures add to what is scraped
_LONGER_FROM = dt.date(2017, 11, 7)
_SHORT, _LONG, _LINKS = 140, 280, 60
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?…])[\"”’]?\s{1,3})(?=[A-Z0-9@#\"“.])")


@dataclass(frozen=True, slots=True)
class PostSign:
    """Who posted, as the page shows it; `start` is where the dash stands in the block."""

    start: int
    author: str
    handle: str | None
    date: dt.date | None


def find_post_sign(block: str) -> PostSign | None:
    """The signature at the end of a block of text, None when there is none.

    >>> find_post_sign("Shots near the bridge — Ada Lorne (@adalorne)May 3, 2016").handle
    '@adalorne'
    """
    match = _SIGN.search(block)
    if not match:
        return None
    return PostSign(
        start=match.start(),
        author=match["author"].strip(),
        handle=match["handle"],
        date=read_post_date(match["date"] or ""),
    )


def post_start(block: str, sign: PostSign) -> int:
    """Where a post begins in the block its signature ends: at its start, or where its network lets no post be longer.

    >>> block = "Police sealed the road. " * 20 + "Shots near the bridge — Ada Lorne (@adalorne)"
    >>> block[post_start(block, find_post_sign(block)) :].count("Police") < 13
    True
    """
    if not (sign.handle or "").startswith("@"):
        return 0
    longest = (_SHORT if sign.date and sign.date < _LONGER_FROM else _LONG) + _LINKS
    if sign.start <= longest:
        return 0
    starts = [start.end() for start in _SENTENCE_START.finditer(block, 0, sign.start)]
    within = [start for start in starts if sign.start - start <= longest - _LINKS]
    return within[0] if within else sign.start


def read_post_date(words: str) -> dt.date | None:
    """A full date as a post's stamp shows it; None when it is none, or no such day exists.

    >>> read_post_date("May 3, 2016")
    datetime.date(2016, 5, 3)
    """
    match = _MONTH_FIRST.search(words) or _DAY_FIRST.search(words)
    if not match:
        return None
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].casefold()[:3])), None)
    try:
        return dt.date(int(match["year"]), month or 0, int(match["day"]))
    except ValueError:
        return None
