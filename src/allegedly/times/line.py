"""Meanings are tied to days: each expression against the day of publication and the day the text told last."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.times.calendars import calendar_moment
from allegedly.times.meanings import (
    Ago,
    Beside,
    Calendar,
    Lasting,
    Meaning,
    Repeated,
    Rolling,
    Shift,
    Vague,
    YearBack,
)
from allegedly.times.spans import (
    NOWHERE,
    Frame,
    Moment,
    day_moment,
    month_moment,
    month_steps,
    quarter_moment,
    unit_moment,
    week_moment,
    weekend_moment,
    year_moment,
)

if TYPE_CHECKING:
    from allegedly.model import Precision

__all__ = ["resolve"]

_PRECISIONS: dict[str, Precision] = {
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "month",
    "season": "month",
    "year": "year",
    "decade": "decade",
    "century": "decade",
}
_MONTHS = {"quarter": 3, "year": 12, "decade": 120, "century": 1200, "season": 12}
_DAYS = {"week": 7, "weekend": 7, "fortnight": 14}
# "a few days" reach back a week at most
_FEW_DAYS = 7
_DAY_MINUTES = 24 * 60
_UNDER_A_DAY = frozenset(["second", "minute", "hour"])


def resolve(meaning: Meaning, frame: Frame) -> Moment:
    """First and last day of an expression, its precision and TIMEX3 value.

    What cannot be computed has neither day; a calendar that ends (year 0, year 10000) is treated so too.

    >>> resolve(Shift(unit="month", step=-1), Frame(dt.date(2015, 1, 9))).value
    '2014-12'
    """
    try:
        return _resolve(meaning, frame)
    except (ValueError, OverflowError):
        # datetime refuses days outside the years 1 to 9999; such words keep their text and get no day
        return NOWHERE


def _resolve(meaning: Meaning, frame: Frame) -> Moment:
    if isinstance(meaning, Calendar):
        return calendar_moment(meaning, frame)
    if isinstance(meaning, Beside):
        return _beside(meaning, frame)
    if isinstance(meaning, Lasting):
        return NOWHERE._replace(value=meaning.length)
    if isinstance(meaning, Repeated):
        return NOWHERE._replace(value=meaning.value)
    if isinstance(meaning, Shift | Ago | Rolling | YearBack | Vague):
        return _undated(meaning) if frame.anchor is None else _dated(meaning, frame.anchor, frame)
    return NOWHERE


def _undated(meaning: Shift | Ago | Rolling | YearBack | Vague) -> Moment:
    unit = "year" if isinstance(meaning, YearBack) else meaning.unit
    value = meaning.length if isinstance(meaning, Rolling) else meaning.ref if isinstance(meaning, Vague) else "XXXX"
    return Moment(None, None, _PRECISIONS.get(unit, "day"), value)


def _dated(meaning: Shift | Ago | Rolling | YearBack | Vague, anchor: dt.date, frame: Frame) -> Moment:
    if isinstance(meaning, Shift):
        return _shift(meaning, anchor, frame)
    if isinstance(meaning, Ago):
        return _ago(meaning, anchor, frame)
    if isinstance(meaning, Rolling):
        return _rolling(meaning, anchor)
    if isinstance(meaning, YearBack):
        return _year_back(meaning, anchor, frame)
    present = meaning.ref == "PRESENT_REF"
    day = anchor if present else None
    return Moment(day, day, "day" if present else _PRECISIONS.get(meaning.unit, "month"), meaning.ref)


def _shift(shift: Shift, anchor: dt.date, frame: Frame) -> Moment:
    if shift.unit in ("day", "night"):
        return _shifted_day(shift, anchor)
    if shift.unit == "weekend":
        return _weekend(shift, anchor, frame)
    moment = unit_moment(shift.unit, shift.step, anchor)
    so_far = shift.unit == "week" and shift.step == 0 and not frame.ahead
    if moment.earliest is None or moment.latest is None:
        return moment
    if shift.edge == "earlier" or so_far:
        return moment._replace(latest=max(moment.earliest, min(moment.latest, anchor)))
    if shift.edge == "later" and moment.latest >= anchor:
        return moment._replace(earliest=max(moment.earliest, anchor))
    return moment


def _shifted_day(shift: Shift, anchor: dt.date) -> Moment:
    day = _days(anchor, shift.step)
    if shift.part == "ON":
        return Moment(_days(day, -1), day, "day", f"{_days(day, -1).isoformat()}TNI")
    return _timed(day_moment(day), shift.part or (f"T{shift.clock}" if shift.clock else None))


def _timed(moment: Moment, part: str | None) -> Moment:
    return moment._replace(value=moment.value + (part if part[0] == "T" else f"T{part}")) if part else moment


def _weekend(shift: Shift, anchor: dt.date, frame: Frame) -> Moment:
    """The weekend just gone (or running) unless the words look ahead; "last weekend" is over."""
    saturday_come = anchor.weekday() >= 5
    if shift.step > 0:
        return weekend_moment(_days(anchor, 7 if saturday_come else 0))
    if shift.step == 0 and (frame.ahead or saturday_come):
        return weekend_moment(anchor)
    return weekend_moment(_days(anchor, -7))


def _ago(back: Ago, anchor: dt.date, frame: Frame) -> Moment:
    if back.amount is None and back.unit not in _UNDER_A_DAY:
        return _few_ago(back, anchor)
    amount = back.amount or 0
    if back.unit in ("day", "night") or back.unit in _UNDER_A_DAY:
        return day_moment(
            _days(anchor, -int(amount // {"hour": 24, "day": 1, "night": 1}.get(back.unit, _DAY_MINUTES)))
        )
    if back.unit in _DAYS:
        day = _days(anchor, -int(amount * _DAYS[back.unit]))
        return Moment(day, day, "week", week_moment(day).value)
    if back.unit in ("month", "quarter"):
        return month_moment(*month_steps(anchor, -int(amount * _MONTHS.get(back.unit, 1))))
    if back.unit == "year" and amount == 1 and frame.quarter:
        return quarter_moment(frame.quarter[0] - 1, frame.quarter[1])
    return year_moment(anchor.year - int(amount * _MONTHS[back.unit] // 12))


def _few_ago(back: Ago, anchor: dt.date) -> Moment:
    """A few days ago is within the last week; a few weeks, months or years ago is anybody's guess."""
    if back.unit in ("day", "night"):
        return Moment(_days(anchor, -_FEW_DAYS), anchor, "week", "PAST_REF")
    return Moment(None, None, _PRECISIONS.get(back.unit, "day"), "PAST_REF")


def _beside(beside: Beside, frame: Frame) -> Moment:
    told = (frame.month if beside.unit in ("month", "year", "quarter") else None) or frame.told
    base = told or frame.anchor
    if base is None or beside.step is None:
        return Moment(None, None, _PRECISIONS.get(beside.unit, "day"), beside.length or "XXXX-XX-XX")
    if beside.unit in _UNDER_A_DAY:
        # less than a day and a night stays on the day told: "48 hours later" is two days on
        moment = day_moment(_days(base, int(beside.step / 24) if beside.unit == "hour" else 0))
    elif beside.unit in ("day", "night"):
        moment = _timed(day_moment(_days(base, beside.step)), beside.part)
    elif beside.unit == "week" and beside.length:
        moment = day_moment(_days(base, 7 * beside.step))._replace(precision="week")
    else:
        moment = unit_moment(beside.unit, beside.step, base)
    if told is None and beside.step > 0:
        # "three days later" in a story that told no day: later than what happened, not than the page
        moment = moment._replace(earliest=None, latest=None)
    return moment._replace(value=beside.length or moment.value)


def _rolling(stretch: Rolling, anchor: dt.date) -> Moment:
    """From so many units before the day of publication up to it, or from it on."""
    far = _far_end(stretch, anchor)
    precision = _PRECISIONS.get(stretch.unit, "day")
    if far is None:
        return Moment(None, None, precision, stretch.length)
    if stretch.amount is None and stretch.unit == "day":
        precision = "week"
    if (stretch.amount or 0) * _MONTHS.get(stretch.unit, 0) >= _MONTHS["decade"]:
        precision = "decade"
    return Moment(min(far, anchor), max(far, anchor), precision, stretch.length)


def _far_end(stretch: Rolling, anchor: dt.date) -> dt.date | None:
    """The end of the stretch away from the day of publication; None when nobody can say how far it reaches."""
    amount, unit, sign = stretch.amount, stretch.unit, 1 if stretch.ahead else -1
    if unit in _UNDER_A_DAY:
        # less than a day and a night stays on the day of publication
        return _days(anchor, sign * ((amount or 0) // 24 if unit == "hour" else 0))
    if amount is None:
        return _days(anchor, sign * _FEW_DAYS) if unit in ("day", "night") else None
    if unit in ("day", "night") or unit in _DAYS:
        return _days(anchor, sign * amount * _DAYS.get(unit, 1))
    month = month_moment(*month_steps(anchor, sign * amount * _MONTHS.get(unit, 1)))
    last = month.latest or anchor
    return last.replace(day=min(anchor.day, last.day))


def _year_back(back: YearBack, anchor: dt.date, frame: Frame) -> Moment:
    if frame.quarter:
        return quarter_moment(frame.quarter[0] - back.years, frame.quarter[1])
    return year_moment(anchor.year - back.years) if back.years else unit_moment("quarter", -1, anchor)


def _days(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)
