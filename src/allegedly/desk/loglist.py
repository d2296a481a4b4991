"""The log: every entry of the ledger, the newest first, by kind, person, subject and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.exports.cells import Column
from allegedly.model import Record
from allegedly.views.log import KINDS, LogLine
from allegedly.views.logfinding import LogFilters, newest_lines, reports_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.desk.asked import Asked
    from allegedly.stores.engine import Transaction

__all__ = ["PAGES"]

# entries are a line each
_A_PAGE = 50


class LogList(Record, frozen=True, kw_only=True):
    """Some entries, the newest first; `goes_on` is the entry to give as `before` for the next ones.

    `looked_at` is how many were read for it, which is bounded: where a person's entries are sought, a page may hold few
    of them and others come further on. `last` is the ledger's last entry at the moment asked about.
    """

    lines: tuple[LogLine, ...]
    last: int
    looked_at: int
    goes_on: int | None = None


def log_list(asked: Asked) -> Shown:
    """The page of entries."""
    told = {name: asked.query.get(name) or None for name in ("kind", "by", "subject")}
    filters = LogFilters(**told, since=asked.day("since"), until=asked.day("until"))
    before = asked.number("before", 0, low=0, high=2**31) or None
    part = newest_lines(asked.tx, asked.upto, filters, before=before, most=_A_PAGE)
    record = LogList(lines=part.lines, last=asked.upto, looked_at=part.looked_at, goes_on=part.goes_on)
    aids = {
        "kinds": KINDS,
        "pages": _pages(asked.tx, part.lines),
        "filtered": any((*told.values(), filters.since, filters.until)),
    }
    return Shown(record, "Log", Table(COLUMNS, part.lines), aids)


def _pages(tx: Transaction, lines: Sequence[LogLine]) -> dict[int, str]:
    """The page that shows what an entry speaks of; none for what has no page of its own."""
    found = {line.seq: f"/reports/{line.seq}" for line in lines if line.kind == "article"}
    found |= {line.seq: f"/claims/{line.subject}" for line in lines if line.subject.startswith("clm_")}
    found |= {line.seq: f"/events/{line.subject}" for line in lines if line.subject.startswith("evt_")}
    codings = reports_of(tx, [line.seq for line in lines if line.kind == "coding"])
    return found | {seq: f"/reports/{article}" for seq, article in codings.items()}


COLUMNS: tuple[Column[LogLine], ...] = (
    Column("entry", "integer", "its number", lambda one: one.seq),
    Column("recorded_at", "moment", "when it was recorded", lambda one: one.recorded_at),
    Column("kind", "text", "what kind of act", lambda one: one.kind),
    Column("subject", "text", "what it speaks of", lambda one: one.subject),
    Column("by", "text", "who did it", lambda one: one.by),
    Column("reason", "text", "why", lambda one: one.reason),
    Column("words", "text", "a few words of it", lambda one: one.words),
)

PAGES = (PageRoute("/log", "log.html", log_list),)
