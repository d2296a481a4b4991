"""The `allegedly` command: machine output on stdout, talk on stderr.

Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 some inputs were set aside.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from allegedly.errors import AllegedlyError, GazetteerError, UnknownCoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from allegedly.model import Outcome, Reading
    from allegedly.pipeline import Result

__all__ = ["app", "main"]

FAILED, SOME_SET_ASIDE, INTERRUPTED = 1, 3, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # plain help: it is on the screen in a quarter of the time
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Runs the command; the entry point of the installed program."""
    app()


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415

        from allegedly.gazetteer import ATTRIBUTION  # noqa: PLC0415

        typer.echo(f"allegedly {version('allegedly')}\n{ATTRIBUTION}")
        raise typer.Exit


@app.callback()
def _program(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read news reports of political violence into claims: who did what to whom, and who says so."""


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a day such as 2014-12-19, found {text!r}") from None


@app.command()
def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Reports: .txt, .html, .json, .jsonl or .xml (RSS, Atom); folders, with all in them; - for stdin.",
            show_default=False,
        ),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one article a line as JSON.")] = False,
    published_at: Annotated[
        dt.date | None,
        typer.Option(parser=_day, metavar="DATE", help="The day (YYYY-MM-DD) for reports that do not tell theirs."),
    ] = None,
    coder: Annotated[str, typer.Option(metavar="NAME", help="Which installed coder reads.")] = "embedded",
    jobs: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes side by side for many inputs; else one a core, at most 2."),
    ] = None,
    no_places: Annotated[bool, typer.Option("--no-places", help="Look up no places; needs no gazetteer.")] = False,
) -> None:
    """Read reports and print what they claim.

    Every claim comes with who says so, how surely, and its exact words.
    What cannot be read is named on stderr as PATH: reason; the rest is read, and the exit code is 3.
    """
    from allegedly import pipeline  # noqa: PLC0415

    try:
        results = pipeline.read(
            paths,
            coder=coder,
            published_at=published_at,
            stdin=sys.stdin.buffer,
            jobs=jobs or pipeline.default_jobs(),
            places=not no_places,
        )
    except UnknownCoderError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--coder'") from None
    except GazetteerError as problem:
        typer.echo(f"{problem} To read without looking up places, add --no-places.", err=True)
        raise typer.Exit(FAILED) from None
    with _readers_may_leave():
        outcomes = list(_printed(results, _json_line if as_json else _page_printer()))
    if len(outcomes) > 1:
        from allegedly.show import tally_line  # noqa: PLC0415

        typer.echo(tally_line(pipeline.tally(outcomes)), err=True)
    if any(outcome.end == "quarantined" for outcome in outcomes):
        raise typer.Exit(SOME_SET_ASIDE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a claim."""
    import json  # noqa: PLC0415

    from allegedly.codec import schema as claim_schema  # noqa: PLC0415

    typer.echo(json.dumps(claim_schema(), indent=2))


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="GOLD", help="JSONL: id, claims.")],
    pred: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="PRED", help="JSONL: id, claims.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    swap: Annotated[bool, typer.Option("--swap", help="Take PRED for gold and GOLD for predicted.")] = False,
) -> None:
    """Measure how far predicted claims agree with gold."""
    import json  # noqa: PLC0415

    from allegedly import scoring  # noqa: PLC0415
    from allegedly.show import score_lines  # noqa: PLC0415

    try:
        wanted, given = scoring.load(gold), scoring.load(pred)
    except AllegedlyError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(FAILED) from None
    report = scoring.score(given, wanted) if swap else scoring.score(wanted, given)
    typer.echo(json.dumps(report) if as_json else "\n".join(score_lines(report)))


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
    try:
        with _progress("lines read") as tell:
            places = make(dump, target, lent=shipped if shipped.exists() else None, tell=tell)
    except AllegedlyError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{places:,} places in {target}", err=True)


def _printed(results: Iterator[Result], show: Callable[[Reading, str], None]) -> Iterable[Outcome]:
    """Prints each result as it comes: readings by `show`, the others as one line on stderr."""
    from allegedly.wording import clean  # noqa: PLC0415

    with _progress() as tell:
        for number, (outcome, reading) in enumerate(results, start=1):
            if reading is not None:
                show(reading, outcome.name)
            elif outcome.message:
                # a file's name may hold line breaks and control characters that would write on the terminal
                typer.echo(clean(outcome.message), err=True)
            tell(number)
            yield outcome


def _json_line(reading: Reading, _: str) -> None:
    from allegedly.codec import encode_reading  # noqa: PLC0415

    sys.stdout.buffer.write(encode_reading(reading) + b"\n")
    sys.stdout.buffer.flush()


def _page_printer() -> Callable[[Reading, str], None]:
    """Prints a reading for a person: in colour on a terminal, plain in a pipe."""
    from rich.console import Console  # noqa: PLC0415

    from allegedly.show import show_reading  # noqa: PLC0415

    # a terminal that knows no dashes or Cyrillic gets question marks, not a crash
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)

    def show(reading: Reading, name: str) -> None:
        with console.capture() as captured:
            show_reading(reading, name, console)
        sys.stdout.write(captured.get())
        sys.stdout.flush()

    return show


@contextlib.contextmanager
def _progress(what: str = "inputs read") -> Iterator[Callable[[int], None]]:
    """How many inputs are done, on stderr; only for a person whose screen does not show the readings themselves."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status("reading") as status:
        yield lambda number: status.update(f"{number:,} {what}")


@contextlib.contextmanager
def _readers_may_leave() -> Iterator[None]:
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
