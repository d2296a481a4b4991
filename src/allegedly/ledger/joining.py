"""Claims of one happening meet in one event: found alike by the program, joined and parted by a person.

The program joins whatever it finds alike, pair by pair; a pair that a person parted is never joined again. An event
is known by the claim that founded it; when two turn out to be one, the older goes on.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from allegedly.codec import decode_claim, encode
from allegedly.events import SAME, Telling, blocks, compare, happened, telling, tellings
from allegedly.ledger.acts import Joining
from allegedly.ledger.held import article_at, event_id, portions
from allegedly.model import EventClaim, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from allegedly.model import Claim
    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Transaction

__all__ = ["current_events", "join_new", "join_pending", "may_meet", "members"]

# so many of those that share most blocks with a claim, the newest first, are compared with it: of the demo's and the
# development reports' pairs all lie among the first thirty, and a block that half the ledger shares must not make every
# report slower than the one before
_MOST_COMPARED = 40
# later than every entry there can be
_ALL = 2**62


class _Pair(NamedTuple):
    """A new claim and an older one it was found alike with."""

    score: float
    older: int
    reasons: tuple[str, ...]
    people: bool


def join_new(batch: Batch, reading: Reading, new: Sequence[tuple[int, Claim]]) -> None:
    """Adds the events of new claims, each joined with those alike to it that are in the ledger or came before it here.

    Must be called when the claims themselves are written.
    """
    told = {one.claim_id: one for one in tellings(reading)}
    for seq, claim in new:
        mine = told.get(claim.id or "")
        if mine is not None:
            _join_one(batch, seq, claim, _alike(batch.tx, mine))
            for key in sorted(_hashed(mine)):
                batch.row("block", key, seq)
        elif (denied := _as_told(reading, claim)) is not None:
            # a denial is heard beside what it denies, but makes no two happenings one
            heard = [pair for pair in _alike(batch.tx, denied) if pair.people]
            _join_one(batch, seq, claim, heard[:1])
        batch.row("telling", seq, encode(mine).decode() if mine else None)
        # the next claim of this report is compared with this one
        batch.write()


def join_pending(batch: Batch, articles: int) -> int:
    """Joins the claims of the next so many articles that nothing was joined of yet; gives how many there were."""
    # what was recorded without joining comes after all that was joined
    last = batch.tx.rows("SELECT coalesce(max(claim_seq), 0) FROM telling")[0][0]
    waiting = batch.tx.rows(
        "SELECT DISTINCT article_seq FROM claim WHERE seq > ? ORDER BY article_seq LIMIT ?", (last, articles)
    )
    for (article_seq,) in waiting:
        article = article_at(batch.tx, article_seq)
        rows = batch.tx.rows(
            "SELECT c.seq, b.body FROM claim c JOIN body b ON b.seq = c.seq WHERE c.article_seq = ? AND c.seq > ? "
            "ORDER BY c.seq",
            (article_seq, last),
        )
        claims = [(seq, decode_claim(body)) for seq, body in rows]
        if article is not None:
            join_new(batch, Reading(article=article, claims=tuple(claim for _, claim in claims)), claims)
    return len(waiting)


def members(tx: Transaction, event_seq: int, upto: int) -> list[int]:
    """The claims of an event after entry `upto`, in order."""
    came = [seq for (seq,) in tx.rows("SELECT DISTINCT claim_seq FROM membership WHERE event_seq = ?", (event_seq,))]
    now = current_events(tx, [event_seq, *came], upto)
    return sorted(seq for seq in {event_seq, *came} if now.get(seq) == event_seq)


def current_events(tx: Transaction, claims: Sequence[int], upto: int) -> dict[int, int]:
    """The event of each claim after entry `upto`; an entry that is no claim is left out."""
    found: dict[int, int] = {}
    for some in portions(sorted(set(claims))):
        marks = ", ".join("?" * len(some))
        known = tx.rows(f"SELECT seq FROM claim WHERE seq IN ({marks})", some)
        found.update((seq, seq) for (seq,) in known)
        moved = tx.rows(
            f"SELECT claim_seq, event_seq FROM membership WHERE claim_seq IN ({marks}) AND seq <= ? ORDER BY seq",
            (*some, upto),
        )
        found.update((claim, event) for claim, event in moved)
    return found


def may_meet(tx: Transaction, one: Iterable[int], other: Iterable[int]) -> bool:
    """Whether no person said that a claim of one event is apart from a claim of the other."""
    if not tx.rows("SELECT 1 FROM apart LIMIT 1"):
        return True
    here, there = set(one), set(other)
    holds: dict[tuple[int, int], int] = {}
    for seq in sorted(here):
        rows = tx.rows(
            "SELECT one_seq, other_seq, holds FROM apart WHERE one_seq = ? OR other_seq = ? ORDER BY seq", (seq, seq)
        )
        holds.update(((first, second), held) for first, second, held in rows)
    return not any(held and {*pair} & here and {*pair} & there for pair, held in holds.items())


def _join_one(batch: Batch, seq: int, claim: Claim, pairs: Sequence[_Pair]) -> None:
    """Takes a new claim into the oldest event it is alike with, and the younger ones along."""
    of = current_events(batch.tx, [pair.older for pair in pairs], _ALL)
    best: dict[int, _Pair] = {}
    for pair in pairs:
        best.setdefault(of[pair.older], pair)
    mine, into = {seq}, 0
    for event in sorted(best):
        others = set(members(batch.tx, event, _ALL))
        if not may_meet(batch.tx, mine, others):
            continue
        moved = others if into else mine
        into = into or event
        _enter(batch, claim, into, best[event], tuple((one, into) for one in sorted(moved)))
        batch.write()
        mine |= others


def _enter(batch: Batch, claim: Claim, event: int, pair: _Pair, moves: tuple[tuple[int, int], ...]) -> None:
    kind, subject = _founder(batch, event)
    act = Joining(
        claim=claim.id or "",
        event=event_id(event, kind, subject),
        moves=moves,
        score=round(pair.score, 4),
        companion=_claim_id(batch, pair.older),
        reasons=pair.reasons,
    )
    entry = batch.entry("join", act.claim, encode(act))
    for seq, into in moves:
        batch.row("membership", seq, entry, into)


def _alike(tx: Transaction, mine: Telling) -> list[_Pair]:
    """Those alike to a telling, the most alike first."""
    compared = [(seq, other, compare(mine, other)) for seq, other in _companions(tx, mine)]
    pairs = [
        _Pair(likeness.score, seq, likeness.reasons, _share_people(mine, other))
        for seq, other, likeness in compared
        if likeness.score >= SAME
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.older))


def _share_people(one: Telling, other: Telling) -> bool:
    return not {*one.actors, *one.targets}.isdisjoint((*other.actors, *other.targets))


def _companions(tx: Transaction, mine: Telling) -> Iterator[tuple[int, Telling]]:
    """The tellings in the ledger that share most blocks with this one."""
    keys = sorted(_hashed(mine))
    rows = tx.rows(
        "SELECT t.claim_seq, t.telling FROM telling t WHERE t.claim_seq IN (SELECT claim_seq FROM block "
        f"WHERE key IN ({', '.join('?' * len(keys))}) "
        f"GROUP BY claim_seq ORDER BY count(*) DESC, claim_seq DESC LIMIT {_MOST_COMPARED})",
        keys,
    )
    for seq, told in rows:
        if told is not None:
            yield seq, msgspec.json.decode(told, type=Telling)


def _as_told(reading: Reading, claim: Claim) -> Telling | None:
    """What a denied happening would be compared by if it were told; None for everything else."""
    if not isinstance(claim, EventClaim) or claim.factuality.polarity == "+":
        return None
    told = msgspec.structs.replace(claim, factuality=msgspec.structs.replace(claim.factuality, polarity="+"))
    return telling(reading.article, told) if happened(told) else None


def _hashed(mine: Telling) -> set[int]:
    """The blocks of a telling as numbers; that two keys share one only costs a comparison."""
    digests = (hashlib.blake2b(key.encode(), digest_size=8).digest() for key in blocks(mine))
    return {int.from_bytes(digest, "big", signed=True) for digest in digests}


def _founder(batch: Batch, event: int) -> tuple[str, str]:
    rows = batch.tx.rows("SELECT kind, subject FROM entry WHERE seq = ?", (event,))
    return rows[0][0], rows[0][1]


def _claim_id(batch: Batch, seq: int) -> str:
    return str(batch.tx.rows("SELECT id FROM claim WHERE seq = ?", (seq,))[0][0])
