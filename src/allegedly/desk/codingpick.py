"""Reports are picked to be coded blind: one by one, or the next so many that fit some filters, or as many by lot."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from allegedly.desk.asked import Asked
from allegedly.desk.choices import choices
from allegedly.desk.codinglist import coder_of, report_title
from allegedly.desk.pages import Done, PageRoute, Shown, WriteRoute, Writing
from allegedly.errors import NotFoundError
from allegedly.model import Record
from allegedly.views.finding import fitting_rows, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["PAGES", "WRITES"]

# what somebody looks over before picking
_A_PAGE = 25
# a sample of this size takes two coders weeks
_MOST = 1_000
# a page is full after some hundred claims
_ROWS = 1_000
# articles are read from their index so many at a time
_AT_ONCE = 500


class Pickable(Record, frozen=True, kw_only=True):
    """A report that could be coded blind, and whether that is wanted already."""

    seq: int
    title: str | None
    outlet: str | None
    published_at: dt.date | None
    wanted: bool


class PickList(Record, frozen=True, kw_only=True):
    """Reports with claims that fit, the first recorded first, or all reports where nothing is asked.

    `goes_on` is the report to give as `after` for the next ones.
    """

    reports: tuple[Pickable, ...]
    wanted: int
    goes_on: int | None = None


class Wanting(Writing, frozen=True, kw_only=True):
    """Which reports are wanted coded blind, or with `wanted` false no longer.

    By their entries (`reports`), or the next `number` that fit `filters` and are not wanted yet, as recorded or by lot.
    """

    reports: tuple[int, ...] = ()
    number: Annotated[int, msgspec.Meta(ge=1, le=_MOST)] | None = None
    order: Literal["recorded", "lot"] = "recorded"
    filters: dict[str, str | None] = msgspec.field(default_factory=dict)
    wanted: bool = True


class Wanted(Record, frozen=True, kw_only=True):
    """The reports that are now wanted, or no longer."""

    reports: tuple[int, ...]
    wanted: bool


def pick_list(asked: Asked) -> Shown:
    """The page on which reports are picked."""
    states = asked.bench.codings.at(asked.tx, asked.upto)
    wanted = {one.seq for one in states.values() if one.wanted is not None}
    after = asked.number("after", 0, low=0, high=2**31)
    found = list(itertools.islice(_latest(asked, _candidates(asked, after)), _A_PAGE + 1))
    more = len(found) > _A_PAGE
    reports = [
        Pickable(
            seq=seq,
            title=report_title(asked.tx, seq),
            outlet=outlet,
            published_at=msgspec.convert(day, dt.date | None),
            wanted=seq in wanted,
        )
        for seq, _, outlet, day in found[:_A_PAGE]
    ]
    record = PickList(reports=tuple(reports), wanted=len(wanted), goes_on=reports[-1].seq if more else None)
    return Shown(record, "Pick reports to code", aids={**choices(asked.frame), "most": _MOST})


def want(asked: Asked, told: Wanting) -> Done:
    """Enters which reports are wanted."""
    by = coder_of(asked)
    ledger = asked.bench.ledger
    # the same ledger draws the same lots, whatever was asked before
    lots = ledger.id if told.order == "lot" else None
    with ledger.engine.reading() as tx:
        query = {name: value for name, value in told.filters.items() if value}
        there = Asked(asked.bench, tx, address=asked.address, path={}, query=query, person=asked.person)
        if told.number is None:
            picked = list(_latest(there, told.reports))
            if missing := sorted(set(told.reports) - {seq for seq, *_ in picked}):
                raise NotFoundError(f"entry {missing[0]} is no report, or an earlier version of one")
        else:
            picked = list(itertools.islice(_unwanted(there, lots), told.number))
    if not picked:
        raise NotFoundError("expected reports to be coded, found none that fit and are not wanted yet")
    ledger.want_codings([name for _, name, *_ in picked], by=by, wanted=told.wanted)
    return Done(Wanted(reports=tuple(seq for seq, *_ in picked), wanted=told.wanted), "/coding")


def _unwanted(asked: Asked, lots: str | None) -> Iterator[tuple[int, str, str | None, str | None]]:
    """Reports that fit and are not wanted yet, as recorded, or by lots drawn from some words."""
    states = asked.bench.codings.at(asked.tx, asked.upto)
    candidates: Iterable[int] = _candidates(asked, 0)
    if lots is not None:
        candidates = sorted(candidates, key=lambda seq: hashlib.sha256(f"{lots} {seq}".encode()).digest())
    for row in _latest(asked, candidates):
        if row[1] not in states or states[row[1]].wanted is None:
            yield row


def _candidates(asked: Asked, after: int) -> Iterator[int]:
    """Entries of reports after one: with claims that fit, or all where nothing is asked."""
    if asked.asked_filters:
        frame, filters = asked.frame, asked.filters
        rows = fitting_rows(asked.engine, asked.tx, asked.bench.tally, frame, filters)
        if filters.words:
            # claims are read only as far as a page needs them
            seqs = (held.article_seq for _, held in worded(asked.tx, frame, rows, filters))
        else:
            parts = (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))
            seqs = (int(seq) for part in parts for seq in frame["article"][part])
        yield from _once(seq for seq in seqs if seq > after)
        return
    sql = "SELECT seq FROM article WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
    while some := asked.tx.rows(sql, (after, asked.upto, _AT_ONCE)):
        yield from (seq for (seq,) in some)
        after = some[-1][0]


def _once(seqs: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for seq in seqs:
        if seq not in seen:
            seen.add(seq)
            yield seq


def _latest(asked: Asked, seqs: Iterable[int]) -> Iterator[tuple[int, str, str | None, str | None]]:
    """Entry, id, outlet and day of those reports that are the latest versions of theirs."""
    for seq in seqs:
        rows = asked.tx.rows("SELECT id, publisher, published_at FROM article WHERE seq = ?", (seq,))
        later = "SELECT 1 FROM article WHERE id = ? AND seq > ? AND seq <= ?"
        if rows and not asked.tx.rows(later, (rows[0][0], seq, asked.upto)):
            name, outlet, day = rows[0]
            yield seq, name, outlet, day


PAGES = (PageRoute("/coding/pick", "codingpick.html", pick_list, needs="coder"),)
WRITES = (
    WriteRoute("/coding/wanted", Wanting, Wanted, want, "Have reports coded blind, or no longer", needs="adjudicator"),
)
