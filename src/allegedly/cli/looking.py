"""Commands that ask a ledger: what is claimed, what became of it, and what was done when."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

# typer reads the annotations
from allegedly.cli.options import (  # noqa: TC001
    Actor,
    AsJson,
    AsOf,
    Country,
    HowSure,
    LedgerFile,
    Limit,
    Outlet,
    Place,
    Since,
    Status,
    Type,
    Until,
    ValidAt,
    Words,
)
from allegedly.cli.program import app
from allegedly.cli.streams import failures_told, readers_may_leave, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from rich.console import Console

    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.filters import Filters

__all__ = ["actors", "claims", "events", "filters", "log", "show"]


@app.command()
def claims(
    *,
    ledger: LedgerFile = "allegedly.db",
    as_json: AsJson = False,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    type_: Type = None,
    actor: Actor = None,
    country: Country = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    certainty: HowSure = None,
    words: Words = None,
    status: Status = None,
    limit: Limit = None,
    after: Annotated[int, typer.Option(min=0, metavar="N", help="Go on after the claim of this entry.")] = 0,
) -> None:
    """List claims, found by what they say; without rejected and superseded ones unless --status asks for them."""
    from allegedly.views.claims import find_claims  # noqa: PLC0415
    from allegedly.views.telling import show_held  # noqa: PLC0415

    with failures_told(), readers_may_leave():
        asked = filters(
            type=type_, actor=actor, country=country, place=place, since=since, until=until, valid_at=valid_at,
            outlet=outlet, certainty=certainty, words=words, status=status,
        )  # fmt: skip
        with _opened(ledger, as_of) as (engine, tx, upto):
            found = find_claims(engine, tx, asked, upto, after=after, limit=limit)
            number = _print_json(found) if as_json else _print_each(found, show_held)
    say(f"{number:,} claim{'s' * (number != 1)}")


@app.command()
def events(
    *,
    ledger: LedgerFile = "allegedly.db",
    as_json: AsJson = False,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    type_: Type = None,
    actor: Actor = None,
    country: Country = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    certainty: HowSure = None,
    words: Words = None,
    status: Status = None,
    limit: Limit = None,
) -> None:
    """List events: what several reports say of one happening, who says what, and what the numbers come to."""
    from allegedly.views.events import find_events  # noqa: PLC0415
    from allegedly.views.eventtelling import show_event  # noqa: PLC0415

    with failures_told(), readers_may_leave():
        asked = filters(
            type=type_, actor=actor, country=country, place=place, since=since, until=until, valid_at=valid_at,
            outlet=outlet, certainty=certainty, words=words, status=status,
        )  # fmt: skip
        with _opened(ledger, as_of) as (engine, tx, upto):
            found = find_events(engine, tx, asked, upto, limit=limit)
            number = _print_json(found) if as_json else _print_each(found, show_event)
    say(f"{number:,} event{'s' * (number != 1)}")


@app.command()
def actors(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="One actor, by a name; else all are listed.", show_default=False),
    ] = None,
    *,
    ledger: LedgerFile = "allegedly.db",
    as_json: AsJson = False,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    limit: Limit = None,
) -> None:
    """Show an actor's names, claimed ties and claims; without a name, list who is named and how often."""
    from allegedly.views.actors import actor_view, list_actors  # noqa: PLC0415
    from allegedly.views.actortelling import actor_line, show_actor  # noqa: PLC0415

    with failures_told(), readers_may_leave(), _opened(ledger, as_of) as (engine, tx, upto):
        if name is not None:
            view = actor_view(engine, tx, name, upto, valid_at=valid_at)
            _print_json([view]) if as_json else show_actor(view, _console())
            return
        listed = list_actors(tx, upto, limit=limit)
        if as_json:
            _print_json(listed)
        else:
            _print_text(map(actor_line, listed))


@app.command()
def log(
    *,
    ledger: LedgerFile = "allegedly.db",
    as_json: AsJson = False,
    as_of: AsOf = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only these: article, coding, claim, judgement, ...; may be given again."),
    ] = None,
    valid_at: ValidAt = None,
    about: Annotated[str | None, typer.Option("--id", metavar="ID", help="Only what speaks of this one.")] = None,
    after: Annotated[int, typer.Option(min=0, metavar="N", help="Go on after this entry.")] = 0,
) -> None:
    """List every entry of a ledger: what was added and decided, when, by whom and why."""
    from allegedly.views.history import lines_that_hold  # noqa: PLC0415
    from allegedly.views.log import log_lines  # noqa: PLC0415
    from allegedly.views.telling import log_text  # noqa: PLC0415

    with failures_told(), readers_may_leave(), _opened(ledger, as_of) as (_, tx, upto):
        lines = log_lines(tx, upto, subject=about, kinds=kind or (), after=after)
        if valid_at is not None:
            lines = lines_that_hold(tx, lines, upto, valid_at)
        if as_json:
            _print_json(lines)
        else:
            _print_text(map(log_text, lines))


@app.command()
def show(
    subject: Annotated[
        str, typer.Argument(metavar="ID", help="A claim, an event, an article, or an entry (#120).", show_default=False)
    ],
    *,
    ledger: LedgerFile = "allegedly.db",
    as_json: AsJson = False,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
) -> None:
    """Show one claim with its history, one event with who says what, one article with its claims, or one entry."""
    from allegedly.views.events import event_view  # noqa: PLC0415
    from allegedly.views.eventtelling import show_event  # noqa: PLC0415
    from allegedly.views.history import article_view, claim_view  # noqa: PLC0415
    from allegedly.views.telling import show_article, show_claim_view  # noqa: PLC0415

    with failures_told(), readers_may_leave(), _opened(ledger, as_of) as (_, tx, upto):
        if subject.startswith("#"):
            _show_entry(tx, subject, upto, as_json=as_json)
        elif subject.startswith("clm_"):
            claim = claim_view(tx, subject, upto, valid_at=valid_at)
            _print_json([claim]) if as_json else show_claim_view(claim, _console())
        elif subject.startswith("evt_"):
            event = event_view(tx, subject, upto, valid_at=valid_at)
            _print_json([event]) if as_json else show_event(event, _console())
        else:
            article = article_view(tx, subject, upto, valid_at=valid_at)
            _print_json([article]) if as_json else show_article(article, _console())


def _opened(location: str, when: str | None) -> AbstractContextManager[tuple[Engine, Transaction, int]]:
    """A ledger's unchanging view, with the last entry of the moment asked about."""
    import contextlib  # noqa: PLC0415

    from allegedly.ledger import open_ledger  # noqa: PLC0415
    from allegedly.ledger.moments import as_of, moment  # noqa: PLC0415

    @contextlib.contextmanager
    def view() -> Iterator[tuple[Engine, Transaction, int]]:
        asked = moment(when) if when is not None else None
        with open_ledger(location, create=False) as opened, opened.engine.reading() as tx:
            yield opened.engine, tx, as_of(tx, asked)

    return view()


def filters(*, status: list[str] | None, **asked: Any) -> Filters:
    """What the options of a command ask of claims."""
    from allegedly.views.filters import STANDING, STATUSES, Filters  # noqa: PLC0415

    stands = STATUSES if status and "all" in status else tuple(status) if status else STANDING
    return Filters(status=stands, **asked)


def _show_entry(tx: Transaction, subject: str, upto: int, *, as_json: bool) -> None:
    from allegedly.errors import NotFoundError, RefusedError  # noqa: PLC0415
    from allegedly.views.codings import body_is_sealed  # noqa: PLC0415
    from allegedly.views.log import log_lines  # noqa: PLC0415
    from allegedly.views.telling import log_text  # noqa: PLC0415

    number = int(subject[1:]) if subject[1:].isdigit() else 0
    line = next(log_lines(tx, min(number, upto), after=number - 1), None) if number else None
    if line is None:
        raise NotFoundError(f"{subject}: no such entry; the last one is #{upto}")
    if body_is_sealed(line.kind):
        raise RefusedError(
            f"{subject}: was coded blind by {line.by}; allegedly agree compares it, a curator is shown it"
        )
    body = tx.rows("SELECT body FROM body WHERE seq = ?", (number,))
    if as_json:
        _print_text(row[0] for row in body)
    else:
        _print_text([log_text(line), *(row[0] for row in body)])


def _print_json(records: Iterable[object]) -> int:
    from allegedly.codec import encode  # noqa: PLC0415

    number = 0
    for number, record in enumerate(records, start=1):  # noqa: B007 - how many there were
        sys.stdout.buffer.write(encode(record) + b"\n")
    sys.stdout.buffer.flush()
    return number


def _print_text(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _print_each(found: Iterable[Any], tell: Callable[[Any, Console], None]) -> int:
    console = _console()
    number = 0
    for number, one in enumerate(found, start=1):  # noqa: B007 - how many there were
        tell(one, console)
    return number


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415

    # a terminal that knows no dashes or Cyrillic gets question marks, not a crash
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    return Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
