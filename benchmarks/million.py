"""A ledger of a million claims: how fast it is filled, checked and asked, and how large it is."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.invented import CLAIMS_A_REPORT, CODER, reports

from allegedly.codec import encode
from allegedly.ledger import open_ledger
from allegedly.ledger.moments import as_of
from allegedly.model import Outcome
from allegedly.stores.batch import head
from allegedly.views.claims import find_claims
from allegedly.views.events import event_view
from allegedly.views.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from allegedly.ledger import Ledger
    from allegedly.model import Reading
    from allegedly.stores.engine import Transaction

# reports a transaction in bulk; more gains nothing here
_AT_ONCE = 64
# questions of each kind; the 95th percentile then rests on ten
_ASKED = 200
# a page of a list, as the desk and `--limit` show it
_PAGE = 100
_SEED = 5


class Figures(NamedTuple):
    """What was measured, in seconds, claims a second, bytes and milliseconds at the 95th percentile."""

    claims: int
    joined: int
    appended_per_second: float
    joined_per_second: float
    bytes_per_claim: float
    verify_seconds: float
    faults: int
    event_ms: float
    actor_ms: float
    country_month_ms: float


def measure(claims: int, path: Path, *, join: int) -> Figures:
    """Fills a new ledger at `path` with so many invented claims, joins the first `join` of them, checks and asks it."""
    with open_ledger(str(path)) as ledger:
        appended = _filled(ledger, claims)
        joined = _joined(ledger, join)
        began = time.perf_counter()
        found = ledger.verify()
        verified = time.perf_counter() - began
        asked = _Asked(ledger)
        return Figures(
            claims=claims,
            joined=min(join, claims),
            appended_per_second=appended,
            joined_per_second=joined,
            bytes_per_claim=path.stat().st_size / claims,
            verify_seconds=verified,
            faults=len(found.faults),
            event_ms=asked.slow(asked.event),
            actor_ms=asked.slow(asked.actor),
            country_month_ms=asked.slow(asked.country_month),
        )


def lines(figures: Figures) -> Iterator[str]:
    """The figures for a person."""
    yield f"{figures.claims:,} claims, {figures.bytes_per_claim:,.0f} bytes each in the file"
    yield f"appended in bulk: {figures.appended_per_second:,.0f} claims a second"
    yield f"joined into events: {figures.joined_per_second:,.0f} claims a second, of the first {figures.joined:,}"
    yield f"verified: {figures.verify_seconds:.1f} s, {figures.faults} faults"
    yield f"as of a random moment, 95th percentile of {_ASKED}: one event {figures.event_ms:.0f} ms, "
    yield f"an actor {figures.actor_ms:.0f} ms, a country's month {figures.country_month_ms:.0f} ms (pages of {_PAGE})"


def _filled(ledger: Ledger, claims: int) -> float:
    """Appends all claims; gives claims a second of the ledger's own time, the making of reports left out."""
    spent = 0.0
    made = reports(claims)
    while some := list(itertools.islice(made, _AT_ONCE)):
        results = [(_outcome(reading), reading) for reading in some]
        began = time.perf_counter()
        ledger.add_many(results, CODER, join=False)
        spent += time.perf_counter() - began
    return claims / spent


def _joined(ledger: Ledger, claims: int) -> float:
    """Joins the claims of the first reports into events; gives claims a second."""
    began = time.perf_counter()
    done = 0
    while done < claims and (articles := ledger.join_pending(at_once=_AT_ONCE)):
        done += articles * CLAIMS_A_REPORT
    return done / (time.perf_counter() - began) if done else 0.0


def _outcome(reading: Reading) -> Outcome:
    article = reading.article
    return Outcome(name=article.id, end="coded", article_id=article.id, source=article.text_sha256)


class _Asked:
    """Questions as of random moments, each timed from the opening of a view to the last byte of its answer."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._chance = random.Random(_SEED)  # noqa: S311 - which questions are asked is no secret
        with ledger.engine.reading() as tx:
            self._last = head(tx).seq
            # events are asked for among the claims that were joined
            self._joined = max(2, tx.rows("SELECT coalesce(max(claim_seq), 2) FROM telling")[0][0])
            self._actors = [row[0] for row in tx.rows("SELECT DISTINCT key FROM party WHERE leads = 1 LIMIT 300")]
            self._months = tx.rows(
                "SELECT DISTINCT country, substr(earliest, 1, 7) FROM facet WHERE country IS NOT NULL LIMIT 1500"
            )

    def slow(self, ask: Callable[[Transaction, int], object]) -> float:
        """Milliseconds that 95 of 100 such questions take at most."""
        times = []
        for _ in range(_ASKED):
            moment = self._chance.randint(self._last // 2, self._last)
            began = time.perf_counter()
            with self._ledger.engine.reading() as tx:
                ask(tx, as_of(tx, moment))
            times.append(time.perf_counter() - began)
        return sorted(times)[int(0.95 * _ASKED)] * 1000

    def event(self, tx: Transaction, upto: int) -> bytes:
        """An event with all its voices."""
        # joining comes after all claims here: at a moment before it every event has one claim
        upto = max(upto, self._last - self._chance.randint(0, self._joined // 2))
        at = self._chance.randint(2, self._joined)
        rows = tx.rows("SELECT c.id, m.event_seq FROM claim c LEFT JOIN membership m ON m.claim_seq = c.seq "
                       "AND m.seq <= ? WHERE c.seq >= ? ORDER BY c.seq, m.seq DESC LIMIT 1", (upto, at))  # fmt: skip
        claim, event = rows[0]
        if event is not None:
            ((claim,),) = tx.rows("SELECT subject FROM entry WHERE seq = ?", (event,))
        return encode(event_view(tx, "evt_" + claim.removeprefix("clm_"), upto))

    def actor(self, tx: Transaction, upto: int) -> bytes:
        """The first page of the claims that name an actor."""
        name = self._chance.choice(self._actors).removeprefix("name:")
        return self._page(tx, Filters(actor=name), upto)

    def country_month(self, tx: Transaction, upto: int) -> bytes:
        """The first page of the claims of one country in one month."""
        country, month = self._chance.choice(self._months)
        first = _day(month, 1)
        return self._page(tx, Filters(country=country, since=first, until=_day(month, 28)), upto)

    def _page(self, tx: Transaction, filters: Filters, upto: int) -> bytes:
        return encode(list(find_claims(self._ledger.engine, tx, filters, upto, limit=_PAGE)))


def _day(month: str, day: int) -> dt.date:
    return dt.date.fromisoformat(f"{month}-{day:02}")
