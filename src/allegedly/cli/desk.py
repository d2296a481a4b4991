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
    accounts: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Who may sign in, from allegedly desk-account; no key opens it then."),
    ] = None,
    behind_https: Annotated[
        bool, typer.Option("--behind-https", help="Browsers reach it through HTTPS alone, by a proxy before it.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser of this machine.")] = False,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            envvar="ALLEGEDLY_DESK_KEY",
            show_envvar=True,
            help="A key of your own, that programs can keep; else a new one at each start.",
        ),
    ] = None,
) -> None:
    """Open the web desk on a ledger: review reports, look at events, map and ties; stop it with Ctrl-C.

    Only this machine can reach it, and only with the key in the address that is printed; other machines and several
    people need accounts. No request leaves the machine.
    """
    import secrets  # noqa: PLC0415

    from allegedly.desk import Settings, create_app  # noqa: PLC0415
    from allegedly.desk.serving import serve  # noqa: PLC0415
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    def opened_at(address: str) -> None:
        say(f"the desk is open at {address}")
        if open_browser:
            import webbrowser  # noqa: PLC0415

            webbrowser.open(address)

    with failures_told():
        settings = Settings(
            key=key or secrets.token_urlsafe(24), host=host, port=port, reviewer=by, names=tuple(name or ()),
            accounts=accounts, behind_https=behind_https,
        )  # fmt: skip
        with open_ledger(ledger, create=False) as opened:
            serve(create_app(opened, settings), settings, opened_at)
