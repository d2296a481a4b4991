"""Commands for a user's own list of actors; they need no ledger."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - typer reads the annotations
from pathlib import Path
from typing import Annotated

import typer

from allegedly.cli.options import OWN_ACTORS, OwnActors, day, own_actors
from allegedly.cli.program import app
from allegedly.cli.streams import FAILED, failures_told, say
from allegedly.errors import ActorListError

__all__ = ["find", "import_file"]

actor_list = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Your own list of actors, over the shipped one."
)
app.add_typer(actor_list, name="actor-list")


@actor_list.command(name="import")
def import_file(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=".csv, FollowTheMoney (.json, .jsonl), a Wikidata result (.json), or the text form (.tsv).",
        ),
    ],
    *,
    actors: OwnActors = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of your list instead of adding.")
    ] = False,
) -> None:
    """Add actors from a file to your own list; all of it or, where a line is wrong, nothing."""
    from allegedly.actors.importing import import_list  # noqa: PLC0415

    target = actors or Path(OWN_ACTORS)
    try:
        with failures_told():
            done = import_list(source, target, replace=replace)
    except ActorListError as problem:
        for line in str(problem).splitlines():
            say(line)
        raise typer.Exit(FAILED) from None
    for line in done.warnings:
        say(line)
    say(f"{done.read:,} actors read, {done.total:,} in {target}")


@actor_list.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as a report writes it.")],
    *,
    on: Annotated[
        dt.date | None, typer.Option(parser=day, metavar="DATE", help="The day (YYYY-MM-DD) it is meant on.")
    ] = None,
    actors: OwnActors = None,
) -> None:
    """Print who a name may mean, the likeliest first, with the ties that held on the day."""
    from allegedly.actors import Context, candidates, roster  # noqa: PLC0415
    from allegedly.actors.telling import candidate_lines  # noqa: PLC0415

    try:
        known = roster(own_actors(actors))
    except ActorListError as problem:
        raise typer.BadParameter(str(problem), param_hint="'--actors'") from None
    found = candidates(known, name, Context(day=on))
    for one in found:
        typer.echo("\n".join(candidate_lines(one, known, on)))
    if not found:
        say(f"no actor of the list is called {name}")
        raise typer.Exit(FAILED)
