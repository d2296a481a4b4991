"""Whole days, weeks, months, quarters, seasons and years of the calendar, as first and last day with a TIMEX3 value."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from allegedly.model import Precision

__all__ = [
    "NOWHERE",
    "Frame",
    "Moment",
    "century_moment",
    "day_moment",
    "decade_moment",
    "holiday",
    "month_moment",
    "month_steps",
    "quarter_moment",
    "season_moment",
    "unit_moment",
    "week_moment",
    "weekend_moment",
    "year_moment",
]

_DAY = dt.timedelta(days=1)
_FIRST_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Moment(NamedTuple):
    """What an expression comes to: first and last day (None: not told or not to be computed) and its TIMEX3 value."""

    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision
    value: str


class Frame(NamedTuple):
    """What an expression leans on: the day of publication, the day, month and quarter told last, the tense around it.

    `ahead` is True where the tense tells that the happening is still to come, False where it is past, else None.
    `year` is the year that dates of an undated page share.
    """

    anchor: dt.date | None
    told: dt.date | None = None
    month: dt.date | None = None
    quarter: tuple[int, int] | None = None
    ahead: bool | None = None
    year: int | None = None


NOWHERE = Moment(None, None, "day", "XXXX-XX-XX")


def day_moment(day: dt.date, last: dt.date | None = None) -> Moment:
    """One day, or a run of days valued by its first.

    >>> day_moment(dt.date(2014, 12, 4)).value
    '2014-12-04'
    """
    return Moment(day, last or day, "day", day.isoformat())


def week_moment(day: dt.date) -> Moment:
    """The week from Monday to Sunday that holds a day.

    >>> week_moment(dt.date(2014, 12, 19)).value
    '2014-W51'
    """
    year, week, weekday = day.isocalendar()
    monday = _shifted(day, 1 - weekday)
    return Moment(monday, _shifted(monday, 6), "week", f"{year}-W{week:02d}")


def weekend_moment(day: dt.date) -> Moment:
    """The Saturday and Sunday of the week that holds a day."""
    week = week_moment(day)
    saturday = _shifted(week.earliest or day, 5)
    return Moment(saturday, _shifted(saturday, 1), "day", week.value + "-WE")


def month_moment(year: int, month: int) -> Moment:
    """A whole month.

    >>> month_moment(2012, 2).latest
    datetime.date(2012, 2, 29)
    """
    first = dt.date(year, month, 1)
    return Moment(first, _last_of_month(year, month), "month", f"{year:04d}-{month:02d}")


def quarter_moment(year: int, quarter: int) -> Moment:
    """Three months of a year, counted from January."""
    first = dt.date(year, 3 * quarter - 2, 1)
    return Moment(first, _last_of_month(year, 3 * quarter), "month", f"{year:04d}-Q{quarter}")


def season_moment(year: int, season: str) -> Moment:
    """Three months of a northern season; winter begins in December of its year.

    >>> season_moment(1998, "FA").earliest
    datetime.date(1998, 9, 1)
    """
    first = _FIRST_MONTHS[season]
    end_year, end_month = (year + 1, 2) if season == "WI" else (year, first + 2)
    return Moment(dt.date(year, first, 1), _last_of_month(end_year, end_month), "month", f"{year:04d}-{season}")


def year_moment(year: int, last: int | None = None) -> Moment:
    """A whole year, or a run of years valued by its first."""
    return Moment(dt.date(year, 1, 1), dt.date(last or year, 12, 31), "year", f"{year:04d}")


def decade_moment(decade: int) -> Moment:
    """Ten years; 199 is the 1990s.

    >>> decade_moment(199).latest
    datetime.date(1999, 12, 31)
    """
    return Moment(dt.date(decade * 10, 1, 1), dt.date(decade * 10 + 9, 12, 31), "decade", str(decade))


def century_moment(century: int) -> Moment:
    """A hundred years; 19 is the twentieth century."""
    return Moment(dt.date(century * 100, 1, 1), dt.date(century * 100 + 99, 12, 31), "decade", str(century))


def unit_moment(unit: str, step: int, day: dt.date) -> Moment:
    """The whole unit so many steps from the one that holds a day.

    >>> unit_moment("quarter", -1, dt.date(2015, 1, 9)).value
    '2014-Q4'
    """
    if unit in ("week", "fortnight"):
        return week_moment(_shifted(day, (7 if unit == "week" else 14) * step))
    if unit == "weekend":
        return weekend_moment(_shifted(day, 7 * step))
    if unit == "month":
        return month_moment(*month_steps(day, step))
    if unit == "quarter":
        year, month = month_steps(day, 3 * step)
        return quarter_moment(year, (month + 2) // 3)
    if unit == "decade":
        return decade_moment(day.year // 10 + step)
    return century_moment(day.year // 100 + step) if unit == "century" else year_moment(day.year + step)


def month_steps(day: dt.date, steps: int) -> tuple[int, int]:
    """Year and month so many months from the one that holds a day.

    >>> month_steps(dt.date(2015, 1, 31), -1)
    (2014, 12)
    """
    months = day.year * 12 + day.month - 1 + steps
    # the calendar has no year before 1
    return max(1, months // 12), months % 12 + 1


def holiday(name: str, year: int) -> dt.date:
    """A holiday's day in a year; Thanksgiving is the American one, the fourth Thursday of November.

    >>> holiday("thanksgiving", 2016)
    datetime.date(2016, 11, 24)
    """
    if name == "thanksgiving":
        first = dt.date(year, 11, 1)
        return _shifted(first, (3 - first.weekday()) % 7 + 21)
    month, day = {"christmas": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}[name]
    return dt.date(year, month, day)


def _last_of_month(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - _DAY


def _shifted(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)
