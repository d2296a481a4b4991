"""Numbers that count nobody: dates, years, ages, sums of money, distances, times, addresses, calibres."""

from __future__ import annotations

import re

__all__ = ["is_measure"]

_FLAG = re.IGNORECASE
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
# what follows a number that measures: "14-year-old", "5 km", "20 percent", "11 November", "7 p.m."
_UNIT = re.compile(
    r"(?<=[\w.])(?:[\s-]{0,3}(?:(?:more|additional|consecutive|straight|full|square|cubic|nautical)\s{1,3})?(?:years?|months?"
    r"|weeks?|days?|nights?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|per\s?cent\b|percentage|%|kms?|kph"
    r"|mph|kilomet(?:er|re)s?|miles?|mi|yards?"
    r"|met(?:er|re)s?|feet|foot|ft|inch(?:es)?|kg|kgs|kilos?|kilogram(?:me)?s?|grams?|g|tons?|tonnes?|pounds?"
    r"|lbs?|ounces?|lit(?:er|re)s?|gallons?|barrels"
    r"|a\.?m|p\.?m|hrs?|gmt|est|ist|utc|dollars?|euros?|pesos?|rupees?|dlrs|cents|pence|francs|rubles|roubles"
    r"|lakhs?|crores?|billion|trillion|bn|degrees?|acres?|hectares?|mm|cm|m"
    r"|[- ]?caliber|[- ]?calibre|points?|times|fold|storey|story|stor(?:ies|eys)|floors?|st|nd|rd|th|of\s{1,3}"
    rf"{_MONTH}|{_MONTH}\.?)\b(?![’']s)|\s{{0,2}}%|[\s-]{{1,3}}year|\s{{1,2}}o[’']clock)",
    _FLAG,
)
# what stands before a number that names: "11 November 14", "aged 9", "Route 5", "$14", "No. 3"
_NAMED = re.compile(
    rf"(?:\b{_MONTH}\.?|\b(?:aged?|ages|no|nos|number|article|section|chapter|page|route|highway|interstate"
    rf"|flight|channel|unit|apartment|apt|suite|lot|block|brigade"
    r"|class|grade|division|ward|sector|zone|phase|title|room|exit|mile|km|rs|inr|usd|us|version|vol|radio"
    r"|resolution|decree|law|fm|am|pier|camp|line|terminal"
    r"|act|tv|windows|channel\s+cadena|cadena|level|chapter|figure|table|since|until|till|year|years|early|late"
    r"|mid|circa|in\s{1,3}fiscal)\.?|\b(?:us|[ac])?\$|[£€₹#])\s{0,3}$",
    _FLAG,
)
_CLOCK_BEFORE = re.compile(r"(?P<word>\w{1,14})\s{1,3}(?:at|around|about|by|before|after|until|till)\s{1,3}$", _FLAG)
_STANDS_AT = re.compile(
    r"(?:stands?|stood|stays?|put|numbered|remain\w{0,3}|toll|now|estimat\w{1,3}|total\w{0,3}|count|crowd|number"
    r"|figure|dead|standing)$",
    _FLAG,
)
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])(?:[0-5]\d)?$|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$", _FLAG
)
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d(?:\s?[-–]\s?\d{2,4})?$")
# "Amina Osei, 34, of Port Sallow", "Constable Rahman (45)": an age between marks behind a name
_AGE_BEFORE = re.compile(r"\b[A-Z][A-Za-z’'.-]{0,20}(?:,\s{1,2}|\s\()$")
_AGE_AFTER = re.compile(r"\s?(?:,|\)|\.(?:\s|$)|;|$|\s{1,2}(?:and|was|who|of|from)\b)")
_ADDRESS = re.compile(
    r"\s{1,2}(?!Killed|Wounded|Injured|Dead|Hurt|Shot|People|Men|Women|Die|Arrested|In\b|On\b|At\b|Near\b|Others)(?:block\b|(?:[NSEW]\.?\s{1,2}|North\s|South\s|East\s|West\s)?(?:[A-Z0-9][\w.’'-]{0,20}\s{1,2}){1,3}"
    r"(?:Streets?|St\b|Avenue|Ave\b|Road|Rd\b|Drive|Dr\b|Lane|Ln\b|Boulevard|Blvd|Court|Way|Place|Parkway|Pike"
    r"|Circle|Terrace|Trail)\b)"
)
# "a 2,000-strong crowd"
_STRONG = re.compile(r"-strong\b", _FLAG)
_PHONE = re.compile(r"\d{3}\s?[-–]\s?\d{4}$")
_ONE = re.compile(r"(?:one|1)$", _FLAG)
# "one of the guards was killed" does count
_ONE_OF_HURT = re.compile(
    r"\s{1,3}of\s{1,3}(?:[\w’'-]{1,16}\s{1,3}){1,5}?(?:was|were|is|has\s{1,3}been|had\s{1,3}been"
    r"|later)\s{1,3}(?:\w{4,12}ly\s{1,3})?(?:kill|wound|injur|hurt|dead|arrest|kidnap|shot|died"
    r"|in\s{1,3}(?:hospital|the\s{1,3}hospital))|\s{1,3}of\s{1,3}(?:[\w’'-]{1,16}\s{1,3}){1,5}?died\b",
    _FLAG,
)
# "one of the", "one day", "one another": one, but nobody is counted
_ONE_AFTER = re.compile(
    r"(?<=[\w])(?:-|\s{1,3}(?:of\b|another\b|day\b|side\b|hand\b|thing\b|way\b|reason\b|point\b|time\b|that\b|which\b"
    r"|can\b|could\b|would\b|should\b|may\b|must\b|is\b|knows\b|has\b|by\s{1,3}one\b"
    r"|in\s{1,3}(?:which|the)\b|for\b|to\b|more\s{1,3}(?:time|reason)\b|and\s{1,3}(?:only|the)\b|such\b|case\b"
    r"|incident\b|year\b|month\b|week\b|man[’']s\b|whose\b)|[’']s\b|[,.;:?!)])",
    _FLAG,
)
_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|each|this|that|the|which|some|another|only|number|first|last|next|new|big|good|a|an"
    r"|[a-z]{3,12}est)\s{1,3}$",
    _FLAG,
)
_ANOTHER_ONE = re.compile(
    r"\bone\s{1,3}(?:person|people|man|woman|child|boy|girl|soldier|other|more|civilian|policeman|officer)\b", _FLAG
)
# what may stand before a number to make it a name or a date is shorter than this
_BEFORE = 24


def is_measure(text: str, start: int, end: int) -> bool:
    """Whether the number at a span is a date, year, age, sum, distance, time, address or "one of", no count.

    >>> is_measure("a 14-year-old boy", 2, 4), is_measure("14 boys", 0, 2)
    (True, False)
    """
    words, before = text[start:end], text[max(0, start - _BEFORE) : start]
    if _ONE.match(words):
        return _is_no_one(text, start, end, before)
    if _STRONG.match(text, end):
        return False
    if _UNIT.match(text, end) or _YEAR.match(words):
        return True
    if not words[0].isdecimal():
        return bool(
            _CLOCK.match(words) and _clock(before) and not re.match(r"\s{1,3}[a-z]", text[end : end + 3], _FLAG)
        )
    return (
        bool(_NAMED.search(before) or _PHONE.match(words) or _ADDRESS.match(text, end))
        or bool(_CLOCK.match(words) and _clock(before))
        or (
            len(words) <= len("99")
            and bool(_AGE_BEFORE.search(before) and _AGE_AFTER.match(text, end))
            and not re.search(r"\b(?:killed|wounded|injured|dead|arrested),\s{1,2}$", before, _FLAG)
        )
    )


def _clock(before: str) -> bool:
    """Whether a number after these words is a time of day: "at 7", but not "the toll stands at 7"."""
    led = _CLOCK_BEFORE.search(before)
    return bool(led and re.search(r"\bat\s{1,3}$", before, _FLAG) and not _STANDS_AT.match(led["word"]))


_HARM_BEFORE = re.compile(r"\b(?:kill|wound|injur|arrest|kidnapp|hurt)\w{0,3}\s{1,3}(?:at\s{1,3}least\s{1,3})?$", _FLAG)


def _is_no_one(text: str, start: int, end: int, before: str) -> bool:
    """Whether "one" counts nobody: "one of them", "no one", "one day"."""
    if _ONE_OF_HURT.match(text, end):
        return False
    if _ONE_AFTER.match(text, end) and not _HARM_BEFORE.search(before):
        return not re.match(
            r",?\s{1,3}(?:in\s{1,3}(?:the|critical|serious)\s|fatally|critically|seriously|dead\b|killed\b)",
            text[end : end + 24],
            _FLAG,
        )
    if _ANOTHER_ONE.match(text, start):
        return bool(re.search(r"\b(?:no|any|every|number)\s{1,3}$", before, _FLAG))
    return bool(_ONE_BEFORE.search(before) or _UNIT.match(text, end))
