"""The moments at which something about an event was recorded: what a reader goes back and forth between."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from allegedly.ledger.held import portions
from allegedly.model import Record
from allegedly.stores.clock import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allegedly.stores.engine import Row, Transaction

__all__ = ["Step", "event_steps", "step_at"]


class Step(Record, frozen=True, kw_only=True):
    """One moment of an event: its last entry (`as_of=#seq` asks for it), when that was, and how many acts of what kind.

    `came` counts claims recorded, `decided` decisions of claims and numbers, `moved` claims that went in or out.
    """

    seq: int
    recorded_at: dt.datetime
    came: int = 0
    decided: int = 0
    moved: int = 0


def event_steps(tx: Transaction, event_seq: int, upto: int) -> tuple[Step, ...]:
    """The moments of an event up to an entry, in order; acts of one transaction are one moment.

    What was decided of a claim while it was in another event is none of this one's.
    """
    rows = tx.rows("SELECT DISTINCT claim_seq FROM membership WHERE event_seq = ?", (event_seq,))
    claims = sorted({event_seq, *(seq for (seq,) in rows)})
    moves: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for claim, seq, event in _of_claims(tx, "SELECT claim_seq, seq, event_seq FROM membership", claims, upto):
        moves[claim].append((seq, event))
    acts = [("came", seq, seq) for seq, _ in _of_claims(tx, "SELECT seq, seq FROM claim", claims, upto, key="seq")]
    acts += [
        ("decided", claim, seq)
        for claim, seq in _of_claims(tx, "SELECT claim_seq, seq FROM decision", claims, upto)
    ]  # fmt: skip
    acts += [("moved", claim, seq) for claim, told in moves.items() for seq, _ in told]
    return tuple(_steps(tx, event_seq, acts, moves))


def step_at(steps: Sequence[Step], upto: int) -> int | None:
    """Which step holds after an entry, as a place in the row; None before the first."""
    known = [at for at, step in enumerate(steps) if step.seq <= upto]
    return known[-1] if known else None


def _steps(
    tx: Transaction, event: int, acts: Iterable[tuple[str, int, int]], moves: dict[int, list[tuple[int, int]]]
) -> Iterable[Step]:
    told = list(acts)
    when = dict(_times(tx, sorted({seq for _, _, seq in told})))
    together: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for act in told:
        together[when[act[2]]].append(act)
    for moment in sorted(together):
        entries = [seq for _, _, seq in together[moment]]
        mine = [
            (what, seq)
            for what, claim, seq in together[moment]
            if _is_in(event, claim, moves[claim], max(entries))
            or (claim < min(entries) and _is_in(event, claim, moves[claim], min(entries) - 1))
        ]
        if mine:
            counted = {what: sum(one == what for one, _ in mine) for what in ("came", "decided", "moved")}
            yield Step(seq=max(seq for _, seq in mine), recorded_at=from_microseconds(moment), **counted)


def _is_in(event: int, claim: int, moves: Sequence[tuple[int, int]], upto: int) -> bool:
    """Whether a claim is in an event after an entry: where the last move took it, else in its own."""
    known = [into for seq, into in moves if seq <= upto]
    return (known[-1] if known else claim) == event


def _of_claims(
    tx: Transaction, select: str, claims: Sequence[int], upto: int, *, key: str = "claim_seq"
) -> Iterable[Row]:
    for some in portions(claims):
        marks = ", ".join("?" * len(some))
        yield from tx.rows(f"{select} WHERE {key} IN ({marks}) AND seq <= ? ORDER BY seq", (*some, upto))


def _times(tx: Transaction, seqs: Sequence[int]) -> Iterable[tuple[int, int]]:
    for some in portions(seqs):
        marks = ", ".join("?" * len(some))
        yield from tx.rows(f"SELECT seq, recorded_at FROM entry WHERE seq IN ({marks})", some)
