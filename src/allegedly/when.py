"""Days and intervals in words a reader uses: "4 December 2014", "December 2014", "since 1 May 2018"."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.model import TimeInterval

__all__ = ["day_in_words", "days_in_words", "time_in_words"]

# written out: the calendar module's names follow the reader's locale
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_in_words(day: dt.date) -> str:
    """A day as newspapers write it.

    >>> import datetime
    >>> day_in_words(datetime.date(2014, 12, 4))
    '4 December 2014'
    """
    return f"{day.day} {_month_in_words(day)}"


def time_in_words(time: TimeInterval) -> str:
    """An interval of days and what it rests on: a written date, a reckoning, or the day of publication.

    >>> import datetime
    >>> from allegedly.model import TimeInterval
    >>> day = datetime.date(2014, 12, 19)
    >>> time_in_words(TimeInterval(earliest=day, latest=day, precision="day", basis="anchored", text="Friday"))
    '19 December 2014, reckoned from “Friday”'
    """
    days = days_in_words(time.earliest, time.latest)
    if not days:
        return f"“{time.text}”, which day is not told" if time.text else "not told"
    if time.basis == "publication":
        return f"{days}, taken from the publication date"
    return f"{days}, {'written' if time.basis == 'stated' else 'reckoned from'} “{time.text}”"


def days_in_words(earliest: dt.date | None, latest: dt.date | None) -> str:
    """An interval of days; empty when neither end is known.

    >>> import datetime
    >>> days_in_words(datetime.date(2014, 12, 1), datetime.date(2014, 12, 31))
    'December 2014'
    """
    if earliest is None or latest is None:
        return f"since {day_in_words(earliest)}" if earliest else f"until {day_in_words(latest)}" if latest else ""
    if earliest == latest:
        return day_in_words(earliest)
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return str(earliest.year) if earliest.year == latest.year else f"{earliest.year} to {latest.year}"
    if (earliest.year, earliest.month) != (latest.year, latest.month):
        return f"{day_in_words(earliest)} to {day_in_words(latest)}"
    if earliest.day == 1 and latest.day == calendar.monthrange(latest.year, latest.month)[1]:
        return _month_in_words(earliest)
    return f"{earliest.day} to {day_in_words(latest)}"


def _month_in_words(day: dt.date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
