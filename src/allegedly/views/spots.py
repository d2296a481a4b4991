"""The places that claims name, as a table beside the columns: one row a place, as the column `spot` numbers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from allegedly.views.columns import PLACELESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

__all__ = ["COUNTRY", "DISTRICT", "EXACT", "LOOSE", "NEAR", "NO_SPOTS", "REGION", "WATER", "Spot", "Spots", "grown"]

# UCDP's where_prec: the place itself; near it; a district, a region, a looser area, a country, water
EXACT, NEAR, DISTRICT, REGION, LOOSE, COUNTRY, WATER = range(1, 8)


class Spot(NamedTuple):
    """One place with its point, how near that is to what is meant (UCDP 1 to 7), and what it is called."""

    lat: float
    lon: float
    ucdp: int
    country: str | None
    admin1: str | None
    name: str | None
    geonameid: int | None


class Spots(NamedTuple):
    """All places of one ledger; `told` is None, and the arrays NaN and 0, for what has no point.

    `region` numbers `regions`: the country and first-level region of each place. `wide` marks parts of the world and
    seas, which lie in no country.
    """

    told: list[Spot | None]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    ucdp: npt.NDArray[np.int8]
    wide: npt.NDArray[np.bool_]
    region: npt.NDArray[np.int32]
    regions: list[tuple[str | None, str | None]]


NO_SPOTS = Spots([], np.zeros(0), np.zeros(0), np.zeros(0, "int8"), np.zeros(0, bool), np.zeros(0, "int32"), [])
_SPOT = msgspec.json.Decoder(Spot)


def grown(spots: Spots, words: Sequence[str]) -> Spots:
    """A table with the places of all words, of which it has the first already."""
    new = [None if not word or word in PLACELESS else _SPOT.decode(word) for word in words[len(spots.told) :]]
    regions = dict.fromkeys(spots.regions) | dict.fromkeys(_region(one) for one in new)
    numbers = {region: number for number, region in enumerate(regions)}
    return Spots(
        spots.told + new,
        np.concatenate([spots.lat, [np.nan if one is None else one.lat for one in new]]),
        np.concatenate([spots.lon, [np.nan if one is None else one.lon for one in new]]),
        np.concatenate([spots.ucdp, np.array([0 if one is None else one.ucdp for one in new], "int8")]),
        np.concatenate([spots.wide, np.array([one is not None and one.country is None for one in new], bool)]),
        np.concatenate([spots.region, np.array([numbers[_region(one)] for one in new], "int32")]),
        list(regions),
    )


def _region(spot: Spot | None) -> tuple[str | None, str | None]:
    return (None, None) if spot is None else (spot.country, spot.admin1)
