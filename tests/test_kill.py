"""A writer is killed, stopped or raced at any moment: what it said is safe is safe, once, and it goes on where it was."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from tests.scribe import outcome_of

from allegedly.errors import StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.ledger.acts import Coding
from allegedly.stores.batch import Head
from allegedly.verifier import read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.conftest import Desk

    from allegedly.model import Reading

pytestmark = pytest.mark.reliability
SCRIBE = Path(__file__).with_name("scribe.py")
slow, control = pytest.mark.slow, pytest.mark.control
# a whole article is on the disk in milliseconds; a busy build server with two cores can be slow to run anything
PROMPTLY = 5.0


def scribe(*words: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(SCRIBE), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def finished(*writers: subprocess.Popen[bytes]) -> list[list[str]]:
    """The lines of writers that must end by themselves."""
    told = [writer.communicate(timeout=550)[0].decode().splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(writers)
    return told


def written_to(path: Path, readings: Sequence[Reading]) -> Path:
    path.write_bytes(msgspec.json.encode(readings))
    return path


class Stopped(NamedTuple):
    """One run of a writer, stopped from outside: what it had said was safe, and how long it took to end."""

    told: list[str]
    seconds: float


def stopped(
    act: str, path: Path, readings: Path, dice: random.Random, stop: signal.Signals, *, moment: float = 0.004
) -> Stopped:
    """Lets a writer say some lines, waits a moment more, and stops it; one in ten is stopped before its first line."""
    writer = scribe(act, path, readings)
    assert writer.stdout is not None
    told: list[bytes] = []
    if dice.random() < 0.1:
        time.sleep(dice.uniform(0, 0.4))
    else:
        told = [writer.stdout.readline() for _ in range(dice.randint(1, 6))]
        # an article takes two or three milliseconds, so this falls anywhere in one
        time.sleep(dice.uniform(0, moment))
    writer.send_signal(stop)
    begun = time.monotonic()
    told += writer.communicate(timeout=60)[0].splitlines()
    return Stopped([line.decode().strip() for line in told if line.strip()], time.monotonic() - begun)


def faults_of(path: Path, told: Sequence[str]) -> list[str]:
    """What is wrong with a ledger whose writer said that these articles are safe."""
    if not path.exists():
        return [f"lost: {article}" for article in told]
    with open_ledger(str(path)) as ledger:
        found = list(ledger.verify().faults)
        with ledger.engine.reading() as tx:
            articles = [article for (article,) in tx.rows("SELECT id FROM article")]
            claims = {claim for (claim,) in tx.rows("SELECT id FROM claim")}
            codings = tx.rows("SELECT b.body FROM coding c JOIN body b ON b.seq = c.seq")
    found += [f"lost: {article}" for article in told if article not in articles]
    found += [f"twice: {article}" for article in set(articles) if articles.count(article) > 1]
    owned = [claim for (body,) in codings for claim in msgspec.json.decode(body, type=Coding).claims]
    found += [f"without its article: {claim}" for claim in claims - set(owned)]
    found += [f"half written: {claim}" for claim in owned if claim not in claims]
    return found


def log_of(ledger: Ledger) -> list[tuple[str, str]]:
    with ledger.engine.reading() as tx:
        return tx.rows("SELECT kind, subject FROM entry WHERE seq > 1 ORDER BY seq")


class TestKill:
    @pytest.mark.parametrize(
        ("articles", "kills"), [pytest.param(60, 8, id="quick"), pytest.param(1000, 200, id="200 kills", marks=slow)]
    )
    def test_no_article_said_to_be_safe_is_lost_or_there_twice(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], articles: int, kills: int
    ) -> None:
        readings, dice = desk.wire(articles), random.Random(seed)
        prepared, path = written_to(tmp_path / "readings.json", readings), tmp_path / "ledger.db"
        safe: list[str] = []
        for number in range(kills):
            safe += stopped("add", path, prepared, dice, signal.SIGKILL).told
            assert not faults_of(path, safe), f"seed {seed}, after kill {number + 1}"
        assert len(safe) > kills / 2, f"seed {seed}: the kills came too early to prove anything"

        # begun again without a kill, it ends as a run that was never killed does
        safe += finished(scribe("add", path, prepared))[0]
        whole = tmp_path / "whole.db"
        finished(scribe("add", whole, prepared))
        with open_ledger(str(path)) as killed, open_ledger(str(whole)) as never:
            assert log_of(killed) == log_of(never), f"seed {seed}"
        score("A1 kill -9 of a writer", kills=kills, acknowledged=len(safe), lost=0, twice=0, broken_chains=0)

    @control
    def test_a_writer_that_speaks_before_the_disk_is_caught(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None]
    ) -> None:
        prepared, path = written_to(tmp_path / "readings.json", desk.wire(400)), tmp_path / "ledger.db"
        dice, lost = random.Random(seed), 0
        for _ in range(8):
            told = stopped("add_early", path, prepared, dice, signal.SIGKILL, moment=0).told
            lost += sum(fault.startswith("lost") for fault in faults_of(path, told))

        assert lost > 0, f"seed {seed}: the test cannot see a loss"
        score("A1 control, acknowledged before the commit", kills=8, lost=lost)


class TestBackup:
    @pytest.mark.parametrize("kills", [pytest.param(5, id="quick"), pytest.param(100, id="100 kills", marks=slow)])
    def test_a_backup_is_whole_or_not_there(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], kills: int
    ) -> None:
        made, halves = self._killed(tmp_path, desk, "back_up", seed, kills)

        assert halves == 0, f"seed {seed}"
        score("A8 kill -9 of a backup", kills=kills, backups_there=made, not_whole=0)

    @control
    def test_a_copy_made_in_place_is_caught_half_written(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None]
    ) -> None:
        made, halves = self._killed(tmp_path, desk, "copy", seed, kills=4)

        assert halves > 0, f"seed {seed}"
        score("A8 control, copied in place", kills=4, backups_there=made, not_whole=halves)

    def _killed(self, folder: Path, desk: Desk, act: str, seed: int, kills: int) -> tuple[int, int]:
        """Kills what makes backups at any moment; how many are there, and how many of them are not whole."""
        path, dice, made, halves = folder / "ledger.db", random.Random(seed), 0, 0
        with open_ledger(str(path)) as ledger:
            ledger.add_many([(outcome_of(reading), reading) for reading in desk.wire(100)], desk.hand)
        for number in range(kills):
            copies = folder / f"{number}"
            copies.mkdir()
            stopped(act, path, copies, dice, signal.SIGKILL, moment=0.05)
            for copy in copies.glob("*.db"):
                made += 1
                halves += bool(self._unsound(copy))
        return made, halves

    def _unsound(self, copy: Path) -> tuple[str, ...]:
        try:
            with open_ledger(str(copy), create=False) as ledger:
                return ledger.verify().faults
        except StorageError as problem:
            return (str(problem),)


class TestStop:
    @pytest.mark.parametrize("signals", [pytest.param(6, id="quick"), pytest.param(100, id="100 signals", marks=slow)])
    def test_ctrl_c_and_sigterm_stop_at_a_whole_article(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], signals: int
    ) -> None:
        prepared, path = written_to(tmp_path / "readings.json", desk.wire(signals * 8)), tmp_path / "ledger.db"
        dice, safe, longest = random.Random(seed), [], 0.0
        for number in range(signals):
            run = stopped("add", path, prepared, dice, (signal.SIGINT, signal.SIGTERM)[number % 2])
            safe += run.told
            longest = max(longest, run.seconds)
            assert not faults_of(path, safe), f"seed {seed}, after signal {number + 1}"
        assert longest < PROMPTLY, f"seed {seed}"
        score("K5 Ctrl-C and SIGTERM", signals=signals, acknowledged=len(safe), lost=0, slowest_ms=round(longest * 1e3))


class TestOneWriter:
    @pytest.mark.parametrize("races", [pytest.param(4, id="quick"), pytest.param(50, id="50 races", marks=slow)])
    def test_two_programs_that_found_one_ledger_at_once_found_it_once(
        self, tmp_path: Path, score: Callable[..., None], races: int
    ) -> None:
        for number in range(races):
            path = tmp_path / f"{number}.db"
            told = finished(*(scribe("found", path) for _ in range(2)))
            assert told[0] == told[1], f"race {number}"
            with open_ledger(str(path)) as ledger:
                assert log_of(ledger) == []
            assert not faults_of(path, ())
        score("K4 two founders of one ledger", races=races, refused=0, founded_twice=0)

    @control
    def test_a_founder_that_does_not_look_again_is_caught(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, score: Callable[..., None]
    ) -> None:
        first = open_ledger(str(tmp_path / "ledger.db"))
        monkeypatch.setattr("allegedly.ledger.book.head", lambda _: Head(0, 0, b""))
        open_ledger(str(tmp_path / "ledger.db")).close()

        assert [kind for kind, _ in log_of(first)] == ["ledger"]
        first.close()
        score("K4 control, founded without looking again", founded_twice=1)

    def test_the_place_of_a_dead_writer_is_free_at_once(self, tmp_path: Path, desk: Desk) -> None:
        path = tmp_path / "ledger.db"
        open_ledger(str(path)).close()
        holder = scribe("hold", path)
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
        holder.communicate()

        begun = time.monotonic()
        with open_ledger(str(path)) as ledger:
            assert desk.add(ledger, desk.wire(1)[0]).end == "coded"
        assert time.monotonic() - begun < PROMPTLY


class TestCheckpointStorm:
    @pytest.mark.parametrize("seconds", [pytest.param(2, id="quick"), pytest.param(30, id="30 s", marks=slow)])
    def test_two_writers_among_checkpoints_of_every_kind_lose_nothing(
        self, tmp_path: Path, desk: Desk, score: Callable[..., None], seconds: int
    ) -> None:
        path, readings = tmp_path / "ledger.db", desk.wire(seconds * 800)
        open_ledger(str(path)).close()
        halves = [written_to(tmp_path / f"{half}.json", readings[half::2]) for half in range(2)]
        writers = [scribe("add_for", path, half, seconds) for half in halves]

        *told, checkpoints = finished(*writers, scribe("storm", path, seconds))

        safe = [article for lines in told for article in lines]
        assert all(told)
        assert not faults_of(path, safe)
        count = int(checkpoints[0].split()[1])
        assert count > 0
        score(
            "A6 two writers and a checkpoint storm", seconds=seconds, checkpoints=count, acknowledged=len(safe), lost=0
        )

    @control
    def test_a_log_thrown_away_is_caught(self, tmp_path: Path, desk: Desk, score: Callable[..., None]) -> None:
        path, prepared = tmp_path / "ledger.db", written_to(tmp_path / "readings.json", desk.wire(400))
        writer = scribe("add_for", path, prepared, 60)
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(5)]
        os.truncate(f"{path}-wal", 0)
        # it goes on, or is told that the file is damaged and stops
        told += [writer.stdout.readline() for _ in range(5)]
        writer.kill()
        writer.communicate()

        safe = [line.decode().strip() for line in told if line]
        try:
            faults = faults_of(path, safe)
        except StorageError as problem:
            faults = [str(problem)]
        assert faults, "the test cannot see a loss"
        score("A6 control, the log thrown away", acknowledged=len(safe), faults=len(faults))


class TestSameReports:
    @pytest.mark.parametrize(
        "articles", [pytest.param(40, id="quick"), pytest.param(1000, id="1,000 articles", marks=slow)]
    )
    def test_the_same_reports_five_times_by_two_programs_at_once_add_nothing_after_the_first(
        self, tmp_path: Path, desk: Desk, seed: int, score: Callable[..., None], articles: int
    ) -> None:
        path, prepared = tmp_path / "ledger.db", written_to(tmp_path / "readings.json", desk.wire(articles))
        heads, counts = [], []
        for run in range(5):
            finished(*(scribe("add_again", path, prepared, seed + 2 * run + half) for half in range(2)))
            with open_ledger(str(path)) as ledger:
                found = ledger.verify()
                heads.append(read_checkpoint(found.checkpoint))
                assert not found.faults
                with ledger.engine.reading() as tx:
                    counts.append(tx.rows("SELECT kind, count(*) FROM entry GROUP BY kind ORDER BY kind"))

        assert len(set(heads)) == 1, f"seed {seed}"
        assert counts[0] == [("article", articles), ("claim", 2 * articles), ("coding", articles), ("ledger", 1)]
        assert counts == [counts[0]] * 5
        score("B3 the same reports again", articles=articles, runs=5, programs=2, rows_after_the_first=0)

    @control
    def test_reports_taken_for_new_ones_are_caught(
        self, ledger: Ledger, desk: Desk, score: Callable[..., None]
    ) -> None:
        readings = desk.wire(20)
        for version in "12":
            for reading in readings:
                ledger.add(outcome_of(reading), reading, msgspec.structs.replace(desk.hand, version=version))

        codings = [kind for kind, _ in log_of(ledger)].count("coding")
        assert codings == 40
        score("B3 control, each run another coder", articles=20, runs=2, rows_after_the_first=codings - 20)
