"""The ledger on a PostgreSQL server, for a team: one writer at a time, each reader with a view of its own."""

from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING

from allegedly.errors import StorageError
from allegedly.stores.postgresconnections import Connections
from allegedly.stores.postgreserrors import WAIT_MS, bounded, told
from allegedly.stores.postgresfaults import found_wrong
from allegedly.stores.postgresschema import MARK, statements
from allegedly.stores.postgresvalues import marked
from allegedly.stores.postgreswords import FIND, FOLDINGS, PHRASE
from allegedly.stores.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from allegedly.stores.transfer import to_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import psycopg

    from allegedly.stores.engine import Row, Transaction, Value

__all__ = ["PostgresEngine"]

_READ = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# names of tables are looked up as of now in any case; what one query found the next one must see
_LOOK = b"BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
# any role may take this lock, a lock on a table only who could delete from it; the next statement sees what the writer
# before has committed, which is why the level is not a higher one
_WRITE = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = {WAIT_MS}; "
    f"SELECT pg_advisory_xact_lock({APPLICATION_ID}, current_schema()::regnamespace::oid::integer)"
).encode()
# a body is a few thousand bytes, an article's at most a few hundred thousand
_AT_ONCE = 200
# asked of the table of tables: a look-up by name may answer from before the writer in front made it
_MARKED = """
SELECT current_schema(), EXISTS (
  SELECT 1 FROM pg_class WHERE relname = ? AND relnamespace = current_schema()::regnamespace
)
"""
# whatever is in the schema that no extension put there
_OTHERS = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY c.oid LIMIT 1
"""
_FOLDINGS = f"SELECT collname FROM pg_collation WHERE collname IN {FOLDINGS}"
_OWNED = """
SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
"""


class PostgresEngine:
    """One schema of a PostgreSQL database as a store: the first of the search path, `public` when nothing is said.

    The address is a URL as libpq reads it, so that PGPASSWORD and ~/.pgpass work. `create` makes the tables when the
    schema is empty.
    """

    def __init__(self, address: str, *, create: bool = True) -> None:
        self._connections = Connections(address)
        try:
            with told(self.location):
                self._prepare(create=create)
        except BaseException:
            self.close()
            raise

    @property
    def location(self) -> str:
        """The address without its password."""
        return self._connections.location

    @contextlib.contextmanager
    def reading(self, *, within: float | None = None) -> Iterator[PostgresTransaction]:
        """One unchanging view of the ledger; no question of it may take more than so many seconds."""
        with told(self.location), bounded(within), self._connections.begun(_READ) as connection:
            tx = PostgresTransaction(connection)
            if within is not None:
                # the server counts in milliseconds, and 0 would be no bound
                tx.rows("SELECT set_config('statement_timeout', ?, true)", (str(max(1, int(within * 1000))),))
            yield tx

    @contextlib.contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """The only writer until it ends; an exception undoes everything in it."""
        with told(self.location), self._connections.begun(_WRITE) as connection:
            yield PostgresTransaction(connection)

    def found(self, tx: Transaction, words: str) -> list[int]:
        """The entries of the articles whose text has all the words, newest first."""
        asked = [phrase for word in words.split() for (phrase,) in tx.rows(PHRASE, (word,)) if phrase]
        if not asked:
            return []
        sql = " INTERSECT ".join(FIND for _ in asked) + " ORDER BY seq DESC"
        return [seq for (seq,) in tx.rows(sql, asked)]

    def faults(self) -> list[str]:
        """What is wrong with the ledger's guards, and the word index against the articles."""
        with self.reading() as tx:
            return found_wrong(tx)

    def forget(self) -> None:
        """Rewrites the tables without what was deleted.

        Only the tables' owner may; for another role StorageError says what is left to do. The server's archived log
        and its backups are not reached.
        """
        tables = ", ".join([name for name, table in TABLES.items() if table.goes_with is not None] + ["words"])
        with told(self.location), self._connections.alone() as connection:
            if connection.execute(_OWNED.encode()).fetchall() != [(True,)]:
                raise StorageError(
                    f"{self.location}: what was deleted is out of the tables but not yet off the server's disk; "
                    f"the tables' owner must run: VACUUM (FULL) {tables}"
                )
            connection.execute(f"SET lock_timeout = {WAIT_MS}".encode())
            connection.execute(f"VACUUM (FULL) {tables}".encode())

    def copy_to(self, path: str) -> None:
        """A consistent copy as a SQLite ledger in a new file, while others may write."""
        to_file(self, path)

    def close(self) -> None:
        """Closes the connections; one still in use is closed when its transaction ends."""
        self._connections.close()

    def _prepare(self, *, create: bool) -> None:
        """Makes the tables when there are none; refuses a schema that holds something else."""
        with self._connections.begun(_LOOK) as connection:
            if self._is_ledger(PostgresTransaction(connection)):
                return
        if not create:
            raise StorageError(
                f"{self.location}: no ledger there; allegedly add REPORTS --ledger {self.location} makes one"
            )
        with self.writing() as tx:
            # another program may have made it in the meantime
            if not self._is_ledger(tx):
                there = {name for (name,) in tx.rows(_FOLDINGS)}
                # in one go: a server far away answers a hundred statements as slowly as a hundred times one
                tx.run(";\n".join(statements(next(one for one in FOLDINGS if one in there))))

    def _is_ledger(self, tx: Transaction) -> bool:
        schema, marked_so = tx.rows(_MARKED, (MARK,))[0]
        if schema is None:
            raise StorageError(
                f"{self.location}: expected a schema to keep the ledger in, found none that exists; "
                "the database's owner makes one: CREATE SCHEMA name"
            )
        if not marked_so:
            if others := tx.rows(_OTHERS):
                raise StorageError(
                    f"{self.location}: expected an empty schema or a ledger, found another program's ({others[0][0]} "
                    f"in {schema}); it was left alone; make a database of its own for the ledger"
                )
            return False
        found = tx.rows(f"SELECT application, version FROM {MARK}")
        if found != [(APPLICATION_ID, SCHEMA_VERSION)]:
            raise StorageError(
                f"{self.location}: expected a ledger of schema {SCHEMA_VERSION}, found "
                f"{', '.join(str(version) for _, version in found) or 'none'}; "
                "open it with the version of allegedly that made it"
            )
        return True


class PostgresTransaction:
    """One transaction on one connection."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows a query finds."""
        return self._executed(sql, values).fetchall()

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows a query finds, a few hundred at a time from a cursor of the server."""
        name = f"ledger_{next(self._numbers)}"
        self.run(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", values)
        return self._fetched(name)

    def run(self, sql: str, values: Sequence[Value] = ()) -> None:
        """A statement that gives nothing back."""
        self._executed(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """One statement for each row of values."""
        with self._connection.cursor() as cursor:
            cursor.executemany(marked(sql), rows)

    def _executed(self, sql: str, values: Sequence[Value]) -> psycopg.Cursor[Row]:
        if not values:
            return self._connection.execute(sql.encode())
        return self._connection.execute(marked(sql), tuple(values))

    def _fetched(self, name: str) -> Iterator[Row]:
        while rows := self.rows(f"FETCH {_AT_ONCE} FROM {name}"):
            yield from rows
        self.run(f"CLOSE {name}")
