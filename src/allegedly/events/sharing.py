"""What two tellings share and where they part: words, days, places, people, numbers, each as a number and in words."""

from __future__ import annotations

import functools
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from allegedly.events.rarity import RAREST, rarity
from allegedly.numerals import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.events.tellings import Telling, Told

__all__ = ["FEATURES", "Known", "features", "known", "reasons", "shared_words"]

FEATURES = (
    "always",
    "shared words",
    "shared names",
    "rarest shared word",
    "second rarest shared word",
    "third rarest shared word",
    "few words",
    "published within a day",
    "published within a week",
    "days between the reports",
    "same day",
    "days between the happenings",
    "weeks between the happenings",
    "same place",
    "place named in the other report",
    "other place",
    "far apart",
    "same people",
    "other people",
    "same age",
    "other age",
    "same number",
    "other number",
    "same type",
    "same voice",
)
# beyond this cosine two reports are one text printed twice; more of the same says no more of the happening
_WORDS_ENOUGH = 0.3
# a report of fewer telling words is a caption or a menu
_FEW = 20
# a report without a day is taken for one printed a week from the other: neither for nor against
_UNDATED = 7
# a place name this common ("city", "north") does not tell that the other report names the same place
_NAMES_A_PLACE = 4
# towns nearer than a walk are one place; farther than an hour's drive they are not
_NEAR_KM, _FAR_KM = 10.0, 50.0
_KM_A_DEGREE = 111.2
# counts agree the more the larger they are: two reports of 14 dead agree in more than two of one
_MOST_BITS = 4.0
_SHOWN = 4
_AGE = re.compile(r"([^\W_]{1,9})-(?:year|month)-old")


class Known(NamedTuple):
    """The words of a telling made ready: rarity by word, names and ages among them, the length of their vector."""

    rarity: dict[str, int]
    words: frozenset[str]
    names: frozenset[str]
    ages: frozenset[int]
    length: float


# one telling is compared with a few hundred others
@functools.lru_cache(maxsize=8192)
def known(words: str) -> Known:
    """The words of a telling made ready for comparing."""
    spelled = words.split()
    rare = {word.casefold(): rarity(word) for word in spelled}
    names = frozenset(word.casefold() for word in spelled if word[0].isupper())
    ages = frozenset(age for word in rare if (age := _age(word)) is not None)
    return Known(rare, frozenset(rare), names, ages, math.sqrt(sum(n * n for n in rare.values())))


def _age(word: str) -> int | None:
    """The number in "19-year-old", "two-year-old" or "six-month-old"."""
    found = _AGE.fullmatch(word)
    return read_number(found[1]) if found else None


def features(a: Telling, b: Telling) -> tuple[float, ...]:
    """What the pair shares, in the order of FEATURES; the same for (b, a)."""
    return (1.0, *_of_words(a, b), *_of_reports(a, b), *_of_days(a, b), *_of_places(a, b), *_of_the_rest(a, b))


def shared_words(a: Telling, b: Telling) -> list[str]:
    """The words both reports are known by, rarest first."""
    one = known(a.words)
    return sorted(one.words & known(b.words).words, key=lambda word: (-one.rarity[word], word))


def _of_words(a: Telling, b: Telling) -> tuple[float, ...]:
    one, other = known(a.words), known(b.words)
    common = one.words & other.words
    if not common:
        return (0.0, 0.0, 0.0, 0.0, 0.0, _fewness(one, other))
    rare = sorted((one.rarity[word] for word in common), reverse=True)
    cosine = sum(n * n for n in rare) / (one.length * other.length)
    names = sum(one.rarity[word] for word in common & one.names & other.names)
    first, second, third = (*rare, 0, 0)[:3]
    return (
        min(cosine, _WORDS_ENOUGH),
        names / RAREST,
        first / RAREST,
        second / RAREST,
        third / RAREST,
        _fewness(one, other),
    )


def _fewness(one: Known, other: Known) -> float:
    return max(0, _FEW - min(len(one.words), len(other.words))) / _FEW


def _of_reports(a: Telling, b: Telling) -> tuple[float, ...]:
    days = _days_between_reports(a, b)
    if days is None:
        return (0.0, 0.0, math.log1p(_UNDATED))
    return (float(days <= 1), float(days <= 7), math.log1p(days))


def _days_between_reports(a: Telling, b: Telling) -> int | None:
    return abs((a.published_at - b.published_at).days) if a.published_at and b.published_at else None


def _of_days(a: Telling, b: Telling) -> tuple[float, ...]:
    days = _days_apart(a, b)
    if days is None:
        return (0.0, 0.0, 0.0)
    return (float(days == 0), math.log1p(days), float(days > 2 * 7))


def _days_apart(a: Telling, b: Telling) -> int | None:
    """Days between two happenings whose days the reports tell; 0 when they may be the same day."""
    if not (a.earliest and a.latest and b.earliest and b.latest) or "publication" in (a.basis, b.basis):
        return None
    return max(0, (a.earliest - b.latest).days, (b.earliest - a.latest).days)


def _of_places(a: Telling, b: Telling) -> tuple[float, ...]:
    if not a.place or not b.place:
        return (0.0, 0.0, 0.0, 0.0)
    if _is_same_place(a, b):
        return (_how_rare(a.place) / RAREST + _how_rare(b.place) / RAREST) / 2, 0.0, 0.0, 0.0
    distance = _distance(a, b)
    if distance is not None:
        return (0.0, 0.0, float(distance > _NEAR_KM), float(distance > _FAR_KM))
    named = _names(a.place, b) or _names(b.place, a)
    return (0.0, float(named), float(not named), 0.0)


def _is_same_place(a: Telling, b: Telling) -> bool:
    if a.geonameid and b.geonameid:
        return a.geonameid == b.geonameid
    return not {a.place, a.found or a.place}.isdisjoint((b.place, b.found or b.place))


def _distance(a: Telling, b: Telling) -> float | None:
    """Kilometres between two known points, on a flat map: near enough to tell one town from the next."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    turn = abs(a.lon - b.lon)
    east = min(turn, 360 - turn) * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.hypot(a.lat - b.lat, east) * _KM_A_DEGREE


def _names(place: str, telling: Telling) -> bool:
    words = known(telling.words).words
    return any(word in words for word in place.split() if rarity(word) >= _NAMES_A_PLACE)


def _how_rare(name: str) -> int:
    return max((rarity(word) for word in name.split()), default=0)


def _of_the_rest(a: Telling, b: Telling) -> tuple[float, ...]:
    people = _shared_people(a, b)
    same, other = _numbers(a, b)
    ages, theirs = known(a.words).ages, known(b.words).ages
    return (
        max(map(_how_rare, people), default=0) / RAREST,
        float(not people and bool(a.actors or a.targets) and bool(b.actors or b.targets)),
        float(not ages.isdisjoint(theirs)),
        float(bool(ages) and bool(theirs) and ages.isdisjoint(theirs)),
        min(sum(math.log2(1 + number) for _, number in same), _MOST_BITS),
        float(bool(other)),
        float(a.type == b.type),
        float((a.role, a.voice) == (b.role, b.voice)),
    )


def _shared_people(a: Telling, b: Telling) -> list[str]:
    return sorted({*a.actors, *a.targets} & {*b.actors, *b.targets})


def _numbers(a: Telling, b: Telling) -> tuple[list[tuple[str, int]], list[tuple[str, int, int]]]:
    """The counts that agree, and those of the same kind that do not."""
    same, other = [], []
    theirs = dict(_told(b.counts))
    for what, number in _told(a.counts):
        if number == theirs.get(what):
            same.append((what, number))
        elif what in theirs:
            other.append((what, *sorted((number, theirs[what]))))
    return sorted(same), sorted(other)


def _told(counts: Sequence[Told]) -> Iterator[tuple[str, int]]:
    """The largest number told of each kind."""
    largest: dict[str, int] = {}
    for what, low, best, high in counts:
        number = next((it for it in (best, low, high) if it is not None), None)
        if number is not None:
            largest[what] = max(number, largest.get(what, 0))
    return iter(largest.items())


def reasons(a: Telling, b: Telling) -> tuple[str, ...]:
    """What speaks for one happening and what against it, in words, the same for (b, a)."""
    return (*_reasons_of_words(a, b), *_reasons_of_time(a, b), *_reasons_of_place(a, b), *_reasons_of_the_rest(a, b))


def _reasons_of_words(a: Telling, b: Telling) -> Iterator[str]:
    if a.article_id == b.article_id:
        yield "same report"
    elif words := shared_words(a, b)[:_SHOWN]:
        yield f"same words: {', '.join(words)}"


def _reasons_of_time(a: Telling, b: Telling) -> Iterator[str]:
    apart, between = _days_apart(a, b), _days_between_reports(a, b)
    if apart is not None:
        yield "days agree" if apart == 0 else f"{_days(apart)} apart"
    if between:
        yield f"reports {_days(between)} apart"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _reasons_of_place(a: Telling, b: Telling) -> Iterator[str]:
    _, named, other, _ = _of_places(a, b)
    if not a.place or not b.place:
        return
    one, two = sorted((a.place, b.place))
    if _is_same_place(a, b):
        yield f"same place {(a.found if a.found == b.found and a.found else one).title()}"
    elif named:
        yield f"place named in the other report: {one.title()}, {two.title()}"
    elif other:
        yield f"other place: {one.title()}, {two.title()}"


def _reasons_of_the_rest(a: Telling, b: Telling) -> Iterator[str]:
    if people := _shared_people(a, b):
        yield f"same people: {', '.join(people)}"
    ages, theirs = known(a.words).ages, known(b.words).ages
    if ages and ages.isdisjoint(theirs) and theirs:
        yield f"other ages: {_listed(min(ages, theirs, key=sorted))}, {_listed(max(ages, theirs, key=sorted))}"
    same, other = _numbers(a, b)
    yield from (f"both {number} {what}" for what, number in same)
    yield from (f"{fewer} and {more} {what}" for what, fewer, more in other)
    if a.type == b.type:
        yield f"both {a.type}"


def _listed(ages: frozenset[int]) -> str:
    return " and ".join(map(str, sorted(ages)))
