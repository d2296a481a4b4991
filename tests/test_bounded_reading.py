"""A question to the ledger that would take too long ends, and the ledger goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from allegedly.errors import TooLongError

if TYPE_CHECKING:
    from tests.conftest import Desk

    from allegedly.ledger import Ledger

# counts for ever, on either engine
MONSTER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def test_a_question_without_end_is_ended(ledger: Ledger, desk: Desk) -> None:
    desk.add(ledger, desk.wire(1)[0])
    began = time.monotonic()
    with pytest.raises(TooLongError, match=r"within 0\.2 s"), ledger.engine.reading(within=0.2) as tx:
        tx.rows(MONSTER)

    assert time.monotonic() - began < 1.5
    with ledger.engine.reading() as tx:
        assert tx.rows("SELECT count(*) FROM article") == [(1,)]


def test_a_stream_without_end_is_ended(ledger: Ledger) -> None:
    with pytest.raises(TooLongError), ledger.engine.reading(within=0.2) as tx:
        for _ in tx.stream(MONSTER):
            pass


def test_the_bound_of_one_view_is_none_of_the_next(ledger: Ledger) -> None:
    with ledger.engine.reading(within=0.05) as tx:
        tx.rows("SELECT 1")
    time.sleep(0.06)
    with ledger.engine.reading() as tx:
        counted = tx.rows(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT max(i) FROM n"
        )
    assert counted == [(200_000,)]
