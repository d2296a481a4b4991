"""Numbers in expressions of time: what a numeral may be (a day, a year, a clock time, a date) and what words count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DECADES", "ONES", "ORDINALS", "TENS", "number_value", "numeral_class"]

ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)
DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_VALUES = (
    {word: at for at, word in enumerate(ONES, 1)}
    | {word: 10 * at for at, word in enumerate(TENS, 2)}
    | {word: at for at, word in enumerate(ORDINALS, 1)}
    | {word: at for at, word in enumerate(DECADES, 2)}
    | {"hundred": 100, "a": 1, "an": 1, "dozen": 12, "couple": 2}
)
# the first and last number that may be a year at all
_PLAIN_YEARS = range(1000, 2100)
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])$")
_DAY_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)$")
_YEAR = re.compile(r"\d{4}$")
_DECADE = re.compile(r"(?:\d{2})?\d0s$")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?:am|pm|h)?$|\d{1,2}(?:\.\d{2})?(?:am|pm)$")
_DECIMAL = re.compile(r"\d{1,2}\.\d{2}$")
_NO_DIGIT = re.compile(r"\D")
_FRACTION = re.compile(r"1/[24]$")
_ISO = re.compile(r"\d{4}([/-])\d{1,2}\1\d{1,2}$")
_SLASHED = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})$")
_WHOLE = re.compile(r"\d{1,6}(?:,\d{3})?$")
_DAY_RANGE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|[12]\d|3[01])$")
_YEAR_RANGE = re.compile(r"(?:1[89]|20)\d\d-(?:(?:1[89]|20)\d\d|\d\d)$")


def numeral_class(word: str) -> str:
    """What a numeral may be: a day of the month, a year, a clock time, a date, or only a number."""
    for name, pattern in (
        ("DAYNUM", _DAY),
        ("YEAR", _YEAR),
        ("ORD", _DAY_ORDINAL),
        ("DECADE", _DECADE),
        ("ISO", _ISO),
        ("SLASHED", _SLASHED),
        ("CLOCK", _CLOCK),
        ("DECIMAL", _DECIMAL),
        ("FRACTION", _FRACTION),
        ("NUM", _WHOLE),
        ("DAYRANGE", _DAY_RANGE),
        ("YEARRANGE", _YEAR_RANGE),
    ):
        if pattern.match(word):
            return name if name != "YEAR" or int(word) in _PLAIN_YEARS else "NUM"
    return "WORD"


def number_value(words: Sequence[str]) -> int | None:
    """The whole number some words spell: "14", "twenty" "four", "a", "third"; None for "few".

    >>> number_value(["twenty", "four"])
    24
    """
    total = 0
    for word in words:
        # "a couple" is two, not three, and "2 1/2" keeps its half elsewhere
        if "/" in word or (word in ("a", "an") and len(words) > 1):
            continue
        digits = _NO_DIGIT.sub("", word)
        total += int(digits) if digits else _VALUES.get(word, 0)
    return total or None
