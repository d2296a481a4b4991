"""The map: where claims put what they tell of, drawn as finely as they tell it, and in words what cannot be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from allegedly.desk.choices import choices
from allegedly.desk.dayscale import DayScale
from allegedly.desk.lands import land_name
from allegedly.desk.mapchoice import counted, filled, numbers_of
from allegedly.desk.mapmarks import HOW_NEAR, Mark, View, marks_of
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.gazetteer import ATTRIBUTION
from allegedly.model import Record
from allegedly.views.spots import EXACT, LOOSE

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.views.spots import Spots
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["APART", "PAGES"]

# what a reader takes in of a table before asking for more
_A_PAGE = 25
# degrees about a point that its area may take, by UCDP's code, for fitting the map to what is drawn
_ROOM = np.array([0.0, 0.0, 0.25, 0.3, 0.5, 0.5, 5.0, 0.0])
# why a claim is not on the map, in the order told, and what is said of how many
APART = {
    "unnamed": ("names no place", "name no place"),
    "nothing": ("names a place only in words such as “the market”", "name a place only in words such as “the market”"),
    "unknown": ("names a place that is not in the gazetteer", "name places that are not in the gazetteer"),
    "several": (
        "names a place of which several candidates remain",
        "name places of which several candidates remain and none is chosen",
    ),
    "unlooked": ("names a place that was not looked up", "name places that were not looked up"),
    "wide": (
        "names a part of the world or a sea, which has no outline here",
        "name a part of the world or a sea, which has no outline here",
    ),
}


class Apart(Record, frozen=True, kw_only=True):
    """Claims that are not on the map, and why."""

    why: str
    claims: int


class Covered(Record, frozen=True, kw_only=True):
    """How many claims are put in a country or one of its regions; both None for no country."""

    country: str | None
    region: str | None
    claims: int
    doubtful: int


class WorldMap(Record, frozen=True, kw_only=True):
    """What the map shows of the claims that fit.

    `told` says it in words; `placed` of the `claims` are drawn, the others are in `apart`. `bounds` (west, south,
    east, north) hold all that is drawn, None where nothing is or only a part of the map was asked for. `by_report` says
    that words were looked for in reports and not in each claim, for there are too many.
    """

    told: str
    claims: int
    placed: int
    marks: tuple[Mark, ...]
    bounds: tuple[float, float, float, float] | None
    apart: tuple[Apart, ...]
    days: DayScale
    regions: tuple[Covered, ...]
    by_report: bool = False


class PlaceLine(NamedTuple):
    """One row of the table beside the map."""

    name: str
    how_near: str
    region: str | None
    country: str | None
    lat: float
    lon: float
    ucdp: int
    claims: int
    doubtful: int


def world_map(asked: Asked) -> Shown:
    """The page of the map, with what is shown of `box` at `zoom`."""
    frame, view = asked.frame, _view(asked)
    found = counted(asked, frame)
    spots = asked.bench.tally.spots(frame)
    counts, doubts = filled(found.counts, spots), filled(found.doubts, spots)
    marks = marks_of(counts, doubts, spots, view)
    regions = _regions(counts, doubts, spots)
    record = WorldMap(
        told=_told(counts, spots),
        claims=int(counts.sum()),
        placed=int(counts[(spots.ucdp > 0) & ~spots.wide].sum()),
        marks=marks,
        bounds=_bounds(counts, spots) if view.box is None else None,
        apart=tuple(_apart(frame, counts, spots)),
        days=found.days,
        regions=regions[:_A_PAGE],
        by_report=found.by_report,
    )
    lines = _order(counts, spots)
    start = asked.number("from", 0, low=0, high=max(len(lines) - 1, 0))
    shown = [_line(spots, counts, doubts, number) for number in lines[start : start + _A_PAGE].tolist()]
    every = (_line(spots, counts, doubts, number) for number in lines.tolist())
    aids = {
        **choices(frame),
        "lines": shown,
        "places": len(lines),
        "start": start,
        "earlier": max(start - _A_PAGE, 0) if start else None,
        "later": start + _A_PAGE if start + _A_PAGE < len(lines) else None,
        "land_name": land_name,
        "apart_words": APART,
        "attribution": ATTRIBUTION,
        "invented": any(one.country == "XO" for one in regions),
        "more_regions": len(regions) - len(record.regions),
    }
    return Shown(record, "Map", Table(COLUMNS, every), aids)


def _view(asked: Asked) -> View:
    zoom = asked.number("zoom", 1, low=0, high=22)
    box = numbers_of(asked, "box", 4)
    return View(float(zoom), None if box is None else (box[0], box[1], box[2], box[3]))


def _told(counts: Rows, spots: Spots) -> str:
    """The map in one sentence."""
    exact = (spots.ucdp == EXACT) & (counts > 0)
    areas = (spots.ucdp > EXACT) & ~spots.wide & (counts > 0)
    claims, points, around = int(counts[exact | areas].sum()), int(exact.sum()), int(areas.sum())
    if not claims:
        return "No claim is on the map"
    parts = [f"{many:,} {what}{'s' * (many != 1)}" for many, what in ((points, "point"), (around, "area")) if many]
    return f"{claims:,} claim{'s' * (claims != 1)} at {', '.join(parts)}"


def _apart(frame: Frame, counts: Rows, spots: Spots) -> list[Apart]:
    wide = int(counts[spots.wide].sum())
    numbers = {why: wide if why == "wide" else _placeless(frame, counts, why) for why in APART}
    return [Apart(why=why, claims=claims) for why, claims in numbers.items() if claims]


def _placeless(frame: Frame, counts: Rows, why: str) -> int:
    number = 0 if why == "unnamed" else frame.labels["spot"].known(why)
    return 0 if number is None else int(counts[number])


def _regions(counts: Rows, doubts: Rows, spots: Spots) -> tuple[Covered, ...]:
    """Claims by country and region: countries by name, in each the regions by name, the country as a whole first."""
    placed = spots.ucdp > 0
    many = len(spots.regions)
    claims = np.bincount(spots.region[placed], weights=counts[placed], minlength=many)
    doubtful = np.bincount(spots.region[placed], weights=doubts[placed], minlength=many)
    found = [
        Covered(country=country, region=region, claims=int(claims[number]), doubtful=int(doubtful[number]))
        for number, (country, region) in enumerate(spots.regions)
        if claims[number]
    ]
    return tuple(sorted(found, key=lambda one: (land_name(one.country).casefold(), (one.region or "").casefold())))


def _order(counts: Rows, spots: Spots) -> Rows:
    """The places drawn, those of the most claims first, of equally many the one named first."""
    used = np.flatnonzero((counts > 0) & (spots.ucdp > 0))
    ordered: Rows = used[np.argsort(-counts[used], kind="stable")]
    return ordered


def _line(spots: Spots, counts: Rows, doubts: Rows, number: int) -> PlaceLine:
    spot = spots.told[number]
    if spot is None:
        raise NotFoundError(f"place {number}: has no point")
    return PlaceLine(
        name=spot.name or land_name(spot.country),
        how_near="a part of the world" if spots.wide[number] and spot.ucdp == LOOSE else HOW_NEAR[spot.ucdp],
        region=spot.admin1,
        country=spot.country,
        lat=spot.lat,
        lon=spot.lon,
        ucdp=spot.ucdp,
        claims=int(counts[number]),
        doubtful=int(doubts[number]),
    )


def _bounds(counts: Rows, spots: Spots) -> tuple[float, float, float, float] | None:
    """What holds all that is drawn, with room for areas."""
    used = np.flatnonzero((counts > 0) & (spots.ucdp > 0) & ~spots.wide)
    if not len(used):
        return None
    lat, lon, room = spots.lat[used], spots.lon[used], _ROOM[spots.ucdp[used]]
    return (
        max(float((lon - room).min()), -180.0),
        max(float((lat - room).min()), -85.0),
        min(float((lon + room).max()), 180.0),
        min(float((lat + room).max()), 85.0),
    )


COLUMNS: tuple[Column[PlaceLine], ...] = (
    Column("place", "text", "GeoNames' name of the place", lambda one: one.name),
    Column("how_near", "text", "how near the point is to what is meant", lambda one: one.how_near),
    Column("where_prec", "integer", "the same as UCDP's code", lambda one: one.ucdp),
    Column("region", "text", "first-level region", lambda one: one.region),
    Column("country", "text", "the two letters of ISO 3166", lambda one: one.country),
    Column("latitude", "number", "degrees north", lambda one: one.lat),
    Column("longitude", "number", "degrees east", lambda one: one.lon),
    Column("claims", "integer", "claims that fit", lambda one: one.claims),
    Column("doubtful", "integer", "those of them not plainly said", lambda one: one.doubtful),
)

PAGES = (PageRoute("/map", "map.html", world_map),)
