"""A ledger copied from one store to another: the same entries, salts and links, row by row."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from allegedly.errors import StorageError
from allegedly.stores.batch import head
from allegedly.stores.schema import TABLES
from allegedly.stores.sqlite import SqliteEngine

if TYPE_CHECKING:
    from allegedly.stores.engine import Engine

__all__ = ["copy_ledger", "to_file"]


def copy_ledger(source: Engine, target: Engine) -> int:
    """Copies a ledger into an empty one of any engine, in one transaction; gives the number of its entries.

    The copy is the same ledger: same id, same checkpoints. Its own triggers check each row as it comes.
    """
    with source.reading() as old, target.writing() as new:
        if head(new).seq:
            raise StorageError(f"{target.location}: expected an empty ledger to copy into, found entries in it")
        for name, table in TABLES.items():
            marks = ", ".join("?" for _ in table.names)
            new.many(
                f"INSERT INTO {name}({', '.join(table.names)}) VALUES ({marks})",
                old.stream(f"SELECT {', '.join(table.names)} FROM {name} ORDER BY {', '.join(table.key)}"),
            )
        return head(new).seq


def to_file(source: Engine, path: str) -> None:
    """Copies a ledger into a new SQLite file that stands alone, readable by its owner only."""
    file = Path(path)
    if file.exists() and file.stat().st_size:
        raise StorageError(f"{path}: expected a new file for the copy, found one with something in it")
    with contextlib.closing(SqliteEngine(path)) as target:
        copy_ledger(source, target)
    alone = apsw.Connection(path)
    alone.pragma("journal_mode", "DELETE")
    alone.close()
