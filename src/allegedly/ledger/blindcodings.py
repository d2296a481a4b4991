"""What people coded blind, as it stood at any moment: whose coding, which claims, closed or not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.ledger.coderacts import BlindClaim, BlindReopening, BlindSubmission, BlindWithdrawal
from allegedly.ledger.finding import latest_article
from allegedly.model import Claim, Record
from allegedly.stores.clock import from_microseconds

if TYPE_CHECKING:
    from allegedly.stores.engine import Transaction

__all__ = ["BLIND_KINDS", "BlindCoding", "NumberedClaim", "blind_codings", "coding_by"]

BLIND_KINDS = ("blind_claim", "blind_withdrawal", "blind_submission", "blind_reopening")


class NumberedClaim(Record, frozen=True, kw_only=True):
    """A claim of a blind coding under its number; `laid_at` is the entry that has it as it is now."""

    number: int
    claim: Claim
    laid_at: int


class BlindCoding(Record, frozen=True, kw_only=True):
    """One person's blind coding of one version of an article.

    `submitted_at` is None while it is open, `submission` the entry that closed it. `last_number` is the last number
    given, taken back or not. `reopened` counts how often it was closed and opened again: a coding that was is blind no
    longer, for its coder may have seen the others' in between.
    """

    article: str
    text_sha256: str
    by: str
    claims: tuple[NumberedClaim, ...] = ()
    submitted_at: dt.datetime | None = None
    submission: int | None = None
    last_number: int = 0
    reopened: int = 0

    @property
    def is_submitted(self) -> bool:
        """Whether it is closed."""
        return self.submission is not None


def blind_codings(tx: Transaction, article: str, upto: int) -> dict[str, BlindCoding]:
    """The blind codings of an article's latest version after entry `upto`, by coder, in the order they were begun.

    Whoever shows them to a person must ask `allegedly.views.codings` instead, which knows what must not be seen.
    """
    text = latest_article(tx, article, upto).article.text_sha256
    found: dict[str, BlindCoding] = {}
    for seq, kind, at, body in tx.rows(
        "SELECT e.seq, e.kind, e.recorded_at, b.body FROM entry e JOIN body b ON b.seq = e.seq "
        f"WHERE e.subject = ? AND e.kind IN ({', '.join('?' * len(BLIND_KINDS))}) AND e.seq <= ? ORDER BY e.seq",
        (article, *BLIND_KINDS, upto),
    ):
        act = msgspec.json.decode(body, type=_ACTS[kind])
        if act.text_sha256 == text:
            whose = act.whose if kind == "blind_reopening" else act.by
            before = found.get(whose) or BlindCoding(article=article, text_sha256=text, by=whose)
            found[whose] = _after(before, act, seq, from_microseconds(at))
    return found


def coding_by(tx: Transaction, article: str, by: str, upto: int) -> BlindCoding:
    """One person's blind coding of an article's latest version; an empty, open one before it is begun."""
    text = latest_article(tx, article, upto).article.text_sha256
    return blind_codings(tx, article, upto).get(by) or BlindCoding(article=article, text_sha256=text, by=by)


_ACTS: dict[str, Any] = {
    "blind_claim": BlindClaim,
    "blind_withdrawal": BlindWithdrawal,
    "blind_submission": BlindSubmission,
    "blind_reopening": BlindReopening,
}


def _after(
    coding: BlindCoding,
    act: BlindClaim | BlindWithdrawal | BlindSubmission | BlindReopening,
    seq: int,
    at: dt.datetime,
) -> BlindCoding:
    """A coding after one more act of it."""
    change = msgspec.structs.replace
    if isinstance(act, BlindSubmission):
        return change(coding, submitted_at=at, submission=seq)
    if isinstance(act, BlindReopening):
        return change(coding, submitted_at=None, submission=None, reopened=coding.reopened + 1)
    others = [one for one in coding.claims if one.number != act.number]
    if isinstance(act, BlindWithdrawal):
        return change(coding, claims=tuple(others))
    mine = NumberedClaim(number=act.number, claim=act.claim, laid_at=seq)
    claims = sorted((*others, mine), key=lambda one: one.number)
    return change(coding, claims=tuple(claims), last_number=max(coding.last_number, act.number))
