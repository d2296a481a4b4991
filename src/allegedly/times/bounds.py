"""Words that open or close a time: "since Friday", "until Tuesday", "between March and May"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from allegedly.model import TimeInterval
from allegedly.times.meanings import Beside, Calendar, Either

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.model import Basis
    from allegedly.times.meanings import TimeWords
    from allegedly.times.spans import Moment

__all__ = ["TimeReading", "bounded", "going_on_since", "joined", "runs_on"]

_GAP = r"\s{1,3}"
_SINCE = re.compile(
    rf"\b(?:ever{_GAP})?(?:since|dating{_GAP}(?:back{_GAP})?to)(?:{_GAP}at{_GAP}least)?{_GAP}(?:the{_GAP})?$",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"(?<![\w-])(?:until|till|up{_GAP}to|before){_GAP}(?:the{_GAP})?$", re.IGNORECASE)
_OPENING = re.compile(rf"\b(?P<word>between|from){_GAP}(?:the{_GAP})?$", re.IGNORECASE)
_JOINT = re.compile(rf"{_GAP}(?P<word>and|to|until|till|through){_GAP}(?:the{_GAP})?", re.IGNORECASE)
# how far before an expression its "since" or "between" begins, in characters
_REACH = 30
# "since Friday" in the news of the day tells what still goes on; "since 2 May" a quarter later need not
_STILL = 92


class TimeReading(NamedTuple):
    """An expression with the moment it comes to."""

    words: TimeWords
    moment: Moment


def runs_on(text: str, first: TimeReading | None, later: TimeWords) -> bool:
    """Whether an expression ends what the one before it opens: "from today until Monday"."""
    joint = _JOINT.fullmatch(text, first.words.end, later.start) if first else None
    return joint is not None and joint.group("word").lower() != "and"


def bounded(text: str, reading: TimeReading, anchor: dt.date | None) -> TimeInterval:
    """An interval, open to one side after "since" and before "until"."""
    words, moment = reading
    reach = max(0, words.start - _REACH)
    since, until = _SINCE.search(text, reach, words.start), _UNTIL.search(text, reach, words.start)
    if since:
        latest = _so_far(moment, anchor)
        return _interval(text, (since.start(), words.end), reading, moment.earliest, latest)
    # "just before noon" is that day
    if until and not isinstance(words.meaning, Beside):
        return _interval(text, (until.start(), words.end), reading, None, moment.latest)
    return _interval(text, (words.start, words.end), reading, moment.earliest, moment.latest)


def joined(text: str, first: TimeReading, later: TimeReading | None) -> TimeInterval | None:
    """Two expressions that make one interval ("between March and May"); None when they do not belong together."""
    if later is None or not first.moment.earliest or not later.moment.latest:
        return None
    joint = _JOINT.fullmatch(text, first.words.end, later.words.start)
    if joint is None or later.moment.latest < first.moment.earliest:
        return None
    opening = _OPENING.search(text, max(0, first.words.start - _REACH), first.words.start)
    pair = (opening.group("word").lower() if opening else "", joint.group("word").lower())
    months = _month_only(first.words) and _month_only(later.words) and pair == ("", "and")
    if not months and (pair[0] == "" or (pair[0] == "between") != (pair[1] == "and")):
        return None
    start = opening.start() if opening else first.words.start
    return _interval(text, (start, later.words.end), later, first.moment.earliest, later.moment.latest)


def going_on_since(text: str, time: TimeInterval, start: int, anchor: dt.date | None) -> TimeInterval:
    """A time as what is open since then, its words from "since" at `start` on.

    >>> import datetime as dt
    >>> from allegedly.times import read_times
    >>> line = "Unrest has spread since the mayor fled on 2 May 2014."
    >>> [fled] = read_times(line, published_at=dt.date(2014, 5, 9))
    >>> since = going_on_since(line, fled, 18, dt.date(2014, 5, 9))
    >>> since.text, since.latest
    ('since the mayor fled on 2 May 2014', datetime.date(2014, 5, 9))
    """
    words = {"text": text[start : time.end], "start": start}
    return msgspec.structs.replace(time, latest=_so_far(time, anchor), **words)


def _so_far(moment: Moment | TimeInterval, anchor: dt.date | None) -> dt.date | None:
    """What has gone on since a day of late goes on up to the day of publication; since a year, nobody says."""
    if anchor is None or moment.earliest is None or moment.precision != "day":
        return None
    return anchor if 0 <= (anchor - moment.earliest).days <= _STILL else None


def _month_only(words: TimeWords) -> bool:
    on = words.meaning
    return isinstance(on, Calendar) and on.month is not None and on.day is None


def _basis(words: TimeWords) -> Basis:
    on = words.meaning
    full = isinstance(on, Calendar) and (on.year or on.decade or on.century)
    return "stated" if full or isinstance(on, Either) else "anchored"


def _interval(
    text: str, span: tuple[int, int], reading: TimeReading, earliest: dt.date | None, latest: dt.date | None
) -> TimeInterval:
    start, end = span
    return TimeInterval(
        precision=reading.moment.precision,
        basis=_basis(reading.words),
        earliest=earliest,
        latest=latest,
        text=text[start:end],
        start=start,
        end=end,
    )
