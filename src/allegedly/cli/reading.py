"""Commands that read reports and measure claims; they need no ledger."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

# typer reads the annotations
from allegedly.cli.options import (
    CoderName,
    Jobs,
    NoPlaces,
    OwnActors,
    Paths,
    PublishedAt,
    own_actors,
)
from allegedly.cli.program import app
from allegedly.cli.streams import FAILED, SOME_SET_ASIDE, progress, readers_may_leave, say
from allegedly.errors import ActorListError, AllegedlyError, GazetteerError, UnknownCoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from allegedly.model import Outcome, Reading
    from allegedly.pipeline import Result

__all__ = ["read", "schema", "score"]


@app.command()
def read(
    paths: Paths,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one article a line as JSON.")] = False,
    published_at: PublishedAt = None,
    coder: CoderName = "embedded",
    jobs: Jobs = None,
    actors: OwnActors = None,
    no_places: NoPlaces = False,
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
            actors=own_actors(actors),
            places=not no_places,
        )
    except UnknownCoderError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--coder'") from None
    except ActorListError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--actors'") from None
    except GazetteerError as problem:
        say(f"{problem} To read without looking up places, add --no-places.")
        raise typer.Exit(FAILED) from None
    with readers_may_leave():
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
    gold: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, metavar="GOLD", help="JSONL: id, claims.")
    ] = None,
    pred: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, metavar="PRED", help="JSONL: id, claims.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    swap: Annotated[
        Path | None,
        typer.Option(
            "--swap",
            exists=True,
            metavar="REPORTS",
            help="Read these reports again with the names of their sides exchanged; count the codes that change.",
        ),
    ] = None,
    coder: CoderName = "embedded",
) -> None:
    """Measure how far predicted claims agree with gold, or how far a coder's codes hang on names."""
    import json  # noqa: PLC0415

    from allegedly import scoring  # noqa: PLC0415
    from allegedly.show import score_lines, swap_lines  # noqa: PLC0415

    if swap is not None:
        if gold is not None:
            raise typer.BadParameter("expected reports alone, or GOLD and PRED without --swap", param_hint="'--swap'")
        changes = _swapped(swap, coder)
        typer.echo(json.dumps(changes) if as_json else "\n".join(swap_lines(changes)))
        return
    if gold is None or pred is None:
        raise typer.BadParameter("expected GOLD and PRED, or --swap REPORTS", param_hint="'GOLD PRED'")
    try:
        wanted, given = scoring.load(gold), scoring.load(pred)
    except AllegedlyError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(FAILED) from None
    report = scoring.score(wanted, given)
    typer.echo(json.dumps(report) if as_json else "\n".join(score_lines(report)))


def _swapped(reports: Path, coder: str) -> dict[str, Any]:
    """How many codes change when the sides of the reports exchange names."""
    from allegedly.coders import load_coder  # noqa: PLC0415
    from allegedly.readers import iter_pages  # noqa: PLC0415
    from allegedly.sideswap import measure  # noqa: PLC0415

    try:
        return measure(iter_pages([reports]), load_coder(coder))
    except UnknownCoderError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--coder'") from None


def _printed(results: Iterator[Result], show: Callable[[Reading, str], None]) -> Iterable[Outcome]:
    """Prints each result as it comes: readings by `show`, the others as one line on stderr."""
    with progress() as tell:
        for number, (outcome, reading) in enumerate(results, start=1):
            if reading is not None:
                show(reading, outcome.name)
            elif outcome.message:
                say(outcome.message)
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
