"""What holds the ledger: an append-only log of entries, chained by hashes, with the index rows that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.errors import StorageError

if TYPE_CHECKING:
    from allegedly.stores.engine import Engine

__all__ = ["is_address", "open_engine"]


# how a PostgreSQL address begins; anything else is a path
_SERVERS = ("postgresql://", "postgres://")


def open_engine(location: str, *, create: bool = True) -> Engine:
    """The store at a file's path or a PostgreSQL address; a missing one is made only with `create`."""
    if is_address(location):
        return _server(location, create=create)
    from allegedly.stores.sqlite import SqliteEngine  # noqa: PLC0415 - reading reports needs no store

    return SqliteEngine(location, create=create)


def is_address(location: str) -> bool:
    """Whether a ledger's place is a PostgreSQL address, not a path.

    >>> is_address("postgresql://db.example/desk"), is_address("desk.db")
    (True, False)
    """
    return location.startswith(_SERVERS)


def _server(address: str, *, create: bool) -> Engine:
    try:
        from allegedly.stores.postgres import PostgresEngine  # noqa: PLC0415 - psycopg is an extra
    except ImportError as problem:
        raise StorageError(
            f"a ledger on PostgreSQL needs psycopg ({problem}); install it with: pip install 'allegedly[postgres]'"
        ) from problem
    return PostgresEngine(address, create=create)
