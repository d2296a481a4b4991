"""How an event is shown to a person: what it is, what the numbers come to, and the table of who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from allegedly import wording
from allegedly.show import WIDEST
from allegedly.when import day_in_words, days_in_words

if TYPE_CHECKING:
    from rich.console import Console

    from allegedly.events.numbers import Range
    from allegedly.ledger.acts import Resolution
    from allegedly.views.events import EventView, Voice

__all__ = ["show_event"]

_MOVES = {
    "prefer": "take {best}",
    "range": "give the range",
    "unconfirmed": "call it unconfirmed",
    "pending": "leave it pending",
}
# a quotation longer than this tells no more than where to look
_WORDS_SHOWN = 90


def show_event(event: EventView, console: Console) -> None:
    """Prints one event: its heading, its numbers by the stated rule, what is contradicted, and one line a voice."""
    width = min(console.width, WIDEST)
    head = Text.assemble((event.type.replace("_", " "), "bold"), "  ", _parties(event))
    console.print(head, width=width)
    days = days_in_words(event.earliest, event.latest)
    where = wording.name(event.place) if event.place else ""
    voices = len(event.voices)
    told = f"{event.reports} report{'s' * (event.reports != 1)}, {voices} voice{'s' * (voices != 1)}"
    console.print(Text(" · ".join(filter(None, [event.id, days, where, told])), style="dim"), width=width)
    decided = {one.what: one for one in event.resolutions}
    for number in event.ranges:
        console.print(_number(number, decided.get(number.what)), width=width)
    for words in event.contradictions:
        console.print(Text(f"  ! {wording.clean(words)}", style="yellow"), width=width)
    for voice in event.voices:
        console.print(_said(voice), width=width)
    console.print()


def _parties(event: EventView) -> str:
    actor, target = wording.names(event.actor), wording.names(event.target)
    return f"{actor or 'not named'} → {target}" if target else actor


def _number(number: Range, decided: Resolution | None) -> Text:
    ends = "–".join(str(end) if end is not None else "?" for end in (number.low, number.high))
    told = Text(f"  {number.what}: {'not told' if number.best is None else number.best} ({ends})  ", style="bold")
    if decided is None:
        return told.append(f"{_MOVES[number.move].format(best=number.best)}: {number.reason}", style="not bold dim")
    preferred = f" {decided.prefers}" if decided.prefers else ""
    reason = f", because: {wording.clean(decided.reason)}" if decided.reason else ""
    return told.append(
        f"{decided.move}{preferred}, decided by {wording.clean(decided.by)}{reason}", style="not bold green"
    )


def _said(voice: Voice) -> Text:
    """One line of who says what."""
    outlet = wording.clean(voice.outlet or voice.article)
    dated = f" {day_in_words(voice.published_at)}" if voice.published_at else ""
    inner = voice.says[-1] if voice.says else None
    says = wording.clean(inner.name or inner.who) if inner else "the outlet itself"
    counted = "; ".join(f"{what} {_bounds(low, best, high)}" for what, low, best, high in voice.numbers)
    sure = "denied" if voice.polarity == "-" else "" if voice.certainty == "certain" else voice.certainty
    copied = "a copy, counted once" if voice.copy_of else ""
    words = wording.clean(voice.words)
    quote = words if len(words) <= _WORDS_SHOWN else words[: _WORDS_SHOWN - 1] + "…"
    facts = " · ".join(filter(None, [f"{outlet}{dated}", says, counted, sure, copied, voice.status]))
    return Text.assemble("    ", facts, "  ", (f"“{quote}”", "italic dim"), "  ", (voice.claim, "dim"))


def _bounds(low: int | None, best: int | None, high: int | None) -> str:
    if low == best == high:
        return "no number" if best is None else f"{best:,}"
    if low is not None:
        return f"at least {low:,}" if high is None else f"{low:,} to {high:,}"
    return f"up to {high:,}" if high is not None else f"about {best:,}"
