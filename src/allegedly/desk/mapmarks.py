"""What a map draws of some claims: a point only for a point, an area for an area, and one count for what lies close.

A million claims are never sent: claims are counted by place, places by square cells of the screen at the zoom asked.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from allegedly.desk.lands import atlas_outline, land_name, outlines
from allegedly.gazetteer import around
from allegedly.model import Record
from allegedly.views.spots import COUNTRY, DISTRICT, EXACT, LOOSE, NEAR, REGION

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from allegedly.views.spots import Spot, Spots

    Counts = npt.NDArray[np.int64]

__all__ = ["HOW_NEAR", "Mark", "View", "marks_of"]

HOW_NEAR = {
    EXACT: "the place itself",
    NEAR: "near it",
    DISTRICT: "a district",
    REGION: "a region",
    LOOSE: "somewhere about it",
    COUNTRY: "a country",
    7: "a sea",
}
# kilometres of the circle for what has no outline of its own. Near: UCDP's bound for "near a known point". A district
# as large as one with a 25 km radius has 2,000 square kilometres, about the mean of GeoNames' 45,000. A looser area is
# farther off than "near", nobody says how far: twice that
_REACH_KM = {NEAR: 25.0, DISTRICT: 25.0, REGION: 50.0, LOOSE: 50.0}
# a finger's width: marks closer than this could not be told apart
_CELL_PX = 56
# an area smaller than this on the screen would be taken for a point
_LEAST_PX = 24
# at this zoom a screen shows a town's streets; what is still close stands at one point
FINEST_ZOOM = 14
# buttons on one map, and areas with an outline; the others are counted in cells
_MOST_CELLS, _MOST_AREAS = 400, 120
# MapLibre's world is so many pixels wide at zoom 0
_WORLD_PX = 512
# Web Mercator ends here
_MOST_NORTH = 85.05


class View(NamedTuple):
    """What of the world a map shows: its zoom and its box (west, south, east, north), None for all of it."""

    zoom: float = 1.0
    box: tuple[float, float, float, float] | None = None


class Mark(Record, frozen=True, kw_only=True):
    """One mark on the map: a point, an area, or a count of places too close to be drawn apart.

    `box` is what it covers (west, south, east, north). An area has a `ring` of longitudes and latitudes, `reach_km`
    where that is a circle of a stated radius, or an `outline` by which the world map has it. `doubtful` claims are
    those not plainly said.
    """

    kind: Literal["point", "area", "cluster"]
    lat: float
    lon: float
    claims: int
    doubtful: int
    places: int
    points: int
    box: tuple[float, float, float, float]
    name: str | None = None
    region: str | None = None
    country: str | None = None
    how_near: str | None = None
    ucdp: int | None = None
    ring: tuple[tuple[float, float], ...] | None = None
    reach_km: float | None = None
    outline: str | None = None


def marks_of(counts: Counts, doubts: Counts, spots: Spots, view: View) -> tuple[Mark, ...]:
    """The marks for claims counted by place; the areas with the most claims first, then cells from north-west."""
    used = np.flatnonzero((counts > 0) & (spots.ucdp > 0) & ~spots.wide)
    used = used[_within(spots, used, view)]
    large = used[_may_be_large(spots, used, view.zoom)]
    large = large[np.argsort(-counts[large], kind="stable")][:_MOST_AREAS]
    areas: list[Mark] = []
    drawn: list[int] = []
    for number in large.tolist():
        spot = spots.told[number]
        mark = _area(spot, int(counts[number]), int(doubts[number])) if spot is not None else None
        if mark is not None and (mark.outline or _pixels(mark.box, view.zoom) >= _LEAST_PX):
            areas.append(mark)
            drawn.append(number)
    rest = used[~np.isin(used, drawn)]
    return (*areas, *_cells(counts, doubts, spots, rest, view.zoom))


def _within(spots: Spots, used: Counts, view: View) -> npt.NDArray[np.bool_]:
    """Which places lie in what is shown, and beside it as far again; a country may reach in from anywhere."""
    if view.box is None:
        return np.ones(len(used), bool)
    west, south, east, north = view.box
    wide, tall = max(east - west, 0.1), max(north - south, 0.1)
    lat, lon = spots.lat[used], spots.lon[used]
    inside = (lat >= south - tall) & (lat <= north + tall) & (lon >= west - wide) & (lon <= east + wide)
    found: npt.NDArray[np.bool_] = inside | (spots.ucdp[used] == COUNTRY)
    return found


def _may_be_large(spots: Spots, used: Counts, zoom: float) -> npt.NDArray[np.bool_]:
    """Which places are areas that may be large enough to draw; circles are of known size."""
    kinds = spots.ucdp[used]
    per_km = _WORLD_PX * 2**zoom / 40_075
    circles = [kind for kind in (NEAR, LOOSE) if 2 * _REACH_KM[kind] * per_km < _LEAST_PX / 2]
    found: npt.NDArray[np.bool_] = (kinds > EXACT) & ~np.isin(kinds, circles)
    return found


def _area(spot: Spot, claims: int, doubtful: int) -> Mark | None:
    """An area with its outline: of the world map, around its towns, or a circle of a stated radius."""
    name = spot.name or land_name(spot.country)
    outline = atlas_outline(spot.country) if spot.ucdp == COUNTRY else None
    ring = None
    if outline is None and spot.ucdp in (DISTRICT, REGION, COUNTRY) and spot.name is not None:
        ring = outlines().of(spot.name, spot.country, spot.geonameid)
    reach = None if outline or ring else _REACH_KM.get(spot.ucdp)
    if reach is not None:
        ring = around(spot.lon, spot.lat, reach)
    if ring is None and outline is None:
        return None
    return Mark(
        kind="area",
        lat=spot.lat,
        lon=spot.lon,
        claims=claims,
        doubtful=doubtful,
        places=1,
        points=0,
        # a country's outline is the browser's own; until it is there, the point and some room
        box=_box(ring) if ring else (spot.lon - 4, max(spot.lat - 4, -85), spot.lon + 4, min(spot.lat + 4, 85)),
        name=name,
        region=spot.admin1 if spot.ucdp not in (REGION, COUNTRY) else None,
        country=spot.country,
        how_near=HOW_NEAR[spot.ucdp],
        ucdp=spot.ucdp,
        ring=ring,
        reach_km=reach,
        outline=outline,
    )


def _cells(counts: Counts, doubts: Counts, spots: Spots, rest: Counts, zoom: float) -> Iterator[Mark]:
    """One mark for each square cell of the screen: the point itself where it holds one, else how many lie in it."""
    if not len(rest):
        return
    x, y = (spots.lon[rest] + 180) / 360, _mercator(spots.lat[rest])
    # at the finest zoom only what stands at one point is one mark
    across = _WORLD_PX * 2**zoom / _CELL_PX if zoom < FINEST_ZOOM else 2.0**30
    while True:
        cells = np.floor(x * across).astype("int64") + (np.floor(y * across).astype("int64") << 32)
        _, first, own = np.unique(cells, return_index=True, return_inverse=True)
        if len(first) <= _MOST_CELLS:
            break
        across /= 2
    order = np.argsort(own, kind="stable")
    bounds = [*np.searchsorted(own[order], np.arange(len(first))).tolist(), len(order)]
    for one, other in itertools.pairwise(bounds):
        yield _cell(counts, doubts, spots, rest[order[one:other]])


def _cell(counts: Counts, doubts: Counts, spots: Spots, inside: Counts) -> Mark:
    claims, lat, lon = counts[inside], spots.lat[inside], spots.lon[inside]
    box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    exact = spots.ucdp[inside] == EXACT
    told = spots.told[int(inside[np.argmax(claims)])]
    alone = bool(exact.all()) and box[0] == box[2] and box[1] == box[3]
    return Mark(
        kind="point" if alone else "cluster",
        lat=round(float(np.average(lat, weights=claims)), 5),
        lon=round(float(np.average(lon, weights=claims)), 5),
        claims=int(claims.sum()),
        doubtful=int(doubts[inside].sum()),
        places=1 if alone else len(inside),
        points=1 if alone else int(exact.sum()),
        box=box,
        name=told.name if told is not None and (alone or len(inside) == 1) else None,
        region=told.admin1 if told is not None and alone else None,
        country=told.country if told is not None and (alone or len(inside) == 1) else None,
        how_near=HOW_NEAR[told.ucdp] if told is not None and (alone or len(inside) == 1) else None,
        ucdp=told.ucdp if told is not None and (alone or len(inside) == 1) else None,
    )


def _mercator(lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """North to south from 0 to 1, as Web Mercator has it."""
    phi = np.radians(np.clip(lat, -_MOST_NORTH, _MOST_NORTH))
    found: npt.NDArray[np.float64] = (1 - np.log(np.tan(phi / 2 + math.pi / 4)) / math.pi) / 2
    return found


def _box(ring: tuple[tuple[float, float], ...]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _pixels(box: tuple[float, float, float, float], zoom: float) -> float:
    """How wide or tall a box is on the screen, the larger of both."""
    south, north = (float(_mercator(np.array([lat]))[0]) for lat in (box[1], box[3]))
    return max((box[2] - box[0]) / 360, south - north) * _WORLD_PX * 2**zoom
