"""What holds the ledger: an append-only log of entries, chained by hashes, with the index rows that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.errors import StorageError

if TYPE_CHECKING:
    from allegedly.stores.engine import Engine

__all__ = ["open_engine"]


# how a PostgreSQL address begins; anything else is a path
_SERVERS = ("postgresql://", "postgres://")


def open_engine(location: str, *, create: bool = True) -> Engine:
    """The store at a file's path or a PostgreSQL address; a missing one is made only with `create`."""
    if location.startswith(_SERVERS):
        return _server(location, create=create)
    from allegedly.stores.sqlite import SqliteEngine  # noqa: PLC0415 - reading reports needs no store

    return SqliteEngine(location, create=create)


def _server(address: str, *, create: bool) -> Engine:
    try:
        from allegedly.stores.postgres import PostgresEngine  # noqa: PLC0415 - psycopg is an extra
    except ImportError as problem:
        raise StorageError(
            f"a ledger on PostgreSQL needs psycopg ({problem}); install it with: pip install 'allegedly[postgres]'"
        ) from problem
    return PostgresEngine(address, create=create)
