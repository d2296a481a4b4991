"""The list of events: what happened by most accounts, who did it to whom, where, when, and what is not agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from allegedly import wording
from allegedly.desk.choices import choices
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.model import Record
from allegedly.views.changes import bounds
from allegedly.views.eventfinding import Order, event_rows, events_of, newest_events, newest_first, number_of_events
from allegedly.views.events import EventView
from allegedly.views.finding import EVENT_TYPES, MOST_LOOKED_AT, fitting_rows, worded_part
from allegedly.when import days_in_words
from allegedly.wording import is_plain

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.views.filters import Filters
    from allegedly.views.finding import Rows

__all__ = ["PAGES", "Sureness", "sureness_of"]

# an event is a card of some lines; more would be scrolled past
_A_PAGE = 15


class EventList(Record, frozen=True, kw_only=True):
    """Some events with a claim that fits, the newest first by `order`; `goes_on` is what to give as `before`.

    `number` is how many events fit, None where words had to be looked for claim by claim; then `looked_at` is how many
    claims were read for it, which is bounded, and an event may come again further on for another of its claims.
    """

    number: int | None
    order: Order
    events: tuple[EventView, ...]
    goes_on: int | None = None
    looked_at: int | None = None


class Sureness(Record, frozen=True, kw_only=True):
    """How many voices of an event say it plainly, hedge it, and deny it."""

    plain: int
    hedged: int
    denied: int

    @property
    def words(self) -> str:
        """Both kinds of doubt in words; empty where every voice says it plainly.

        >>> Sureness(plain=3, hedged=1, denied=0).words
        '1 of 4 voices hedges it'
        """
        voices = self.plain + self.hedged + self.denied
        if voices == 1:
            return "hedged" if self.hedged else "denied" if self.denied else ""
        told = [(self.hedged, "hedges", "hedge"), (self.denied, "denies", "deny")]
        return ", ".join(
            f"{number} of {voices} voices {one if number == 1 else many} it" for number, one, many in told if number
        )


def sureness_of(event: EventView) -> Sureness:
    """How surely an event's standing claims tell it."""
    heard = {voice.claim for voice in event.voices}
    told = [held.claim.factuality for held in event.claims if held.claim is not None and held.id in heard]
    denied = sum(one.polarity == "-" for one in told)
    plain = sum(is_plain(one) for one in told)
    return Sureness(plain=plain, hedged=len(told) - plain - denied, denied=denied)


def event_list(asked: Asked) -> Shown:
    """The page of events."""
    order = asked.query.get("order") or "day"
    if order not in get_args(Order):
        raise NotFoundError(f"order: expected day or recorded, found {order!r}")
    record = _found(asked, asked.filters, "recorded" if order == "recorded" else "day")
    sure = {event.id: sureness_of(event) for event in record.events}
    aids = {**choices(asked.frame), "types": EVENT_TYPES, "sure": sure, "bounds": bounds, "days": days_in_words}
    return Shown(record, "Events", Table(COLUMNS, record.events), aids)


def _found(asked: Asked, filters: Filters, order: Order) -> EventList:
    tx, frame = asked.tx, asked.frame
    rows = event_rows(frame, fitting_rows(asked.engine, tx, asked.bench.tally, frame, filters))
    before = asked.number("before", 0, low=0, high=2**31) or None
    if filters.words:
        return _with_words(asked, filters, rows, order, before)
    part = newest_events(frame, rows, order, before=before, most=_A_PAGE)
    return EventList(
        number=number_of_events(frame, rows),
        order=order,
        events=tuple(events_of(tx, part.events, asked.upto)),
        goes_on=part.goes_on,
    )


def _with_words(asked: Asked, filters: Filters, rows: Rows, order: Order, before: int | None) -> EventList:
    """Events by claims whose words are looked at one by one, as many as one page may cost."""
    frame = asked.frame
    # one more than is looked at tells that there are more
    ordered = newest_first(frame, rows, order, before=before, most=MOST_LOOKED_AT + 1)
    part = worded_part(asked.tx, frame, ordered, filters, most=_A_PAGE)
    events = tuple(dict.fromkeys(held.event_seq for _, held in part.found))
    return EventList(
        number=None,
        order=order,
        events=tuple(events_of(asked.tx, events, asked.upto)),
        goes_on=int(frame["claim"][ordered[part.looked_at - 1]]) if part.goes_on else None,
        looked_at=part.looked_at,
    )


def _number(event: EventView, what: str) -> str | None:
    return next((bounds(one.low, one.best, one.high) for one in event.ranges if one.what == what), None)


COLUMNS: tuple[Column[EventView], ...] = (
    Column("id", "text", "the event", lambda one: one.id),
    Column("type", "text", "what most of its claims say it is", lambda one: one.type),
    Column("actor", "text", "who did it", lambda one: wording.names(one.actor) or None),
    Column("target", "text", "to whom", lambda one: wording.names(one.target) or None),
    Column("place", "text", "where", lambda one: wording.name(one.place) if one.place else None),
    Column("earliest", "day", "its first day", lambda one: one.earliest),
    Column("latest", "day", "its last day", lambda one: one.latest),
    Column("killed", "text", "best number and its range", lambda one: _number(one, "killed")),
    Column("wounded", "text", "best number and its range", lambda one: _number(one, "wounded")),
    Column("reports", "integer", "reports, copies counted once", lambda one: one.reports),
    Column("outlets", "text", "who printed it", lambda one: "; ".join(map(wording.clean, one.outlets)) or None),
    Column("claims", "integer", "claims that stand", lambda one: len(one.voices)),
    Column("plain", "integer", "voices that say it plainly", lambda one: sureness_of(one).plain),
    Column("hedged", "integer", "voices that hedge it", lambda one: sureness_of(one).hedged),
    Column("denied", "integer", "voices that deny it", lambda one: sureness_of(one).denied),
    Column(
        "not_agreed",
        "text",
        "what the claims contradict each other about",
        lambda one: "; ".join(map(wording.clean, one.contradictions)) or None,
    ),
)

PAGES = (PageRoute("/events", "events.html", event_list),)
