"""The command that makes a gazetteer of one's own."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, progress, readers_may_leave, say

__all__ = ["import_dump"]

gazetteer = typer.Typer(help="The list of the world's places that names in reports are looked up in.")
app.add_typer(gazetteer, name="gazetteer")


@gazetteer.callback()
def _gazetteer() -> None:
    """The list of the world's places that names in reports are looked up in."""


@gazetteer.command("import")
def import_dump(
    dump: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="allCountries.txt of GeoNames, unpacked."),
    ],
    *,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="INDEX", help="Where to put the index; else where `read` looks for it."),
    ] = None,
) -> None:
    """Make a gazetteer of one's own from GeoNames' full dump, with hamlets, rivers and mountains.

    It takes the place of the one that comes with the package. A run that was stopped goes on where it stood; a
    file that is cut or damaged is named with its line, and the gazetteer in use stays as it was.
    """
    from allegedly.gazetteer import own_path, shipped_path  # noqa: PLC0415
    from allegedly.gazetteer.dump import import_dump as make  # noqa: PLC0415

    target, shipped = to or own_path(), shipped_path()
    with failures_told(), readers_may_leave(), progress("importing", "lines read") as tell:
        places = make(dump, target, lent=shipped if shipped.exists() else None, tell=tell)
    say(f"{places:,} places in {target}")
