"""Posts from social media that stand in a report's text without any markup: words, dash, author, handle, date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["PostSign", "find_post_sign", "read_post_date"]

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
# "— Charlie Winter (@charliewinter)December 19, 2014", the form in which embedded posts are scraped
_SIGN = re.compile(
    rf"(?:[—–―]|(?:^|\s)--?)\s{{0,3}}(?P<author>[^()@\n—–]{{1,60}}?)\s{{0,3}}\((?P<handle>@\w{{1,30}}|t\.me/\w{{1,40}})\)[\s,·•|-]{{0,6}}(?P<date>{_DATE})?\s{{0,3}}$",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s?(?P<day>\d{1,2}),?\s?(?P<year>\d{4})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s?(?P<month>[A-Za-z]{3,9})\.?\s?(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class PostSign:
    """Who posted, as the page shows it; `start` is where the dash stands in the block."""

    start: int
    author: str
    handle: str
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
