"""What two tellings share and where they part: words, days, places, people and numbers."""

from __future__ import annotations

import functools
import math
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from allegedly.events.rarity import RAREST, rarity
from allegedly.numerals import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.events.tellings import Telling, Told

__all__ = ["FEATURES", "Known", "Shared", "features", "known", "shared", "two_places"]

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
    "another day",
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
# a slip of the reader's may move a happening by days, seldom by weeks
_WEEKS_DAYS = 14
# "in March" is no day; "this week" is nearly one
_LONGEST_DAYS = 7
# "market in Harsk" and "Harsk market": a word as rare as this in both names makes them one place
_SAME_PLACE_WORD = 8
_AGE = re.compile(r"([^\W_]{1,9})-(?:year|month)-old")


class Known(NamedTuple):
    """The words of a telling made ready: rarity by word, names and ages among them, the length of their vector."""

    rarity: dict[str, int]
    words: frozenset[str]
    names: frozenset[str]
    ages: frozenset[int]
    length: float


class Shared(NamedTuple):
    """What two tellings share: words, days between their reports and their happenings, place, people, numbers.

    `strangers` says that both name somebody; counts that agree are in `same`, those that do not in `differing`.
    """

    one: Known
    other: Known
    common: frozenset[str]
    between: int | None
    apart: int | None
    place: Literal["same", "named", "other"] | None
    far: bool
    people: tuple[str, ...]
    strangers: bool
    same: list[tuple[str, int]]
    differing: list[tuple[str, int, int]]


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


def shared(a: Telling, b: Telling) -> Shared:
    """What two tellings share and where they part; the same for (b, a)."""
    one, other = known(a.words), known(b.words)
    place = _place(a, b)
    same, differing = _numbers(a, b)
    return Shared(
        one=one,
        other=other,
        common=one.words & other.words,
        between=abs((a.published_at - b.published_at).days) if a.published_at and b.published_at else None,
        apart=_days_apart(a, b),
        place=place,
        far=place == "other" and (_distance(a, b) or 0.0) > _FAR_KM,
        people=tuple({*a.actors, *a.targets} & {*b.actors, *b.targets}),
        strangers=bool(a.actors or a.targets) and bool(b.actors or b.targets),
        same=same,
        differing=differing,
    )


def _days_apart(a: Telling, b: Telling) -> int | None:
    """Days between two happenings whose days the reports tell; 0 when they may be the same day or week.

    None where a report tells no day, or where one of them tells of a whole month that the other's day lies in.
    """
    if not (a.earliest and a.latest and b.earliest and b.latest) or "publication" in (a.basis, b.basis):
        return None
    apart = max((a.earliest - b.latest).days, (b.earliest - a.latest).days)
    if apart > 0:
        return apart
    return 0 if max((a.latest - a.earliest).days, (b.latest - b.earliest).days) < _LONGEST_DAYS else None


def _place(a: Telling, b: Telling) -> Literal["same", "named", "other"] | None:
    """The same place, one that the other report names too, another, or None where one of them tells none."""
    if not a.place or not b.place:
        return None
    if _is_same_place(a, b):
        return "same"
    distance = _distance(a, b)
    if distance is not None:
        return "other" if distance > _NEAR_KM else "same"
    return "named" if _names(a.place, b) or _names(b.place, a) else "other"


def _is_same_place(a: Telling, b: Telling) -> bool:
    if a.geonameid and b.geonameid:
        return a.geonameid == b.geonameid
    if not {a.place, a.found or a.place}.isdisjoint((b.place, b.found or b.place)):
        return True
    shared_words = set((a.place or "").split()).intersection((b.place or "").split())
    return any(rarity(word) >= _SAME_PLACE_WORD for word in shared_words)


def _distance(a: Telling, b: Telling) -> float | None:
    """Kilometres between two known points, on a flat map: near enough to tell one town from the next."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    turn = abs(a.lon - b.lon)
    east = min(turn, 360 - turn) * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.hypot(a.lat - b.lat, east) * _KM_A_DEGREE


def two_places(a: Telling, b: Telling) -> bool:
    """Whether both tell a place by a name of its own: "the bridge" may be in Harl, Orven is not."""
    return min(_how_rare(a.place), _how_rare(b.place)) >= _SAME_PLACE_WORD


def _names(place: str, telling: Telling) -> bool:
    words = known(telling.words).words
    return any(word in words and rarity(word) >= _NAMES_A_PLACE for word in place.split())


def _numbers(a: Telling, b: Telling) -> tuple[list[tuple[str, int]], list[tuple[str, int, int]]]:
    """The counts that agree, and those of the same kind that do not."""
    if not a.counts or not b.counts:
        return [], []
    one, theirs = _largest(a.counts), _largest(b.counts)
    both = sorted(one.keys() & theirs.keys())
    same = [(what, one[what]) for what in both if one[what] == theirs[what]]
    differing = [(what, one[what], theirs[what]) for what in both if one[what] != theirs[what]]
    return same, [(what, min(mine, other), max(mine, other)) for what, mine, other in differing]


def _largest(counts: Sequence[Told]) -> dict[str, int]:
    """The largest number told of each kind."""
    largest: dict[str, int] = {}
    for what, low, best, high in counts:
        number = best if best is not None else low if low is not None else high
        if number is not None:
            largest[what] = max(number, largest.get(what, 0))
    return largest


def features(a: Telling, b: Telling, found: Shared) -> tuple[float, ...]:
    """What a pair shares as numbers, in the order of FEATURES; the same for (b, a)."""
    return (1.0, *_of_words(found), *_of_time(found), *_of_place(a, b, found), *_of_the_rest(a, b, found))


def _of_words(found: Shared) -> tuple[float, ...]:
    one, other, common = found.one, found.other, found.common
    fewness = max(0, _FEW - min(len(one.words), len(other.words))) / _FEW
    if not common:
        return (0.0, 0.0, 0.0, 0.0, 0.0, fewness)
    rare = sorted([one.rarity[word] for word in common], reverse=True)
    cosine = sum([n * n for n in rare]) / (one.length * other.length)
    names = sum([one.rarity[word] for word in common & one.names & other.names])
    first, second, third = (*rare, 0, 0)[:3]
    return (
        min(cosine, _WORDS_ENOUGH),
        names / RAREST,
        first / RAREST,
        second / RAREST,
        third / RAREST,
        fewness,
    )


def _of_time(found: Shared) -> tuple[float, ...]:
    between, apart = found.between, found.apart
    of_reports = (
        (0.0, 0.0, math.log1p(_UNDATED))
        if between is None
        else (float(between <= 1), float(between <= 7), math.log1p(between))
    )
    of_happenings = (
        (0.0, 0.0, 0.0, 0.0)
        if apart is None
        else (float(apart == 0), float(apart > 1), math.log1p(apart), float(apart > _WEEKS_DAYS))
    )
    return (*of_reports, *of_happenings)


def _of_place(a: Telling, b: Telling, found: Shared) -> tuple[float, ...]:
    if found.place == "same":
        # a place that many reports name tells less
        return ((_how_rare(a.place) + _how_rare(b.place)) / (2 * RAREST), 0.0, 0.0, 0.0)
    return (0.0, float(found.place == "named"), float(found.place == "other"), float(found.far))


def _how_rare(name: str | None) -> int:
    return max([rarity(word) for word in (name or "").split()], default=0)


def _of_the_rest(a: Telling, b: Telling, found: Shared) -> tuple[float, ...]:
    ages, theirs = found.one.ages, found.other.ages
    return (
        max([_how_rare(name) for name in found.people], default=0) / RAREST,
        float(found.strangers and not found.people),
        float(not ages.isdisjoint(theirs)),
        float(bool(ages) and bool(theirs) and ages.isdisjoint(theirs)),
        min(sum([math.log2(1 + number) for _, number in found.same]), _MOST_BITS),
        float(bool(found.differing)),
        float(a.type == b.type),
        float(a.role == b.role and a.voice == b.voice),
    )
