"""The log from its end: the same entries as from its beginning, in parts that join without gap or overlap."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from allegedly.errors import NotFoundError
from allegedly.ledger.moments import as_of
from allegedly.stores.batch import head
from allegedly.views import logfinding
from allegedly.views.claims import find_claims
from allegedly.views.filters import Filters
from allegedly.views.log import LogLine, log_lines
from allegedly.views.logfinding import LogFilters, newest_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Clock, Desk

    from allegedly.ledger import Ledger

DAY = dt.date(2031, 5, 1)
ASKED: dict[str, tuple[LogFilters, Callable[[LogLine], bool]]] = {
    "everything": (LogFilters(), lambda _: True),
    "claims": (LogFilters(kind="claim"), lambda line: line.kind == "claim"),
    "what Kim did, in other letters": (LogFilters(by="KIM"), lambda line: line.by == "Kim"),
    "what Kim judged": (LogFilters(by="Kim", kind="judgement"), lambda line: line.by == "Kim" and line.kind == "judgement"),
    "what nobody did": (LogFilters(by="nobody of that name"), lambda _: False),
    "of one article": (LogFilters(subject="wire-3"), lambda line: line.subject == "wire-3"),
    "how one article was read": (
        LogFilters(subject="wire-3", kind="coding"), lambda line: line.subject == "wire-3" and line.kind == "coding",
    ),
    "of the first day": (LogFilters(until=DAY), lambda line: line.recorded_at.date() <= DAY),
    "of the next day": (LogFilters(since=DAY + dt.timedelta(1)), lambda line: line.recorded_at.date() > DAY),
    "of a day to come": (LogFilters(since=dt.date(2040, 1, 1)), lambda _: False),
}  # fmt: skip


@pytest.fixture
def full(ledger: Ledger, desk: Desk, clock: Clock) -> Ledger:
    """Eight reports, the last four a day later; two people decide by turns."""
    for number, reading in enumerate(desk.wire(8)):
        if number == 4:
            clock.now += dt.timedelta(days=1)
        desk.add(ledger, reading)
    with ledger.engine.reading() as tx:
        claims = list(find_claims(ledger.engine, tx, Filters(), head(tx).seq))
    for number, held in enumerate(claims):
        ledger.judge(held.id, "accept", by=("Kim", "Ana")[number % 2])
    return ledger


def in_parts(ledger: Ledger, asked: LogFilters, most: int, upto: int | None = None) -> list[LogLine]:
    found: list[LogLine] = []
    before = None
    with ledger.engine.reading() as tx:
        while True:
            part = newest_lines(tx, upto or head(tx).seq, asked, before=before, most=most)
            assert len(part.lines) <= most
            found += part.lines
            if part.goes_on is None:
                return found
            assert before is None or part.goes_on < before
            before = part.goes_on


@pytest.mark.parametrize("most", [1, 7, 1000])
@pytest.mark.parametrize("name", ASKED)
def test_backward_are_the_same_entries_as_forward(full: Ledger, name: str, most: int) -> None:
    asked, fits = ASKED[name]
    with full.engine.reading() as tx:
        forward = [line for line in log_lines(tx, head(tx).seq) if fits(line)]
    assert in_parts(full, asked, most) == forward[::-1]
    assert forward or name in ("what nobody did", "of a day to come")


def test_as_of_a_moment_nothing_later_is_told(full: Ledger) -> None:
    with full.engine.reading() as tx:
        upto = as_of(tx, 12)
        forward = list(log_lines(tx, upto))
    assert in_parts(full, LogFilters(), 5, upto) == forward[::-1]


@pytest.mark.parametrize("bound", [1, 3, 5])
def test_looking_for_one_persons_entries_is_bounded_and_goes_on(
    full: Ledger, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfinding, "_MOST_LOOKED_AT", bound)
    asked, fits = ASKED["what Kim did, in other letters"]
    with full.engine.reading() as tx:
        forward = [line for line in log_lines(tx, head(tx).seq) if fits(line)]
        assert newest_lines(tx, head(tx).seq, asked, most=50).looked_at == bound
    assert in_parts(full, asked, 50) == forward[::-1]


def test_a_kind_that_is_none_is_told_so() -> None:
    with pytest.raises(NotFoundError, match="expected ledger, article, "):
        LogFilters(kind="gossip")


def test_a_moment_of_the_ledger_is_its_last_entry_then(full: Ledger) -> None:
    with full.engine.reading() as tx:
        for seq, recorded_at in tx.rows("SELECT seq, recorded_at FROM entry"):
            moment = dt.datetime.fromtimestamp(recorded_at / 1e6, dt.UTC)
            last = tx.rows("SELECT max(seq) FROM entry WHERE recorded_at <= ?", (recorded_at,))[0][0]
            assert as_of(tx, moment) == last >= seq
        assert as_of(tx, dt.datetime(1999, 1, 1, tzinfo=dt.UTC)) == 0
