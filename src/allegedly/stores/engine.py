"""What the ledger asks of a database: rows, one snapshot to read from, one writer at a time.

SQL is the subset that SQLite and PostgreSQL share, with `?` for values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

__all__ = ["Engine", "Row", "Transaction", "Value"]

Value = str | int | float | bytes | None
# what a query gives back is known to whoever wrote the query
Row = tuple["Any", ...]


class Transaction(Protocol):
    """One transaction: all of it holds or none of it does."""

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows a query finds."""
        ...

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows a query finds, one after the other, for queries over the whole ledger."""
        ...

    def run(self, sql: str, values: Sequence[Value] = ()) -> None:
        """A statement that gives nothing back."""
        ...

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """One statement for each row of values."""
        ...


class Engine(Protocol):
    """A database that holds one ledger."""

    @property
    def location(self) -> str:
        """Where it is, as a person would name it; never with a password."""
        ...

    def reading(self, *, within: float | None = None) -> AbstractContextManager[Transaction]:
        """One unchanging view of the ledger, however long it is read; with `within`, so many seconds at most.

        What takes longer ends in TooLongError.
        """
        ...

    def writing(self) -> AbstractContextManager[Transaction]:
        """The only writer until it ends; an exception undoes everything in it."""
        ...

    def found(self, tx: Transaction, words: str) -> list[int]:
        """The entries of the articles whose text has all the words, newest first."""
        ...

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its file and indexes; empty when all is well."""
        ...

    def forget(self) -> None:
        """After a redaction: removes what is deleted from the disk too, as far as the database can."""
        ...

    def copy_to(self, path: str) -> None:
        """Writes a consistent copy of the ledger to a new file, while others may go on writing."""
        ...

    def close(self) -> None:
        """Gives the connection back."""
        ...
