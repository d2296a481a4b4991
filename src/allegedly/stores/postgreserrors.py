"""What PostgreSQL refuses, as StorageError: what was asked, what the server said, what to do next."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import errors

from allegedly.errors import StorageError, TooLongError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WAIT_MS", "bounded", "connecting", "told"]

# a writer waits for the one before it; a whole article takes milliseconds, a redaction of a large ledger a minute
WAIT_MS = 90_000
_RESTORE = "restore a backup with allegedly restore"
# by the error's class, as the server's words are in the server's language
_IN_USE: tuple[tuple[tuple[type[psycopg.Error], ...], str], ...] = (
    ((errors.DiskFull,), "the server's disk is full; make room and run it again, it goes on where it stopped"),
    ((errors.LockNotAvailable,), f"another program has held the ledger for {WAIT_MS // 1000} s; try again"),
    (
        (errors.SerializationFailure, errors.DeadlockDetected),
        "another program was in the way and nothing was recorded; run it again",
    ),
    (
        (errors.InsufficientPrivilege,),
        "the role may not do that ({said}); docs/ledger-on-postgres.md tells what each role needs",
    ),
    (
        (errors.ReadOnlySqlTransaction,),
        "the server only reads, as a standby does ({said}); give the address of the one that writes",
    ),
    ((errors.QueryCanceled,), "the server stopped the query ({said}); raise the role's statement_timeout"),
    ((errors.DataCorrupted, errors.IndexCorrupted), "the server found its files damaged ({said}); " + _RESTORE),
    ((errors.UndefinedTable, errors.UndefinedFunction), "a part of the ledger is missing ({said}); " + _RESTORE),
    (
        (psycopg.OperationalError,),
        (
            "the connection broke ({said}); look whether the last act is in the ledger, then run it again: what was "
            "recorded before is there, and no report is recorded twice"
        ),
    ),
)
# an error of a failed connection has no class; what is in another language than here falls through to the last line
_CONNECTING = (
    ("password", "the server refused the password; set PGPASSWORD, write it in ~/.pgpass, or ask who keeps the server"),
    ("pg_hba.conf", "the server does not let this role in from here ({said}); ask who keeps the server"),
    ("does not exist", "{said}; make it (createdb, createuser), or correct the address"),
    ("too many", "the server has no connection left ({said}); try again, or raise max_connections"),
    ("", "the server cannot be reached ({said}); is it running, and is the address right?"),
)


@contextmanager
def told(location: str) -> Iterator[None]:
    """The errors of a server in use as StorageError."""
    try:
        yield
    except psycopg.Error as problem:
        said = _said(problem)
        words = next((words for classes, words in _IN_USE if isinstance(problem, classes)), "{said}")
        raise StorageError(f"{location}: {words.format(said=said)}") from problem


@contextmanager
def bounded(within: float | None) -> Iterator[None]:
    """A query that the server stopped because its time was over, as TooLongError."""
    try:
        yield
    except errors.QueryCanceled as problem:
        if within is None:
            raise
        raise TooLongError(within) from problem


@contextmanager
def connecting(location: str) -> Iterator[None]:
    """The errors of a server that lets nobody in as StorageError."""
    try:
        yield
    except psycopg.Error as problem:
        said = _said(problem)
        words = next(words for sign, words in _CONNECTING if sign in said)
        raise StorageError(f"{location}: {words.format(said=said)}") from problem


def _said(problem: psycopg.Error) -> str:
    text = problem.diag.message_primary or str(problem).strip() or type(problem).__name__
    return text.splitlines()[0].rpartition("FATAL:  ")[2]
