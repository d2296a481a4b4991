"""Somebody with the file writes its history anew, every link of it: only a checkpoint kept elsewhere shows that."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import pytest
from tests.scribe import HAND, outcome_of

from allegedly import verifier
from allegedly.ledger import open_ledger
from allegedly.verifier import read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk

pytestmark = pytest.mark.reliability
slow, control = pytest.mark.slow, pytest.mark.control
# the Python that made the environment, without it: nothing is installed for this one
SYSTEM_PYTHON = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
JUDGES = 30


@pytest.fixture
def judged(tmp_path: Path, desk: Desk) -> Path:
    """A ledger whose last entries are judgements by Kim."""
    path = tmp_path / "judged.db"
    with open_ledger(str(path)) as ledger:
        readings = desk.wire(4)
        for reading in readings:
            ledger.add(outcome_of(reading), reading, HAND)
        for number in range(JUDGES):
            ledger.judge(readings[number % 4].claims[0].id or "", "reject", by="Kim", reason=f"doubt {number}")
    return path


def all_of(connection: apsw.Connection, sql: str, *values: int) -> list[Any]:
    return connection.execute(sql, values).fetchall()


def rewritten(path: Path, entry: int) -> None:
    """One judgement becomes somebody else's, and every link from there on is made to follow."""
    connection = apsw.Connection(str(path))
    connection.pragma("synchronous", "OFF")
    guards = all_of(connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    with connection:
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        link = all_of(connection, "SELECT link FROM entry WHERE seq = ?", entry - 1)[0][0]
        for seq, *fields, salt, body in all_of(
            connection,
            "SELECT e.seq, e.recorded_at, e.wall_at, e.kind, e.subject, b.salt, b.body FROM entry e "
            "JOIN body b ON b.seq = e.seq WHERE e.seq >= ? ORDER BY e.seq",
            entry,
        ):
            told = json.loads(body)
            if seq == entry:
                told["by"] = "Lee"
            again = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
            seal = hashlib.sha256(salt + again.encode()).digest()
            parts = [b"" if field is None else str(field).encode() for field in (seq, *fields)] + [seal]
            link = hashlib.sha256(link + b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
            connection.execute("UPDATE entry SET digest = ?, link = ? WHERE seq = ?", (seal, link, seq))
            connection.execute("UPDATE body SET body = ? WHERE seq = ?", (again, seq))
        for _, sql in guards:
            connection.execute(sql)
    connection.close()


def alone(folder: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """The verifier as one copied file, run by a Python that has nothing installed."""
    program = Path(shutil.copy(verifier.__file__, folder / "check_ledger.py"))
    command = [str(SYSTEM_PYTHON), "-I", "-S", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env={})


@pytest.mark.parametrize("ledgers", [pytest.param(5, id="quick"), pytest.param(100, id="100 ledgers", marks=slow)])
def test_a_ledger_written_anew_passes_alone_and_fails_against_an_older_checkpoint(
    judged: Path, tmp_path: Path, seed: int, score: Callable[..., None], ledgers: int
) -> None:
    dice = random.Random(seed)
    kept = tmp_path / "kept.txt"
    kept.write_text(alone(tmp_path, judged).stdout)
    last = read_checkpoint(kept.read_text()).entry
    unseen_without = seen_with = 0
    for number in range(ledgers):
        entry = dice.randint(last - JUDGES + 1, last)
        path = Path(shutil.copy(judged, tmp_path / f"{number}.db"))
        rewritten(path, entry)

        with open_ledger(str(path)) as ledger:
            unseen_without += ledger.verify().faults == ()
            assert ledger.verify(read_checkpoint(kept.read_text())).faults
        assert alone(tmp_path, path).returncode == 0
        against = alone(tmp_path, path, kept)
        assert against.returncode == 1, f"seed {seed}: entry {entry}"
        assert f"entry {last}: its link is not the one of the checkpoint" in against.stderr
        seen_with += 1
    assert (unseen_without, seen_with) == (ledgers, ledgers)
    score(
        "B5 ledgers written anew from some entry on",
        ledgers=ledgers,
        seen_without_a_checkpoint=ledgers - unseen_without,
        seen_with_an_older_one=seen_with,
    )


@control
def test_a_checkpoint_vouches_only_for_what_stood_before_it(
    judged: Path, tmp_path: Path, score: Callable[..., None]
) -> None:
    first = tmp_path / "first.txt"
    with open_ledger(str(judged)) as ledger:
        with ledger.engine.reading() as tx:
            link = tx.rows("SELECT link FROM entry WHERE seq = 3")[0][0]
        first.write_text(str(verifier.Checkpoint(ledger.id, 3, link.hex())))
    rewritten(judged, read_checkpoint(alone(tmp_path, judged).stdout).entry - 1)

    assert alone(tmp_path, judged, first).returncode == 0
    score("B5 control, a checkpoint older than what was rewritten", ledgers=1, seen=0)


def test_the_lone_verifier_needs_nothing_but_python(judged: Path, tmp_path: Path) -> None:
    told = alone(tmp_path, judged)

    assert (told.returncode, told.stderr) == (0, "")
    with open_ledger(str(judged)) as ledger:
        assert told.stdout == ledger.verify().checkpoint
    lines = Path(verifier.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) < 200
    assert not [line for line in lines if line.startswith(("import allegedly", "from allegedly"))]
