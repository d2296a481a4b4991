"""Years, decades, centuries, seasons and quarters: from a match of the grammar to what it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.times.found import STEPS
from allegedly.times.lexicon import company
from allegedly.times.meanings import Calendar, YearBack

if TYPE_CHECKING:
    from allegedly.times.found import Built, Found

__all__ = [
    "SEASONS",
    "century",
    "decade",
    "latest_quarter",
    "quarter",
    "season",
    "year",
    "year_ago",
    "year_end",
    "year_part",
    "year_range",
]

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
# what can only be counted, even after "the" and "in"
_NEVER_YEARS = frozenset(["hours", "hrs", "gmt", "people", "troops", "%"])
# "2013 was" is no plural, "2013 rounds" is
_SHORTEST_PLURAL = 3
_NO_DIGIT = re.compile(r"\D")
# the years of living memory and the next decades need no word that says they are years
_NEAR_YEARS = range(1900, 2050)
# after "the" the two centuries before are meant too: "the 1881 reform"
_OLD_YEARS = range(1700, 1900)
_OLD_YEAR_FOLLOWS = frozenset(["in", "since", "until", "from", "of", "by", "to", "during"])
_SEASON_VERB_GOES_ON = frozenset(["of", "in", "from", "to", "on"])
# "in her thirties" is an age
_AGES_FOLLOW = frozenset(["his", "her", "their"])


def year(found: Found) -> Built:
    """A year that its company shows to be one: "in 1998", "early 2015", "the 1991 uprising"."""
    value = found.year()
    alone = len(found.matched()) == 1
    if value is None or (alone and not _stands_as_year(found, value)):
        return None
    return "DATE", Calendar(year=value, edge=found.edge())


def _stands_as_year(found: Found, value: int) -> bool:
    """Whether a number of four digits is a year, by the word before it and what follows."""
    before = found.before()
    if before in company("no_year_follows") or (before and before[-1] in "$£€#"):
        return False
    counts = _is_count(found)
    if value not in _NEAR_YEARS:
        return before in _OLD_YEAR_FOLLOWS or (before == "the" and value in _OLD_YEARS and not counts)
    if before in company("year_follows"):
        return found.after().lower() not in _NEVER_YEARS
    return not counts


def _is_count(found: Found) -> bool:
    """Whether what follows a number is counted by it: "2000 rounds", "1950 people"."""
    after = found.after()
    small = after.islower() or after.isupper()
    plural = small and len(after) > _SHORTEST_PLURAL and after[-1] in "sS"
    return plural or after.lower() in company("counted")


def year_part(found: Found) -> Built:
    """The first six months of 2014, the last half of 1989."""
    count = 6 if found.word("half") else found.number("n") or 0
    nth = found.word("nth")
    if not 1 <= count <= 12 or nth not in ("first", "last", "second"):
        return None
    first, last, half = (1, count, 1) if nth == "first" else (13 - count, 12, 2)
    return "DATE", Calendar(year=found.number("year"), month=first, last_month=last, half=half)


def year_range(found: Found) -> Built:
    """1980-88, 2006-2010."""
    first, last = found.word("years").split("-")
    end = int(last) if len(last) == len(first) else int(first[:2] + last)
    return ("DATE", Calendar(year=int(first), last_year=end)) if end > int(first) else None


def decade(found: Found) -> Built:
    """The 1990s, the '80s, the nineties."""
    word = found.word("decade").replace(" ", "")
    digits = _NO_DIGIT.sub("", word)
    if digits and (int(digits) % 10 or (len(digits) == 2 and word[0].isdigit())):
        return None
    if not digits and found.before() in _AGES_FOLLOW:
        return None
    tens = int(digits) // 10 if digits else found.number("decade") or 0
    # '00s and '10s are this century's, '20s and on the last one's
    return "DATE", Calendar(decade=tens if tens > 99 else tens + (200 if tens < 2 else 190), edge=found.edge())


def century(found: Found) -> Built:
    """The 20th century."""
    value = found.number("century")
    return ("DATE", Calendar(century=value - 1, edge=found.edge())) if value and value > 1 else None


def season(found: Found) -> Built:
    """Last fall, the summer of 2017."""
    word = found.word("season")
    verb = found.after().lower() in _SEASON_VERB_GOES_ON and found.before() not in ("in", "during", "by")
    if verb and word in ("fall", "spring") and not found.word("which") and not found.year():
        return None
    return "DATE", Calendar(
        season=SEASONS[word],
        year=found.year(),
        year_step=STEPS.get(found.word("step")),
        edge=found.edge(),
        which=found.which(),
    )


def quarter(found: Found) -> Built:
    """The third quarter, the 1988 second quarter, this year's first quarter."""
    value = found.number("quarter")
    if not value or value > 4:
        return None
    years = [int(token.word) for token in found.matched() if token.name == "YEAR"]
    return "DATE", Calendar(quarter=value, year=years[0] if years else None, year_step=STEPS.get(found.word("step")))


def latest_quarter(_found: Found) -> Built:
    """The latest quarter: the one told last."""
    return "DATE", YearBack(years=0)


def year_ago(_found: Found) -> Built:
    """The year-ago quarter, year-earlier results."""
    return "DATE", YearBack(years=1)


def year_end(_found: Found) -> Built:
    """Year-end."""
    return "DATE", Calendar(holiday="new year's eve")
