"""What of a ledger may leave: claims that stand and whose every word is checked against the report again.

Claims come in the order they were recorded, events in the order of their first claim that fits; neither order depends
on what was recorded later.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from allegedly.ledger.held import Held, article_at, held_claims
from allegedly.ledger.joining import members
from allegedly.model import Article, Claim, EventClaim, Record, quoted_spans
from allegedly.views.claims import find_claims
from allegedly.views.events import EventView, view_of
from allegedly.views.filters import STANDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from allegedly.exports.accounts import Account
    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.filters import Filters

__all__ = ["EMPTIED", "UNFAITHFUL", "Happening", "Sent", "Source"]

UNFAITHFUL = "its words are not those of its report: the ledger was changed from outside (allegedly verify)"
EMPTIED = "its words were redacted"
_STATUS = {"rejected": "a person rejected it", "superseded": "something newer stands in its place"}
_ALONE = {
    "relation": "a tie between actors is no event",
    "quantity": "a number that belongs to no single happening is no event",
    "correction": "an outlet's notice is no event",
}
# reports of one event lie close together; a few hundred in memory spare most second readings
_ARTICLES = 256


class Sent(Record, frozen=True, kw_only=True):
    """A claim that may leave, with the report its words stand in."""

    held: Held
    claim: Claim
    article: Article


class Happening(Record, frozen=True, kw_only=True):
    """An event that may leave, with the standing claims behind it, in the order they were recorded."""

    event: EventView
    sent: tuple[Sent, ...]

    @property
    def told(self) -> tuple[tuple[Sent, EventClaim], ...]:
        """The claims as claims of events."""
        return tuple((sent, sent.claim) for sent in self.sent if isinstance(sent.claim, EventClaim))

    @property
    def asserted(self) -> tuple[tuple[Sent, EventClaim], ...]:
        """Those that say it happened, happens or will, and do not deny it."""
        return tuple((sent, claim) for sent, claim in self.told if claim.factuality.polarity == "+")


class Source:
    """What an export draws on: the ledger as it stood after entry `upto`, and what was asked of it."""

    def __init__(self, engine: Engine, tx: Transaction, filters: Filters, upto: int) -> None:
        self._engine, self._tx, self._filters, self._upto = engine, tx, filters, upto
        self._article: Callable[[int], Article | None] = functools.lru_cache(_ARTICLES)(
            functools.partial(article_at, tx)
        )

    def claims(self, account: Account) -> Iterator[Sent]:
        """The claims that fit and may leave; the others are told to the account."""
        self._tell_emptied(account)
        for held in find_claims(self._engine, self._tx, self._filters, self._upto):
            if sent := self._sent(held, account):
                yield sent

    def happenings(self, account: Account) -> Iterator[Happening]:
        """The events with a claim that fits, of which a claim stands and may leave; the others are told."""
        for found in self.all_kinds(account):
            if isinstance(found, Happening):
                yield found
            else:
                account.leave("claim", found.held.id, _ALONE[type(found.claim).__struct_config__.tag])  # type: ignore[index]

    def all_kinds(self, account: Account) -> Iterator[Happening | Sent]:
        """The events, and between them the ties, numbers and notices that fit and may leave."""
        self._tell_emptied(account)
        seen: set[int] = set()
        for held in find_claims(self._engine, self._tx, self._filters, self._upto):
            if not isinstance(held.claim, EventClaim):
                if sent := self._sent(held, account):
                    yield sent
            elif held.event_seq not in seen:
                seen.add(held.event_seq)
                if happening := self._happening(held, account):
                    yield happening

    def article(self, seq: int) -> Article | None:
        """The report of an entry, None where it was redacted."""
        return self._article(seq)

    def _tell_emptied(self, account: Account) -> None:
        """Claims that were redacted can be found by nothing any more; all that were there at the moment are told."""
        for (name,) in self._tx.stream(
            "SELECT c.id FROM redacted r JOIN claim c ON c.seq = r.seq WHERE c.seq <= ? ORDER BY c.seq", (self._upto,)
        ):
            account.leave("claim", name, EMPTIED)

    def _happening(self, first: Held, account: Account) -> Happening | None:
        claims = held_claims(self._tx, members(self._tx, first.event_seq, self._upto), self._upto)
        sent = [one for one in (self._standing(held, account) for held in claims) if one]
        if not sent:
            account.leave("event", first.event, "no claim of it stands and may leave")
            return None
        return Happening(event=self._view(first.event_seq, claims, sent), sent=tuple(sent))

    def _view(self, seq: int, claims: Sequence[Held], sent: Sequence[Sent]) -> EventView:
        """The event by what may leave of it; claims that do not stand count for nothing in it."""
        unfit = {held.seq for held in claims if held.standing.status in STANDING} - {one.held.seq for one in sent}
        return view_of(self._tx, seq, [held for held in claims if held.seq not in unfit], self._upto)

    def _standing(self, held: Held, account: Account) -> Sent | None:
        if reason := _STATUS.get(held.standing.status):
            account.leave("claim", held.id, reason)
            return None
        return self._sent(held, account)

    def _sent(self, held: Held, account: Account) -> Sent | None:
        article = self._article(held.article_seq)
        if held.claim is None or article is None:
            account.leave("claim", held.id, EMPTIED)
        elif any(article.text[start:end] != words for start, end, words in quoted_spans(held.claim)):
            account.leave("claim", held.id, UNFAITHFUL)
        else:
            return Sent(held=held, claim=held.claim, article=article)
        return None
