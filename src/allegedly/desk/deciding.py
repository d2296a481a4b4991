"""What a reviewer enters: a decision of a claim, and a claim that no coder found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.desk.pages import Done, WriteRoute, Writing
from allegedly.desk.readying import LOOKING_UP
from allegedly.errors import ForbiddenError, NotFoundError, RecordError, RefusedError
from allegedly.ledger.acts import Verdict  # noqa: TC001 - msgspec reads the annotations
from allegedly.ledger.finding import latest_article
from allegedly.ledger.held import article_at, one_claim
from allegedly.model import Claim, Part, Record
from allegedly.pipeline import looked_up

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.ledger.held import Held
    from allegedly.model import Article
    from allegedly.stores.engine import Transaction

__all__ = ["WRITES", "decided", "found", "known_claim", "name_of"]

_PARTS = ("actor", "target", "subject", "object", "weapon", "place", "old", "new")


class Deciding(Writing, frozen=True, kw_only=True):
    """A decision of a claim: what, and why where it is an edit or a rejection.

    `saw` is the version of the claim that was looked at; it is always told, and when somebody decided since, nothing is
    entered (409). `claim` is the whole claim as it should be, with an edit alone. `to` is the page a form without
    scripts goes on to.
    """

    verdict: Verdict
    saw: int
    reason: str | None = None
    claim: Claim | None = None
    to: str | None = None


class Decided(Record, frozen=True, kw_only=True):
    """How a claim stands after a decision; `version` is what the next one must have seen."""

    id: str
    version: int
    status: str
    by: str


class Finding(Writing, frozen=True, kw_only=True):
    """A claim that a person found in a report, and why where there is something to say of it."""

    claim: Claim
    reason: str | None = None


class FoundClaim(Record, frozen=True, kw_only=True):
    """The claim that was added, accepted by who found it."""

    id: str
    by: str


def decided(asked: Asked, told: Deciding) -> Done:
    """Enters a decision."""
    by = name_of(asked)
    ledger, name = asked.bench.ledger, asked.path["id"]
    with ledger.engine.reading() as tx:
        before = one_claim(tx, name, asked.upto)
        article = article_at(tx, before.article_seq)
    edited = _with_known(article, told.claim, before) if told.claim is not None and article is not None else told.claim
    version = ledger.judge(name, told.verdict, by=by, reason=told.reason, saw=told.saw, edited=edited)
    with ledger.engine.reading() as tx:
        held = one_claim(tx, name, version)
    record = Decided(id=name, version=version, status=held.standing.status, by=by)
    return Done(record, _goes_on(told.to, f"/review/{held.article_seq}?claim={name}"))


def found(asked: Asked, told: Finding) -> Done:
    """Adds a claim to a report."""
    by = name_of(asked)
    ledger, seq = asked.bench.ledger, asked.path["seq"]
    with ledger.engine.reading() as tx:
        article = _report(tx, seq) if seq <= asked.upto else None
        if article is None:
            raise NotFoundError(f"entry {seq} is no report with words; there is nothing to add a claim to")
        latest = latest_article(tx, article.id, asked.upto).seq
    if latest != seq:
        raise RefusedError(f"entry {seq} is an earlier version of its report; add the claim to /review/{latest}")
    name = ledger.add_claim(article.id, known_claim(article, told.claim), by=by, reason=told.reason)
    return Done(FoundClaim(id=name, by=by), f"/review/{seq}?claim={name}")


def _report(tx: Transaction, seq: int) -> Article | None:
    return article_at(tx, seq) if tx.rows("SELECT 1 FROM article WHERE seq = ?", (seq,)) else None


def name_of(asked: Asked) -> str:
    """Who decides; ForbiddenError where nobody has said who sits here."""
    if not asked.person.name:
        raise ForbiddenError("expected who decides, found nobody; give your name at /sign-in")
    return asked.person.name


def known_claim(article: Article, claim: Claim) -> Claim:
    """A claim with who and where its names are known to be; RefusedError when its words are not the report's."""
    try:
        with LOOKING_UP:
            return looked_up(article, claim)
    except RecordError as problem:
        raise RefusedError(f"a claim must keep to the report's words: {problem}") from problem


def _with_known(article: Article, edited: Claim, before: Held) -> Claim:
    """An edited claim whose new names are looked up; what was known of a name that stays is kept."""
    known = known_claim(article, edited)
    kept = {_named(part): part for part in _parts_of(before.claim)} if before.claim is not None else {}
    changes: dict[str, Any] = {}
    for field in _PARTS:
        parts = getattr(known, field, None)
        if isinstance(parts, Part):
            changes[field] = kept.get(_named(parts), parts)
        elif parts:
            changes[field] = tuple(kept.get(_named(part), part) for part in parts)
    whole: Claim = msgspec.structs.replace(known, **changes)
    return whole


def _parts_of(claim: Claim) -> list[Part]:
    told = [getattr(claim, field, None) for field in _PARTS]
    return [part for one in told for part in ((one,) if isinstance(one, Part) else one or ())]


def _named(part: Part) -> tuple[str, str, int | None]:
    return part.text, part.name, part.start


def _goes_on(asked: str | None, else_to: str) -> str:
    """Where a browser goes on: only a page of the review is taken from a form."""
    fine = asked is not None and asked.startswith("/review/") and asked.isprintable() and "\\" not in asked
    return asked if fine and asked is not None else else_to


WRITES = (
    WriteRoute("/claims/{id}/decisions", Deciding, Decided, decided, "Decide of a claim: accept, edit, reject or undo"),
    WriteRoute("/review/{seq:int}/claims", Finding, FoundClaim, found, "Add a claim that a person found in a report"),
)
