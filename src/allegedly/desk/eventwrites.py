"""What a person decides of an event: what to do about a number, and which claims belong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.desk.deciding import name_of
from allegedly.desk.pages import Done, WriteRoute, Writing
from allegedly.errors import RefusedError
from allegedly.events.numbers import Move  # noqa: TC001 - msgspec reads the annotations
from allegedly.ledger.held import one_claim
from allegedly.ledger.parting import event_seq
from allegedly.model import CountWhat, Record
from allegedly.stores.batch import head

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked

__all__ = ["WRITES"]


class Resolve(Writing, frozen=True, kw_only=True):
    """What to do about an event's number: prefer one claim's (`prefers`), give the range, unconfirmed, or pending."""

    what: CountWhat
    move: Move
    reason: str | None = None
    prefers: str | None = None


class Resolved(Record, frozen=True, kw_only=True):
    """The entry in which it was recorded."""

    event: str
    entry: int


class TakeOut(Writing, frozen=True, kw_only=True):
    """Takes a claim out of an event; it is not joined with what stays there again."""

    claim: str
    reason: str


class PutInto(Writing, frozen=True, kw_only=True):
    """Takes a claim out of this event and into another, even one it was parted from."""

    claim: str
    into: str
    reason: str


class Moved(Record, frozen=True, kw_only=True):
    """The event that a claim is in now."""

    claim: str
    event: str


def resolve(asked: Asked, told: Resolve) -> Done:
    """Records what a person does about a number."""
    event = str(asked.path["event"])
    # one button of four was pressed; what was chosen for another of them is not meant
    prefers = told.prefers if told.move == "prefer" else None
    entry = asked.bench.ledger.resolve(
        event, told.what, told.move, by=name_of(asked), reason=told.reason, prefers=prefers
    )
    return Done(Resolved(event=event, entry=entry), f"/events/{event}#{told.what}")


def take_out(asked: Asked, told: TakeOut) -> Done:
    """Parts a claim from its event."""
    _is_here(asked, told.claim)
    event = asked.bench.ledger.part(told.claim, by=name_of(asked), reason=told.reason)
    return Done(Moved(claim=told.claim, event=event), f"/events/{event}")


def put_into(asked: Asked, told: PutInto) -> Done:
    """Joins a claim of this event to another."""
    _is_here(asked, told.claim)
    event = asked.bench.ledger.join(told.claim, told.into, by=name_of(asked), reason=told.reason)
    return Done(Moved(claim=told.claim, event=event), f"/events/{event}")


def _is_here(asked: Asked, claim: str) -> None:
    """RefusedError where a claim is not in the event that the page showed it in; somebody may have moved it since."""
    event = str(asked.path["event"])
    with asked.engine.reading() as tx:
        held = one_claim(tx, claim, head(tx).seq)
        if held.event_seq != event_seq(tx, event):
            raise RefusedError(f"{claim}: expected it in {event}, found it in {held.event}; look at it again")


WRITES = (
    WriteRoute(
        "/events/{event}/resolve", Resolve, Resolved, resolve, "Decide what to do about a number of an event.",
        needs="adjudicator",
    ),
    WriteRoute("/events/{event}/part", TakeOut, Moved, take_out, "Take a claim out of an event."),
    WriteRoute("/events/{event}/join", PutInto, Moved, put_into, "Put a claim of this event into another."),
)  # fmt: skip
