"""The vocabulary of time: every word gets a class (month, weekday, unit, number...) that the grammar is written in."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import NamedTuple

from allegedly.times.numerals import DECADES, ONES, ORDINALS, TENS, numeral_class

__all__ = [
    "MONTHS",
    "UNITS",
    "WEEKDAYS",
    "TimeToken",
    "company",
    "grammar",
    "letters",
    "time_islands",
    "time_tokens",
]

# words, numbers with inner separators, single marks, and blank lines, which no expression crosses
_TOKEN = re.compile(
    r"\d{1,12}(?:[.,:/-]\d{1,6}){0,4}(?:(?:st|nd|rd|th|s|am|pm|h)\b)?|[ap]\.\s?m\b|[^\W\d_](?:\.[^\W\d_]\b){1,4}"
    r"|new\s{1,3}year['’]?s?\s{1,3}(?:day|eve)\b|[^\W\d_]{1,40}|\n[ \t\r]{0,80}\n|[^\s\w]",
    re.IGNORECASE,
)
# a quick glance: words and numerals, before anything is looked at closely
_GLANCE = re.compile(r"\d[\w:/.-]{0,40}|[^\W\d_]{1,40}")
# no expression reaches further than this from the word that makes it one, in characters
_REACH = 70
_NAME = re.compile(r"\(\?P<[a-z]{1,12}>|[A-Z]{1,10}")

MONTHS = {
    name: at
    for at, names in enumerate(
        (
            *(("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun")),
            *(("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct")),
            *(("november", "nov"), ("december", "dec")),
        ),
        1,
    )
    for name in names
}
WEEKDAYS = {
    name: at
    for at, names in enumerate(
        (
            *(("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed"), ("thursday", "thurs", "thu")),
            *(("friday", "fri"), ("saturday", "sat"), ("sunday", "sun")),
        )
    )
    for name in (*names, names[0] + "s")
}
UNITS = {
    plural: name
    for name in ("second", "minute", "hour", "day", "night", "week", "weekend", "month", "quarter", "year", "decade")
    for plural in (name, name + "s")
} | {"century": "century", "centuries": "century", "fortnight": "fortnight", "winters": "season", "summers": "season"}
# months that are also a verb, a name or a modal; only company makes them months
_DOUBTFUL_MONTHS = frozenset(["may", "march", "mar", "jan"])
# all classes: of calendar words, numerals and marks, then those whose words stand in data/time.toml
_CLASSES = (
    *("MONTH", "MAYBE", "WEEKDAY", "WEEKDAYS", "SHORTDAY", "UNIT", "UNITS", "DAYNUM", "NUM", "NUMWORD", "FRACTION"),
    *("TENS", "ORD", "SECOND", "YEAR", "DECADE", "CLOCK", "DECIMAL", "ISO", "SLASHED", "DAYRANGE", "YEARRANGE"),
    *("DASH", "COMMA", "DOT", "OPEN", "CLOSE", "MARK", "S", "BREAK", "WORD"),
    *("A", "THE", "THIS", "LAST", "PAST", "PREV", "NEXT", "FOLLOW", "THAT", "SAME", "AGO", "AHEAD", "EARLIER", "LATER"),
    *("BEFORE", "AFTER", "EARLY", "LATE", "MID", "BEGIN", "END", "OF", "AND", "OR", "TO", "PER", "IN", "ON", "AT"),
    *("EVERY", "OTHER", "FEW", "HALF", "ABOUT", "MORE", "THAN", "FISCAL", "YESTERDAY", "TODAY", "TOMORROW", "TONIGHT"),
    *("OVERNIGHT", "NOW", "CURRENT", "LATEST", "RECENT", "FORMER", "SOON", "FUTURE", "PERIOD", "MOMENT", "OLD", "LONG"),
    *("QUARTER", "CENTURY", "WEEKEND", "YEARWORD", "SEASON", "PART", "DAILY", "AMPM", "ZONE", "HOLIDAY"),
)
# one letter stands for one class, from Latin Extended-A on, where no letter has a meaning in a pattern
_LETTER = {name: chr(0x100 + at) for at, name in enumerate(_CLASSES)}
_MARKS = dict.fromkeys("-–—‑", "DASH") | dict.fromkeys("'’`‘", "MARK") | dict.fromkeys("([", "OPEN")
_MARKS |= dict.fromkeys(")]", "CLOSE") | {",": "COMMA", ".": "DOT", "&": "AND"}


class _Lexicon(NamedTuple):
    """The lists as the tokenizer wants them: class by word, weak classes, words that tell a time, company."""

    classes: dict[str, str]
    weak: frozenset[str]
    telling: frozenset[str]
    company: dict[str, frozenset[str]]


class TimeToken(NamedTuple):
    """One word where it stands, in small letters, with its class."""

    start: int
    end: int
    word: str
    name: str


@functools.cache
def _lexicon() -> _Lexicon:
    lists = tomllib.loads(resources.files("allegedly").joinpath("data/time.toml").read_text("utf-8"))
    classes = {word: name for name, words in lists["classes"].items() for word in words}
    classes |= {word: "UNITS" if word.endswith("s") else "UNIT" for word in UNITS if word not in classes}
    classes |= {word: "MAYBE" if word in _DOUBTFUL_MONTHS else "MONTH" for word in MONTHS}
    for word in WEEKDAYS:
        classes[word] = "WEEKDAYS" if word.endswith("days") else "WEEKDAY" if word.endswith("day") else "SHORTDAY"
    classes |= dict.fromkeys((*ONES, "hundred"), "NUMWORD") | dict.fromkeys(TENS, "TENS")
    classes |= dict.fromkeys(ORDINALS, "ORD") | dict.fromkeys(DECADES, "DECADE") | {"second": "SECOND"}
    weak = frozenset(lists["weak"]["classes"])
    return _Lexicon(
        classes,
        weak,
        frozenset(word for word, name in classes.items() if name not in weak),
        {name: frozenset(words) for name, words in lists["company"].items()},
    )


def company(name: str) -> frozenset[str]:
    """Words beside which a doubtful word is one of time: `month_follows`, `year_follows`, `papers`...

    >>> "since" in company("year_follows")
    True
    """
    return _lexicon().company[name]


def grammar(rule: str) -> re.Pattern[str]:
    """A rule written in class names becomes a pattern over class letters; spaces are for the eye.

    >>> bool(grammar("WEEKDAY PART?").match(letters(time_tokens("Friday night", 0, 12))))
    True
    """
    return re.compile(_NAME.sub(lambda found: _LETTER.get(found.group(), found.group()), rule).replace(" ", ""))


def letters(tokens: list[TimeToken]) -> str:
    """The classes of the tokens, a letter each."""
    return "".join([_LETTER[token.name] for token in tokens])


def time_tokens(text: str, start: int, end: int) -> list[TimeToken]:
    """The words of a stretch with their classes; words that have nothing to do with time are WORD.

    >>> [token.name for token in time_tokens("Dec. 4, 2014", 0, 12)]
    ['MONTH', 'DOT', 'DAYNUM', 'COMMA', 'YEAR']
    """
    return [
        TimeToken(match.start(), match.end(), match.group().lower(), _class(match.group().lower()))
        for match in _TOKEN.finditer(text, start, end)
    ]


def time_islands(text: str, start: int, end: int) -> list[TimeToken]:
    """The runs of words that could hold an expression of time, each closed by a BREAK; all other words are left out."""
    lexicon = _lexicon()
    kept: list[TimeToken] = []
    island: list[TimeToken] = []
    for first, last in _windows(text, start, end):
        island, telling = [], False
        for match in _TOKEN.finditer(text, first, last):
            word = match.group().lower()
            name = lexicon.classes.get(word) or _class(word)
            if name not in ("WORD", "BREAK"):
                island.append(TimeToken(match.start(), match.end(), word, name))
                telling = telling or name not in lexicon.weak
            elif island:
                if telling:
                    kept += (*island, TimeToken(match.start(), match.start(), "", "BREAK"))
                island, telling = [], False
        if telling:
            kept += (*island, TimeToken(last, last, "", "BREAK"))
    return kept


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches around words that tell a time; the rest of the text needs no closer look."""
    telling = _lexicon().telling
    windows: list[tuple[int, int]] = []
    for match in _GLANCE.finditer(text, start, end):
        word = match.group()
        if word.lower() not in telling and not (len(word) > 3 and word[0].isdigit()):
            continue
        first, last = max(start, match.start() - _REACH), min(end, match.end() + _REACH)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return [(_word_start(text, first, start), _word_end(text, last, end)) for first, last in windows]


def _word_start(text: str, at: int, start: int) -> int:
    space = text.find(" ", at, at + _REACH // 2) if at > start else -1
    return at if space < 0 else space


def _word_end(text: str, at: int, end: int) -> int:
    space = text.rfind(" ", at - _REACH // 2, at) if at < end else -1
    return at if space < 0 else space


def _class(word: str) -> str:
    """The class of a word, a numeral or a mark in small letters."""
    listed = _lexicon().classes.get(word)
    if listed:
        return listed
    if word[0].isdigit():
        return numeral_class(word)
    if word.isalpha():
        return "S" if word == "s" else "WORD"
    if len(word) == 1:
        return _MARKS.get(word, "WORD")
    if word[0] == "\n":
        return "BREAK"
    # what is left is letters with full stops ("p. m", "U.S") and "New Year's Day"
    return "HOLIDAY" if word.startswith("new") else "AMPM" if word[0] in "ap" and word[-1] == "m" else "WORD"
