"""Events of the claims that fit, one row each, and the groups they are shown in: by type, by actor or by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from allegedly.desk.lands import land_name
from allegedly.ledger.facets import actor_keys, parties
from allegedly.views.finding import rows_to_claims
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from allegedly.desk.asked import Asked
    from allegedly.views.tally import Frame

    Rows = npt.NDArray[np.int64]

__all__ = ["By", "Groups", "groups_of", "one_of_each"]

By = Literal["type", "actor", "place"]
# more rows than a screen is high are no picture; the rest is one group
_MOST_GROUPS = 12
NOBODY, OTHERS = "nobody named", "others"


class Groups(NamedTuple):
    """The names of groups, those of the most events first and the rest as one, and the group of each event."""

    names: list[str]
    own: Rows


def one_of_each(frame: Frame, rows: Rows) -> Rows:
    """One row for each event of some rows: that of the claim that founded it, else the first that is there.

    Nearly every event is founded by a claim that fits, so that only the others need sorting.
    """
    events, claims = frame["event"][rows], frame["claim"][rows]
    founds = events == claims
    founded, rest = rows[founds], rows[~founds]
    known = frame["claim"][founded]
    at = np.searchsorted(known, frame["event"][rest])
    there = np.zeros(len(rest), bool)
    inside = at < len(known)
    there[inside] = known[at[inside]] == frame["event"][rest[inside]]
    _, first = np.unique(frame["event"][rest[~there]], return_index=True)
    # marked and read off in order: a million sorted would take as long as all the rest
    chosen = np.zeros(len(frame), bool)
    chosen[founded] = chosen[rest[~there][first]] = True
    return np.flatnonzero(chosen)


def groups_of(asked: Asked, frame: Frame, rows: Rows, by: By) -> Groups:
    """The groups of some events by their rows."""
    if by == "type":
        numbers = frame["type"][rows].astype("int64")
        return _largest(numbers, lambda number: frame.labels["type"].words[number].replace("_", " "))
    if by == "place":
        spots = asked.bench.tally.spots(frame)
        return _largest(
            spots.region[frame["spot"][rows]].astype("int64"), lambda number: _region(*spots.regions[number])
        )
    keys = frame["lead"][rows].astype("int64")
    return _largest(keys, lambda number: _actor(asked, frame, rows, keys, number))


def _largest(numbers: Rows, name: Callable[[int], str]) -> Groups:
    """The groups with the most events by number, and one for all others."""
    counts = np.bincount(numbers) if len(numbers) else np.zeros(0, "int64")
    used = np.flatnonzero(counts)
    kept = used[np.argsort(-counts[used], kind="stable")]
    kept = kept if len(kept) <= _MOST_GROUPS + 1 else kept[:_MOST_GROUPS]
    place = np.full(len(counts), len(kept))
    place[kept] = np.arange(len(kept))
    names = [name(number) for number in kept.tolist()]
    return Groups(names + [OTHERS] * (len(kept) < len(used)), place[numbers])


def _region(country: str | None, region: str | None) -> str:
    if country is None:
        return "no place"
    return f"{clean(region)}, {land_name(country)}" if region else land_name(country)


def _actor(asked: Asked, frame: Frame, rows: Rows, keys: Rows, number: int) -> str:
    """An actor as the first claim of the group calls it."""
    if number == 0:
        return NOBODY
    key = frame.labels["key"].words[number]
    for held in rows_to_claims(asked.tx, frame, rows[np.flatnonzero(keys == number)[:1]]):
        for _, part in parties(held.claim) if held.claim is not None else ():
            if key in actor_keys(part):
                known = part.known_actor
                return clean(known.name if known is not None and known.name is not None else part.name)
    return key.partition(":")[2]
