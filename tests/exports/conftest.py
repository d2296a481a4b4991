"""A small invented conflict in a ledger, with everything in it that an export could get wrong."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest

from allegedly.exports.formats import export
from allegedly.ledger.moments import as_of
from allegedly.model import EventClaim, Part, PlacePrecision, Reading, RelationClaim, ResolvedActor, ResolvedPlace
from allegedly.views.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk

    from allegedly.exports.accounts import LossReport
    from allegedly.ledger import Ledger

CANARY = "Canary Quillfeather"
ORVEN = ResolvedPlace(
    reason="the only Orven in the province", geonameid=7001, name="Orven", lat=-5.2, lon=-30.25, country="ZZ",
    admin1="Saldrin", precision=PlacePrecision(acled=1, ucdp=1), score=0.9,
)  # fmt: skip
COLUMN = ResolvedActor(id="act_ash", name="Ash Column", kind="rebel", country="ZZ")
KNOWN_ACTORS = {
    "the Ash Column": COLUMN,
    "farmers": ResolvedActor(kind="civilians"),
    "the Border Guard": ResolvedActor(id="act_guard", name="Border Guard", kind="state_forces", country="ZZ"),
}
KNOWN_PLACES = {"Orven": ORVEN}
DAY = "2031-04-28"
# what each report tells beside its claims, so that none is a copy of another
BESIDE = (
    "Carts stood abandoned along the lane while neighbours carried the wounded to a barn behind the chapel.",
    "It is the fourth such night this spring, and the council has asked for a patrol on the upper road.",
    "Nobody has claimed the raid. Survivors speak of twenty riders who left towards the river before dawn.",
    "Harvest will be late: seed and tools were burned, and the cooperative has no stock for a second sowing.",
    "A teacher who hid in the well described boots, torches and a long silence after the last shot.",
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Exports read a ledger through its views alone, which are held to one contract on both engines; here it is a file."""
    return str(tmp_path / "ledger.db")


def known(reading: Reading) -> Reading:
    """The reading with its actors and places looked up in the lists above."""
    claims = tuple(_known(claim) for claim in reading.claims)
    return Reading(article=reading.article, claims=claims)


def _known(claim: Any) -> Any:
    if not isinstance(claim, EventClaim | RelationClaim):
        return claim
    changed: dict[str, Any] = {}
    for field in ("actor", "target", "subject", "object"):
        if parts := getattr(claim, field, ()):
            changed[field] = tuple(
                _looked_up(part, actor=KNOWN_ACTORS.get(part.name.replace("The ", "the "))) for part in parts
            )
    if claim.place:
        changed["place"] = _looked_up(claim.place, resolved=KNOWN_PLACES.get(claim.place.name))
    return msgspec.structs.replace(claim, **changed)


def _looked_up(part: Part, **found: Any) -> Part:
    changed: Part = msgspec.structs.replace(part, **{name: value for name, value in found.items() if value})
    return changed


def raid(desk: Desk, number: int, dead: str, outlet: str, **more: Any) -> Reading:
    """A report of one raid on Orven; every number makes a text of its own."""
    said = f"Gunmen of the Ash Column raided Orven and killed {dead} farmers"
    claim = {"type": "attack", "said": said, "actor": "the Ash Column", "target": "farmers", "place": "Orven",
             "killed": dead, "voice": "the mayor", "day": DAY, **more}  # fmt: skip
    about = {"id": f"r{number}", "publisher": outlet, "published_at": "2031-04-29", "title": f"Raid on Orven, {outlet}"}
    return known(desk.report(f"{said}, the mayor said.\n\n{BESIDE[number]}", claim, **about))


def others(desk: Desk) -> Reading:
    """A report with one claim of everything else: hedged, denied, planned, undated, a tie, a number, a formula."""
    text = (
        "A bomb allegedly hit the mill at Harl, wounding 3 people. Dozens were killed when the Border Guard stormed "
        "Veld. The Ash Column did not attack Targo. Rebels will strike Ondo. =cmd|' /C calc'!A0 seized a boat. "
        "The Ash Column pledged allegiance to the Black Tide. The Ash Column has up to 300 fighters. The Ash Column "
        "fought the Border Guard at Orven, leaving 7 dead."
    )
    asserted = {"tense": "past"}
    claims: list[dict[str, Any]] = [
        {"type": "bombing", "said": "A bomb allegedly hit the mill at Harl, wounding 3 people", "place": "the mill at Harl",
         "wounded": "3", "hedge": "allegedly", "day": "2031-04-20"},
        {"type": "armed_clash", "said": "Dozens were killed when the Border Guard stormed Veld", "actor": "the Border Guard",
         "place": "Veld", "killed": "Dozens", "day": "2031-04-21"},
        {"type": "attack", "said": "The Ash Column did not attack Targo", "actor": "The Ash Column", "place": "Targo",
         "day": "2031-04-22", "factuality": {**asserted, "polarity": "-"}},
        {"type": "shelling", "said": "Rebels will strike Ondo", "actor": "Rebels", "place": "Ondo", "day": "2031-05-30",
         "factuality": {"tense": "future"}},
        {"type": "seizure", "said": "=cmd|' /C calc'!A0 seized a boat", "actor": "=cmd|' /C calc'!A0"},
        {"kind": "relation", "type": "pledges_allegiance_to", "said": "The Ash Column pledged allegiance to the Black Tide",
         "subject": "The Ash Column", "object": "the Black Tide", "day": "2031-03-01"},
        {"kind": "quantity", "type": "fighters", "said": "The Ash Column has up to 300 fighters", "subject": "The Ash Column"},
        {"type": "armed_clash", "said": "The Ash Column fought the Border Guard at Orven, leaving 7 dead",
         "actor": "The Ash Column", "target": "the Border Guard", "place": "Orven", "killed": "7", "day": "2031-04-02"},
    ]  # fmt: skip
    about = {
        "id": "weekly",
        "publisher": "The Weekly",
        "published_at": "2031-04-30",
        "url": "https://weekly.example/<a>",
    }
    return known(desk.report(text, *claims, **about))


class Reports(NamedTuple):
    """How a test has more reports of the conflict written."""

    raid: Callable[..., Reading]
    others: Callable[[Desk], Reading]


@pytest.fixture
def reports() -> Reports:
    return Reports(raid, others)


@pytest.fixture
def conflict(ledger: Ledger, desk: Desk) -> Ledger:
    """The ledger with three reports of one raid, a weekly of everything else, and a reviewer's decisions."""
    for number, (dead, outlet) in enumerate([("9", "The Mail"), ("11", "The Post"), ("dozens of", "The Herald")]):
        desk.add(ledger, raid(desk, number, dead, outlet))
    weekly = others(desk)
    desk.add(ledger, weekly)
    ledger.judge(str(weekly.claims[0].id), "accept", by=CANARY, reason="/home/canary/notes.txt says so")
    return ledger


Written = tuple[bytes, "LossReport"]


@pytest.fixture
def written() -> Callable[..., Written]:
    """What an export gives as of a moment: its bytes and what it lost."""

    def write(ledger: Ledger, form: str, *, when: int | None = None, **asked: Any) -> Written:
        out = io.BytesIO()
        with ledger.engine.reading() as tx:
            told = export(ledger.engine, tx, form, Filters(**asked), upto=as_of(tx, when), out=out)
        return out.getvalue(), told

    return write
