"""Commands for the accounts of a desk that several people use."""

from __future__ import annotations

import getpass
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, say
from allegedly.errors import NotFoundError, RefusedError

if TYPE_CHECKING:
    from allegedly.desk.accounts import Account

__all__ = ["add", "key", "listed", "remove"]

desk_account = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Who may sign in to the web desk, and what they may do."
)
app.add_typer(desk_account, name="desk-account")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name decisions are entered under.")]
File = Annotated[
    Path,
    typer.Option("--accounts", metavar="FILE", help="The file of accounts; it is made readable to you alone."),
]
_USUAL = Path("allegedly-accounts.json")


@desk_account.command()
def add(
    name: Name,
    *,
    role: Annotated[
        str,
        typer.Option(metavar="ROLE", help="reader (looks), coder (decides) or adjudicator (settles, curates)."),
    ] = "coder",
    accounts: File = _USUAL,
) -> None:
    """Add somebody who may sign in; the password is asked for, or read from standard input. There is no default one."""
    from allegedly.desk.accounts import new_account, write_accounts  # noqa: PLC0415
    from allegedly.desk.people import ROLES  # noqa: PLC0415

    with failures_told():
        known = next((one for one in ROLES if one == role), None)
        if known is None:
            raise NotFoundError(f"no role is called {role!r}; expected {', '.join(ROLES)}")
        there = _there(accounts)
        made = new_account(name, known, _password())
        if made.name in there:
            raise RefusedError(f"{made.name} has an account in {accounts}; remove it first to change it")
        write_accounts(accounts, [*there.values(), made])
    say(f"{made.name} may sign in as {made.role}; {len(there) + 1:,} accounts in {accounts}")


@desk_account.command()
def remove(name: Name, *, accounts: File = _USUAL) -> None:
    """Take somebody out: a running desk lets them in no more, at once. What they decided stays in the ledger."""
    from allegedly.desk.accounts import write_accounts  # noqa: PLC0415

    with failures_told():
        there = _there(accounts)
        _found(there, name, accounts)
        write_accounts(accounts, [one for one in there.values() if one.name != name])
    say(f"{name} can sign in no more; {len(there) - 1:,} accounts in {accounts}")


@desk_account.command()
def key(
    name: Name,
    *,
    none: Annotated[bool, typer.Option("--none", help="Make no new key; the old ones open nothing.")] = False,
    accounts: File = _USUAL,
) -> None:
    """Make a key for somebody's programs and print it, once; only a sum of it is kept."""
    from allegedly.desk.accounts import with_key, write_accounts  # noqa: PLC0415

    made = secrets.token_urlsafe(32)
    with failures_told():
        there = _there(accounts)
        account = _found(there, name, accounts)
        changed = msgspec.structs.replace(account, keys=()) if none else with_key(account, made)
        write_accounts(accounts, {**there, name: changed}.values())
    if none:
        say(f"no key opens the desk for {name} any more")
    else:
        typer.echo(made)


@desk_account.command(name="list")
def listed(*, accounts: File = _USUAL) -> None:
    """List who may sign in, as what, and how many keys their programs have."""
    from allegedly.desk.accounts import read_accounts  # noqa: PLC0415

    with failures_told():
        for one in read_accounts(accounts):
            typer.echo(f"{one.name}\t{one.role}\t{len(one.keys)}")


def _there(path: Path) -> dict[str, Account]:
    """The accounts by name; none where there is no file yet."""
    from allegedly.desk.accounts import read_accounts  # noqa: PLC0415

    return {one.name: one for one in read_accounts(path)} if path.exists() else {}


def _found(there: dict[str, Account], name: str, path: Path) -> Account:
    if name not in there:
        raise NotFoundError(f"{name} has no account in {path}")
    return there[name]


def _password() -> str:
    """A password from the keyboard, unseen and twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    told = getpass.getpass("password: ")
    if getpass.getpass("once more: ") != told:
        raise RefusedError("the two passwords differ; nothing was changed")
    return told
