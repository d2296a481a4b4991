"""The reports whose codings wait to be made one, and those where that was done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.desk.codinglist import own_name, report_title
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.exports.cells import Column
from allegedly.model import Record
from allegedly.views.codings import has_open_coding

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.views.codingstates import ArticleCodings

__all__ = ["PAGES"]

_A_PAGE = 25


class ReportToCurate(Record, frozen=True, kw_only=True):
    """A report that people coded: who is done, who is not, and when it was curated last, by whom.

    `curable` says whether the reader may curate it now; who is still coding it may not.
    """

    seq: int
    title: str | None
    outlet: str | None
    published_at: dt.date | None
    submitted: tuple[str, ...]
    coding: tuple[str, ...]
    curated_by: str | None
    curated_at: dt.datetime | None
    curable: bool


class CurationList(Record, frozen=True, kw_only=True):
    """How many reports somebody submitted a coding of, how many of them were curated, and some of them."""

    number: int
    curated: int
    reports: tuple[ReportToCurate, ...]
    goes_on: int | None = None


def curation_list(asked: Asked) -> Shown:
    """The page of reports to curate: those with two codings or more first, then those with one, then what is done."""
    states = [one for one in asked.bench.codings.at(asked.tx, asked.upto).values() if one.submitted]
    told = sorted(states, key=lambda one: (is_curated(one), len(one.submitted) < 2, one.last))
    begins = asked.number("from", 0, low=0, high=10**6)
    name = own_name(asked)
    record = CurationList(
        number=len(told),
        curated=sum(map(is_curated, told)),
        reports=tuple(_report(asked, one, name) for one in told[begins : begins + _A_PAGE]),
        goes_on=begins + _A_PAGE if begins + _A_PAGE < len(told) else None,
    )
    first = next((one.seq for one in told if not is_curated(one) and _curable(one, name)), None)
    return Shown(record, "Curation", Table(COLUMNS, record.reports), {"first": first, "begins": begins})


def is_curated(one: ArticleCodings) -> bool:
    """Whether a report was curated after the last coding of it was submitted."""
    last = max((coding.submitted_at for coding in one.codings.values() if coding.submitted_at), default=None)
    return bool(one.curated) and (last is None or one.curated[-1][1] >= last)


def _curable(one: ArticleCodings, name: str | None) -> bool:
    return name is not None and not has_open_coding(one.codings, name)


def _report(asked: Asked, one: ArticleCodings, name: str | None) -> ReportToCurate:
    by, at = one.curated[-1] if one.curated else (None, None)
    return ReportToCurate(
        seq=one.seq,
        title=report_title(asked.tx, one.seq),
        outlet=one.outlet,
        published_at=one.published_at,
        submitted=one.submitted,
        coding=tuple(who for who, coding in one.codings.items() if not coding.is_submitted),
        curated_by=by,
        curated_at=at,
        curable=_curable(one, name),
    )


COLUMNS: tuple[Column[ReportToCurate], ...] = (
    Column("report", "integer", "the report's entry in the ledger", lambda one: one.seq),
    Column("title", "text", "its title or first line", lambda one: one.title),
    Column("outlet", "text", "who published it", lambda one: one.outlet),
    Column("published_at", "day", "when", lambda one: one.published_at),
    Column("submitted", "text", "who is done coding it", lambda one: "; ".join(one.submitted)),
    Column("coding", "text", "who is still coding it", lambda one: "; ".join(one.coding)),
    Column("curated_by", "text", "who curated it last", lambda one: one.curated_by),
)

PAGES = (PageRoute("/curation", "curationlist.html", curation_list, needs="adjudicator"),)
