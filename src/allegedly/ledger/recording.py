"""A reading enters the ledger: article, coding and claims in one transaction, once, however often it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from allegedly.codec import encode
from allegedly.errors import RecordError
from allegedly.ledger.acts import Coding, Supersession
from allegedly.ledger.facets import find_by
from allegedly.ledger.held import held_claims
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allegedly.model import Article, Claim, CoderStamp, Reading
    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Transaction, Value

__all__ = ["Recorded", "article_row", "coder_key", "known_source", "page_key", "record", "record_claim", "supersede"]


class Recorded(NamedTuple):
    """What a reading came to: the article's entry, whether its text was new, and the new claims by entry."""

    article_seq: int
    new_text: bool
    new_coding: bool
    claims: tuple[tuple[int, Claim], ...] = ()


def coder_key(coder: CoderStamp) -> str:
    """One coder, version, model and code book as one line: what makes a second reading by it idle.

    >>> from allegedly.model import CoderStamp
    >>> coder_key(CoderStamp(name="hand", version="1", model=None))
    'hand 1 - 1.3'
    """
    return f"{coder.name} {coder.version} {coder.model or '-'} {coder.codebook}"


def page_key(article: Article) -> str:
    """What stays the same when an outlet changes a story: its address, else the id it was given with.

    >>> from allegedly.model import Article, Zone
    >>> page_key(Article(id="a", text="x", zones=(Zone(label="body", start=0, end=1),), url="HTTPS://News.example/a/#top"))
    'https://news.example/a'
    """
    if not article.url:
        return f"id:{article.id}"
    try:
        parts = urlsplit(article.url.strip())
    except ValueError:
        # an address nobody could open still tells two pages apart
        return article.url.strip()
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def known_source(tx: Transaction, source: str, coder: CoderStamp) -> str | None:
    """The id of the article that this input was read into by this coder before, None for a new input."""
    rows = tx.rows(
        "SELECT e.subject FROM coding c JOIN entry e ON e.seq = c.article_seq WHERE c.source = ? AND c.coder = ?",
        (source, coder_key(coder)),
    )
    return rows[0][0] if rows else None


def record(batch: Batch, reading: Reading, *, source: str, coder: CoderStamp) -> Recorded:
    """Adds a reading to a transaction: nothing for one that is known, the coding alone for a known text."""
    article, tx = reading.article, batch.tx
    known = tx.rows("SELECT seq FROM article WHERE text_sha256 = ?", (article.text_sha256,))
    article_seq = known[0][0] if known else _record_article(batch, article)
    if known and tx.rows("SELECT 1 FROM coding WHERE article_seq = ? AND coder = ?", (article_seq, coder_key(coder))):
        return Recorded(article_seq, new_text=False, new_coding=False)
    coding = Coding(article=article.id, coder=coder, source=source, claims=tuple(_id_of(one) for one in reading.claims))
    coding_seq = batch.entry("coding", article.id, encode(coding))
    batch.row("coding", coding_seq, article_seq, coder_key(coder), source)
    new = _record_claims(batch, reading.claims, article_seq, coding_seq, article.publisher)
    if known:
        _outdate(batch, article_seq, coding)
    return Recorded(article_seq, new_text=not known, new_coding=True, claims=tuple(new))


def supersede(batch: Batch, claim_seq: int, act: Supersession) -> None:
    """Adds that a claim no longer stands, and why."""
    seq = batch.entry("supersession", act.claim, encode(act))
    batch.row("decision", seq, claim_seq, "supersede", None)


def article_row(seq: int, article: Article) -> tuple[Value, ...]:
    """The row of the table `article`."""
    published = article.published_at.isoformat() if article.published_at else None
    return (seq, article.id, article.text_sha256, page_key(article), article.publisher, published)


def _record_article(batch: Batch, article: Article) -> int:
    seq = batch.entry("article", article.id, encode(article))
    batch.row("article", *article_row(seq, article))
    return seq


def _record_claims(
    batch: Batch, claims: Iterable[Claim], article_seq: int, coding_seq: int | None, outlet: str | None
) -> list[tuple[int, Claim]]:
    """The claims that the ledger does not have yet, each with its entry."""
    by_id = {_id_of(claim): claim for claim in claims}
    known = _known_claims(batch, list(by_id))
    for claim_id, of_article in known.items():
        if of_article != article_seq:
            raise RecordError(f"{claim_id}: expected an id of its own, found it on a claim of another article")
    fresh = [claim for claim_id, claim in by_id.items() if claim_id not in known]
    return [(record_claim(batch, claim, article_seq, coding_seq, outlet), claim) for claim in fresh]


def _known_claims(batch: Batch, ids: Sequence[str]) -> dict[str, int]:
    """Those of the claims that the ledger has, each with its article's entry."""
    marks = ", ".join("?" * len(ids))
    return dict(batch.tx.rows(f"SELECT id, article_seq FROM claim WHERE id IN ({marks})", ids)) if ids else {}


def record_claim(batch: Batch, claim: Claim, article_seq: int, coding_seq: int | None, outlet: str | None) -> int:
    """Adds one claim of a known article; gives its entry."""
    seq = batch.entry("claim", _id_of(claim), encode(claim))
    batch.row("claim", seq, _id_of(claim), article_seq, coding_seq)
    find_by(batch, seq, seq, claim, outlet)
    return seq


def _outdate(batch: Batch, article_seq: int, coding: Coding) -> None:
    """Claims of an earlier coding that the newer one does not make: they stand no longer, unless a person decided."""
    seqs: Sequence[int] = [
        row[0] for row in batch.tx.rows("SELECT seq FROM claim WHERE article_seq = ? ORDER BY seq", (article_seq,))
    ]
    upto = head(batch.tx).seq
    for held in held_claims(batch.tx, seqs, upto):
        if held.id not in coding.claims and held.standing.status == "proposed":
            reason = f"{coding.coder.name} {coding.coder.version} reads the same words otherwise"
            supersede(batch, held.seq, Supersession(claim=held.id, cause="recoded", reason=reason))


def _id_of(claim: Claim) -> str:
    if claim.id is None:
        raise RecordError(f"claim {claim.type}: expected an id, found none; allegedly.codec.claim_id makes one")
    return claim.id
