"""A person decides of events: this claim does not belong here, that one does, and what the numbers come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.codec import encode
from allegedly.errors import NotFoundError, RefusedError
from allegedly.ledger.acts import Joining, Parting, Resolution
from allegedly.ledger.held import event_id, one_claim
from allegedly.ledger.joining import members
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from allegedly.events.numbers import Move
    from allegedly.model import CountWhat
    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Transaction

__all__ = ["event_seq", "join", "part", "resolve"]


def event_seq(tx: Transaction, event: str) -> int:
    """The entry that founded an event; NotFoundError when there is none."""
    name, _, number = event.removeprefix("evt_").partition(".")
    if number.isdigit():
        rows = tx.rows("SELECT seq, kind, subject FROM entry WHERE seq = ?", (int(number),))
    else:
        rows = tx.rows("SELECT c.seq, 'claim', c.id FROM claim c WHERE c.id = ?", (f"clm_{name}",))
    if not rows or event_id(*rows[0]) != event:
        raise NotFoundError(f"{event}: no such event in this ledger; allegedly events lists them")
    return int(rows[0][0])


def part(batch: Batch, claim: str, *, by: str, reason: str) -> str:
    """Takes a claim out of its event, never to be joined with what stays there; gives the event it founds."""
    now = head(batch.tx).seq
    held = one_claim(batch.tx, claim, now)
    others = [seq for seq in members(batch.tx, held.event_seq, now) if seq != held.seq]
    if not others:
        raise RefusedError(f"{claim}: is alone in its event; there is nothing to part it from")
    # the entry that is about to be written founds the claim's new event
    founds = batch.next_seq
    act = Parting(
        claim=claim,
        event=held.event,
        by=by,
        reason=reason,
        moves=((held.seq, founds),),
        apart=tuple((min(held.seq, other), max(held.seq, other)) for other in others),
    )
    entry = batch.entry("part", claim, encode(act))
    batch.row("membership", held.seq, entry, founds)
    for one, other in act.apart:
        batch.row("apart", one, other, entry, 1)
    return event_id(founds, "part", claim)


def join(batch: Batch, claim: str, event: str, *, by: str, reason: str) -> str:
    """Puts a claim into an event, even one it was parted from; gives the event."""
    now = head(batch.tx).seq
    held = one_claim(batch.tx, claim, now)
    into = event_seq(batch.tx, event)
    there = members(batch.tx, into, now)
    if not there:
        raise RefusedError(f"{event}: was absorbed by another event; allegedly show {event} names it")
    if held.seq in there:
        raise RefusedError(f"{claim}: is in {event} already")
    lifted = _standing_pairs(batch.tx, held.seq, set(there))
    act = Joining(claim=claim, event=event, moves=((held.seq, into),), by=by, reason=reason, lifted=tuple(lifted))
    if not by.strip() or not reason.strip():
        raise RefusedError("joining: expected who joins them and why; give both (--by WHO --reason WHY)")
    entry = batch.entry("join", claim, encode(act))
    batch.row("membership", held.seq, entry, into)
    for one, other in lifted:
        batch.row("apart", one, other, entry, 0)
    return event


def resolve(
    batch: Batch,
    event: str,
    what: CountWhat,
    move: Move,
    *,
    by: str,
    reason: str | None = None,
    prefers: str | None = None,
) -> int:
    """Records what a person does about an event's number: prefer one claim's, the range, unconfirmed, or pending."""
    now = head(batch.tx).seq
    founder = event_seq(batch.tx, event)
    there = members(batch.tx, founder, now)
    if prefers is not None and one_claim(batch.tx, prefers, now).seq not in there:
        raise RefusedError(f"{prefers}: is not in {event}; prefer a claim of the event")
    if not there:
        raise RefusedError(f"{event}: was absorbed by another event; allegedly show {event} names it")
    act = Resolution(event=event, what=what, move=move, by=by, reason=reason, prefers=prefers)
    entry = batch.entry("resolution", event, encode(act))
    batch.row("decision", entry, there[0], move, None)
    return entry


def _standing_pairs(tx: Transaction, claim: int, others: set[int]) -> list[tuple[int, int]]:
    rows = tx.rows(
        "SELECT one_seq, other_seq, holds FROM apart WHERE one_seq = ? OR other_seq = ? ORDER BY seq", (claim, claim)
    )
    holds = {(one, other): held for one, other, held in rows}
    return sorted(pair for pair, held in holds.items() if held and {*pair} & others)
