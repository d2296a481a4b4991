"""The order in which reports are reviewed: those with the least sure claims first, found in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from allegedly.views.filters import STATUSES
from allegedly.views.finding import fitting_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.views.filters import Filters
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["Queue", "Waiting", "queue_of"]

_PROPOSED = STATUSES.index("proposed")
# a score says what share of such claims is right; at a half nobody can tell without looking
_EVEN = 0.5
# scores are told apart to a millionth; entries stay below 2**40, a thousand times the largest ledger thought of
_STEPS, _ENTRY_BITS = 1_000_000, 40
# a superseded claim is settled by the outlet, not by a reviewer
_REVIEWED = ("proposed", "accepted", "edited", "rejected")


class Waiting(NamedTuple):
    """A report with undecided claims: its entry, its place in the order, and how many of its claims wait."""

    report: int
    place: int
    undecided: int


class Queue:
    """The reports that wait, least sure first: the claim whose score is nearest to a half is looked at first, one
    without a score before all others, and of equals the one recorded first. A report stands where its first claim does.

    `claims` is how many claims fit at all, `undecided` how many of them nobody decided of.
    """

    def __init__(self, frame: Frame, rows: Rows) -> None:
        self._frame, self.claims = frame, len(rows)
        rows = rows[frame["status"][rows] == _PROPOSED]
        self.undecided = len(rows)
        self._reports, self._places, self._counts = _by_report(frame, rows)

    def __len__(self) -> int:
        return len(self._reports)

    def first(self, most: int) -> list[Waiting]:
        """The reports to begin with, in order."""
        some = np.argpartition(self._places, most)[:most] if most < len(self) else np.arange(len(self))
        return [self._waiting(int(at)) for at in some[np.argsort(self._places[some])]]

    def beside(self, report: int) -> tuple[int | None, int | None]:
        """The reports before and after one, which need not wait itself; None at either end."""
        place = self._place_of(report)
        others = self._reports != report
        earlier = np.where(others & (self._places < place), self._places, -1)
        later = np.where(others & (self._places > place), self._places, np.iinfo("int64").max)
        before = int(np.argmax(earlier)) if len(self) and earlier.max() >= 0 else None
        after = int(np.argmin(later)) if len(self) and later.min() < np.iinfo("int64").max else None
        return (
            None if before is None else int(self._reports[before]),
            None if after is None else int(self._reports[after]),
        )

    def _waiting(self, at: int) -> Waiting:
        return Waiting(int(self._reports[at]), int(self._places[at]), int(self._counts[at]))

    def _place_of(self, report: int) -> int:
        """Where a report stands by all its claims, decided or not, so that deciding does not move it."""
        rows = np.flatnonzero(self._frame["article"] == report)
        return int(_places(self._frame, rows).min()) if len(rows) else -1


def queue_of(asked: Asked, filters: Filters) -> Queue:
    """The reports whose claims fit some filters, however they stand. Words are those of the report."""
    fitting = msgspec.structs.replace(filters, status=_REVIEWED)
    return Queue(asked.frame, fitting_rows(asked.engine, asked.tx, asked.bench.tally, asked.frame, fitting))


def _places(frame: Frame, rows: Rows) -> npt.NDArray[np.int64]:
    """The place of each claim in the order: a number that is smaller for what is to be looked at first."""
    doubt = np.abs(frame["score"][rows] - _EVEN) * _STEPS
    doubt[np.isnan(doubt)] = -1
    steps = doubt.astype("int64")
    steps += 1
    steps <<= _ENTRY_BITS
    steps += frame["claim"][rows]
    found: npt.NDArray[np.int64] = steps
    return found


def _by_report(frame: Frame, rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Reports, the place of their first claim, and how many claims they have among some rows."""
    reports, places = frame["article"][rows], _places(frame, rows)
    if len(rows) and (np.diff(reports) < 0).any():
        # a claim that a person added to an earlier report
        order = np.argsort(reports, kind="stable")
        reports, places = reports[order], places[order]
    starts = np.flatnonzero(np.diff(reports, prepend=-1))
    if not len(starts):
        return reports, places, reports
    return reports[starts], np.minimum.reduceat(places, starts), np.diff(starts, append=len(reports))
