"""Tellings become events: whatever is joined to one of them by a pair that compares as the same belongs to it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from allegedly.events.blocking import blocks
from allegedly.events.likeness import SAME, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allegedly.events.tellings import Telling

__all__ = ["gather"]


def gather(tellings: Iterable[Telling]) -> tuple[tuple[str, ...], ...]:
    """The claim ids of each event, those inside an event and the events themselves in the order of their ids.

    Every pair that shares a block is compared; events are what the pairs that compare as the same connect (single
    linkage), so they are the same for any order of the tellings. A claim that nothing joins is an event of its own.
    """
    by_id = {telling.claim_id: telling for telling in tellings}
    held = defaultdict(list)
    for claim_id in sorted(by_id):
        for key in blocks(by_id[claim_id]):
            held[key].append(by_id[claim_id])
    joined = _Joined(by_id)
    for key in sorted(held):
        _join_block(held[key], joined)
    return joined.sets()


def _join_block(block: Sequence[Telling], joined: _Joined) -> None:
    for at, one in enumerate(block):
        for other in block[:at]:
            # what is connected already stays so, whatever this pair says
            if joined.root(one.claim_id) != joined.root(other.claim_id) and compare(one, other).score >= SAME:
                joined.join(one.claim_id, other.claim_id)


class _Joined:
    """Ids and which of them are connected; the least id of a set stands for it."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._above = {one: one for one in ids}

    def root(self, one: str) -> str:
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: str, other: str) -> None:
        least, most = sorted((self.root(one), self.root(other)))
        self._above[most] = least

    def sets(self) -> tuple[tuple[str, ...], ...]:
        found = defaultdict(list)
        for one in sorted(self._above):
            found[self.root(one)].append(one)
        return tuple(tuple(found[root]) for root in sorted(found))
