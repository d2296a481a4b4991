"""Countries as the desk's map knows them: what they are called, and by which number the world map has their outline."""

from __future__ import annotations

import functools
from importlib import resources

from allegedly.actors.countries import country
from allegedly.gazetteer import Gazetteer, Outlines, demo_places, own_places, shipped_path

__all__ = ["atlas_outline", "land_name", "outlines"]

# the world map has these without a number of ISO 3166, under its own name
_BY_NAME = {"XK": "Kosovo"}


@functools.cache
def outlines() -> Outlines:
    """How far regions reach, by the towns of the index that comes with the package; it is the same on every desk."""
    path = shipped_path()
    return Outlines(Gazetteer(path) if path.exists() else None)


def atlas_outline(code: str | None) -> str | None:
    """Under which number, or name, Natural Earth's map has a country; None for a code that is no country's.

    >>> atlas_outline("RU"), atlas_outline("XK"), atlas_outline("XO")
    ('643', 'Kosovo', None)
    """
    return _BY_NAME.get(code or "") or _numbers().get(code or "")


def land_name(code: str | None) -> str:
    """A country's usual name; its code where it has none, and words for no country.

    >>> land_name("RU"), land_name("XO"), land_name("XA"), land_name(None)
    ('Russia', 'Orvenia', 'XA', 'in no country')
    """
    if code is None:
        return "in no country"
    known = country(code)
    return known.name if known is not None else _invented().get(code, code)


@functools.cache
def _numbers() -> dict[str, str]:
    text = resources.files("allegedly").joinpath("data", "country_numbers.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {code: number for code, number in rows}  # noqa: C416 - a row that is no pair is an error here


@functools.cache
def _invented() -> dict[str, str]:
    places = [place for place, _ in own_places(demo_places())]
    return {place.country: place.name for place in places if place.kind == "C" and place.country}
