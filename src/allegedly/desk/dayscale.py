"""The days told for some claims as a scale for a slider: days, weeks, months or years, with how many claims in each."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from allegedly.model import Record

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.views.tally import Frame

__all__ = ["DayScale", "Step", "day_scale", "step_starts"]

Step = Literal["day", "week", "month", "year"]
# a slider of 390 pixels has two of them for each step
_MOST_STEPS = 190
# a report of this week that looks back on 1917 would make all its own days one step: where leaving out a tenth of the
# claims gives finer steps they are counted beside the scale
_MOST_BESIDE = 0.1


class DayScale(Record, frozen=True, kw_only=True):
    """Steps of time, each with its first day and the number of claims whose first day lies in it.

    `ends` is the last day of the last step. `earlier` and `later` count claims before and after the scale, a tenth in
    all at most, `undated` those that tell no day.
    """

    step: Step
    starts: tuple[dt.date, ...]
    counts: tuple[int, ...]
    ends: dt.date | None
    earlier: int
    later: int
    undated: int


def day_scale(frame: Frame, rows: npt.NDArray[np.int64]) -> DayScale:
    """The scale of some claims' days."""
    days = frame["first_day"][rows]
    dated = days[~np.isnat(days)]
    undated = len(days) - len(dated)
    if not len(dated):
        return DayScale(step="day", starts=(), counts=(), ends=None, earlier=0, later=0, undated=undated)
    origin = dated.min()
    each = np.bincount((dated - origin).astype("int64"))
    reached = np.cumsum(each)
    first, last = 0, len(each) - 1
    step, starts = step_starts(origin, origin + last, _MOST_STEPS)
    dense = _densest(reached, len(dated))
    finer, finer_starts = step_starts(origin + dense[0], origin + dense[1], _MOST_STEPS)
    if finer != step:
        (first, last), step, starts = dense, finer, finer_starts
    at = np.concatenate([(starts - origin).astype("int64"), [last + 1]])
    at[0] = first
    counts = np.diff(np.concatenate([[0], reached])[at])
    return DayScale(
        step=step,
        starts=tuple(starts.tolist()),
        counts=tuple(counts.tolist()),
        ends=(origin + last).item(),
        earlier=int(reached[first - 1]) if first else 0,
        later=int(reached[-1] - reached[last]),
        undated=undated,
    )


def _densest(reached: npt.NDArray[np.int64], number: int) -> tuple[int, int]:
    """The fewest days in a row that hold all claims but those that may be left out, the first such days."""
    before = np.concatenate([[0], reached[:-1]])
    ends = np.searchsorted(reached, before + math.ceil((1 - _MOST_BESIDE) * number))
    lengths = np.where(ends < len(reached), ends - np.arange(len(reached)), len(reached))
    start = int(np.argmin(lengths))
    return start, int(ends[start])


def step_starts(first: np.datetime64, last: np.datetime64, most: int) -> tuple[Step, npt.NDArray[np.datetime64]]:
    """The first days of the finest steps that are at most so many; the first step begins on the first day.

    >>> step, starts = step_starts(np.datetime64("2019-01-30"), np.datetime64("2019-03-02"), 3)
    >>> step, [str(one) for one in starts]
    ('month', ['2019-01-30', '2019-02-01', '2019-03-01'])
    """
    days = int((last - first).astype("int64")) + 1
    if days <= most:
        return "day", first + np.arange(days)
    if days <= most * 7:
        # weeks begin on Mondays; day 0 of numpy was a Thursday
        monday = first - (int(first.astype("int64")) + 3) % 7
        return "week", _from(first, monday + 7 * np.arange(int((last - monday).astype("int64")) // 7 + 1))
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    if len(months) <= most:
        return "month", _from(first, months.astype("datetime64[D]"))
    years = np.arange(first.astype("datetime64[Y]"), last.astype("datetime64[Y]") + 1)
    return "year", _from(first, years.astype("datetime64[D]"))


def _from(first: np.datetime64, starts: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    return np.maximum(starts, first)
