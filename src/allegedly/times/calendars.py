"""Places in the calendar are tied to days: which Friday, which December 4, which fall the words mean."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.times.spans import (
    NOWHERE,
    Frame,
    Moment,
    century_moment,
    day_moment,
    decade_moment,
    holiday,
    month_moment,
    quarter_moment,
    season_moment,
    year_moment,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from allegedly.times.meanings import Calendar

__all__ = ["calendar_moment"]

# a month and day that was more than ten months ago and comes within two is the coming one, whatever the verb;
# one that comes in more than ten months and was within two is the past one
_FAR, _NEAR = 300, 62
# without a verb the coming one is meant when it is this many times nearer
_NEARER = 3
# years looked through for a day: the 29th of February may be eight years off (1896-1904)
_YEARS = range(-8, 9)


def calendar_moment(on: Calendar, frame: Frame) -> Moment:
    """First and last day of a place in the calendar; without a year, the one that the day of publication points to.

    >>> from allegedly.times.meanings import Calendar
    >>> calendar_moment(Calendar(month=12, day=4), Frame(dt.date(2015, 1, 9))).value
    '2014-12-04'
    """
    if on.century is not None:
        return century_moment(on.century)
    if on.decade is not None:
        return decade_moment(on.decade)
    if on.weekday is not None and on.day is None:
        return _timed(_weekday(on, frame), on)
    made = _maker(on)
    if made is not None:
        return _timed(_nearest(made, on, frame), on)
    return year_moment(on.year, on.last_year) if on.year else NOWHERE


def _maker(on: Calendar) -> Callable[[int], Moment] | None:
    """What gives the words' days in a year; None for words that name a year alone."""
    if on.holiday:
        name = on.holiday
        return lambda year: day_moment(holiday(name, year))
    if on.quarter:
        quarter = on.quarter
        return lambda year: quarter_moment(year, quarter)
    if on.season:
        season = on.season
        return lambda year: season_moment(year, season)
    return None if on.month is None else lambda year: _months(on, year)


def _months(on: Calendar, year: int) -> Moment:
    month = on.month or 1
    if on.day:
        first = dt.date(year, month, on.day)
        return day_moment(first, first.replace(day=on.last_day) if on.last_day else None)
    if on.last_month:
        last = month_moment(year, on.last_month)
        return Moment(dt.date(year, month, 1), last.latest, "month", f"{year}-H{on.half}")
    return month_moment(year, month)


def _nearest(make: Callable[[int], Moment], on: Calendar, frame: Frame) -> Moment:
    """The one of this year, last year or next year that the words and the tense point to."""
    if on.year:
        return make(on.year)
    if frame.anchor is None:
        told = frame.year if on.month and on.day and on.which is None and on.year_step is None else None
        return make(told) if told else _undated(on)
    if on.year_step is not None:
        return make(frame.anchor.year + on.year_step)
    if on.which == "this":
        return make(frame.anchor.year)
    return _nearest_to(frame.anchor, make, on, ahead=frame.ahead)


def _undated(on: Calendar) -> Moment:
    month = f"-{on.month:02d}" if on.month else ""
    day = f"-{on.day:02d}" if on.day else ""
    return Moment(None, None, "day" if on.day or on.holiday else "month", f"XXXX{month}{day}")


def _nearest_to(anchor: dt.date, make: Callable[[int], Moment], on: Calendar, *, ahead: bool | None) -> Moment:
    moments = [moment for moment in (_made(make, anchor.year + step) for step in _YEARS) if moment]
    before = [moment for moment in moments if _begun(moment, anchor, over=on.which == "last")]
    after = [moment for moment in moments if _open(moment, anchor, ahead=on.which == "next")]
    past, future = before[-1], after[0]
    if on.weekday is not None:
        fitting = [moment for moment in (past, future) if moment.earliest and moment.earliest.weekday() == on.weekday]
        past, future = (fitting[0], fitting[0]) if len(fitting) == 1 else (past, future)
    if on.which or on.quarter:
        return future if on.which == "next" else past
    return future if _points_ahead(past, future, anchor, ahead=ahead) else past


def _made(make: Callable[[int], Moment], year: int) -> Moment | None:
    """The year's own day; None for the 29th of February of a common year."""
    try:
        return make(year)
    except ValueError:
        return None


def _begun(moment: Moment, anchor: dt.date, *, over: bool) -> bool:
    """Whether it has begun by the day of publication, or with `over` has ended before it."""
    last = moment.latest if over else moment.earliest
    return last is not None and (last < anchor if over else last <= anchor)


def _open(moment: Moment, anchor: dt.date, *, ahead: bool) -> bool:
    """Whether it has not ended by the day of publication, or with `ahead` has not begun."""
    first = moment.earliest if ahead else moment.latest
    return first is not None and (first > anchor if ahead else first >= anchor)


def _points_ahead(past: Moment, future: Moment, anchor: dt.date, *, ahead: bool | None) -> bool:
    back = (anchor - (past.latest or anchor)).days
    forward = ((future.earliest or anchor) - anchor).days
    if back > _FAR and forward < _NEAR:
        return True
    if forward > _FAR and back < _NEAR:
        return False
    return ahead if ahead is not None else forward * _NEARER < back


def _weekday(on: Calendar, frame: Frame) -> Moment:
    """The nearest such day up to the day of publication, or from it on when the words look ahead."""
    if frame.anchor is None or on.weekday is None:
        return NOWHERE
    if on.week_step is not None:
        monday = frame.anchor - dt.timedelta(days=frame.anchor.weekday())
        return day_moment(monday + dt.timedelta(days=on.weekday + 7 * on.week_step))
    back = (frame.anchor.weekday() - on.weekday) % 7
    if on.which == "next":
        return day_moment(frame.anchor + dt.timedelta(days=7 - back))
    if on.which != "last" and frame.ahead:
        return day_moment(frame.anchor + dt.timedelta(days=(7 - back) % 7))
    return day_moment(frame.anchor - dt.timedelta(days=back or (7 if on.which == "last" else 0)))


def _timed(moment: Moment, on: Calendar) -> Moment:
    """The day's value with its part or clock time: 2014-12-19TNI, 2014-12-19T19:15."""
    part = on.part or (f"T{on.clock}" if on.clock else "")
    return moment._replace(value=moment.value + (part if part[:1] == "T" else f"T{part}")) if part else moment
