"""The command that builds a small ledger of invented news to look around in."""

from __future__ import annotations

from typing import Annotated

import typer

from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, readers_may_leave, say

__all__ = ["demo"]

# what a newcomer tries first, and what each shows
_LOOK_AROUND = (
    ("events --since 2019-03-07 --until 2019-03-07", "one bombing in five reports: four tolls, a suspicion, a denial"),
    ("claims --status superseded", "what the outlets corrected, changed and withdrew"),
    ('actors "Toluve Liberation Front"', "a group, its names and its claimed ties: the split"),
    ('claims --words "denied"', "denials, with who denies what"),
    ("desk", "all of it in a browser, with the reports: press Review, Enter, and a to accept the first claim"),
    ("log", "every entry, in order"),
    ("verify", "that nothing was changed since"),
)


@app.command()
def demo(
    *,
    ledger: Annotated[str, typer.Option("--ledger", metavar="FILE", help="Where the demo ledger is made.")] = (
        "allegedly-demo.db"
    ),
) -> None:
    """Build a demo ledger from bundled reports of an invented conflict, and print commands to look around in it."""
    from importlib.resources import as_file, files  # noqa: PLC0415

    from allegedly.cli.adding import added  # noqa: PLC0415
    from allegedly.gazetteer import demo_places  # noqa: PLC0415
    from allegedly.pipeline import tally  # noqa: PLC0415
    from allegedly.show import tally_line  # noqa: PLC0415

    with failures_told(), readers_may_leave(), as_file(files("allegedly") / "data" / "demo") as folder:
        # the invented towns of the reports, so that they have a map
        results = added([str(folder)], ledger, "embedded", None, None, places=demo_places())
        outcomes = [outcome for outcome, _ in results]
    say(f"{ledger}: {tally_line(tally(outcomes))}; all of them invented")
    typer.echo("Look around:\n")
    for command, shows in _LOOK_AROUND:
        typer.echo(f"  allegedly {command} --ledger {ledger}\n      {shows}")
