"""A short list of places of one's own that stands before an index: what no gazetteer has, such as invented towns.

The list is a file with the columns of GeoNames' dump. Its number is 0 for a place that GeoNames does not know.
"""

from __future__ import annotations

import contextlib
import functools
from collections import defaultdict
from contextvars import ContextVar
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from allegedly.errors import GazetteerError
from allegedly.gazetteer.dump import row_of
from allegedly.gazetteer.index import PER_DEGREE
from allegedly.gazetteer.keys import key_of
from allegedly.gazetteer.lookup import Gazetteer, Place, the_index

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WithOwn", "demo_places", "own_places", "the_gazetteer", "with_own"]


class WithOwn:
    """An index with places of one's own before it; they come first of their name."""

    def __init__(self, own: tuple[tuple[Place, frozenset[str]], ...], index: Gazetteer) -> None:
        self._index = index
        self._own: dict[str, tuple[Place, ...]] = defaultdict(tuple)
        for place, keys in own:
            for key in keys:
                self._own[key] += (place,)
        self._regions = {(one.country, one.admin1): one.name for one, _ in own if one.kind == "1"}

    def find(self, name: str) -> tuple[Place, ...]:
        """Every place of that name, however spelled: one's own, then those of the index."""
        return self._own.get(key_of(name), ()) + self._index.find(name)

    def region_name(self, country: str | None, admin1: str | None) -> str | None:
        """What a first-level region is called, by its country and code."""
        return self._regions.get((country, admin1)) or self._index.region_name(country, admin1)


def own_places(path: Path) -> tuple[tuple[Place, frozenset[str]], ...]:
    """The places of a list with the keys they are found by; likeliest first, their ranks before those of any index.

    A line that is not one of GeoNames' dump raises DumpError with its number, a file that is not there GazetteerError.
    """
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except OSError as problem:
        remedy = "Give a list with the columns of GeoNames' dump."
        raise GazetteerError(path, problem.strerror or "it cannot be read", remedy) from problem
    rows = [row_of(path, number, raw) for number, raw in enumerate(lines, 1)]
    rows.sort(key=lambda row: (-row.weight, row.name))
    return tuple(
        (
            Place(
                rank=number - len(rows),
                id=row.id or None,
                name=row.name,
                lat=row.lat / PER_DEGREE,
                lon=row.lon / PER_DEGREE,
                kind=row.kind,
                country=row.country,
                admin1=row.admin1,
                admin2=None,
                population=row.population,
                rough=0,
            ),
            frozenset(key for name in row.names.split(",") if (key := key_of(name))),
        )
        for number, row in enumerate(rows)
    )


def demo_places() -> Path:
    """The list with the invented places of the demo's reports.

    >>> [place.name for place, _ in own_places(demo_places()) if place.kind == "1"]
    ['Lower Orvenia', 'Toluve']
    """
    return Path(str(resources.files("allegedly").joinpath("data", "demo_places.tsv")))


_IN_USE: ContextVar[WithOwn | None] = ContextVar("places of one's own", default=None)


@contextlib.contextmanager
def with_own(path: Path | None) -> Iterator[None]:
    """As long as it lasts, the places of a list stand before the index in use; None leaves that as it is."""
    if path is None:
        yield
        return
    token = _IN_USE.set(_joined(path, the_index()))
    try:
        yield
    finally:
        _IN_USE.reset(token)


def the_gazetteer() -> Gazetteer | WithOwn:
    """What names are looked up in now: the index in use, with places of one's own before it where those were given."""
    return _IN_USE.get() or the_index()


@functools.cache
def _joined(path: Path, index: Gazetteer) -> WithOwn:
    return WithOwn(own_places(path), index)
