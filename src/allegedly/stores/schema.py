"""The ledger's tables, said once for both databases; what may be deleted, and only after a redaction says so.

`entry` and `body` are the record. Every other table is an index over it that can be made again, and that `verify`
compares with it. No row is ever changed; a row is deleted only when a redaction names its entry.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "TABLES", "Table"]

# "alg1" as four bytes: file(1) and SQLite show it, and another program's database is not taken for a ledger
APPLICATION_ID = 0x616C6731
SCHEMA_VERSION = 1


class Table(NamedTuple):
    """One table: its columns as SQLite declares them, its key, its indexes, and the column that names its entry."""

    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    # the column whose entry must be redacted before a row may go; None: rows never go
    goes_with: str | None = None
    # small rows that are their own index
    clustered: bool = False
    unique: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(name for name, _ in self.columns)


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, kind) for name, _, kind in (one.strip().partition(" ") for one in text.split(",")))


_INT, _TEXT = "INTEGER NOT NULL", "TEXT NOT NULL"

# in the order in which one transaction fills them: a claim's words are checked against the article before it
TABLES: dict[str, Table] = {
    # every act, in order; entries of one transaction share recorded_at, wall_at is the clock where it differed
    "entry": Table(
        _columns(
            f"seq {_INT}, recorded_at {_INT}, wall_at INTEGER, kind {_TEXT}, subject {_TEXT}, "
            "digest BLOB NOT NULL, link BLOB NOT NULL"
        ),
        key=("seq",),
        indexes=(("subject", "seq"), ("kind", "seq"), ("recorded_at",)),
    ),
    "article": Table(
        _columns(f"seq {_INT}, id {_TEXT}, text_sha256 {_TEXT}, page {_TEXT}, publisher TEXT, published_at TEXT"),
        key=("seq",),
        indexes=(("id",), ("page", "seq")),
        goes_with="seq",
        unique=(("text_sha256",),),
    ),
    # one reading of one article by one coder; source is the hash of the input as it came
    "coding": Table(
        _columns(f"seq {_INT}, article_seq {_INT}, coder {_TEXT}, source {_TEXT}"),
        key=("seq",),
        indexes=(("source",),),
        unique=(("article_seq", "coder"),),
    ),
    "claim": Table(
        _columns(f"seq {_INT}, id {_TEXT}, article_seq {_INT}, coding_seq INTEGER"),
        key=("seq",),
        indexes=(("article_seq",),),
        unique=(("id",),),
    ),
    "body": Table(
        _columns(f"seq {_INT}, salt BLOB NOT NULL, body {_TEXT}"),
        key=("seq",),
        goes_with="seq",
    ),
    # what a claim can be found by, as of the entry that says so: the claim itself, or an edit of it
    "facet": Table(
        _columns(
            f"seq {_INT}, claim_seq {_INT}, kind {_TEXT}, type {_TEXT}, earliest TEXT, latest TEXT, country TEXT, "
            f"certainty {_TEXT}, outlet TEXT"
        ),
        key=("seq",),
        indexes=(("country", "earliest"), ("type", "earliest"), ("earliest",), ("claim_seq",)),
        goes_with="seq",
    ),
    # whom a claim names: by the actor's id where it is known, and by the name folded; leads marks the one to count by
    "party": Table(
        _columns(f"key {_TEXT}, seq {_INT}, role {_TEXT}, claim_seq {_INT}, leads {_INT}"),
        key=("key", "seq", "role"),
        indexes=(("seq",),),
        goes_with="seq",
        clustered=True,
    ),
    # what was decided of a claim or an event: a judgement, or being superseded
    "decision": Table(
        _columns(f"seq {_INT}, claim_seq {_INT}, verb {_TEXT}, undoes INTEGER"),
        key=("seq",),
        indexes=(("claim_seq", "seq"),),
    ),
    # which event a claim belongs to from this entry on; a claim without a row is an event of its own
    "membership": Table(
        _columns(f"claim_seq {_INT}, seq {_INT}, event_seq {_INT}"),
        key=("claim_seq", "seq"),
        indexes=(("event_seq", "seq"), ("seq",)),
        clustered=True,
    ),
    # two claims a person said are not of the same happening (holds 1), or are after all (holds 0)
    "apart": Table(
        _columns(f"one_seq {_INT}, other_seq {_INT}, seq {_INT}, holds {_INT}"),
        key=("one_seq", "other_seq", "seq"),
        indexes=(("seq",), ("other_seq",)),
        clustered=True,
    ),
    # what joining compares, kept so that an article need not be read again; None for a claim that is no happening
    "telling": Table(_columns(f"claim_seq {_INT}, telling TEXT"), key=("claim_seq",), goes_with="claim_seq"),
    # where joining looks for companions: hashes of the keys of allegedly.events.blocks
    "block": Table(
        _columns(f"key {_INT}, claim_seq {_INT}"),
        key=("key", "claim_seq"),
        indexes=(("claim_seq",),),
        goes_with="claim_seq",
        clustered=True,
    ),
    # which entries a redaction emptied
    "redacted": Table(_columns(f"seq {_INT}, by_seq {_INT}"), key=("seq",), indexes=(("by_seq",),)),
}
