"""What a claim leaves unsaid because the sentences around it say it: the day and the place of the same happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from allegedly.model import Claim, EventClaim, Part, TimeInterval, Zone
from allegedly.names import same_thing

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["settle"]

# how far apart, in sentences, two tellings of one happening still share their day and place
_NEAR = 2


def settle(
    claims: Sequence[Claim], sentences: Sequence[tuple[int, int]], posts: Sequence[Zone] = ()
) -> tuple[Claim, ...]:
    """The claims with a missing day or place taken from the nearest claim that tells of the same happening.

    A happening takes them from its own sentence first, then from a sentence near it that shares an actor, target
    or type; ties and totals take nothing, for they may hold at other times, and a post lends and borrows nothing.
    """
    at = [_sentence_index(claim, sentences) for claim in claims]
    apart = [any(post.start <= _where(claim) < post.end for post in posts) for claim in claims]
    tellers = [None if alone else claim for claim, alone in zip(claims, apart, strict=True)]
    return tuple(claim if apart[index] else _settled(claim, tellers, index, at) for index, claim in enumerate(claims))


def _where(claim: Claim) -> int:
    return (claim.trigger or claim.evidence[0]).start


def _sentence_index(claim: Claim, sentences: Sequence[tuple[int, int]]) -> int:
    return next((index for index, (first, last) in enumerate(sentences) if first <= _where(claim) < last), -1)


def _settled(claim: Claim, claims: Sequence[Claim | None], index: int, at: Sequence[int]) -> Claim:
    if not isinstance(claim, EventClaim):
        return claim
    changes: dict[str, Part | TimeInterval] = {}
    if claim.place is None and (place := _lent(claim, claims, index, at, "place")):
        changes["place"] = place
    if (
        claim.time is None
        and claim.factuality.tense in ("past", "ongoing")
        and (time := _lent(claim, claims, index, at, "time"))
    ):
        changes["time"] = time
    return msgspec.structs.replace(claim, **changes) if changes else claim


def _lent(
    claim: Claim, claims: Sequence[Claim | None], index: int, at: Sequence[int], field: str
) -> Part | TimeInterval | None:
    """The field of the nearest claim of the same happening; nearest in sentences, then in reading order."""
    found = [
        (abs(at[other] - at[index]), abs(other - index), value)
        for other, lender in enumerate(claims)
        if other != index
        and isinstance(lender, EventClaim)
        and (value := getattr(lender, field))
        and (
            at[other] == at[index]
            or ((abs(at[other] - at[index]) <= _NEAR or lender.type == claim.type) and _related(claim, lender))
        )
    ]
    return min(found, key=lambda it: it[:2])[2] if found else None


def _related(one: Claim, other: Claim) -> bool:
    """Whether two claims share their type or somebody in them."""
    if one.type == other.type:
        return True
    return any(same_thing(a.name, b.name) for a in _who(one) for b in _who(other))


def _who(claim: Claim) -> tuple[Part, ...]:
    return (*getattr(claim, "actor", ()), *getattr(claim, "target", ()))
