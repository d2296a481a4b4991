"""Which claims the map and the timeline are about, and how many of them each place has; counted once a question."""

from __future__ import annotations

import math
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from allegedly.desk.dayscale import DayScale, day_scale
from allegedly.errors import NotFoundError
from allegedly.views.finding import fitting_rows, timely, worded

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.views.filters import Filters
    from allegedly.views.spots import Spots
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["Choice", "Counted", "chosen", "counted", "filled", "numbers_of"]

# of so many claims each is looked at for the words asked for; of more, those in reports with the words are shown
_MOST_WORDED = 300
# questions whose counts are kept for one state of the ledger: two people with two maps each, and a slider on its way
_MOST_KEPT = 12


class Choice(NamedTuple):
    """The claims that fit, of all days and of the days asked for, and whether words were looked for by report."""

    undated: Rows
    rows: Rows
    by_report: bool


class Counted(NamedTuple):
    """What the map needs of the claims that fit: how many each place has, how many of those are doubtful, the days."""

    counts: Rows
    doubts: Rows
    days: DayScale
    by_report: bool


_KEPT: weakref.WeakKeyDictionary[Frame, OrderedDict[Filters, Counted]] = weakref.WeakKeyDictionary()


def chosen(asked: Asked, frame: Frame) -> Choice:
    """Which claims the address asks for."""
    filters = asked.filters
    of_all_days = msgspec.structs.replace(filters, since=None, until=None)
    rows = fitting_rows(asked.engine, asked.tx, asked.bench.tally, frame, of_all_days)
    by_report = False
    if filters.words:
        by_report = len(rows) > _MOST_WORDED
        rows = rows if by_report else _with_words(asked, frame, rows, of_all_days)
    return Choice(rows, rows[timely(frame, filters)[rows]], by_report)


def _with_words(asked: Asked, frame: Frame, rows: Rows, filters: Filters) -> Rows:
    return np.array([row for row, _ in worded(asked.tx, frame, rows, filters)], "int64")


def numbers_of(asked: Asked, name: str, many: int) -> tuple[float, ...] | None:
    """Some numbers of the address, parted by commas; None where it has none."""
    text = asked.query.get(name)
    if not text:
        return None
    try:
        told = tuple(float(one) for one in text.split(","))
    except ValueError:
        told = ()
    if len(told) != many or not all(math.isfinite(one) and abs(one) <= 360 for one in told):
        raise NotFoundError(f"{name}: expected {many} numbers of degrees parted by commas, found {text[:60]!r}")
    return told


def counted(asked: Asked, frame: Frame) -> Counted:
    """What is counted of the claims that fit; a map that is moved about asks the same again and again."""
    kept = _KEPT.setdefault(frame, OrderedDict())
    filters = asked.filters
    found = kept.get(filters)
    if found is None:
        choice = chosen(asked, frame)
        # twice the number of the place, and one more for a claim that is not plainly said: counted in one go
        both = 2 * frame["spot"][choice.rows] + frame["doubtful"][choice.rows]
        many = 2 * len(frame.labels["spot"].words)
        plain, doubts = np.bincount(both, minlength=many).reshape(-1, 2).T
        found = Counted(plain + doubts, doubts, day_scale(frame, choice.undated), choice.by_report)
        kept[filters] = found
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return found


def filled(counts: Rows, spots: Spots) -> Rows:
    """Counts as long as the table of places: claims recorded since may have named new ones."""
    return np.pad(counts, (0, max(0, len(spots.told) - len(counts))))[: len(spots.told)]
