"""The command that opens the web desk."""

from __future__ import annotations

from typing import Annotated

import typer

from allegedly.cli.options import LedgerFile  # noqa: TC001 - typer reads the annotations
from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, say

__all__ = ["desk"]


@app.command()
def desk(
    *,
    ledger: LedgerFile = "allegedly.db",
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; others than this machine's own need accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 takes a free one.")] = 8765,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHO", help="Who decides, until somebody gives another name.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="Another host name of this desk; may be given again."),
    ] = None,
) -> None:
    """Open the web desk on a ledger: review reports, look at events, map and ties; stop it with Ctrl-C.

    Only this machine can reach it, and only with the key in the address that is printed. No request leaves the machine.
    """
    import secrets  # noqa: PLC0415

    from allegedly.desk import Settings, create_app  # noqa: PLC0415
    from allegedly.desk.serving import serve  # noqa: PLC0415
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    with failures_told(), open_ledger(ledger, create=False) as opened:
        settings = Settings(key=secrets.token_urlsafe(24), host=host, port=port, reviewer=by, names=tuple(name or ()))
        serve(create_app(opened, settings), settings, lambda address: say(f"the desk is open at {address}"))
