"""Krippendorff's alpha: 1 when coders agree in everything, 0 when they agree as often as dice would, below 0 when less.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (University of Pennsylvania, 2011): any number of coders,
any kind of distance between two values, values missing. The tests hold it against the examples worked there.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    Unit = Sequence[Hashable | None]
    Distance = Callable[[Any, Any], float]

__all__ = ["Tally", "alpha", "alpha_of", "interval", "nominal", "ratio", "tally"]


class Tally(NamedTuple):
    """What alpha is made of; two can be added. `observed` is the disagreement within units, `values` all their values.

    Only units with two values or more are in it: a single value can neither agree nor disagree.
    """

    observed: float
    values: Counter[Any]
    units: int


def nominal(one: object, other: object) -> float:
    """Values are the same, or they are not."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """Numbers on a scale without a true zero, such as years: the difference, squared."""
    return float((one - other) ** 2)


def ratio(one: float, other: float) -> float:
    """Numbers with a true zero, such as tolls: 2 and 4 are as far apart as 200 and 400.

    >>> ratio(2, 4) == ratio(200, 400), ratio(0, 0)
    (True, 0.0)
    """
    return float(((one - other) / (one + other)) ** 2) if one != other else 0.0


def tally(units: Iterable[Unit], distance: Distance = nominal) -> Tally:
    """Adds up units, each with one value a coder; None is a value that is missing."""
    observed, values, number = 0.0, Counter[Any](), 0
    for unit in units:
        told = [value for value in unit if value is not None]
        if len(told) < 2:
            continue
        apart = sum(distance(one, other) for one, other in itertools.permutations(told, 2))
        observed += apart / (len(told) - 1)
        values.update(told)
        number += 1
    return Tally(observed, values, number)


def alpha_of(told: Tally, distance: Distance = nominal) -> float | None:
    """Alpha of what was added up; None where it cannot be said: nothing to compare, or one value only in all of it."""
    number = told.values.total()
    if distance is nominal:
        expected = float(sum(count * (number - count) for count in told.values.values()))
    else:
        pairs = itertools.permutations(told.values.items(), 2)
        expected = sum(here * there * distance(one, other) for (one, here), (other, there) in pairs)
    return 1 - told.observed * (number - 1) / expected if expected else None


def alpha(units: Iterable[Unit], distance: Distance = nominal) -> float | None:
    """Alpha of units, each with one value a coder, None for a value that is missing.

    It is None where nothing can be computed. Coders who gave one and the same value to everything agree, but how well
    they tell values apart cannot be known.

    >>> alpha([("attack", "attack"), ("arrest", "arrest"), ("attack", "arrest"), ("riot", None)])
    0.4444444444444444
    >>> alpha([("attack", "attack")] * 20) is None
    True
    """
    return alpha_of(tally(units, distance), distance)
