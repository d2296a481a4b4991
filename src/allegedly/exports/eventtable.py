"""Events in our own columns, for GeoJSON and the data package: one row an event, nothing decided for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.exports import facts
from allegedly.exports.cells import Column
from allegedly.exports.kinds import kind_of_party

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.exports.cells import Value
    from allegedly.exports.gathering import Happening
    from allegedly.model import CountWhat, Part

__all__ = ["COLUMNS", "LOSES", "RULE"]

RULE = (
    "none: low, best and high stand as the events' rule gives them (docs/events.md), with what is proposed to be done "
    "about the number and whether a person decided; words such as “dozens” stand beside them"
)
LOSES = {
    "who says so, through whom": "in words only, in notes",
    "where the words stand": "no column",
    "what else a name may mean": "no column",
    "the weapon": "in words only, in notes",
    "which reports are copies": "copies count as one report",
}
# what the code book counts of one happening
_COUNTED: tuple[CountWhat, ...] = ("killed", "wounded", "abducted", "arrested", "displaced")


def _of_place(happening: Happening, field: str) -> Value:
    known = facts.known_place(happening)
    found: Value = getattr(known, field) if known else None
    return found


def _precision(happening: Happening, book: str) -> int | None:
    known = facts.known_place(happening)
    found: int | None = getattr(known.precision, book) if known and known.precision else None
    return found


def _ids(parts: Sequence[Part]) -> str | None:
    return "; ".join(part.known_actor.id for part in parts if part.known_actor and part.known_actor.id) or None


def _number(happening: Happening, what: CountWhat, end: str) -> Value:
    found: Value = getattr(facts.toll(happening, what), end)
    return found


def _numbers(what: CountWhat) -> Iterator[Column[Happening]]:
    """Six columns for one thing counted."""
    for end, words in (("low", "at least"), ("best", "the number most outlets give"), ("high", "at most")):
        yield Column(f"{what}_{end}", "integer", words, lambda it, end=end: _number(it, what, end))  # type: ignore[misc]
    yield Column(f"{what}_move", "text", "what is proposed about it", lambda it: _number(it, what, "move"))
    yield Column(f"{what}_decided", "text", "what a person did about it", lambda it: _number(it, what, "decided"))
    yield Column(
        f"{what}_words",
        "text",
        "words that bound no number",
        lambda it: "; ".join(map(wording.clean, facts.toll(it, what).vague)) or None,
    )


def _contradictions(happening: Happening) -> str | None:
    return "; ".join(map(wording.clean, happening.event.contradictions)) or None


COLUMNS: tuple[Column[Happening], ...] = (
    Column("event_id", "text", "the event's id in the ledger", lambda it: it.event.id),
    Column("entry", "integer", "the number of its first entry in the ledger", lambda it: it.event.seq),
    Column("type", "text", "what most of its claims say it is", lambda it: it.event.type),
    Column("mode", "text", "how a bomb was brought, where those who tell it agree", facts.bombing_mode),
    Column("earliest", "day", "its first day", lambda it: it.event.earliest),
    Column("latest", "day", "its last day", lambda it: it.event.latest),
    Column("days_basis", "text", "what the days rest on: stated, anchored, publication", facts.basis),
    Column("place", "text", "as reported", lambda it: wording.name(it.event.place) if it.event.place else None),
    Column("place_name", "text", "by the gazetteer's name", lambda it: _of_place(it, "name")),
    Column("geonameid", "integer", "the place's number in GeoNames", lambda it: _of_place(it, "geonameid")),
    Column("latitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lat")),
    Column("longitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lon")),
    Column("country", "text", "the two letters of ISO 3166", lambda it: _of_place(it, "country")),
    Column("admin1", "text", "the province", lambda it: _of_place(it, "admin1")),
    Column("precision_acled", "integer", "of the point, 1 to 3", lambda it: _precision(it, "acled")),
    Column("precision_ucdp", "integer", "of the point, 1 to 7", lambda it: _precision(it, "ucdp")),
    Column("actor", "text", "who did it", lambda it: facts.party(it.event.actor)),
    Column("actor_id", "text", "in the actor list", lambda it: _ids(it.event.actor)),
    Column("actor_kind", "text", "where it is known", lambda it: kind_of_party(it.event.actor)),
    Column("target", "text", "to whom", lambda it: facts.party(it.event.target)),
    Column("target_id", "text", "in the actor list", lambda it: _ids(it.event.target)),
    Column("target_kind", "text", "where it is known", lambda it: kind_of_party(it.event.target)),
    *(column for what in _COUNTED for column in _numbers(what)),
    Column("happened", "truth", "whether anybody says that it happened or goes on", facts.happened),
    Column("certainty", "text", "the surest that anybody puts it", facts.certainty),
    Column("asserted_by", "integer", "claims that say so", lambda it: len(it.asserted)),
    Column("denied_by", "integer", "claims that deny it", facts.denies),
    Column("not_agreed", "text", "what the claims contradict each other about", _contradictions),
    Column("reports", "integer", "reports, copies counted once", lambda it: it.event.reports),
    Column("outlets", "text", "who printed it", facts.outlets),
    Column("claim_ids", "text", "the claims behind it", facts.claim_ids),
    Column("notes", "text", "who says so, how surely, in which words", facts.notes),
)
