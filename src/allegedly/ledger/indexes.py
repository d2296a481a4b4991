"""Holds every index row against the entry it follows from: none missing, none too many, none that says otherwise."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from allegedly.codec import decode_claim
from allegedly.errors import RecordError
from allegedly.ledger.acts import Coding, Joining, Judgement, Parting, Redaction
from allegedly.ledger.facets import facet_row, party_rows
from allegedly.ledger.joining import members
from allegedly.ledger.recording import article_row, coder_key
from allegedly.model import Article, Claim, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.stores.engine import Row, Transaction

__all__ = ["index_faults"]

_Kind = TypeVar("_Kind")

# beyond this many faults the list is no help
_MOST_FAULTS = 100
# what a query finds is wrong; the words say how
_WRONG = {
    "it has no row in the index of articles": (
        "SELECT e.seq FROM entry e LEFT JOIN article a ON a.seq = e.seq LEFT JOIN redacted r ON r.seq = e.seq "
        "WHERE e.kind = 'article' AND a.seq IS NULL AND r.seq IS NULL"
    ),
    "it is no article, but has a row in their index": (
        "SELECT a.seq FROM article a LEFT JOIN entry e ON e.seq = a.seq "
        "WHERE e.seq IS NULL OR e.kind <> 'article' OR e.subject <> a.id"
    ),
    "it has no row in the index of codings": (
        "SELECT e.seq FROM entry e LEFT JOIN coding c ON c.seq = e.seq WHERE e.kind = 'coding' AND c.seq IS NULL"
    ),
    "its row in the index of codings names another article": (
        "SELECT c.seq FROM coding c LEFT JOIN entry e ON e.seq = c.seq LEFT JOIN entry a ON a.seq = c.article_seq "
        "WHERE e.seq IS NULL OR e.kind <> 'coding' OR a.seq IS NULL OR a.kind <> 'article' OR a.subject <> e.subject"
    ),
    "it has no row in the index of claims": (
        "SELECT e.seq FROM entry e LEFT JOIN claim c ON c.seq = e.seq WHERE e.kind = 'claim' AND c.seq IS NULL"
    ),
    "its row in the index of claims names another claim or article": (
        "SELECT c.seq FROM claim c LEFT JOIN entry e ON e.seq = c.seq LEFT JOIN entry a ON a.seq = c.article_seq "
        "WHERE e.seq IS NULL OR e.kind <> 'claim' OR e.subject <> c.id "
        "OR a.seq IS NULL OR a.kind <> 'article' OR a.seq > c.seq "
        # a claim is recorded at one time with the coding of its article that made it; a person's claim has none
        "OR coalesce(c.coding_seq, 0) <> coalesce((SELECT o.seq FROM coding o JOIN entry oe ON oe.seq = o.seq "
        "WHERE o.article_seq = c.article_seq AND oe.recorded_at = e.recorded_at), 0)"
    ),
    "it has no row in the index of what claims can be found by": (
        "SELECT e.seq FROM entry e LEFT JOIN facet f ON f.seq = e.seq LEFT JOIN redacted r ON r.seq = e.seq "
        "LEFT JOIN decision d ON d.seq = e.seq "
        "WHERE (e.kind = 'claim' OR d.verb = 'edit') AND f.seq IS NULL AND r.seq IS NULL"
    ),
    "its row in the index of what claims can be found by is another claim's": (
        "SELECT f.seq FROM facet f LEFT JOIN entry e ON e.seq = f.seq LEFT JOIN claim c ON c.seq = f.claim_seq "
        "WHERE e.seq IS NULL OR c.seq IS NULL OR e.subject <> c.id"
    ),
    "it names people under no entry that could": (
        "SELECT DISTINCT p.seq FROM party p LEFT JOIN facet f ON f.seq = p.seq AND f.claim_seq = p.claim_seq "
        "WHERE f.seq IS NULL"
    ),
    "it decides, but has no row in the index of decisions": (
        "SELECT e.seq FROM entry e LEFT JOIN decision d ON d.seq = e.seq "
        "WHERE e.kind IN ('judgement', 'supersession', 'resolution') AND d.seq IS NULL"
    ),
    "its row in the index of decisions is of another claim": (
        "SELECT d.seq FROM decision d LEFT JOIN entry e ON e.seq = d.seq LEFT JOIN claim c ON c.seq = d.claim_seq "
        "WHERE e.seq IS NULL OR c.seq IS NULL OR e.kind NOT IN ('judgement', 'supersession', 'resolution') "
        "OR (e.kind <> 'resolution' AND e.subject <> c.id)"
    ),
    "it moves claims between events, but is no act that could": (
        "SELECT DISTINCT m.seq FROM membership m LEFT JOIN entry e ON e.seq = m.seq "
        "LEFT JOIN claim c ON c.seq = m.claim_seq "
        "WHERE e.seq IS NULL OR e.kind NOT IN ('join', 'part') OR c.seq IS NULL"
    ),
    "it parts claims, but is no act that could": (
        "SELECT DISTINCT a.seq FROM apart a LEFT JOIN entry e ON e.seq = a.seq "
        "WHERE e.seq IS NULL OR e.kind NOT IN ('join', 'part')"
    ),
    "it has a body, but there is no such entry": (
        "SELECT b.seq FROM body b LEFT JOIN entry e ON e.seq = b.seq WHERE e.seq IS NULL"
    ),
    "its redaction is not in the ledger": (
        "SELECT r.seq FROM redacted r LEFT JOIN entry e ON e.seq = r.by_seq "
        "WHERE e.seq IS NULL OR e.kind <> 'redaction'"
    ),
    "it is named by a redaction, but there is no such entry": (
        "SELECT r.seq FROM redacted r LEFT JOIN entry e ON e.seq = r.seq WHERE e.seq IS NULL"
    ),
}


def index_faults(tx: Transaction) -> list[str]:
    """Every index row that does not follow from the record, and every one that is missing."""
    by_query = (f"entry {seq}: {words}" for words, sql in _WRONG.items() for (seq,) in tx.stream(sql))
    found = itertools.chain(by_query, _articles(tx), _codings(tx), _claims(tx), _decisions(tx), _moves(tx))
    return list(itertools.islice(found, _MOST_FAULTS))


def _articles(tx: Transaction) -> Iterator[str]:
    for row in tx.stream("SELECT a.*, b.body FROM article a LEFT JOIN body b ON b.seq = a.seq ORDER BY a.seq"):
        *stands, body = row
        article = _read(body, Article)
        if article is None or tuple(stands) != article_row(row[0], article):
            yield f"entry {row[0]}: its row in the index of articles does not follow from it"


def _codings(tx: Transaction) -> Iterator[str]:
    for seq, coder, source, body in tx.stream(
        "SELECT c.seq, c.coder, c.source, b.body FROM coding c LEFT JOIN body b ON b.seq = c.seq ORDER BY c.seq"
    ):
        coding = _read(body, Coding)
        if coding is None or (coder, source) != (coder_key(coding.coder), coding.source):
            yield f"entry {seq}: its row in the index of codings does not follow from it"


def _claims(tx: Transaction) -> Iterator[str]:
    """Facets and parties against the claims and edits they follow from, and every span against its article."""
    parties = _Grouped(tx.stream("SELECT seq, key, role, claim_seq, leads FROM party ORDER BY seq, key, role"))
    article_seq, text = 0, ""
    for row in tx.stream(
        "SELECT f.*, b.body, c.article_seq, a.publisher FROM facet f LEFT JOIN body b ON b.seq = f.seq "
        "LEFT JOIN claim c ON c.seq = f.claim_seq LEFT JOIN article a ON a.seq = c.article_seq ORDER BY f.seq"
    ):
        *stands, body, of_article, outlet = row
        seq, claim_seq = row[0], row[1]
        claim = _claim_of(body, edited=seq != claim_seq)
        named = [(key, seq, role, claim, leads) for _, key, role, claim, leads in parties.of(seq)]
        if claim is None or tuple(stands) != facet_row(seq, claim_seq, claim, outlet):
            yield f"entry {seq}: its row in the index of what claims can be found by does not follow from it"
        elif named != sorted(party_rows(seq, claim_seq, claim)):
            yield f"entry {seq}: its rows in the index of names do not follow from it"
        else:
            if of_article != article_seq:
                article_seq, text = of_article, _text_of(tx, of_article)
            if any(text[start:end] != quote for start, end, quote in quoted_spans(claim)):
                yield f"entry {seq}: its words are not those of its article"


def _decisions(tx: Transaction) -> Iterator[str]:
    emptied = dict(_emptied(tx))
    for seq, claim_seq, verb, undoes, kind, subject, body in tx.stream(
        "SELECT d.seq, d.claim_seq, d.verb, d.undoes, e.kind, e.subject, b.body FROM decision d "
        "JOIN entry e ON e.seq = d.seq LEFT JOIN body b ON b.seq = d.seq ORDER BY d.seq"
    ):
        if kind == "resolution" and claim_seq not in _first_of(tx, subject, seq):
            yield f"entry {seq}: its row in the index of decisions is of another event"
        if (verb, undoes) != (emptied.get(seq) if body is None else _decided(kind, _read(body, dict))):
            yield f"entry {seq}: its row in the index of decisions does not follow from it"


def _first_of(tx: Transaction, event: str, upto: int) -> list[int]:
    """The first claim of an event as it was before an entry; none when there is no such event."""
    founders = tx.rows("SELECT seq FROM claim WHERE id = ?", (event.replace("evt_", "clm_", 1),))
    return members(tx, founders[0][0], upto - 1)[:1] if founders else []


def _emptied(tx: Transaction) -> Iterator[tuple[int, tuple[str, int | None]]]:
    """What decisions emptied by law had decided, as the redactions say."""
    for (body,) in tx.stream("SELECT b.body FROM entry e JOIN body b ON b.seq = e.seq WHERE e.kind = 'redaction'"):
        redaction = _read(body, Redaction)
        yield from ((seq, (verb, undoes)) for seq, verb, undoes in redaction.decided) if redaction else ()


def _decided(kind: str, told: dict[str, Any] | None) -> tuple[Any, Any] | None:
    if told is None:
        return None
    return (
        ("supersede", None) if kind == "supersession" else (told.get("verdict") or told.get("move"), told.get("undoes"))
    )


def _moves(tx: Transaction) -> Iterator[str]:
    """Who is in which event, and who was parted, against the joinings and partings that say so."""
    moved = _Grouped(tx.stream("SELECT seq, claim_seq, event_seq FROM membership ORDER BY seq, claim_seq"))
    apart = _Grouped(tx.stream("SELECT seq, one_seq, other_seq, holds FROM apart ORDER BY seq, one_seq, other_seq"))
    for seq, kind, body in tx.stream(
        "SELECT e.seq, e.kind, b.body FROM entry e LEFT JOIN body b ON b.seq = e.seq "
        "WHERE e.kind IN ('join', 'part') ORDER BY e.seq"
    ):
        stands = moved.of(seq), apart.of(seq)
        if body is None:
            # emptied by law, which the chain checks
            continue
        act = _read(body, Joining) if kind == "join" else _read(body, Parting)
        pairs = () if act is None else act.lifted if isinstance(act, Joining) else act.apart
        moves = sorted((seq, *move) for move in act.moves) if act else []
        if stands != (moves, sorted((seq, *pair, int(kind == "part")) for pair in pairs)):
            yield f"entry {seq}: its rows in the index of events do not follow from it"


def _read(body: str | None, kind: type[_Kind]) -> _Kind | None:
    """A body as the record it should be; None when it is not, which the chain tells better."""
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecordError):
        return None


def _claim_of(body: str | None, *, edited: bool) -> Claim | None:
    if not edited:
        try:
            return decode_claim(body) if body is not None else None
        except RecordError:
            # the chain tells better what is wrong with it
            return None
    judgement = _read(body, Judgement)
    return judgement.edited if judgement else None


def _text_of(tx: Transaction, article_seq: int) -> str:
    rows = tx.rows("SELECT body FROM body WHERE seq = ?", (article_seq,))
    article = _read(rows[0][0], Article) if rows else None
    return article.text if article else ""


class _Grouped:
    """Rows in the order of their first value, taken value by value."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row | None = next(rows, None)

    def of(self, seq: int) -> list[Row]:
        """The rows that begin with this value; rows that were passed over belong to nothing."""
        found: list[Row] = []
        while self._next is not None and self._next[0] <= seq:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found
