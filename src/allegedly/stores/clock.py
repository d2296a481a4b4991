"""When an entry is recorded: the clock's time, but never before or at the time of the entry before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

__all__ = ["Clock", "from_microseconds", "next_time", "system_clock", "to_microseconds"]

Clock = Callable[[], dt.datetime]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def system_clock() -> dt.datetime:
    """The machine's clock; the only place that asks it."""
    return dt.datetime.now(dt.UTC)


def to_microseconds(moment: dt.datetime) -> int:
    """A moment as whole microseconds since 1970, UTC.

    >>> to_microseconds(dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC))
    1000000
    """
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> dt.datetime:
    """Microseconds since 1970 as a moment in UTC."""
    return _EPOCH + count * _MICROSECOND


def next_time(last: int, now: int) -> int:
    """When the next transaction is recorded: now, or one microsecond after the last when the clock went back or stood.

    The rule is XTDB's for its system time.

    >>> next_time(1000, 1500), next_time(1000, 1000), next_time(1000, 3)
    (1500, 1001, 1001)
    """
    return max(now, last + 1)
