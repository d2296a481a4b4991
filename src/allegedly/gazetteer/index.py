"""The gazetteer's file: one SQLite database, written once, whole or not at all, and only read after that.

`place` is sorted by how likely a place is meant when nothing else is known, its number is its rank; `name` leads from
a key (keys.key_of) to ranks, likeliest first; `region` names the first-level regions by country and code; `about` tells
what the file was made from. Latitude and longitude are whole hundred-thousandths of a degree, about a metre: half the
size of fractions.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["ATTRIBUTION", "FORMAT", "PER_DEGREE", "Draft", "about", "make_file", "settle", "weight_of", "write_index"]

# raised whenever a file of the old form could not be read by the new code
FORMAT = "1"
PER_DEGREE = 100_000
ATTRIBUTION = "Place names and points: GeoNames (www.geonames.org), CC BY 4.0."
_SCHEMA = """
CREATE TABLE place (rank INTEGER PRIMARY KEY, id INTEGER, name TEXT, lat INTEGER, lon INTEGER, kind TEXT, country TEXT,
                    admin1 TEXT, admin2 INTEGER, population INTEGER, rough INTEGER);
CREATE TABLE name (key TEXT, rank INTEGER, PRIMARY KEY (key, rank)) WITHOUT ROWID;
CREATE TABLE region (country TEXT, code TEXT, name TEXT, PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Draft(NamedTuple):
    """One place on its way into the index.

    `kind`: L part of the world, W water, C country, 1 and 2 region of first and second level, P town or village, and
    GeoNames' other classes as they are (S spot, T mountain, ...). `admin1` is GeoNames' code, `admin2` the number of
    the second-level region; `rough` says that the point is not the place's own.
    """

    id: int | None
    name: str
    lat: float
    lon: float
    kind: str
    country: str | None
    admin1: str | None
    admin2: int | None
    population: int
    keys: frozenset[str]
    capital: bool = False
    rough: bool = False


def weight_of(kind: str, population: int, *, capital: bool = False) -> float:
    """How much a place is talked about, in powers of ten of people: it orders places of one name.

    >>> weight_of("C", 0) > weight_of("1", 2_000_000) > weight_of("P", 5_000)
    True
    """
    size = _tens(population)
    if kind in "LC":
        # a country of ten thousand is still more talked about than a city of ten million
        return 9 + size / 10
    # a region is named more often than a town of its own name with fewer than half a million; a district less often
    # and a sea more often than the province on its shore
    known = {"1": 5 + size / 10, "2": size - 1, "W": 8.0, "P": size + 1 * capital}
    return known.get(kind, 1.0)


def _tens(population: int) -> float:
    import math  # noqa: PLC0415 - only a build needs it

    return math.log10(population + 1)


def write_index(path: Path, drafts: Iterable[Draft], *, made_from: dict[str, str]) -> int:
    """Writes the index beside `path` and moves it there when it is whole; returns how many places it holds."""
    ordered = sorted(drafts, key=lambda one: (-weight_of(one.kind, one.population, capital=one.capital), one.id or 0))

    def fill(db: sqlite3.Connection) -> None:
        db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(ordered))
        names = sorted((key, rank) for rank, one in enumerate(ordered, 1) for key in one.keys if key)
        db.executemany("INSERT INTO name VALUES (?, ?)", names)
        regions = {(one.country, one.admin1): one.name for one in reversed(ordered) if one.kind == "1"}
        db.executemany("INSERT INTO region VALUES (?, ?, ?)", sorted((c, a, n) for (c, a), n in regions.items()))

    make_file(path, fill, made_from=made_from)
    return len(ordered)


def make_file(path: Path, fill: Callable[[sqlite3.Connection], None], *, made_from: dict[str, str]) -> None:
    """Makes an index file by `fill` under another name and puts it in place of the old one in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        # the file is of no worth before it is whole, so nothing is synced on the way
        db.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        db.execute("BEGIN")
        fill(db)
        told = {"format": FORMAT, "attribution": ATTRIBUTION, **made_from}
        db.executemany("INSERT INTO about VALUES (?, ?)", sorted(told.items()))
        db.execute("COMMIT")
    settle(draft, path)


def settle(draft: Path, path: Path) -> None:
    """Moves a whole file to its place, on disk before it is seen."""
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    draft.replace(path)


def about(path: Path) -> dict[str, str]:
    """What an index file says of itself; an empty answer for a file that is none."""
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            return dict(db.execute("SELECT key, value FROM about"))
    except sqlite3.DatabaseError:
        return {}


def _rows(ordered: list[Draft]) -> Iterator[tuple[object, ...]]:
    for rank, one in enumerate(ordered, 1):
        lat, lon = round(one.lat * PER_DEGREE), round(one.lon * PER_DEGREE)
        rough = 1 if one.rough else None
        yield (rank, one.id, one.name, lat, lon, one.kind, one.country, one.admin1, one.admin2, one.population, rough)
