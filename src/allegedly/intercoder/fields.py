"""What coders can agree on in a claim, field by field: the value one gave, and when two values are the same.

Two values are the same where the scorer says so: names that agree or stand in the same words, the same days, the same
numbers. A field left empty is a value too: the coder said that the report names nobody, or no place.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from allegedly.agreement import fold, matched, same_counts, same_place, same_time, same_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from allegedly.agreement import HowMany, ScoredClaim, Words
    from allegedly.intercoder.aligning import Group

__all__ = ["FIELDS", "Field", "number_units", "unit"]


class Field(NamedTuple):
    """One field: its name, what a claim has there in words, when two claims have the same, which kinds have it."""

    name: str
    value: Callable[[ScoredClaim], str]
    same: Callable[[ScoredClaim, ScoredClaim], bool]
    kinds: tuple[str, ...] = ("event", "relation", "quantity", "correction")


def unit(field: Field, group: Group, coders: Sequence[str]) -> tuple[str | None, ...] | None:
    """What each coder gave in a field of one group, None for who did not make the claim; None for a kind without it.

    Values that are the same, however they are written, are told by one word: the first of them in the alphabet.
    """
    claims = [group.get(coder) for coder in coders]
    there = [claim for claim in claims if claim is not None]
    if any(claim.kind not in field.kinds for claim in there):
        return None
    words = [field.value(claim) for claim in there]
    # the smallest word spreads over all that are the same, as many steps as the longest chain has
    for _ in there:
        for i, j in itertools.permutations(range(len(there)), 2):
            if field.same(there[i], there[j]):
                words[i] = words[j] = min(words[i], words[j])
    told = iter(words)
    return tuple(None if claim is None else next(told) for claim in claims)


def number_units(group: Group, coders: Sequence[str]) -> Iterator[tuple[int | None, ...]]:
    """The numbers coders gave of the same thing in one group; None for who gave none, or more than one."""
    for what in sorted({count.what or "" for claim in group.values() for count in claim.counts or ()}):
        yield tuple(_number(group[coder], what) if coder in group else None for coder in coders)


def _number(claim: ScoredClaim, what: str) -> int | None:
    """The number given: the best, else the lower bound, else the upper."""
    told = [count for count in claim.counts or () if count.what == what]
    if len(told) != 1:
        return None
    bounds = (told[0].best, told[0].low, told[0].high)
    return next((bound for bound in bounds if bound is not None), None)


def _did(claim: ScoredClaim) -> tuple[Words, ...]:
    return (*(claim.actor or ()), *(claim.subject or ()))


def _suffered(claim: ScoredClaim) -> tuple[Words, ...]:
    return (*(claim.target or ()), *(claim.object or ()))


def _named(parts: Sequence[Words]) -> str:
    return " + ".join(sorted(fold(part.name or part.text) for part in parts))


def _same_parts(one: tuple[Words, ...], other: tuple[Words, ...]) -> bool:
    return matched(one, other) == len(one) == len(other)


def _days(claim: ScoredClaim) -> str:
    time = claim.stated_time
    if time is None:
        return ""
    return f"{time.earliest or ''}/{time.latest or ''}" if time.earliest or time.latest else fold(time.text)


def _counted(claim: ScoredClaim) -> str:
    return " + ".join(sorted(map(_bounds, claim.counts or ())))


def _bounds(count: HowMany) -> str:
    return f"{count.what} {count.low} {count.best} {count.high}"


def _voice(claim: ScoredClaim) -> str:
    if not claim.voices:
        return ""
    inner = claim.voices[-1]
    return "unspecified" if inner.role == "unspecified" else fold(inner.name or inner.who or inner.text)


def _of(value: Callable[[ScoredClaim], str]) -> Callable[[ScoredClaim, ScoredClaim], bool]:
    return lambda one, other: value(one) == value(other)


def _type(claim: ScoredClaim) -> str:
    return claim.type


def _polarity(claim: ScoredClaim) -> str:
    return claim.sureness.polarity


def _certainty(claim: ScoredClaim) -> str:
    return claim.sureness.certainty


def _tense(claim: ScoredClaim) -> str:
    return claim.sureness.tense


_TOLD = ("event", "relation", "quantity")
FIELDS: tuple[Field, ...] = (
    Field("type", _type, _of(_type)),
    Field("actor", lambda it: _named(_did(it)), lambda one, other: _same_parts(_did(one), _did(other)), _TOLD),
    Field(
        "target",
        lambda it: _named(_suffered(it)),
        lambda one, other: _same_parts(_suffered(one), _suffered(other)),
        ("event", "relation"),
    ),
    Field("place", lambda it: _named([it.place] if it.place else []), same_place, _TOLD),
    Field("time", _days, same_time, _TOLD),
    Field("counts", _counted, same_counts, _TOLD),
    Field("voice", _voice, same_voice),
    Field("polarity", _polarity, _of(_polarity)),
    Field("certainty", _certainty, _of(_certainty)),
    Field("tense", _tense, _of(_tense)),
)
