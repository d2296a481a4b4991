"""The lists of PLOVER, ACLED, CAMEO and UCDP as frozen records, read from `data/` when first asked for."""

from __future__ import annotations

import functools

import msgspec

from allegedly.model import Record
from allegedly.vocab.tables import raw, table

__all__ = [
    "Acled",
    "Cameo",
    "Plover",
    "PloverType",
    "Ucdp",
    "acled",
    "cameo",
    "plover",
    "ucdp",
]


class PloverType(Record, frozen=True, kw_only=True):
    """One of PLOVER's 16 types: its quad class, its score from -10 to 10, and its modes."""

    name: str
    quad: str
    score: float
    modes: tuple[str, ...] = ()
    needs_recipient: bool = False


class Plover(Record, frozen=True, kw_only=True):
    """PLOVER's lists: types by name, contexts, sector codes, codes of international bodies, place resolutions."""

    types: dict[str, PloverType]
    contexts: tuple[str, ...]
    sectors: tuple[str, ...]
    international: tuple[str, ...]
    auxiliary_modes: tuple[str, ...]
    resolution: dict[int, str]


class Acled(Record, frozen=True, kw_only=True):
    """ACLED's lists: sub-types by type, inter codes, precision codes, and its numbers for vague amounts."""

    types: dict[str, tuple[str, ...]]
    inter: dict[int, str]
    geo_precision: dict[int, str]
    time_precision: dict[int, str]
    vague: dict[str, int]


class Cameo(Record, frozen=True, kw_only=True):
    """CAMEO's twenty roots and the codes the crosswalk uses, described in our words."""

    roots: dict[str, str]
    codes: dict[str, str]


class Ucdp(Record, frozen=True, kw_only=True):
    """UCDP's codes, and the codebook's types that UCDP would record when somebody died."""

    lethal: tuple[str, ...]
    violence: dict[int, str]
    date_prec: dict[int, str]
    where_prec: dict[int, str]
    event_clarity: dict[int, str]


@functools.cache
def plover() -> Plover:
    """PLOVER's lists as ruled.

    >>> len(plover().types), len(plover().contexts)
    (16, 37)
    """
    lists = raw("plover")
    types = {name: {"name": name, **fields} for name, fields in lists["types"].items()}
    return msgspec.convert({**lists, "types": types}, Plover, str_keys=True, strict=False)


@functools.cache
def acled() -> Acled:
    """ACLED's lists.

    >>> acled().types["Riots"]
    ('Violent demonstration', 'Mob violence')
    """
    return table("acled", Acled)


@functools.cache
def cameo() -> Cameo:
    """CAMEO's roots and the codes in use here.

    >>> cameo().codes["1831"]
    'bomb, suicide'
    """
    return table("cameo", Cameo)


@functools.cache
def ucdp() -> Ucdp:
    """UCDP's codes.

    >>> ucdp().date_prec[1]
    'the exact day'
    """
    return table("ucdp", Ucdp)
