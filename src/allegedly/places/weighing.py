"""What speaks for each place a name may mean, as numbers: size, kind, what the report says beside it and elsewhere.

The same numbers are weighed by `choosing` and by the program that fits the weights (training/fit_places.py).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from allegedly.gazetteer import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.gazetteer import Place
    from allegedly.places.lexicon import Hint

__all__ = ["FEATURES", "Asked", "Outlet", "Weighed", "weigh"]

Floats = npt.NDArray[np.float64]

# in this order in the arrays and in data/place_weights.toml
FEATURES: tuple[str, ...] = (
    "people",
    "country",
    "part_of_world",
    "region",
    "district",
    "other_kind",
    "largest",
    "smaller_than_largest",
    "own_name",
    "held_as_told",
    "country_share",
    "region_share",
    "nearness",
    "country_named",
    "region_named",
    "district_named",
    "outlet_country",
    "outlet_name_small",
    "hint_fits",
    "town_in_region_of_its_name",
    "capital_sized",
)
# how many of them are of the place itself and of the report's other names; the rest is of the words beside it
_OWN, _COMPANY = 10, 6
_HINT_KINDS = {"realm": "1C", "region": "1", "district": "2", "town": "P", "facility": "P12C", "nature": "THVSLUW"}
# places this far apart speak half as much for each other; a day's drive
_REACH_KM = 80.0
_EARTH_KM = 6371.0
# a place less likely than this says nothing of others; it keeps the work small
_LIKELY = 0.05
# four letters or fewer stand in addresses by chance
_BY_CHANCE = 4
_METROPOLIS = 500_000
# a town of a hundred times the people is ten times as likely, before anything else is known; swept 0.3, 0.5, 1
_FLATTENED = 0.5


class Outlet(NamedTuple):
    """What is known of who printed a report: the country by its address, and the letters of its address and name."""

    country: str | None = None
    letters: str = ""


class Asked(NamedTuple):
    """One name to settle: its places, what kind its words make it, and the places of the names that hold it."""

    key: str
    places: tuple[Place, ...]
    hint: Hint | None
    holders: tuple[tuple[Place, ...], ...]
    times: int


class Weighed(NamedTuple):
    """The numbers for all places of a report's names: one row a place, and where each name's rows begin and end."""

    rows: Floats
    bounds: tuple[tuple[int, int], ...]


class _Report:
    """The places of one report as arrays, for what speaks for one of them from the others."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.asked = asked
        self.bounds: list[tuple[int, int]] = []
        places: list[Place] = []
        for one in asked:
            self.bounds.append((len(places), len(places) + len(one.places)))
            places += one.places
        self.places = places
        # questions of one name ("Targo, Alvania" and "Targo, Bora") do not speak for each other
        keys = {key: number for number, key in enumerate(dict.fromkeys(one.key for one in asked))}
        sizes = [len(one.places) for one in asked]
        self.owner = np.repeat([keys[one.key] for one in asked], sizes)
        self.weight = np.repeat([float(one.times) ** 0.5 for one in asked], sizes)
        lat, lon = np.radians([one.lat for one in places]), np.radians([one.lon for one in places])
        self.points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def weigh(asked: Sequence[Asked], outlet: Outlet, believed: Sequence[Floats] | None = None) -> Weighed:
    """The numbers for every place of every name; `believed` is how likely each was found to be a round before.

    Without it a place is as likely as its size makes it. Rows are in the order of the names and their places.
    """
    report = _Report(asked)
    chances = np.concatenate(believed) if believed is not None else _by_size(report)
    rows = np.zeros((len(report.places), len(FEATURES)))
    for (first, last), one in zip(report.bounds, asked, strict=True):
        rows[first:last, :_OWN] = _own(one)
        rows[first:last, _OWN + _COMPANY :] = _by_words(one, outlet)
    rows[:, _OWN : _OWN + _COMPANY] = _by_company(report, chances)
    return Weighed(rows, tuple(report.bounds))


def _by_size(report: _Report) -> Floats:
    """How likely each place is by its size alone."""
    chances = np.zeros(len(report.places))
    for (first, last), one in zip(report.bounds, report.asked, strict=True):
        weights = np.array([_prior(place) for place in one.places])
        if one.holders:
            held = np.array([any(_within(place, holder) for holder in one.holders) for place in one.places])
            weights = weights * np.where(held, 100.0, 1.0) if held.any() else weights
        chances[first:last] = weights / weights.sum()
    return chances


def _prior(place: Place) -> float:
    people = {"C": 1e7, "L": 1e7, "1": 1e6, "2": 3e3}.get(place.kind, 0.0) + place.population + 100.0
    return float(people**_FLATTENED)


def _own(one: Asked) -> list[list[float]]:
    sizes = [math.log10(place.population + 1) for place in one.places]
    largest = max((size for size, place in zip(sizes, one.places, strict=True) if place.kind == "P"), default=0.0)
    key = one.key
    rows = []
    for number, (place, size) in enumerate(zip(one.places, sizes, strict=True)):
        held = [_within(place, holder) for holder in one.holders]
        kind = place.kind
        rows.append(
            [
                size / 7 if kind == "P" else 0.0,
                float(kind == "C"),
                float(kind in "LW"),
                float(kind == "1"),
                float(kind == "2"),
                float(kind not in "CLW12P"),
                float(number == 0),
                (size - largest) / 7 if kind == "P" else 0.0,
                float(key_of(place.name) == key or kind in "CL" or not key.isascii()),
                float(any(held)),
            ]
        )
    return rows


def _within(place: Place, holders: Sequence[Place]) -> bool:
    """Whether a place lies in one of those a name beside it may mean."""
    return any(
        holder.country == place.country
        and holder.id != place.id
        and (
            holder.kind == "C"
            or (holder.kind == "1" and holder.admin1 == place.admin1)
            or (holder.kind == "2" and holder.id == place.admin2)
        )
        for holder in holders
        if holder.kind in "C12" and place.kind != "C"
    )


def _by_words(one: Asked, outlet: Outlet) -> list[list[float]]:
    towns = {(place.country, place.admin1) for place in one.places if place.kind == "P"}
    letters = one.key.replace(" ", "")
    of_outlet = len(letters) > _BY_CHANCE and letters in outlet.letters
    rows = []
    for number, place in enumerate(one.places):
        fits = one.hint is not None and place.kind in _HINT_KINDS[one.hint]
        rows.append(
            [
                float(outlet.country is not None and place.country == outlet.country),
                float(of_outlet and number > 0 and place.kind == "P"),
                float(fits),
                float(place.kind in "12" and one.hint is None and (place.country, place.admin1) in towns),
                float(place.kind == "P" and place.population > _METROPOLIS),
            ]
        )
    return rows


def _by_company(report: _Report, chances: Floats) -> Floats:
    """What the report's other names say for each place: shares of country and region, nearness, and naming them."""
    weight = chances * report.weight
    countries = [place.country or "" for place in report.places]
    regions = [f"{place.country} {place.admin1}" if place.admin1 else "" for place in report.places]
    columns = [
        _shares(report, weight, countries, floor=1.0),
        _shares(report, weight, regions, floor=1.0),
        _nearness(report, chances),
        _named(report, chances, "C", countries),
        _named(report, chances, "1", regions),
        _named(report, chances, "2", [str(place.admin2 or "") for place in report.places]),
    ]
    return np.stack(columns, axis=1)


def _shares(report: _Report, weight: Floats, groups: Sequence[str], *, floor: float) -> Floats:
    """For each place, the share of the other names' weight that lies in its country or region."""
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    column = np.array([numbers[group] for group in groups], dtype=np.int64)
    table = np.zeros((len(report.asked), len(numbers)))
    np.add.at(table, (report.owner, column), weight)
    if "" in numbers:
        table[:, numbers[""]] = 0.0
    others = table.sum(axis=0)[None, :] - table
    shares = others / (others.sum(axis=1, keepdims=True) + floor)
    found: Floats = shares[report.owner, column]
    return found


def _nearness(report: _Report, chances: Floats) -> Floats:
    """For each place, how near the likely places of other names lie: 1 at the same point, half and less a day off."""
    local = np.array([place.kind in "P2" for place in report.places], dtype=bool)
    likely = np.flatnonzero((chances > _LIKELY) & local)
    if not len(likely):
        return np.zeros(len(report.places))
    angles = np.arccos(np.clip(report.points @ report.points[likely].T, -1, 1))
    near = np.exp(-angles * _EARTH_KM / _REACH_KM) * chances[likely][None, :]
    near[report.owner[:, None] == report.owner[likely][None, :]] = 0.0
    found: Floats = 1 - np.prod(1 - np.minimum(near, 0.95), axis=1)
    return found


def _named(report: _Report, chances: Floats, kind: str, groups: Sequence[str]) -> Floats:
    """For each place, how surely the country, region or district that holds it is named in the report."""
    named: dict[str, dict[int, float]] = {}
    for number, place in enumerate(report.places):
        if place.kind == kind and groups[number]:
            told = named.setdefault(groups[number], {})
            owner = int(report.owner[number])
            told[owner] = max(told.get(owner, 0.0), float(chances[number]))
    return np.array(
        [
            max(
                (chance for owner, chance in named.get(group, {}).items() if owner != report.owner[number]),
                default=0.0,
            )
            for number, group in enumerate(groups)
        ]
    )
