"""The log: every entry of a ledger in order, with who did what, when and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.model import Record
from allegedly.stores.clock import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from allegedly.stores.engine import Row, Transaction, Value

__all__ = ["KINDS", "LogLine", "lines_of", "log_lines"]


class LogLine(Record, frozen=True, kw_only=True):
    """One entry: its number and recorded time, what kind of act on what, by whom and why, and a few words of it.

    `clock` is what the clock showed where it differed from the recorded time. `words` is None where a redaction
    emptied the entry.
    """

    seq: int
    recorded_at: dt.datetime
    kind: str
    subject: str
    words: str | None
    by: str | None = None
    reason: str | None = None
    clock: dt.datetime | None = None


def log_lines(
    tx: Transaction, upto: int, *, subject: str | None = None, kinds: Sequence[str] = (), after: int = 0
) -> Iterator[LogLine]:
    """The entries after `after` up to `upto`; of one subject or of some kinds where that is asked."""
    where, values = ["e.seq > ?", "e.seq <= ?"], [after, upto]
    asked: list[Value] = [*values]
    if subject is not None:
        where.append("e.subject = ?")
        asked.append(subject)
    if kinds:
        where.append(f"e.kind IN ({', '.join('?' * len(kinds))})")
        asked += kinds
    sql = (
        "SELECT e.seq, e.recorded_at, e.wall_at, e.kind, e.subject, b.body FROM entry e "
        f"LEFT JOIN body b ON b.seq = e.seq WHERE {' AND '.join(where)} ORDER BY e.seq"
    )
    yield from (_line(row) for row in tx.stream(sql, asked))


def lines_of(tx: Transaction, seqs: Sequence[int]) -> Iterator[LogLine]:
    """Some entries, in the order given; at most as many as one statement may name."""
    if not seqs:
        return
    rows = tx.rows(
        "SELECT e.seq, e.recorded_at, e.wall_at, e.kind, e.subject, b.body FROM entry e "
        f"LEFT JOIN body b ON b.seq = e.seq WHERE e.seq IN ({', '.join('?' * len(seqs))})",
        seqs,
    )
    found = {row[0]: row for row in rows}
    yield from (_line(found[seq]) for seq in seqs)


def _line(row: Row) -> LogLine:
    seq, recorded_at, wall_at, kind, subject, body = row
    told: dict[str, Any] = msgspec.json.decode(body) if body is not None else {}
    return LogLine(
        seq=seq,
        recorded_at=from_microseconds(recorded_at),
        kind=kind,
        subject=subject,
        words=_words(kind, told) if body is not None else None,
        by=told.get("by"),
        reason=told.get("reason") if kind != "set_aside" else None,
        clock=from_microseconds(wall_at) if wall_at is not None else None,
    )


def _words(kind: str, told: dict[str, Any]) -> str:
    """A few words that tell one entry from the next."""
    tell = _TOLD.get(kind)
    return str(tell(told)) if tell else kind


def _superseded(told: dict[str, Any]) -> str:
    return f"{told['cause']} → {told['successor']}" if told["successor"] else told["cause"]


_TOLD: dict[str, Callable[[dict[str, Any]], object]] = {
    "ledger": lambda told: f"founded, schema {told['schema']}",
    "article": lambda told: told["title"] or told["text"].strip().partition("\n")[0],
    "coding": lambda told: f"read by {told['coder']['name']} {told['coder']['version']}: {len(told['claims'])} claims",
    "claim": lambda told: f"{told['type']}: {told['evidence'][0]['text']}",
    "judgement": lambda told: told["verdict"],
    "supersession": _superseded,
    "join": lambda told: f"into {told['event']}: {'; '.join(told['reasons']) or 'by a person'}",
    "part": lambda told: f"out of {told['event']}",
    "resolution": lambda told: f"{told['what']}: {told['move']}",
    "found": lambda _: "found by a person",
    # what was coded blind is told by allegedly.views.codings alone, to whoever may see it
    "blind_claim": lambda told: f"coded blind, number {told['number']}",
    "blind_withdrawal": lambda told: f"taken back, number {told['number']}",
    "blind_submission": lambda _: "blind coding submitted",
    "blind_reopening": lambda told: f"the coding by {told['whose']} opened again",
    "coding_wanted": lambda told: "to be coded blind" if told["is_wanted"] else "no longer to be coded blind",
    "curation_begun": lambda _: "curation begun",
    "curation": lambda told: f"{' and '.join(told['coders'])} curated, {len(told['taken'])} decisions",
    "set_aside": lambda told: told["message"],
    "redaction": lambda told: f"{len(told['entries'])} entries emptied",
    "export": lambda told: f"{told['format']}, {told['rows']} rows as of entry {told['as_of']}",
}
# every kind of entry, in the order in which they first come
KINDS = tuple(_TOLD)
