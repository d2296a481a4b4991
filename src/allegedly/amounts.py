"""Where a report says how many, and the bounds its words set: "at least 14", "10 to 15", "dozens", "no casualties"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.measures import is_measure
from allegedly.model import CountWhat, Record
from allegedly.numerals import DIGITS, NUMBER, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Amount", "find_amounts"]

_FLAG = re.IGNORECASE
Bounds = tuple[int | None, int | None, int | None]

# words before a number that say it is a floor, a ceiling or a guess
_LEAST = re.compile(
    r"\b(?:at\s{1,3}(?:the\s{1,3}very\s{1,3})?least|(?:(?:well|slightly|just"
    r"|a\s{1,3}little)\s{1,3})?(?:more\s{1,3}th[ae]n|over|above)"
    r"|(?:no|not)\s{1,3}(?:fewer|less)\s{1,3}than|a\s{1,3}minimum\s{1,3}of|upwards?\s{1,3}of"
    r"|in\s{1,3}excess\s{1,3}of|topp(?:ed|ing)"
    r"|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|a\s{1,3}further\s{1,3}at\s{1,3}least)\s{1,3}\[?$",
    _FLAG,
)
_MOST = re.compile(
    r"\b(?:as\s{1,3}many\s{1,3}as|up\s{1,3}to|at\s{1,3}(?:the\s{1,3}very\s{1,3})?most|no\s{1,3}more\s{1,3}than"
    r"|(?:fewer|less)\s{1,3}than|a\s{1,3}maximum\s{1,3}of"
    r"|perhaps\s{1,3}as\s{1,3}many\s{1,3}as)\s{1,3}$",
    _FLAG,
)
_ABOUT = re.compile(
    r"\b(?:(?:somewhere|just)\s{1,3})?(?:about|around|some|nearly|almost|close\s{1,3}to|approximately|roughly"
    r"|(?:an?\s{1,3})?estimated(?:\s{1,3}at)?"
    r"|in\s{1,3}the\s{1,3}region\s{1,3}of|in\s{1,3}the\s{1,3}neighbou?rhood\s{1,3}of|perhaps|probably"
    r"|an?\s{1,3}approximate|just\s{1,3}(?:under|over)|just\s{1,3}short\s{1,3}of)\s{1,3}$",
    _FLAG,
)
_BETWEEN = re.compile(r"\b(?:anywhere\s{1,3}|somewhere\s{1,3})?between\s{1,3}$", _FLAG)
_FROM = re.compile(r"\bfrom\s{1,3}$", _FLAG)
_LEADS = {"most": _MOST, "least": _LEAST, "about": _ABOUT, "between": _BETWEEN, "from": _FROM}
# the longest of the words above: "somewhere in the neighbourhood of", with line breaks
_BEFORE = 48
_RANGE_GAP = re.compile(r"\s{1,3}(?:to|or)\s{1,3}(?:as\s{1,3}many\s{1,3}as\s{1,3})?", _FLAG)
_AND_GAP = re.compile(r"\s{1,3}(?:and|to)\s{1,3}", _FLAG)
_MORE_AFTER = re.compile(r"(?:\s{1,3}or\s{1,3}more\b|\+)", _FLAG)
_SO_AFTER = re.compile(r"\s{1,3}or\s{1,3}so\b|-odd\b", _FLAG)
_NUMBER = re.compile(
    rf"(?<![\w$£€₹#/:.-])(?<!\d,)(?P<low>{NUMBER})(?:\s?[-–]\s?(?P<high>{DIGITS})(?=[^\w:/.-]|\.\s|\.?$))?(?!\w"
    rf"|[.:/]\d|,\d)",
    _FLAG,
)
_ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth"),
            *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
        ),
        start=1,
    )
}
_ORDINAL = re.compile(rf"\b(?:the\s{{1,3}})(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))\b", _FLAG)
# "both were taken to hospital", "a triple murder": two and three that are no numerals
_BOTH = re.compile(
    r"\bboth(?=\s{1,3}(?:of\s{1,3}them|were|was|are|have|had|men|women|victims|suspects|died|soldiers|officers)\b)",
    _FLAG,
)
_FOLD = re.compile(
    r"\b(?P<fold>double|triple|quadruple)(?=[\s-]{1,3}(?:fatal\s{1,3})?(?:murder|homicide|killing|slaying"
    r"|execution|fatality)\b)",
    _FLAG,
)
_FOLDS = {"double": 2, "triple": 3, "quadruple": 4}
# a number of people that the words leave open
_VAGUE = re.compile(
    r"\b(?:(?:(?:many|several|a\s{1,3}few|at\s{1,3}least\s{1,3}(?:several|a\s{1,3}few))\s{1,3}(?:dozens?|scores?"
    r"|hundreds?|thousands?|millions?)"
    r"|(?:tens|dozens|scores|hundreds)\s{1,3}of\s{1,3}(?:thousands|millions))|(?:so\s{1,3})?many|several|dozens"
    r"|scores|hundreds|thousands|millions|hordes"
    r"|numerous|countless|a\s{1,3}handful|a\s{1,3}few|a\s{1,3}couple|an?\s{1,3}(?:\w{3,14}\s{1,3}"
    r"|large\s{1,3}){0,1}number)\b(?!\s{1,3}(?:times?|years?|months?|weeks?|days?|hours?|minutes?|miles"
    r"|kilomet\w{1,4}|others\s{1,3}say|of\s{1,3}times)\b)",
    _FLAG,
)
# "how many", "as many as": a question or a comparison
_NOT_VAGUE = re.compile(r"\b(?:how|as|too|not|very)\s{1,3}$", _FLAG)
_NONE = re.compile(
    r"\b(?:no|without(?:\s{1,3}(?:any|causing|inflicting))?"
    r"|not\s{1,3}resulted\s{1,3}in\s{1,3}any)\s{1,3}(?:(?!(?:one|more|longer|other)\b)[\w-]{2,14}\s{1,3}){0,4}?"
    r"(?P<none>casual\w{2,7}|deaths?|fatalit(?:y|ies)|killings|injur(?:y|ies)"
    r"|loss\s{1,3}of\s{1,3}(?:human\s{1,3})?li(?:fe|ves)|victims|arrests?|wounded)\b",
    _FLAG,
)
_NOBODY = re.compile(
    r"\b(?:no\s{0,1}-?one|nobody|none(?:\s{1,3}of\s{1,3}[\w’'-]{1,14}(?:\s{1,3}[\w’'-]{1,14}){0,3}?)?"
    r"|no\s{1,3}[a-z]{3,14}(?:\s{1,3}[a-z]{3,14}){0,2}?)\s{1,3}"
    r"(?:(?:was|were|is|are|has|have|had|been|being|immediately|reported(?:ly)?|seriously|believed|to|be"
    r"|sustained|suffered|any)\s{1,3}){0,5}"
    r"(?P<fate>kill\w{2,3}|hurt|injur\w{2,4}|wound\w{2,3}|dead|died|harmed|arrested|detained|hit)\b",
    _FLAG,
)
# "killed no one", "nobody hurt"
_NO_ONE = re.compile(
    r"\b(?P<fate>kill\w{2,3}|hurt\w{0,3}|injur\w{2,3}|wound\w{2,3}|harm\w{2,3}"
    r"|arrest\w{2,3})\s{1,3}(?P<who>no\s{0,1}-?one|nobody|none)\b",
    _FLAG,
)
_UNHURT = re.compile(
    r"\b(?:unhurt|unharmed|uninjured|unscathed|not\s{1,3}(?:hurt|injured|wounded|harmed)|escaped\s{1,3}(?:harm"
    r"|injury))\b",
    _FLAG,
)


class Amount(Record, frozen=True, kw_only=True):
    """An amount where it stands and its bounds; `what` only where the amount itself tells it ("no deaths")."""

    start: int
    end: int
    low: int | None = None
    best: int | None = None
    high: int | None = None
    what: CountWhat | None = None
    ordinal: bool = False


def find_amounts(text: str, start: int, end: int, *, ordinals: bool = False) -> tuple[Amount, ...]:
    """Every amount in a stretch of text that may count people or things, in order and without overlaps.

    `start` and `end` are code points; ordinals ("the third attack") count only on request.

    >>> [(it.low, it.best, it.high) for it in find_amounts("between 10 and 15 men, dozens hurt", 0, 34)]
    [(10, None, 15), (None, None, None)]
    """
    found = [*_none(text, start, end), *_numbers(text, start, end), *_vague(text, start, end)]
    found += _few(text, start, end)
    if ordinals:
        found += _ordinals(text, start, end)
    kept: list[Amount] = []
    # of two that overlap the one that begins first, then the longer
    for amount in sorted(found, key=lambda it: (it.start, -it.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return tuple(kept)


def _numbers(text: str, start: int, end: int) -> Iterator[Amount]:
    matches = list(_NUMBER.finditer(text, start, end))
    at = 0
    while at < len(matches):
        match, following = matches[at], matches[at + 1] if at + 1 < len(matches) else None
        at += 1
        first = _led_by(text, start, match.start())
        paired = following and _pairs(text, first[1], match, following)
        if following and paired:
            at += 1
            if not is_measure(text, match.start(), following.end()):
                yield from _range(match["low"], following["low"], first[0], following.end())
        elif is_measure(text, match.start(), match.end()):
            continue
        elif match["high"]:
            yield from _range(match["low"], match["high"], first[0], match.end())
        else:
            yield from _plain(text, match, first, end)


def _led_by(text: str, start: int, at: int) -> tuple[int, str]:
    """Where the words that bound a number begin, and which kind they are: least, most, about, between, from."""
    base = max(start, at - _BEFORE)
    before = text[base:at]
    leads = [(led.start(), name) for name, pattern in _LEADS.items() if (led := pattern.search(before))]
    # "no fewer than" holds "fewer than": the longest says what is meant
    first = min(leads, default=None)
    return (base + first[0], first[1]) if first else (at, "")


def _pairs(text: str, led: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two numbers are the ends of one range; "from 47 to 104" tells of a rise and is two amounts."""
    gap = text[one.end() : other.start()]
    if one["high"] or other["high"] or led == "from":
        return False
    pattern = _AND_GAP if led == "between" else _RANGE_GAP
    return bool(pattern.fullmatch(gap)) and (read_number(one["low"]) or 0) < (read_number(other["low"]) or 0)


def _range(low: str, high: str, start: int, end: int) -> Iterator[Amount]:
    least, most = read_number(low), read_number(high)
    # "20-3" is a score or a part number, no range
    if least is not None and most is not None and least < most:
        yield Amount(start=start, end=end, low=least, high=most)


def _plain(text: str, match: re.Match[str], led: tuple[int, str], limit: int) -> Iterator[Amount]:
    number = read_number(match["low"])
    if number is None:
        return
    start, end, kind = led[0], match.end(), led[1]
    if kind in ("between", "from"):
        start, kind = match.start(), ""
    if more := _MORE_AFTER.match(text, end, limit):
        end, kind = more.end(), "least"
    elif so := _SO_AFTER.match(text, end, limit):
        end, kind = so.end(), "about"
    low, best, high = _bounds(number, kind)
    yield Amount(start=start, end=end, low=low, best=best, high=high)


def _bounds(number: int, kind: str) -> Bounds:
    return {
        "least": (number, number, None),
        "most": (None, None, number),
        "about": (None, number, None),
        "": (number, number, number),
    }[kind]


def _vague(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _VAGUE.finditer(text, start, end):
        comparing = match[0].casefold() in ("many", "numerous", "a few")
        if not (comparing and _NOT_VAGUE.search(text[max(start, match.start() - 8) : match.start()])):
            yield Amount(start=match.start(), end=match.end())


def _none(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _NONE.finditer(text, start, end):
        yield _zero(match.start(), match.end(), match["none"])
    for match in _NOBODY.finditer(text, start, end):
        # the span is the subject that nothing happened to, not the verb
        words = re.match(r"no\s?-?one|nobody|none|no\b", match[0], _FLAG)
        yield _zero(match.start(), match.start() + (words.end() if words else 2), match["fate"])
    for match in _NO_ONE.finditer(text, start, end):
        yield _zero(match.start("who"), match.end("who"), match["fate"])
    for match in _UNHURT.finditer(text, start, end):
        yield _zero(match.start(), match.end(), "hurt")


def _zero(start: int, end: int, word: str) -> Amount:
    word = word.casefold()
    what: CountWhat = "killed"
    if word.startswith(("injur", "hurt", "wound", "harm", "hit")):
        what = "wounded"
    elif word.startswith(("arrest", "detain")):
        what = "arrested"
    return Amount(start=start, end=end, low=0, best=0, high=0, what=what)


def _few(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _BOTH.finditer(text, start, end):
        yield Amount(start=match.start(), end=match.end(), low=2, best=2, high=2)
    for match in _FOLD.finditer(text, start, end):
        number = _FOLDS[match["fold"].casefold()]
        yield Amount(start=match.start(), end=match.end(), low=number, best=number, high=number, what="killed")


def _ordinals(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _ORDINAL.finditer(text, start, end):
        word = match["ordinal"].casefold()
        # the third of its kind means that there were three
        nth = _ORDINALS.get(word) or int(re.sub(r"\D", "", word))
        yield Amount(start=match.start("ordinal"), end=match.end("ordinal"), low=nth, best=nth, high=nth, ordinal=True)
