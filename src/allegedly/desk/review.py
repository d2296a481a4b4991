"""One report with all its claims beside it, to be decided one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.desk.claimform import form_choices
from allegedly.desk.marking import stretches
from allegedly.desk.pace import Progress, duration
from allegedly.desk.pages import PageRoute, Shown
from allegedly.desk.people import may
from allegedly.desk.queue import queue_of
from allegedly.desk.reviewlist import progress_of
from allegedly.errors import NotFoundError
from allegedly.ledger.held import Held, article_at, held_claims
from allegedly.model import Article, Record
from allegedly.views.log import LogLine, log_lines
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.desk.asked import Asked
    from allegedly.stores.engine import Transaction

__all__ = ["PAGES", "REASONS"]

# why reviewers reject, in the words of the code book's rules; a digit picks one
REASONS = (
    "the report does not say so",
    "wrong type of happening or tie",
    "wrong actor or target",
    "told twice: the same voice says it elsewhere",
    "another story, or furniture of the page",
    "not what the code book codes",
    "no happening: a vow, a motive or an opinion",
    "an accident, or no political violence",
)


class Reviewed(Record, frozen=True, kw_only=True):
    """A claim as it stands, with everything that was entered of it."""

    held: Held
    history: tuple[LogLine, ...]


class ReviewReport(Record, frozen=True, kw_only=True):
    """A report with its claims in the order of its text, superseded ones at the end, and its neighbours in the queue.

    `article` is None when a redaction emptied it; `latest` is the entry of the latest version of this article.
    """

    seq: int
    article: Article | None
    latest: int
    claims: tuple[Reviewed, ...]
    earlier: int | None
    later: int | None
    waiting: int
    progress: Progress


def review_report(asked: Asked) -> Shown:
    """The page of one report."""
    seq: int = asked.path["seq"]
    tx, upto = asked.tx, asked.upto
    # a number larger than any entry is larger than any number of a database
    sql = "SELECT subject FROM entry WHERE seq = ? AND kind = 'article'"
    rows = tx.rows(sql, (seq,)) if seq <= upto else []
    if not rows:
        raise NotFoundError(f"entry {seq} is no report; the queue is at {asked.link('/review')}")
    article = article_at(tx, seq)
    held = _in_order(held_claims(tx, _claims_of(tx, seq, upto), upto))
    queue = queue_of(asked, asked.filters)
    earlier, later = queue.beside(seq)
    record = ReviewReport(
        seq=seq,
        article=article,
        latest=_latest(tx, rows[0][0], upto) or seq,
        claims=tuple(Reviewed(held=one, history=tuple(log_lines(tx, upto, subject=one.id))) for one in held),
        earlier=earlier,
        later=later,
        waiting=len(queue),
        progress=progress_of(asked, queue),
    )
    told = [(one.id, one.claim) for one in held if one.claim is not None]
    aids = {
        "cut": stretches(article, told) if article else [],
        "chosen": _chosen(asked.query.get("claim"), held),
        "decides": asked.as_of is None and article is not None and may(asked.person, "coder"),
        "reasons": REASONS,
        "form": form_choices(),
        "duration": duration,
    }
    return Shown(record, _title(article, seq), aids=aids)


def _claims_of(tx: Transaction, seq: int, upto: int) -> list[int]:
    rows = tx.rows("SELECT seq FROM claim WHERE article_seq = ? AND seq <= ? ORDER BY seq", (seq, upto))
    return [claim for (claim,) in rows]


def _latest(tx: Transaction, article: str, upto: int) -> int | None:
    """The latest version of an article whose words are there."""
    rows = tx.rows("SELECT max(seq) FROM article WHERE id = ? AND seq <= ?", (article, upto))
    latest: int | None = rows[0][0]
    return latest


def _in_order(held: Sequence[Held]) -> list[Held]:
    """Claims in the order a reader comes to their words; at the end those that stand no longer, or without words."""
    return sorted(held, key=lambda one: (one.coded is None, one.superseded is not None, _where(one), one.seq))


def _where(held: Held) -> tuple[int, int]:
    """Where the coded claim's words stand, so that an edit does not move the card under a reviewer's hand."""
    return min((span.start, span.end) for span in held.coded.evidence) if held.coded else (0, 0)


def _chosen(asked: str | None, held: Sequence[Held]) -> str | None:
    """The claim to begin with: the one asked for, else the first nobody decided of, else the first."""
    names = [one.id for one in held]
    if asked in names:
        return asked
    waiting = [one.id for one in held if one.standing.status == "proposed"]
    return next(iter([*waiting, *names]), None)


def _title(article: Article | None, seq: int) -> str:
    if article is None:
        return f"Report {seq}, redacted"
    return clean(article.title or article.text.strip().partition("\n")[0]) or f"Report {seq}"


PAGES = (PageRoute("/review/{seq:int}", "review.html", review_report),)
