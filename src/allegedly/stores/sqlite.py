"""The ledger in one SQLite file: write-ahead log, every commit on the disk before it is acknowledged."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from allegedly.errors import StorageError, TooLongError
from allegedly.stores.mounts import network_mount
from allegedly.stores.schema import APPLICATION_ID, SCHEMA_VERSION
from allegedly.stores.sqliteschema import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from allegedly.stores.engine import Row, Transaction, Value

__all__ = ["SqliteEngine", "check_version"]

# the write-ahead log of 3.7.0 to 3.51.2 can lose pages when two connections write and checkpoint at once
_OLDEST = (3, 51, 3)
# a writer waits for the one before it; a whole article takes milliseconds, a redaction of a large ledger a minute
_WAIT_MS = 90_000
# where SQLite itself does not wait, it is asked again so often
_TRY_EVERY_MS = 5
# a ledger of millions of claims is filled and checked through indexes of hundreds of megabytes; SQLite's own 2 MiB of
# cache would read the same pages again and again (a minus sign makes it KiB)
_CACHE_KIB = -98_304
# the write-ahead log is copied into the file when it holds so many pages of 4 KiB: 32 MiB, a few seconds of bulk work
_PAGES_IN_LOG = 8_000
# a question of another thread that is still under way when a ledger is closed ends within a second or two
_CLOSE_MS = 5_000
# steps of SQLite's machine between two looks at the clock: some tenths of a millisecond
_LOOK_EVERY = 10_000
# only the owner reads a ledger: it may name people who would be hurt
_OWNER_ONLY = 0o600


def check_version(version: str) -> None:
    """Refuses a SQLite whose write-ahead log can lose data.

    >>> check_version("3.51.2")
    Traceback (most recent call last):
    ...
    allegedly.errors.StorageError: SQLite 3.51.2 can lose data: expected 3.51.3 or newer; pip install --upgrade apsw
    """
    if tuple(int(part) for part in version.split(".")) < _OLDEST:
        raise StorageError(
            f"SQLite {version} can lose data: expected {'.'.join(map(str, _OLDEST))} or newer; "
            "pip install --upgrade apsw"
        )


class SqliteEngine:
    """One SQLite file as a store. Each thread that uses it gets a connection of its own.

    `vfs` names an apsw file layer, as the power-cut tests use; `create` makes a missing file, owner-only.
    """

    def __init__(self, path: str, *, create: bool = True, vfs: str | None = None) -> None:
        check_version(apsw.sqlite_lib_version())
        self._path, self._vfs = path, vfs
        self._mine = threading.local()
        self._all: list[apsw.Connection] = []
        if kind := network_mount(path):
            raise StorageError(
                f"{path}: on a network file system ({kind}), where two programs can destroy a SQLite file; "
                "keep the ledger on a local disk, or use a PostgreSQL address"
            )
        with _told(path):
            self._prepare(create=create)

    @property
    def location(self) -> str:
        """The path of the file."""
        return self._path

    @contextlib.contextmanager
    def reading(self, *, within: float | None = None) -> Iterator[SqliteTransaction]:
        """One unchanging view of the ledger, for so many seconds at most."""
        with _told(self._path), self._bounded(within), self._transaction("BEGIN") as tx:
            yield tx

    @contextlib.contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        """The only writer until it ends; an exception undoes everything in it."""
        with _told(self._path), self._transaction("BEGIN IMMEDIATE") as tx:
            yield tx

    def found(self, tx: Transaction, words: str) -> list[int]:
        """The entries of the articles whose text has all the words, newest first."""
        quoted = " ".join('"{}"'.format(word.replace('"', '""')) for word in words.split())
        if not quoted:
            return []
        return [seq for (seq,) in tx.rows("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC", (quoted,))]

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file: pages, indexes, guards, and the word index against the articles."""
        with _told(self._path), _readable():
            connection = self._connection()
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            found += _schema_faults(connection)
            try:
                connection.execute("INSERT INTO words(words, rank) VALUES('integrity-check', 1)")
            except apsw.CorruptError as problem:
                found.append(f"the word index differs from the articles: {problem}")
            return found

    def forget(self) -> None:
        """Rewrites the file without what was deleted, and empties the write-ahead log."""
        with _told(self._path):
            connection = self._connection()
            connection.execute("INSERT INTO words(words) VALUES('optimize')")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, path: str) -> None:
        """A consistent copy in a new file, made in one pass while others may write."""
        with _told(path):
            target = apsw.Connection(path)
            try:
                with target.backup("main", self._connection(), "main") as backup:
                    # -1: all pages in one step, so that a writer cannot make it start again for ever
                    backup.step(-1)
                target.execute("PRAGMA journal_mode=DELETE")
            finally:
                target.close()
            Path(path).chmod(_OWNER_ONLY)

    def close(self) -> None:
        """Closes the connections of all threads."""
        with _told(self._path):
            for connection in self._all:
                _closed(connection)
            self._all.clear()
            self._mine = threading.local()

    @contextlib.contextmanager
    def _bounded(self, within: float | None) -> Iterator[None]:
        """Ends whatever this thread's connection is asked once the seconds are over."""
        if within is None:
            yield
            return
        connection, until = self._connection(), time.monotonic() + within
        connection.set_progress_handler(lambda: time.monotonic() > until, _LOOK_EVERY)
        try:
            yield
        except apsw.InterruptError as problem:
            raise TooLongError(within) from problem
        finally:
            connection.set_progress_handler(None)

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[SqliteTransaction]:
        connection = self._connection()
        connection.execute(begin)
        try:
            yield SqliteTransaction(connection, self._path)
            connection.execute("COMMIT")
        except BaseException:
            # a full disk may have rolled back already; then there is nothing left to undo
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _connection(self) -> apsw.Connection:
        mine: apsw.Connection | None = getattr(self._mine, "connection", None)
        if mine is None:
            mine = self._mine.connection = self._opened()
        return mine

    def _opened(self) -> apsw.Connection:
        connection = apsw.Connection(self._path, flags=apsw.SQLITE_OPEN_READWRITE, vfs=self._vfs)
        connection.set_busy_timeout(_WAIT_MS)
        for pragma in (
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "recursive_triggers=ON",
            "secure_delete=ON",
            "synchronous=FULL",
            f"cache_size={_CACHE_KIB}",
            f"wal_autocheckpoint={_PAGES_IN_LOG}",
        ):
            connection.pragma(*pragma.split("="))
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        self._all.append(connection)
        return connection

    def _prepare(self, *, create: bool) -> None:
        """Makes the file and its tables when they are missing; refuses a file that is something else."""
        file = Path(self._path)
        if not file.exists():
            if not create:
                raise StorageError(
                    f"{self._path}: no such ledger; allegedly add REPORTS --ledger {self._path} makes one"
                )
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
        # in one view: between two looks another program may make the very ledger that is looked for
        with self.reading() as tx:
            mark, version = (tx.rows(f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version"))
            is_empty = not tx.rows("SELECT 1 FROM sqlite_schema LIMIT 1")
        if mark != APPLICATION_ID and not is_empty:
            raise StorageError(f"{self._path}: expected a ledger, found another program's database; left as it was")
        if mark == APPLICATION_ID:
            self._check_schema(version)
        _keep_a_log(self._connection())
        if is_empty:
            self._make()

    def _make(self) -> None:
        with self.writing() as tx:
            # another program may have made it in the meantime
            if tx.rows("PRAGMA application_id") == [(APPLICATION_ID,)]:
                return
            for statement in statements():
                tx.run(statement)

    def _check_schema(self, version: object) -> None:
        if version != SCHEMA_VERSION:
            raise StorageError(
                f"{self._path}: expected a ledger of schema {SCHEMA_VERSION}, found {version}; "
                "open it with the version of allegedly that made it"
            )


def _keep_a_log(connection: apsw.Connection) -> None:
    """Gives the file its write-ahead log, where it has none: a new file, or a backup until it is used again.

    SQLite does not wait when another program is doing the same, so this asks again for as long as any wait may last.
    """
    for left in reversed(range(_WAIT_MS // _TRY_EVERY_MS)):
        try:
            if connection.pragma("journal_mode") != "wal" and connection.pragma("journal_mode", "WAL") != "wal":
                raise StorageError("expected a disk that can keep SQLite's write-ahead log; keep the ledger on another")
        except apsw.BusyError:
            if not left:
                raise
            time.sleep(_TRY_EVERY_MS / 1000)
        else:
            return


def _closed(connection: apsw.Connection) -> None:
    """Closes a connection; one that another thread is asking something is waited for."""
    for left in reversed(range(_CLOSE_MS // _TRY_EVERY_MS)):
        try:
            connection.close()
        except apsw.ThreadingViolationError:
            if not left:
                raise
            time.sleep(_TRY_EVERY_MS / 1000)
        else:
            return


class SqliteTransaction:
    """One transaction on one connection."""

    def __init__(self, connection: apsw.Connection, path: str) -> None:
        self._connection, self._path = connection, path

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows a query finds."""
        with _readable():
            return self._connection.execute(sql, tuple(values)).fetchall()

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows a query finds, one after the other; StorageError at the row that cannot be read."""
        with _told(self._path), _readable():
            yield from self._connection.execute(sql, tuple(values))

    def run(self, sql: str, values: Sequence[Value] = ()) -> None:
        """A statement that gives nothing back."""
        self._connection.execute(sql, tuple(values))

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """One statement for each row of values."""
        self._connection.executemany(sql, rows)


def _schema_faults(connection: apsw.Connection) -> list[str]:
    """Tables, indexes and triggers that are not as this version makes them: a guard taken away shows here."""
    fresh = apsw.Connection(":memory:")
    try:
        for statement in statements():
            fresh.execute(statement)
        expected = _schema(fresh)
    finally:
        fresh.close()
    found = _schema(connection)
    differing = {thing for thing, _ in expected.items() ^ found.items()}
    return [f"the {kind} {name} is not as this version makes it" for kind, name in sorted(differing, key=str)]


def _schema(connection: apsw.Connection) -> dict[tuple[str, str], tuple[str, str | None]]:
    # what SQLite keeps to plan queries by is no part of the ledger
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat*'")
    return {(kind, name): (table, sql) for kind, name, table, sql in rows}


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Text that is not UTF-8 cannot have been written by this program: the file is damaged."""
    try:
        yield
    except UnicodeDecodeError as problem:
        raise apsw.CorruptError(f"text that is not UTF-8: {problem.reason}") from problem


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """SQLite's errors as StorageError: what was asked, what it said, what to do."""
    try:
        yield
    except apsw.InterruptError:
        # whoever set a bound tells of it
        raise
    except apsw.FullError as problem:
        raise StorageError(
            f"{path}: the disk is full; make room and run it again, it goes on where it stopped"
        ) from problem
    except (apsw.NotADBError, apsw.CorruptError) as problem:
        raise StorageError(
            f"{path}: damaged or no ledger ({problem}); restore a backup with allegedly restore"
        ) from problem
    except apsw.BusyError as problem:
        raise StorageError(
            f"{path}: another program has held the ledger for {_WAIT_MS // 1000} s; try again"
        ) from problem
    except apsw.Error as problem:
        raise StorageError(f"{path}: {problem}") from problem
