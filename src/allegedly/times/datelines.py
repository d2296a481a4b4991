"""The date a page is stamped with in its own words, when nobody gave it one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.times.line import resolve
from allegedly.times.meanings import Calendar, TimeWords
from allegedly.times.spans import Frame
from allegedly.times.words import find_time_words

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["dateline"]

# a stamp stands in the first lines of a report: headline, byline, date
_REACH = 400
_IN_SENTENCE = re.compile(
    r"\b(?:on|of|in|the|since|before|after|until|till|by|from|between|and|to|for|born|died|dated|late|early|during)"
    r"\s{0,3}(?:the\s{1,3})?$",
    re.IGNORECASE,
)
# "This story is from March 7, 2002"
_STORY_FROM = re.compile(
    r"\b(?:story\s{1,3}is\s{1,3}from|(?:published|posted|updated|filed)(?:\s{1,3}on)?)\W{0,3}$", re.IGNORECASE
)
_GOES_ON = re.compile(r"\s{0,3}(?:$|[\n:|)(–—/\[-]|[A-Z]|\d{1,2}:|at\s\d|updated|\.\s{0,2}\n|\w{1,20}:)")
_WORDS_BEFORE = 30


def dateline(text: str) -> dt.date | None:
    """The full date in a report's first lines that stands by itself, when there is one.

    >>> dateline("PORT AMBA, March 7, 2002: Two men were shot.")
    datetime.date(2002, 3, 7)
    """
    for words in find_time_words(text, 0, min(len(text), _REACH)):
        on = words.meaning
        if isinstance(on, Calendar) and on.year and on.day and _stamps(text, words):
            return resolve(on, Frame(None)).earliest
    return None


def _stamps(text: str, words: TimeWords) -> bool:
    """Whether a full date stands by itself, as a stamp does, and not in a sentence."""
    before = text[max(0, words.start - _WORDS_BEFORE) : words.start]
    if _STORY_FROM.search(before):
        return True
    return not _IN_SENTENCE.search(before) and bool(_GOES_ON.match(text, words.end))
