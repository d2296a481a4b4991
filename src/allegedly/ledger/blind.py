"""A person codes a report from its words alone: claims laid down under numbers of one's own, until it is submitted.

None of it is a claim of the ledger: it stands apart until a curator takes it, and nobody is shown anybody else's before
both are done (allegedly.views.codings).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.codec import encode
from allegedly.errors import NotFoundError, RefusedError
from allegedly.ledger.blindcodings import BlindCoding, coding_by
from allegedly.ledger.coderacts import (
    BlindClaim,
    BlindReopening,
    BlindSubmission,
    BlindWithdrawal,
    coder_name,
)
from allegedly.ledger.curators import curators
from allegedly.ledger.finding import latest_article, word_for_word
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from allegedly.model import Claim
    from allegedly.stores.batch import Batch

__all__ = ["lay_blind", "reopen_blind", "submit_blind", "take_back_blind"]


def lay_blind(batch: Batch, article: str, claim: Claim, *, by: str, number: int | None = None) -> int:
    """Lays a claim down in one's own coding, as a new one, or in the place of that number; gives its number."""
    coding = _open(batch, article, coder_name(by, "blind claim"))
    if number is not None and not 1 <= number <= coding.last_number:
        raise NotFoundError(f"{article}: the coding by {coding.by} has no claim {number}")
    said = word_for_word(latest_article(batch.tx, article, head(batch.tx).seq).article, claim)
    known = next((one.number for one in coding.claims if one.claim.id == said.id and one.number != number), None)
    if known is not None:
        raise RefusedError(f"{article}: the coding by {coding.by} has this claim already, as number {known}")
    number = number or coding.last_number + 1
    act = BlindClaim(article=article, text_sha256=coding.text_sha256, by=coding.by, number=number, claim=said)
    batch.entry("blind_claim", article, encode(act))
    return number


def take_back_blind(batch: Batch, article: str, number: int, *, by: str) -> None:
    """Takes a claim out of one's own coding; its number is not given to another."""
    coding = _open(batch, article, coder_name(by, "blind claim"))
    if number not in {one.number for one in coding.claims}:
        raise NotFoundError(f"{article}: the coding by {coding.by} has no claim {number}")
    act = BlindWithdrawal(article=article, text_sha256=coding.text_sha256, by=coding.by, number=number)
    batch.entry("blind_withdrawal", article, encode(act))


def submit_blind(batch: Batch, article: str, *, by: str) -> int:
    """Closes one's own coding, which may be empty: a report can claim nothing. Gives the entry."""
    coding = _open(batch, article, coder_name(by, "submission"))
    numbers = tuple(one.number for one in coding.claims)
    act = BlindSubmission(article=article, text_sha256=coding.text_sha256, by=coding.by, claims=numbers)
    return batch.entry("blind_submission", article, encode(act))


def reopen_blind(batch: Batch, article: str, *, by: str, whose: str, reason: str) -> int:
    """Opens a closed coding again; gives the entry. It counts as seen from now on (BlindCoding.reopened)."""
    coding = coding_by(batch.tx, article, coder_name(whose, "reopening"), head(batch.tx).seq)
    if not coding.is_submitted:
        raise RefusedError(f"{article}: the coding by {coding.by} is not closed; there is nothing to open again")
    act = BlindReopening(article=article, text_sha256=coding.text_sha256, by=by, whose=coding.by, reason=reason)
    return batch.entry("blind_reopening", article, encode(act))


def _open(batch: Batch, article: str, by: str) -> BlindCoding:
    """One's own coding, which must not be closed; who curated the article has seen what others coded."""
    coding = coding_by(batch.tx, article, by, head(batch.tx).seq)
    if coding.is_submitted:
        raise RefusedError(
            f"{article}: the coding by {by} was submitted in entry {coding.submission}; reopen it first, with a reason"
        )
    if not coding.reopened and by in curators(batch.tx, article, coding.text_sha256, head(batch.tx).seq):
        raise RefusedError(f"{article}: {by} curated its codings and can code it blind no longer")
    return coding
