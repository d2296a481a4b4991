"""The places of one report, settled together."""

from __future__ import annotations

import bisect
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from allegedly.gazetteer import the_gazetteer
from allegedly.model import PlaceCandidate, ResolvedPlace
from allegedly.places import lexicon
from allegedly.places.asking import questions
from allegedly.places.choosing import chances_of, sureness_numbers, the_weights
from allegedly.places.finding import is_foreign, meant
from allegedly.places.precision import laid_off, precision_of
from allegedly.places.reasons import reason_for, undecided
from allegedly.places.scan import Known, known_as, known_names
from allegedly.places.weighing import Floats, Outlet, Weighed, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.gazetteer import Place
    from allegedly.names.naming import ArticleNames
    from allegedly.places.surroundings import Beside
    from allegedly.places.weighing import Asked

__all__ = ["Found", "ReportPlaces", "same_spot"]

# a name is taken for a place's when that is likelier than not
_MEANT = 0.5
# one inside words that somebody says are a place's may be less sure
_MEANT_INSIDE = 0.2
# a place is chosen when it is likelier to be right than not
_CHOSEN = 0.5
# others are kept while they are at least this likely, and no more than this many
_KEPT, _MOST_KEPT = 0.01, 5
# two points this near are one answer: a town and the district called after it
_SAME_DEGREES = 0.3


# "Orum in Targo", "Orum, Targo"
_HOLDING = re.compile(r"(?:\b(?:in|of|near|outside)\s(?:the\s)?(?:[\w-]{1,15}\s){0,3}|,\s)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,40}(?:['’-][^\W_]{1,40}){0,4}")


class Found(NamedTuple):
    """A name in a report that means a place, with the place."""

    start: int
    end: int
    text: str
    place: ResolvedPlace


class _Settled(NamedTuple):
    asked: tuple[Asked, ...]
    own: tuple[int, ...]
    told: tuple[Beside, ...]
    weighed: Weighed
    chances: tuple[Floats, ...]


class ReportPlaces:
    """Every place of one report; `spans` are words that are known to name places, beside those found here.

    The article's names come from `names`; the outlet's country and name help between namesakes.
    """

    def __init__(
        self, names: ArticleNames, outlet: Outlet | None = None, spans: Sequence[tuple[int, int]] = ()
    ) -> None:
        self._text = names.text
        self._outlet = outlet or Outlet()
        scanned = known_names(names.text)
        chances = meant(names, scanned, the_weights().meant)
        self._chance = {one.start: float(chance) for one, chance in zip(scanned, chances, strict=True)}
        self._known = self._chosen_names(scanned, spans)
        self._starts = [one.start for one in self._known]
        self._spans = spans

    def _chosen_names(self, scanned: Sequence[Known], spans: Sequence[tuple[int, int]]) -> tuple[Known, ...]:
        used = {one.start: one for one in scanned if self._chance[one.start] > self._least(one)}
        by_start = [one.start for one in scanned]
        for start, end in spans:
            inside = scanned[bisect.bisect_left(by_start, start) : bisect.bisect_left(by_start, end)]
            whole = _whole(self._text, start, end, inside)
            if whole:
                used = {at: one for at, one in used.items() if one.end <= whole.start or whole.end <= one.start}
                used[whole.start] = whole
            else:
                used |= {one.start: one for one in inside if self._chance[one.start] > _MEANT_INSIDE}
        return tuple(used[at] for at in sorted(used))

    @staticmethod
    def _least(one: Known) -> float:
        """A name quoted in another script is there because it names something."""
        return _MEANT_INSIDE if is_foreign(one.text) else _MEANT

    @cached_property
    def _settled(self) -> _Settled:
        asked, own, told = questions(self._text, self._known)
        if not asked:
            return _Settled(asked, own, told, Weighed(np.zeros((0, 0)), ()), ())
        weights = the_weights()
        first = chances_of(weigh(asked, self._outlet), weights.first)
        weighed = weigh(asked, self._outlet, first)
        return _Settled(asked, own, told, weighed, chances_of(weighed, weights.then))

    def found(self) -> tuple[Found, ...]:
        """Every name that means a place, in text order; one that stays undecided is among them."""
        return tuple(
            Found(one.start, one.end, one.text, self._resolved(number)) for number, one in enumerate(self._known)
        )

    def at(self, start: int, end: int) -> ResolvedPlace | None:
        """Which place the words between two points mean; None where they hold no name.

        A name the gazetteer lacks gives no place and says so, unless its place is told ("the village of Orum in
        Targo"): then that place stands for it, with a precision that tells so.
        """
        first, past = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        unknown = _unknown_name(self._text[start : self._known[first].start if first < past else end])
        if first < past:
            # "Urus-Martan in Chechnya": the first name is the place, the next holds it
            return self._resolved(first, stands_for=unknown if unknown and self._held(start, first) else None)
        return ResolvedPlace(reason=f"no place called {unknown} is in the gazetteer") if unknown else None

    def _held(self, start: int, number: int) -> bool:
        """Whether what stands between a point and a name says that the name holds it."""
        return bool(_HOLDING.search(self._text, start, self._known[number].start))

    def named(self, name: str) -> ResolvedPlace | None:
        """Which place a name means that the report also gives elsewhere; None where it does not."""
        for one in known_names(name):
            for number, known in enumerate(self._known):
                if known.text == one.text:
                    return self._resolved(number)
        return None

    def is_place(self, start: int, end: int) -> bool:
        """Whether the words between two points are a place's name and nothing else, as far as the report tells."""
        first = bisect.bisect_left(self._starts, start)
        return (
            first < len(self._known)
            and self._known[first].end == end
            and self._known[first].start == start
            and self._chance.get(start, 0.0) > _MEANT_INSIDE
        )

    def nearby(self, start: int, end: int) -> ResolvedPlace | None:
        """For words that name a place no gazetteer knows: the place that holds it as far as the report tells.

        That is the nearest place named in the same paragraph, a town before a region, or the town named most; its
        precision tells that it stands for another.
        """
        paragraph = self._paragraph(start, end)
        near = [number for number, one in enumerate(self._known) if paragraph[0] <= one.start < paragraph[1]]
        near = [number for number in near if self._kind(number) in "P12"] or near
        if near:
            number = min(near, key=lambda at: (abs(self._known[at].start - start), at))
        else:
            counts = [
                (self._kind(number) in "P12", one.times, -number) for number, one in enumerate(self._asked_of_all())
            ]
            if not counts:
                return None
            number = -max(counts)[2]
        return self._resolved(number, stands_for=self._text[start:end])

    def _asked_of_all(self) -> list[Asked]:
        return [self._settled.asked[number] for number in self._settled.own]

    def _kind(self, number: int) -> str:
        own = self._settled.own[number]
        return self._settled.asked[own].places[int(np.argmax(self._settled.chances[own]))].kind

    def _paragraph(self, start: int, end: int) -> tuple[int, int]:
        before, after = self._text.rfind("\n", 0, start), self._text.find("\n", end)
        return before + 1, after if after >= 0 else len(self._text)

    def _resolved(self, number: int, *, stands_for: str | None = None) -> ResolvedPlace:
        settled, known = self._settled, self._known[number]
        own = settled.own[number]
        places, chances = settled.asked[own].places, settled.chances[own]
        likeliest = int(np.argmax(chances))
        best = _town_first(places, likeliest, settled.told[number])
        one_answer = [any(same_spot(one, places[at]) for at in (best, likeliest)) for one in places]
        certain = float(chances[one_answer].sum())
        numbers = sureness_numbers(settled.weighed, settled.chances, own, certain)
        # a lone namesake far from everything else in the report is hardly the place meant
        sure = float(1 / (1 + np.exp(-numbers @ the_weights().sure)))
        order = sorted(range(len(places)), key=lambda at: (-chances[at], at))
        others = [at for at in order if at != best or sure < _CHOSEN]
        candidates = tuple(
            one for at in others if chances[at] >= _KEPT and (one := _candidate(places[at], float(chances[at])))
        )[:_MOST_KEPT]
        if sure < _CHOSEN:
            return ResolvedPlace(reason=undecided(places), candidates=candidates)
        first, last = settled.weighed.bounds[own]
        reason = reason_for(settled.weighed.rows[first:last], chances, the_weights().then, places, best)
        return self._record(places[best], sure, reason, candidates, settled.told[number], known, stands_for)

    def _record(  # noqa: PLR0917
        self,
        place: Place,
        score: float,
        reason: str,
        candidates: tuple[PlaceCandidate, ...],
        beside: Beside,
        known: Known,
        stands_for: str | None,
    ) -> ResolvedPlace:
        lat, lon = laid_off(place, beside.offset)
        if beside.offset and stands_for is None:
            reason = f"{beside.offset.words} {known.text}; {reason}"
        if stands_for is not None:
            reason = f"{' '.join(stands_for.split())} is not in the gazetteer and stands near {known.text}; {reason}"
            # half as sure at best: nobody says that the one holds the other
            score /= 2
        return ResolvedPlace(
            reason=reason,
            geonameid=place.id,
            name=place.name,
            lat=lat,
            lon=lon,
            country=place.country,
            admin1=the_gazetteer().region_name(place.country, place.admin1),
            precision=precision_of(place, beside, stands_for=stands_for is not None),
            score=round(score, 4),
            candidates=candidates,
        )


def _whole(text: str, start: int, end: int, inside: Sequence[Known]) -> Known | None:
    """The words of a span as one name, where the scan did not take them so: in small letters, or cut otherwise."""
    if any(one.start == start and one.end >= end for one in inside):
        return None
    words = text[start:end]
    # "the city" is a suburb somewhere
    places, how = known_as(words) if not words.islower() else ((), "name")
    return Known(start, end, words, places, how) if places else None


def _unknown_name(words: str) -> str | None:
    """The words with capitals among some, as one name; None where there are none but kinds of places and articles."""
    named = [match[0] for match in _WORD.finditer(words) if match[0][0].isupper()]
    return " ".join(named) if any(word.casefold() not in lexicon.never_alone() for word in named) else None


def _town_first(places: Sequence[Place], best: int, told: Beside) -> int:
    """The town where a region and a town in it bear one name and nothing says which: the nearer point, mostly meant.

    Where the town is not at the region's own point, only words such as "near" and "the town of" make it the town.
    """
    chosen = places[best]
    if chosen.kind not in "12" or told.hint in ("region", "district", "realm"):
        return best
    surely = told.near or told.offset is not None or told.hint == "town"
    inside = [at for at, one in enumerate(places) if one.kind == "P" and _in_region(one, chosen)]
    return min((at for at in inside if surely or same_spot(places[at], chosen)), default=best)


def _in_region(town: Place, region: Place) -> bool:
    held = town.admin2 == region.id if region.kind == "2" else town.admin1 == region.admin1
    return town.country == region.country and held


def same_spot(one: Place, other: Place) -> bool:
    """Whether two places are one answer for a report: a town and the district called after it."""
    return one.country == other.country and max(abs(one.lat - other.lat), abs(one.lon - other.lon)) < _SAME_DEGREES


def _candidate(place: Place, chance: float) -> PlaceCandidate | None:
    if place.id is None:
        return None
    return PlaceCandidate(
        geonameid=place.id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        admin1=the_gazetteer().region_name(place.country, place.admin1),
        score=round(min(chance, 1.0), 4),
    )
