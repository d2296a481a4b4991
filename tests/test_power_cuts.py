"""The power goes while a desk works: whatever the ledger had acknowledged is there when it comes back, and sound."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.frail_disk import PowerCuts
from tests.scribe import HAND, head_of, outcome_of

from allegedly.errors import StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.stores.sqlite import SqliteEngine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import apsw
    from tests.conftest import Desk

    from allegedly.stores.batch import Head

pytestmark = pytest.mark.reliability
slow, control = pytest.mark.slow, pytest.mark.control


class Hasty(SqliteEngine):
    """The broken arm: a commit is acknowledged before it is on the disk."""

    def _opened(self) -> apsw.Connection:
        connection = super()._opened()
        connection.pragma("synchronous", "NORMAL")
        return connection


class Careless(SqliteEngine):
    """The broken arm: no write-ahead log, and nothing waits for the disk."""

    def _opened(self) -> apsw.Connection:
        connection = super()._opened()
        connection.pragma("synchronous", "OFF")
        return connection

    def _prepare(self, *, create: bool) -> None:
        super()._prepare(create=create)
        self._connection().pragma("journal_mode", "DELETE")


class Cut(NamedTuple):
    """What the power cut left, and where the ledger had stood when it last acknowledged something."""

    folder: Path
    acknowledged: Head | None


def a_days_work(ledger: Ledger, desk: Desk, reports: int, done: Callable[[], None]) -> None:
    """Adds reports, judges their claims, and takes one report back; calls `done` when an act is acknowledged."""
    for number, reading in enumerate(desk.wire(reports)):
        ledger.add(outcome_of(reading), reading, HAND)
        done()
        if number % 3 == 0:
            ledger.judge(reading.claims[0].id or "", "accept", by="Kim")
            done()
        if number == reports // 2:
            ledger.redact("wire-1", by="Kim", reason="source at risk")
            done()


def cuts_of(engine: type[SqliteEngine], folder: Path, desk: Desk, seed: int, reports: int, cuts: int) -> list[Cut]:
    """Works a day once to count the writes and syncs, then again with the power cut before some of them."""
    calls = _worked(engine, folder / "counted", desk, reports, lambda *_: None)
    dice = random.Random(seed)
    moments = set(dice.sample(range(1, calls + 1), min(cuts, calls)))
    found: list[Cut] = []

    def before(disk: PowerCuts, call: int, acknowledged: Head | None) -> None:
        if call in moments:
            left = folder / f"cut {call}"
            left.mkdir()
            disk.cut(left, dice)
            found.append(Cut(left, acknowledged))

    _worked(engine, folder / "worked", desk, reports, before)
    return found


def _worked(
    engine: type[SqliteEngine],
    folder: Path,
    desk: Desk,
    reports: int,
    before: Callable[[PowerCuts, int, Head | None], None],
) -> int:
    folder.mkdir(parents=True)
    acknowledged: Head | None = None
    disk = PowerCuts(f"power {folder}", before=lambda call: before(disk, call, acknowledged))
    with Ledger(engine(str(folder / "ledger.db"), vfs=disk.name)) as ledger:

        def done() -> None:
            nonlocal acknowledged
            acknowledged = head_of(ledger)

        done()
        a_days_work(ledger, desk, reports, done)
    return disk.calls


class Harm(NamedTuple):
    """What power cuts did: in how many an acknowledged act was lost, and in how many the ledger was damaged."""

    lost: int
    corrupt: int


def harm_of(cuts: list[Cut]) -> Harm:
    lost = corrupt = 0
    for cut in cuts:
        path = cut.folder / "ledger.db"
        try:
            with open_ledger(str(path)) as ledger:
                faults = ledger.verify().faults
                with ledger.engine.reading() as tx:
                    links: dict[int, bytes] = dict(tx.rows("SELECT seq, link FROM entry"))
        except StorageError:
            corrupt += 1
            continue
        corrupt += bool(faults)
        if cut.acknowledged is not None:
            # one link stands for every act before it
            lost += links.get(cut.acknowledged.seq) != cut.acknowledged.link
    return Harm(lost, corrupt)


@pytest.mark.parametrize(
    ("reports", "cuts"), [pytest.param(30, 40, id="quick"), pytest.param(120, 500, id="500 cuts", marks=slow)]
)
def test_a_power_cut_loses_nothing_acknowledged_and_breaks_nothing(
    tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], reports: int, cuts: int
) -> None:
    made = cuts_of(SqliteEngine, tmp_path, desk, seed, reports, cuts)

    harm = harm_of(made)

    assert harm == Harm(lost=0, corrupt=0), f"seed {seed}"
    assert len(made) == cuts
    score("A2 power cuts", cuts=cuts, lost=harm.lost, corrupt=harm.corrupt)


@control
@pytest.mark.parametrize(
    ("reports", "cuts"), [pytest.param(20, 20, id="quick"), pytest.param(60, 150, id="150 cuts", marks=slow)]
)
class TestBrokenArms:
    def test_a_commit_that_does_not_wait_for_the_disk_is_lost(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], reports: int, cuts: int
    ) -> None:
        harm = harm_of(cuts_of(Hasty, tmp_path, desk, seed, reports, cuts))

        assert harm.lost > cuts / 2, f"seed {seed}"
        score("A2 control, synchronous=NORMAL", cuts=cuts, lost=harm.lost, corrupt=harm.corrupt)

    def test_a_journal_that_nothing_waits_for_leaves_a_damaged_file(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], reports: int, cuts: int
    ) -> None:
        harm = harm_of(cuts_of(Careless, tmp_path, desk, seed, reports, cuts))

        assert harm.corrupt > cuts / 4, f"seed {seed}"
        score("A2 control, journal DELETE, synchronous=OFF", cuts=cuts, lost=harm.lost, corrupt=harm.corrupt)
