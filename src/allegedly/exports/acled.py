"""Events in ACLED's columns: one row an event, one number of dead, two actors without direction.

Columns, names and the number rule are those of ACLED's published guides since 2023 (docs/exports.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from allegedly import wording
from allegedly.exports import facts
from allegedly.exports.cells import Column
from allegedly.exports.fields import tell_losses
from allegedly.exports.kinds import codes, inter, kind_of_party
from allegedly.vocab import acled, acled_interaction

if TYPE_CHECKING:
    import datetime as dt

    from allegedly.exports.accounts import Account
    from allegedly.exports.facts import Toll
    from allegedly.exports.gathering import Happening
    from allegedly.vocab import AcledCode

__all__ = ["COLUMNS", "LOSES", "RULE", "Deaths", "deaths", "refuses", "tell"]

RULE = (
    "fatalities is one number: where reports exclude each other the lowest (the conservative figure), else the best; "
    "where only words are given, “tens” are 10, “dozens” 12, “hundreds” 100 and no other word is a number; what a "
    "person preferred goes before, and a number a person left unconfirmed or pending stays empty; nobody killed as "
    "far as told is 0"
)
LOSES = {
    "who says so, through whom": "in words only, in notes",
    "how surely it is said": "in words only, in notes",
    "the exact words": "in words only, in notes",
    "where the words stand": "no column",
    "what the reports contradict each other about": "in words only, in notes",
    "what a day rests on": "no column; notes say where it is the day of publication",
    "who acts and who is struck": "ACLED's two actors have no direction",
    "who the parties are known to be": "a name and an inter code; no id",
    "the lowest and highest number of dead": "one number",
    "the wounded": "ACLED does not count them; in words only, in notes",
    "other numbers of people": "ACLED does not count them; in words only, in notes",
    "the weapon": "only as far as the sub-type tells it",
    "how a bomb was brought": "only a suicide bomb has a sub-type",
    "what else a name may mean": "no column",
    "which reports are copies": "no column",
}
_WEEK = 7
_WORD = re.compile(r"[a-z]+")
_LARGER = frozenset(["thousand", "thousands", "million", "millions"])
_GROUPS = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}


class Deaths(NamedTuple):
    """The number in `fatalities`, and the rule that gave it where it is not simply what all reports say."""

    number: int | None
    rule: str | None


def deaths(toll: Toll) -> Deaths:
    """One number of dead by ACLED's rule.

    >>> from allegedly.exports.facts import Toll
    >>> deaths(Toll(what="killed", told=True, vague=("dozens",)))
    Deaths(number=12, rule='“dozens” of dead are 12')
    """
    if not toll.told:
        return Deaths(0, "no dead are told of: 0")
    if toll.is_open:
        return Deaths(None, f"a person left the number {toll.decided}: empty")
    if toll.decided == "prefer":
        return Deaths(toll.best, "a person preferred the number")
    if toll.best is None:
        return _by_words(toll)
    if (toll.differs or toll.decided == "range") and toll.low is not None:
        return Deaths(toll.low, "reports give different numbers of dead: the lowest")
    return Deaths(toll.best, None)


def _by_words(toll: Toll) -> Deaths:
    """The lowest number that the words stand for by the rule, if they stand for one."""
    if toll.high is not None:
        return Deaths(None, "only the most dead there can be is told: empty")
    known = [(number, word) for text in toll.vague if (word := _ruled(text)) for number in [acled().vague[word]]]
    if not known:
        return Deaths(None, "the words for the number of dead stand for none: empty")
    number, word = min(known)
    return Deaths(number, f"“{word}” of dead are {number}")


def _ruled(text: str) -> str | None:
    words = set(_WORD.findall(text.casefold()))
    if words & _LARGER:
        return None
    # "a dozen" is a number and read as one; "several dozen" is what "dozens" is
    return next((word for word in acled().vague if word in words or word.removesuffix("s") in words), None)


def refuses(happening: Happening) -> str | None:
    """Why ACLED has no row for an event, None when it has one."""
    if reason := facts.happened_or_why(happening):
        return reason
    if happening.event.earliest is None and happening.event.latest is None:
        return "no day is told; ACLED needs one"
    found = codes(happening.event, facts.bombing_mode(happening))
    return None if found.acled else found.reason("acled")


def tell(happening: Happening, account: Account) -> None:
    """What ACLED's row loses, and the rules that filled it."""
    tell_losses(happening, LOSES, account)
    if rule := deaths(facts.toll(happening, "killed")).rule:
        account.apply(rule)
    if (reason := codes(happening.event, facts.bombing_mode(happening)).reason("acled")) and _code(happening):
        account.lose("the type", reason)


def _code(happening: Happening) -> AcledCode | None:
    return codes(happening.event, facts.bombing_mode(happening)).acled


def _type(happening: Happening) -> str | None:
    code = _code(happening)
    return code.event_type if code else None


def _sub_type(happening: Happening) -> str | None:
    code = _code(happening)
    return code.sub_event_type if code else None


def _day(happening: Happening) -> dt.date | None:
    return happening.event.earliest or happening.event.latest


def _time_precision(happening: Happening) -> int:
    """1 the day, 2 within a week, 3 coarser; an interval with one end is coarser."""
    earliest, latest = happening.event.earliest, happening.event.latest
    if earliest is None or latest is None:
        return 3
    days = facts.days_between(earliest, latest)
    return 1 if days == 1 else 2 if days <= _WEEK else 3


def _interaction(happening: Happening) -> int | None:
    """The two inter codes, the lower first; None where a party that is named has none."""
    first, second = inter(happening.event.actor), inter(happening.event.target)
    if (happening.event.actor and first is None) or (happening.event.target and second is None):
        return None
    known = [code for code in (first, second) if code is not None]
    return acled_interaction(*known) if known else None


def _civilians(happening: Happening) -> str | None:
    if _type(happening) == "Violence against civilians" or kind_of_party(happening.event.target) == "civilians":
        return "Civilian targeting"
    return None


def _of_group(happening: Happening) -> str | None:
    """ACLED's disorder type; a riot is one of two by its sub-type, which the words rarely tell."""
    return _GROUPS.get(_type(happening) or "")


def _location(happening: Happening) -> str | None:
    place, known = happening.event.place, facts.known_place(happening)
    return (known.name if known else None) or (wording.name(place) if place else None)


def _latest_record(happening: Happening) -> int:
    return int(max(sent.held.recorded_at for sent in happening.sent).timestamp())


def _point(happening: Happening, field: str) -> float | str | None:
    known = facts.known_place(happening)
    found: float | str | None = getattr(known, field) if known else None
    return found


def _geo_precision(happening: Happening) -> int | None:
    known = facts.known_place(happening)
    return known.precision.acled if known and known.precision else None


COLUMNS: tuple[Column[Happening], ...] = (
    Column("event_id_cnty", "text", "the event's id in the ledger", lambda it: it.event.id),
    Column("event_date", "day", "its first day", _day),
    Column("year", "integer", "the year of that day", lambda it: day.year if (day := _day(it)) else None),
    Column("time_precision", "integer", "1 the day, 2 within a week, 3 coarser", _time_precision),
    Column("disorder_type", "text", "ACLED's group of types; empty for riots of unknown sub-type", _of_group),
    Column("event_type", "text", "by the crosswalk", _type),
    Column("sub_event_type", "text", "by the crosswalk; empty where the words leave several", _sub_type),
    Column("actor1", "text", "the first actor", lambda it: facts.party(it.event.actor[:1])),
    Column("assoc_actor_1", "text", "the other actors", lambda it: facts.party(it.event.actor[1:])),
    Column("inter1", "integer", "the kind of the actor where it is known", lambda it: inter(it.event.actor)),
    Column("actor2", "text", "the first target", lambda it: facts.party(it.event.target[:1])),
    Column("assoc_actor_2", "text", "the other targets", lambda it: facts.party(it.event.target[1:])),
    Column("inter2", "integer", "the kind of the target where it is known", lambda it: inter(it.event.target)),
    Column("interaction", "integer", "both kinds, the lower first", _interaction),
    Column("civilian_targeting", "text", "“Civilian targeting” where the target is known to be", _civilians),
    Column("iso", "integer", "empty: the ledger has the country's two letters", lambda _: None),
    Column("region", "text", "empty", lambda _: None),
    Column("country", "text", "the two letters of ISO 3166", lambda it: _point(it, "country")),
    Column("admin1", "text", "the province of the place", lambda it: _point(it, "admin1")),
    Column("admin2", "text", "empty", lambda _: None),
    Column("admin3", "text", "empty", lambda _: None),
    Column("location", "text", "the place by the gazetteer's name, else as reported", _location),
    Column("latitude", "number", "empty where the place is not resolved", lambda it: _point(it, "lat")),
    Column("longitude", "number", "empty where the place is not resolved", lambda it: _point(it, "lon")),
    Column("geo_precision", "integer", "1 the town, 2 near it, 3 a region", _geo_precision),
    Column("source", "text", "the outlets", facts.outlets),
    Column("source_scale", "text", "empty: no outlet is graded", lambda _: None),
    Column("notes", "text", "who says so, how surely, in which words; what is not agreed", facts.notes),
    Column("fatalities", "integer", "one number by the rule", lambda it: deaths(facts.toll(it, "killed")).number),
    Column("tags", "text", "the ids of the claims", lambda it: f"claims={facts.claim_ids(it)}"),
    Column("timestamp", "integer", "when the latest of them was recorded, in seconds since 1970", _latest_record),
)
