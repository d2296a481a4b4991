"""Where likely companions of a telling are looked for: a few keys, of which two tellings of one happening share one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from allegedly.events.rarity import rarity

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.events.tellings import Telling

__all__ = ["blocks", "meet"]

# of the training reports of one incident that share words enough, 99 in 100 share one of their first twelve
_WORDS = 12
# "outskirts of Harsk": the town is the rarest word, a district the next
_PLACE_WORDS = 2
# a word of one report in 64
_RARE = 6
# pairs of the most telling words find a report months later, or one without a date
_PAIRED = 4
# reports of one happening appear within a month, later ones are found by their word pairs
_REPORTS_DAYS = 32
# happenings told as a week or more apart are not looked at as one
_HAPPENING_DAYS = 7
# a telling of a whole month or year has no week
_LONGEST_DAYS = 7


def blocks(telling: Telling) -> tuple[str, ...]:
    """The keys under which companions of a telling may be found, sorted: forty or so, one where it tells least.

    One for its report; where the report is about it, each of its twelve most telling words with the month of print and
    the next, and pairs of the first four words without a date; its place and people with the week of the happening.
    """
    return tuple(sorted(_keys(telling)))


def meet(a: Telling, b: Telling) -> bool:
    """Whether two tellings share a key at all; what shares none is never the same."""
    return not _keys(a).isdisjoint(_keys(b))


# a telling is compared with a few hundred others, one after the other
@functools.lru_cache(maxsize=8192)
def _keys(telling: Telling) -> frozenset[str]:
    kind = telling.group
    keys = {f"{kind}|report|{telling.article_id}"}
    if telling.leads:
        words = [word.casefold() for word in telling.words.split()[:_WORDS]]
        months = _spans(telling.published_at, telling.published_at, _REPORTS_DAYS)
        keys.update(f"{kind}|{word}|{month}" for word in words for month in months)
        first = sorted(words[:_PAIRED])
        keys.update(f"{kind}|{one}|{other}" for at, one in enumerate(first) for other in first[at + 1 :])
    weeks = _weeks(telling)
    keys.update(f"{kind}|place|{word}|{week}" for word in _place_words(telling) for week in weeks)
    keys.update(f"{kind}|who|{name}|{week}" for name in telling.targets[:2] if _is_rare(name) for week in weeks)
    return frozenset(keys)


def _place_words(telling: Telling) -> list[str]:
    """The rarest words of the place's names as told and as known."""
    words = {*(telling.place or "").split(), *(telling.found or "").split()}
    return sorted(filter(_is_rare, words), key=lambda word: (-rarity(word), word))[:_PLACE_WORDS]


def _is_rare(name: str) -> bool:
    """Whether a name has a word that few reports hold: "police" and "the city" would fill their blocks every week."""
    return any(rarity(word) >= _RARE for word in name.split())


def _weeks(telling: Telling) -> list[int]:
    """The weeks of a happening told to the week or better, else of a report that tells it as current news."""
    first, last = telling.earliest, telling.latest
    if first is None or last is None or (last - first).days > _LONGEST_DAYS:
        return []
    return _spans(first, last, _HAPPENING_DAYS)


def _spans(first: dt.date | None, last: dt.date | None, length: int) -> list[int]:
    """The stretches of days that two dates stand in, and the next: dates at most one length apart share one."""
    if first is None or last is None:
        return []
    return list(range(first.toordinal() // length, last.toordinal() // length + 2))
