"""How many, as far as the words bound it: "at least 14", "as many as 2,000", "dozens", "no casualties"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from allegedly.errors import RecordError
from allegedly.model import Count, CountWhat, Record
from allegedly.numerals import NUMBER, read_number

__all__ = ["FoundCount", "count_of", "find_counts"]

_FLAG = re.IGNORECASE
_LEAST = (
    r"at\s{1,3}least|more\s{1,3}than|over|no\s{1,3}(?:fewer|less)\s{1,3}than|not\s{1,3}less\s{1,3}than|a\s{1,3}minimum\s{1,3}of"
    r"|upwards?\s{1,3}of|in\s{1,3}excess\s{1,3}of|well\s{1,3}over"
)
_MOST = (
    r"as\s{1,3}many\s{1,3}as|up\s{1,3}to|at\s{1,3}most|no\s{1,3}more\s{1,3}than|fewer\s{1,3}than|less\s{1,3}than"
    r"|a\s{1,3}maximum\s{1,3}of|under"
)
_ABOUT = (
    r"about|around|some|nearly|almost|close\s{1,3}to|approximately|roughly|an?\s{1,3}estimated|estimated|an?\s{1,3}reported"
    r"|in\s{1,3}the\s{1,3}region\s{1,3}of|as\s{1,3}many\s{1,3}again\s{1,3}as"
)
_AMOUNT = re.compile(
    rf"(?<![\w$£€.,:/-])(?:"
    rf"(?:between|from)\s{{1,3}}(?P<from>{NUMBER})\s{{1,3}}(?:and|to)\s{{1,3}}(?P<till>{NUMBER})"
    rf"|(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))\s{{1,3}}(?P<bounded>{NUMBER})"
    rf"|(?P<low>{NUMBER})(?:\s{{0,2}}[-–]\s{{0,2}}|\s{{1,3}}(?:to|or)\s{{1,3}})(?P<high>{NUMBER})"
    rf"|(?P<plain>{NUMBER})(?P<orso>\s{{1,3}}or\s{{1,3}}(?P<so>so|more)\b)?"
    rf")(?![\w%]|[-–:/.]\d|,\s?\d{3}\b)",
    _FLAG,
)
_VAGUE = re.compile(
    r"\b(?P<vague>(?:(?:tens|hundreds|scores|dozens)\s{1,3}of\s{1,3}thousands|(?:many|several|a\s{1,3}few)\s{1,3}(?:dozens?|hundreds?|thousands?)"
    r"|(?:at\s{1,3}least\s{1,3}|more\s{1,3}than\s{1,3})?(?:several|dozens|scores|hundreds|thousands|tens|a\s{1,3}handful|a\s{1,3}few|numerous|many))\b)(?:\s{1,3}of\b)?",
    _FLAG,
)
_HARM = r"(?:casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|injur(?:y|ies)|victims?|people|one|(?:other\s{1,3})?passengers|civilians)"
_NONE = re.compile(
    rf"\b(?:no|without(?:\s{{1,3}}any)?)\s{{1,3}}(?:(?:reports?|immediate\s{{1,3}}reports?)\s{{1,3}}of\s{{1,3}})?(?:any\s{{1,3}}|serious\s{{1,3}}|human\s{{1,3}})?{_HARM}\b"
    r"|\b(?:nobody|none)\b(?=\s{1,3}(?:of\s{1,3}\w{1,20}\s{1,3}\w{1,20}\s{1,3})?(?:was|were|is|has|had|died))",
    _FLAG,
)
# units that make an amount a measure, an age, a sum or a time, not a number of people or things
_MEASURE = re.compile(
    r"[\s-]{0,3}(?:years?(?:[\s-]{1,2}old)?|months?|weeks?|days?|hours?|minutes?|seconds?|per\s?cent|percent|%|km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?"
    r"|feet|foot|inch(?:es)?|kg|kgs|kilo(?:gram)?s?|tons?|tonnes?|pounds?|lit(?:er|re)s?|a\.?m\b|p\.?m\b|o[’']clock|hrs?|dollars?|euros?|pesos?|rupees?|dlrs|lakh|crore"
    r"|degrees|acres?|hectares?|mm|cm|th|st|nd|rd|gmt|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    _FLAG,
)
_MONTH_BEFORE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s{1,3}$"
    r"|(?:\baged?|\bno\.|\bnumber|\barticle|\bsection|\bpage|\bchapter|\broute|\bhighway|\bflight|\brs\.?|\b[uce]s?\$|\bat)\s{0,3}$|[A-Za-z]-$",
    _FLAG,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
_NOT_COUNTED = re.compile(r"\s{1,3}(?:of\s{1,3}(?:these|those|our|my|its|the\s{1,3}(?:most|main|few|first|last|two|three|country|world))\b|another\b|day\b|side\b|hand\b|thing\b|way\b|reason\b|point\b|more\s+time\b)", _FLAG)
_NOUN_WORD = re.compile(r"\s{1,3}(?:of\s{1,3}(?:the|its|his|their|our|them|those)\s{1,3}|of\s{1,3})?([A-Za-z][\w’'-]{0,24})")
_STOPS = frozenset(
    "and or but in on at to from with by near who which that were was are is have has had after before during when while as for than since"
    " killed wounded injured dead died arrested being been said also it he she they injuring killing wounding left outside inside while across"
    " the a an of into over under against between if because so not will would could may might".split()
)
# a counted noun has an adjective or two before it: "three burning buildings"
_LONGEST_NOUN = 4
_WHAT: tuple[tuple[CountWhat, re.Pattern[str]], ...] = (
    ("killed", re.compile(r"\b(?:kill\w*|dead|die[sd]?|dying|deaths?|death\s+toll|slain|slaughter\w*|massacr\w*|murder\w*|shot\s+dead|lives|bodies|execut\w*|behead\w*|fatal\w*|toll|casualt\w+|assassinat\w*|claimed)\b", _FLAG)),
    ("wounded", re.compile(r"\b(?:wound\w*|injur\w*|hurt|hospitali[sz]ed|maim\w*)\b", _FLAG)),
    ("abducted", re.compile(r"\b(?:abduct\w*|kidnap\w*|hostages?|captive|captured|seiz\w*|missing|disappear\w*|snatched)\b", _FLAG)),
    ("arrested", re.compile(r"\b(?:arrest\w*|detain\w*|custody|jailed|imprison\w*|round\w*\s+up|held|prisoners?|suspects?)\b", _FLAG)),
    ("displaced", re.compile(r"\b(?:displac\w*|fled|flee\w*|refugees?|evacuat\w*|homeless|uprooted)\b", _FLAG)),
    ("fighters", re.compile(r"\b(?:fighters?|troops|soldiers?|militants|gunmen|rebels|guerrillas?|insurgents?|deploy\w*|recruit\w*|combatants)\b", _FLAG)),
    ("members", re.compile(r"\b(?:members?|strong|ranks)\b", _FLAG)),
    ("participants", re.compile(r"\b(?:protest\w*|demonstrat\w*|march\w*|rall(?:y|ied)|gather\w*|crowd|attackers?|attended|pledg\w*|men\b)\b", _FLAG)),
)
# a clause is told within this many characters on either side of its number
_NEAR = 70


class FoundCount(Record, frozen=True, kw_only=True):
    """An amount where it stands: span, bounds by the codebook, whom it counts and what the words near it say of them."""

    start: int
    end: int
    text: str
    low: int | None
    best: int | None
    high: int | None
    whom: str | None = None
    what: CountWhat = "other"


def count_of(found: FoundCount, what: CountWhat | None = None) -> Count:
    """The codebook's count for an amount; `what` when it is known better than from the words nearby."""
    return Count(
        what=what or found.what,
        whom=found.whom,
        low=found.low,
        best=found.best,
        high=found.high,
        text=found.text,
        start=found.start,
        end=found.end,
    )


def find_counts(text: str, start: int = 0, end: int | None = None) -> tuple[FoundCount, ...]:
    """Every amount of people or things in a stretch of text, in order.

    >>> [(it.text, it.low, it.best, it.high, it.whom) for it in find_counts("As many as 2,000 fighters left.")]
    [('As many as 2,000', None, None, 2000, 'fighters')]
    """
    end = len(text) if end is None else end
    found = [*_exact(text, start, end), *_vague(text, start, end), *_none(text, start, end)]
    found.sort(key=lambda it: (it.start, -it.end))
    kept: list[FoundCount] = []
    for count in found:
        if not kept or count.start >= kept[-1].end:
            kept.append(count)
    return tuple(kept)


def _exact(text: str, start: int, end: int) -> Iterator[FoundCount]:
    for match in _AMOUNT.finditer(text, start, end):
        if _is_no_count(text, match):
            continue
        bounds = _bounds(match)
        if bounds is None:
            continue
        try:
            yield _found(text, match.start(), match.end(), bounds, end)
        except RecordError:
            # "20 to 3" is a score, not a range: no amount that can be bounded
            continue


def _found(text: str, start: int, end: int, bounds: tuple[int | None, int | None, int | None], limit: int) -> FoundCount:
    low, best, high = bounds
    known = [bound for bound in bounds if bound is not None]
    if known != sorted(known):
        raise RecordError(f"amount {text[start:end]!r}: expected low <= best <= high, got {bounds}")
    return FoundCount(
        start=start, end=end, text=text[start:end], low=low, best=best, high=high,
        whom=_counted(text, end, limit), what=_what(text, start, end),
    )


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None, int | None] | None:
    group = match.groupdict()
    if group["from"] or group["low"]:
        low, high = read_number(group["from"] or group["low"]), read_number(group["till"] or group["high"])
        return None if low is None or high is None else (low, None, high)
    number = read_number(group["bounded"] or group["plain"])
    if number is None:
        return None
    if group["least"] or group["so"] == "more":
        return number, number, None
    if group["most"]:
        return None, None, number
    if group["about"] or group["orso"]:
        return None, number, None
    return number, number, number


def _is_no_count(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a measure, a date, a year or "one of", rather than an amount of people or things."""
    words = match[0]
    # what may stand before a number to make it a date or an age is shorter than this
    before = text[max(0, match.start() - 14) : match.start()]
    if _MEASURE.match(text, match.end()) or (words[0].isdigit() and _MONTH_BEFORE.search(before)):
        return True
    if match["plain"]:
        if _YEAR.match(words):
            return True
        if words.casefold() in ("one", "1") and _NOT_COUNTED.match(text, match.end()):
            return True
        return before.casefold().endswith(("no ", "number ")) and words.casefold() == "one"
    return False


def _counted(text: str, at: int, limit: int) -> str | None:
    """The noun after a number, with its adjectives: up to the first verb, preposition or mark."""
    words: list[str] = []
    while len(words) < _LONGEST_NOUN and (match := _NOUN_WORD.match(text, at, limit)):
        if match[1].casefold() in _STOPS or "\n\n" in match[0]:
            break
        words.append(match[1])
        at = match.end()
    return " ".join(words) or None


def _what(text: str, start: int, end: int) -> CountWhat:
    """What the nearest telling word around a number says of those counted; words after it in its clause go first."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    before = before[max(before.rfind(mark) for mark in (". ", "; ", "\n\n")) + 1 :]
    after = re.split(r"[.;]\s|\n\n", after, maxsplit=1)[0]
    nearest: tuple[int, CountWhat] = (_NEAR + 1, "other")
    for what, pattern in _WHAT:
        ahead = pattern.search(after)
        behind = None
        for behind in pattern.finditer(before):
            pass
        distances = [ahead.start() + (20 if "," in after[: ahead.start()] or " and " in after[: ahead.start()] else 0)] if ahead else []
        distances += [len(before) - behind.end()] if behind else []
        if distances and min(distances) < nearest[0]:
            nearest = (min(distances), what)
    return nearest[1]


def _vague(text: str, start: int, end: int) -> Iterator[FoundCount]:
    for match in _VAGUE.finditer(text, start, end):
        first, last = match.span("vague")
        yield _found(text, first, last, (None, None, None), end)


def _none(text: str, start: int, end: int) -> Iterator[FoundCount]:
    for match in _NONE.finditer(text, start, end):
        nearby = text[match.start() : match.end() + _NEAR].casefold()
        what: CountWhat = "wounded" if "injur" in nearby and "kill" not in nearby and "death" not in nearby else "killed"
        yield FoundCount(
            start=match.start(), end=match.end(), text=match[0], low=0, best=0, high=0, whom=None, what=what
        )
