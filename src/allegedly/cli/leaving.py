"""The command by which claims and events leave a ledger, in the shapes of other projects."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

# typer reads the annotations
from allegedly.cli.looking import filters
from allegedly.cli.options import (  # noqa: TC001
    Actor,
    AsOf,
    Country,
    HowSure,
    LedgerFile,
    Outlet,
    Place,
    Since,
    Status,
    Type,
    Until,
    ValidAt,
    Words,
)
from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, readers_may_leave, say
from allegedly.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from allegedly.exports.accounts import LossReport
    from allegedly.ledger import Ledger
    from allegedly.views.filters import Filters

__all__ = ["export"]


@app.command()
def export(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="acled, ged, plover, csv, jsonl, geojson, ftm, hxl, parquet or datapackage.",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The file; what is lost goes to FILE.loss.json. - is standard output.",
        ),
    ] = "-",
    ledger: LedgerFile = "allegedly.db",
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    type_: Type = None,
    actor: Actor = None,
    country: Country = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    certainty: HowSure = None,
    words: Words = None,
    status: Status = None,
    record: Annotated[
        bool, typer.Option(help="Note in the ledger what left it, so that a redaction can name what to call back.")
    ] = True,
) -> None:
    """Write claims or events in another project's format, and tell what it cannot carry.

    Every quoted word is checked against its report first; a claim that fails is left out and counted. The same ledger
    gives the same bytes at any time, and an export as of an earlier moment those that were given then.
    """
    from allegedly.exports.formats import form_called  # noqa: PLC0415
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    with failures_told(), readers_may_leave():
        form_called(form)
        wanted = filters(
            type=type_, actor=actor, country=country, place=place, since=since, until=until, valid_at=valid_at,
            outlet=outlet, certainty=certainty, words=words, status=status,
        )  # fmt: skip
        with open_ledger(ledger, create=False) as opened:
            asked = _Asked(opened, form, wanted, as_of)

            def noted(report: LossReport) -> None:
                if record:
                    _record(opened, report)

            if output == "-":
                report = _written(asked, sys.stdout.buffer)
                sys.stdout.buffer.flush()
                noted(report)
            else:
                report = _to_file(asked, Path(output), noted)
    _tell(report)


class _Asked(NamedTuple):
    """What is to leave, in which format, as of when."""

    ledger: Ledger
    form: str
    filters: Filters
    when: str | None


def _written(asked: _Asked, out: BinaryIO | Path) -> LossReport:
    """Writes to a stream, or to a folder that is there and empty."""
    from allegedly.exports.formats import export, export_folder  # noqa: PLC0415
    from allegedly.ledger.moments import as_of, moment  # noqa: PLC0415

    told = moment(asked.when) if asked.when is not None else None
    engine = asked.ledger.engine
    with engine.reading() as tx:
        upto = as_of(tx, told)
        if isinstance(out, Path):
            return export_folder(engine, tx, asked.filters, upto=upto, folder=out)
        return export(engine, tx, asked.form, asked.filters, upto=upto, out=out)


def _to_file(asked: _Asked, path: Path, noted: Callable[[LossReport], None]) -> LossReport:
    """Writes beside the place, notes it in the ledger, then moves loss report and file to theirs, each in one step."""
    from allegedly.exports.cells import as_json  # noqa: PLC0415
    from allegedly.wholefile import whole_file  # noqa: PLC0415

    folder = asked.form == "datapackage" and path.suffix != ".zip"
    with _whole_folder(path) if folder else whole_file(path) as beside:
        if folder:
            report = _written(asked, beside)
        else:
            with beside.open("wb") as out:
                report = _written(asked, out)
        with whole_file(path.with_name(f"{path.name}.loss.json")) as lost:
            lost.write_bytes(as_json(report) + b"\n")
        noted(report)
    return report


@contextlib.contextmanager
def _whole_folder(path: Path) -> Iterator[Path]:
    from allegedly.wholefile import whole_folder  # noqa: PLC0415

    if path.exists():
        raise RefusedError(f"{path}: is there already; give a new name for the folder, or one that ends in .zip")
    with whole_folder(path) as beside:
        yield beside


def _record(opened: Ledger, report: LossReport) -> None:
    from allegedly.ledger.acts import Exported  # noqa: PLC0415

    opened.exported(Exported(format=report.format, as_of=report.as_of, rows=report.rows, sha256=report.sha256))


def _tell(report: LossReport) -> None:
    from allegedly.exports.accounts import in_words  # noqa: PLC0415

    for line in in_words(report):
        # what is told was written here, ids aside; the indent is part of it
        typer.echo(line, err=True)
    say(f"sha256 {report.sha256}")
