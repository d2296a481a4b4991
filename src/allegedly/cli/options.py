"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "OWN_ACTORS",
    "Actor",
    "AsJson",
    "AsOf",
    "By",
    "CoderName",
    "Country",
    "HowSure",
    "Jobs",
    "LedgerFile",
    "Limit",
    "NoPlaces",
    "Outlet",
    "OwnActors",
    "Paths",
    "Place",
    "PublishedAt",
    "Reason",
    "Since",
    "Status",
    "Type",
    "Until",
    "ValidAt",
    "Words",
    "day",
    "own_actors",
]

# a user's own list of actors, where it lies in the folder the command runs in
OWN_ACTORS = "allegedly-actors.tsv"


def day(text: str) -> dt.date:
    """A day as an option gives it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a day such as 2014-12-19, found {text!r}") from None


LedgerFile = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="FILE",
        envvar="ALLEGEDLY_LEDGER",
        help="The ledger: a file or a PostgreSQL address.",
        show_envvar=True,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="T", help="As it was known then: a day, a time (UTC unless it says), or an entry (#120)."),
]
By = Annotated[str, typer.Option(metavar="WHO", help="Who decides; kept in the ledger.")]
Reason = Annotated[str | None, typer.Option(metavar="WHY", help="Why; kept in the ledger.")]
OwnActors = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        envvar="ALLEGEDLY_ACTORS",
        help=f"Your own list of actors; ./{OWN_ACTORS} where it exists.",
        show_envvar=True,
    ),
]

# what a claim must be like to be shown
ValidAt = Annotated[
    dt.date | None, typer.Option(parser=day, metavar="DATE", help="Only what is said to hold on that day.")
]
Type = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="A type of the code book.")]
Actor = Annotated[
    str | None, typer.Option(metavar="NAME", help="Names this actor, as the one who did, suffered or belongs.")
]
Country = Annotated[str | None, typer.Option(metavar="CC", help="Happened there: ISO 3166, two letters.")]
Place = Annotated[
    str | None, typer.Option(metavar="NAME", help="Happened at that place: a name, or a number of GeoNames.")
]
Since = Annotated[dt.date | None, typer.Option(parser=day, metavar="DATE", help="Happened then or later.")]
Until = Annotated[dt.date | None, typer.Option(parser=day, metavar="DATE", help="Happened then or before.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Printed by this outlet.")]
HowSure = Annotated[
    str | None, typer.Option("--certainty", metavar="HOW", help="certain, probable, possible or unknown.")
]
Words = Annotated[str | None, typer.Option(metavar="WORDS", help="All these words stand in it.")]
Status = Annotated[
    list[str] | None,
    typer.Option(
        metavar="HOW",
        help="How the claim stands: proposed, accepted, edited, rejected, superseded, or all; may be given again.",
    ),
]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")]


def own_actors(named: Path | None) -> Path | None:
    """The user's own list of actors: the one named, else the one in this folder, else none."""
    here = Path(OWN_ACTORS)
    return named or (here if here.is_file() else None)


# what is read, and how
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Reports: .txt, .html, .json, .jsonl or .xml (RSS, Atom); folders, with all in them; - for stdin.",
        show_default=False,
    ),
]
PublishedAt = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day (YYYY-MM-DD) for reports that do not tell theirs."),
]
CoderName = Annotated[str, typer.Option(metavar="NAME", help="Which installed coder reads.")]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes side by side for many inputs; else one a core, at most 2."),
]
NoPlaces = Annotated[bool, typer.Option("--no-places", help="Look up no places; needs no gazetteer.")]
