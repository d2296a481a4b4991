"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

__all__ = ["AsJson", "AsOf", "By", "LedgerFile", "Reason", "day"]


def day(text: str) -> dt.date:
    """A day as an option gives it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a day such as 2014-12-19, found {text!r}") from None


LedgerFile = Annotated[
    str, typer.Option("--ledger", metavar="FILE", envvar="ALLEGEDLY_LEDGER", help="The ledger.", show_envvar=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="T", help="As it was known then: a day, a time (UTC unless it says), or an entry (#120)."),
]
By = Annotated[str, typer.Option(metavar="WHO", help="Who decides; kept in the ledger.")]
Reason = Annotated[str | None, typer.Option(metavar="WHY", help="Why; kept in the ledger.")]
