"""How far two coders mark the same words, whatever they call them: letter by letter, and stretch by stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allegedly.agreement import ScoredClaim

__all__ = ["Marked", "marked", "spans_of"]

Stretch = tuple[int, int]


class Marked(NamedTuple):
    """Counts of one article: letters marked by either, by both, and both sides' marks added up; stretches likewise.

    `exact` counts stretches with the same ends on the other side, `touching` those that share a letter with one there;
    both are counted from either side.
    """

    letters: int
    shared: int
    either: int
    stretches: int
    exact: int
    touching: int


def spans_of(claims: Iterable[ScoredClaim], field: str) -> set[Stretch]:
    """The stretches that claims rest on (`evidence`) or that name what happened (`trigger`), each once."""
    words = [
        one for claim in claims for one in (claim.evidence or () if field == "evidence" else (claim.trigger,)) if one
    ]
    return {one.span for one in words if one.span is not None}


def marked(one: set[Stretch], other: set[Stretch]) -> Marked:
    """What two coders marked of one article, held against each other.

    >>> marked({(0, 10)}, {(5, 15), (20, 22)})
    Marked(letters=22, shared=5, either=17, stretches=3, exact=0, touching=2)
    """
    here, there = _letters(one), _letters(other)
    touching = sum(any(_touch(mine, theirs) for theirs in other) for mine in one)
    touching += sum(any(_touch(theirs, mine) for mine in one) for theirs in other)
    return Marked(
        letters=len(here) + len(there),
        shared=len(here & there),
        either=len(here | there),
        stretches=len(one) + len(other),
        exact=2 * len(one & other),
        touching=touching,
    )


def _letters(stretches: set[Stretch]) -> set[int]:
    return {at for start, end in stretches for at in range(start, end)}


def _touch(one: Stretch, other: Stretch) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])
