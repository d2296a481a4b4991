"""One match of the grammar, opened: its pieces as words, numbers and units, and the words that stand beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.times.lexicon import UNITS, TimeToken
from allegedly.times.numerals import number_value

if TYPE_CHECKING:
    from allegedly.times.meanings import Edge, Meaning, TimexType, Which

    # what a rule makes of a match; None refuses it
    Built = tuple[TimexType, Meaning] | None

__all__ = ["PARTS", "STEPS", "Found", "iso_length", "timed"]

# quotes and brackets that may stand between a word and the expression after it
_OPENERS = ' \t\r\n"“‘([-'
_AFTER = re.compile(r"[\s-]{0,2}([\w%’']{1,20})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")
PARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "nighttime": "NI",
    "dusk": "EV",
    "dawn": "DA",
    "daybreak": "DA",
    "sunrise": "DA",
    "noon": "T12:00",
    "midday": "T12:00",
    "midnight": "T24:00",
}
STEPS = {"last": -1, "previous": -1, "preceding": -1, "this": 0, "next": 1, "coming": 1, "upcoming": 1}
_EDGES: dict[str, Edge] = {
    "earlier": "earlier",
    "later": "later",
    "early": "early",
    "beginning": "early",
    "start": "early",
    "outset": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}
_UNCOUNTED = frozenset(["few", "several", "many", "some"])
_LETTERS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "D",
    "week": "W",
    "weekend": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "Y",
    "century": "Y",
    "fortnight": "W",
    "season": "Y",
}
# how many of its letter a unit holds
_HOLDS = {"decade": 10, "century": 100, "fortnight": 2}


class Found:
    """One match of a rule: its named pieces as words, numbers and units, and the words around it."""

    def __init__(self, text: str, tokens: list[TimeToken], match: re.Match[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.match = match

    def matched(self) -> list[TimeToken]:
        """The tokens of the whole match."""
        return self.tokens[self.match.start() : self.match.end()]

    def pieces(self, group: str) -> list[TimeToken]:
        """The tokens of a named group; none when the rule has no such group or it took no part."""
        if group not in self.match.re.groupindex or self.match.group(group) is None:
            return []
        return self.tokens[self.match.start(group) : self.match.end(group)]

    def word(self, group: str) -> str:
        """The words of a group in small letters, a space between them; empty when it took no part."""
        return " ".join([token.word for token in self.pieces(group)])

    def number(self, group: str) -> int | None:
        """The number a group spells, if it spells one."""
        return number_value([token.word for token in self.pieces(group)])

    def amount(self) -> int | None:
        """The number in the group `n`; None for "a few" and "several"."""
        return None if _UNCOUNTED & set(self.word("n").split()) else self.number("n")

    def unit(self) -> str:
        """The unit of time in the group `unit`."""
        return UNITS.get(self.word("unit").split(" ")[0], "day")

    def edge(self) -> Edge | None:
        """The early, middle or late part the words single out."""
        for word in self.word("edge").split():
            if word in _EDGES:
                return _EDGES[word]
        return None

    def which(self) -> Which | None:
        """Whether the words say last, this or next."""
        word = self.word("which")
        if word in ("this", "current"):
            return "this"
        if STEPS.get(word) == 1:
            return "next"
        return "last" if word else None

    def part(self, group: str = "part") -> str | None:
        """The part of the day as TimeML writes it: MO, AF, EV, NI, or a clock time for noon and midnight."""
        return PARTS.get(self.word(group).split(" ")[-1].removesuffix("s"))

    def clock(self) -> str | None:
        """A time of day as "19:15"; None when the group holds none."""
        word = self.word("clock").removeprefix("at ")
        match = _CLOCK.match(word)
        if not match:
            return None
        hour, minute = int(match.group(1)), int(match.group(2) or 0)
        if "p" in word and hour < 12:
            hour += 12
        elif "a" in word and hour == 12:
            hour = 0
        return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None

    def year(self) -> int | None:
        """A year in digits, or as spoken: "nineteen ninety-six"; None for "twelve ninety"."""
        spoken = [token.word for token in self.pieces("spoken")]
        if not spoken:
            return self.number("year")
        if spoken[0] not in ("nineteen", "twenty"):
            return None
        return 100 * (number_value(spoken[:1]) or 0) + (number_value(spoken[1:]) or 0)

    @property
    def start(self) -> int:
        """Where the whole match begins in the text."""
        return self.tokens[self.match.start()].start

    @property
    def end(self) -> int:
        """Where the whole match ends in the text."""
        return self.tokens[self.match.end() - 1].end

    def before(self) -> str:
        """The word before the match, in small letters."""
        # a word is read back over 24 characters at most
        words = self.text[max(0, self.start - 24) : self.start].rstrip(_OPENERS).split()
        return words[-1].lstrip(_OPENERS).lower() if words else ""

    def after(self) -> str:
        """The word after the match, as written."""
        found = _AFTER.match(self.text, self.end)
        return found.group(1) if found else ""

    def capital(self, group: str) -> bool:
        """Whether the group begins with a capital."""
        return self.text[self.pieces(group)[0].start].isupper()


def timed(part: str | None, clock: str | None) -> TimexType:
    """TIME for a part of the day or a clock time, DATE for whole days."""
    return "TIME" if part or clock else "DATE"


def iso_length(unit: str, amount: float | None, *, half: bool = False) -> str:
    """A length as ISO 8601 writes it: 2 and "week" become P2W; "a few days" PXD; "decades" PXY.

    >>> iso_length("decade", 2), iso_length("hour", None), iso_length("year", 2, half=True)
    ('P20Y', 'PTXH', 'P2Y6M')
    """
    head = "PT" if unit in ("second", "minute", "hour") else "P"
    shown = "X" if amount is None else f"{amount * _HOLDS.get(unit, 1):g}"
    halves = {"year": "6M", "minute": "30S", "hour": "30M"}
    return f"{head}{shown}{_LETTERS[unit]}{halves.get(unit, '') if half else ''}"
