"""How likely two tellings in one report share their day or place: what they share of people, place, type and position.

The weights of `data/lending.toml` were fitted on coded reports (training/fit_lending.py): logistic regression over
pairs of tellings, of which one states the day or place in its own sentence and the other does not.
"""

from __future__ import annotations

import functools
import importlib.resources
import math
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from allegedly.names import same_thing

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FEATURES", "OPENING", "VIOLENCE", "Telling", "likeness", "refers_back", "share_of", "shares"]

VIOLENCE = frozenset(
    ["armed_clash", "attack", "bombing", "shelling", "air_strike", "assassination", "execution", "violence_other"]
)
FEATURES = (
    "always",
    "same place",
    "other place",
    "same actor",
    "other actor",
    "same target",
    "other target",
    "actor is the other's target",
    "same type",
    "both violence",
    "same sentence",
    "next sentence",
    "next but one",
    "sentences between",
    "told before",
    "lender opens the report",
    "borrower opens the report",
    "share of the lenders that say so",
    "refers back",
)
# a report opens with its headline and two sentences
OPENING = 3
# "the attack", "both explosions": a happening told of before
_BACK = re.compile(r"\b(?:the|this|that|these|those|both|its|such)\s+(?:[\w-]{1,20}\s+){0,2}$", re.IGNORECASE)
# two adjectives may stand between "the" and its noun
_BACK_REACH = 45
# two lenders nobody heard: one that stands alone is no more than a third of all
_UNHEARD = 2


@dataclass(frozen=True, slots=True)
class Telling:
    """What is compared of one claim: its type, the index of its sentence, the names in it, whether it refers back."""

    type: str
    sentence: int
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    place: str | None
    refers_back: bool


def refers_back(text: str, at: int) -> bool:
    """Whether the words before a trigger say that its happening was told of before.

    >>> refers_back("Police condemned the deadly attack.", 28), refers_back("Police feared an attack.", 17)
    (True, False)
    """
    return bool(_BACK.search(text[max(0, at - _BACK_REACH) : at]))


def share_of(same: int, lenders: int) -> float:
    """The part of all lenders that lend the same, 0-1, kept below what few of them would make it."""
    return same / (lenders + _UNHEARD)


def likeness(borrower: Telling, lender: Telling, share: float) -> tuple[float, ...]:
    """The features of a pair in the order of FEATURES; `share` is the part of all lenders that lend the same, 0-1."""
    places = _agree([borrower.place] if borrower.place else [], [lender.place] if lender.place else [])
    actors, targets = _agree(borrower.actors, lender.actors), _agree(borrower.targets, lender.targets)
    crossed = _agree(borrower.actors, lender.targets)[0] or _agree(borrower.targets, lender.actors)[0]
    apart = abs(borrower.sentence - lender.sentence)
    both = borrower.type in VIOLENCE and lender.type in VIOLENCE
    return (
        1.0,
        *map(float, (*places, *actors, *targets, crossed, borrower.type == lender.type, both)),
        *map(float, (apart == 0, apart == 1, apart == 2)),
        math.log1p(apart),
        float(lender.sentence < borrower.sentence),
        float(lender.sentence < OPENING),
        float(borrower.sentence < OPENING),
        share,
        float(borrower.refers_back and borrower.type in VIOLENCE),
    )


def _agree(one: Sequence[str], other: Sequence[str]) -> tuple[bool, bool]:
    """Whether two lists of names share a thing, and whether both name somebody and share nobody."""
    if not one or not other:
        return False, False
    shared = any(same_thing(a, b) for a in one for b in other)
    return shared, not shared


def shares(what: Literal["time", "place"], features: Sequence[float]) -> float:
    """The chance, 0-1, that a pair of tellings shares its day ("time") or place."""
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(_weights(what), features, strict=True))))


@functools.cache
def _weights(what: str) -> tuple[float, ...]:
    table = importlib.resources.files("allegedly").joinpath("data/lending.toml").read_text(encoding="utf-8")
    read: dict[str, float] = tomllib.loads(table)[what]
    return tuple(read[name] for name in FEATURES)
