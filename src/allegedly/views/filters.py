"""Which claims a question is about, and how the ledger finds them without reading all it has."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from allegedly.errors import NotFoundError
from allegedly.ledger.facets import actor_keys, name_key, parties
from allegedly.model import TYPES, Certainty, Correction, Record
from allegedly.model.words import CERTAINTIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.ledger.held import Held
    from allegedly.stores.engine import Engine, Transaction, Value

__all__ = [
    "LASTING",
    "STANDING",
    "STATUSES",
    "Filters",
    "actor_keys_of",
    "candidates",
    "fits",
    "geoname_of",
    "holds_on",
]

STANDING = ("proposed", "accepted", "edited")
STATUSES = (*STANDING, "rejected", "superseded")
# more digits than any number of GeoNames has
_LONGEST_NUMBER = 13
# a tie holds until something says that it ended; a happening holds on its own days
LASTING = frozenset(TYPES["relation"]) - {"accused_of", "claims_responsibility_for", "denies_responsibility_for"}


class Filters(Record, frozen=True, kw_only=True):
    """What a claim must be like to be shown; None asks nothing.

    `place` is a name, as the report or the gazetteer gives it, or a GeoNames number. `since` and `until` bound the days
    told for it, `valid_at` is a day it must hold on, `words` must all stand in its evidence or its names, `status`
    lists how it may stand (by default neither rejected nor superseded).
    """

    type: str | None = None
    actor: str | None = None
    country: str | None = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    valid_at: dt.date | None = None
    outlet: str | None = None
    certainty: Certainty | None = None
    words: str | None = None
    article: str | None = None
    status: tuple[str, ...] = STANDING

    def __post_init__(self) -> None:
        known = {name for names in TYPES.values() for name in names}
        if self.type is not None and self.type not in known:
            raise NotFoundError(f"no type of claim is called {self.type!r}; allegedly schema lists them")
        if wrong := sorted(set(self.status) - set(STATUSES)):
            raise NotFoundError(f"no claim stands as {', '.join(wrong)}; expected {', '.join(STATUSES)}")
        if self.certainty is not None and self.certainty not in CERTAINTIES:
            raise NotFoundError(f"no certainty is called {self.certainty!r}; expected {', '.join(CERTAINTIES)}")


def candidates(engine: Engine, tx: Transaction, filters: Filters, upto: int, *, after: int = 0) -> Iterator[int]:
    """The entries of claims that may fit, in order, from the narrowest index there is.

    `after` leaves out entries up to that one, to go on with a list that was cut.
    """
    if filters.words:
        yield from _with_words(engine, tx, filters.words, after, upto)
        return
    where, values = _narrowest(filters)
    table = "party" if filters.actor else "claim" if filters.article else "facet"
    column = "seq" if table == "claim" else "claim_seq"
    asked: list[Value] = [*values, after, upto, upto]
    recorded = "seq <= ?"
    sql = (
        f"SELECT DISTINCT {column} FROM {table} WHERE {where} AND {column} > ? AND {column} <= ? AND {recorded} "
        f"ORDER BY {column}"
    )
    yield from (seq for (seq,) in tx.stream(sql, asked))


def fits(held: Held, filters: Filters) -> bool:
    """Whether a claim, as it stood at the moment asked about, is what the filters ask for."""
    claim = held.claim
    if held.standing.status not in filters.status:
        return False
    if claim is None:
        # its words are gone; it can be counted, but not found by them
        return not any(
            (filters.type, filters.actor, filters.country, filters.place, filters.since, filters.until, filters.words)
        )
    if filters.type not in (None, claim.type) or filters.certainty not in (None, claim.factuality.certainty):
        return False
    if filters.outlet is not None and (held.outlet or "").casefold() != filters.outlet.casefold():
        return False
    return _who_and_where(held, filters) and _when(held, filters) and _worded(held, filters)


def _narrowest(filters: Filters) -> tuple[str, Sequence[Value]]:
    if filters.article:
        return "article_seq IN (SELECT seq FROM article WHERE id = ?)", (filters.article,)
    if filters.actor:
        keys = actor_keys_of(filters.actor)
        return f"key IN ({', '.join('?' * len(keys))})", keys
    told: list[tuple[str, Value]] = []
    if filters.country:
        told.append(("country = ?", filters.country.upper()))
    elif filters.type:
        told.append(("type = ?", filters.type))
    if filters.since:
        told.append(("(earliest IS NULL OR latest IS NULL OR latest >= ?)", filters.since.isoformat()))
    if filters.until:
        told.append(("earliest <= ?", filters.until.isoformat()))
    return " AND ".join(sql for sql, _ in told) or "1 = 1", [value for _, value in told]


# a list of claims asks it of every claim
@functools.lru_cache(maxsize=256)
def actor_keys_of(asked: str) -> tuple[str, ...]:
    """Under what an actor is looked up: `id:` and an id as it stands; a name, and the id of whom the list knows by it.

    >>> actor_keys_of("Daesh")
    ('name:daesh', 'id:act:islamic-state')
    """
    if asked.startswith("id:"):
        return (asked,)
    # loaded when somebody asks by name; a ledger can be read without the list
    from allegedly.actors import resolve, shipped  # noqa: PLC0415

    known = resolve(shipped(), asked)
    return (name_key(asked), *([f"id:{known.id}"] if known is not None and known.id is not None else []))


def _with_words(engine: Engine, tx: Transaction, words: str, after: int, upto: int) -> Iterator[int]:
    articles = sorted(seq for seq in engine.found(tx, words) if seq <= upto)
    for article in articles:
        for (seq,) in tx.rows("SELECT seq FROM claim WHERE article_seq = ? ORDER BY seq", (article,)):
            if after < seq <= upto:
                yield seq


def _who_and_where(held: Held, filters: Filters) -> bool:
    claim = held.claim
    if claim is None:
        return False
    if filters.actor:
        wanted = actor_keys_of(filters.actor)
        if not any(key in wanted for _, part in parties(claim) for key in actor_keys(part)):
            return False
    place = None if isinstance(claim, Correction) else claim.place
    where = place.known_place if place else None
    if filters.country and (where is None or where.country != filters.country.upper()):
        return False
    if filters.place:
        if (number := geoname_of(filters.place)) is not None:
            return where is not None and where.geonameid == number
        names = (place.name if place else None, where.name if where else None)
        return name_key(filters.place) in [name_key(name) for name in names if name]
    return True


def geoname_of(asked: str) -> int | None:
    """The GeoNames number that a place is asked for by; None where it is asked for by name.

    >>> geoname_of("488852"), geoname_of("Grozny")
    (488852, None)
    """
    # digits of other scripts are digits to Python, but no number of ours
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST_NUMBER else None


def _when(held: Held, filters: Filters) -> bool:
    claim = held.claim
    time = None if claim is None or isinstance(claim, Correction) else claim.time
    days = [day for day in (time.earliest, time.latest) if day] if time else []
    if filters.since and (not days or (time and time.latest and time.latest < filters.since)):
        return False
    if filters.until and (not days or days[0] > filters.until):
        return False
    return filters.valid_at is None or holds_on(held, filters.valid_at)


def holds_on(held: Held, day: dt.date) -> bool:
    """Whether what a claim says is said to hold on a day: a happening on its days, a tie from the first day told on.

    A tie of which no day is told holds from the day it was printed; a happening without a day holds on none.
    """
    claim = held.claim
    time = None if claim is None or isinstance(claim, Correction) else claim.time
    days = [one for one in (time.earliest, time.latest) if one] if time else []
    if claim is not None and claim.type in LASTING:
        began = days[0] if days else held.published_at
        return began is not None and began <= day
    return bool(days) and days[0] <= day <= days[-1]


def _worded(held: Held, filters: Filters) -> bool:
    if not filters.words or held.claim is None:
        return True
    told = [evidence.text for evidence in held.claim.evidence] + [part.name for _, part in parties(held.claim)]
    text = " ".join(told).casefold()
    return all(word.casefold() in text for word in filters.words.split())
