"""The claimed ties of a frame as a net: who is told to be tied to whom, how, how surely and since when, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from allegedly.views.partyrows import OBJECT, SUBJECT, parties_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from allegedly.views.finding import Rows
    from allegedly.views.tally import Frame, Tally

    Numbers = npt.NDArray[np.int64]

__all__ = ["HOW", "MARKS", "Pairs", "Told", "began", "busiest", "how_told", "mark_of", "near", "pairs_of", "told_ties"]

# ties by what they mean for the net; types that lead to a place or a label are none
MARKS: dict[str, tuple[str, ...]] = {
    "pledge": ("pledges_allegiance_to", "accepts_pledge_of"),
    "split": ("splits_from", "renounces", "denies_affiliation_with"),
    "merger": ("merges_with", "renamed_to", "successor_of"),
    "rivalry": ("rival_of",),
    "support": ("allied_with", "supports", "fights_for", "affiliated_with"),
    "membership": ("leads", "member_of", "part_of", "founded"),
    "responsibility": ("claims_responsibility_for", "denies_responsibility_for", "accused_of"),
}
# how a tie is told: plainly, with some doubt, or denied
HOW = ("plain", "doubtful", "denied")


class Pairs(NamedTuple):
    """One line for each claim and pair of ends. An end is a number: of a key, or of a happening in one report."""

    row: Numbers
    source: Numbers
    target: Numbers
    # claims of a tie that name one end alone, or the same at both
    unpaired: int

    def only(self, which: npt.NDArray[np.bool_]) -> Pairs:
        """Some of the lines."""
        return Pairs(self.row[which], self.source[which], self.target[which], self.unpaired)


class Told(NamedTuple):
    """One tie as it is told: its ends, its type, how it is told, by how many claims, since when, and the first row."""

    source: int
    target: int
    type: str
    how: str
    claims: int
    began: np.datetime64
    first: int


def mark_of(type_: str) -> str | None:
    """What a type of tie is drawn as.

    >>> mark_of("leads"), mark_of("based_in")
    ('membership', None)
    """
    return next((mark for mark, types in MARKS.items() if type_ in types), None)


def pairs_of(tally: Tally, frame: Frame, rows: Rows, types: Iterable[str]) -> Pairs:
    """The ends of the ties of some types among some rows.

    A happening ("the bombing") is told by words that another report has for another one: it is an end of its own in
    each report.
    """
    rows = rows[np.isin(frame["type"][rows], _numbers(frame, types))]
    found = parties_of(tally, frame, rows, happenings=True)
    subjects, objects = found.only(found.role == SUBJECT), found.only(found.role == OBJECT)
    order = np.argsort(objects.row, kind="stable")
    objects = objects.only(order)
    start = np.searchsorted(objects.row, subjects.row, "left")
    number = np.searchsorted(objects.row, subjects.row, "right") - start
    # each subject with each object of its row
    left = np.repeat(np.arange(len(number)), number)
    right = np.repeat(start - np.concatenate(([0], np.cumsum(number)[:-1])), number) + np.arange(len(left))
    row = subjects.row[left]
    source = subjects.key[left].astype("int64")
    target = objects.key[right].astype("int64") + _apart(frame, row)
    tied = source != target
    unpaired = len(rows) - len(np.unique(row[tied]))
    return Pairs(row[tied], source[tied], target[tied], unpaired)


def _apart(frame: Frame, row: Numbers) -> Numbers:
    """What is added to the number of an end that is a happening, one for each report; 0 for actors."""
    happening = np.isin(frame["type"][row], _numbers(frame, MARKS["responsibility"]))
    return np.where(happening, (frame["article"][row] + 1) * len(frame.labels["key"].words), 0)


def near(pairs: Pairs, ends: Sequence[int], steps: int) -> Pairs:
    """The ties at most so many steps from some ends."""
    reached = np.array(ends, "int64")
    which = np.zeros(len(pairs.row), bool)
    for _ in range(steps):
        which = np.isin(pairs.source, reached) | np.isin(pairs.target, reached)
        reached = np.unique(np.concatenate((reached, pairs.source[which], pairs.target[which])))
    return pairs.only(which)


def busiest(pairs: Pairs, first: Sequence[int], most: int) -> tuple[Numbers, int]:
    """The ends of most claims, at most so many, `first` before all others; and how many there are in all."""
    ends, inverse = np.unique(np.concatenate((pairs.source, pairs.target)), return_inverse=True)
    counts = np.bincount(inverse, minlength=len(ends))
    counts[np.isin(ends, np.array(first, "int64"))] += len(pairs.row) + 1
    # of as many claims the one met first
    chosen = ends[np.lexsort((ends, -counts))[:most]]
    return np.sort(chosen), len(ends)


def told_ties(frame: Frame, pairs: Pairs, ends: Numbers, most: int) -> tuple[list[Told], int]:
    """The ties between some ends, those of most claims first, at most so many; and how many there are in all."""
    inside = pairs.only(np.isin(pairs.source, ends) & np.isin(pairs.target, ends))
    source, target = np.searchsorted(ends, inside.source), np.searchsorted(ends, inside.target)
    types = len(frame.labels["type"].words)
    code = (source * len(ends) + target) * types + frame["type"][inside.row]
    code = code * len(HOW) + how_told(frame, inside.row)
    codes, first, inverse, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    since = np.full(len(codes), np.datetime64("NaT"), "datetime64[D]")
    np.fmin.at(since, inverse, began(frame, inside.row))
    found = []
    for at in np.lexsort((codes, -counts))[:most].tolist():
        line = int(first[at])
        found.append(
            Told(
                source=int(inside.source[line]),
                target=int(inside.target[line]),
                type=frame.labels["type"].words[int(frame["type"][inside.row[line]])],
                how=HOW[int(codes[at]) % len(HOW)],
                claims=int(counts[at]),
                began=since[at],
                first=int(inside.row[line]),
            )
        )
    return found, len(codes)


def how_told(frame: Frame, rows: Numbers) -> Numbers:
    """How the ties of some rows are told, as a number into `HOW`."""
    doubtful = np.where(frame["certainty"][rows] != 0, 1, 0)
    return np.where(frame["polarity"][rows] == 1, 2, doubtful)


def began(frame: Frame, rows: Numbers) -> npt.NDArray[np.datetime64]:
    """Since when a tie is told: the first day told for it, else the day it was printed; NaT where neither is known."""
    earliest, latest = frame["earliest"][rows], frame["latest"][rows]
    first = np.where(np.isnat(earliest), latest, earliest)
    return np.where(np.isnat(first), frame["published"][rows], first)


def _numbers(frame: Frame, names: Iterable[str]) -> list[int]:
    return [known for name in names if (known := frame.labels["type"].known(name)) is not None]
