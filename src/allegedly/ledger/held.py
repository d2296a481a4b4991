"""Articles and claims as the ledger holds them, read back at any moment of its past."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from allegedly.codec import decode_claim
from allegedly.errors import NotFoundError
from allegedly.ledger.acts import Judgement, Supersession
from allegedly.ledger.standing import VERSION_VERBS, Decision, Standing, stand
from allegedly.model import Article, Claim, Record
from allegedly.stores.clock import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from allegedly.stores.engine import Row, Transaction

__all__ = ["Held", "article_at", "decisions_of", "event_id", "held_claims", "one_claim", "portions"]

# SQLite takes 32,766 values a statement; a few hundred keep statements short and few
_AT_ONCE = 400


class Held(Record, frozen=True, kw_only=True):
    """A claim as it stands in the ledger at some moment.

    `claim` is what stands now, an edit included; `coded` is what the report said as it was coded. Both are None when
    a redaction emptied them. `event` names the event the claim belongs to. `version` is what a decision must have seen.
    """

    id: str
    seq: int
    article: str
    article_seq: int
    recorded_at: dt.datetime
    claim: Claim | None
    coded: Claim | None
    standing: Standing
    event: str
    event_seq: int
    outlet: str | None = None
    published_at: dt.date | None = None
    superseded: Supersession | None = None


def held_claims(tx: Transaction, seqs: Sequence[int], upto: int) -> list[Held]:
    """The claims of these entries as they stood after entry `upto`, in the order given."""
    found: dict[int, Held] = {}
    wanted = [seq for seq in seqs if seq <= upto]
    for some in portions(wanted):
        decided = _decided(tx, some, upto)
        events = _events(tx, some, upto)
        for row in tx.rows(
            "SELECT c.seq, c.id, a.subject, c.article_seq, e.recorded_at, b.body, r.publisher, r.published_at "
            "FROM claim c JOIN entry e ON e.seq = c.seq JOIN entry a ON a.seq = c.article_seq "
            "LEFT JOIN body b ON b.seq = c.seq LEFT JOIN article r ON r.seq = c.article_seq "
            f"WHERE c.seq IN ({_marks(some)})",
            some,
        ):
            found[row[0]] = _held(row, decided[row[0]], events.get(row[0]))
    return [found[seq] for seq in wanted if seq in found]


def one_claim(tx: Transaction, claim: str, upto: int) -> Held:
    """One claim by its id, as it stood after entry `upto`."""
    rows = tx.rows("SELECT seq FROM claim WHERE id = ? AND seq <= ?", (claim, upto))
    if not rows:
        raise NotFoundError(f"{claim}: no such claim in this ledger; allegedly claims lists them")
    return held_claims(tx, [rows[0][0]], upto)[0]


def article_at(tx: Transaction, seq: int) -> Article | None:
    """The article of an entry; None when a redaction emptied it."""
    rows = tx.rows("SELECT body FROM body WHERE seq = ?", (seq,))
    return msgspec.json.decode(rows[0][0], type=Article) if rows else None


def decisions_of(tx: Transaction, claim_seq: int, upto: int) -> list[Decision]:
    """All decisions of one claim up to an entry, in order."""
    return [decision for decision, _ in _decided(tx, [claim_seq], upto)[claim_seq]]


def event_id(seq: int, kind: str, subject: str) -> str:
    """The id of the event that an entry founded: a claim does, and a parting founds one for the claim it took out.

    >>> event_id(7, "claim", "clm_00ff"), event_id(90, "part", "clm_00ff")
    ('evt_00ff', 'evt_00ff.90')
    """
    name = "evt_" + subject.removeprefix("clm_")
    return name if kind == "claim" else f"{name}.{seq}"


def _decided(tx: Transaction, seqs: Sequence[int], upto: int) -> dict[int, list[tuple[Decision, str | None]]]:
    verbs = ", ".join(f"'{verb}'" for verb in VERSION_VERBS)
    found: dict[int, list[tuple[Decision, str | None]]] = defaultdict(list)
    for seq, claim_seq, verb, undoes, body in tx.rows(
        "SELECT d.seq, d.claim_seq, d.verb, d.undoes, b.body FROM decision d LEFT JOIN body b ON b.seq = d.seq "
        f"WHERE d.claim_seq IN ({_marks(seqs)}) AND d.seq <= ? AND d.verb IN ({verbs}) ORDER BY d.seq",
        (*seqs, upto),
    ):
        found[claim_seq].append((Decision(seq=seq, verb=verb, undoes=undoes), body))
    return found


def _events(tx: Transaction, seqs: Sequence[int], upto: int) -> dict[int, tuple[int, str]]:
    """The event each claim belongs to after `upto`: its entry and its id."""
    rows = tx.rows(
        "SELECT m.claim_seq, m.event_seq, e.kind, e.subject FROM membership m JOIN entry e ON e.seq = m.event_seq "
        f"WHERE m.claim_seq IN ({_marks(seqs)}) AND m.seq <= ? ORDER BY m.seq",
        (*seqs, upto),
    )
    # the last row of a claim is the one that holds
    return {claim_seq: (event, event_id(event, kind, subject)) for claim_seq, event, kind, subject in rows}


def _held(row: Row, decided: list[tuple[Decision, str | None]], event: tuple[int, str] | None) -> Held:
    seq, claim_id, article_id, article_seq, recorded_at, body, publisher, published_at = row
    standing = stand(seq, [decision for decision, _ in decided])
    bodies = {decision.seq: text for decision, text in decided}
    coded = decode_claim(body) if body is not None else None
    event_seq, event_name = event or (seq, event_id(seq, "claim", claim_id))
    return Held(
        id=claim_id,
        seq=seq,
        article=article_id,
        article_seq=article_seq,
        recorded_at=from_microseconds(recorded_at),
        claim=_as_edited(coded, bodies, standing),
        coded=coded,
        standing=standing,
        event=event_name,
        event_seq=event_seq,
        outlet=publisher,
        published_at=msgspec.convert(published_at, dt.date | None),
        superseded=_end(bodies, standing),
    )


def _as_edited(coded: Claim | None, bodies: dict[int, str | None], standing: Standing) -> Claim | None:
    if standing.content is None:
        return coded
    body = bodies[standing.content]
    edited = msgspec.json.decode(body, type=Judgement).edited if body is not None else None
    if edited is None or coded is None:
        return None
    # an edit is still the same claim of the same report
    kept: Claim = msgspec.structs.replace(edited, id=coded.id, coder=coded.coder, score=coded.score)
    return kept


def _end(bodies: dict[int, str | None], standing: Standing) -> Supersession | None:
    body = bodies.get(standing.superseded_by) if standing.superseded_by is not None else None
    return msgspec.json.decode(body, type=Supersession) if body is not None else None


def portions(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    """Entries a few hundred at a time, as many as one statement may name."""
    yield from (seqs[start : start + _AT_ONCE] for start in range(0, len(seqs), _AT_ONCE))


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
