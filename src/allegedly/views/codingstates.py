"""Who codes which articles blind, and how far each is; kept as the ledger grows, so that a page need not read it all.

Nothing of what anybody coded is kept here, only that it was coded.
"""

from __future__ import annotations

import bisect
import datetime as dt
import threading
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.ledger.blindcodings import BlindCoding
from allegedly.model import Record
from allegedly.stores.batch import head
from allegedly.stores.clock import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.stores.engine import Transaction

__all__ = ["ArticleCodings", "CodingStates"]

_KINDS = (
    *("blind_claim", "blind_withdrawal", "blind_submission", "blind_reopening"),
    *("coding_wanted", "curation_begun", "curation"),
)
# SQLite takes 32,766 values a statement; a few hundred keep statements short and few
_AT_ONCE = 400
# a reader goes back and forth between a few moments
_MOMENTS = 8


class ArticleCodings(Record, frozen=True, kw_only=True):
    """The blind codings of one article's latest version: its entry, its outlet and day, and who is how far.

    `wanted` is the entry that last asked for them, None where nobody does. `codings` are by coder, without their
    claims, in the order they were begun. `curators` have seen what was coded; `curated` lists who curated, and when.
    """

    article: str
    seq: int
    outlet: str | None
    published_at: dt.date | None
    wanted: int | None
    codings: dict[str, BlindCoding]
    curators: frozenset[str]
    curated: tuple[tuple[str, dt.datetime], ...]
    # the last entry of all these
    last: int

    @property
    def submitted(self) -> tuple[str, ...]:
        """Who is done."""
        return tuple(who for who, coding in self.codings.items() if coding.is_submitted)

    def state_of(self, coder: str | None) -> str:
        """How far somebody is: not begun, begun, submitted."""
        coding = self.codings.get(coder or "")
        return "not begun" if coding is None else "submitted" if coding.is_submitted else "begun"


class _Act(msgspec.Struct):
    """What is kept of an entry; never the claim."""

    by: str
    text_sha256: str | None = None
    whose: str | None = None
    is_wanted: bool = False
    seq: int = 0
    kind: str = ""
    at: int = 0


class CodingStates:
    """All blind codings of one ledger by article; `at` gives them as of any entry."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clear()

    def at(self, tx: Transaction, upto: int) -> dict[str, ArticleCodings]:
        """The articles that are wanted or coded as they were after an entry, in the order they first were."""
        with self._lock:
            self._follow(tx)
            latest = tx.rows("SELECT max(seq) FROM entry WHERE kind = 'article' AND seq <= ?", (upto,))[0][0] or 0
            # what is said of articles changes with acts and with newer versions
            key = (bisect.bisect_right(self._seqs, upto), latest)
            if key not in self._told:
                self._told[key] = {one.article: one for one in self._states(tx, upto)}
            self._told.move_to_end(key)
            while len(self._told) > _MOMENTS:
                self._told.popitem(last=False)
            return self._told[key]

    def _clear(self) -> None:
        self._upto = 0
        self._seqs: list[int] = []
        self._acts: dict[str, list[_Act]] = defaultdict(list)
        self._told: OrderedDict[tuple[int, int], dict[str, ArticleCodings]] = OrderedDict()

    def _follow(self, tx: Transaction) -> None:
        """Reads what was entered since; all of it anew after a redaction."""
        now = head(tx).seq
        sql = "SELECT 1 FROM entry WHERE kind = 'redaction' AND seq > ? AND seq <= ? LIMIT 1"
        if self._upto and tx.rows(sql, (self._upto, now)):
            self._clear()
        rows = tx.rows(
            "SELECT e.seq, e.kind, e.subject, e.recorded_at, b.body FROM entry e JOIN body b ON b.seq = e.seq "
            f"WHERE e.kind IN ({', '.join('?' * len(_KINDS))}) AND e.seq > ? AND e.seq <= ? ORDER BY e.seq",
            (*_KINDS, self._upto, now),
        )
        for seq, kind, article, at, body in rows:
            told = msgspec.json.decode(body, type=_Act)
            self._acts[article].append(msgspec.structs.replace(told, seq=seq, kind=kind, at=at))
            self._seqs.append(seq)
        self._upto = max(self._upto, now)

    def _states(self, tx: Transaction, upto: int) -> Iterator[ArticleCodings]:
        known = {name: acts for name, acts in self._acts.items() if acts[0].seq <= upto}
        rows = _latest(tx, list(known), upto)
        for name, acts in known.items():
            # an article whose words were deleted has no row
            if name in rows:
                yield _state(name, rows[name], [act for act in acts if act.seq <= upto])


def _latest(tx: Transaction, articles: Sequence[str], upto: int) -> dict[str, Any]:
    """Entry, text, outlet and day of each article's latest version."""
    found: dict[str, Any] = {}
    for start in range(0, len(articles), _AT_ONCE):
        some = articles[start : start + _AT_ONCE]
        for name, *rest in tx.rows(
            "SELECT id, seq, text_sha256, publisher, published_at FROM article "
            f"WHERE id IN ({', '.join('?' * len(some))}) AND seq <= ? ORDER BY seq",
            (*some, upto),
        ):
            found[name] = rest
    return found


def _state(article: str, row: Sequence[Any], acts: Sequence[_Act]) -> ArticleCodings:
    seq, text, outlet, published_at = row
    wanted: int | None = None
    codings: dict[str, BlindCoding] = {}
    for act in acts:
        if act.kind == "coding_wanted":
            wanted = act.seq if act.is_wanted else None
        elif act.kind.startswith("blind_") and act.text_sha256 == text:
            whose = act.whose or act.by
            before = codings.get(whose) or BlindCoding(article=article, text_sha256=text, by=whose)
            codings[whose] = _after(before, act)
    curating = [act for act in acts if act.kind.startswith("curation") and act.text_sha256 == text]
    return ArticleCodings(
        article=article,
        seq=seq,
        outlet=outlet,
        published_at=msgspec.convert(published_at, dt.date | None),
        wanted=wanted,
        codings=codings,
        curators=frozenset(act.by for act in curating),
        curated=tuple((act.by, from_microseconds(act.at)) for act in curating if act.kind == "curation"),
        last=acts[-1].seq,
    )


def _after(coding: BlindCoding, act: _Act) -> BlindCoding:
    if act.kind == "blind_submission":
        return msgspec.structs.replace(coding, submitted_at=from_microseconds(act.at), submission=act.seq)
    if act.kind == "blind_reopening":
        return msgspec.structs.replace(coding, submitted_at=None, submission=None, reopened=coding.reopened + 1)
    return coding
