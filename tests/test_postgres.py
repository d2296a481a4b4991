"""The ledger on a PostgreSQL server: what is the server's own. What both engines promise stands in test_ledger.py."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from allegedly import verifier
from allegedly.cli import app
from allegedly.errors import StorageError
from allegedly.ledger import Ledger, open_ledger
from allegedly.stores import open_engine, postgres
from allegedly.stores.postgresconnections import shown
from allegedly.stores.postgresschema import functions, triggers
from allegedly.stores.postgresvalues import marked, restored, storable
from allegedly.stores.schema import TABLES
from allegedly.stores.transfer import copy_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Clock, Desk, Server

    from allegedly.model import Reading
    from allegedly.stores.engine import Engine, Transaction

PAGE = Path(__file__).parent.parent / "docs" / "ledger-on-postgres.md"
TEXT = "Gunmen attacked the mill on Monday. The mayor of Velm was abducted."
RAID = {"type": "attack", "said": "Gunmen attacked the mill", "actor": "Gunmen"}
TAKEN = {"type": "abduction", "said": "The mayor of Velm was abducted", "target": "The mayor of Velm"}
ANOTHER_TRIGGER = """
DROP TRIGGER entry_follows_insert ON entry;
CREATE TRIGGER entry_follows_insert BEFORE INSERT ON entry FOR EACH ROW WHEN (NEW.seq < 0)
  EXECUTE FUNCTION entry_follows();
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_follows_insert
"""
ANOTHER_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
"""


@pytest.fixture
def address(server: Server) -> str:
    return server.new()


@pytest.fixture
def ledger(address: str, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(address, clock=clock) as opened:
        yield opened


@pytest.fixture
def raid(desk: Desk) -> Reading:
    return desk.report(TEXT, RAID, TAKEN, id="raid")


@pytest.fixture
def filled(ledger: Ledger, desk: Desk, raid: Reading) -> Ledger:
    desk.add(ledger, raid)
    return ledger


def every_row(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.reading() as tx:
        return {
            name: tx.rows(f"SELECT {', '.join(table.names)} FROM {name} ORDER BY {', '.join(table.key)}")
            for name, table in TABLES.items()
        }


class TestTheAddress:
    @pytest.mark.parametrize(
        ("address", "printed"),
        [
            ("postgresql://kim:secret@db.example:5433/desk", "postgresql://kim@db.example:5433/desk"),
            ("postgres://kim:s%40cret%2F@db.example/desk?sslmode=require", "postgresql://kim@db.example/desk"),
            ("postgresql://db.example/desk?user=kim&password=secret", "postgresql://kim@db.example/desk"),
            ("postgresql:///desk?host=/run/postgresql&password=secret", "postgresql:///desk?host=/run/postgresql"),
            ("postgresql://a.example:1,b.example:2/desk", "postgresql://a.example%2Cb.example:1%2C2/desk"),
            ("postgresql://h/desk?options=-csearch_path%3Deast", "postgresql://h/desk?options=-csearch_path%3Deast"),
        ],
    )
    def test_it_is_printed_without_its_password_and_still_an_address(self, address: str, printed: str) -> None:
        assert shown(address) == shown(printed) == printed

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://kim:sec@ret@db.example/desk", "postgresql://kim:sec/ret@db.example/desk",
            "postgresql://kim:sec%ret@db.example/desk", "postgresql://kim@db.example/desk?pass=secret",
        ],
    )  # fmt: skip
    def test_one_that_cannot_be_read_is_not_repeated(self, address: str) -> None:
        with pytest.raises(StorageError, match="expected an address such as postgresql://ROLE@HOST") as told:
            open_ledger(address)

        assert not {"sec", "ret", "secret"} & set(re.findall(r"[a-z]+", str(told.value)))
        assert told.value.__cause__ is None

    def test_without_its_library_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "allegedly.stores.postgres", None)

        with pytest.raises(StorageError, match=re.escape("pip install 'allegedly[postgres]'")):
            open_ledger("postgresql://db.example/desk")


class TestTheServer:
    def test_who_cannot_get_in_is_told_what_to_do(self, server: Server) -> None:
        server.sql("CREATE ROLE locked LOGIN PASSWORD 'right'")
        ways = {
            server.address(role="locked").replace("locked@", "locked:wrong@"): "refused the password; set PGPASSWORD",
            server.address(role="locked"): "refused the password; set PGPASSWORD",
            server.address(role="nobody_known"): 'role "nobody_known" does not exist; make it',
            server.address(database="none"): 'database "none" does not exist; make it',
            "postgresql://kim@127.0.0.1:1/desk": "cannot be reached .*is it running",
            "postgresql:///desk?host=/nowhere": "cannot be reached .*is it running",
            server.address(schema="no_such_schema"): "found none that exists; .*CREATE SCHEMA",
        }
        for address, words in ways.items():
            with pytest.raises(StorageError, match=words) as told:
                open_ledger(address)
            assert "wrong" not in str(told.value)

    def test_a_database_that_cannot_hold_every_letter_is_refused(self, server: Server) -> None:
        server.sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")

        with pytest.raises(StorageError, match="expected a database in UTF8, found LATIN1; make one with createdb"):
            open_ledger(server.address(database="latin"))

    def test_another_programs_schema_is_left_alone(self, server: Server, address: str) -> None:
        server.sql("CREATE TABLE mine(a int)", address)

        with pytest.raises(StorageError, match=r"found another program's \(mine in desk\d+\); it was left alone"):
            open_ledger(address)
        tables = server.sql("SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace", address)
        assert tables == [("mine",)]

    def test_a_missing_ledger_is_made_only_when_asked(self, server: Server, address: str) -> None:
        with pytest.raises(StorageError, match="no ledger there; allegedly add REPORTS --ledger postgresql://owner@/"):
            open_ledger(address, create=False)
        assert server.sql("SELECT to_regclass('entry')", address) == [(None,)]

    def test_a_ledger_of_another_schema_is_not_touched(self, server: Server, address: str, ledger: Ledger) -> None:
        off = "ALTER TABLE ledger_schema DISABLE TRIGGER USER; UPDATE ledger_schema SET version = 99"
        server.sql(off, address)

        with pytest.raises(StorageError, match="expected a ledger of schema 1, found 99"):
            open_ledger(address)
        assert ledger.verify().entries == 1

    def test_eight_programs_that_begin_a_ledger_at_once_begin_one(self, address: str) -> None:
        ready = threading.Barrier(8)

        def begin(_: int) -> tuple[str, int]:
            ready.wait(timeout=60)
            with open_ledger(address) as ledger:
                return ledger.id, ledger.verify().entries

        with ThreadPoolExecutor(8) as pool:
            begun = list(pool.map(begin, range(8)))

        assert {entries for _, entries in begun} == {1}
        assert len(set(begun)) == 1

    def test_a_server_that_was_started_again_is_gone_on_with(self, server: Server, ledger: Ledger, desk: Desk,
                                                             raid: Reading) -> None:  # fmt: skip
        desk.add(ledger, raid)

        self.cut(server)

        assert ledger.verify().faults == ()
        self.cut(server)
        assert desk.add(ledger, desk.report("Shells hit the ford.")).end == "coded_no_claims"

    def test_a_connection_that_breaks_in_the_middle_leaves_nothing(self, server: Server, ledger: Ledger) -> None:
        def begin_and_be_cut(tx: Transaction) -> None:
            tx.run("INSERT INTO redacted VALUES (1, 1)")
            self.cut(server)
            tx.run("INSERT INTO redacted VALUES (2, 2)")

        with pytest.raises(StorageError, match=r"the connection broke .*look whether the last act is in the ledger"), ledger.engine.writing() as tx:  # fmt: skip
            begin_and_be_cut(tx)

        assert every_row(ledger.engine)["redacted"] == []

    def test_connections_do_not_pile_up(self, server: Server, ledger: Ledger) -> None:
        for _ in range(10):
            assert ledger.verify().faults == ()

        open_now = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'allegedly'"
        assert server.sql(open_now)[0][0] <= 4
        ledger.close()
        # a server takes a moment to see that a connection is gone
        assert any(server.sql(f"SELECT pg_sleep(0.05); {open_now}")[0][0] == 0 for _ in range(100))

    def test_a_writer_waits_for_the_one_before_it_but_not_for_ever(
        self, ledger: Ledger, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres, "_WRITE", postgres._WRITE.replace(b"90000", b"50"))

        with open_ledger(address) as other, other.engine.writing():
            with pytest.raises(StorageError, match="another program has held the ledger"), ledger.engine.writing():
                pytest.fail("two writers at once")
            assert ledger.verify().faults == ()

    def test_a_long_answer_comes_from_the_server_in_portions(self, ledger: Ledger) -> None:
        with ledger.engine.reading() as tx:
            rows = tx.stream("SELECT n FROM generate_series(1, 1000) AS n WHERE n > ?", (10,))
            first = next(rows)
            held = tx.rows("SELECT count(*) FROM pg_cursors")
            rest = sum(1 for _ in rows)
            after = tx.rows("SELECT count(*) FROM pg_cursors")

        assert (first, rest, held, after) == ((11,), 989, [(1,)], [(0,)])

    def cut(self, server: Server) -> None:
        server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'allegedly'")
        gone = "SELECT pg_sleep(0.02); SELECT count(*) FROM pg_stat_activity WHERE application_name = 'allegedly'"
        assert any(server.sql(gone)[0][0] == 0 for _ in range(200))


class TestTheGuards:
    @pytest.mark.parametrize(
        ("tampering", "fault"),
        [
            ("SELECT 1", None),
            ("DROP TRIGGER ledger_refuses_update_or_truncate ON body", "trigger ledger_refuses_update_or_truncate is missing"),
            ("ALTER TABLE body DISABLE TRIGGER USER", "table body: the trigger ledger_lets_go_delete is switched off"),
            ("ALTER TABLE entry ENABLE TRIGGER entry_follows_insert", "trigger entry_follows_insert is switched off"),
            (ANOTHER_TRIGGER, "trigger entry_follows_insert is not the one"),
            (ANOTHER_FUNCTION, "the function ledger_refuses is not the one"),
            ("ALTER FUNCTION ledger_lets_go() RESET search_path", "the function ledger_lets_go is not the one"),
            ("ALTER FUNCTION ledger_lets_go() RENAME TO gone", "the function ledger_lets_go is missing"),
            ("INSERT INTO words VALUES (2, 7, 'harbour:1')", "entry 2: its words in the text index are not"),
            ("ALTER TABLE words DISABLE TRIGGER USER; DELETE FROM words", "entry 2: its words in the text index are not"),
            ("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'words_by_tokens'::regclass", "the index words_by_tokens is not valid"),
        ],
    )  # fmt: skip
    def test_a_guard_that_is_gone_off_or_another_is_told(
        self, server: Server, filled: Ledger, tampering: str, fault: str | None
    ) -> None:
        server.sql(tampering, filled.engine.location)

        faults = filled.verify().faults
        assert any(fault in one for one in faults) if fault else faults == ()

    def test_every_table_is_guarded(self, server: Server, address: str, ledger: Ledger) -> None:
        found = server.sql(
            "SELECT c.relname, sum(tgtype::int & 56) FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND "
            "t.tgfoid IN ('ledger_refuses'::regproc, 'ledger_lets_go'::regproc) "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace GROUP BY 1 ORDER BY 1",
            address,
        )

        # 8 delete, 16 update, 32 empty
        assert found == [(table, 56) for table in sorted({*TABLES, "words", "ledger_schema"})]
        assert ledger.verify().faults == ()

    @pytest.mark.parametrize(
        "attempt",
        [
            "TRUNCATE redacted", "TRUNCATE words", "DELETE FROM ledger_schema", "DELETE FROM words", "UPDATE words SET part = 3",
            "SET session_replication_role = replica; DELETE FROM body",
            "INSERT INTO body SELECT * FROM body ON CONFLICT (seq) DO UPDATE SET body = 'x'",
            "CREATE TEMPORARY TABLE redacted AS SELECT seq, seq AS by_seq FROM entry; DELETE FROM body",
        ],
    )  # fmt: skip
    def test_no_way_around_them(self, server: Server, filled: Ledger, attempt: str) -> None:
        import psycopg

        with pytest.raises(psycopg.errors.RaiseException, match="are never changed or deleted"):
            server.sql(attempt, filled.engine.location)
        assert filled.verify().faults == ()


@pytest.fixture(scope="session")
def database(server: Server) -> Server:
    """A database `team` whose owner did what the page says."""
    server.sql("CREATE DATABASE team TEMPLATE template0")
    open_ledger(server.address(database="team")).close()
    told = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for statements in told:
        server.sql(statements, server.address(database="team"))
    return server


class TestTheRoles:
    def test_the_desk_adds_judges_verifies_and_backs_up(
        self, database: Server, desk: Desk, raid: Reading, tmp_path: Path
    ) -> None:
        with open_ledger(database.address(role="desk", database="team")) as ledger:
            assert desk.add(ledger, raid).end == "coded"
            ledger.judge(str(raid.claims[0].id), "accept", by="Kim")
            assert ledger.verify().faults == ()
            ledger.engine.copy_to(str(tmp_path / "backup.db"))

    @pytest.mark.parametrize(
        "attempt",
        [
            "UPDATE entry SET seq = seq", "DELETE FROM body", "TRUNCATE body", "INSERT INTO ledger_schema VALUES (1, 1, 'x')",
            "DROP TRIGGER entry_follows_insert ON entry", "ALTER TABLE entry DISABLE TRIGGER USER", "DROP TABLE words",
            "SET session_replication_role = replica", "CREATE TABLE mine(a int)",
            "CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        ],
    )  # fmt: skip
    def test_the_desk_can_do_nothing_else(self, database: Server, attempt: str) -> None:
        import psycopg

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.sql(attempt, database.address(role="desk", database="team"))

    def test_a_redaction_is_left_to_the_owner(self, database: Server, desk: Desk) -> None:
        with open_ledger(database.address(role="desk", database="team")) as ledger:
            desk.add(ledger, desk.report("Two men hid in the mill.", id="hidden"))
            before = ledger.verify()
            with pytest.raises(StorageError, match=r"the role may not do that \(permission denied for table"):
                ledger.redact("hidden", by="Kim", reason="asked")
            assert ledger.verify() == before
            with pytest.raises(StorageError, match=r"the tables' owner must run: VACUUM \(FULL\) article, body"):
                ledger.engine.forget()
        with open_ledger(database.address(database="team")) as owners:
            owners.redact("hidden", by="Kim", reason="asked")
            assert owners.verify().faults == ()

    def test_a_reader_looks_and_verifies_and_adds_nothing(self, database: Server, desk: Desk) -> None:
        with open_ledger(database.address(role="reader", database="team")) as ledger:
            assert ledger.verify().faults == ()
            with pytest.raises(StorageError, match=r"docs/ledger-on-postgres\.md tells what each role needs"):
                desk.add(ledger, desk.report("Shells hit the ford."))


def test_a_redacted_report_is_off_the_servers_disk(server: Server, address: str, ledger: Ledger, desk: Desk) -> None:
    canary = "Zyxomir Quandel"
    text = f"Police said that {canary} hid two neighbours."
    hidden = {"type": "aid", "said": f"{canary} hid two neighbours", "actor": canary}
    for number in range(4):
        desk.add(ledger, desk.report(f"{number}. {text}", hidden, id=f"canary-{number}"))
    server.sql("ANALYZE; CHECKPOINT", address)
    before = on_disk(server, canary)

    for number in range(4):
        ledger.redact(f"canary-{number}", by="Kim", reason="source at risk")
    server.sql("CHECKPOINT", address)

    assert before
    assert on_disk(server, canary) == []
    assert ledger.verify().faults == ()


def on_disk(server: Server, canary: str) -> list[Path]:
    """The files of the server's tables that hold a name, written whole or as its folded words."""
    first = canary.split(maxsplit=1)[0].lower().encode()
    files = (path for path in (server.data / "base").rglob("*") if path.is_file())
    return [path for path in files if first in path.read_bytes().lower()]


class TestBackups:
    def test_a_servers_ledger_becomes_the_same_ledger_in_a_file(
        self, ledger: Ledger, desk: Desk, raid: Reading, tmp_path: Path
    ) -> None:
        desk.add(ledger, raid)
        desk.add(ledger, desk.report("Two men hid in the mill.", id="hid\0den"))
        ledger.judge(str(raid.claims[0].id), "accept", by="Kim")
        ledger.redact("hid\0den", by="Kim", reason="asked")
        path = tmp_path / "backup.db"

        ledger.engine.copy_to(str(path))

        with open_ledger(str(path), create=False) as backup:
            assert every_row(backup.engine) == every_row(ledger.engine)
            assert backup.verify() == ledger.verify()
            with backup.engine.reading() as tx:
                assert backup.engine.found(tx, "mill velm")
        with pytest.raises(StorageError, match="expected a new file for the copy"):
            ledger.engine.copy_to(str(path))

    def test_the_checker_that_stands_alone_reads_the_backup(
        self, ledger: Ledger, desk: Desk, raid: Reading, tmp_path: Path
    ) -> None:
        desk.add(ledger, raid)
        (tmp_path / "checkpoint.txt").write_text(ledger.verify().checkpoint)
        desk.add(ledger, desk.report("Shells hit the ford."))
        ledger.engine.copy_to(str(tmp_path / "backup.db"))
        command = [
            sys.executable,
            "-I",
            verifier.__file__,
            str(tmp_path / "backup.db"),
            str(tmp_path / "checkpoint.txt"),
        ]

        sound = subprocess.run(command, capture_output=True, text=True, check=False)
        with closing(sqlite3.connect(tmp_path / "backup.db")) as changed:
            changed.executescript("DROP TRIGGER body_is_not_changed; UPDATE body SET body = body || ' ' WHERE seq = 2")
        tampered = subprocess.run(command, capture_output=True, text=True, check=False)

        assert (sound.returncode, sound.stdout, sound.stderr) == (0, ledger.verify().checkpoint, "")
        assert (tampered.returncode, tampered.stderr) == (1, "entry 2: its body is not the one that was sealed\n")

    def test_a_ledger_goes_from_a_file_to_a_server_and_back(
        self, server: Server, desk: Desk, raid: Reading, tmp_path: Path
    ) -> None:
        with open_ledger(str(tmp_path / "mine.db")) as file:
            desk.add(file, raid)
            file.judge(str(raid.claims[0].id), "reject", by="Kim", reason="doubtful")
            address = server.new()
            with closing(open_engine(address)) as target:
                assert copy_ledger(file.engine, target) == file.verify().entries
            with open_ledger(address, create=False) as moved:
                assert moved.verify() == file.verify()
                assert every_row(moved.engine) == every_row(file.engine)
                moved.judge(str(raid.claims[0].id), "undo", by="Lee")
                assert moved.verify().faults == ()
                with pytest.raises(StorageError, match="expected an empty ledger to copy into"):
                    copy_ledger(file.engine, moved.engine)


def test_the_commands_work_on_a_server_and_never_print_its_password(
    server: Server, stub_coder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.sql("CREATE ROLE guarded LOGIN PASSWORD 'hush%hush'; CREATE SCHEMA watch AUTHORIZATION guarded")
    server.sql("CREATE SCHEMA moved AUTHORIZATION guarded")
    address = server.address("watch", role="guarded").replace("guarded@", "guarded:hush%25hush@")
    (tmp_path / "report.txt").write_text("Rebels attacked villagers, police said.")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALLEGEDLY_LEDGER", address)
    said = []

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
        said.append(done.stdout + done.stderr)
        return done.stdout

    assert run("verify", code=4) == ""
    assert run("add", "report.txt", "--coder", stub_coder) == "report.txt: 1 claim\n"
    claim = json.loads(run("claims", "--json"))["id"]
    run("judge", claim, "reject", "--by", "Kim", "--reason", "doubtful")
    assert [json.loads(line)["kind"] for line in run("log", "--json").splitlines()] == [
        "ledger", "article", "coding", "claim", "judgement",
    ]  # fmt: skip
    run("show", claim)
    checkpoint = run("verify")
    assert run("backup", "backup.db") == checkpoint
    assert run("verify", "--ledger", "backup.db") == checkpoint
    run("restore", "backup.db", "--ledger", address.replace("watch", "moved"))
    run("restore", "backup.db", "--ledger", address.replace("watch", "moved"), code=4)
    assert run("verify", "--ledger", address.replace("watch", "moved")) == checkpoint
    run("redact", claim, "--by", "Kim", "--reason", "asked")
    run("verify")

    assert "guarded@" in "".join(said)
    assert "hush" not in "".join(said)


def test_all_triggers_have_names_of_their_own_and_functions_that_are_made() -> None:
    made = [(trigger.table, trigger.name) for trigger in triggers()]

    assert len(made) == len(set(made))
    assert {trigger.function for trigger in triggers()} <= set(functions("default"))
    # longer names are cut by the server and then not found
    assert max(len(name) for _, name in made) < 64


@given(st.text(st.sampled_from("\0\x1a01aé🜁")))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert restored(storable(text)) == text
    assert "\0" not in storable(text)


@pytest.mark.parametrize(
    ("sql", "sent"),
    [
        ("SELECT ?", b"SELECT %s"),
        ("WHERE a = '?' AND b = ?", b"WHERE a = '?' AND b = %s"),
        ("WHERE a = 'it''s ?' AND \"b?\" = ?", b"WHERE a = 'it''s ?' AND \"b?\" = %s"),
        ("WHERE a LIKE 'x%' AND b % 2 = ?", b"WHERE a LIKE 'x%%' AND b %% 2 = %s"),
    ],
)
def test_marks_for_values_are_told_from_marks_in_quotes(sql: str, sent: bytes) -> None:
    assert marked(sql) == sent
