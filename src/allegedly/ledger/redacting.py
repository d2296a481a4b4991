"""Lawful deletion: a report or a claim is emptied for good, a tombstone says who ordered it and why.

The chain holds, because it seals bodies with salts that go with them. What was exported before is listed for recall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.codec import encode
from allegedly.errors import NotFoundError, RefusedError
from allegedly.ledger.acts import Redaction
from allegedly.ledger.blindcodings import BLIND_KINDS
from allegedly.stores.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Transaction

__all__ = ["redact"]


def redact(batch: Batch, subject: str, *, by: str, reason: str) -> Redaction:
    """Empties an article with all its claims and all blind codings of it, or one claim, with every judgement of them.

    The caller commits and then lets the store forget (`Engine.forget`), which rewrites the file.
    """
    entries = _entries(batch.tx, subject)
    recall = [seq for (seq,) in batch.tx.rows("SELECT seq FROM entry WHERE kind = 'export' AND seq > ?", (entries[0],))]
    act = Redaction(
        subject=subject,
        by=by,
        reason=reason,
        entries=tuple(entries),
        recall=tuple(recall),
        decided=tuple(_decided(batch.tx, entries)),
    )
    by_seq = batch.entry("redaction", subject, encode(act))
    for seq in entries:
        batch.row("redacted", seq, by_seq)
    batch.write()
    for seq in entries:
        for name, table in TABLES.items():
            if table.goes_with is not None:
                batch.tx.run(f"DELETE FROM {name} WHERE {table.goes_with} = ?", (seq,))
    return act


def _decided(tx: Transaction, entries: list[int]) -> Iterator[tuple[int, str, int | None]]:
    """What the entries to empty decided, so that their rows in the index of decisions can be checked without them."""
    for seq in entries:
        yield from tx.rows("SELECT seq, verb, undoes FROM decision WHERE seq = ?", (seq,))


def _entries(tx: Transaction, subject: str) -> list[int]:
    """The entries to empty: those whose bodies hold words of the article or the claim."""
    claims = tx.rows("SELECT seq, id FROM claim WHERE id = ?", (subject,))
    articles = [] if claims else [seq for (seq,) in tx.rows("SELECT seq FROM article WHERE id = ?", (subject,))]
    for seq in articles:
        claims += tx.rows("SELECT seq, id FROM claim WHERE article_seq = ?", (seq,))
    if not claims and not articles:
        if tx.rows("SELECT 1 FROM entry WHERE kind = 'redaction' AND subject = ?", (subject,)):
            raise RefusedError(f"{subject}: was redacted before")
        raise NotFoundError(f"{subject}: no such article or claim in this ledger")
    found = {*articles, *(_blind(tx, subject) if articles else ())}
    for seq, claim_id in claims:
        found.add(seq)
        found |= {
            row[0]
            for row in tx.rows(
                "SELECT e.seq FROM entry e JOIN body b ON b.seq = e.seq WHERE e.subject = ? AND e.kind <> 'redaction'",
                (claim_id,),
            )
        }
    emptied = {seq for (seq,) in tx.rows("SELECT seq FROM redacted")}
    left = sorted(found - emptied)
    if not left:
        raise RefusedError(f"{subject}: was redacted before")
    return left


def _blind(tx: Transaction, article: str) -> list[int]:
    """What people coded blind of an article, and what was made of it."""
    kinds = (*BLIND_KINDS, "coding_wanted", "curation_begun", "curation")
    marks = ", ".join("?" * len(kinds))
    rows = tx.rows(f"SELECT seq FROM entry WHERE subject = ? AND kind IN ({marks})", (article, *kinds))
    return [seq for (seq,) in rows]
