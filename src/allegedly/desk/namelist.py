"""Names of actors and places that claims have, found by some of their letters: what a reader can search for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from allegedly.agreement import fold
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.ledger.facets import actor_keys, name_key, parties
from allegedly.ledger.held import held_claims
from allegedly.model import Record
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allegedly.desk.asked import Asked
    from allegedly.views.tally import Frame

__all__ = ["PAGES"]

What = Literal["actor", "place"]
# how a key of the ledger's index begins that is a name and no id
_BY_NAME = "name:"
# a list that is read at a glance
_MOST = 20
# so many names are counted in claims for one answer; of more that fit, those met first
_MOST_COUNTED = 20


class Named(Record, frozen=True, kw_only=True):
    """A name as a report or the gazetteer writes it, and how many claims have it."""

    name: str
    claims: int


class NameList(Record, frozen=True, kw_only=True):
    """Names that have the letters asked for, those that begin with them first, then those in most claims."""

    what: What
    like: str
    names: tuple[Named, ...]


def name_list(asked: Asked) -> Shown:
    """The page of names."""
    what = asked.query.get("what") or "actor"
    if what not in ("actor", "place"):
        raise NotFoundError(f"what: expected actor or place, found {what!r}")
    like = asked.query.get("like", "")
    found = _places(asked.frame, fold(like)) if what == "place" else _actors(asked, fold(like))
    ordered = sorted(found, key=lambda one: (not fold(one.name).startswith(fold(like)), -one.claims, one.name))
    record = NameList(what="place" if what == "place" else "actor", like=like, names=tuple(ordered[:_MOST]))
    return Shown(record, "Names", Table(COLUMNS, record.names))


def _places(frame: Frame, like: str) -> Iterable[Named]:
    words = frame.labels["place"].words
    numbers = [at for at, name in enumerate(frame.labels["place"].folded) if at and like in name]
    size = len(words)
    named, known = (np.bincount(frame[column], minlength=size) for column in ("place", "place_known"))
    # a place called by its name in the gazetteer is counted once
    both = np.bincount(frame["place"][frame["place"] == frame["place_known"]], minlength=size)
    counts = named + known - both
    return [Named(name=clean(words[at]), claims=int(counts[at])) for at in numbers if counts[at]]


def _actors(asked: Asked, like: str) -> Iterable[Named]:
    frame, keys = asked.frame, asked.frame.labels["key"].words
    fitting = [at for at, key in enumerate(keys) if key.startswith(_BY_NAME) and like in key[len(_BY_NAME) :]]
    fitting.sort(key=lambda at: not keys[at].startswith(_BY_NAME + like))
    fitting = fitting[:_MOST_COUNTED]
    found = asked.bench.tally.parties(frame, fitting)
    # a claim that has a name in two roles has it once; its rows stand side by side
    once = np.ones(len(found["key"]), bool)
    once[1:] = (found["key"][1:] != found["key"][:-1]) | (found["row"][1:] != found["row"][:-1])
    numbers, rows = found["key"][once], found["row"][once]
    claims = np.bincount(numbers, minlength=len(keys))
    first = np.zeros(len(keys), "int64")
    # of several values for one place the last holds: backward, that is the first claim
    first[numbers[::-1]] = frame["claim"][rows[::-1]]
    begins = _BY_NAME + like
    shown = [at for at in fitting if claims[at]]
    shown.sort(key=lambda at: (not keys[at].startswith(begins), -claims[at], at))
    written = _as_written(asked, {keys[at]: int(first[at]) for at in shown[:_MOST]})
    return [Named(name=written[keys[at]], claims=int(claims[at])) for at in shown[:_MOST] if keys[at] in written]


def _as_written(asked: Asked, first: dict[str, int]) -> dict[str, str]:
    """Each name as the first claim that has it writes it."""
    held = {one.seq: one for one in held_claims(asked.tx, sorted(set(first.values())), asked.upto)}
    found: dict[str, str] = {}
    for key, seq in first.items():
        claim = held[seq].claim if seq in held else None
        for _, part in parties(claim) if claim is not None else ():
            if key in actor_keys(part):
                # it may be found under its name or under the words for it
                found.setdefault(key, clean(part.name if name_key(part.name) == key else part.text))
    return found


COLUMNS: tuple[Column[Named], ...] = (
    Column("name", "text", "as a report writes it", lambda one: one.name),
    Column("claims", "integer", "claims that have it", lambda one: one.claims),
)

PAGES = (PageRoute("/names", "names.html", name_list),)
