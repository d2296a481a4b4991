"""A person decides of a claim: accept, edit, reject, undo; compare-and-set, with who and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from allegedly.codec import encode
from allegedly.errors import ConflictError, RecordError, RefusedError
from allegedly.ledger.acts import Judgement
from allegedly.ledger.facets import find_by
from allegedly.ledger.held import article_at, decisions_of, one_claim
from allegedly.ledger.standing import to_undo
from allegedly.model import Reading
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from allegedly.ledger.acts import Verdict
    from allegedly.ledger.held import Held
    from allegedly.model import Claim
    from allegedly.stores.batch import Batch

__all__ = ["judge"]


def judge(
    batch: Batch,
    claim_id: str,
    verdict: Verdict,
    *,
    by: str,
    reason: str | None = None,
    saw: int | None = None,
    edited: Claim | None = None,
) -> int:
    """Adds a judgement of a claim; gives its entry.

    `saw` is the claim's version the person looked at; when somebody decided since, ConflictError and nothing is added.
    None means that the person decides whatever the claim is now. An edit whose words are not the report's raises
    RefusedError.
    """
    held = one_claim(batch.tx, claim_id, head(batch.tx).seq)
    if saw is not None and saw != held.standing.version:
        raise ConflictError(claim_id, saw, held.standing.version)
    if held.claim is None:
        raise RefusedError(f"{claim_id}: its words were redacted; there is nothing left to decide")
    undoes = _undone(batch, held) if verdict == "undo" else None
    if edited is not None:
        edited = _checked(batch, held, edited)
    act = Judgement(
        claim=claim_id,
        verdict=verdict,
        by=by,
        saw=held.standing.version,
        reason=reason,
        edited=edited,
        undoes=undoes,
    )
    seq = batch.entry("judgement", claim_id, encode(act))
    batch.row("decision", seq, held.seq, verdict, undoes)
    if edited is not None:
        find_by(batch, seq, held.seq, edited, held.outlet)
    return seq


def _undone(batch: Batch, held: Held) -> int:
    undoes = to_undo(decisions_of(batch.tx, held.seq, head(batch.tx).seq))
    if undoes is None:
        raise RefusedError(f"{held.id}: nothing stands that could be undone")
    return undoes


def _checked(batch: Batch, held: Held, edited: Claim) -> Claim:
    """The edited claim with the id, coder and score of the one it edits, its words checked against the report."""
    article = article_at(batch.tx, held.article_seq)
    if article is None or held.coded is None:
        raise RefusedError(f"{held.id}: its report was redacted; there are no words to check an edit against")
    kept: Claim = msgspec.structs.replace(edited, id=held.id, coder=held.coded.coder, score=held.coded.score)
    try:
        Reading(article=article, claims=(kept,))
    except RecordError as problem:
        raise RefusedError(f"{held.id}: an edit must keep to the report's words: {problem}") from problem
    return kept
