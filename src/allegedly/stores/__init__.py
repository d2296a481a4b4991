"""What holds the ledger: an append-only log of entries, chained by hashes, with the index rows that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allegedly.stores.engine import Engine

__all__ = ["open_engine"]


def open_engine(location: str, *, create: bool = True) -> Engine:
    """The store at a file's path; a missing file is made only with `create`."""
    from allegedly.stores.sqlite import SqliteEngine  # noqa: PLC0415 - reading reports needs no store

    return SqliteEngine(location, create=create)
