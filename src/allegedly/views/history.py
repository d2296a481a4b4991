"""What became of one claim: how it was coded, who decided what of it and why, and what stands in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.errors import NotFoundError
from allegedly.ledger.held import Held, article_at, held_claims, one_claim
from allegedly.model import Article, Record
from allegedly.views.filters import holds_on
from allegedly.views.log import LogLine, log_lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from allegedly.stores.engine import Transaction

__all__ = ["ArticleView", "ClaimView", "article_view", "claim_view", "lines_that_hold"]


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


def claim_view(tx: Transaction, claim: str, upto: int, *, valid_at: dt.date | None = None) -> ClaimView:
    """A claim and its history up to an entry; NotFoundError when there is none, or none that holds on `valid_at`."""
    held = one_claim(tx, claim, upto)
    if valid_at is not None and not holds_on(held, valid_at):
        raise NotFoundError(f"{claim}: is not said to hold on {valid_at}")
    history = tuple(log_lines(tx, upto, subject=claim))
    return ClaimView(held=held, article=article_at(tx, held.article_seq), history=history)


def article_view(tx: Transaction, article: str, upto: int, *, valid_at: dt.date | None = None) -> ArticleView:
    """The latest version of an article up to an entry, with its claims; those that hold on `valid_at` only."""
    rows = tx.rows(
        "SELECT seq FROM entry WHERE kind = 'article' AND subject = ? AND seq <= ? ORDER BY seq DESC", (article, upto)
    )
    if not rows:
        raise NotFoundError(f"{article}: no such article in this ledger; allegedly log --kind article lists them")
    seq = rows[0][0]
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
