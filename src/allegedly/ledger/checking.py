"""Whether a ledger is what it was: its chain, its file, and every index row against the entry it follows from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from allegedly.ledger.indexes import index_faults
from allegedly.model import Record
from allegedly.verifier import QUERY, Checkpoint, check

if TYPE_CHECKING:
    from allegedly.stores.engine import Engine

__all__ = ["Verified", "verify"]


class Verified(Record, frozen=True, kw_only=True):
    """What a check found: how many entries, how many emptied by law, every fault, and the chain's end now.

    `checkpoint` is the text to keep elsewhere: whoever has it can tell later whether the ledger was rewritten.
    """

    entries: int
    redacted: int
    faults: tuple[str, ...]
    checkpoint: str


def verify(engine: Engine, checkpoint: Checkpoint | None = None) -> Verified:
    """Checks chain, indexes and file, against an older checkpoint where there is one. Writes nothing."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        # the database checks its own pages while the chain is followed
        own = beside.submit(engine.faults)
        with engine.reading() as tx:
            finding = check(tx.stream(QUERY), checkpoint)
            faults = (*finding.faults, *index_faults(tx), *own.result())
    return Verified(
        entries=finding.entries, redacted=finding.redacted, faults=faults, checkpoint=str(finding.checkpoint)
    )
