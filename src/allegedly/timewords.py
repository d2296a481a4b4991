"""The grammar that finds expressions of time in a text: dates, times of day, lengths and repetitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import timedates, timelengths, timeshifts, timeyears
from allegedly.timefound import Found
from allegedly.timelexicon import MONTHS, TimeToken, grammar, letters, time_islands
from allegedly.timemeanings import TimeWords

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from allegedly.timefound import Built

__all__ = ["find_time_words"]

# months written out, whose full stop is the sentence's
_FULL_NAMES = frozenset(name for name in MONTHS if len(name) > len("sept") or name in ("may", "june", "july"))
_MON = "[MONTH MAYBE]"
_DAY = "[DAYNUM ORD]"
_N = "(?:TENS DASH? NUMWORD|TENS|[NUM NUMWORD DAYNUM YEAR DECIMAL] FRACTION?)"
_MANY = f"(?:{_N}|A? FEW OF? MORE?|A)"
_U = "[UNIT UNITS QUARTER CENTURY WEEKEND YEARWORD]"
_WHICH = "(?P<which>[THIS LAST NEXT PAST PREV CURRENT])"
_EDGE = "(?P<edge>THE? [EARLY LATE MID EARLIER LATER]|THE? [BEGIN END MID] OF THE?)"
_SPOKEN = "(?P<spoken>NUMWORD TENS (?:DASH? NUMWORD)?)"
_YEAR = f"(?:{_SPOKEN}|COMMA? OF? (?P<year>YEAR)|COMMA? OF? (?P<step>[THIS LAST NEXT PREV]) YEARWORD)"
_QUANT = "(?P<quant>(?:[ABOUT MORE] THAN?){1,2})"
_CLOCK = "(?P<clock>[CLOCK DAYNUM DECIMAL] AMPM DOT?|CLOCK)"
_MONTHDAY = (
    f"(?P<month>{_MON}) DOT? THE? (?:(?P<days>DAYRANGE)|(?P<day>{_DAY})"
    f"(?:(?P<join>DASH|TO|COMMA? AND) (?P<lastday>{_DAY}))?) {_YEAR}?"
)
_DAYMONTH = (
    f"THE? (?:(?P<days>DAYRANGE)|(?P<day>{_DAY})"
    f"(?:(?P<join>(?:COMMA {_DAY}){{0,3}} COMMA? AND|DASH|TO) (?P<lastday>{_DAY}))?)"
    f" OF? (?P<month>{_MON}) DOT?"
)
_ANY_YEAR = f"(?:{_YEAR}|(?P<short>MARK? [DAYNUM NUM]))"
_DATE_PREFIX = (
    "(?:(?:(?P<weekday>WEEKDAY|SHORTDAY) DOT?|[TODAY YESTERDAY TOMORROW]) [COMMA OPEN]? "
    "(?:THE|[TODAY WEEKDAY] COMMA?)?)?"
)
_NOT_COUNTED = "(?! [NUM NUMWORD TENS DAYNUM FEW UNIT UNITS YEARWORD QUARTER CENTURY A WEEKDAY MONTH SEASON])"

# longest match wins, then the rule that stands first
_RULES: tuple[tuple[re.Pattern[str], Callable[[Found], Built]], ...] = tuple(
    (grammar(rule), builder)
    for rule, builder in (
        ("ISO", timedates.iso_date),
        ("SLASHED", timedates.slashed_date),
        (f"{_DATE_PREFIX} {_WHICH}? {_MONTHDAY}", timedates.calendar),
        (f"{_DATE_PREFIX} {_DAYMONTH} {_ANY_YEAR}", timedates.calendar),
        (f"{_DATE_PREFIX} {_DAYMONTH}", timedates.calendar),
        (f"{_CLOCK} ZONE? COMMA? ON? {_DATE_PREFIX} {_MONTHDAY}", timedates.calendar),
        (f"{_CLOCK} ZONE? COMMA? ON? {_DATE_PREFIX} {_DAYMONTH} {_YEAR}?", timedates.calendar),
        (f"(?:{_EDGE} DASH?)? {_WHICH}? (?P<month>{_MON}) DOT? {_YEAR}?", timedates.month),
        (f"(?:{_EDGE} DASH?)? (?:THE YEARWORD)? (?:(?P<year>YEAR)|{_SPOKEN})", timeyears.year),
        (f"THE? (?P<nth>ORD|SECOND|LAST) (?:(?P<n>{_N}) UNITS|(?P<half>HALF)) OF (?P<year>YEAR)", timeyears.year_part),
        ("(?P<years>YEARRANGE)", timeyears.year_range),
        (f"(?:{_EDGE} DASH?|THE)? (?P<decade>MARK? DECADE|YEAR MARK S)", timeyears.decade),
        (f"(?:{_EDGE} DASH?|THE)? (?P<century>ORD|SECOND) DASH? CENTURY", timeyears.century),
        (f"(?:{_EDGE} DASH?|THE|{_WHICH})+ (?P<season>SEASON) {_YEAR}?", timeyears.season),
        (f"(?P<season>SEASON) {_YEAR}", timeyears.season),
        (
            "[THE A]? FISCAL? (?P<year>YEAR)? FISCAL? (?P<quarter>ORD|SECOND) DASH? QUARTER (?:OF? YEAR)?",
            timeyears.quarter,
        ),
        ("(?P<step>[THIS LAST NEXT]) YEARWORD MARK S (?P<quarter>ORD|SECOND) QUARTER", timeyears.quarter),
        ("THE [LATEST CURRENT] (?:QUARTER|PERIOD)|THE QUARTER|THAT QUARTER", timeyears.latest_quarter),
        ("[THE A]? YEARWORD DASH? [AGO EARLIER] (?:ORD|SECOND)? (?:QUARTER|PERIOD)", timeyears.year_ago),
        ("[THE A]? YEARWORD DASH [AGO EARLIER]", timeyears.year_ago),
        ("FISCAL (?P<year>YEAR)", timeyears.year),
        (f"(?:{_EDGE} ON?)? {_WHICH}? (?P<weekday>WEEKDAY) (?P<part>PART)?", timedates.weekday),
        (f"(?P<part>PART) (?:ON|COMMA)? {_WHICH}? (?P<weekday>WEEKDAY)", timedates.weekday),
        (f"{_CLOCK} COMMA? (?:ZONE COMMA?)? ON? {_WHICH}? (?P<weekday>WEEKDAY) (?P<part>PART)?", timedates.weekday),
        ("EVERY? (?P<weekday>WEEKDAYS) (?P<part>PART)?", timedates.repeated_weekday),
        ("EVERY (?P<weekday>WEEKDAY) (?P<part>PART)?", timedates.repeated_weekday),
        (f"{_EDGE}? (?P<day>[TODAY YESTERDAY TOMORROW TONIGHT OVERNIGHT]) (?P<part>PART)?", timeshifts.deictic),
        ("(?P<part>(?:MID DASH?)? PART) (?P<day>[TODAY YESTERDAY TOMORROW])", timeshifts.deictic),
        (f"{_CLOCK} (?P<day>[TODAY YESTERDAY TOMORROW TONIGHT])", timeshifts.deictic),
        ("(?P<clock>AT? [YEAR NUM]) (?P<day>[TODAY YESTERDAY TOMORROW TONIGHT])", timeshifts.deictic),
        (f"{_EDGE}? (?P<day>[THIS LAST]) (?P<part>PART)", timeshifts.deictic),
        (f"{_CLOCK} ZONE?", timeshifts.clock),
        ("AT ABOUT? (?P<clock>[YEAR NUM]) AMPM? ZONE?", timeshifts.clock),
        ("AT (?P<part>PART)|(?P<middle>(?:MID DASH?)? PART)", timeshifts.clock),
        (
            f"(?:{_EDGE} IN?)? (?:THE (?P<current>CURRENT) FISCAL?|(?P<which>[THIS LAST NEXT])) FISCAL? (?P<unit>{_U})",
            timeshifts.unit,
        ),
        (f"(?:THE|{_EDGE} IN? ) THE? FISCAL? (?P<unit>UNIT|YEARWORD|WEEKEND|CENTURY)", timeshifts.the_unit),
        ("A? (?P<unit>WEEKEND)", timeshifts.unit),
        ("[YEARWORD] DASH? END", timeyears.year_end),
        (
            f"THE? (?P<which>[LAST PAST NEXT RECENT PREV]) (?P<n>{_N}|A? FEW|A) MORE? (?P<unit>{_U})",
            timelengths.rolling,
        ),
        (
            "THE? (?P<which>PAST|RECENT|NEXT|FOLLOW) (?P<unit>UNITS|UNIT|YEARWORD|CENTURY|QUARTER) (?:AND UNITS)?",
            timelengths.rolling,
        ),
        ("THE (?P<which>LAST) (?P<unit>UNIT|YEARWORD)", timelengths.rolling),
        ("THE (?P<unit>UNITS) (?P<ahead>AHEAD)", timelengths.rolling),
        (f"THE (?:ORD|SECOND|LATEST)? (?P<n>{_N}) (?P<unit>UNITS)", timelengths.lasting),
        (f"{_QUANT}? (?P<n>{_MANY}) DASH? (?P<unit>{_U}) (?P<half>AND A HALF)? MARK? AGO", timeshifts.ago),
        (f"{_QUANT}? (?P<n>{_MANY}) DASH? (?P<unit>{_U}) IN NOW", timeshifts.from_now),
        (f"(?P<n>{_MANY}) (?P<unit>{_U}) (?P<way>[EARLIER LATER])", timeshifts.beside),
        ("(?P<unit>UNITS) (?P<way>[EARLIER LATER])", timeshifts.beside),
        (
            "[EARLIER LATER]? (?:THE (?P<same>SAME|PREV|NEXT|FOLLOW)|THAT SAME?) (?P<unit>UNIT|YEARWORD)",
            timeshifts.anaphor,
        ),
        ("THE (?P<same>PREV|NEXT|FOLLOW|SAME) (?P<part>PART)", timeshifts.anaphor),
        ("THE (?P<unit>UNIT|YEARWORD) (?P<way>BEFORE|AFTER)", timeshifts.anaphor),
        ("THE (?P<which>PREV) (?P<weekday>WEEKDAY)", timedates.weekday),
        (
            f"{_QUANT}? (?P<n>{_N}) (?P<half>AND A HALF)? MORE? DASH? (?P<unit>{_U}) (?P<rest>AND A HALF|DASH? OLD)?",
            timelengths.lasting,
        ),
        (f"{_QUANT}? (?P<n>DAYNUM) (?P<unit>UNITS) (?P<rest>OLD)?", timelengths.lasting),
        (f"{_QUANT}? (?P<n>{_N}) [TO OR DASH] {_N} DASH? (?P<unit>{_U}) (?P<rest>OLD)?", timelengths.lasting),
        (f"{_QUANT}? (?P<n>A? FEW) OF? MORE? DASH? (?P<unit>UNITS|UNIT|QUARTER|YEARWORD)", timelengths.lasting),
        (f"{_QUANT}? A MORE? DASH? (?P<unit>UNIT|YEARWORD|CENTURY) (?P<rest>AND A HALF)?", timelengths.a_unit),
        ("(?P<half>HALF) A (?P<unit>UNIT|YEARWORD)", timelengths.lasting),
        ("(?P<unit>UNITS) (?:OR UNITS)? (?:DASH [LONG OLD])?", timelengths.bare_units),
        (
            f"EVERY (?P<other>OTHER)? (?P<n>{_N})? (?P<unit>UNIT|UNITS|YEARWORD|QUARTER|SEASON|PART|{_MON})",
            timelengths.repeated,
        ),
        ("EVERY OF THE [PAST LAST] (?P<n>NUM|DAYNUM) (?P<unit>UNITS)", timelengths.rolling_each),
        ("DAILY", timelengths.daily),
        ("PER (?P<unit>UNIT|YEARWORD)", timelengths.repeated),
        ("(?P<now>NOW|CURRENT|AT THIS MOMENT|AT? [THIS THE] (?P<moment>MOMENT))", timeshifts.vague),
        (f"(?P<past>MORE? RECENT|FORMER|IN THE PAST {_NOT_COUNTED})", timeshifts.vague),
        ("(?P<future>SOON|THE FUTURE)", timeshifts.vague),
        ("(?P<holiday>HOLIDAY) UNIT? (?:COMMA? (?P<year>YEAR))?", timedates.holiday),
        ("(?P<which>LAST) (?P<holiday>HOLIDAY) UNIT?", timedates.holiday),
    )
)


def find_time_words(text: str, start: int = 0, end: int | None = None) -> tuple[TimeWords, ...]:
    """The expressions of time in a text or a stretch of it, in order, with what each means before any day is known.

    `start` and `end` are code points of `text`, as are the spans. Expressions do not overlap: where two could
    stand, the one that begins first and reaches further is kept.

    >>> [(words.text, words.type) for words in find_time_words("Gunmen fled on Friday night after three days.")]
    [('Friday night', 'TIME'), ('three days', 'DURATION')]
    """
    tokens = time_islands(text, start, len(text) if end is None else end)
    classes = letters(tokens)
    spans = []
    for order, (rule, _) in enumerate(_RULES):
        spans += [(match.start(), -match.end(), order, match) for match in rule.finditer(classes)]
    found: list[TimeWords] = []
    at = 0
    for first, _, order, match in sorted(spans, key=lambda span: span[:3]):
        if first < at:
            continue
        built = _RULES[order][1](Found(text, tokens, match))
        if built is None:
            continue
        begin, stop = tokens[first].start, _stop(tokens, match.end() - 1)
        found.append(TimeWords(start=begin, end=stop, text=text[begin:stop], type=built[0], meaning=built[1]))
        at = match.end()
    return tuple(found)


def _stop(tokens: list[TimeToken], last: int) -> int:
    """Where an expression ends: the full stop of "Sept." and "p.m." is its own, that of "September." is not."""
    if tokens[last].name == "DOT" and tokens[last - 1].word in _FULL_NAMES:
        return tokens[last - 1].end
    return tokens[last].end
