"""Whom the claims of a frame name, in columns: how often each, in which role, and by which names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from allegedly.actors.records import TIE_TYPES
from allegedly.model import TYPES
from allegedly.views.columns import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from allegedly.views.finding import Rows
    from allegedly.views.tally import Frame, Tally

__all__ = [
    "ACTOR",
    "OBJECT",
    "SUBJECT",
    "TARGET",
    "NameUsed",
    "Parties",
    "by_number",
    "lines_of",
    "names_used",
    "parties_of",
]

ACTOR, TARGET, SUBJECT, OBJECT = range(len(ROLES))
# of these the object is a happening, a label or a place, and nobody
_LEADS_TO_NOBODY = tuple(name for name in TYPES["relation"] if name not in TIE_TYPES)


class Parties(NamedTuple):
    """Whom some rows name, one line for each row, role and key: the key's number, the role's number, the row."""

    key: npt.NDArray[np.int32]
    role: npt.NDArray[np.int8]
    row: npt.NDArray[np.int64]

    def only(self, which: npt.NDArray[Any]) -> Parties:
        """Some of the lines, by a mark for each or by their numbers."""
        return Parties(self.key[which], self.role[which], self.row[which])


def parties_of(tally: Tally, frame: Frame, rows: Rows, *, leading: bool = True, happenings: bool = False) -> Parties:
    """Whom some rows name, in the order of what was recorded; with `leading`, each party under the first of its keys.

    What an accusation or a claim of responsibility leads to is a happening and no party; `happenings` adds it.
    """
    held = tally.all_parties()
    size = 1 + max(int(held["content"][-1]) if len(held["content"]) else 0, int(frame["content"].max(initial=0)))
    # entries are numbered without gaps: a table by their number finds a row at once
    at = np.full(size, -1, "int32")
    at[frame["content"][rows]] = rows
    row = at[held["content"]]
    there = row >= 0
    if leading:
        there &= held["leads"]
    found = Parties(held["key"][there], held["role"][there], row[there].astype("int64"))
    return found if happenings else _of_actors(frame, found)


def lines_of(
    tally: Tally, frame: Frame, keys: Sequence[int], rows: Rows | None = None, *, happenings: bool = False
) -> Parties:
    """The lines of parties under these numbers alone, as the first of their keys, in some rows or in all."""
    held = tally.all_parties()
    there = np.zeros(len(held["key"]), bool)
    for key in keys:
        there |= held["key"] == key
    lines = np.flatnonzero(there & held["leads"])
    row, known = frame.rows_of(held["claim"][lines])
    if len(frame):
        # an edit stands for its claim
        known &= frame["content"][row] == held["content"][lines]
    if rows is not None:
        fits = np.zeros(len(frame), bool)
        fits[rows] = True
        known[known] = fits[row[known]]
    found = Parties(held["key"][lines][known], held["role"][lines][known], row[known])
    return found if happenings else _of_actors(frame, found)


def _of_actors(frame: Frame, found: Parties) -> Parties:
    types = frame.labels["type"]
    nobody = np.zeros(len(types.words), bool)
    nobody[[known for name in _LEADS_TO_NOBODY if (known := types.known(name)) is not None]] = True
    return found.only((found.role != OBJECT) | ~nobody[frame["type"][found.row]])


def by_number(found: Parties, size: int) -> npt.NDArray[np.int64]:
    """In how many claims each key stands, by its number; a claim that has a key in two roles counts once."""
    once = np.ones(len(found.key), bool)
    # lines of one row and key stand side by side
    once[1:] = (found.key[1:] != found.key[:-1]) | (found.row[1:] != found.row[:-1])
    return np.bincount(found.key[once], minlength=size)


class NameUsed(NamedTuple):
    """One name of a party: the key's number, in how many claims it stands, and the first row that has it."""

    key: int
    claims: int
    first: int


def names_used(tally: Tally, frame: Frame, own: Parties) -> list[NameUsed]:
    """Under which names a party stands in its claims, most used first; `own` are its lines.

    Where a claim has two parties in one role, columns do not tell whose name is whose: there a name counts only if the
    party has it elsewhere.
    """
    rows = np.unique(own.row)
    every, first = (parties_of(tally, frame, rows, leading=leading) for leading in (False, True))
    # one number for a row and a role
    places = np.unique(own.row * len(ROLES) + own.role)
    alone, parties_there = np.unique(first.row * len(ROLES) + first.role, return_counts=True)
    place = every.row * len(ROLES) + every.role
    mine = np.isin(place, places)
    sure = mine & np.isin(place, alone[parties_there == 1])
    words = frame.labels["key"].words
    certain = np.zeros(len(words), bool)
    certain[every.key[sure]] = True
    certain[own.key] = True
    kept = every.only(mine & certain[every.key])
    counts = by_number(kept, len(words))
    keys, at = np.unique(kept.key, return_index=True)
    found = [
        NameUsed(key, int(counts[key]), row) for key, row in zip(keys.tolist(), kept.row[at].tolist(), strict=True)
    ]
    return sorted(
        (one for one in found if words[one.key].startswith("name:")), key=lambda one: (-one.claims, one.first)
    )
