"""The program `allegedly` itself: its name, its version, and the place where commands are registered."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

__all__ = ["app"]

# as a newcomer meets them: read, keep, ask, decide, pass on, keep safe; what is not named here comes after
_ORDER = (
    *("read", "add", "events", "claims", "actors", "show", "log", "judge", "redact"),
    *("export", "verify", "backup", "restore", "demo", "desk"),
)


class _InOrder(TyperGroup):
    """Lists the commands in the order of use, not of the files they stand in."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


app = typer.Typer(
    cls=_InOrder,
    no_args_is_help=True,
    add_completion=False,
    # plain help: it is on the screen in a quarter of the time
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
