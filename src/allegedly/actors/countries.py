"""Countries by the words reports use for them: names, peoples, capitals, cities, regions, older names."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Literal, NamedTuple

from allegedly.actors.spelling import key

__all__ = ["Country", "CountryWord", "country", "country_named", "country_word", "longest_word", "peoples", "table"]

WordSort = Literal["name", "people", "capital", "city", "region", "de_facto"]


class Country(NamedTuple):
    """A country by its ISO 3166 codes and its usual name."""

    iso2: str
    iso3: str
    name: str


class CountryWord(NamedTuple):
    """A country with the sort of word that stood for it.

    name: the country's own; people: its people or adjective; capital, city, region: a place in it; de_facto: a
    territory that governs itself and few states recognise.
    """

    country: Country
    sort: WordSort
    word: str


def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table of `data/actors/`, lines with # left out."""
    path = resources.files("allegedly").joinpath("data", "actors", f"{name}.tsv")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return tuple(dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:])


def country(code: str | None) -> Country | None:
    """The country of an ISO code of two or three letters, None for any other text.

    >>> country("RU").iso3, country("QQ")
    ('RUS', None)
    """
    return _codes().get(code or "")


def country_named(name: str) -> Country | None:
    """The country of a name or code; what stands in brackets behind a name is tried too.

    >>> country_named("DR Congo (Zaire)").iso2, country_named("Soviet Union").iso2, country_named("Grozny")
    ('CD', 'RU', None)
    """
    # UCDP and others write an older or shorter name in brackets: "DR Congo (Zaire)"
    found = _words().get(key(name)) or _words().get(key(name.partition(" (")[0]))
    if found and found.sort == "name":
        return found.country
    return country(name)


def country_word(words: str) -> CountryWord | None:
    """The country that one word or a few stand for.

    >>> country_word("Chechens").country.iso3, country_word("Moscow").sort, country_word("thunder")
    ('RUS', 'capital', None)
    """
    return _words().get(key(words))


def longest_word(first: str) -> int:
    """The most words that stand for one country together and begin with that one; 0 where none does.

    >>> longest_word("Burkina"), longest_word("thunder")
    (2, 0)
    """
    return _openers().get(key(first), 0)


@functools.cache
def _openers() -> dict[str, int]:
    found: dict[str, int] = {}
    for own in _words():
        words = own.split()
        found[words[0]] = max(found.get(words[0], 0), len(words))
        # a compound is one word as written: "Bosnia-Herzegovina" opens with itself
        found[own] = max(found.get(own, 0), 1)
    return found


@functools.cache
def peoples() -> dict[str, CountryWord]:
    """The words for peoples by their keys.

    >>> peoples()["chechens"].country.iso2
    'RU'
    """
    return {own: word for own, word in _words().items() if word.sort == "people" and " " not in own}


@functools.cache
def _codes() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in table("countries"):
        one = Country(row["iso2"], row["iso3"], row["name"])
        found |= {one.iso2: one, one.iso3: one}
    return found


@functools.cache
def _words() -> dict[str, CountryWord]:
    """Every word for a country by its key; where two countries share one, the more telling sort stays."""
    found: dict[str, CountryWord] = {}
    listed: list[CountryWord] = []
    for row in table("countries"):
        one = _codes()[row["iso2"]]
        listed += [CountryWord(one, "name", word) for word in (row["name"], *_parts(row["also"]))]
        listed += [CountryWord(one, "people", word) for word in _parts(row["people"])]
        listed += [CountryWord(one, "capital", word) for word in _parts(row["capitals"])]
        listed += [CountryWord(one, "city", word) for word in _parts(row["cities"])]
    for row in table("regions"):
        sort: WordSort = "de_facto" if row["status"] else "region"
        one = _codes()[row["iso2"]]
        listed += [CountryWord(one, sort, word) for word in _parts(row["names"])]
        listed += [CountryWord(one, "people", word) for word in _parts(row["people"])]
    for word in listed:
        found.setdefault(key(word.word), word)
    return found


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]
