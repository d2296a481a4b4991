"""Words around places and words made from them: kinds, people's names, short forms; read when first asked for."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Literal

__all__ = ["Hint", "hint_of", "kinds", "listed", "never_alone", "people", "short_forms"]

# what the words beside a name tell of it; `part` and `near` are about the place, not its kind
Hint = Literal["realm", "region", "district", "town", "facility", "nature"]
_HINTS: tuple[Hint, ...] = ("district", "region", "realm", "town", "nature", "facility")


@functools.cache
def _table(name: str) -> dict[str, dict[str, list[str]] | list[str]]:
    raw = resources.files("allegedly").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(raw)


@functools.cache
def listed(name: str) -> frozenset[str]:
    """One list of `place_words.toml`.

    >>> "village" in listed("town")
    True
    """
    return frozenset(_table("place_words.toml")[name])


@functools.cache
def _hints() -> dict[str, Hint]:
    plain: dict[str, Hint] = {}
    for hint in reversed(_HINTS):
        for word in listed(hint):
            plain[word] = hint
            plain[word + "s"] = hint
    return plain


def hint_of(word: str) -> Hint | None:
    """What kind of place a word beside a name makes of it.

    >>> hint_of("village"), hint_of("Province"), hint_of("bombing")
    ('town', 'region', None)
    """
    return _hints().get(word.casefold())


def kinds() -> frozenset[str]:
    """Every word for a kind of place a town or region may be called beside its name.

    >>> "village" in kinds(), "hospital" in kinds()
    (True, False)
    """
    return listed("realm") | listed("region") | listed("district") | listed("town")


@functools.cache
def never_alone() -> frozenset[str]:
    """Words in lower case that stand inside names of places but are none alone: months, directions, kinds of place.

    >>> "march" in never_alone(), "southern" in never_alone(), "targo" in never_alone()
    (True, True, False)
    """
    kinds = {form for hint in _HINTS for word in listed(hint) for form in (word, word + "s")}
    return frozenset({*kinds, *listed("part"), *listed("compass"), *listed("no_place")})


@functools.cache
def people() -> dict[str, str]:
    """Words for the people of a place, in lower case, with the place's name.

    >>> people()["dagestanis"], people()["texan"]
    ('dagestan', 'texas')
    """
    found: dict[str, str] = {}
    for name in ("region_demonyms.toml", "demonyms.toml"):
        for place, words in _table(name).items():
            for word in words:
                # "us" is a pronoun, "u.s" is found by name
                if "." not in word and word != "us":
                    found[word] = found[word + "s"] = place
    return found


@functools.cache
def short_forms() -> dict[str, tuple[str, str]]:
    """Short forms as they are written, with the country's code and the region's name.

    >>> short_forms()["Va."]
    ('US', 'virginia')
    """
    found: dict[str, tuple[str, str]] = {}
    for country, regions in _table("place_abbreviations.toml").items():
        if isinstance(regions, dict):
            found |= {short: (country, region) for region, shorts in regions.items() for short in shorts}
    return found
