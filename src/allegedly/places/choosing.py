"""Weighs what speaks for each place a name may mean, twice: alone first, then beside what the others then mean."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from allegedly.places.finding import SIGNS
from allegedly.places.weighing import FEATURES, Floats, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.places.weighing import Asked, Outlet, Weighed

__all__ = ["SURE", "Weights", "chances_of", "likely", "sureness_numbers", "the_weights"]

# what tells how surely the likeliest place is right, beside its own numbers: it may not be in the gazetteer at all
SURE: tuple[str, ...] = ("always", "chance", "alone", *FEATURES)


class Weights(NamedTuple):
    """What each number counts for.

    `first` and `then` are for the two rounds of choosing, `meant` for finding places, `sure` for how surely the chosen
    one is right.
    """

    first: Floats
    then: Floats
    meant: Floats
    sure: Floats


@functools.cache
def the_weights() -> Weights:
    """The shipped weights, one number a feature."""
    raw = resources.files("allegedly").joinpath("data", "place_weights.toml").read_text(encoding="utf-8")
    table = tomllib.loads(raw)
    return Weights(
        first=np.array([table["first"][one] for one in FEATURES]),
        then=np.array([table["then"][one] for one in FEATURES]),
        meant=np.array([table["meant"][one] for one in SIGNS]),
        sure=np.array([table["sure"][one] for one in SURE]),
    )


def likely(asked: Sequence[Asked], outlet: Outlet, weights: Weights) -> tuple[Floats, ...]:
    """For each name, how likely each of its places is meant, 0-1, adding up to 1."""
    if not asked:
        return ()
    first = chances_of(weigh(asked, outlet), weights.first)
    return chances_of(weigh(asked, outlet, first), weights.then)


def sureness_numbers(weighed: Weighed, chances: Sequence[Floats], number: int, certain: float) -> Floats:
    """The numbers of SURE for the likeliest place of one name, `certain` being its chance among its namesakes."""
    first, last = weighed.bounds[number]
    best = weighed.rows[first + int(np.argmax(chances[number]))]
    return np.concatenate([[1.0, certain, float(last - first == 1)], best])


def chances_of(weighed: Weighed, weights: Floats) -> tuple[Floats, ...]:
    """The numbers of each name's places turned into chances by one set of weights."""
    points = weighed.rows @ weights
    found = []
    for first, last in weighed.bounds:
        raised = np.exp(points[first:last] - points[first:last].max())
        found.append(raised / raised.sum())
    return tuple(found)
