"""Events on a map: one GeoJSON feature an event, without a point where the place is not resolved to one (RFC 7946)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from allegedly.exports import eventtable, facts
from allegedly.exports.cells import as_json
from allegedly.exports.fields import tell_losses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allegedly.exports.accounts import Account
    from allegedly.exports.gathering import Happening
    from allegedly.exports.tables import Sink

__all__ = ["refuses", "tell", "write"]


def refuses(_: Happening) -> str | None:
    """Nothing: what is denied or planned is marked as such."""
    return None


def tell(happening: Happening, account: Account) -> None:
    """What a feature loses, and whether it has no point."""
    tell_losses(happening, eventtable.LOSES, account)
    if facts.known_place(happening) is None:
        account.apply("the place is not resolved: a feature without a point")


def write(happenings: Iterable[Happening], out: Sink) -> int:
    """Writes a feature collection, one feature a line."""
    out.write(b'{"type":"FeatureCollection","features":[')
    number = 0
    for happening in happenings:
        out.write((b",\n" if number else b"\n") + as_json(_feature(happening)))
        number += 1
    out.write(b"\n]}\n")
    return number


def _feature(happening: Happening) -> dict[str, Any]:
    known = facts.known_place(happening)
    told = {column.name: _value(column.take(happening)) for column in eventtable.COLUMNS}
    return {
        "type": "Feature",
        "id": happening.event.id,
        "geometry": {"type": "Point", "coordinates": [known.lon, known.lat]} if known else None,
        "properties": told,
    }


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
