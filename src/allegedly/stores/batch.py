"""What one transaction appends: entries with their bodies, sealed into the chain, and the index rows beside them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from allegedly.stores import chain
from allegedly.stores.clock import next_time
from allegedly.stores.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from allegedly.stores.engine import Transaction, Value

__all__ = ["Batch", "EntryKind", "Head", "head", "new_salt"]

EntryKind = Literal[
    "ledger",
    "article",
    "coding",
    "claim",
    "found",
    "set_aside",
    "judgement",
    "supersession",
    "join",
    "part",
    "resolution",
    "blind_claim",
    "blind_withdrawal",
    "blind_submission",
    "blind_reopening",
    "coding_wanted",
    "curation_begun",
    "curation",
    "export",
    "redaction",
]

# what a row of values needs in SQL
_INSERT = {
    name: f"INSERT INTO {name}({', '.join(table.names)}) VALUES ({', '.join('?' * len(table.columns))})"
    for name, table in TABLES.items()
}


class Head(NamedTuple):
    """The last entry of a ledger: its number, its time in microseconds since 1970, its link; zeros when empty."""

    seq: int
    recorded_at: int
    link: bytes


def head(tx: Transaction) -> Head:
    """Where the chain ends now."""
    last = tx.rows("SELECT seq, recorded_at, link FROM entry ORDER BY seq DESC LIMIT 1")
    return Head(*last[0]) if last else Head(0, 0, chain.GENESIS)


def new_salt() -> bytes:
    """Sixteen bytes nobody can guess."""
    return secrets.token_bytes(chain.SALT_BYTES)


class Batch:
    """Collects what one transaction appends and writes it at the end, all with one recorded time.

    `now` is the clock's time in microseconds since 1970; the recorded time is later than every one before it.
    """

    def __init__(self, tx: Transaction, *, now: int, salt: Callable[[], bytes] = new_salt) -> None:
        self.tx = tx
        self._salt = salt
        last = head(tx)
        self._seq, self._link = last.seq, last.link
        self.recorded_at = next_time(last.recorded_at, now)
        self._wall_at = None if self.recorded_at == now else now
        self._rows: dict[str, list[tuple[Value, ...]]] = defaultdict(list)

    def entry(self, kind: EntryKind, subject: str, body: bytes) -> int:
        """Appends one entry with its body (JSON); gives its number."""
        self._seq += 1
        salt = self._salt()
        seal = chain.digest(salt, body)
        self._link = chain.link(
            self._link,
            seq=self._seq,
            recorded_at=self.recorded_at,
            wall_at=self._wall_at,
            kind=kind,
            subject=subject,
            seal=seal,
        )
        self._rows["entry"].append((self._seq, self.recorded_at, self._wall_at, kind, subject, seal, self._link))
        self._rows["body"].append((self._seq, salt, body.decode()))
        return self._seq

    def row(self, table: str, *values: Value) -> None:
        """Appends one row to an index."""
        self._rows[table].append(values)

    @property
    def next_seq(self) -> int:
        """The number the next entry will have."""
        return self._seq + 1

    def write(self) -> None:
        """Writes what was collected, in the order the tables need it."""
        for table in TABLES:
            if rows := self._rows.get(table):
                self.tx.many(_INSERT[table], rows)
        self._rows.clear()
