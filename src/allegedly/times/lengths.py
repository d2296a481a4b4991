"""Lengths of time and repetitions: three days, the past two weeks, every month, daily."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.times.found import PARTS, iso_length
from allegedly.times.lexicon import MONTHS, company
from allegedly.times.meanings import Beside, Lasting, Repeated, Rolling, Shift
from allegedly.times.years import SEASONS

if TYPE_CHECKING:
    from allegedly.times.found import Built, Found

__all__ = ["a_unit", "bare_units", "daily", "lasting", "repeated", "rolling", "rolling_each"]

# what stands before "a year" where it means every year
_MONEY = re.compile(
    r"(?:[$£€]\s?[\d.,]{1,12}|million|billion|percent|%|\d|times|once|twice|tons|cents)\W{0,3}$", re.IGNORECASE
)
_MONEY_REACH = 14
_DAILY = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "yearly": "P1Y",
    "annually": "P1Y",
    "hourly": "PT1H",
}
_HALVES = {"year": "P6M", "hour": "PT30M", "day": "PT12H"}
# an amount beyond this is no length of time anybody reports
_LONGEST = 100_000
# where "a day" is a length and not a manner of speaking
_DAY_FOLLOWS = frozenset(["for", "in", "within", "after", "over", "than"])
_UNIT_GOES_ON = frozenset(["of", "old", "when", "by"])
_UNITS_GO_ON = frozenset(["of", "long", "after", "before", "ahead"])
_UNCOUNTED_UNITS = frozenset(["second", "minute", "quarter", "night", "weekend", "season"])


def lasting(found: Found) -> Built:
    """Three days, a two-hour meeting, more than four hours, two to three weeks; no ages."""
    name, amount = found.unit(), found.amount() if found.word("n") else None
    if _is_age(found, name) or (name == "quarter" and found.after() == "of") or (amount or 0) > _LONGEST:
        return None
    if found.word("half") == "half":
        return "DURATION", Lasting(length=_HALVES.get(name, "PXX"))
    half = "half" in found.word("rest") + found.word("half") or any(
        token.name == "FRACTION" for token in found.matched()
    )
    return "DURATION", Lasting(length=iso_length(name, amount, half=half))


def _is_age(found: Found, name: str) -> bool:
    """Whether the years are somebody's: "27 years old", "a 27-year-old man"."""
    tail = found.text[found.end : found.end + len(" -old")].lower()
    return name == "year" and (found.word("rest").endswith("old") or tail.lstrip(" -\n").startswith("old"))


def a_unit(found: Found) -> Built:
    """A week is a length; "a year" after money is a repetition."""
    name = found.unit()
    if name in ("second", "night", "quarter", "weekend") or (
        name != "hour" and any(token.word == "an" for token in found.matched())
    ):
        return None
    if _is_age(found, name) or found.after() in _UNIT_GOES_ON:
        return None
    quantified = bool(found.word("quant") or found.word("rest"))
    if not quantified and _MONEY.search(found.text, max(0, found.start - _MONEY_REACH), found.start):
        return "SET", Repeated(value=iso_length(name, 1))
    if name == "day" and not quantified and found.before() not in _DAY_FOLLOWS:
        return None
    return "DURATION", Lasting(length=iso_length(name, 1, half="half" in found.word("rest")))


def bare_units(found: Found) -> Built:
    """For years, within weeks, decades of war."""
    name = found.unit()
    if name in _UNCOUNTED_UNITS:
        return None
    if found.before() not in company("length_follows") and found.after() not in _UNITS_GO_ON:
        return None
    # decades of unknown number are years of unknown number
    return "DURATION", Lasting(length=iso_length(name, None))


def rolling(found: Found) -> Built:
    """The past three days, the next two weeks, recent months."""
    name, which = found.unit(), found.word("which")
    amount = found.amount() if found.word("n") else None if found.word("unit").endswith("s") else 1
    if which == "recent":
        length = iso_length("month" if name == "quarter" else name, None)
        return "DURATION", Rolling(unit=name, amount=None, length=length)
    if not found.word("n") and (which == "following" or (name == "day" and which == "next")):
        return ("DATE", Beside(unit=name, step=1)) if amount == 1 else None
    ahead = which in ("next", "coming", "upcoming", "following") or bool(found.word("ahead"))
    if amount == 1 and not found.word("n") and ahead:
        return "DATE", Shift(unit=name, step=1)
    return "DURATION", Rolling(unit=name, amount=amount, length=iso_length(name, amount), ahead=ahead)


def rolling_each(found: Found) -> Built:
    """Each of the past three years."""
    amount = found.number("n")
    return "DURATION", Rolling(unit=found.unit(), amount=amount, length=iso_length(found.unit(), amount))


def repeated(found: Found) -> Built:
    """Every day, each month, every two weeks, per year."""
    word = found.word("unit")
    if word in MONTHS:
        return "SET", Repeated(value=f"XXXX-{MONTHS[word]:02d}")
    if word in SEASONS:
        return "SET", Repeated(value=f"XXXX-{SEASONS[word]}")
    if word in PARTS:
        return "SET", Repeated(value=f"XXXX-XX-XXT{PARTS[word].removeprefix('T')}")
    amount = 2 if found.word("other") else found.number("n") or 1
    return "SET", Repeated(value=iso_length(found.unit(), amount))


def daily(found: Found) -> Built:
    """Daily, weekly, annually; not the Daily News."""
    token = found.matched()[0]
    if found.text[token.start].isupper() and (found.after()[:1].isupper() or found.before()):
        return None
    return "SET", Repeated(value=_DAILY[token.word])
