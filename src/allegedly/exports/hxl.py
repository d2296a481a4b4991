"""Events as humanitarian data: a CSV with a row of HXL hashtags under its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.exports import facts
from allegedly.exports.cells import Column
from allegedly.exports.fields import tell_losses

if TYPE_CHECKING:
    from allegedly.exports.accounts import Account
    from allegedly.exports.cells import Value
    from allegedly.exports.gathering import Happening
    from allegedly.model import CountWhat

__all__ = ["COLUMNS", "LOSES", "RULE", "TAGS", "refuses", "tell"]

RULE = (
    "low, best and high as the events' rule gives them; words such as “dozens” are no number; a number a person left "
    "unconfirmed or pending stays empty"
)
LOSES = {
    "who says so, through whom": "in words only, in #description",
    "the exact words": "in words only, in #description",
    "where the words stand": "no hashtag",
    "what the reports contradict each other about": "in words only, in #description",
    "what a day rests on": "no hashtag",
    "who the parties are known to be": "names only",
    "other numbers of people": "in words only, in #description",
    "the weapon": "in words only, in #description",
    "how a bomb was brought": "no hashtag",
    "what else a name may mean": "no hashtag",
    "which reports are copies": "copies count as one report",
}


def refuses(happening: Happening) -> str | None:
    """Why there is no row: the table is of what happened."""
    return facts.happened_or_why(happening)


def tell(happening: Happening, account: Account) -> None:
    """What the row loses, and the numbers it leaves empty."""
    tell_losses(happening, LOSES, account)
    for what in ("killed", "wounded"):
        toll = facts.toll(happening, what)
        if toll.is_open:
            account.apply(f"{what}: a person left the number {toll.decided}: empty")
        elif toll.vague and toll.best is None and toll.high is None:
            account.apply(f"{what}: the words for the number stand for none: empty")


def _number(happening: Happening, what: CountWhat, end: str) -> Value:
    toll = facts.toll(happening, what)
    found: Value = None if toll.is_open else getattr(toll, end)
    return found


def _of_place(happening: Happening, field: str) -> Value:
    known = facts.known_place(happening)
    found: Value = getattr(known, field) if known else None
    return found


def _location(happening: Happening) -> str | None:
    place = happening.event.place
    name = _of_place(happening, "name")
    return str(name) if name else wording.name(place) if place else None


def _precision(happening: Happening) -> int | None:
    known = facts.known_place(happening)
    return known.precision.acled if known and known.precision else None


_TAGGED: tuple[tuple[str, Column[Happening]], ...] = (
    ("#event+code", Column("Event", "text", "the event's id in the ledger", lambda it: it.event.id)),
    ("#date+start", Column("First day", "day", "its first day", lambda it: it.event.earliest)),
    ("#date+end", Column("Last day", "day", "its last day", lambda it: it.event.latest)),
    ("#event+type", Column("Type", "text", "a type of the code book", lambda it: it.event.type)),
    ("#group+name+first", Column("Actor", "text", "who did it", lambda it: facts.party(it.event.actor))),
    ("#group+name+second", Column("Target", "text", "to whom", lambda it: facts.party(it.event.target))),
    (
        "#country+code+v_iso2",
        Column("Country", "text", "the two letters of ISO 3166", lambda it: _of_place(it, "country")),
    ),
    ("#adm1+name", Column("Province", "text", "the province of the place", lambda it: _of_place(it, "admin1"))),
    ("#loc+name", Column("Place", "text", "by the gazetteer's name, else as reported", _location)),
    (
        "#geo+lat",
        Column("Latitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lat")),
    ),
    (
        "#geo+lon",
        Column("Longitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lon")),
    ),
    ("#geo+precision", Column("Precision", "integer", "of the point, ACLED's 1 to 3", _precision)),
    (
        "#affected+killed",
        Column("Killed", "integer", "the number most outlets give", lambda it: _number(it, "killed", "best")),
    ),
    ("#affected+killed+min", Column("Killed, at least", "integer", "low", lambda it: _number(it, "killed", "low"))),
    ("#affected+killed+max", Column("Killed, at most", "integer", "high", lambda it: _number(it, "killed", "high"))),
    (
        "#affected+injured",
        Column("Wounded", "integer", "the number most outlets give", lambda it: _number(it, "wounded", "best")),
    ),
    ("#status+certainty", Column("Certainty", "text", "the surest that anybody puts it", facts.certainty)),
    ("#meta+reports", Column("Reports", "integer", "reports, copies counted once", lambda it: it.event.reports)),
    ("#meta+source", Column("Sources", "text", "the outlets", facts.outlets)),
    ("#description", Column("Notes", "text", "who says so, how surely, in which words", facts.notes)),
    ("#meta+id+claims", Column("Claims", "text", "the claims behind the row", facts.claim_ids)),
)
TAGS: tuple[str, ...] = tuple(tag for tag, _ in _TAGGED)
COLUMNS: tuple[Column[Happening], ...] = tuple(column for _, column in _TAGGED)
