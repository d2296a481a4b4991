"""Which events are the newest among the claims that fit, found in columns a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from allegedly.ledger.held import held_claims
from allegedly.ledger.joining import members
from allegedly.model import Record
from allegedly.views.events import EventView, view_of
from allegedly.views.finding import EVENT_TYPES

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.stores.engine import Transaction
    from allegedly.views.finding import Rows
    from allegedly.views.tally import Frame

__all__ = ["Order", "Part", "event_rows", "events_of", "newest_events", "newest_first", "number_of_events"]

# by the last day told of it, or by the entry that last told of it
Order = Literal["day", "recorded"]
# a page is filled from about so many of the newest claims; where they are of few events, more are taken
_AT_ONCE = 256


class Part(Record, frozen=True, kw_only=True):
    """Some events by entry, the newest first; `goes_on` is the claim, by entry, to go on before."""

    events: tuple[int, ...]
    goes_on: int | None = None


def event_rows(frame: Frame, rows: Rows) -> Rows:
    """Those of some rows that tell of a happening."""
    tells = np.zeros(len(frame.labels["type"].words), bool)
    tells[[known for name in EVENT_TYPES if (known := frame.labels["type"].known(name)) is not None]] = True
    return np.asarray(rows[tells[frame["type"][rows]]])


def number_of_events(frame: Frame, rows: Rows) -> int:
    """How many events some rows belong to."""
    shared = rows[frame["shares_event"][rows]]
    return len(rows) - len(shared) + len(np.unique(frame["event"][shared]))


def newest_events(frame: Frame, rows: Rows, order: Order, *, before: int | None = None, most: int) -> Part:
    """At most `most` events of some rows, which must be in the order of the frame.

    An event stands where its newest row does; `before` is a claim by entry, as the part before gave it.
    """
    left = _before(frame, rows, order, before)
    passed = rows[~left]
    # an event that stood on an earlier page stands there alone; only one with several claims could come again
    shown = np.unique(frame["event"][passed[frame["shares_event"][passed]]])
    rows = rows[left]
    wanted = max(_AT_ONCE, most)
    while True:
        some = _newest(frame, rows, order, wanted)
        events = frame["event"][some]
        fresh = ~np.isin(events, shown)
        _, first = np.unique(events[fresh], return_index=True)
        if len(first) > most or wanted >= len(rows):
            break
        wanted *= 8
    chosen = some[fresh][np.sort(first)]
    more = len(chosen) > most
    found = tuple(int(event) for event in frame["event"][chosen[:most]])
    return Part(events=found, goes_on=int(frame["claim"][chosen[most - 1]]) if more else None)


def newest_first(frame: Frame, rows: Rows, order: Order, *, before: int | None = None, most: int) -> Rows:
    """At most `most` of some rows, the newest first; those before a claim, by entry, where one is given."""
    return _newest(frame, rows[_before(frame, rows, order, before)], order, most)


def events_of(tx: Transaction, events: tuple[int, ...], upto: int) -> list[EventView]:
    """Events by their entries, with all their claims as they stood after entry `upto`."""
    return [view_of(tx, seq, held_claims(tx, members(tx, seq, upto), upto), upto) for seq in events]


def _before(frame: Frame, rows: Rows, order: Order, claim: int | None) -> npt.NDArray[np.bool_]:
    """Which rows come after a claim in a list that has the newest first; all where there is no such claim."""
    at = frame.row_of(claim) if claim is not None else None
    if at is None:
        return np.ones(len(rows), bool)
    if order == "recorded":
        return np.asarray(rows < at)
    days, day = frame["last_day"][rows], frame["last_day"][at]
    return np.asarray((days < day) | ((days == day) & (rows < at)))


def _newest(frame: Frame, rows: Rows, order: Order, most: int) -> Rows:
    """The newest of some rows, which are in the order recorded, the newest first; of one day those recorded last."""
    if order == "recorded":
        return np.asarray(rows[::-1][:most])
    days = frame["last_day"][rows]
    if most < len(rows):
        least = np.partition(days, -most)[-most]
        later = np.flatnonzero(days > least)
        kept = np.concatenate((later, np.flatnonzero(days == least)[-(most - len(later)) :]))
        rows, days = rows[kept], days[kept]
    return np.asarray(rows[np.lexsort((rows, days))[::-1]])
