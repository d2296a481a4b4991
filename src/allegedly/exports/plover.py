"""Events in the columns of POLECAT, the data set coded by PLOVER, with one column more for the ids of the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.exports import facts
from allegedly.exports.cells import Column
from allegedly.exports.fields import FIELDS, tell_losses
from allegedly.exports.kinds import codes, sector
from allegedly.vocab import plover

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from allegedly.exports.accounts import Account
    from allegedly.exports.cells import Value
    from allegedly.exports.gathering import Happening
    from allegedly.model import Part
    from allegedly.vocab import PloverCode

__all__ = ["COLUMNS", "LOSES", "RULE", "refuses", "tell"]

RULE = (
    "no numbers; the date is the first day; an actor whom nobody names has the sector UNK; of a type with several "
    "modes the mode stays empty where the words leave more than one"
)
LOSES = {field: "no column" for field in FIELDS if field != "who acts and who is struck"} | {
    "who the parties are known to be": "a name, a country and a sector; no id of ours",
    "the lowest and highest number of dead": "PLOVER has no numbers",
    "the wounded": "PLOVER has no numbers",
    "other numbers of people": "PLOVER has no numbers",
    "the weapon": "only as far as the mode tells it",
    "how a bomb was brought": "only as far as the mode tells it",
    "how surely it is said": "PLOVER's auxiliary modes are not coded in POLECAT",
}


def refuses(happening: Happening) -> str | None:
    """Why POLECAT has no row for an event, None when it has one."""
    if reason := facts.happened_or_why(happening):
        return reason
    if happening.event.earliest is None and happening.event.latest is None:
        return "no day is told; POLECAT needs one"
    found = codes(happening.event, facts.bombing_mode(happening))
    if found.plover is None:
        return found.reason("plover")
    if plover().types[found.plover.type].needs_recipient and not happening.event.target:
        return f"PLOVER's {found.plover.type} needs a recipient; none is named"
    return None


def tell(happening: Happening, account: Account) -> None:
    """What POLECAT's row loses."""
    tell_losses(happening, LOSES, account)
    if facts.toll(happening, "killed").told:
        account.lose("the dead", "PLOVER has no numbers")
    if (reason := codes(happening.event, facts.bombing_mode(happening)).reason("plover")) and _code(happening):
        account.lose("the type", reason)


def _code(happening: Happening) -> PloverCode | None:
    return codes(happening.event, facts.bombing_mode(happening)).plover


def _type(happening: Happening) -> str | None:
    code = _code(happening)
    return code.type if code else None


def _mode(happening: Happening) -> str | None:
    code = _code(happening)
    return code.mode if code else None


def _intensity(happening: Happening) -> float | None:
    code = _code(happening)
    return code.score if code else None


def _quad(happening: Happening) -> str | None:
    code = _code(happening)
    return plover().types[code.type].quad.upper() if code else None


def _country(parts: Sequence[Part]) -> str | None:
    return next((part.known_actor.country for part in parts if part.known_actor and part.known_actor.country), None)


def _raw(parts: Sequence[Part]) -> str | None:
    return "; ".join(wording.clean(part.text) for part in parts) or None


def _sectors(parts: Sequence[Part]) -> str | None:
    found = dict.fromkeys(code for part in parts if (code := sector([part])))
    return "; ".join(found) or (sector([]) if not parts else None)


def _of_place(happening: Happening, field: str) -> Value:
    known = facts.known_place(happening)
    found: Value = getattr(known, field) if known else None
    return found


def _place(happening: Happening, *, raw: bool = False) -> str | None:
    place = happening.event.place
    if place is None:
        return None
    return wording.clean(place.text) if raw else wording.name(place)


def _language(happening: Happening) -> str | None:
    return "; ".join(sorted({sent.article.language for sent in happening.sent if sent.article.language})) or None


def _first_print(happening: Happening) -> dt.date | None:
    days = facts.printed(happening)
    return days[0] if days else None


def _version(happening: Happening) -> str | None:
    books = {sent.claim.coder.codebook for sent in happening.sent if sent.claim.coder}
    return "; ".join(f"Allegedly code book {book}" for book in sorted(books)) or None


def _empty(name: str, words: str = "empty") -> Column[Happening]:
    return Column(name, "text", words, lambda _: None)


COLUMNS: tuple[Column[Happening], ...] = (
    Column("Event ID", "text", "the event's id in the ledger", lambda it: it.event.id),
    Column("Event Date", "day", "its first day", lambda it: it.event.earliest or it.event.latest),
    Column("Event Type", "text", "by the crosswalk", _type),
    Column("Event Mode", "text", "by the crosswalk; empty where the words leave several", _mode),
    Column("Intensity", "number", "the score of the type", _intensity),
    Column("Quad Code", "text", "the quad class of the type", _quad),
    _empty("Contexts", "empty: contexts are not coded"),
    Column(
        "Actor Name", "text", "by the name they are known by, else as reported", lambda it: facts.party(it.event.actor)
    ),
    Column("Actor Country", "text", "the two letters of ISO 3166", lambda it: _country(it.event.actor)),
    _empty("Actor COW"),
    Column(
        "Primary Actor Sector",
        "text",
        "where the kind is known; UNK where nobody is named",
        lambda it: sector(it.event.actor),
    ),
    Column("Actor Sectors", "text", "of all actors", lambda it: _sectors(it.event.actor)),
    _empty("Actor Title"),
    Column("Actor Name Raw", "text", "as reported", lambda it: _raw(it.event.actor)),
    _empty("Wikipedia Actor ID"),
    Column("Recipient Name", "text", "likewise", lambda it: facts.party(it.event.target)),
    Column("Recipient Country", "text", "the two letters of ISO 3166", lambda it: _country(it.event.target)),
    _empty("Recipient COW"),
    Column(
        "Primary Recipient Sector",
        "text",
        "where the kind is known",
        lambda it: sector(it.event.target) if it.event.target else None,
    ),
    Column(
        "Recipient Sectors", "text", "of all targets", lambda it: _sectors(it.event.target) if it.event.target else None
    ),
    _empty("Recipient Title"),
    Column("Recipient Name Raw", "text", "as reported", lambda it: _raw(it.event.target)),
    _empty("Wikipedia Recipient ID"),
    Column("Placename", "text", "the fullest name the reports give", _place),
    Column("City", "text", "the place by the gazetteer's name", lambda it: _of_place(it, "name")),
    _empty("District"),
    Column("Province", "text", "the province of the place", lambda it: _of_place(it, "admin1")),
    Column("Country", "text", "the two letters of ISO 3166", lambda it: _of_place(it, "country")),
    Column("Latitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lat")),
    Column("Longitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lon")),
    Column("GeoNames ID", "integer", "of the place", lambda it: _of_place(it, "geonameid")),
    Column("Raw Placename", "text", "as reported", lambda it: _place(it, raw=True)),
    _empty("Feature Type"),
    Column("Source", "text", "the outlets", facts.outlets),
    Column("Publication Date", "day", "of the first report", _first_print),
    _empty("Story People"),
    _empty("Story Organizations"),
    _empty("Story Locations"),
    Column("Language", "text", "of the reports, where it is known", _language),
    Column("Version", "text", "of the code book", _version),
    Column("Claim IDs", "text", "ours: the claims behind the row", facts.claim_ids),
)
