"""Which claims of several coders tell of the same: pairs as the scorer makes them, for more coders groups of them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from allegedly.scoring import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allegedly.agreement import ScoredClaim

__all__ = ["Group", "groups"]

# the claim of each coder who made it
Group = dict[str, "ScoredClaim"]


def groups(claims: Mapping[str, tuple[ScoredClaim, ...]]) -> list[Group]:
    """The claims of one article in groups, one claim a coder at most; a claim nobody else made is a group of its own.

    For two coders the groups are the scorer's pairs. For more, pairs are joined as long as no coder would have two
    claims in a group, coders by name, so that the order in which they are given does not matter.
    """
    of = {(coder, at): [(coder, at)] for coder in sorted(claims) for at in range(len(claims[coder]))}
    for one, other in itertools.combinations(sorted(claims), 2):
        for i, j in pairs(claims[one], claims[other]):
            here, there = of[one, i], of[other, j]
            if here is there or {coder for coder, _ in here} & {coder for coder, _ in there}:
                continue
            here += there
            of.update((member, here) for member in there)
    apart = {id(members): members for members in of.values()}
    return [{coder: claims[coder][at] for coder, at in sorted(members)} for members in apart.values()]
