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
from allegedly.stores.batch import head
from allegedly.views.filters import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from allegedly.model import Claim
    from allegedly.stores.engine import Transaction

__all__ = [
    "CodedArticle",
    "CodedBy",
    "blind_coding",
    "body_is_sealed",
    "coded_by_people",
    "codings_of",
    "has_open_coding",
    "may_see",
    "submitted_articles",
    "submitted_codings",
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


def may_see(
    codings: Mapping[str, BlindCoding], viewer: str, whose: str, *, curating: bool = False, least: int = 2
) -> bool:
    """Whether a person may be shown what another coded of an article; `codings` are all there are of it.

    A curator may once there are `least` submitted codings; one is enough where it is laid beside a reviewed report.

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
    return curating and sum(coding.is_submitted for coding in codings.values()) >= least


def has_open_coding(codings: Mapping[str, BlindCoding], viewer: str) -> bool:
    """Whether somebody is still coding an article, so that not even figures about the others' codings may be shown.

    >>> has_open_coding({"Kim": BlindCoding(article="a", text_sha256="", by="Kim")}, "Kim")
    True
    """
    own = codings.get(viewer)
    return own is not None and not own.is_submitted


def blind_coding(
    tx: Transaction,
    article: str,
    by: str,
    upto: int,
    *,
    whose: str | None = None,
    curating: bool = False,
    least: int = 2,
) -> BlindCoding:
    """A blind coding as the person `by` may see it: one's own, or with `whose` another's once both have submitted.

    Whether it may be seen is asked of the codings as they are now, too: who asks for an earlier moment is no less blind
    than before. An own coding that was not begun is empty and open. RefusedError when it may not be seen yet, or is not
    there: that the two cannot be told apart tells nothing.
    """
    by = coder_name(by, "blind coding")
    whose = by if whose is None else coder_name(whose, "blind coding")
    if whose == by:
        return coding_by(tx, article, by, upto)
    codings = blind_codings(tx, article, upto)
    now = blind_codings(tx, article, head(tx).seq)
    seen = may_see(codings, by, whose, curating=curating, least=least)
    if not seen or not _still(codings, now, by, whose, curating=curating, least=least):
        raise RefusedError(f"{article}: what {whose} coded is not shown to {by} before both have submitted")
    return codings[whose]


def _still(
    then: Mapping[str, BlindCoding],
    now: Mapping[str, BlindCoding],
    viewer: str,
    whose: str,
    *,
    curating: bool,
    least: int,
) -> bool:
    """Whether what could be seen at another moment may be seen now; codings of an older text are hidden from whoever
    codes the newer one.
    """
    there = now.get(whose)
    if there is None or there.text_sha256 != then[whose].text_sha256:
        return not has_open_coding(now, viewer)
    return may_see(now, viewer, whose, curating=curating, least=least)


def codings_of(tx: Transaction, article: str, upto: int) -> tuple[CodedBy, ...]:
    """Who codes an article blind, in the order they began, and who is done."""
    return tuple(
        CodedBy(by=coding.by, submitted_at=coding.submitted_at, reopened=coding.reopened)
        for coding in blind_codings(tx, article, upto).values()
    )


def coded_by_people(tx: Transaction, upto: int) -> Iterator[CodedArticle]:
    """Every article somebody codes blind, in the order of the ledger, with who does."""
    for article in _coded_articles(tx, upto):
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
    return submitted_codings(tx, (who,), _coded_articles(tx, upto), upto)[who]


def submitted_codings(
    tx: Transaction, coders: Iterable[str], articles: Iterable[str], upto: int
) -> dict[str, dict[str, ScoredArticle]]:
    """What `submitted_articles` gives, of several coders and of some articles alone, read once."""
    found: dict[str, dict[str, ScoredArticle]] = {coder: {} for coder in coders}
    for article in articles:
        closed = {who: coding for who, coding in blind_codings(tx, article, upto).items() if coding.is_submitted}
        for coder, told in found.items():
            if coder == LEDGER and closed:
                told[article] = _scored(article, _standing(tx, article, upto))
            elif coder in closed:
                told[article] = _scored(article, [one.claim for one in closed[coder].claims])
    return found


def _coded_articles(tx: Transaction, upto: int) -> list[str]:
    """The articles somebody codes blind, in the order that was begun; those whose words are gone are left out."""
    rows = tx.rows(
        "SELECT e.subject, min(e.seq) FROM entry e JOIN article a ON a.id = e.subject "
        f"WHERE e.kind IN ({', '.join('?' * len(BLIND_KINDS))}) AND e.seq <= ? GROUP BY e.subject ORDER BY min(e.seq)",
        (*BLIND_KINDS, upto),
    )
    return [article for article, _ in rows]


def _scored(article: str, claims: list[Claim]) -> ScoredArticle:
    return decode_article(encode({"id": article, "claims": msgspec.to_builtins(claims)}))


def _standing(tx: Transaction, article: str, upto: int) -> list[Claim]:
    seq = latest_article(tx, article, upto).seq
    rows = tx.rows("SELECT seq FROM claim WHERE article_seq = ? ORDER BY seq", (seq,))
    held = held_claims(tx, [one for (one,) in rows], upto)
    return [one.claim for one in held if one.claim is not None and one.standing.status in STANDING]
