"""What became of one claim: how it was coded, who decided what of it and why, and what stands in its place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.errors import NotFoundError
from allegedly.ledger.finding import article_entries
from allegedly.ledger.held import Held, article_at, held_claims, one_claim
from allegedly.model import Article, Record
from allegedly.stores.clock import from_microseconds
from allegedly.views.filters import holds_on
from allegedly.views.log import LogLine, log_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from allegedly.stores.engine import Transaction

__all__ = [
    "ArticleView",
    "ClaimView",
    "Version",
    "article_view",
    "claim_view",
    "lines_that_hold",
    "report_view",
    "versions_of",
]


class ClaimView(Record, frozen=True, kw_only=True):
    """One claim with the article it stands in and everything that was entered of it."""

    held: Held
    article: Article | None
    history: tuple[LogLine, ...]


class ArticleView(Record, frozen=True, kw_only=True):
    """One article with its claims as they stood, and its earlier and later versions by entry."""

    seq: int
    article: Article | None
    claims: tuple[Held, ...]
    versions: tuple[int, ...]


class Version(Record, frozen=True, kw_only=True):
    """One version of a page, by the entry that laid it down."""

    seq: int
    article: str
    recorded_at: dt.datetime


def claim_view(tx: Transaction, claim: str, upto: int, *, valid_at: dt.date | None = None) -> ClaimView:
    """A claim and its history up to an entry; NotFoundError when there is none, or none that holds on `valid_at`."""
    held = one_claim(tx, claim, upto)
    if valid_at is not None and not holds_on(held, valid_at):
        raise NotFoundError(f"{claim}: is not said to hold on {valid_at}")
    history = tuple(log_lines(tx, upto, subject=claim))
    return ClaimView(held=held, article=article_at(tx, held.article_seq), history=history)


def article_view(tx: Transaction, article: str, upto: int, *, valid_at: dt.date | None = None) -> ArticleView:
    """The latest version of an article up to an entry, with its claims; those that hold on `valid_at` only."""
    entries = article_entries(tx, article, upto)
    if not entries:
        raise NotFoundError(f"{article}: no such article in this ledger; allegedly log --kind article lists them")
    return report_view(tx, entries[0], upto, valid_at=valid_at)


def report_view(tx: Transaction, seq: int, upto: int, *, valid_at: dt.date | None = None) -> ArticleView:
    """The article of an entry, as `article_view` tells it; NotFoundError where the entry is no article known then."""
    if not tx.rows("SELECT 1 FROM entry WHERE seq = ? AND kind = 'article' AND seq <= ?", (seq, upto)):
        raise NotFoundError(f"#{seq}: no such article in this ledger; allegedly log --kind article lists them")
    claims = [row[0] for row in tx.rows("SELECT seq FROM claim WHERE article_seq = ? ORDER BY seq", (seq,))]
    versions = tx.rows(
        "SELECT seq FROM article WHERE page = (SELECT page FROM article WHERE seq = ?) AND seq <= ? ORDER BY seq",
        (seq, upto),
    )
    return ArticleView(
        seq=seq,
        article=article_at(tx, seq),
        claims=tuple(one for one in held_claims(tx, claims, upto) if valid_at is None or holds_on(one, valid_at)),
        versions=tuple(one for (one,) in versions) or (seq,),
    )


def versions_of(tx: Transaction, seqs: Sequence[int]) -> tuple[Version, ...]:
    """The versions of a page by their entries, in order."""
    marks = ", ".join("?" * len(seqs))
    rows = tx.rows(f"SELECT seq, subject, recorded_at FROM entry WHERE seq IN ({marks}) ORDER BY seq", tuple(seqs))
    return tuple(Version(seq=seq, article=name, recorded_at=from_microseconds(at)) for seq, name, at in rows)


def lines_that_hold(tx: Transaction, lines: Iterable[LogLine], upto: int, day: dt.date) -> Iterator[LogLine]:
    """The entries that speak of a claim which, as it stands after entry `upto`, holds on a day."""
    known: dict[str, bool] = {}
    for line in lines:
        if not line.subject.startswith("clm_"):
            continue
        if line.subject not in known:
            known[line.subject] = holds_on(one_claim(tx, line.subject, upto), day)
        if known[line.subject]:
            yield line
