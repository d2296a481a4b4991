"""One event: what most say, who says what, the numbers drawn, and how it was known at each moment of its past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.desk.drawing import WIDTH, drawn
from allegedly.desk.eventlist import sureness_of
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.exports.cells import Column
from allegedly.ledger.held import held_claims
from allegedly.ledger.joining import current_events, members
from allegedly.ledger.parting import event_seq
from allegedly.model import Record
from allegedly.stores.batch import head
from allegedly.views.changes import bounds, changes
from allegedly.views.events import EventView, Voice, event_name, view_of
from allegedly.views.filters import holds_on
from allegedly.views.steps import Step, event_steps, step_at
from allegedly.when import days_in_words

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.ledger.held import Held
    from allegedly.stores.engine import Transaction

__all__ = ["PAGES"]


class EventPage(Record, frozen=True, kw_only=True):
    """One event as it was known at the moment asked about.

    `steps` are all moments at which something about it was recorded, up to now; `step` is the one that holds, counted
    from 0, None before the first. `changes` tell what it changed. `event` is None where no claim was in it then:
    `absorbed_by` names the event that took its claims in, if one did.
    """

    id: str
    event: EventView | None
    steps: tuple[Step, ...]
    step: int | None = None
    changes: tuple[str, ...] = ()
    absorbed_by: str | None = None


def event_page(asked: Asked) -> Shown:
    """The page of one event."""
    name = str(asked.path["event"])
    seq = event_seq(asked.tx, name)
    valid_at = asked.day("valid_at")
    steps = event_steps(asked.tx, seq, head(asked.tx).seq)
    at = step_at(steps, asked.upto)
    event = _as_known(asked.tx, seq, asked.upto, valid_at)
    before = _as_known(asked.tx, seq, steps[at - 1].seq, valid_at) if at is not None and at > 0 else None
    record = EventPage(
        id=name,
        event=event,
        steps=steps,
        step=at,
        changes=changes(before, event) if at is not None else (),
        absorbed_by=_absorbed_by(asked.tx, seq, asked.upto) if event is None else None,
    )
    voices = in_order(event) if event is not None else []
    title = event.type.replace("_", " ").capitalize() if event is not None else name
    aids = {"voices": voices, "bounds": bounds, "days": days_in_words, "width": WIDTH, "valid_at": valid_at}
    if event is not None:
        heard = {voice.claim for voice, _ in voices}
        aids |= {
            "drawings": drawn(event, voices),
            "sure": sureness_of(event),
            "decided": {one.what: one for one in event.resolutions},
            "others": [held for held in event.claims if held.id not in heard],
        }
    return Shown(record, title, Table(COLUMNS, voices), aids)


def in_order(event: EventView) -> list[tuple[Voice, Held]]:
    """Each voice with its claim by the day of print, those without one last: nobody is ranked."""
    held = {one.id: one for one in event.claims}
    told = [(voice, held[voice.claim]) for voice in event.voices]
    return sorted(told, key=lambda one: (one[0].published_at or dt.date.max, one[1].seq))


def _as_known(tx: Transaction, seq: int, upto: int, valid_at: dt.date | None) -> EventView | None:
    seqs = members(tx, seq, upto) if seq <= upto else []
    claims = [one for one in held_claims(tx, seqs, upto) if valid_at is None or holds_on(one, valid_at)]
    return view_of(tx, seq, claims, upto) if claims else None


def _absorbed_by(tx: Transaction, seq: int, upto: int) -> str | None:
    """The event that holds the founding claim now, where that is another."""
    if seq > upto or members(tx, seq, upto):
        return None
    came = [one for (one,) in tx.rows("SELECT claim_seq FROM membership WHERE event_seq = ? ORDER BY seq", (seq,))]
    into = [event for event in current_events(tx, [seq, *came], upto).values() if event != seq]
    return event_name(tx, into[0]) if into else None


def _number(voice: Voice, what: str) -> str | None:
    return "; ".join(bounds(*ends) for counted, *ends in voice.numbers if counted == what) or None


COLUMNS: tuple[Column[tuple[Voice, Held]], ...] = (
    Column("published_at", "day", "when it was printed", lambda one: one[0].published_at),
    Column("outlet", "text", "who printed it", lambda one: one[0].outlet),
    Column(
        "says_so",
        "text",
        "the innermost voice first",
        lambda one: wording.voice(one[1].claim) if one[1].claim else None,
    ),
    Column("polarity", "text", "- is denied", lambda one: one[0].polarity),
    Column("certainty", "text", "how sure", lambda one: one[0].certainty),
    Column("killed", "text", "the number as bounded", lambda one: _number(one[0], "killed")),
    Column("wounded", "text", "the number as bounded", lambda one: _number(one[0], "wounded")),
    Column("words", "text", "the first evidence", lambda one: one[0].words),
    Column("copy_of", "text", "the report this one copies", lambda one: one[0].copy_of),
    Column("status", "text", "how the claim stands", lambda one: one[0].status),
    Column("claim", "text", "the claim", lambda one: one[0].claim),
    Column("article", "text", "the report", lambda one: one[0].article),
)

PAGES = (PageRoute("/events/{event}", "event.html", event_page),)
