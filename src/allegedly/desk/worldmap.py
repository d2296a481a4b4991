"""The map: where claims put what they tell of, drawn as finely as they tell it, and in words what cannot be drawn."""

from __future__ import annotations

import math
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from allegedly.desk.choices import choices
from allegedly.desk.dayscale import DayScale, day_scale
from allegedly.desk.lands import land_name
from allegedly.desk.mapmarks import HOW_NEAR, Mark, View, marks_of
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.gazetteer import ATTRIBUTION
from allegedly.model import Record
from allegedly.views.finding import fitting_rows, timely, worded
from allegedly.views.spots import EXACT, LOOSE

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.views.filters import Filters
    from allegedly.views.spots import Spots
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["APART", "PAGES", "Choice", "chosen", "numbers_of"]

# what a reader takes in of a table before asking for more
_A_PAGE = 25
# of so many claims each is looked at for the words asked for; of more, those in reports with the words are shown
_MOST_WORDED = 300
# degrees about a point that its area may take, by UCDP's code, for fitting the map to what is drawn
_ROOM = np.array([0.0, 0.0, 0.25, 0.3, 0.5, 0.5, 5.0, 0.0])
# questions whose counts are kept for one state of the ledger: two people with two maps each, and a slider on its way
_MOST_KEPT = 12
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


class Choice(NamedTuple):
    """The claims that fit, of all days and of the days asked for, and whether words were looked for by report."""

    undated: Rows
    rows: Rows
    by_report: bool


class Counted(NamedTuple):
    """What the map needs of the claims that fit: how many each place has, how many of those are doubtful, the days."""

    counts: Rows
    doubts: Rows
    days: DayScale
    by_report: bool


_KEPT: weakref.WeakKeyDictionary[Frame, OrderedDict[Filters, Counted]] = weakref.WeakKeyDictionary()


def world_map(asked: Asked) -> Shown:
    """The page of the map, with what is shown of `box` at `zoom`."""
    frame, view = asked.frame, _view(asked)
    counted = _counted(asked, frame)
    spots = asked.bench.tally.spots(frame)
    counts, doubts = _filled(counted.counts, spots), _filled(counted.doubts, spots)
    marks = marks_of(counts, doubts, spots, view)
    regions = _regions(counts, doubts, spots)
    record = WorldMap(
        told=_told(counts, spots),
        claims=int(counts.sum()),
        placed=int(counts[(spots.ucdp > 0) & ~spots.wide].sum()),
        marks=marks,
        bounds=_bounds(counts, spots) if view.box is None else None,
        apart=tuple(_apart(frame, counts, spots)),
        days=counted.days,
        regions=regions[:_A_PAGE],
        by_report=counted.by_report,
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


def chosen(asked: Asked, frame: Frame) -> Choice:
    """Which claims the address asks for."""
    filters = asked.filters
    of_all_days = msgspec.structs.replace(filters, since=None, until=None)
    rows = fitting_rows(asked.engine, asked.tx, asked.bench.tally, frame, of_all_days)
    by_report = False
    if filters.words:
        by_report = len(rows) > _MOST_WORDED
        rows = rows if by_report else _with_words(asked, frame, rows, of_all_days)
    return Choice(rows, rows[timely(frame, filters)[rows]], by_report)


def _with_words(asked: Asked, frame: Frame, rows: Rows, filters: Filters) -> Rows:
    return np.array([row for row, _ in worded(asked.tx, frame, rows, filters)], "int64")


def numbers_of(asked: Asked, name: str, many: int) -> tuple[float, ...] | None:
    """Some numbers of the address, parted by commas; None where it has none."""
    text = asked.query.get(name)
    if not text:
        return None
    try:
        told = tuple(float(one) for one in text.split(","))
    except ValueError:
        told = ()
    if len(told) != many or not all(math.isfinite(one) and abs(one) <= 360 for one in told):
        raise NotFoundError(f"{name}: expected {many} numbers of degrees parted by commas, found {text[:60]!r}")
    return told


def _view(asked: Asked) -> View:
    zoom = asked.number("zoom", 1, low=0, high=22)
    box = numbers_of(asked, "box", 4)
    return View(float(zoom), None if box is None else (box[0], box[1], box[2], box[3]))


def _counted(asked: Asked, frame: Frame) -> Counted:
    """What is counted of the claims that fit; a map that is moved about asks the same again and again."""
    kept = _KEPT.setdefault(frame, OrderedDict())
    filters = asked.filters
    found = kept.get(filters)
    if found is None:
        choice = chosen(asked, frame)
        # twice the number of the place, and one more for a claim that is not plainly said: counted in one go
        both = 2 * frame["spot"][choice.rows] + frame["doubtful"][choice.rows]
        many = 2 * len(frame.labels["spot"].words)
        plain, doubts = np.bincount(both, minlength=many).reshape(-1, 2).T
        found = Counted(plain + doubts, doubts, day_scale(frame, choice.undated), choice.by_report)
        kept[filters] = found
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return found


def _filled(counts: Rows, spots: Spots) -> Rows:
    """Counts as long as the table of places: claims recorded since may have named new ones."""
    return np.pad(counts, (0, max(0, len(spots.told) - len(counts))))[: len(spots.told)]


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
