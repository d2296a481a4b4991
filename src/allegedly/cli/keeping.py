"""Commands that keep a ledger safe: check it, copy it, put a copy back."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegedly.cli.options import LedgerFile  # noqa: TC001 - typer reads the annotations
from allegedly.cli.program import app
from allegedly.cli.streams import FAILED, failures_told, say

if TYPE_CHECKING:
    from allegedly.verifier import Checkpoint

__all__ = ["backup", "restore", "verify"]


@app.command()
def verify(
    *,
    checkpoint: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, metavar="FILE", help="A checkpoint of this ledger, kept elsewhere."),
    ] = None,
    ledger: LedgerFile = "allegedly.db",
) -> None:
    """Check that a ledger is what it was, and print a checkpoint to keep elsewhere.

    Without a checkpoint of its past, a ledger that somebody rewrote as a whole cannot be told from a true one.
    """
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    with failures_told(), open_ledger(ledger, create=False) as opened:
        old = _checkpoint(checkpoint) if checkpoint else None
        # an address may hold a password
        place = opened.engine.location
        found = opened.verify(old)
    for fault in found.faults:
        say(fault)
    emptied = f", {found.redacted:,} of them emptied by redaction" if found.redacted else ""
    if found.faults:
        say(f"{place}: {len(found.faults)} faults in {found.entries:,} entries; restore a backup made before them")
        raise typer.Exit(FAILED)
    proof = "and it goes on from the checkpoint" if old else "but only a checkpoint kept elsewhere shows a rewriting"
    say(f"{place}: {found.entries:,} entries{emptied}, each follows from the one before, {proof}")
    typer.echo(found.checkpoint, nl=False)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The new file.", show_default=False)],
    *,
    ledger: LedgerFile = "allegedly.db",
) -> None:
    """Copy a ledger to a new file while others may use it, and check the copy."""
    from allegedly.ledger import open_ledger  # noqa: PLC0415
    from allegedly.ledger.copying import back_up  # noqa: PLC0415

    with failures_told(), open_ledger(ledger, create=False) as opened:
        found = back_up(opened.engine, target)
    say(f"{target}: {found.entries:,} entries copied and checked")
    typer.echo(found.checkpoint, nl=False)


@app.command()
def restore(
    source: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="A backup.", show_default=False)
    ],
    *,
    replace: Annotated[
        bool, typer.Option(help="Put it in the place of a ledger that is there; the old one is kept beside it.")
    ] = False,
    ledger: LedgerFile = "allegedly.db",
) -> None:
    """Check a backup and put it where the ledger is to be.

    On a PostgreSQL server the place must be empty.
    """
    from allegedly.ledger.copying import put_back, put_on_server  # noqa: PLC0415
    from allegedly.stores import is_address, open_engine  # noqa: PLC0415

    place, kept = ledger, None
    with failures_told():
        if is_address(ledger):
            with contextlib.closing(open_engine(ledger)) as engine:
                place, found = engine.location, put_on_server(source, engine)
        else:
            found, kept = put_back(source, Path(ledger), replace=replace)
    say(f"{place}: {found.entries:,} entries restored from {source}")
    if kept is not None:
        say(f"{kept}: the ledger that was there before")


def _checkpoint(path: Path) -> Checkpoint:
    from allegedly.verifier import read_checkpoint  # noqa: PLC0415

    try:
        return read_checkpoint(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--checkpoint'") from None
