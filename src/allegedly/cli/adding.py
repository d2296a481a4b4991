"""The command that reads reports into a ledger."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - typer reads the annotations
import sys
from typing import TYPE_CHECKING

import typer

# typer reads the annotations
from allegedly.cli.options import (
    AsJson,
    CoderName,
    Jobs,
    LedgerFile,
    NoPlaces,
    OwnActors,
    Paths,
    PublishedAt,
    own_actors,
)
from allegedly.cli.program import app
from allegedly.cli.streams import SOME_SET_ASIDE, failures_told, progress, readers_may_leave, say, stopped_by_signal
from allegedly.errors import ActorListError, UnknownCoderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from allegedly.model import Outcome

__all__ = ["add", "added"]


@app.command()
def add(
    paths: Paths,
    *,
    ledger: LedgerFile = "allegedly.db",
    as_json: AsJson = False,
    published_at: PublishedAt = None,
    coder: CoderName = "embedded",
    jobs: Jobs = None,
    actors: OwnActors = None,
    no_places: NoPlaces = False,
) -> None:
    """Read reports and record what they claim in a ledger.

    Prints what became of every input. What the ledger has already is not read again, so that a run that was stopped
    goes on where it stopped.
    """
    with failures_told(), readers_may_leave(), stopped_by_signal():
        results = added(paths, ledger, coder, published_at, jobs, actors=own_actors(actors), places=not no_places)
        outcomes = [_printed(outcome, as_json=as_json) for outcome in results]
    from allegedly.pipeline import tally  # noqa: PLC0415
    from allegedly.show import tally_line  # noqa: PLC0415

    say(tally_line(tally(outcomes)))
    if any(outcome.end == "quarantined" for outcome in outcomes):
        raise typer.Exit(SOME_SET_ASIDE)


def added(
    paths: list[str],
    location: str,
    coder: str,
    published_at: dt.date | None,
    jobs: int | None,
    *,
    actors: Path | None = None,
    places: bool | Path = True,
) -> Iterator[tuple[Outcome, int]]:
    """Each input with what became of it and how many claims it gave; on the disk when it is yielded."""
    from allegedly import pipeline  # noqa: PLC0415
    from allegedly.actors import roster  # noqa: PLC0415
    from allegedly.coders import load_coder  # noqa: PLC0415
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    try:
        stamp = load_coder(coder).stamp
    except UnknownCoderError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--coder'") from None
    try:
        roster(actors)
    except ActorListError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--actors'") from None
    with open_ledger(location) as ledger, progress("adding", "inputs added") as tell:
        results = pipeline.read(
            paths,
            coder=coder,
            published_at=published_at,
            stdin=sys.stdin.buffer,
            jobs=jobs or pipeline.default_jobs(),
            known=lambda source: ledger.knows(source, stamp),
            actors=actors,
            places=places,
        )
        for number, (outcome, reading) in enumerate(results, start=1):
            recorded = ledger.add(outcome, reading, stamp)
            tell(number)
            yield recorded, len(reading.claims) if reading is not None and recorded.end == "coded" else 0


def _printed(added: tuple[Outcome, int], *, as_json: bool) -> Outcome:
    outcome, claims = added
    if as_json:
        import msgspec  # noqa: PLC0415

        line = {**msgspec.to_builtins(outcome), "claims": claims}
        sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
        sys.stdout.buffer.flush()
        return outcome
    from allegedly.wording import clean  # noqa: PLC0415

    told = {
        "coded": f"{claims} claim{'s' * (claims != 1)}",
        "coded_no_claims": "no claims",
        "duplicate": "already there",
        "quarantined": f"set aside: {(outcome.message or '').removeprefix(f'{outcome.name}: ')}",
    }
    typer.echo(f"{clean(outcome.name)}: {clean(told[outcome.end])}")
    return outcome
