"""The reports to be coded blind, with how far one's own coding of each is; nothing of what others did with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import ForbiddenError
from allegedly.exports.cells import Column
from allegedly.ledger.coderacts import coder_name
from allegedly.ledger.held import article_at
from allegedly.model import Record
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.desk.asked import Asked
    from allegedly.stores.engine import Transaction
    from allegedly.views.codingstates import ArticleCodings

__all__ = ["PAGES", "beside", "coder_of", "own_name", "report_title", "to_code"]

# what a coder looks over before beginning with the first
_A_PAGE = 25
# a title is told on one line
_LONGEST_TITLE = 120
# what was begun is finished first
_ORDER = ("begun", "not begun", "submitted", "curated")


class ReportToCode(Record, frozen=True, kw_only=True):
    """A report and how far one's own coding of it is: not begun, begun, submitted, or curated by oneself.

    `wanted` is whether somebody in charge asked for it; a report nobody asked for is here because it was begun.
    """

    seq: int
    title: str | None
    outlet: str | None
    published_at: dt.date | None
    state: str
    wanted: bool


class CodingList(Record, frozen=True, kw_only=True):
    """The reports to be coded by one person: how many, how many of them that person submitted, and some of them."""

    by: str | None
    number: int
    submitted: int
    reports: tuple[ReportToCode, ...]
    goes_on: int | None = None


def coding_list(asked: Asked) -> Shown:
    """The page of reports to code."""
    by = own_name(asked)
    told = to_code(asked, by)
    begins = asked.number("from", 0, low=0, high=10**6)
    some = told[begins : begins + _A_PAGE]
    record = CodingList(
        by=by,
        number=len(told),
        submitted=sum(state_of(one, by) == "submitted" for one in told),
        reports=tuple(_report(asked.tx, one, by) for one in some),
        goes_on=begins + _A_PAGE if begins + _A_PAGE < len(told) else None,
    )
    first = next((one.seq for one in told if state_of(one, by) in ("begun", "not begun")), None)
    return Shown(record, "Coding", Table(COLUMNS, record.reports), {"first": first, "begins": begins})


def own_name(asked: Asked) -> str | None:
    """The name that somebody codes under; None until it is given."""
    return coder_name(asked.person.name, "blind coding") if asked.person.name else None


def coder_of(asked: Asked) -> str:
    """The name that somebody codes under; ForbiddenError until it is given."""
    name = own_name(asked)
    if name is None:
        raise ForbiddenError("expected who codes, found nobody; give your name at /sign-in")
    return name


def to_code(asked: Asked, by: str | None) -> list[ArticleCodings]:
    """The reports wanted coded, and those one began oneself: those begun first, then as they were wanted."""
    states = asked.bench.codings.at(asked.tx, asked.upto).values()
    told = [one for one in states if one.wanted is not None or by in one.codings]
    return sorted(told, key=lambda one: (_ORDER.index(state_of(one, by)), one.wanted or 0, one.seq))


def state_of(one: ArticleCodings, by: str | None) -> str:
    """How far one's own coding of a report is; who curates it codes it no longer."""
    state = one.state_of(by)
    return "curated" if state == "not begun" and by in one.curators else state


def beside(told: Sequence[ArticleCodings], seq: int, by: str | None) -> tuple[int | None, int | None]:
    """The reports before and after one that somebody has still to code, in the order they were wanted."""
    left = sorted(
        (one for one in told if one.seq == seq or state_of(one, by) in ("begun", "not begun")),
        key=lambda one: (one.wanted or 0, one.seq),
    )
    seqs = [one.seq for one in left]
    if seq not in seqs:
        return None, next(iter(seqs), None)
    at = seqs.index(seq)
    return (seqs[at - 1] if at else None), (seqs[at + 1] if at + 1 < len(seqs) else None)


def report_title(tx: Transaction, seq: int) -> str | None:
    """What a report is called, or its first line; None where a redaction emptied it."""
    article = article_at(tx, seq)
    if article is None:
        return None
    return clean(article.title or article.text.strip().partition("\n")[0])[:_LONGEST_TITLE] or None


def _report(tx: Transaction, one: ArticleCodings, by: str | None) -> ReportToCode:
    return ReportToCode(
        seq=one.seq,
        title=report_title(tx, one.seq),
        outlet=one.outlet,
        published_at=one.published_at,
        state=state_of(one, by),
        wanted=one.wanted is not None,
    )


COLUMNS: tuple[Column[ReportToCode], ...] = (
    Column("report", "integer", "the report's entry in the ledger", lambda one: one.seq),
    Column("title", "text", "its title or first line", lambda one: one.title),
    Column("outlet", "text", "who published it", lambda one: one.outlet),
    Column("published_at", "day", "when", lambda one: one.published_at),
    Column("state", "text", "how far your coding is", lambda one: one.state),
)

PAGES = (PageRoute("/coding", "codinglist.html", coding_list),)
