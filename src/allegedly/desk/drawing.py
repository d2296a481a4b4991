"""An event's numbers drawn: the range by the stated rule as a bar, and each voice's figure as a mark under it.

Places are whole numbers on a ruler of 1,000 that begins at nought, so that every bar can be compared by its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly import wording
from allegedly.views.changes import bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.events.numbers import Range
    from allegedly.ledger.held import Held
    from allegedly.views.events import EventView, Voice

__all__ = ["LAST", "WIDTH", "Drawing", "Mark", "drawn"]

WIDTH = 1_000
# where the largest number stands; beyond it there is room for "and more"
LAST = 920
# a bar of one number is still seen
_THINNEST = 6


class Mark(NamedTuple):
    """One figure on the ruler: from `left` over `width`, `best` where a number is supported; an end may be open."""

    left: int
    width: int
    best: int | None
    opens_left: bool
    opens_right: bool
    words: str
    voice: Voice | None = None
    told_by: str = ""
    counts: bool = True


class Drawing(NamedTuple):
    """One thing counted: its range, the bar of it, a mark for each voice in the order of print, the largest number."""

    range: Range
    bar: Mark
    marks: tuple[Mark, ...]
    end: int


def drawn(event: EventView, voices: Sequence[tuple[Voice, Held]]) -> tuple[Drawing, ...]:
    """The numbers of an event, in the order of the code book; `voices` in the order they are to stand in."""
    return tuple(_drawing(one, voices) for one in event.ranges)


def _drawing(told: Range, voices: Sequence[tuple[Voice, Held]]) -> Drawing:
    figures = [
        (voice, held, low, best, high)
        for voice, held in voices
        for what, low, best, high in voice.numbers
        if what == told.what
    ]
    ends = [(told.low, told.best, told.high), *((low, best, high) for _, _, low, best, high in figures)]
    end = max((one for some in ends for one in some if one is not None), default=1) or 1
    marks = tuple(
        _mark(low, best, high, end)._replace(
            voice=voice,
            told_by=wording.voice(held.claim) if held.claim else "",
            counts=voice.copy_of is None and voice.polarity == "+",
        )
        for voice, held, low, best, high in figures
    )
    return Drawing(told, _mark(told.low, told.best, told.high, end), marks, end)


def _mark(low: int | None, best: int | None, high: int | None, end: int) -> Mark:
    """A figure on a ruler that ends at `end`; one without any bound has no width."""
    told = [one for one in (low, best, high) if one is not None]
    # "at least six" reaches from six on, "up to six" to six: what is open is drawn as such, not as a length
    left, right = (_at(min(told), end), _at(max(told), end)) if told else (0, 0)
    return Mark(
        left=left,
        width=max(_THINNEST, right - left) if told else 0,
        best=None if best is None else _at(best, end),
        opens_left=low is None and bool(told),
        opens_right=high is None and bool(told),
        words=bounds(low, best, high),
    )


def _at(number: int, end: int) -> int:
    return round(number * LAST / end)
