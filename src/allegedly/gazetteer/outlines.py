"""How far a region reaches, as far as its towns tell: the hull around them, for maps that must not draw it as a point.

No borders come with the gazetteer. The hull of the towns of 500 people and more, let out by a few kilometres, covers
where people of the region live; it is no border, crosses those of its neighbours, and maps say so.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from typing import TYPE_CHECKING

from allegedly.gazetteer.own import demo_places, own_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allegedly.gazetteer.lookup import Gazetteer, Place

__all__ = ["Outlines", "around", "hull"]

Point = tuple[float, float]
Ring = tuple[Point, ...]

KM_PER_DEGREE = 111.195
# fields and hamlets around the outermost towns: towns of 500 people lie 5 to 15 km apart in settled country
_MARGIN_KM = 10.0
# a circle with so many corners is round at the size of a screen
_CORNERS = 48
# within this of a pole a circle in degrees is no ring
_POLAR = 85.0


class Outlines:
    """Areas of regions, districts and countries by the towns of an index, and of the demo's invented ones.

    The towns of a country are read when the first area in it is asked for; areas are kept.
    """

    def __init__(self, index: Gazetteer | None) -> None:
        self._index = index
        self._own = [place for place, _ in own_places(demo_places())]
        self._towns = functools.lru_cache(maxsize=64)(self._read)
        self._kept: dict[tuple[object, ...], Ring | None] = {}

    def of(self, name: str, country: str | None, number: int | None = None) -> Ring | None:
        """The ring (longitude, latitude) around the towns of a region, district or country; None for anything else.

        It goes by GeoNames' number; without one by name and country.

        >>> ring = Outlines(None).of("Toluve", "XO")
        >>> len(ring) > 4, Outlines(None).of("Harsk", "XO")
        (True, None)
        """
        asked = (name, country, number)
        if asked not in self._kept:
            place = self.place(name, country, number)
            towns = self._inside(place) if place is not None else []
            self._kept[asked] = hull(towns, _MARGIN_KM) if towns else None
        return self._kept[asked]

    def place(self, name: str, country: str | None, number: int | None = None) -> Place | None:
        """The area of that name, country and number; None where no area is called so."""
        named = [one for one in self._own if one.name == name] + list(self._index.find(name) if self._index else ())
        fits = (one for one in named if one.country == country and one.id == number and one.kind in "12CLW")
        return next(fits, None)

    def _inside(self, place: Place) -> list[Point]:
        towns = self._towns(place.country)
        if place.kind == "C":
            return [at for some in towns.values() for at in some]
        if place.kind == "1" or (place.kind == "2" and place.rough):
            # a district without a town stands where its region does, and is drawn as that
            return [at for (admin1, _), some in towns.items() if admin1 == place.admin1 for at in some]
        return [at for (_, admin2), some in towns.items() if admin2 == place.id for at in some] if place.id else []

    def _read(self, country: str | None) -> dict[tuple[str | None, int | None], list[Point]]:
        """The towns of a country by the codes of their region and district."""
        found: dict[tuple[str | None, int | None], list[Point]] = defaultdict(list)
        for one in self._own:
            if one.kind == "P" and one.country == country:
                found[one.admin1, one.admin2].append((one.lon, one.lat))
        if self._index is not None and country is not None:
            for admin1, admin2, lat, lon in self._index.towns(country):
                found[admin1, admin2].append((lon, lat))
        return found


def hull(points: Sequence[Point], margin_km: float) -> Ring:
    """The smallest bulging ring around points, let out by a margin; it begins and ends at the same point.

    Andrew's monotone chain (1979) on degrees, east-west turned so that the date line is no edge.

    >>> hull([(0.0, 0.0), (1.0, 0.0), (0.5, 0.1), (1.0, 1.0), (0.0, 1.0)], 0)
    ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
    """
    middle = math.degrees(
        math.atan2(sum(math.sin(math.radians(x)) for x, _ in points), sum(math.cos(math.radians(x)) for x, _ in points))
    )
    turned = [((x - middle + 540) % 360 - 180 + middle, y) for x, y in points]
    corners = _chain(turned)
    if margin_km > 0:
        corners = _chain([corner for x, y in corners for corner in _circle(x, y, margin_km, 8)])
    ring = [(round(x, 3), round(y, 3)) for x, y in corners]
    return (*ring, ring[0])


def around(lon: float, lat: float, km: float) -> Ring:
    """A circle around a point, as a ring of longitudes and latitudes.

    >>> [round(one, 2) for one in around(0.0, 0.0, 111.195)[0]]
    [1.0, 0.0]
    """
    ring = [(round(x, 3), round(y, 3)) for x, y in _circle(lon, lat, km, _CORNERS)]
    return (*ring, ring[0])


def _circle(lon: float, lat: float, km: float, corners: int) -> list[Point]:
    tall = km / KM_PER_DEGREE
    wide = tall / math.cos(math.radians(max(-_POLAR, min(_POLAR, lat))))
    angles = [2 * math.pi * step / corners for step in range(corners)]
    return [(lon + wide * math.cos(one), max(-90.0, min(90.0, lat + tall * math.sin(one)))) for one in angles]


def _chain(points: Iterable[Point]) -> list[Point]:
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(ordered: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ordered:
        while len(kept) > 1 and _turns_right(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _turns_right(one: Point, other: Point, third: Point) -> bool:
    return (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0]) <= 0
