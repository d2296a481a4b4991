"""How commands speak: data on standard output, talk and errors on standard error, one exit code for each end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

import typer

from allegedly.errors import AllegedlyError, NotFoundError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "SOME_SET_ASIDE",
    "STORAGE_FAILED",
    "WRONG_USE",
    "failures_told",
    "progress",
    "readers_may_leave",
    "say",
    "stopped_by_signal",
]

FAILED, WRONG_USE, SOME_SET_ASIDE, STORAGE_FAILED, INTERRUPTED = 1, 2, 3, 4, 130


def say(words: str) -> None:
    """One line on standard error; what a name holds cannot write on the terminal."""
    from allegedly.wording import clean  # noqa: PLC0415

    typer.echo(clean(words), err=True)


@contextlib.contextmanager
def failures_told() -> Iterator[None]:
    """Errors raised on purpose as one line each, with the exit code that says which kind it was."""
    try:
        yield
    except StorageError as problem:
        say(str(problem))
        raise typer.Exit(STORAGE_FAILED) from None
    except NotFoundError as problem:
        say(str(problem))
        raise typer.Exit(WRONG_USE) from None
    except AllegedlyError as problem:
        say(str(problem))
        raise typer.Exit(FAILED) from None


@contextlib.contextmanager
def progress(doing: str = "reading", done: str = "inputs read") -> Iterator[Callable[[int], None]]:
    """How many are done, on standard error; only for a person whose screen does not show the results themselves."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(doing) as status:
        yield lambda number: status.update(f"{number:,} {done}")


@contextlib.contextmanager
def readers_may_leave() -> Iterator[None]:
    """Ends quietly when whoever reads stdout stops (`| head`), and with one line when a person stops the run."""
    try:
        yield
    except BrokenPipeError:
        # what Python still holds for stdout goes nowhere, or it would complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except KeyboardInterrupt:
        typer.echo("stopped before the end", err=True)
        raise typer.Exit(INTERRUPTED) from None


@contextlib.contextmanager
def stopped_by_signal() -> Iterator[None]:
    """A machine that shuts down (SIGTERM) stops the run as a person at the keyboard does: after a whole article."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
