"""Checks a ledger's chain of entries, link by link, with nothing but Python's own library.

This file shares no code with the rest of the package, so that a fault there cannot hide here. It can be copied and run
alone: `python verifier.py LEDGER [CHECKPOINT]`. What it cannot see is a ledger rewritten as a whole by somebody who
had the file: only a checkpoint kept elsewhere shows that.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["QUERY", "Checkpoint", "Finding", "check", "main", "read_checkpoint"]

QUERY = (
    "SELECT e.seq, e.recorded_at, e.wall_at, e.kind, e.subject, e.digest, e.link, b.salt, b.body, r.by_seq "
    "FROM entry e LEFT JOIN body b ON b.seq = e.seq LEFT JOIN redacted r ON r.seq = e.seq ORDER BY e.seq"
)
_HEADING = "allegedly checkpoint 1"
# beyond this many faults the ledger is lost anyway, and the list is no help
_MOST_FAULTS = 100


class Checkpoint(NamedTuple):
    """Where a ledger's chain stood once: its id, an entry and that entry's link as hex digits."""

    ledger: str
    entry: int
    link: str

    def __str__(self) -> str:
        return f"{_HEADING}\nledger {self.ledger}\nentry {self.entry}\nlink {self.link}\n"


class Finding(NamedTuple):
    """What a check came to: the chain's end, how many entries it has, how many are emptied, and every fault."""

    checkpoint: Checkpoint
    entries: int
    redacted: int
    faults: tuple[str, ...]


def read_checkpoint(text: str) -> Checkpoint:
    r"""A checkpoint from its four lines; ValueError says what was expected.

    >>> read_checkpoint("allegedly checkpoint 1\nledger abc\nentry 3\nlink 00ff\n").entry
    3
    """
    lines = text.split("\n")
    fields = dict(line.split(" ", 1) for line in lines[1:] if " " in line)
    if lines[0] != _HEADING or not {"ledger", "entry", "link"} <= fields.keys() or not fields["entry"].isdigit():
        raise ValueError(f"expected a checkpoint that begins with {_HEADING!r}, found {text[:60]!r}")
    return Checkpoint(fields["ledger"], int(fields["entry"]), fields["link"])


def check(rows: Iterable[tuple[Any, ...]], checkpoint: Checkpoint | None = None) -> Finding:
    """Follows the chain over all entries (the rows of QUERY): every link, every body, every redaction."""
    chain = _Chain(checkpoint)
    for row in rows:
        chain.follow(row)
    return chain.end()


class _Chain:
    """The state of a check: where the chain is, and what was found on the way."""

    def __init__(self, checkpoint: Checkpoint | None) -> None:
        self._checkpoint = checkpoint
        self._link, self._seq, self._time = bytes(32), 0, 0
        self._ledger = ""
        self._faults: list[str] = []
        self._emptied: dict[int, int | None] = {}
        self._redactions: dict[int, frozenset[int]] = {}
        self._met = checkpoint is None

    def follow(self, row: tuple[Any, ...]) -> None:
        seq, recorded_at, wall_at, kind, subject, digest, link, salt, body, by_seq = row
        if seq != self._seq + 1:
            self._fault(seq, f"expected entry {self._seq + 1} here: entries are missing or out of order")
        if recorded_at < self._time:
            self._fault(seq, "recorded before the entry in front of it")
        if link != _link(self._link, (seq, recorded_at, wall_at, kind, subject), digest):
            self._fault(seq, "its link does not follow from what stands before it and in it")
        self._check_body(seq, kind, digest, (salt, body), by_seq)
        if seq == 1:
            self._begin(kind, subject)
        if self._checkpoint is not None and seq == self._checkpoint.entry:
            self._met = True
            if link.hex() != self._checkpoint.link:
                self._fault(seq, "its link is not the one of the checkpoint: the ledger was rewritten since")
        # a broken link is told once: the next entry is held against what stands here
        self._link, self._seq, self._time = link, seq, recorded_at

    def end(self) -> Finding:
        for seq, by_seq in self._emptied.items():
            if by_seq is None or seq not in self._redactions.get(by_seq, frozenset()):
                self._fault(seq, "its body is missing and no redaction names it")
        if not self._seq:
            self._fault(0, "no entries at all")
        if not self._met and self._checkpoint is not None:
            self._fault(self._checkpoint.entry, "the checkpoint's entry is not here: the ledger was cut or replaced")
        return Finding(
            Checkpoint(self._ledger, self._seq, self._link.hex()), self._seq, len(self._emptied), tuple(self._faults)
        )

    def _begin(self, kind: str, subject: str) -> None:
        self._ledger = subject
        if kind != "ledger":
            self._fault(1, f"expected the ledger's founding, found {kind}")
        if self._checkpoint is not None and subject != self._checkpoint.ledger:
            self._fault(1, f"expected ledger {self._checkpoint.ledger} as in the checkpoint, found {subject}")

    def _check_body(
        self, seq: int, kind: str, digest: bytes, held: tuple[bytes | None, str | None], by_seq: int | None
    ) -> None:
        salt, body = held
        if body is None or salt is None:
            self._emptied[seq] = by_seq
            return
        if by_seq is not None:
            self._fault(seq, "named by a redaction, but its body is still there")
        words = body.encode("utf-8", "surrogatepass")
        if hashlib.sha256(salt + words).digest() != digest:
            self._fault(seq, "its body is not the one that was sealed")
        elif kind == "redaction":
            self._redactions[seq] = frozenset(json.loads(body)["entries"])

    def _fault(self, seq: int, words: str) -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(f"entry {seq}: {words}")


def _link(before: bytes, fields: tuple[object, ...], digest: bytes) -> bytes:
    told = ["" if field is None else str(field) for field in fields]
    sealed = [field.encode("utf-8", "surrogatepass") for field in told] + [digest]
    return hashlib.sha256(before + b"".join(len(one).to_bytes(8, "big") + one for one in sealed)).digest()


def main(arguments: list[str]) -> int:
    """Checks the ledger named first, against the checkpoint named second; 0 when nothing is wrong, 1 otherwise."""
    checkpoint = None
    if len(arguments) > 1:
        with open(arguments[1], encoding="utf-8") as file:  # noqa: PTH123 - one import less to trust
            checkpoint = read_checkpoint(file.read())
    ledger = sqlite3.connect(f"file:{arguments[0]}?mode=ro", uri=True)
    finding = check(ledger.execute(QUERY), checkpoint)
    ledger.close()
    for fault in finding.faults:
        sys.stderr.write(fault + "\n")
    sys.stdout.write(str(finding.checkpoint))
    return 1 if finding.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
