"""Tables as they are written: a line of headings, then one line a row, in the order of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from allegedly.exports.cells import filled, in_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from allegedly.exports.accounts import Account
    from allegedly.exports.cells import Column
    from allegedly.exports.gathering import Happening, Sent, Source

__all__ = ["Sink", "carried_claims", "carried_events", "write_table"]

_Row = TypeVar("_Row")


class Sink(Protocol):
    """Where bytes go."""

    def write(self, body: bytes, /) -> object:
        """Takes some bytes."""
        ...


def write_table(
    columns: Sequence[Column[_Row]],
    rows: Iterable[_Row],
    out: Sink,
    *,
    between: str = ",",
    tags: Sequence[str] = (),
) -> int:
    """Writes headings, hashtags where there are any, and rows; gives the number of rows."""
    out.write(in_line((column.name for column in columns), between))
    if tags:
        out.write(in_line(tags, between))
    number = 0
    for row in rows:
        out.write(in_line(filled(columns, row), between))
        number += 1
    return number


def carried_events(
    source: Source,
    account: Account,
    refuses: Callable[[Happening], str | None],
    tell: Callable[[Happening, Account], None],
) -> Iterator[Happening]:
    """The events a format has a row for, each accounted for with its claims and what its row loses."""
    for happening in source.happenings(account):
        if reason := refuses(happening):
            account.leave("event", happening.event.id, reason)
            for sent in happening.sent:
                account.leave("claim", sent.held.id, f"its event has no row: {reason}")
            continue
        account.carry("event", happening.event.id)
        for sent in happening.sent:
            account.carry("claim", sent.held.id)
        tell(happening, account)
        yield happening


def carried_claims(source: Source, account: Account, tell: Callable[[Sent, Account], None]) -> Iterator[Sent]:
    """The claims that leave, each accounted for with what its row loses."""
    for sent in source.claims(account):
        account.carry("claim", sent.held.id)
        tell(sent, account)
        yield sent
