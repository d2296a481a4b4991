"""How near a point is to the place meant, in the codes of ACLED and UCDP, and the point of "12 km north of"."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from allegedly.model import PlacePrecision

if TYPE_CHECKING:
    from allegedly.gazetteer import Place
    from allegedly.places.surroundings import Beside, Offset

__all__ = ["laid_off", "precision_of"]

# (ACLED geo-precision, UCDP where_prec): the place itself; near it; a district; a region; a wider or looser area; a
# country; water. ACLED has three steps where UCDP has seven
_EXACT, _NEAR, _DISTRICT, _REGION, _LOOSE, _COUNTRY, _WATER = (1, 1), (2, 2), (2, 3), (3, 4), (3, 5), (3, 6), (3, 7)
# UCDP's own bound for "near a known point"
_NEAR_KM = 25.0
_KM_PER_DEGREE = 111.195
_POLAR = 89


def precision_of(place: Place, beside: Beside, *, stands_for: bool = False) -> PlacePrecision:
    """The codes for a place with what stands beside its name; `stands_for` says that it stands for one it holds.

    A town is 1/1, near a town 2/2, a district 2/3, a region 3/4, a part of the world 3/5, a country 3/6, a sea 3/7
    (ACLED/UCDP).
    """
    codes = {"C": _COUNTRY, "L": _LOOSE, "W": _WATER, "1": _REGION, "2": _DISTRICT}.get(place.kind, _EXACT)
    if place.rough:
        codes = _REGION
    if codes == _EXACT:
        if beside.hint == "region":
            codes = _REGION
        elif beside.hint == "district":
            codes = _DISTRICT
        elif stands_for or beside.hint == "nature" or _is_far(beside.offset):
            codes = _LOOSE
        elif beside.near or beside.offset:
            codes = _NEAR
    return PlacePrecision(acled=codes[0], ucdp=codes[1])


def _is_far(offset: Offset | None) -> bool:
    """Whether a place told by its distance lies farther off than UCDP calls near."""
    return offset is not None and offset.km is not None and offset.km > _NEAR_KM


def laid_off(place: Place, offset: Offset | None) -> tuple[float, float]:
    """The point so many kilometres off in the direction told; the place's own where either is not told.

    On a globe small enough distances are flat: an error of a part in a thousand at 100 km.
    """
    if offset is None or offset.km is None or offset.degrees is None:
        return place.lat, place.lon
    angle = math.radians(offset.degrees)
    lat = place.lat + offset.km * math.cos(angle) / _KM_PER_DEGREE
    # within a day's walk of a pole east is no direction
    if abs(lat) >= _POLAR:
        return place.lat, place.lon
    lon = place.lon + offset.km * math.sin(angle) / (_KM_PER_DEGREE * math.cos(math.radians(place.lat)))
    return round(lat, 5), round((lon + 180) % 360 - 180, 5)
