"""Finds places by name in an index file, opened when first asked and only ever read."""

from __future__ import annotations

import functools
import os
import sqlite3
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from allegedly.errors import GazetteerError
from allegedly.gazetteer.index import FORMAT, PER_DEGREE, about
from allegedly.gazetteer.keys import key_of

__all__ = ["Gazetteer", "Place", "own_path", "shipped_path", "the_index"]

# the 100 likeliest of a name; only "San Antonio", "Santa Cruz" and the like have more
_MOST = 100
_FIND = """
SELECT rank, id, place.name, lat / ?2, lon / ?2, kind, country, admin1, admin2, population, coalesce(rough, 0)
FROM name JOIN place USING (rank) WHERE key = ?1 ORDER BY name.rank LIMIT ?3
"""
_TOWNS = "SELECT admin1, admin2, lat / ?2, lon / ?2 FROM place WHERE country = ?1 AND kind = 'P' ORDER BY rank"
# more than the shipped index, less than a full dump's: the rest is read as it is asked for
_MAPPED = 256 * 1024 * 1024
_REMEDY = "Make it with `uv sync --frozen --reinstall-package allegedly` (in a clone) or `pip install .`."


class Place(NamedTuple):
    """One place of the index; `rank` orders all of them, 1 is the one most likely meant when nothing else is known.

    `kind`: L part of the world, W sea, C country, 1 and 2 region of first and second level, P town or village, else
    GeoNames' feature class. `admin1` is GeoNames' code of the first-level region, `admin2` the GeoNames number of the
    second-level one; `rough` is 1 when the point is that of the region around it.
    """

    rank: int
    id: int | None
    name: str
    lat: float
    lon: float
    kind: str
    country: str | None
    admin1: str | None
    admin2: int | None
    population: int
    rough: int


class Gazetteer:
    """The places of one index file by name.

    A missing file and one of another form raise GazetteerError, which says how to make it.
    """

    def __init__(self, path: Path) -> None:
        said = about(path)
        if not said:
            raise GazetteerError(path, "no index is there" if not path.exists() else "it is no index", _REMEDY)
        if said.get("format") != FORMAT:
            raise GazetteerError(path, f"expected format {FORMAT}, found {said.get('format')}", _REMEDY)
        self.about = said
        # immutable: no lock files, no journal, so that a read-only folder will do
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        # the file's pages are the system's own, shared by all processes that read it
        self._db.execute(f"PRAGMA mmap_size = {_MAPPED}")
        # a report asks for the same few hundred names again and again
        self._found = functools.lru_cache(maxsize=4096)(self._read)

    def find(self, name: str) -> tuple[Place, ...]:
        """Every place of that name, however spelled, likeliest first; at most 100.

        >>> [place.country for place in the_index().find("GROZNY")]
        ['RU']
        """
        return self._found(key_of(name))

    def region_name(self, country: str | None, admin1: str | None) -> str | None:
        """What a first-level region is called, by its country and GeoNames' code."""
        return self._regions.get((country, admin1))

    def towns(self, country: str) -> list[tuple[str | None, int | None, float, float]]:
        """All towns of a country: codes of region and district, latitude and longitude. It reads the whole index."""
        return self._db.execute(_TOWNS, (country, float(PER_DEGREE))).fetchall()

    @functools.cached_property
    def _regions(self) -> dict[tuple[str | None, str | None], str]:
        return {(country, code): name for country, code, name in self._db.execute("SELECT * FROM region")}

    def _read(self, key: str) -> tuple[Place, ...]:
        return tuple(map(Place._make, self._db.execute(_FIND, (key, float(PER_DEGREE), _MOST))))


def shipped_path() -> Path:
    """Where the index that comes with the package lies."""
    return Path(str(resources.files("allegedly").joinpath("data", "gazetteer", "places.db")))


def own_path() -> Path:
    """Where `allegedly gazetteer import` puts the index it makes: $ALLEGEDLY_GAZETTEER, or the user's data folder."""
    told = os.environ.get("ALLEGEDLY_GAZETTEER")
    if told:
        return Path(told)
    data = os.environ.get("XDG_DATA_HOME")
    folder = Path(data) if data else Path.home() / ".local" / "share"
    return folder / "allegedly" / "places.db"


@functools.cache
def the_index() -> Gazetteer:
    """The index in use, opened once a process: the user's own where there is one, else the one that was shipped."""
    own = own_path()
    return Gazetteer(own if own.exists() or "ALLEGEDLY_GAZETTEER" in os.environ else shipped_path())
