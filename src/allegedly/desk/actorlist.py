"""The list of who is named in claims: how often, as what kind of actor, and where to read on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from allegedly.agreement import fold
from allegedly.desk.choices import choices
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.exports.cells import Column
from allegedly.ledger.facets import actor_keys, parties
from allegedly.ledger.held import held_claims
from allegedly.model import ActorKind, Record
from allegedly.views.filters import actor_keys_of
from allegedly.views.finding import fitting_rows
from allegedly.views.partyrows import by_number, parties_of
from allegedly.views.profiles import profile
from allegedly.wording import clean

if TYPE_CHECKING:
    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.model import Part
    from allegedly.views.partyrows import Parties
    from allegedly.views.tally import Frame

__all__ = ["PAGES"]

# what a reader scrolls through before asking for more
_A_PAGE = 40


class NamedActor(Record, frozen=True, kw_only=True):
    """One party: the key it is asked for by, a name, its kind where it is known, and how many claims name it.

    `has_page` is false for whoever may be a private person: there are claims to read, but no page made of them.
    """

    key: str
    name: str
    claims: int
    kind: ActorKind | None = None
    country: str | None = None
    has_page: bool = False


class ActorList(Record, frozen=True, kw_only=True):
    """Some of those named in the claims that fit, in most claims first; `number` is how many there are in all."""

    number: int
    actors: tuple[NamedActor, ...]
    goes_on: int | None = None


def actor_list(asked: Asked) -> Shown:
    """The page of actors."""
    frame = asked.frame
    rows = fitting_rows(asked.engine, asked.tx, asked.bench.tally, frame, asked.filters)
    found = parties_of(asked.bench.tally, frame, rows)
    counts = by_number(found, len(frame.labels["key"].words))
    numbers = _ordered(frame, counts, asked.query.get("name", ""))
    start = asked.number("from", 0, low=0, high=len(numbers))
    some = numbers[start : start + _A_PAGE]
    more = start + _A_PAGE < len(numbers)
    record = ActorList(
        number=len(numbers),
        actors=tuple(_told(asked, found, some, counts)),
        goes_on=start + _A_PAGE if more else None,
    )
    return Shown(record, "Actors", Table(COLUMNS, record.actors), {**choices(frame), "start": start})


def _ordered(frame: Frame, counts: npt.NDArray[np.int64], like: str) -> list[int]:
    """The numbers of the keys that stand in claims and have these letters, by claims and then by key."""
    words = frame.labels["key"].words
    there = np.flatnonzero(counts)
    if like.strip():
        letters, exact = fold(like), set(actor_keys_of(like))
        there = np.array([at for at in there if words[at] in exact or letters in _letters(words[at])], "int64")
    return sorted(there.tolist(), key=lambda at: (-int(counts[at]), words[at]))


def _letters(key: str) -> str:
    """What of a key can be looked for: of an id the words it is made of."""
    kind, _, rest = key.partition(":")
    return rest if kind == "name" else fold(rest.partition(":")[2].replace("-", " "))


def _told(asked: Asked, found: Parties, numbers: list[int], counts: npt.NDArray[np.int64]) -> list[NamedActor]:
    """Each with the name and kind that its first claim gives."""
    frame, words = asked.frame, asked.frame.labels["key"].words
    wanted = np.zeros(len(words), bool)
    wanted[numbers] = True
    some = found.only(wanted[found.key])
    keys, first = np.unique(some.key, return_index=True)
    claims = frame["claim"][some.row[first]].tolist()
    held = {one.seq: one for one in held_claims(asked.tx, sorted(set(claims)), asked.upto)}
    parts: dict[int, Part] = {}
    for at, seq in zip(keys.tolist(), claims, strict=True):
        claim = held[seq].claim if seq in held else None
        for _, part in parties(claim) if claim is not None else ():
            if words[at] in actor_keys(part):
                parts.setdefault(at, part)
    return [_line(words[at], parts.get(at), int(counts[at])) for at in numbers]


def _line(key: str, part: Part | None, claims: int) -> NamedActor:
    may = profile(key, part)
    known = part.known_actor if part else None
    return NamedActor(
        key=key,
        name=may.name if may else clean(part.name) if part else key.partition(":")[2],
        claims=claims,
        kind=may.kind if may else known.kind if known else None,
        country=may.country if may else None,
        has_page=may is not None,
    )


COLUMNS: tuple[Column[NamedActor], ...] = (
    Column("key", "text", "what it is asked for by", lambda one: one.key),
    Column("name", "text", "a name a report or the list of actors gives it", lambda one: one.name),
    Column("kind", "text", "what it is known to be", lambda one: one.kind),
    Column("country", "text", "ISO 3166, two letters", lambda one: one.country),
    Column("claims", "integer", "how many claims name it", lambda one: one.claims),
)

PAGES = (PageRoute("/actors", "actors.html", actor_list),)
