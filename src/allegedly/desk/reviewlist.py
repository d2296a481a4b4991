"""The queue of reports to review, the least sure first, with how far the review is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.desk.choices import choices
from allegedly.desk.pace import Progress, duration, seconds_each
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.desk.queue import Queue, queue_of
from allegedly.exports.cells import Column
from allegedly.ledger.held import article_at
from allegedly.model import Record
from allegedly.wording import clean

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.desk.queue import Waiting
    from allegedly.stores.engine import Transaction

__all__ = ["PAGES", "progress_of"]

# what a reviewer looks over before beginning with the first
_A_PAGE = 20
# a title is told on one line
_LONGEST_TITLE = 120


class WaitingReport(Record, frozen=True, kw_only=True):
    """A report that waits: its entry, what it is called, and how many of its claims nobody decided of."""

    seq: int
    title: str | None
    outlet: str | None
    published_at: dt.date | None
    undecided: int


class ReviewQueue(Record, frozen=True, kw_only=True):
    """How far the review is, how many reports wait, and the first of them."""

    progress: Progress
    waiting: int
    reports: tuple[WaitingReport, ...]


def review_queue(asked: Asked) -> Shown:
    """The page of reports that wait."""
    queue = queue_of(asked, asked.filters)
    reports = tuple(_report(asked.tx, one) for one in queue.first(_A_PAGE))
    record = ReviewQueue(progress=progress_of(asked, queue), waiting=len(queue), reports=reports)
    return Shown(record, "Review", Table(COLUMNS, reports), {**choices(asked.frame), "duration": duration})


def progress_of(asked: Asked, queue: Queue) -> Progress:
    """How far a review is. Today's decisions are those of the ledger, whatever is filtered for."""
    today = asked.bench.pace.today(asked.tx, asked.bench.ledger.now())
    own = today.get(asked.person.name or "", ())
    each = seconds_each(own)
    return Progress(
        claims=queue.claims,
        decided=queue.claims - queue.undecided,
        today=sum(map(len, today.values())),
        today_by_you=len(own),
        seconds_each=each,
        seconds_left=None if each is None else each * queue.undecided,
    )


def _report(tx: Transaction, waiting: Waiting) -> WaitingReport:
    article = article_at(tx, waiting.report)
    title = clean(article.title or article.text.strip().partition("\n")[0])[:_LONGEST_TITLE] if article else None
    return WaitingReport(
        seq=waiting.report,
        title=title,
        outlet=article.publisher if article else None,
        published_at=article.published_at if article else None,
        undecided=waiting.undecided,
    )


COLUMNS: tuple[Column[WaitingReport], ...] = (
    Column("report", "integer", "the report's entry in the ledger", lambda one: one.seq),
    Column("title", "text", "its title or first line", lambda one: one.title),
    Column("outlet", "text", "who published it", lambda one: one.outlet),
    Column("published_at", "day", "when", lambda one: one.published_at),
    Column("undecided", "integer", "claims nobody decided of", lambda one: one.undecided),
)

PAGES = (PageRoute("/review", "queue.html", review_queue),)
