"""Days and months: from a match of the grammar to the calendar places it names."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from allegedly.times.found import STEPS, timed
from allegedly.times.lexicon import MONTHS, WEEKDAYS, company
from allegedly.times.meanings import Calendar, Either, Repeated

if TYPE_CHECKING:
    from allegedly.times.found import Built, Found

__all__ = ["calendar", "holiday", "iso_date", "month", "repeated_weekday", "slashed_date", "weekday", "weekday_of_week"]

_SEPARATOR = re.compile(r"[/.-]")
_NO_DIGIT = re.compile(r"\D")
# what follows "14 may" and "2 march" where they are verbs
_VERB_GOES_ON = frozenset(["have", "be", "not", "on", "to", "also", "still"])
_DOUBTFUL_MONTHS = frozenset(["may", "march", "mar", "jan"])
_EACH_PART = frozenset(["mornings", "afternoons", "evenings", "nights"])


def iso_date(found: Found) -> Built:
    """2014-12-04, and 2014/12/04 as addresses of pages have it."""
    year, month, day = (int(piece) for piece in _SEPARATOR.split(found.matched()[0].word))
    return ("DATE", Calendar(year=year, month=month, day=day)) if _real(year, month, day) else None


def slashed_date(found: Found) -> Built:
    """25/12/2014 is one day; 10/11/2014 is two, and both are kept."""
    first, second, year = (int(piece) for piece in _SEPARATOR.split(found.matched()[0].word))
    # two digits: 69-99 are the last century's, as in the POSIX standard
    year += 0 if year > 99 else 1900 if year > 68 else 2000
    candidates = sorted({day for day in (_real(year, first, second), _real(year, second, first)) if day})
    if not candidates:
        return None
    if len(candidates) == 1:
        return "DATE", Calendar(year=year, month=candidates[0].month, day=candidates[0].day)
    return "DATE", Either(candidates=(candidates[0], candidates[1]))


def _real(year: int, month: int, day: int) -> dt.date | None:
    fits = year > 0 and 1 <= month <= 12 and 1 <= day <= _month_length(month, year)
    return dt.date(year, month, day) if fits else None


def _month_length(month: int, year: int | None) -> int:
    # without a year the 29th of February may exist
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return 29 if month == 2 and leap else 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def calendar(found: Found) -> Built:
    """A month and a day, with or without weekday, year and time: "Friday, 4 December 2014"."""
    month = MONTHS[found.word("month")]
    day, last_day = _days(found)
    year = found.year() or _short_year(found)
    if year is None and found.word("short"):
        return None
    if not 1 <= day <= _month_length(month, year) or (last_day and last_day > _month_length(month, year)):
        return None
    if found.word("month") in ("may", "march") and _is_verb(found):
        return None
    clock = found.clock()
    return timed(None, clock), Calendar(
        year=year,
        year_step=STEPS.get(found.word("step")),
        month=month,
        day=day,
        last_day=last_day,
        weekday=WEEKDAYS.get(found.word("weekday")),
        clock=clock,
        which=found.which(),
    )


def _days(found: Found) -> tuple[int, int | None]:
    if found.word("days"):
        first, until = (int(piece) for piece in found.word("days").split("-"))
        return first, until if until > first else None
    day, last = found.number("day") or 0, found.number("lastday")
    return day, last if last and last > day else None


def _short_year(found: Found) -> int | None:
    """The "90" of "7 April 90", when no word follows that it could count."""
    if not found.word("short") or found.after()[:1].isalpha():
        return None
    value = int(_NO_DIGIT.sub("", found.word("short")) or 0)
    if value > 99:
        return None
    # the wire's two digits: 30-99 are the last century's
    return value + (1900 if value >= 30 else 2000)


def _is_verb(found: Found) -> bool:
    """Whether "may" or "march" beside a number is the verb: "14 may have died", "the 2 march on"."""
    return not found.capital("month") and found.after().lower() in _VERB_GOES_ON


def month(found: Found) -> Built:
    """A month with or without a year: "mid-November", "last May", "June 1998", "June last year"."""
    word, edge = found.word("month"), found.edge()
    if edge in ("earlier", "later"):
        return None
    marked = found.year() or found.word("step") or found.word("which") or found.word("edge")
    if word in _DOUBTFUL_MONTHS and not (found.capital("month") and (marked or _stands_as_month(found))):
        return None
    return "DATE", Calendar(
        year=found.year(),
        year_step=STEPS.get(found.word("step")),
        month=MONTHS[word],
        edge=edge,
        which=found.which(),
    )


def _stands_as_month(found: Found) -> bool:
    """Whether "May" or "March" follows a preposition and does not go on as a name, as in "of March Street"."""
    after = found.after()
    named = after[:1].isupper() and after[1:2].islower() and after.lower() not in MONTHS
    return found.before() in company("month_follows") and not named


def weekday(found: Found) -> Built:
    """Friday, last Friday, Friday night, 5 p.m. Friday."""
    part, clock, day = found.part(), found.clock(), WEEKDAYS[found.word("weekday")]
    if found.word("part") in _EACH_PART:
        return "SET", Repeated(value=f"XXXX-WXX-{day + 1}T{part}")
    if found.capital("weekday") and found.after() in company("papers"):
        return None
    on = Calendar(weekday=day, part=part, clock=clock, which=found.which(), edge=found.edge())
    return timed(part, clock), on


def weekday_of_week(found: Found) -> Built:
    """Tuesday of last week, Friday night this week."""
    if found.word("unit") != "week":
        return None
    part, step = found.part(), STEPS.get(found.word("step"))
    return timed(part, None), Calendar(weekday=WEEKDAYS[found.word("weekday")], part=part, week_step=step)


def repeated_weekday(found: Found) -> Built:
    """Every Friday, Tuesdays."""
    part = found.part()
    value = f"XXXX-WXX-{WEEKDAYS[found.word('weekday')] + 1}"
    return "SET", Repeated(value=value + (f"T{part}" if part else ""))


def holiday(found: Found) -> Built:
    """Thanksgiving, Christmas, New Year's Eve."""
    word = " ".join(found.word("holiday").split())
    name = "new year's eve" if "eve" in word else "new year's day" if word.startswith("new") else word
    return "DATE", Calendar(holiday=name, year=found.number("year"), which=found.which())
