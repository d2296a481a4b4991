"""When a report says it happened: expressions of time become intervals of days, never by the wall clock."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the doctests read it
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from allegedly.times.bounds import TimeReading, bounded, going_on_since, joined, runs_on
from allegedly.times.datelines import dateline
from allegedly.times.line import resolve
from allegedly.times.meanings import Calendar, Either, Lasting, Repeated, Shift, YearBack
from allegedly.times.spans import Frame
from allegedly.times.tenses import looks_ahead
from allegedly.times.words import find_time_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.model import TimeInterval
    from allegedly.times.meanings import TimeWords, TimexType
    from allegedly.times.spans import Moment

__all__ = ["Timex", "going_on_since", "read_candidates", "read_times", "read_timexes", "timex_value"]


class Timex(NamedTuple):
    """An expression of time as TimeML annotates it: span, TIMEX3 type and value."""

    start: int
    end: int
    type: TimexType
    value: str


def read_times(
    text: str,
    *,
    published_at: dt.date | None,
    start: int = 0,
    end: int | None = None,
    anchors: Sequence[dt.date] = (),
) -> tuple[TimeInterval, ...]:
    """When things happened, as far as the words tell: one interval an expression, in the order of the text.

    `start` and `end` bound the search, in code points of `text`. Without a publication date the latest of `anchors`
    (the dates of embedded posts) bounds the page, else the report's own dateline. Bare lengths and repetitions are no
    times. What cannot be computed has neither day and keeps its words; so does 10/11/2014, which is two days.

    >>> times = read_times("Gunmen fled on Friday.", published_at=dt.date(2014, 12, 20))
    >>> times[0].earliest, times[0].basis
    (datetime.date(2014, 12, 19), 'anchored')
    """
    anchor = published_at or max(anchors, default=None) or dateline(text)
    readings = [
        reading
        for reading in _readings(text, start, end, anchor)
        if not isinstance(reading.words.meaning, Lasting | Repeated)
    ]
    found: list[TimeInterval] = []
    taken = False
    for first, later in zip(readings, [*readings[1:], None][: len(readings)], strict=True):
        both = None if taken else joined(text, first, later)
        if not taken:
            found.append(both or bounded(text, first, anchor))
        taken = both is not None
    return tuple(_with_lead(text, time) for time in found)


# "in the last three years", "over recent months": the little word belongs to the expression
_STRETCH = re.compile(r"(?:the\s+)?(?:last|past|recent)\b", re.IGNORECASE)
_LEAD = re.compile(r"\b(?:in|over|during|within)\s+$", re.IGNORECASE)


def _with_lead(text: str, time: TimeInterval) -> TimeInterval:
    if time.start is None or time.text is None or not _STRETCH.match(time.text) or time.precision == "day":
        return time
    # the longest of the little words and its blank
    lead = _LEAD.search(text, max(0, time.start - 8), time.start)
    if not lead or re.fullmatch(r"last\s+\w+", time.text, re.IGNORECASE):
        return time
    return msgspec.structs.replace(time, start=lead.start(), text=text[lead.start() : time.end])


def read_candidates(text: str, start: int, end: int) -> tuple[dt.date, ...]:
    """Both days of a date that two readers read differently; none for every other expression.

    >>> [day.isoformat() for day in read_candidates("Shot on 10/11/2014.", 8, 18)]
    ['2014-10-11', '2014-11-10']
    """
    meanings = [words.meaning for words in find_time_words(text, start, end)]
    return next((meaning.candidates for meaning in meanings if isinstance(meaning, Either)), ())


def read_timexes(text: str, *, published_at: dt.date | None) -> tuple[Timex, ...]:
    """Every expression of time in a text with its TIMEX3 type and value, lengths and repetitions too.

    >>> found = read_timexes("Gunmen fled Friday after two days.", published_at=dt.date(2014, 12, 20))
    >>> [timex.value for timex in found]
    ['2014-12-19', 'P2D']
    """
    return tuple(
        Timex(words.start, words.end, words.type, moment.value)
        for words, moment in _readings(text, 0, None, published_at)
    )


def timex_value(
    words: TimeWords, *, published_at: dt.date | None, told: dt.date | None = None, ahead: bool | None = None
) -> str:
    """The TIMEX3 value of one expression: 2014-12-19, 2014-W50, P3D, XXXX-WXX-5, PAST_REF.

    `told` is the day that "the next day" counts from, `ahead` the way a bare "Friday" points.

    >>> words = find_time_words("Gunmen fled last week.")[0]
    >>> timex_value(words, published_at=dt.date(2014, 12, 19))
    '2014-W50'
    """
    return resolve(words.meaning, Frame(published_at, told, told, None, ahead)).value


def _readings(text: str, start: int, end: int | None, anchor: dt.date | None) -> Iterator[TimeReading]:
    """Each expression with its moment; the days told last travel along."""
    found = find_time_words(text, start, end)
    frame = Frame(anchor, year=_first_year(found))
    before: TimeReading | None = None
    for words in found:
        frame = frame._replace(ahead=looks_ahead(text, words.start, words.end), year=_year(words) or frame.year)
        moment = resolve(words.meaning, frame)
        if before and runs_on(text, before, words) and _earlier(moment, before.moment):
            moment = resolve(words.meaning, frame._replace(ahead=True))
        before = TimeReading(words, moment)
        frame = _carried(frame, words, moment)
        yield before


def _carried(frame: Frame, words: TimeWords, moment: Moment) -> Frame:
    """What the next expression may lean on: the day, month and quarter just told."""
    on = words.meaning
    if moment.earliest is None or isinstance(on, YearBack):
        return frame
    if isinstance(on, Calendar) and on.quarter:
        frame = frame._replace(quarter=(moment.earliest.year, on.quarter))
    if isinstance(on, Calendar | Shift):
        frame = frame._replace(month=moment.earliest)
    return frame._replace(told=moment.earliest) if moment.precision == "day" else frame


def _earlier(moment: Moment, other: Moment) -> bool:
    return bool(moment.latest and other.earliest and moment.latest < other.earliest)


def _year(words: TimeWords) -> int | None:
    """The year of a date or month that states one."""
    on = words.meaning
    return on.year if isinstance(on, Calendar) and on.month else None


def _first_year(found: Sequence[TimeWords]) -> int | None:
    """The year of the first full date, which dates before it without a year most likely share."""
    full = (words.meaning for words in found)
    return next((on.year for on in full if isinstance(on, Calendar) and on.year and on.day), None)
