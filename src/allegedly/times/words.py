"""The grammar that finds expressions of time in a text: dates, times of day, lengths and repetitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.times import dates, lengths, shifts, years
from allegedly.times.found import Found
from allegedly.times.lexicon import MONTHS, TimeToken, grammar, letters, time_islands
from allegedly.times.meanings import TimeWords

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from allegedly.times.found import Built

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
        ("ISO", dates.iso_date),
        ("SLASHED", dates.slashed_date),
        (f"{_DATE_PREFIX} {_WHICH}? {_MONTHDAY}", dates.calendar),
        (f"{_DATE_PREFIX} {_DAYMONTH} {_ANY_YEAR}", dates.calendar),
        (f"{_DATE_PREFIX} {_DAYMONTH}", dates.calendar),
        (f"{_CLOCK} ZONE? COMMA? ON? {_DATE_PREFIX} {_MONTHDAY}", dates.calendar),
        (f"{_CLOCK} ZONE? COMMA? ON? {_DATE_PREFIX} {_DAYMONTH} {_YEAR}?", dates.calendar),
        (f"(?:{_EDGE} DASH?)? {_WHICH}? (?P<month>{_MON}) DOT? {_YEAR}?", dates.month),
        (f"(?:{_EDGE} DASH?)? (?:THE YEARWORD)? (?:(?P<year>YEAR)|{_SPOKEN})", years.year),
        (f"THE? (?P<nth>ORD|SECOND|LAST) (?:(?P<n>{_N}) UNITS|(?P<half>HALF)) OF (?P<year>YEAR)", years.year_part),
        ("(?P<years>YEARRANGE)", years.year_range),
        (f"(?:{_EDGE} DASH?|THE)? (?P<decade>MARK? DECADE|YEAR MARK S)", years.decade),
        (f"(?:{_EDGE} DASH?|THE)? (?P<century>ORD|SECOND) DASH? CENTURY", years.century),
        (f"(?:{_EDGE} DASH?|THE|{_WHICH})+ (?P<season>SEASON) {_YEAR}?", years.season),
        (f"(?P<season>SEASON) {_YEAR}", years.season),
        (
            "[THE A]? FISCAL? (?P<year>YEAR)? FISCAL? (?P<quarter>ORD|SECOND) DASH? QUARTER (?:OF? YEAR)?",
            years.quarter,
        ),
        ("(?P<step>[THIS LAST NEXT]) YEARWORD MARK S (?P<quarter>ORD|SECOND) QUARTER", years.quarter),
        ("THE [LATEST CURRENT] (?:QUARTER|PERIOD)|THE QUARTER|THAT QUARTER", years.latest_quarter),
        ("[THE A]? YEARWORD DASH? [AGO EARLIER] (?:ORD|SECOND)? (?:QUARTER|PERIOD)", years.year_ago),
        ("[THE A]? YEARWORD DASH [AGO EARLIER]", years.year_ago),
        ("FISCAL (?P<year>YEAR)", years.year),
        (f"(?:{_EDGE} ON?)? {_WHICH}? (?P<weekday>WEEKDAY) (?P<part>PART)?", dates.weekday),
        (
            "(?P<weekday>WEEKDAY) (?P<part>PART)? COMMA? OF? (?P<step>[THIS LAST NEXT]) (?P<unit>UNIT)",
            dates.weekday_of_week,
        ),
        (f"(?P<part>PART) (?:ON|COMMA)? {_WHICH}? (?P<weekday>WEEKDAY)", dates.weekday),
        (f"{_CLOCK} COMMA? (?:ZONE COMMA?)? ON? {_WHICH}? (?P<weekday>WEEKDAY) (?P<part>PART)?", dates.weekday),
        ("EVERY? (?P<weekday>WEEKDAYS) (?P<part>PART)?", dates.repeated_weekday),
        ("EVERY (?P<weekday>WEEKDAY) (?P<part>PART)?", dates.repeated_weekday),
        (f"{_EDGE}? (?P<day>[TODAY YESTERDAY TOMORROW TONIGHT OVERNIGHT]) (?P<part>PART)?", shifts.deictic),
        ("(?P<part>(?:MID DASH?)? PART) (?P<day>[TODAY YESTERDAY TOMORROW])", shifts.deictic),
        (f"{_CLOCK} (?P<day>[TODAY YESTERDAY TOMORROW TONIGHT])", shifts.deictic),
        ("(?P<clock>AT? [YEAR NUM]) (?P<day>[TODAY YESTERDAY TOMORROW TONIGHT])", shifts.deictic),
        (f"{_EDGE}? (?P<day>[THIS LAST]) (?P<part>PART)", shifts.deictic),
        (f"{_CLOCK} ZONE?", shifts.clock),
        ("AT ABOUT? (?P<clock>[YEAR NUM]) AMPM? ZONE?", shifts.clock),
        ("AT (?P<part>PART)|(?P<middle>(?:MID DASH?)? PART)", shifts.clock),
        (
            f"(?:{_EDGE} IN?)? (?:THE (?P<current>CURRENT) FISCAL?|(?P<which>[THIS LAST NEXT])) FISCAL? (?P<unit>{_U})",
            shifts.unit,
        ),
        (f"(?:THE|{_EDGE} IN? ) THE? FISCAL? (?P<unit>UNIT|YEARWORD|WEEKEND|CENTURY)", shifts.the_unit),
        ("A? (?P<unit>WEEKEND)", shifts.unit),
        ("[YEARWORD] DASH? END", years.year_end),
        (
            f"THE? (?P<which>[LAST PAST NEXT RECENT PREV]) (?P<n>{_N}|A? FEW|A) MORE? (?P<unit>{_U})",
            lengths.rolling,
        ),
        (
            "THE? (?P<which>PAST|RECENT|NEXT|FOLLOW) (?P<unit>UNITS|UNIT|YEARWORD|CENTURY|QUARTER) (?:AND UNITS)?",
            lengths.rolling,
        ),
        ("THE (?P<which>LAST) (?P<unit>UNIT|YEARWORD)", lengths.rolling),
        ("THE (?P<unit>UNITS) (?P<ahead>AHEAD)", lengths.rolling),
        (f"THE (?:ORD|SECOND|LATEST)? (?P<n>{_N}) (?P<unit>UNITS)", lengths.lasting),
        (f"{_QUANT}? (?P<n>{_MANY}) DASH? (?P<unit>{_U}) (?P<half>AND A HALF)? MARK? AGO", shifts.ago),
        (f"{_QUANT}? (?P<n>{_MANY}) DASH? (?P<unit>{_U}) IN NOW", shifts.from_now),
        (f"(?P<n>{_MANY}) (?P<unit>{_U}) (?P<way>[EARLIER LATER])", shifts.beside),
        ("(?P<unit>UNITS) (?P<way>[EARLIER LATER])", shifts.beside),
        (
            "[EARLIER LATER]? (?:THE (?P<same>SAME|PREV|NEXT|FOLLOW)|THAT SAME?) (?P<unit>UNIT|YEARWORD)",
            shifts.anaphor,
        ),
        ("THE (?P<same>PREV|NEXT|FOLLOW|SAME) (?P<part>PART)", shifts.anaphor),
        ("THE (?P<unit>UNIT|YEARWORD) (?P<way>BEFORE|AFTER)", shifts.anaphor),
        ("THE (?P<which>PREV) (?P<weekday>WEEKDAY)", dates.weekday),
        (
            f"{_QUANT}? (?P<n>{_N}) (?P<half>AND A HALF)? MORE? DASH? (?P<unit>{_U}) (?P<rest>AND A HALF|DASH? OLD)?",
            lengths.lasting,
        ),
        (f"{_QUANT}? (?P<n>DAYNUM) (?P<unit>UNITS) (?P<rest>OLD)?", lengths.lasting),
        (f"{_QUANT}? (?P<n>{_N}) [TO OR DASH] {_N} DASH? (?P<unit>{_U}) (?P<rest>OLD)?", lengths.lasting),
        (f"{_QUANT}? (?P<n>A? FEW) OF? MORE? DASH? (?P<unit>UNITS|UNIT|QUARTER|YEARWORD)", lengths.lasting),
        (f"{_QUANT}? A MORE? DASH? (?P<unit>UNIT|YEARWORD|CENTURY) (?P<rest>AND A HALF)?", lengths.a_unit),
        ("(?P<half>HALF) A (?P<unit>UNIT|YEARWORD)", lengths.lasting),
        ("(?P<unit>UNITS) (?:OR UNITS)? (?:DASH [LONG OLD])?", lengths.bare_units),
        (
            f"EVERY (?P<other>OTHER)? (?P<n>{_N})? (?P<unit>UNIT|UNITS|YEARWORD|QUARTER|SEASON|PART|{_MON})",
            lengths.repeated,
        ),
        ("EVERY OF THE [PAST LAST] (?P<n>NUM|DAYNUM) (?P<unit>UNITS)", lengths.rolling_each),
        ("DAILY", lengths.daily),
        ("PER (?P<unit>UNIT|YEARWORD)", lengths.repeated),
        ("(?P<now>NOW|CURRENT|AT THIS MOMENT|AT? [THIS THE] (?P<moment>MOMENT))", shifts.vague),
        (f"(?P<past>MORE? RECENT|FORMER|IN THE PAST {_NOT_COUNTED})", shifts.vague),
        ("(?P<future>SOON|THE FUTURE)", shifts.vague),
        ("(?P<holiday>HOLIDAY) UNIT? (?:COMMA? (?P<year>YEAR))?", dates.holiday),
        ("(?P<which>LAST) (?P<holiday>HOLIDAY) UNIT?", dates.holiday),
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
