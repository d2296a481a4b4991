"""Times counted from the day of publication or the day told last: today, last month, two days ago, the next day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.times.found import STEPS, iso_length, timed
from allegedly.times.meanings import Ago, Beside, Shift, Vague, YearBack

if TYPE_CHECKING:
    from allegedly.times.found import Built, Found

__all__ = ["ago", "anaphor", "beside", "clock", "deictic", "from_now", "the_unit", "unit", "vague"]

# newspapers that end in "Today"
_TODAYS = frozenset(["usa", "russia", "india", "world"])
_CLOCK_MARK = re.compile(r"[:m]")
# wire copy writes 2130 for half past nine
_CLOCK_DIGITS = 4
# parts of the day that stand without a day: "just before noon"
_MARKED_PARTS = frozenset(["noon", "midday", "midnight", "dawn", "daybreak"])
# "at least 1600" counts something
_NO_CLOCK = frozenset(["least", "most", "some", "up"])


def deictic(found: Found) -> Built:
    """Today, yesterday, tonight, last night, this morning, early today."""
    word = found.word("day")
    if word == "today" and found.capital("day") and found.before() in _TODAYS:
        return None
    step = {"yesterday": -1, "tomorrow": 1, "last": -1}.get(word, 0)
    part, clock_time = found.part(), found.clock()
    if word in ("tonight", "overnight"):
        part = "NI" if word == "tonight" else "ON"
    return timed(part, clock_time), Shift(unit="day", step=step, part=part, clock=clock_time, edge=found.edge())


def clock(found: Found) -> Built:
    """About 4:20 p.m., at 2100, at midnight: the day is the one told last."""
    part, time = found.part() or found.part("middle"), found.clock()
    middle, word = found.word("middle"), found.word("clock").removeprefix("at ")
    if middle and not middle.startswith("mid") and middle not in _MARKED_PARTS:
        return None
    if any(token.word in _NO_CLOCK for token in found.matched()):
        return None
    if not part and (time is None or not (_CLOCK_MARK.search(word) or len(word) == _CLOCK_DIGITS)):
        return None
    return "TIME", Beside(unit="day", step=0, part=part or f"T{time}")


def unit(found: Found) -> Built:
    """Last month, this week, earlier this year, late next month, the current year."""
    name = found.unit()
    if name in ("second", "minute", "hour"):
        return None
    which = "this" if found.word("current") else found.word("which")
    if name == "day" and which != "this":
        return ("DATE", Beside(unit="day", step=1)) if which == "next" else None
    return "DATE", Shift(unit=name, step=STEPS.get(which, 0), edge=found.edge())


def the_unit(found: Found) -> Built:
    """The end of the month, the weekend, later in the day; a plain "the week" is left alone."""
    name, edge = found.unit(), found.edge()
    if name in ("second", "minute", "hour", "night", "quarter") or (edge is None and name != "weekend"):
        return None
    return "DATE", Shift(unit=name, step=0, edge=edge)


def ago(found: Found) -> Built:
    """Three days ago, almost two years ago, a month and a half ago."""
    amount: float | None = found.amount()
    if amount and found.word("half"):
        amount += 0.5
    return "DATE", Ago(unit=found.unit(), amount=amount)


def from_now(found: Found) -> Built:
    """Two weeks from now."""
    amount = found.amount()
    return "DATE", Ago(unit=found.unit(), amount=-amount if amount else None)


def beside(found: Found) -> Built:
    """A day earlier, two weeks later, hours later: counted from the day told last."""
    amount = found.amount() if found.word("n") else None
    earlier = found.word("way") == "earlier"
    if earlier and found.unit() == "year" and amount == 1:
        return "DATE", YearBack(years=1)
    step = None if amount is None else -amount if earlier else amount
    return "DURATION", Beside(unit=found.unit(), step=step, length=iso_length(found.unit(), amount))


def anaphor(found: Found) -> Built:
    """The same day, that year, the next morning, the day before."""
    same, way = found.word("same"), found.word("way")
    step = 0
    if STEPS.get(same) == -1 or way in ("before", "prior"):
        step = -1
    elif same == "following" or STEPS.get(same) == 1 or way == "after":
        step = 1
    name = found.unit() if found.word("unit") not in ("", "night") else "day"
    if name in ("second", "minute"):
        return None
    return timed(found.part(), None), Beside(unit=name, step=step, part=found.part())


def vague(found: Found) -> Built:
    """Now, recently, in the future."""
    if found.word("moment") == "time":
        # "this time" counts occasions, "at the time" is long ago; only "at this time" is now
        return None
    if found.word("now"):
        return "DATE", Vague(ref="PRESENT_REF", unit="day")
    if found.word("future") == "soon" and (found.before() == "as" or found.after() in ("after", "as", "before")):
        return None
    return "DATE", Vague(ref="PAST_REF" if found.word("past") else "FUTURE_REF")
