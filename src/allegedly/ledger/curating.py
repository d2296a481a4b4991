"""Two blind codings become claims of the ledger: a curator takes, of each pair, the one, the other, or a third way.

All of it is one transaction. What is taken is recorded by the ledger's own acts, an addition, an edit, an acceptance or
a rejection; one entry more says which codings were laid side by side and what was taken of each pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.codec import claim_id, encode
from allegedly.errors import NotFoundError, RefusedError
from allegedly.ledger.blindcodings import BlindCoding, blind_codings
from allegedly.ledger.coderacts import LEDGER, Curation, Taken, coder_name
from allegedly.ledger.finding import Laid, add_claim, latest_article, word_for_word
from allegedly.ledger.held import one_claim
from allegedly.ledger.judging import judge
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.ledger.coderacts import Choice
    from allegedly.ledger.held import Held
    from allegedly.model import Claim
    from allegedly.stores.batch import Batch

__all__ = ["curate"]


def curate(
    batch: Batch, article: str, *, by: str, reason: str, coders: tuple[str, str], decisions: Sequence[Choice]
) -> Curation:
    """Makes one of two closed codings and what the ledger has; gives the entry's act, which names what came of each.

    One of the two coders may be "ledger": then the one coding is laid beside what stands there.

    RefusedError when a coding is open, a number is taken twice, or a decision cannot be carried out; ConflictError when
    somebody decided of a claim since the curator looked. Nothing is recorded then.
    """
    curator = coder_name(by, "curation")
    laid = latest_article(batch.tx, article, head(batch.tx).seq)
    codings = blind_codings(batch.tx, article, head(batch.tx).seq)
    one, other = (_closed(codings, laid, coder) for coder in coders)
    if one.by == other.by:
        raise RefusedError(f"{article}: expected codings of two people, found {one.by} twice")
    own = codings.get(curator)
    if own is not None and not own.is_submitted:
        raise RefusedError(f"{article}: {curator} is still coding it; submit that coding before curating")
    _once_each(article, decisions)
    work = _Work(batch, laid, curator, reason, one, other)
    act = Curation(
        article=article,
        text_sha256=one.text_sha256,
        by=curator,
        reason=reason,
        coders=(one.by, other.by),
        submissions=(one.submission or 0, other.submission or 0),
        taken=tuple(_carry_out(work, choice) for choice in decisions),
    )
    batch.entry("curation", article, encode(act))
    return act


class _Work(NamedTuple):
    """What one curation works on."""

    batch: Batch
    laid: Laid
    by: str
    reason: str
    one: BlindCoding
    other: BlindCoding


def _closed(codings: dict[str, BlindCoding], laid: Laid, coder: str) -> BlindCoding:
    if coder == LEDGER:
        # its claims are decided of by their ids; there is nothing to take by number
        return BlindCoding(article=laid.article.id, text_sha256=laid.article.text_sha256, by=LEDGER, submission=0)
    coding = codings.get(coder_name(coder, "curation"))
    if coding is None:
        raise NotFoundError(
            f"{laid.article.id}: nobody called {coder} has coded it; {', '.join(codings) or 'no one'} has"
        )
    if not coding.is_submitted:
        raise RefusedError(f"{laid.article.id}: the coding by {coder} is not submitted; it cannot be curated yet")
    return coding


def _once_each(article: str, decisions: Sequence[Choice]) -> None:
    """A claim of a coding, or of the ledger, is decided of once."""
    for side in ("one", "other", "claim"):
        given = [value for choice in decisions if (value := getattr(choice, side)) is not None]
        if twice := sorted({str(value) for value in given if given.count(value) > 1}):
            raise RefusedError(f"{article}: {', '.join(twice)} ({side}) stands in more than one decision")


def _carry_out(work: _Work, choice: Choice) -> Taken:
    """Records one decision; what it leaves in the ledger is there for the next."""
    by_number = {
        "one": _numbered(work.one, choice.one),
        "other": _numbered(work.other, choice.other),
        "edited": choice.edited,
    }
    reason = choice.reason or work.reason
    if choice.take == "neither":
        came = choice.claim and _decide(work, choice, reason, "reject")
    elif choice.take == "ledger":
        came = _decide(work, choice, reason, "accept")
    else:
        wanted = by_number[choice.take]
        came = _put(work, choice, reason, wanted) if wanted is not None else None
    work.batch.write()
    return Taken(take=choice.take, one=choice.one, other=choice.other, claim=came, reason=choice.reason)


def _numbered(coding: BlindCoding, number: int | None) -> Claim | None:
    if number is None:
        return None
    found = next((one.claim for one in coding.claims if one.number == number), None)
    if found is None:
        raise NotFoundError(f"{coding.article}: the coding by {coding.by} has no claim {number}")
    return found


def _put(work: _Work, choice: Choice, reason: str, wanted: Claim) -> str:
    """Makes the ledger say what is wanted: by the claim it goes with, by one that says so already, or by a new one."""
    said = word_for_word(work.laid.article, wanted)
    name = choice.claim or _known(work, said.id or "")
    if name is None:
        return add_claim(work.batch, work.laid.article.id, said, by=work.by, reason=reason)
    held = _own(work, name)
    stands = held.claim is not None and claim_id(work.laid.article, held.claim) == said.id
    if held.standing.status == "superseded":
        raise RefusedError(f"{name}: was superseded and cannot be taken; undo that first, with a reason")
    if stands:
        judge(work.batch, name, "accept", by=work.by, reason=reason, saw=choice.saw)
    else:
        judge(work.batch, name, "edit", by=work.by, reason=reason, saw=choice.saw, edited=said)
    return name


def _decide(work: _Work, choice: Choice, reason: str, verdict: str) -> str:
    name = choice.claim or ""
    _own(work, name)
    if verdict == "reject":
        judge(work.batch, name, "reject", by=work.by, reason=reason, saw=choice.saw)
    else:
        judge(work.batch, name, "accept", by=work.by, reason=reason, saw=choice.saw)
    return name


def _own(work: _Work, claim: str) -> Held:
    """A claim of the ledger, which must be the article's own."""
    held = one_claim(work.batch.tx, claim, head(work.batch.tx).seq)
    if held.article_seq != work.laid.seq:
        raise RefusedError(f"{claim}: expected a claim of {work.laid.article.id}, found one of {held.article}")
    return held


def _known(work: _Work, claim: str) -> str | None:
    return claim if work.batch.tx.rows("SELECT 1 FROM claim WHERE id = ?", (claim,)) else None
