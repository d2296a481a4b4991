"""How many decisions were made today, by whom, and how long one takes a person."""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
import threading
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from allegedly.model import Record
from allegedly.stores.batch import head
from allegedly.stores.clock import from_microseconds, to_microseconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.stores.engine import Transaction

__all__ = ["Pace", "Progress", "duration", "seconds_each"]

# fewer say nothing of how long one takes
_FEWEST = 5
# a pace of the last hour, not of a whole day with its first slow reports
_LAST = 50


class Progress(Record, frozen=True, kw_only=True):
    """How far a review is: of `claims` that fit, how many are decided, and today's decisions.

    `seconds_each` is the middle one of the times between a person's last decisions today, None before there are five;
    `seconds_left` is that for every claim that waits.
    """

    claims: int
    decided: int
    today: int
    today_by_you: int
    seconds_each: float | None
    seconds_left: float | None


class _Act(msgspec.Struct):
    """What is read of a judgement."""

    by: str
    verdict: str


class Pace:
    """Today's decisions of one ledger, read as they are entered. A day begins at midnight in UTC."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: dt.date | None = None
        self._upto = 0
        self._times: dict[str, list[float]] = defaultdict(list)

    def today(self, tx: Transaction, now: dt.datetime) -> dict[str, tuple[float, ...]]:
        """When each person decided today, undoing left out, in seconds since 1970."""
        with self._lock:
            day = now.astimezone(dt.UTC).date()
            if day != self._day:
                self._day, self._times = day, defaultdict(list)
                self._upto = _before(tx, day)
            last = head(tx).seq
            for seq, recorded_at, body in tx.rows(
                "SELECT e.seq, e.recorded_at, b.body FROM entry e JOIN body b ON b.seq = e.seq "
                "WHERE e.kind = 'judgement' AND e.seq > ? AND e.seq <= ? ORDER BY e.seq",
                (self._upto, last),
            ):
                act = msgspec.json.decode(body, type=_Act)
                if act.verdict != "undo":
                    self._times[act.by].append(from_microseconds(recorded_at).timestamp())
                self._upto = seq
            self._upto = max(self._upto, last)
            return {name: tuple(times) for name, times in self._times.items()}


def seconds_each(times: Sequence[float]) -> float | None:
    """The middle one of the times between some decisions; None for fewer than five.

    >>> seconds_each([0, 4, 10, 16, 900]), seconds_each([0, 4])
    (6, None)
    """
    if len(times) < _FEWEST:
        return None
    return statistics.median_low([after - before for before, after in itertools.pairwise(times[-_LAST:])])


def duration(seconds: float) -> str:
    """A time as somebody plans with it: no finer than it is known.

    >>> duration(40), duration(25 * 60), duration(3 * 3600), duration(900_000)
    ('about a minute', 'about 25 minutes', 'about 3 hours', 'about 250 hours')
    """
    minutes = round(seconds / 60)
    # up to here minutes tell more than hours
    if minutes < 100:
        return f"about {minutes:,} minutes" if minutes > 1 else "about a minute"
    return f"about {round(minutes / 60):,} hours"


def _before(tx: Transaction, day: dt.date) -> int:
    """The last entry before a day."""
    midnight = to_microseconds(dt.datetime.combine(day, dt.time(), dt.UTC))
    found = tx.rows("SELECT max(seq) FROM entry WHERE recorded_at < ?", (midnight,))[0][0]
    return int(found or 0)
