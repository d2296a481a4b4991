"""A person finds a claim in a report that the ledger has: it stands beside those a program coded, with who and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from allegedly.codec import claim_id, encode
from allegedly.errors import NotFoundError, RecordError, RefusedError
from allegedly.ledger.acts import Judgement
from allegedly.ledger.coderacts import Found
from allegedly.ledger.held import article_at, held_claims
from allegedly.ledger.joining import join_new
from allegedly.ledger.recording import record_claim
from allegedly.model import CoderStamp, Reading
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from allegedly.model import Article, Claim
    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Transaction

__all__ = ["PERSON", "Laid", "add_claim", "article_entries", "latest_article", "word_for_word"]

# says that no program coded it; who did is in the entry beside the claim
PERSON = CoderStamp(name="person", version="1", model=None)


class Laid(NamedTuple):
    """The latest version of an article in the ledger, with its entry."""

    seq: int
    article: Article


def latest_article(tx: Transaction, article: str, upto: int) -> Laid:
    """The latest version of an article after entry `upto`, whose words are still there."""
    rows = tx.rows("SELECT seq FROM article WHERE id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1", (article, upto))
    laid = article_at(tx, rows[0][0]) if rows else None
    if laid is not None:
        return Laid(rows[0][0], laid)
    if article_entries(tx, article, upto):
        raise RefusedError(f"{article}: its words were redacted; there is nothing left to code")
    raise NotFoundError(f"{article}: no such article in this ledger; allegedly log --kind article lists them")


def article_entries(tx: Transaction, article: str, upto: int) -> list[int]:
    """The entries of an article's versions, the latest first, whether or not their words are still there."""
    # a database that is asked for the kind too may look through all articles for this one
    rows = tx.rows("SELECT seq, kind FROM entry WHERE subject = ? AND seq <= ? ORDER BY seq DESC", (article, upto))
    return [seq for seq, kind in rows if kind == "article"]


def word_for_word(article: Article, claim: Claim) -> Claim:
    """The claim as a person's, with its content id; RefusedError when its words are not the report's."""
    try:
        Reading(article=article, claims=(claim,))
    except RecordError as problem:
        raise RefusedError(f"{article.id}: a claim must keep to the report's words: {problem}") from problem
    signed: Claim = msgspec.structs.replace(claim, id=claim_id(article, claim), coder=PERSON, score=None)
    return signed


def add_claim(batch: Batch, article: str, claim: Claim, *, by: str, reason: str | None = None) -> str:
    """Adds a claim that a person found in an article, accepted by that person, in its event; gives the claim's id."""
    laid = latest_article(batch.tx, article, head(batch.tx).seq)
    signed = word_for_word(laid.article, claim)
    name = signed.id or ""
    if batch.tx.rows("SELECT 1 FROM claim WHERE id = ?", (name,)):
        raise RefusedError(f"{name}: the ledger has this claim already; judge it instead (allegedly judge {name} ...)")
    seq = record_claim(batch, signed, laid.seq, None, laid.article.publisher)
    batch.entry("found", name, encode(Found(claim=name, by=by, reason=reason)))
    accepted = Judgement(claim=name, verdict="accept", by=by, saw=seq, reason=reason)
    batch.row("decision", batch.entry("judgement", name, encode(accepted)), seq, "accept", None)
    batch.write()
    if not _others_wait(batch.tx, seq):
        others = _standing(batch.tx, laid.seq, seq)
        join_new(batch, Reading(article=laid.article, claims=(*others, signed)), [(seq, signed)])
        batch.write()
    return name


def _standing(tx: Transaction, article_seq: int, but: int) -> list[Claim]:
    """The article's other claims that stand, as they stand: which of them tells of a happening first matters."""
    rows = tx.rows("SELECT seq FROM claim WHERE article_seq = ? AND seq <> ? ORDER BY seq", (article_seq, but))
    held = held_claims(tx, [seq for (seq,) in rows], head(tx).seq)
    return [one.claim for one in held if one.claim and one.standing.status not in ("rejected", "superseded")]


def _others_wait(tx: Transaction, seq: int) -> bool:
    """Whether claims recorded before this one are not joined yet; then it waits with them for `join_pending`."""
    return bool(
        tx.rows(
            "SELECT 1 FROM claim c JOIN body b ON b.seq = c.seq WHERE c.seq < ? "
            "AND c.seq > (SELECT coalesce(max(claim_seq), 0) FROM telling) LIMIT 1",
            (seq,),
        )
    )
