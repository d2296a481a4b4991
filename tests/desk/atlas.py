"""A small ledger of claims that tell their places as finely as reports do: at a point, near it, in a region, nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.model import Correction, PlaceCandidate, PlacePrecision, ResolvedPlace

if TYPE_CHECKING:
    from tests.conftest import Desk

    from allegedly.ledger import Ledger
    from allegedly.model import Claim, Reading

__all__ = ["KEY", "PLACES", "fill", "put"]

KEY = "a-key-for-tests-only-0000"


def resolved(
    name: str, lat: float, lon: float, ucdp: int, country: str | None, region: str | None, number: int | None
) -> ResolvedPlace:
    acled = {1: 1, 2: 2, 3: 2}.get(ucdp, 3)
    return ResolvedPlace(
        reason="told so",
        geonameid=number,
        name=name,
        lat=lat,
        lon=lon,
        country=country,
        admin1=region,
        precision=PlacePrecision(acled=acled, ucdp=ucdp),
        score=0.9,
    )


SPRINGFIELD = PlaceCandidate(
    geonameid=4250542, name="Springfield", lat=39.8, lon=-89.64, country="US", admin1="Illinois", score=0.4
)
# what the words of a report's place come to; "the market" names none, and nobody looked up "Orlo"
PLACES: dict[str, ResolvedPlace | None] = {
    "Grozny": resolved("Grozny", 43.31195, 45.68895, 1, "RU", "Chechnya", 558418),
    "Makhachkala": resolved("Makhachkala", 42.97638, 47.50236, 1, "RU", "Dagestan", 532096),
    "Khasavyurt": resolved("Khasavyurt", 43.2509, 46.58766, 2, "RU", "Dagestan", 550846),
    "Dagestan": resolved("Dagestan", 42.83779, 47.35959, 4, "RU", "Dagestan", 567293),
    "Syria": resolved("Syria", 35.0, 38.0, 6, "SY", None, 163843),
    "the North Caucasus": resolved("North Caucasus", 43.5, 44.5, 5, None, None, None),
    "Harsk": resolved("Harsk", -28.35, -18.36, 1, "XO", "Toluve", None),
    "Orum": ResolvedPlace(reason="no place called Orum is in the gazetteer"),
    "Springfield": ResolvedPlace(reason="2 places have that name", candidates=(SPRINGFIELD, SPRINGFIELD)),
    "the market": None,
}
# place, its day, whether it is hedged
TOLD: tuple[tuple[str | None, str | None, bool], ...] = (
    ("Grozny", "2014-12-04", False),
    ("Grozny", "2014-12-05", True),
    ("Makhachkala", "2014-12-10", False),
    ("Khasavyurt", "2014-12-10", False),
    ("Dagestan", "2014-12-11", False),
    ("Dagestan", "2014-12-12", True),
    ("Dagestan", None, False),
    ("Syria", "2014-12-20", False),
    ("the North Caucasus", "2014-12-21", False),
    ("Harsk", "2014-12-22", True),
    ("Orum", "2014-12-23", False),
    ("Springfield", "2014-12-24", False),
    ("the market", "2014-12-25", False),
    ("Orlo", "2014-12-26", False),
    (None, None, False),
)


def put(reading: Reading) -> Reading:
    """The reading with what its places come to."""
    claims: list[Claim] = []
    for claim in reading.claims:
        if not isinstance(claim, Correction) and claim.place is not None and claim.place.name in PLACES:
            part = msgspec.structs.replace(claim.place, resolved=PLACES[claim.place.name])
            claims.append(msgspec.structs.replace(claim, place=part))
        else:
            claims.append(claim)
    return msgspec.structs.replace(reading, claims=tuple(claims))


def fill(ledger: Ledger, desk: Desk) -> None:
    """Adds a report for each line of TOLD; every claim is an event of its own."""
    for number, (place, day, hedged) in enumerate(TOLD):
        hedge = "allegedly " if hedged else ""
        said = f"Men of band {number} {hedge}attacked" + (f" in {place}" if place else " there")
        claim: dict[str, Any] = {"type": "attack", "said": said, "actor": f"Men of band {number}"}
        claim |= {"place": place} if place else {}
        claim |= {"day": day} if day else {}
        claim |= {"hedge": "allegedly"} if hedged else {}
        text = f"{said} at hour {number} on day {number}, the paper of town {number} writes."
        report = desk.report(text, claim, id=f"report-{number}", publisher=f"Paper {number % 3}")
        desk.add(ledger, put(report), f"report-{number}.txt")
