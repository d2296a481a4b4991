"""A moment of the ledger's past, as a person names it: a day, a time, or the number of an entry."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from allegedly.errors import NotFoundError
from allegedly.stores.batch import head
from allegedly.stores.clock import to_microseconds

if TYPE_CHECKING:
    from allegedly.stores.engine import Transaction

__all__ = ["as_of", "last_told", "moment"]

_ENTRY = re.compile(r"#(\d{1,18})")
_LAST_MICROSECOND = dt.timedelta(days=1) - dt.timedelta(microseconds=1)


def moment(text: str) -> dt.datetime | int:
    """What a person wrote after --as-of: "2014-12-19" is the end of that day in UTC, "#120" the ledger's entry 120.

    >>> moment("2014-12-19").isoformat(), moment("#120")
    ('2014-12-19T23:59:59.999999+00:00', 120)
    """
    if found := _ENTRY.fullmatch(text.strip()):
        return int(found[1])
    try:
        if len(text.strip()) == len("2014-12-19"):
            return dt.datetime.combine(dt.date.fromisoformat(text.strip()), dt.time(), dt.UTC) + _LAST_MICROSECOND
        told = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotFoundError(
            f"expected a day (2014-12-19), a time (2014-12-19T18:05:00+00:00) or an entry (#120), found {text!r}"
        ) from None
    # a time without its zone could be any of 26 hours; the ledger records in UTC
    return told if told.tzinfo else told.replace(tzinfo=dt.UTC)


def as_of(tx: Transaction, when: dt.datetime | int | None) -> int:
    """The last entry recorded at or before a moment; None is now. An entry stands for its whole transaction."""
    if when is None:
        return head(tx).seq
    if isinstance(when, int):
        rows = tx.rows(
            "SELECT max(seq) FROM entry WHERE recorded_at = (SELECT recorded_at FROM entry WHERE seq = ?)", (when,)
        )
        if rows[0][0] is None:
            raise NotFoundError(f"#{when}: no such entry; the last one is #{head(tx).seq}")
        return int(rows[0][0])
    # entries are in order of time, so the index of times has the last one at hand; max(seq) would read half the ledger
    rows = tx.rows(
        "SELECT seq FROM entry WHERE recorded_at <= ? ORDER BY recorded_at DESC, seq DESC LIMIT 1",
        (to_microseconds(when),),
    )
    return int(rows[0][0]) if rows else 0


def last_told(tx: Transaction, upto: int) -> int:
    """The last entry up to one that is more than a note that something was exported: what an answer rests on."""
    return int(tx.rows("SELECT max(seq) FROM entry WHERE seq <= ? AND kind <> 'export'", (upto,))[0][0] or 0)
