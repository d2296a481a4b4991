"""The disk is full or fails, at any write or sync: a clean error, nothing acknowledged lost, and it goes on afterwards."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.frail_disk import FailingDisk
from tests.scribe import HAND, head_of, outcome_of

from allegedly.errors import StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.stores.sqlite import SqliteEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.model import Reading
    from allegedly.stores.batch import Head
    from allegedly.stores.sqlite import SqliteTransaction

pytestmark = [
    pytest.mark.reliability,
    # the disk's own error, where SQLite needs not pass it on, such as while it undoes a write
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
slow, control = pytest.mark.slow, pytest.mark.control
ARTICLES = 20


class Silent(SqliteEngine):
    """The broken arm: an error of the disk is nobody's business."""

    @contextlib.contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        with contextlib.suppress(StorageError), super().writing() as tx:
            yield tx


class Ran(NamedTuple):
    """A run that met a failing disk: what it was told, what it had acknowledged, and what is wrong afterwards."""

    told: str | None
    acknowledged: Head | None
    lost: bool
    faults: tuple[str, ...]
    resumed: bool


def run(folder: Path, readings: Sequence[Reading], disk: FailingDisk, engine: type[SqliteEngine] = SqliteEngine) -> Ran:
    """Adds readings until the disk fails, mends it, and begins again."""
    folder.mkdir()
    path = folder / "ledger.db"
    acknowledged, told = None, None
    opened: list[Ledger] = []
    try:
        opened.append(Ledger(engine(str(path), vfs=disk.name)))
        for reading in readings:
            opened[0].add(outcome_of(reading), reading, HAND)
            acknowledged = head_of(opened[0])
    except StorageError as problem:
        told = str(problem)
    disk.mend()
    # a program that was told of a full disk may go on with the ledger it has open, or be begun again
    ledger = opened[0] if opened else open_ledger(str(path))
    with ledger.engine.reading() as tx:
        stands = acknowledged is None or tx.rows("SELECT link FROM entry WHERE seq = ?", (acknowledged.seq,)) == [
            (acknowledged.link,)
        ]
    for reading in readings:
        ledger.add(outcome_of(reading), reading, HAND)
    faults = ledger.verify().faults
    with ledger.engine.reading() as tx:
        kept = [article for (article,) in tx.rows("SELECT id FROM article ORDER BY seq")]
    ledger.close()
    return Ran(told, acknowledged, not stands, faults, kept == [reading.article.id for reading in readings])


def calls_of(folder: Path, readings: Sequence[Reading]) -> int:
    disk = FailingDisk(f"sound {folder}")
    assert run(folder / "sound", readings, disk).told is None
    return disk.calls


@pytest.mark.parametrize("forever", [True, False], ids=["for ever", "once"])
@pytest.mark.parametrize("share", [pytest.param(61, id="quick"), pytest.param(1, id="every call", marks=slow)])
def test_whichever_write_or_sync_fails_nothing_acknowledged_is_lost_and_it_goes_on(
    tmp_path: Path, desk: Desk, score: Callable[..., None], *, forever: bool, share: int
) -> None:
    readings = desk.wire(ARTICLES)
    calls = calls_of(tmp_path, readings)
    tried = told = 0
    for at in range(1, calls + 1, share):
        disk = FailingDisk(f"{tmp_path} {at}", at=at, forever=forever)
        ran = run(tmp_path / f"{at}", readings, disk)
        assert (ran.lost, ran.faults, ran.resumed) == (False, (), True), f"call {at} of {calls}"
        tried += disk.failed > 0
        told += ran.told is not None
    assert told
    what = f"A3 disk full or broken {'for ever' if forever else 'once'}, {ARTICLES} articles"
    score(what, calls=tried, told_as_a_storage_error=told, lost=0, not_resumed=0)


@control
def test_an_engine_that_swallows_the_error_is_caught(tmp_path: Path, desk: Desk, score: Callable[..., None]) -> None:
    readings = desk.wire(3)
    calls = calls_of(tmp_path, readings)
    wrong = 0
    tried = range(calls // 2, calls + 1, 7)
    for at in tried:
        disk = FailingDisk(f"{tmp_path} {at}", at=at, forever=True)
        ran = run(tmp_path / f"{at}", readings, disk, Silent)
        wrong += ran.told is None and ran.acknowledged is not None
    score("A3 control, the error swallowed", calls=len(tried), acknowledged_all_the_same=wrong)
    assert wrong
