"""What stands behind a mark of the map: the claims at one place or in one box, or those no map can draw, by event."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from allegedly.desk.claimlist import COLUMNS
from allegedly.desk.lands import land_name
from allegedly.desk.mapchoice import chosen, numbers_of
from allegedly.desk.mapmarks import HOW_NEAR
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.desk.worldmap import APART
from allegedly.errors import NotFoundError
from allegedly.ledger.held import Held
from allegedly.model import EventClaim, Record
from allegedly.views.finding import rows_to_claims
from allegedly.views.spots import EXACT

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.views.spots import Spots
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["PAGES"]

_A_PAGE = 20
# a point in an address has five decimals, about a metre
_SAME_DEGREES = 0.00001
# claims that tell no day, beside the reasons for having no place
_UNDATED = "undated"


class MapClaims(Record, frozen=True, kw_only=True):
    """Some claims that stand behind a mark, the newest first; `number` is how many do.

    `where` tells in words what was asked for, `goes_on` is the entry to give as `before` for the next ones.
    """

    where: str
    number: int
    claims: tuple[Held, ...]
    goes_on: int | None = None


def map_claims(asked: Asked) -> Shown:
    """The page of one mark (`at`), one box (`box`), one country or region (`land`), or one reason (`why`)."""
    frame = asked.frame
    choice = chosen(asked, frame)
    spots = asked.bench.tally.spots(frame)
    rows, where = _asked_for(asked, frame, spots, choice.rows)
    if asked.query.get("why") == _UNDATED:
        rows, where = _undated(frame, choice.undated), "that tell no day"
    number = len(rows)
    if before := asked.number("before", 0, low=0, high=2**31):
        rows = rows[frame["claim"][rows] < before]
    found = rows_to_claims(asked.tx, frame, rows[::-1][: _A_PAGE + 1])
    more, found = len(found) > _A_PAGE, found[:_A_PAGE]
    record = MapClaims(
        where=where, number=number, claims=tuple(found), goes_on=found[-1].seq if more and found else None
    )
    by_event: dict[str, list[Held]] = defaultdict(list)
    for held in found:
        by_event[held.event].append(held)
    return Shown(
        record,
        f"Claims {where}",
        Table(COLUMNS, found),
        {"by_event": [(_address(some[0]), some) for some in by_event.values()]},
    )


def _address(held: Held) -> str:
    """Where more stands: the event of a happening, a tie's or a number's own page."""
    return f"/events/{held.event}" if isinstance(held.claim, EventClaim) else f"/claims/{held.id}"


def _asked_for(asked: Asked, frame: Frame, spots: Spots, rows: Rows) -> tuple[Rows, str]:
    """The rows of the claims that the address asks for, and what that is in words."""
    own = frame["spot"][rows]
    if (at := numbers_of(asked, "at", 3)) is not None:
        near = (np.abs(spots.lat - at[0]) < _SAME_DEGREES) & (np.abs(spots.lon - at[1]) < _SAME_DEGREES)
        wanted = near & (spots.ucdp == at[2])
        return rows[wanted[own]], _place_in_words(spots, wanted)
    if (box := numbers_of(asked, "box", 4)) is not None:
        wide = _SAME_DEGREES
        inside = (spots.lon >= box[0] - wide) & (spots.lon <= box[2] + wide)
        inside &= (spots.lat >= box[1] - wide) & (spots.lat <= box[3] + wide) & (spots.ucdp == EXACT)
        return rows[inside[own]], "at points close to each other"
    if "land" in asked.query:
        return _in_land(asked, spots, rows, own)
    why = asked.query.get("why") or "unnamed"
    if why == _UNDATED:
        return rows[:0], ""
    if why not in APART:
        raise NotFoundError(f"why: expected {', '.join([*APART, _UNDATED])}, found {why[:60]!r}")
    if why == "wide":
        return rows[spots.wide[own]], f"that {APART[why][1]}"
    number = 0 if why == "unnamed" else frame.labels["spot"].known(why)
    return rows[own == (-1 if number is None else number)], f"that {APART[why][1]}"


def _place_in_words(spots: Spots, wanted: npt.NDArray[np.bool_]) -> str:
    found = [spots.told[number] for number in np.flatnonzero(wanted).tolist()]
    told = next((one for one in found if one is not None), None)
    if told is None:
        raise NotFoundError("at: no claim names a place there; expected latitude, longitude and UCDP's code, by commas")
    name = told.name or land_name(told.country)
    return f"at {name}" if told.ucdp == EXACT else f"at {name}: {HOW_NEAR[told.ucdp]}"


def _in_land(asked: Asked, spots: Spots, rows: Rows, own: Rows) -> tuple[Rows, str]:
    """A country and one of its regions; without a region, what is only told of the country as a whole."""
    country, region = asked.query.get("land") or None, asked.query.get("region") or None
    numbers = [number for number, one in enumerate(spots.regions) if one == (country, region)]
    wanted = np.isin(spots.region, numbers) & (spots.ucdp > 0)
    where = f"in {region}, {land_name(country)}" if region else f"in {land_name(country)}, no region told"
    return rows[wanted[own]], where


def _undated(frame: Frame, rows: Rows) -> Rows:
    found: Rows = rows[np.isnat(frame["first_day"][rows])]
    return found


PAGES = (PageRoute("/map/claims", "mapclaims.html", map_claims),)
