"""The log read from its end: of one kind, person, subject or some days; so many entries at a time, however long."""

from __future__ import annotations

import datetime as dt
import heapq
from typing import TYPE_CHECKING

from allegedly.errors import NotFoundError
from allegedly.model import Record
from allegedly.stores.clock import to_microseconds
from allegedly.views.log import KINDS, LogLine, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.stores.engine import Transaction, Value

__all__ = ["LogFilters", "LogPart", "newest_lines", "reports_of"]

# entries are read so many at a time: a page and a little more
_AT_ONCE = 100
# looking for a person's entries passes over those of everybody else; two thousand are read in 40 ms
_MOST_LOOKED_AT = 2_000
# a day in microseconds
_DAY = 86_400 * 1_000_000
# the kinds that a person signs
SIGNED = (
    *("judgement", "found", "join", "part", "resolution", "redaction", "export"),
    *("coding_wanted", "curation_begun", "curation"),
    *("blind_claim", "blind_withdrawal", "blind_submission", "blind_reopening"),
)


class LogFilters(Record, frozen=True, kw_only=True):
    """Which entries are asked for; None asks nothing. `since` and `until` are days of recording, in UTC."""

    kind: str | None = None
    by: str | None = None
    subject: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in KINDS:
            raise NotFoundError(f"no kind of entry is called {self.kind!r}; expected {', '.join(KINDS)}")


class LogPart(Record, frozen=True, kw_only=True):
    """Some entries, the newest first; `goes_on` is the entry before which the next ones are, None at the end.

    `looked_at` is how many entries were read for it: where it is the most that is read at once, fewer may have fitted
    than a page holds, and the next part goes on looking.
    """

    lines: tuple[LogLine, ...]
    looked_at: int
    goes_on: int | None = None


def newest_lines(tx: Transaction, upto: int, asked: LogFilters, *, before: int | None = None, most: int) -> LogPart:
    """At most `most` entries up to `upto`, and before the entry `before` where one is given, from the end backward."""
    found: list[LogLine] = []
    looked_at = 0
    for some in _portions(tx, upto, asked, before):
        for line in lines_of(tx, some):
            if looked_at == _MOST_LOOKED_AT:
                return LogPart(lines=tuple(found), looked_at=looked_at, goes_on=line.seq + 1)
            looked_at += 1
            if asked.by is not None and (line.by or "").casefold() != asked.by.casefold():
                continue
            if len(found) == most:
                return LogPart(lines=tuple(found), looked_at=looked_at, goes_on=found[-1].seq)
            found.append(line)
    return LogPart(lines=tuple(found), looked_at=looked_at)


def reports_of(tx: Transaction, codings: Sequence[int]) -> dict[int, int]:
    """The entry of the report that each of some codings read."""
    marks = ", ".join("?" * len(codings))
    return dict(tx.rows(f"SELECT seq, article_seq FROM coding WHERE seq IN ({marks})", codings)) if codings else {}


def _portions(tx: Transaction, upto: int, asked: LogFilters, before: int | None) -> Iterator[list[int]]:
    """The entries that may be asked for, the newest first, some at a time."""
    first, last = _bounds(tx, upto, asked)
    until = last + 1 if before is None else min(before, last + 1)
    while some := _newest(tx, asked, first, until):
        yield some
        until = some[-1]


def _newest(tx: Transaction, asked: LogFilters, first: int, until: int) -> list[int]:
    """The newest entries from `first` up to and without `until`, from the narrowest index there is."""
    kinds = (asked.kind,) if asked.kind else SIGNED if asked.by else ()
    if asked.subject is not None:
        # an entry's subject is the narrowest there is
        among = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        return _read(tx, f"subject = ?{among}", (asked.subject, *kinds), first, until)
    if not kinds:
        return _read(tx, "1 = 1", (), first, until)
    parts = [_read(tx, "kind = ?", (kind,), first, until) for kind in kinds]
    return list(heapq.merge(*parts, reverse=True))[:_AT_ONCE]


def _read(tx: Transaction, where: str, values: Sequence[Value], first: int, until: int) -> list[int]:
    rows = tx.rows(
        f"SELECT seq FROM entry WHERE {where} AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT {_AT_ONCE}",
        (*values, first, until),
    )
    return [seq for (seq,) in rows]


def _bounds(tx: Transaction, upto: int, asked: LogFilters) -> tuple[int, int]:
    """The first and last entry that the days allow."""
    first, last = 1, upto
    if asked.since is not None:
        rows = tx.rows(
            "SELECT seq FROM entry WHERE recorded_at >= ? ORDER BY recorded_at, seq LIMIT 1", (_start_of(asked.since),)
        )
        first = int(rows[0][0]) if rows else upto + 1
    if asked.until is not None:
        rows = tx.rows(
            "SELECT seq FROM entry WHERE recorded_at < ? ORDER BY recorded_at DESC, seq DESC LIMIT 1",
            (_start_of(asked.until) + _DAY,),
        )
        last = min(upto, int(rows[0][0]) if rows else 0)
    return first, last


def _start_of(day: dt.date) -> int:
    return to_microseconds(dt.datetime.combine(day, dt.time(), dt.UTC))
