"""What is told of an event now that was not told before, in words: for going through its past step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.when import days_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.events.numbers import Range
    from allegedly.ledger.held import Held
    from allegedly.views.events import EventView

__all__ = ["ENDS", "bounds", "changes"]

# why a claim no longer stands, by the cause that the ledger has
ENDS = {
    "correction": "corrected by the outlet",
    "clarification": "clarified by the outlet",
    "update": "updated by the outlet",
    "retraction": "withdrawn by the outlet",
    "changed": "told otherwise by a newer version, without a notice",
    "dropped": "no longer told by a newer version, without a notice",
    "repeats": "told in an earlier version already",
    "recoded": "read otherwise by a newer coder",
}


def changes(before: EventView | None, after: EventView | None) -> tuple[str, ...]:
    """The differences between two states of one event, each in a sentence; None is a time when there was no such event.

    Of an event that has just come up only its claims are told.
    """
    if after is None:
        return ("another event took in all its claims",) if before is not None else ()
    return tuple(_told(before, after))


def bounds(low: int | None, best: int | None, high: int | None) -> str:
    """A number as far as it is bounded.

    >>> bounds(3, 3, 3), bounds(3, 9, 11), bounds(14, 14, None), bounds(None, None, None)
    ('3', '9 (3 to 11)', 'at least 14', 'no number')
    """
    if low is None and high is None:
        return "no number" if best is None else f"about {best:,}"
    if low == high:
        return f"{low:,}"
    ends = f"up to {high:,}" if low is None else f"at least {low:,}" if high is None else f"{low:,} to {high:,}"
    # "at least 14" says all there is to say of 14
    is_an_end = (best == low and high is None) or (best == high and low is None)
    return ends if best is None or is_an_end else f"{best:,} ({ends})"


def _told(before: EventView | None, after: EventView) -> Iterator[str]:
    were = {held.id: held for held in before.claims} if before else {}
    are = {held.id: held for held in after.claims}
    yield from (f"came in: {_who_says(held)}" for name, held in are.items() if name not in were)
    yield from (f"went to another event: {_who_says(held)}" for name, held in were.items() if name not in are)
    for name, held in are.items():
        if name in were:
            yield from _decided(were[name], held)
    if before is None:
        return
    yield from _heading(before, after)
    yield from _numbers({one.what: one for one in before.ranges}, {one.what: one for one in after.ranges})
    yield from _disagreed(before.contradictions, after.contradictions)
    for act in after.resolutions:
        if act not in before.resolutions:
            why = f", because: {wording.clean(act.reason)}" if act.reason else ""
            yield f"{act.what}: {wording.clean(act.by)} decided “{act.move}”{why}"


def _who_says(held: Held) -> str:
    claim = held.claim
    outlet = wording.clean(held.outlet or "an outlet not named")
    if claim is None:
        return f"{outlet}: words deleted"
    counted = "; ".join(wording.number(count) for count in getattr(claim, "counts", ()))
    told = ", ".join(filter(None, [wording.who(claim), counted])) or claim.type.replace("_", " ")
    sure = wording.tag(claim.factuality).lower()
    return f"{outlet}, {wording.voice(claim)}: {told}" + (f" ({sure})" if sure else "")


def _decided(was: Held, now: Held) -> Iterator[str]:
    if was.standing.status != now.standing.status:
        end = f" ({ENDS[now.superseded.cause]})" if now.superseded is not None else ""
        yield f"{now.standing.status}{end}, before {was.standing.status}: {_who_says(now)}"
    elif was.standing.content != now.standing.content:
        yield f"edited: {_who_says(now)}"


def _heading(before: EventView, after: EventView) -> Iterator[str]:
    def told(view: EventView) -> dict[str, str]:
        return {
            "type": view.type.replace("_", " "),
            "who": wording.names(view.actor),
            "whom": wording.names(view.target),
            "where": wording.name(view.place) if view.place else "",
            "when": days_in_words(view.earliest, view.latest),
        }

    was, now = told(before), told(after)
    yield from (
        f"{what}: {was[what] or 'not told'} → {now[what] or 'not told'}" for what in was if was[what] != now[what]
    )


def _disagreed(was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[str]:
    """What came to be disagreed on, or no longer is; that its ends moved stands with the numbers."""
    old, new = ({words.partition(":")[0]: words for words in told} for told in (was, now))
    yield from (f"now disagreed on: {words}" for about, words in new.items() if about not in old)
    yield from (f"no longer disagreed on: {words}" for about, words in old.items() if about not in new)


def _numbers(was: dict[str, Range], now: dict[str, Range]) -> Iterator[str]:
    for what in (*was, *(one for one in now if one not in was)):
        old, new = (
            bounds(one.low, one.best, one.high) if one else "not told" for one in (was.get(what), now.get(what))
        )
        if old != new:
            yield f"{what}: {old} → {new}"
