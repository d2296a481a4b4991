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

__all__ = ["Weights", "chances_of", "likely", "the_weights"]


class Weights(NamedTuple):
    """What each number counts for: `first` and `then` for the two rounds of choosing, `meant` for finding places."""

    first: Floats
    then: Floats
    meant: Floats


@functools.cache
def the_weights() -> Weights:
    """The shipped weights, one number a feature."""
    raw = resources.files("allegedly").joinpath("data", "place_weights.toml").read_text(encoding="utf-8")
    table = tomllib.loads(raw)
    return Weights(
        first=np.array([table["first"][one] for one in FEATURES]),
        then=np.array([table["then"][one] for one in FEATURES]),
        meant=np.array([table["meant"][one] for one in SIGNS]),
    )


def likely(asked: Sequence[Asked], outlet: Outlet, weights: Weights) -> tuple[Floats, ...]:
    """For each name, how likely each of its places is meant, 0-1, adding up to 1."""
    if not asked:
        return ()
    first = chances_of(weigh(asked, outlet), weights.first)
    return chances_of(weigh(asked, outlet, first), weights.then)


def chances_of(weighed: Weighed, weights: Floats) -> tuple[Floats, ...]:
    """The numbers of each name's places turned into chances by one set of weights."""
    points = weighed.rows @ weights
    found = []
    for first, last in weighed.bounds:
        raised = np.exp(points[first:last] - points[first:last].max())
        found.append(raised / raised.sum())
    return tuple(found)
