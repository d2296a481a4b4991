"""Commands by which a person decides: of a claim, and of what must be deleted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from allegedly.cli.options import By, LedgerFile, Reason  # noqa: TC001 - typer reads the annotations
from allegedly.cli.program import app
from allegedly.cli.streams import failures_told
from allegedly.errors import RefusedError
from allegedly.ledger.acts import Verdict  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from allegedly.model import Claim

__all__ = ["judge", "redact"]


@app.command()
def judge(
    claim: Annotated[str, typer.Argument(metavar="ID", help="The claim.", show_default=False)],
    verdict: Annotated[
        Verdict, typer.Argument(metavar="VERDICT", help="accept, edit, reject or undo.", show_default=False)
    ],
    *,
    by: By,
    reason: Reason = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="With edit: a field of the claim and its new value as JSON or words, such as type=bombing or "
            "factuality.certainty=probable; may be given again.",
        ),
    ] = None,
    whole: Annotated[
        str | None,
        typer.Option("--claim", metavar="FILE", help="With edit: the whole claim as JSON, - for standard input."),
    ] = None,
    saw: Annotated[
        int | None,
        typer.Option(metavar="N", help="The claim's version you looked at; refused when somebody decided since."),
    ] = None,
    ledger: LedgerFile = "allegedly.db",
) -> None:
    """Decide of a claim: accept it, edit it, reject it, or undo the last decision."""
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    with failures_told(), open_ledger(ledger, create=False) as opened:
        edited = _edited(opened, claim, change or [], whole) if verdict == "edit" else None
        if edited is None and (change or whole):
            raise typer.BadParameter(f"--set and --claim go with edit, not with {verdict}")
        entry = opened.judge(claim, verdict, by=by, reason=reason, saw=saw, edited=edited)
    typer.echo(f"{claim}: {verdict} recorded as entry {entry}")


@app.command()
def redact(
    subject: Annotated[str, typer.Argument(metavar="ID", help="An article or a claim.", show_default=False)],
    *,
    by: By,
    reason: Annotated[str, typer.Option(metavar="WHY", help="On what ground; kept in the ledger.")],
    ledger: LedgerFile = "allegedly.db",
) -> None:
    """Delete the words of an article or a claim for good, leaving a tombstone.

    Backups and exports made before still have them: those that the ledger knows of are named.
    """
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    with failures_told(), open_ledger(ledger, create=False) as opened:
        act = opened.redact(subject, by=by, reason=reason)
    typer.echo(f"{subject}: {len(act.entries)} entries emptied")
    for seq in act.recall:
        typer.echo(f"to be called back: the export of entry {seq} (allegedly show '#{seq}')", err=True)


def _edited(opened: Any, claim: str, changes: list[str], whole: str | None) -> Claim:
    """The claim as it should be: given whole, or as it stands with some fields changed."""
    import msgspec  # noqa: PLC0415

    from allegedly.codec import decode_claim  # noqa: PLC0415
    from allegedly.ledger.held import one_claim  # noqa: PLC0415
    from allegedly.ledger.moments import as_of  # noqa: PLC0415

    if whole is not None:
        return decode_claim(sys.stdin.read() if whole == "-" else Path(whole).read_text(encoding="utf-8"))
    if not changes:
        raise typer.BadParameter("edit needs --set FIELD=VALUE or --claim FILE")
    with opened.engine.reading() as tx:
        stands = one_claim(tx, claim, as_of(tx, None)).claim
    if stands is None:
        raise RefusedError(f"{claim}: its words were redacted; there is nothing left to edit")
    told: Any = msgspec.to_builtins(stands)
    for change in changes:
        _set(told, change)
    return decode_claim(msgspec.json.encode(told))


def _set(told: Any, change: str) -> None:
    """Sets one field, named by its path, to a value that is JSON, or else words."""
    import msgspec  # noqa: PLC0415

    path, equals, value = change.partition("=")
    *way, field = path.split(".")
    try:
        for step in way:
            told = told[int(step)] if isinstance(told, list) else told[step]
    except (KeyError, IndexError, ValueError, TypeError):
        told = None
    known = isinstance(told, dict) and field in told
    if not equals or not known:
        raise typer.BadParameter(f"expected a field of the claim and its value, found {change!r}; see allegedly schema")
    try:
        told[field] = msgspec.json.decode(value)
    except msgspec.DecodeError:
        told[field] = value
