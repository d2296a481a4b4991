"""What an expression of time means before it is tied to any day: the symbols the grammar ends in."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from allegedly.model import Record

__all__ = [
    "Ago",
    "Beside",
    "Calendar",
    "Either",
    "Lasting",
    "Meaning",
    "Repeated",
    "Rolling",
    "Shift",
    "TimeWords",
    "Unknown",
    "Vague",
    "YearBack",
]

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Edge = Literal["early", "mid", "late", "earlier", "later"]
Which = Literal["last", "this", "next"]


class Calendar(Record, frozen=True, kw_only=True):
    """Places in the calendar, as many as the words name; the rest follows from a day outside the words.

    `year_step` is "last year" in "June last year", `week_step` "last week" in "Tuesday last week", `which` "last" in
    "last Friday"; `last_month` and `last_day` end a run ("16 and 17 October", "between March and May").
    """

    year: int | None = None
    last_year: int | None = None
    year_step: int | None = None
    month: int | None = None
    last_month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    week_step: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    part: str | None = None
    clock: str | None = None
    edge: Edge | None = None
    which: Which | None = None
    holiday: str | None = None


class Shift(Record, frozen=True, kw_only=True):
    """A whole unit counted from the one that holds the day of publication: "last month" is month, -1."""

    unit: str
    step: int
    edge: Edge | None = None
    part: str | None = None
    clock: str | None = None


class Ago(Record, frozen=True, kw_only=True):
    """So many units before the day of publication, or after it when `amount` is negative; None is "a few"."""

    unit: str
    amount: float | None


class Beside(Record, frozen=True, kw_only=True):
    """So many units from the day last told: "the next day" is day, 1; "that day" is day, 0.

    `length` is the value of the words as a duration when TimeML reads them so ("two weeks earlier").
    """

    unit: str
    step: int | None
    part: str | None = None
    length: str | None = None


class Rolling(Record, frozen=True, kw_only=True):
    """A stretch that ends or, with `ahead`, begins on the day of publication: "the past three days"."""

    unit: str
    amount: int | None
    length: str
    ahead: bool = False


class Lasting(Record, frozen=True, kw_only=True):
    """A bare length of time, as ISO 8601 writes it: P3D."""

    length: str


class Repeated(Record, frozen=True, kw_only=True):
    """Something that comes again and again, as TimeML writes it: P1D."""

    value: str


class Vague(Record, frozen=True, kw_only=True):
    """Now, before or later without any measure: PRESENT_REF, PAST_REF or FUTURE_REF."""

    ref: Literal["PRESENT_REF", "PAST_REF", "FUTURE_REF"]
    unit: str = "month"


class YearBack(Record, frozen=True, kw_only=True):
    """The same quarter or date of the year before ("the year-ago quarter"), or the quarter told last."""

    years: int


class Either(Record, frozen=True, kw_only=True):
    """A date that is one day to some readers and another to others; both are kept and neither is picked."""

    candidates: tuple[dt.date, dt.date]


class Unknown(Record, frozen=True, kw_only=True):
    """Words for a time that no rule can place."""


Meaning = Calendar | Shift | Ago | Beside | Rolling | Lasting | Repeated | Vague | YearBack | Either | Unknown


class TimeWords(Record, frozen=True, kw_only=True):
    """An expression of time where it stands, its TIMEX3 type, and what it means before any day is known."""

    start: int
    end: int
    text: str
    type: TimexType
    meaning: Meaning
