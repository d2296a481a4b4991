"""What is new in a ledger: the reports that came in last, the outlets' newest notices, the claims superseded last."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from allegedly.ledger.acts import Supersession
from allegedly.ledger.held import Held, article_at, held_claims
from allegedly.model import TYPES, Record
from allegedly.stores.clock import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.stores.engine import Transaction
    from allegedly.views.finding import Rows
    from allegedly.views.tally import Frame

__all__ = ["Arrival", "Changed", "arrivals", "changes", "notices"]

# claims of one report lie side by side: so many of the newest hold the newest reports
_NEWEST = 4_000
# so many of the newest supersessions are looked at for some whose claim fits
_LOOKED_AT = 200


class Arrival(Record, frozen=True, kw_only=True):
    """One report as it came in: its headline or first words, outlet, day of print, moment of recording, and how many of
    its claims fit. `seq` is its entry.
    """

    article: str
    seq: int
    title: str | None
    outlet: str | None
    published_at: dt.date | None
    recorded_at: dt.datetime
    claims: int


class Changed(Record, frozen=True, kw_only=True):
    """A claim that was superseded: when, why, and the claim itself as it was."""

    recorded_at: dt.datetime
    why: Supersession
    claim: Held


def arrivals(tx: Transaction, frame: Frame, rows: Rows, most: int) -> Iterator[Arrival]:
    """The reports of some rows, in the order of recording backward."""
    newest = frame["article"][rows[-_NEWEST:]]
    seqs, numbers = np.unique(newest, return_counts=True)
    for seq, number in list(zip(seqs.tolist(), numbers.tolist(), strict=True))[: -most - 1 : -1]:
        article = article_at(tx, seq)
        if article is None:
            # a redaction took it between
            continue
        [(recorded_at,)] = tx.rows("SELECT recorded_at FROM entry WHERE seq = ?", (seq,))
        yield Arrival(
            article=article.id,
            seq=seq,
            title=article.title or article.text.strip().partition("\n")[0] or None,
            outlet=article.publisher,
            published_at=article.published_at,
            recorded_at=from_microseconds(recorded_at),
            claims=number,
        )


def notices(tx: Transaction, frame: Frame, rows: Rows, most: int) -> list[Held]:
    """The outlets' own notices among some rows, the newest first."""
    types = frame.labels["type"]
    tells = np.zeros(len(types.words), bool)
    tells[[known for name in TYPES["correction"] if (known := types.known(name)) is not None]] = True
    found = rows[tells[frame["type"][rows]]][::-1][:most]
    return held_claims(tx, [int(seq) for seq in frame["claim"][found]], frame.upto)


def changes(tx: Transaction, frame: Frame, rows: Rows, most: int) -> Iterator[Changed]:
    """The claims of some rows that were superseded, the last superseded first."""
    asked = tx.rows(
        "SELECT d.seq, d.claim_seq, e.recorded_at, b.body FROM entry e JOIN decision d ON d.seq = e.seq "
        "JOIN body b ON b.seq = e.seq WHERE e.kind = 'supersession' AND e.seq <= ? ORDER BY e.seq DESC LIMIT ?",
        (frame.upto, _LOOKED_AT),
    )
    fits = np.zeros(len(frame), bool)
    fits[rows] = True
    at, there = frame.rows_of(np.array([claim for _, claim, _, _ in asked], "int64"))
    fitting = there & fits[at] if len(frame) else there
    told = [one for one, fit in zip(asked, fitting, strict=True) if fit][:most]
    held = {one.seq: one for one in held_claims(tx, [claim for _, claim, _, _ in told], frame.upto)}
    for seq, claim, recorded_at, body in told:
        one = held.get(claim)
        # an undone supersession is none
        if one is not None and one.standing.superseded_by == seq:
            why = msgspec.json.decode(body, type=Supersession)
            yield Changed(recorded_at=from_microseconds(recorded_at), why=why, claim=one)
