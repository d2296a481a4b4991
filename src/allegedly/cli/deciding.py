"""Commands by which a person decides: of a claim, and of what must be deleted."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from allegedly.cli.options import By, LedgerFile, Reason, own_actors
from allegedly.cli.program import app
from allegedly.cli.streams import failures_told
from allegedly.errors import RefusedError

if TYPE_CHECKING:
    from allegedly.model import Claim, CountWhat

__all__ = ["judge", "redact"]


class Decision(StrEnum):
    """What can be decided: of a claim, of where it belongs, of an event's numbers, and of a report that claims more."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    UNDO = "undo"
    PART = "part"
    JOIN = "join"
    PREFER = "prefer"
    RANGE = "range"
    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    ADD = "add"


_OF_EVENTS = (Decision.PREFER, Decision.RANGE, Decision.UNCONFIRMED, Decision.PENDING)


@app.command()
def judge(
    subject: Annotated[
        str, typer.Argument(metavar="ID", help="A claim; an event for numbers; an article for add.", show_default=False)
    ],
    decision: Annotated[
        Decision,
        typer.Argument(
            metavar="DECISION",
            help="accept, edit, reject, undo; part or join (events); prefer, range, unconfirmed, pending (numbers); "
            "add (a claim you found).",
            show_default=False,
        ),
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
        typer.Option(
            "--whole", metavar="FILE", help="With edit and add: the whole claim as JSON, - for standard input."
        ),
    ] = None,
    saw: Annotated[
        int | None,
        typer.Option(metavar="N", help="The claim's version you looked at; refused when somebody decided since."),
    ] = None,
    event: Annotated[str | None, typer.Option(metavar="ID", help="With join: the event it belongs to.")] = None,
    what: Annotated[
        str, typer.Option(metavar="WHAT", help="With prefer, range, unconfirmed and pending: killed, wounded, ...")
    ] = "killed",
    claim: Annotated[str | None, typer.Option(metavar="ID", help="With prefer: the claim whose number it is.")] = None,
    ledger: LedgerFile = "allegedly.db",
) -> None:
    """Decide of a claim or an event; the ledger keeps who, when and why, and nothing is overwritten.

    Accept, edit or reject a claim, or undo the last decision of it. Part it from its event, or join it to another. Say
    what is to be done where reports give an event different numbers: prefer one, give the range, call it unconfirmed,
    leave it pending. Add a claim that you found in an article and no coder did.
    """
    from allegedly.ledger import open_ledger  # noqa: PLC0415

    _check_options(decision, change=change, whole=whole, event=event, claim=claim)
    with failures_told(), open_ledger(ledger, create=False) as opened:
        if decision in _OF_EVENTS:
            entry = opened.resolve(subject, _counted(what), decision.value, by=by, reason=reason, prefers=claim)  # type: ignore[arg-type]
            typer.echo(f"{subject}: {what} {decision.value} recorded as entry {entry}")
        elif decision is Decision.PART:
            typer.echo(f"{subject}: is event {opened.part(subject, by=by, reason=reason or '')} from now on")
        elif decision is Decision.JOIN:
            typer.echo(f"{subject}: is in {opened.join(subject, event or '', by=by, reason=reason or '')} from now on")
        elif decision is Decision.ADD:
            claim_added = opened.add_claim(subject, _found(opened, subject, whole or ""), by=by, reason=reason)
            typer.echo(f"{subject}: claim {claim_added} added and accepted")
        else:
            edited = _edited(opened, subject, change or [], whole) if decision is Decision.EDIT else None
            entry = opened.judge(subject, decision.value, by=by, reason=reason, saw=saw, edited=edited)  # type: ignore[arg-type]
            typer.echo(f"{subject}: {decision.value} recorded as entry {entry}")


def _check_options(
    decision: Decision, *, change: list[str] | None, whole: str | None, event: str | None, claim: str | None
) -> None:
    """Options that go with one decision are refused with another, so that nobody thinks they were heard."""
    if (change or whole) and decision not in (Decision.EDIT, Decision.ADD):
        raise typer.BadParameter(f"--set and --whole go with edit, not with {decision.value}")
    if decision is Decision.ADD and (change or whole is None):
        raise typer.BadParameter("add needs the claim as --whole FILE, and takes no --set")
    if (event is not None) != (decision is Decision.JOIN):
        raise typer.BadParameter("join, and nothing else, needs --event ID")
    if (claim is not None) != (decision is Decision.PREFER):
        raise typer.BadParameter("prefer, and nothing else, needs --claim ID")


def _counted(what: str) -> CountWhat:
    from typing import get_args  # noqa: PLC0415

    from allegedly.model.words import CountWhat as Counted  # noqa: PLC0415

    for known in get_args(Counted):
        if known == what:
            return known  # type: ignore[no-any-return]
    raise typer.BadParameter(f"expected one of {', '.join(get_args(Counted))}, found {what!r}", param_hint="'--what'")


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


def _found(opened: Any, article: str, whole: str) -> Claim:
    """The claim a person found, with its actors and places looked up as reading does."""
    from allegedly.ledger.finding import latest_article, word_for_word  # noqa: PLC0415
    from allegedly.ledger.moments import as_of  # noqa: PLC0415
    from allegedly.pipeline import looked_up  # noqa: PLC0415

    claim = _whole(whole)
    with opened.engine.reading() as tx:
        laid = latest_article(tx, article, as_of(tx, None)).article
    return looked_up(laid, word_for_word(laid, claim), actors=own_actors(None))


def _whole(name: str) -> Claim:
    """A claim as JSON from a file, or from standard input."""
    from allegedly.codec import decode_claim  # noqa: PLC0415

    try:
        told = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise typer.BadParameter(f"expected a claim as JSON, found {problem}", param_hint="'--whole'") from None
    return decode_claim(told)


def _edited(opened: Any, claim: str, changes: list[str], whole: str | None) -> Claim:
    """The claim as it should be: given whole, or as it stands with some fields changed."""
    import msgspec  # noqa: PLC0415

    from allegedly.codec import decode_claim  # noqa: PLC0415
    from allegedly.ledger.held import one_claim  # noqa: PLC0415
    from allegedly.ledger.moments import as_of  # noqa: PLC0415

    if whole is not None:
        return _whole(whole)
    if not changes:
        raise typer.BadParameter("edit needs --set FIELD=VALUE or --whole FILE")
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
