"""The rarest words of a report: by these two reports of one happening know each other."""

from __future__ import annotations

import functools
import importlib.resources
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from allegedly.names.words import tells_nothing
from allegedly.segment import UNREAD

if TYPE_CHECKING:
    from allegedly.model import Article

__all__ = ["RAREST", "picture", "rarity", "words_in"]

# a word the table does not list stands in fewer than one report of 700; two such words are told apart by nothing
RAREST = 10
# with 60 words nothing is won, with 25 a point of CoNLL F1 is lost; a telling is to be kept in about 600 bytes
_WORDS = 36
# a word in every second report tells nothing; one in every fourth tells little and would crowd out the others
_LEAST = 3
# what stands in the headline is what the report is about
_HEADLINE = 3
# a name with its hyphen is one word; figures count only in ages ("19-year-old"), as pages are full of other figures
_WORD = re.compile(r"[^\W\d_]{2,30}(?:['’-][^\W\d_]{2,30}){0,3}|\d{1,2}-(?:year|month)-old")
# a page that repeats its menu says the same word again and again
_MOST_TIMES = 9
_OWNED = ("'s", "’s")


def words_in(text: str) -> list[str]:
    """The words of a text as they are written, without a possessive 's; ages such as "19-year-old" are words.

    >>> words_in("Sarah's 19-year-old son left Kettle Creek in 2014.")
    ['Sarah', '19-year-old', 'son', 'left', 'Kettle', 'Creek', 'in']
    """
    return [word[:-2] if word.endswith(_OWNED) else word for word in _WORD.findall(text)]


def rarity(word: str) -> int:
    """How rare a word is in reports: n means about one report of 2 to the power n holds it, 10 is the rarest.

    Counted over the training reports (training/word_rarity.py), as the commoner of world news and local crime news.

    >>> rarity("the"), rarity("Ostrava")
    (0, 10)
    """
    return _table().get(word.casefold(), RAREST)


def picture(article: Article) -> tuple[str, ...]:
    """The words by which a report is known, the most telling first: rare ones, and those it says again and again.

    At most 36; a word the report mostly writes with a capital keeps it. Furniture and correction notices are not read.
    """
    said: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for zone in article.zones:
        if zone.label in UNREAD:
            continue
        text = article.text[zone.start : zone.end]
        # a headline may write every word with a capital, old wires wrote all their copy in them
        tells_names = zone.label != "headline" and not tells_nothing(text)
        for word in words_in(text):
            said[word.casefold()] += _HEADLINE if zone.label == "headline" else 1
            if not tells_names:
                capitals[word.casefold()] += zone.label != "headline" and rarity(word) == RAREST
            else:
                capitals[word.casefold()] += 1 if word[0].isupper() else -1
    weighed = {word: _weight(rarity(word), times) for word, times in said.items() if rarity(word) >= _LEAST}
    chosen = sorted(weighed, key=lambda word: (-weighed[word], word))[:_WORDS]
    return tuple(word[0].upper() + word[1:] if capitals[word] > 0 else word for word in chosen)


def _weight(rare: int, times: int) -> float:
    """How telling a word is: said four times it tells as much as one of twice its rarity said once."""
    return rare * math.sqrt(min(times, _MOST_TIMES))


@functools.cache
def _table() -> dict[str, int]:
    """Rarity by word; each line of the table is one step: `3: words that one report of eight holds`."""
    listed = importlib.resources.files("allegedly").joinpath("data/word_rarity.txt").read_text(encoding="utf-8")
    table: dict[str, int] = {}
    for line in listed.splitlines():
        step, _, words = line.partition(":")
        if step.isdigit():
            table.update(dict.fromkeys(words.split(), int(step)))
    return table
