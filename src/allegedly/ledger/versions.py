"""An outlet changes a story it printed before: which claims of the earlier versions still stand, which do not, and why.

Claims are compared by what they say, not by where it stands. What the newer version says again unchanged goes on as
the claim it was. A notice of correction supersedes the claims that hold what it calls wrong, and no others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.agreement import fold
from allegedly.ledger.acts import Cause, Supersession
from allegedly.ledger.facets import parties
from allegedly.ledger.held import held_claims
from allegedly.ledger.recording import page_key, supersede
from allegedly.model import Correction, EventClaim, quoted_spans
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from allegedly.ledger.held import Held
    from allegedly.model import Article, Claim
    from allegedly.stores.batch import Batch

__all__ = ["likeness", "reconcile", "said", "touches"]

# a retraction takes back the whole story
_ALL_OF_IT = "retraction"
# two claims of one kind that share this much of what they say are tellings of one thing, one of them changed
_SAME_THING = 0.5


def reconcile(batch: Batch, article: Article, article_seq: int, new: Sequence[tuple[int, Claim]]) -> None:
    """Adds what a new article does to the claims of earlier versions of its page; nothing when there are none.

    `new` are the new article's claims by entry. Superseded claims keep their words and say what stands instead.
    """
    notices = [claim for _, claim in new if isinstance(claim, Correction)]
    earlier = _earlier(batch, article, article_seq)
    fresh = [(seq, claim) for seq, claim in new if not isinstance(claim, Correction)]
    again = _told_again(earlier, [claim for _, claim in fresh], notices) if earlier else {}
    for seq, claim in fresh:
        if held := again.get(_id(claim)):
            reason = "the page said so in an earlier version"
            act = Supersession(claim=_id(claim), cause="repeats", successor=held.id, reason=reason)
            supersede(batch, seq, act)
    going_on = {held.id for held in again.values()}
    changed = [claim for _, claim in fresh if _id(claim) not in again]
    for held in earlier:
        end = _by_retraction(held, notices) if held.id in going_on else _end(held, notices, changed, article.text)
        if end is not None:
            supersede(batch, held.seq, end)
    _retract(batch, notices, fresh)


def _told_again(earlier: Sequence[Held], fresh: Sequence[Claim], notices: Sequence[Correction]) -> dict[str, Held]:
    """The new claims that say again what an earlier one says, or say it in the same words, by their ids."""
    untouched = [held for held in earlier if held.claim and not any(touches(notice, held.claim) for notice in notices)]
    by_content = {said(held.claim): held for held in earlier if held.claim}
    by_words = {_in_words(held.claim): held for held in untouched if held.claim}
    found: dict[str, Held] = {}
    for claim in fresh:
        held = by_content.get(said(claim)) or by_words.get(_in_words(claim))
        if held is not None and held not in found.values():
            found[_id(claim)] = held
    return found


def said(claim: Claim) -> Hashable:
    """What a claim says, without where it stands: two claims with the same are one claim told twice."""
    names = tuple((role, fold(part.name)) for role, part in parties(claim))
    voice = claim.attribution[-1] if claim.attribution else None
    told: list[Hashable] = [type(claim).__name__, claim.type, names, _sureness(claim)]
    told.append((voice.role, fold(voice.name or voice.who)) if voice else None)
    if not isinstance(claim, Correction):
        told.append(fold(claim.place.name) if claim.place else None)
        told.append((claim.time.earliest, claim.time.latest) if claim.time else None)
        told.append(tuple((count.what, count.low, count.best, count.high, fold(count.whom)) for count in claim.counts))
    if isinstance(claim, EventClaim):
        told += [claim.mode, tuple(fold(part.name) for part in claim.weapon)]
    if isinstance(claim, Correction):
        told.append(fold(claim.evidence[0].text))
    return tuple(told)


def likeness(one: Claim, other: Claim) -> float:
    """How much of what two claims say is the same, 0 to 1; claims of different types share nothing.

    Of the fields that either of them fills: whom it names, where, when, how many, and its words.
    """
    if type(one) is not type(other) or one.type != other.type:
        return 0.0
    pairs: list[tuple[set[Hashable], set[Hashable]]] = [
        ({fold(part.name) for _, part in parties(one)}, {fold(part.name) for _, part in parties(other)}),
        (_place(one), _place(other)),
        (_days(one), _days(other)),
        (_numbers(one), _numbers(other)),
        (_words(one), _words(other)),
    ]
    shared = [len(a & b) / len(a | b) for a, b in pairs if a | b]
    return sum(shared) / len(shared) if shared else 0.0


def touches(notice: Correction, claim: Claim) -> bool:
    """Whether a claim holds what a notice calls wrong, in one of its own words.

    A notice that does not say what was wrong touches no claim by itself.
    """
    if notice.type == _ALL_OF_IT:
        return True
    wrong = fold(notice.old.text) if notice.old else ""
    if not wrong:
        return False
    pattern = re.compile(rf"\b{re.escape(wrong)}\b")
    return any(pattern.search(fold(text)) for _, _, text in quoted_spans(claim))


def _earlier(batch: Batch, article: Article, article_seq: int) -> list[Held]:
    """The standing claims of the page's earlier versions, notices left out."""
    rows = batch.tx.rows(
        "SELECT c.seq FROM claim c JOIN article a ON a.seq = c.article_seq "
        "WHERE a.page = ? AND a.seq < ? ORDER BY c.seq",
        (page_key(article), article_seq),
    )
    held = held_claims(batch.tx, [seq for (seq,) in rows], head(batch.tx).seq)
    return [
        one
        for one in held
        if one.claim is not None
        and not isinstance(one.claim, Correction)
        and one.standing.status not in ("superseded", "rejected")
    ]


def _end(held: Held, notices: Sequence[Correction], changed: Sequence[Claim], text: str) -> Supersession | None:
    """Why an earlier claim that the new version does not make again stands no longer; None when it does."""
    claim = held.claim
    if claim is None:
        return None
    successor = max(changed, key=lambda one: likeness(claim, one), default=None)
    if successor is not None and likeness(claim, successor) < _SAME_THING:
        successor = None
    touching = [notice for notice in notices if touches(notice, claim)]
    if not touching and successor is not None:
        # a notice that does not say what was wrong speaks of what has changed
        touching = [notice for notice in notices if notice.old is None]
    if touching:
        return _superseded(held, touching[0], successor)
    if all(evidence.text in text for evidence in claim.evidence):
        # the page still has the words; a coder that passes over them takes nothing back
        return None
    if successor is not None:
        reason = "a newer version of the page tells it otherwise, without a notice"
        return Supersession(claim=held.id, cause="changed", successor=successor.id, reason=reason)
    reason = "a newer version of the page no longer says so, without a notice"
    return Supersession(claim=held.id, cause="dropped", reason=reason)


def _by_retraction(held: Held, notices: Sequence[Correction]) -> Supersession | None:
    taken_back = [notice for notice in notices if notice.type == _ALL_OF_IT]
    return _superseded(held, taken_back[0], None) if taken_back else None


def _superseded(held: Held, notice: Correction, successor: Claim | None) -> Supersession:
    return Supersession(
        claim=held.id,
        cause=msgspec.convert(notice.type, Cause),
        successor=successor.id if successor else None,
        notice=notice.id,
        reason=notice.evidence[0].text,
    )


def _retract(batch: Batch, notices: Sequence[Correction], fresh: Sequence[tuple[int, Claim]]) -> None:
    """A story withdrawn as a whole: its own claims do not stand either."""
    for notice in [one for one in notices if one.type == _ALL_OF_IT][:1]:
        for seq, claim in fresh:
            act = Supersession(claim=_id(claim), cause="retraction", notice=notice.id, reason=notice.evidence[0].text)
            supersede(batch, seq, act)


def _in_words(claim: Claim) -> Hashable:
    """A claim by its type and its exact words: the same words in a newer version say the same."""
    return type(claim).__name__, claim.type, tuple(sorted(evidence.text for evidence in claim.evidence))


def _id(claim: Claim) -> str:
    return claim.id or ""


def _sureness(claim: Claim) -> Hashable:
    sure = claim.factuality
    return sure.polarity, sure.certainty, sure.tense


def _place(claim: Claim) -> set[Hashable]:
    return set() if isinstance(claim, Correction) or claim.place is None else {fold(claim.place.name)}


def _days(claim: Claim) -> set[Hashable]:
    if isinstance(claim, Correction) or claim.time is None:
        return set()
    return {("from", claim.time.earliest), ("to", claim.time.latest)}


def _numbers(claim: Claim) -> set[Hashable]:
    counts = () if isinstance(claim, Correction) else claim.counts
    return {(count.what, count.low, count.best, count.high) for count in counts}


def _words(claim: Claim) -> set[Hashable]:
    return set(_folded_words(evidence.text for evidence in claim.evidence))


def _folded_words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in fold(text).split()]
