"""How many, as far as the words bound it: "at least 14", "as many as 2,000", "dozens", "no casualties"."""

from __future__ import annotations

import functools
import importlib.resources
import re

from allegedly.amounts import find_amounts
from allegedly.fates import Counted, fates
from allegedly.model import Count, CountWhat, Record

__all__ = ["FoundCount", "count_of", "find_counts"]

_FLAG = re.IGNORECASE
# "14 of the policemen", "36 other people", "dozens of houses"
_LEAD = re.compile(
    r"(?<=[\w\])])(?:\s{1,3}(?:of|them|whom|the|its|his|her|their|our|these|those|other|others|more|additional|further"
    r"|another|such|separate|different)\b){1,4}",
    _FLAG,
)
_WORD = re.compile(r"(?:\s{1,3}|-)(?P<word>[^\W\d_][\w.’'-]{0,24}\b)")
# an adjective or title or two before the head: "three burning police vehicles"
_LONGEST_NOUN = 6
_PLURAL = re.compile(
    r"(?<!\w)(?:[\w’'-]{2,24}[^s\W]s|people|men|women|children|policemen|gunmen|militiamen|servicemen|police|personnel"
    r"|policewomen|fishermen|clergymen|newsmen|dead|wounded|injured|families)$",
    _FLAG,
)
# a plural that describes the next noun rather than being the head: "two Special Forces soldiers"
_DESCRIBING = frozenset(
    ("forces", "armed", "sports", "arms", "airlines", "guards", "services", "rights", "weapons", "police", "personnel")
)


class FoundCount(Record, frozen=True, kw_only=True):
    """An amount where it stands: its span, its bounds by the codebook, whom it counts and what the words say of them.

    `whom_start` and `whom_end` are where the counted phrase stands, None together with `whom`.
    """

    start: int
    end: int
    text: str
    low: int | None
    best: int | None
    high: int | None
    whom: str | None = None
    what: CountWhat = "other"
    whom_start: int | None = None
    whom_end: int | None = None


def count_of(found: FoundCount, what: CountWhat | None = None) -> Count:
    """The codebook's count for an amount; `what` when it is known better than from the words nearby.

    >>> count_of(find_counts("Nobody was hurt.")[0]).high
    0
    """
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


def find_counts(text: str, start: int = 0, end: int | None = None, *, ordinals: bool = False) -> tuple[FoundCount, ...]:
    """Every amount of people or things in a stretch of text, in order.

    `start` and `end` are code points, the whole text when left out; ordinals ("the third of its kind") only on request.
    Dates, ages, sums of money, distances and the like are no amounts, and neither is a lone or named person.

    >>> [(it.text, it.low, it.best, it.high, it.whom) for it in find_counts("As many as 2,000 fighters left.")]
    [('As many as 2,000', None, None, 2000, 'fighters')]
    """
    end = len(text) if end is None else min(end, len(text))
    amounts = find_amounts(text, start, end, ordinals=ordinals)
    phrases = [_phrase(text, amount.end, end) if not amount.ordinal else None for amount in amounts]
    counted = [
        Counted(amount.start, amount.end, phrase[1] if phrase else amount.end, text[slice(*phrase)] if phrase else "")
        for amount, phrase in zip(amounts, phrases, strict=True)
    ]
    told = fates(text, counted, end)
    return tuple(
        FoundCount(
            start=amount.start,
            end=amount.end,
            text=text[amount.start : amount.end],
            low=amount.low,
            best=amount.best,
            high=amount.high,
            whom=" ".join(text[slice(*phrase)].split()) if phrase and amount.what is None else None,
            what=amount.what or what,
            whom_start=phrase[0] if phrase and amount.what is None else None,
            whom_end=phrase[1] if phrase and amount.what is None else None,
        )
        for amount, phrase, what in zip(amounts, phrases, told, strict=True)
    )


@functools.cache
def _stops() -> frozenset[str]:
    listed = importlib.resources.files("allegedly").joinpath("data/phrase_stops.txt").read_text(encoding="utf-8")
    return frozenset(word for line in listed.splitlines() if not line.startswith("#") for word in line.split())


def _phrase(text: str, at: int, limit: int) -> tuple[int, int] | None:
    """The noun after a number with its adjectives, up to a verb or preposition; None when the number stands alone."""
    lead = _LEAD.match(text, at, limit)
    at = lead.end() if lead else at
    first = last = None
    plural = False
    for _ in range(_LONGEST_NOUN):
        match = _WORD.match(text, at, limit)
        if not match or "\n\n" in match[0] or match["word"].casefold() in _stops():
            # "14 dead", "36 wounded civilians": the state stands where the noun would
            if match and first is None and match["word"].casefold() in ("dead", "wounded", "injured", "missing"):
                first, last, at = match.start("word"), match.end("word"), match.end()
                continue
            break
        if plural and not (_PLURAL.match(match["word"]) and not match["word"].casefold().endswith("ss")):
            break
        first = match.start("word") if first is None else first
        last, at = match.end("word"), match.end()
        plural = bool(_PLURAL.match(match["word"])) and match["word"].casefold() not in _DESCRIBING
    return (first, last) if first is not None and last is not None else None
