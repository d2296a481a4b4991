"""Events in the columns of UCDP's georeferenced event data: only those in which somebody died, between known sides.

Columns are the 49 of its recent releases. What UCDP numbers in lists of its own (conflicts, dyads, sides, countries)
stays empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly import wording
from allegedly.exports import facts
from allegedly.exports.cells import Column
from allegedly.exports.fields import tell_losses
from allegedly.exports.kinds import codes

if TYPE_CHECKING:
    from allegedly.exports.accounts import Account
    from allegedly.exports.cells import Value
    from allegedly.exports.gathering import Happening

__all__ = ["COLUMNS", "LOSES", "RULE", "Estimate", "estimate", "refuses", "tell"]

RULE = (
    "low, best and high are those of the event; an end that no report gives is the best number, and where only the "
    "most there can be is told low and best are 0; words such as “dozens” are no number; what a person preferred is "
    "best; a number a person left unconfirmed or pending is not given and the event with it"
)
LOSES = {
    "who says so, through whom": "two hops: the outlet and the innermost voice",
    "how surely it is said": "no column",
    "the exact words": "no column",
    "where the words stand": "no column",
    "what the reports contradict each other about": "only low and high",
    "what a day rests on": "no column",
    "who the parties are known to be": "UCDP's own numbers stand for sides; names only",
    "the wounded": "UCDP counts the dead",
    "other numbers of people": "UCDP counts the dead",
    "the weapon": "no column",
    "how a bomb was brought": "no column",
    "what else a name may mean": "no column",
    "which reports are copies": "copies count as one source",
}
_NUMBERED = "numbered in UCDP's own lists: empty"
_SPANS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))


class Estimate(NamedTuple):
    """The three numbers of dead, and the rule that filled an end which no report gives."""

    low: int
    best: int
    high: int
    rule: str | None


def estimate(happening: Happening) -> Estimate | None:
    """Low, best and high by UCDP's rule; None where no number is told or a person left it open."""
    toll = facts.toll(happening, "killed")
    if not toll.told or toll.is_open or (toll.best is None and toll.high is None):
        return None
    if toll.best is None:
        return Estimate(
            toll.low or 0, toll.low or 0, toll.high or 0, "only a ceiling of the dead is told: best is the floor"
        )
    low = toll.best if toll.low is None else toll.low
    high = toll.best if toll.high is None else toll.high
    filled = toll.low is None or toll.high is None
    return Estimate(
        low, toll.best, high, "an end of the number of dead is not told: the best number" if filled else None
    )


def refuses(happening: Happening) -> str | None:
    """Why UCDP has no row for an event, None when it has one."""
    if reason := facts.happened_or_why(happening):
        return reason
    found = codes(happening.event, facts.bombing_mode(happening))
    if found.ucdp is None:
        return found.reason("ucdp")
    number = estimate(happening)
    if number is None:
        return "no number of dead is told or agreed; UCDP records events that kill"
    if number.high == 0:
        return "nobody died"
    return _without_days(happening)


def _without_days(happening: Happening) -> str | None:
    earliest, latest = happening.event.earliest, happening.event.latest
    if earliest is None or latest is None:
        return "a first or last day is not told; UCDP needs both"
    if facts.days_between(earliest, latest) > _SPANS[-1][0]:
        return "its days span more than a year; UCDP has no code for that"
    return None


def tell(happening: Happening, account: Account) -> None:
    """What UCDP's row loses, and the rules that filled it."""
    tell_losses(happening, LOSES, account)
    number = estimate(happening)
    if number and number.rule:
        account.apply(number.rule)
    if facts.toll(happening, "killed").decided == "prefer":
        account.apply("a person preferred the number of dead: best")


def _violence(happening: Happening) -> int | None:
    found = codes(happening.event, facts.bombing_mode(happening)).ucdp
    return found.code if found else None


def _date_prec(happening: Happening) -> int | None:
    """1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year."""
    earliest, latest = happening.event.earliest, happening.event.latest
    if earliest is None or latest is None:
        return None
    return next((code for most, code in _SPANS if facts.days_between(earliest, latest) <= most), None)


def _side_b(happening: Happening) -> str | None:
    """The target; UCDP calls it Civilians where the violence is one-sided."""
    return "Civilians" if _violence(happening) == 3 else facts.party(happening.event.target)


def _dyad(happening: Happening) -> str:
    return f"{facts.party(happening.event.actor)} - {_side_b(happening)}"


def _articles(happening: Happening) -> str:
    """Each claim as a citation: outlet, day, id."""
    return "; ".join(
        ", ".join(filter(None, [wording.clean(held.outlet or held.article), str(held.published_at or ""), held.id]))
        for held in (sent.held for sent in happening.sent)
    )


def _headlines(happening: Happening) -> str | None:
    told = [wording.clean(sent.article.title) for sent in happening.sent if sent.article.title]
    return "; ".join(dict.fromkeys(told)) or None


def _originals(happening: Happening) -> str | None:
    """The innermost voices, each once."""
    inner = [claim.attribution[-1] for _, claim in happening.told if claim.attribution]
    return "; ".join(dict.fromkeys(wording.clean(link.name or link.who) for link in inner)) or None


def _of_place(happening: Happening, field: str) -> Value:
    known = facts.known_place(happening)
    found: Value = getattr(known, field) if known else None
    return found


def _where_prec(happening: Happening) -> int | None:
    known = facts.known_place(happening)
    return known.precision.ucdp if known and known.precision else None


def _wkt(happening: Happening) -> str | None:
    known = facts.known_place(happening)
    return f"POINT ({known.lon} {known.lat})" if known else None


def _deaths(happening: Happening, *, of: str) -> int | None:
    """The best number, all among civilians where the violence is one-sided, else on a side that is not told."""
    number = estimate(happening)
    if number is None:
        return None
    return number.best if (_violence(happening) == 3) == (of == "civilians") else 0


def _estimate(happening: Happening, end: str) -> int | None:
    number: int | None = getattr(estimate(happening), end, None)
    return number


def _empty(name: str, words: str = _NUMBERED) -> Column[Happening]:
    return Column(name, "integer", words, lambda _: None)


COLUMNS: tuple[Column[Happening], ...] = (
    Column("id", "integer", "the number of the event's first entry in the ledger", lambda it: it.event.seq),
    Column("relid", "text", "the event's id in the ledger", lambda it: it.event.id),
    Column(
        "year", "integer", "the year of its first day", lambda it: it.event.earliest.year if it.event.earliest else None
    ),
    _empty("active_year", "needs the dead of the whole conflict and year: empty"),
    Column("code_status", "text", "empty", lambda _: None),
    Column("type_of_violence", "integer", "1 state-based, 2 non-state, 3 one-sided", _violence),
    _empty("conflict_dset_id"),
    _empty("conflict_new_id"),
    Column("conflict_name", "text", "both sides", _dyad),
    _empty("dyad_dset_id"),
    _empty("dyad_new_id"),
    Column("dyad_name", "text", "both sides", _dyad),
    _empty("side_a_dset_id"),
    _empty("side_a_new_id"),
    Column("side_a", "text", "the actor", lambda it: facts.party(it.event.actor)),
    _empty("side_b_dset_id"),
    _empty("side_b_new_id"),
    Column("side_b", "text", "the target; Civilians in one-sided violence", _side_b),
    Column("number_of_sources", "integer", "reports, copies counted once", lambda it: it.event.reports),
    Column("source_article", "text", "outlet, day and id of each claim", _articles),
    Column("source_office", "text", "the outlets", facts.outlets),
    Column("source_date", "text", "the days of print", lambda it: "; ".join(map(str, facts.printed(it))) or None),
    Column("source_headline", "text", "the titles of the reports", _headlines),
    Column("source_original", "text", "who says so, the innermost voices", _originals),
    Column("where_prec", "integer", "1 the place itself to 7; empty where it is not resolved", _where_prec),
    Column("where_coordinates", "text", "the place by the gazetteer's name", lambda it: _of_place(it, "name")),
    Column(
        "where_description",
        "text",
        "the place as reported",
        lambda it: wording.name(it.event.place) if it.event.place else None,
    ),
    Column("adm_1", "text", "the province of the place", lambda it: _of_place(it, "admin1")),
    Column("adm_2", "text", "empty", lambda _: None),
    Column("latitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lat")),
    Column("longitude", "number", "empty where the place is not resolved", lambda it: _of_place(it, "lon")),
    Column("geom_wkt", "text", "the point once more", _wkt),
    _empty("priogrid_gid", "empty"),
    Column("country", "text", "the two letters of ISO 3166", lambda it: _of_place(it, "country")),
    _empty("country_id"),
    Column("region", "text", "empty", lambda _: None),
    Column("event_clarity", "integer", "1: the code book has a claim for each happening", lambda _: 1),
    Column("date_prec", "integer", "1 the day, 2 to 6 days, 3 a week, 4 a month, 5 a year", _date_prec),
    Column("date_start", "day", "the first day", lambda it: it.event.earliest),
    Column("date_end", "day", "the last day", lambda it: it.event.latest),
    Column("deaths_a", "integer", "0: reports rarely tell whose the dead are", lambda _: 0),
    Column("deaths_b", "integer", "0, likewise", lambda _: 0),
    Column("deaths_civilians", "integer", "best in one-sided violence, else 0", lambda it: _deaths(it, of="civilians")),
    Column("deaths_unknown", "integer", "best in all other violence", lambda it: _deaths(it, of="unknown")),
    Column("best", "integer", "by the rule", lambda it: _estimate(it, "best")),
    Column("high", "integer", "by the rule", lambda it: _estimate(it, "high")),
    Column("low", "integer", "by the rule", lambda it: _estimate(it, "low")),
    _empty("gwnoa"),
    _empty("gwnob"),
)
