"""What people coded blind, as far as whoever asks may see it; the one place where that is decided.

The rule: nobody is shown what another person coded of an article before both have submitted. A curator, who codes
nothing of it, may look once two people have. Who coded, and whether they are done, is no secret.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from allegedly.codec import encode
from allegedly.errors import RefusedError
from allegedly.ledger.blindcodings import BLIND_KINDS, BlindCoding, blind_codings, coding_by
from allegedly.ledger.coderacts import LEDGER, coder_name
from allegedly.ledger.finding import latest_article
from allegedly.ledger.held import held_claims
from allegedly.model import Record
from allegedly.scoring import ScoredArticle, decode_article
from allegedly.views.filters import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allegedly.stores.engine import Transaction

__all__ = [
    "CodedArticle",
    "CodedBy",
    "blind_coding",
    "body_is_sealed",
    "coded_by_people",
    "codings_of",
    "may_see",
    "submitted_articles",
]


class CodedBy(Record, frozen=True, kw_only=True):
    """Who coded an article blind, and since when the coding is closed; nothing of what is in it."""

    by: str
    submitted_at: dt.datetime | None = None
    reopened: int = 0


class CodedArticle(Record, frozen=True, kw_only=True):
    """An article that people code blind, and who they are."""

    article: str
    codings: tuple[CodedBy, ...]


def may_see(codings: Mapping[str, BlindCoding], viewer: str, whose: str, *, curating: bool = False) -> bool:
    """Whether a person may be shown what another coded of an article; `codings` are all there are of it.

    >>> one = BlindCoding(article="a", text_sha256="", by="Kim", submission=7)
    >>> may_see({"Kim": one}, "Kim", "Kim"), may_see({"Kim": one}, "Lee", "Kim")
    (True, False)
    """
    if viewer == whose:
        return True
    own, other = codings.get(viewer), codings.get(whose)
    if other is None or not other.is_submitted:
        return False
    if own is not None:
        return own.is_submitted
    # a curator has nothing of one's own there that could be swayed
    return curating and sum(coding.is_submitted for coding in codings.values()) >= 2


def blind_coding(
    tx: Transaction, article: str, by: str, upto: int, *, whose: str | None = None, curating: bool = False
) -> BlindCoding:
    """A blind coding as the person `by` may see it: one's own, or with `whose` another's once both have submitted.

    An own coding that was not begun is empty and open. RefusedError when it may not be seen yet, or is not there: that
    the two cannot be told apart tells nothing.
    """
    by = coder_name(by, "blind coding")
    whose = by if whose is None else coder_name(whose, "blind coding")
    if whose == by:
        return coding_by(tx, article, by, upto)
    codings = blind_codings(tx, article, upto)
    if not may_see(codings, by, whose, curating=curating):
        raise RefusedError(f"{article}: what {whose} coded is not shown to {by} before both have submitted")
    return codings[whose]


def codings_of(tx: Transaction, article: str, upto: int) -> tuple[CodedBy, ...]:
    """Who codes an article blind, in the order they began, and who is done."""
    return tuple(
        CodedBy(by=coding.by, submitted_at=coding.submitted_at, reopened=coding.reopened)
        for coding in blind_codings(tx, article, upto).values()
    )


def coded_by_people(tx: Transaction, upto: int) -> Iterator[CodedArticle]:
    """Every article somebody codes blind, in the order of the ledger, with who does."""
    marks = ", ".join("?" * len(BLIND_KINDS))
    rows = tx.rows(
        "SELECT e.subject, min(e.seq) FROM entry e JOIN article a ON a.id = e.subject "
        f"WHERE e.kind IN ({marks}) AND e.seq <= ? GROUP BY e.subject ORDER BY min(e.seq)",
        (*BLIND_KINDS, upto),
    )
    for article, _ in rows:
        if codings := codings_of(tx, article, upto):
            yield CodedArticle(article=article, codings=codings)


def body_is_sealed(kind: str) -> bool:
    """Whether what an entry holds is not told to whoever asks for the entry: a claim coded blind is not.

    Nobody can know who asks, or whether that person means to code the same article.
    """
    return kind == "blind_claim"


def submitted_articles(tx: Transaction, who: str, upto: int) -> dict[str, ScoredArticle]:
    """The articles whose blind coding a person has submitted, with its claims, to measure agreement by.

    The name "ledger" stands for what stands in the ledger, of every article that somebody submitted.
    """
    found: dict[str, ScoredArticle] = {}
    for coded in coded_by_people(tx, upto):
        if not any(one.submitted_at for one in coded.codings if who in (one.by, LEDGER)):
            continue
        if who == LEDGER:
            claims = _standing(tx, coded.article, upto)
        else:
            claims = [one.claim for one in blind_codings(tx, coded.article, upto)[who].claims]
        found[coded.article] = decode_article(encode({"id": coded.article, "claims": msgspec.to_builtins(claims)}))
    return found


def _standing(tx: Transaction, article: str, upto: int) -> list[object]:
    seq = latest_article(tx, article, upto).seq
    rows = tx.rows("SELECT seq FROM claim WHERE article_seq = ? ORDER BY seq", (seq,))
    held = held_claims(tx, [one for (one,) in rows], upto)
    return [one.claim for one in held if one.claim is not None and one.standing.status in STANDING]
