"""Connections to a PostgreSQL server: where it is, and a few that are kept for whoever needs one next."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from allegedly.errors import StorageError
from allegedly.stores.postgreserrors import connecting
from allegedly.stores.postgresvalues import adapt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["Connections", "shown"]

# words for positions of a large text are built by normalize(), which came with version 13
_OLDEST = 13
# a desk has a few readers at once; what more are needed are closed after use
_KEPT = 4
# seconds: a server that has not answered by then is down or behind a wall
_PATIENCE = 10
_EXPECTED = (
    "expected an address such as postgresql://ROLE@HOST:5432/DATABASE; write @ : / ? # % in a password as %40 %3A %2F "
    "%3F %23 %25, or leave the password to PGPASSWORD or ~/.pgpass"
)
# what of an address tells where the ledger is
_PRINTED = frozenset(("user", "host", "port", "dbname", "options"))
# as an answer would have them: nothing is acknowledged before it is on the server's disk, text is UTF-8, a cursor is
# planned for all its rows
_SETTINGS = b"""
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', false),
  set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE
    current_setting('synchronous_commit') END, false),
  set_config('cursor_tuple_fraction', '1', false), set_config('standard_conforming_strings', 'on', false)
"""


def shown(address: str) -> str:
    """An address as it may be printed: without any password, and still an address.

    >>> shown("postgres://kim:secret@db.example/desk")
    'postgresql://kim@db.example/desk'
    """
    place = address.partition("?")[0].partition("//")[2]
    # an @ or / of a password that is not written as %40 or %2F would show the rest of it as a host
    if place.count("@") > 1 or "@" in place.partition("/")[2]:
        raise StorageError(_EXPECTED)
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        # what could not be read may be the password
        raise StorageError(_EXPECTED) from None
    told = {name: quote(str(value), safe="/") for name, value in parts.items() if name in _PRINTED and value}
    role, port = told.pop("user", ""), told.pop("port", "")
    # a socket's folder stands behind the question mark, where its slashes need no other writing
    host = "" if told.get("host", "").startswith("/") else told.pop("host", "")
    database = told.pop("dbname", "")
    said = "&".join(f"{name}={value}" for name, value in told.items())
    return f"postgresql://{role and role + '@'}{host}{port and ':' + port}/{database}{said and '?' + said}"


class Connections:
    """The connections of one program to one ledger; each is used by one transaction at a time."""

    def __init__(self, address: str) -> None:
        self.location = shown(address)
        usual: dict[str, Any] = {"connect_timeout": _PATIENCE, "application_name": "allegedly"}
        self._info = make_conninfo("", **{**usual, **conninfo_to_dict(address), "client_encoding": "utf8"})
        self._idle: list[psycopg.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def begun(self, begin: bytes) -> Iterator[psycopg.Connection]:
        """A connection in a transaction that ends with the block: kept, or undone by an exception."""
        connection = self._begin(begin)
        try:
            yield connection
            connection.execute(b"COMMIT")
        except BaseException:
            if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
                connection.execute(b"ROLLBACK")
            raise
        finally:
            self._give_back(connection)

    @contextmanager
    def alone(self) -> Iterator[psycopg.Connection]:
        """A connection outside any transaction, closed after use."""
        connection = self._opened()
        try:
            yield connection
        finally:
            connection.close()

    def close(self) -> None:
        """Closes what is idle now, and whatever is given back later."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _begin(self, begin: bytes) -> psycopg.Connection:
        while (connection := self._kept()) is not None:
            try:
                connection.execute(begin)
            except psycopg.OperationalError:
                # the server was started again since; nothing was asked of it yet, so a new connection may
                if not connection.closed:
                    self._give_back(connection)
                    raise
                continue
            return connection
        connection = self._opened()
        try:
            connection.execute(begin)
        except psycopg.Error:
            connection.close()
            raise
        return connection

    def _kept(self) -> psycopg.Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: psycopg.Connection) -> None:
        sound = connection.info.transaction_status == TransactionStatus.IDLE
        with self._lock:
            if sound and not self._closed and len(self._idle) < _KEPT:
                self._idle.append(connection)
                return
        connection.close()

    def _opened(self) -> psycopg.Connection:
        with connecting(self.location):
            connection = psycopg.connect(self._info, autocommit=True)
        try:
            self._check(connection)
            adapt(connection)
            connection.execute(_SETTINGS)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: psycopg.Connection) -> None:
        if (version := connection.info.server_version // 10_000) < _OLDEST:
            raise StorageError(f"{self.location}: expected PostgreSQL {_OLDEST} or newer, found {version}")
        if (encoding := connection.info.parameter_status("server_encoding")) != "UTF8":
            raise StorageError(
                f"{self.location}: expected a database in UTF8, found {encoding}; "
                "make one with createdb --encoding=UTF8 --template=template0"
            )
