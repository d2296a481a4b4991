"""Somebody, or a failing disk, changes a ledger's file behind its back: it is told, and which entry is the first."""

from __future__ import annotations

import itertools
import random
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw
import pytest
from tests.scribe import HAND, outcome_of

from allegedly import verifier
from allegedly.errors import StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.ledger.acts import Exported
from allegedly.ledger.coderacts import Choice
from allegedly.ledger.held import one_claim
from allegedly.model import Outcome
from allegedly.stores.batch import head
from allegedly.stores.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Desk

    from allegedly.verifier import Checkpoint

pytestmark = pytest.mark.reliability
slow, control = pytest.mark.slow, pytest.mark.control
# the record itself, which the stand-alone verifier must hold without any index
RECORD = ("entry", "body", "redacted")
# the program's own notes on where to look for companions of a claim: they decide nothing that was recorded
NOTES = ("telling", "block")
# the number of an entry that no ledger here has
NOWHERE = 9_999
URL = "https://news.example/raid"
WRONG = "Correction: An earlier version of this story said that the attack was in Orven. It was in Harl."


def story(town: str, more: str = "") -> str:
    return f"Gunmen attacked the town of {town} on Monday. At least 9 people were killed. {more}".strip()


def of_all_kinds(path: Path, desk: Desk) -> None:
    """A ledger of some seventy-five entries in which every table that anything fills has rows."""
    raid = {"type": "attack", "said": "Gunmen attacked the town of Orven", "place": "Orven", "actor": "Gunmen"}
    moved = {**raid, "said": "Gunmen attacked the town of Harl", "place": "Harl"}
    dead = {"type": "violence_other", "said": "At least 9 people were killed", "killed": "9 people"}
    notice = {"kind": "correction", "type": "correction", "said": WRONG[12:-1], "old": "Orven", "new": "Harl"}
    with open_ledger(str(path)) as ledger:
        versions = (
            desk.report(story("Orven"), raid, dead, url=URL),
            desk.report(story("Harl", WRONG), moved, dead, notice, url=URL),
        )
        for reading in (*desk.wire(8), *versions):
            ledger.add(outcome_of(reading), reading, HAND)
        first, second = (claim.id or "" for claim in desk.wire(1)[0].claims)
        edited = desk.wire(1)[0].claims[0]
        ledger.judge(first, "accept", by="Kim")
        ledger.judge(first, "edit", by="Lee", reason="a raid", edited=_typed(edited, "armed_clash"))
        ledger.judge(first, "undo", by="Kim", reason="it was one-sided")
        ledger.judge(second, "edit", by="Lee", reason="a count", edited=_typed(desk.wire(1)[0].claims[1], "attack"))
        ledger.judge(desk.wire(2)[1].claims[0].id or "", "reject", by="Lee", reason="doubtful")
        ledger.add(Outcome(name="a.bin", end="quarantined", reason="binary", source="ab"), None, HAND)
        ledger.exported(Exported(format="csv", as_of=20, rows=9, sha256="ab" * 32))
        told = {"type": "attack", "said": "Gunmen attacked the village of Kesh1", "place": "Kesh1"}
        other = desk.report(desk.wire(2)[1].article.text + " More soon.", told, id="post", publisher="The Velm Post")
        ledger.add(outcome_of(other), other, HAND)
        event = _event_of(ledger, other.claims[0].id or "")
        assert event == _event_of(ledger, desk.wire(2)[1].claims[0].id or "")
        ledger.resolve(event, "killed", "range", by="Kim")
        ledger.part(other.claims[0].id or "", by="Kim", reason="another village of that name")
        ledger.join(other.claims[0].id or "", event, by="Lee", reason="the same, the map was wrong")
        taken_back = desk.wire(4)[3].claims[1].id or ""
        ledger.judge(taken_back, "accept", by="Kim")
        ledger.judge(taken_back, "undo", by="Lee")
        _code_by_hand(ledger, desk)
        ledger.redact("wire-3", by="Kim", reason="source at risk")


def _code_by_hand(ledger: Ledger, desk: Desk) -> None:
    """A claim that a person found, two codings made blind, one opened again, and what was made of them."""
    of = {number: desk.wire(number + 1)[number].claims[1] for number in (5, 6)}
    found = _typed(of[5], "execution")
    ledger.add_claim("wire-5", found, by="Kim", reason="the coder passed over it")
    ledger.want_codings(["wire-6"], by="Ada")
    for by in ("Kim", "Lee"):
        ledger.lay_blind("wire-6", of[6], by=by)
        ledger.submit_blind("wire-6", by=by)
    ledger.reopen_blind("wire-6", by="Ada", whose="Lee", reason="a page was missing")
    ledger.take_back_blind("wire-6", 1, by="Lee")
    ledger.lay_blind("wire-6", _typed(of[6], "execution"), by="Lee")
    ledger.submit_blind("wire-6", by="Lee")
    ledger.begin_curation("wire-6", by="Ada")
    ledger.curate("wire-6", by="Ada", reason="double coding", coders=("Kim", "Lee"),
                  decisions=[Choice(take="other", one=1, other=2)])  # fmt: skip


def _event_of(ledger: Ledger, claim: str) -> str:
    with ledger.engine.reading() as tx:
        return one_claim(tx, claim, head(tx).seq).event


def _typed(claim: Any, kind: str) -> Any:
    import msgspec

    return msgspec.structs.replace(claim, type=kind)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import Desk

    path = tmp_path_factory.mktemp("sound") / "ledger.db"
    of_all_kinds(path, Desk())
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Callable[[], Path]:
    """Puts the sound ledger in place again, as one closed file."""

    def again() -> Path:
        for beside in tmp_path.iterdir():
            beside.unlink()
        return Path(shutil.copy(sound, tmp_path / "ledger.db"))

    return again


def told_of(path: Path, checkpoint: Checkpoint | None = None) -> tuple[str, ...]:
    """What opening and verifying say is wrong with a ledger."""
    try:
        with open_ledger(str(path), create=False) as ledger:
            return ledger.verify(checkpoint).faults
    except StorageError as problem:
        return (str(problem),)


def rows(path: Path, sql: str) -> list[Any]:
    connection = apsw.Connection(str(path))
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def all_in(path: Path) -> list[Any]:
    """Everything a ledger says, in every table and index, with what it is made of; the notes left out."""
    connection = apsw.Connection(str(path))
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    names = [name for name in names if name not in NOTES]
    dumped: list[Any] = [connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()]
    dumped += [connection.pragma("user_version"), connection.pragma("application_id")]
    dumped += [connection.execute(f"SELECT * FROM {name}").fetchall() for name in names]
    connection.close()
    return dumped


def notes_in(path: Path) -> list[Any] | None:
    try:
        return [rows(path, f"SELECT * FROM {name}") for name in NOTES]
    except UnicodeDecodeError:
        return None


class Mutant(NamedTuple):
    """One row that says otherwise: the statement that makes it so, and the entry it is about."""

    table: str
    what: str
    sql: str
    values: tuple[Any, ...]
    entry: int


def mutants(path: Path) -> Iterator[Mutant]:
    """Every field of every row changed, every row taken out, put in again under another number, and swapped."""
    for name, table in TABLES.items():
        if name in NOTES:
            continue
        there = rows(path, f"SELECT * FROM {name}")
        about = table.names.index("seq") if "seq" in table.names else table.names.index("claim_seq")
        here = " AND ".join(f"{column} = ?" for column in table.key)
        for row in there:
            key = tuple(row[table.names.index(column)] for column in table.key)
            for at, column in enumerate(table.names):
                changed = _otherwise(row[at])
                sql = f"UPDATE OR FAIL {name} SET {column} = ? WHERE {here}"
                yield Mutant(name, f"{column} changed", sql, (changed, *key), row[about])
            yield Mutant(name, "taken out", f"DELETE FROM {name} WHERE {here}", key, row[about])
            marks = ", ".join("?" * len(row))
            strange = tuple(
                NOWHERE if column == "seq" else value for column, value in zip(table.names, row, strict=True)
            )
            if not table.unique:
                yield Mutant(name, "put in", f"INSERT INTO {name} VALUES ({marks})", strange, NOWHERE)
        free = [column for column in table.names if column not in table.key and (column,) not in table.unique]
        for one, other in itertools.pairwise(there):
            if free and (swapped := _swap(name, table.names, table.key, free, one, other)):
                yield swapped


def _otherwise(value: Any) -> Any:
    """Another value of the same kind."""
    if value is None:
        return 7
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    at = len(value) // 2
    return value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]


def _swap(
    name: str, names: tuple[str, ...], key: tuple[str, ...], free: list[str], one: Any, other: Any
) -> Mutant | None:
    """Two rows that trade what they say, keys aside; None when they say the same."""
    said = [tuple(row[names.index(column)] for column in free) for row in (one, other)]
    if said[0] == said[1]:
        return None
    keys = [tuple(row[names.index(column)] for column in key) for row in (one, other)]
    here = " AND ".join(f"{column} = ?" for column in key)
    sets = ", ".join(f"{column} = CASE WHEN {here} THEN ? ELSE ? END" for column in free)
    values = [part for ours, theirs in zip(*said, strict=True) for part in (*keys[0], theirs, ours)]
    about = names.index("seq") if "seq" in names else names.index("claim_seq")
    sql = f"UPDATE {name} SET {sets} WHERE ({here}) OR ({here})"
    return Mutant(name, "two swapped", sql, (*values, *keys[0], *keys[1]), one[about])


def tampered(path: Path, mutant: Mutant) -> bool:
    """Does what a hand in the file would do, and covers its traces; False when the database itself will not have it."""
    connection = apsw.Connection(str(path))
    connection.pragma("synchronous", "OFF")
    guards: list[Any] = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    try:
        with connection:
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(mutant.sql, mutant.values)
            for _, sql in guards:
                connection.execute(sql)
        return connection.total_changes() > 0
    except apsw.ConstraintError:
        return False
    finally:
        connection.close()


class TestRows:
    @pytest.mark.parametrize("share", [pytest.param(13, id="quick"), pytest.param(1, id="every field", marks=slow)])
    def test_every_row_that_says_otherwise_is_told(
        self, sound: Path, copy: Callable[[], Path], score: Callable[..., None], share: int
    ) -> None:
        tried, survived, unnamed = 0, [], []
        # without the last entry, the first to miss it is an earlier one that it speaks of
        last = max(mutant.entry for mutant in mutants(sound) if mutant.entry != NOWHERE)
        for mutant in list(mutants(sound))[::share]:
            path = copy()
            if not tampered(path, mutant):
                continue
            tried += 1
            told = told_of(path)
            if not told:
                survived.append(mutant)
            elif mutant.table == "entry" and mutant.entry != last and not _names(told[0], mutant.entry):
                unnamed.append((mutant, told))
        assert not survived, survived[:5]
        assert not unnamed, unnamed[:5]
        score("A5, B6 rows changed, taken out, put in, swapped", mutants=tried, survived=len(survived))

    def test_the_lone_verifier_finds_every_change_of_the_record_by_itself(
        self, sound: Path, copy: Callable[[], Path], capsys: pytest.CaptureFixture[str], score: Callable[..., None]
    ) -> None:
        tried = 0
        for mutant in [one for one in mutants(sound) if one.table in RECORD and one.entry != NOWHERE][::3]:
            path = copy()
            if tampered(path, mutant):
                tried += 1
                assert verifier.main([str(path)]) == 1, mutant
        capsys.readouterr()
        score("B6 the lone verifier, record only", mutants=tried, survived=0)

    @control
    def test_a_verifier_of_the_last_link_alone_misses_the_middle(
        self, sound: Path, copy: Callable[[], Path], score: Callable[..., None]
    ) -> None:
        tried = missed = 0
        for mutant in [one for one in mutants(sound) if one.table in RECORD][::7]:
            path = copy()
            if tampered(path, mutant):
                tried += 1
                *_, before, last = rows(path, verifier.QUERY)
                missed += last[6] == verifier._link(before[6], last[:5], last[5])
        assert missed > tried / 2
        score("B6 control, the last link only", mutants=tried, missed=missed)


def _names(fault: str, entry: int) -> bool:
    """Whether a fault names the entry, or the one after it, which shows that one is missing."""
    found = re.match(r"entry (\d+): ", fault)
    return found is not None and int(found[1]) - entry in (0, 1)


class TestBytes:
    @pytest.mark.parametrize("flips", [pytest.param(60, id="quick"), pytest.param(1000, id="1,000 bytes", marks=slow)])
    def test_every_flipped_bit_is_told_or_changes_nothing(
        self, sound: Path, copy: Callable[[], Path], seed: int, score: Callable[..., None], flips: int
    ) -> None:
        dice, whole, noted, content = random.Random(seed), all_in(sound), notes_in(sound), sound.read_bytes()
        found = unused = notes = 0
        for _ in range(flips):
            at, bit = dice.randrange(len(content)), dice.randrange(8)
            path = copy()
            flipped = bytearray(content)
            flipped[at] ^= 1 << bit
            path.write_bytes(flipped)
            if told_of(path):
                found += 1
            else:
                assert all_in(path) == whole, f"seed {seed}: bit {bit} of byte {at} changes the ledger unseen"
                different = notes_in(path) != noted
                notes += different
                unused += not different
        assert found
        score(
            "A5 single bits of the file flipped",
            flips=flips,
            told=found,
            in_unused_bytes=unused,
            in_notes=notes,
            unseen=0,
        )

    @control
    def test_the_databases_own_check_alone_misses_some(
        self, sound: Path, copy: Callable[[], Path], seed: int, score: Callable[..., None]
    ) -> None:
        dice, whole, content = random.Random(seed), all_in(sound), sound.read_bytes()
        missed = 0
        for _ in range(60):
            at, bit = dice.randrange(len(content)), dice.randrange(8)
            path = copy()
            flipped = bytearray(content)
            flipped[at] ^= 1 << bit
            path.write_bytes(flipped)
            try:
                missed += rows(path, "PRAGMA integrity_check") == [("ok",)] and all_in(path) != whole
            except (apsw.Error, UnicodeDecodeError):
                continue
        assert missed, f"seed {seed}"
        score("A5 control, SQLite's integrity_check alone", flips=60, changes_unseen=missed)

    @pytest.mark.parametrize("left", [0.99, 0.5, 0.01])
    def test_a_file_that_was_cut_is_told(self, copy: Callable[[], Path], left: float) -> None:
        path = copy()
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * left)])

        assert told_of(path)
