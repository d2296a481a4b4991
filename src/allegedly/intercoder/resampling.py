"""How sure a figure of agreement is: articles are drawn again and again, and the figure is computed anew each time.

Claims of one article are told by one writer and coded in one sitting, so whole articles are drawn, not claims
(B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13: percentile intervals).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from allegedly.intercoder.alpha import Tally, alpha_of, nominal
from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.intercoder.alpha import Distance

__all__ = ["FEWEST_ARTICLES", "Draws", "Figure"]

# an interval from fewer articles is narrower than what is known: with ten, each is a tenth of all
FEWEST_ARTICLES = 10
# the ends of the middle 95 percent
_ENDS = (0.025, 0.975)
# where more draws than this give no figure at all, their interval would leave out what could have been
_MOST_UNDEFINED = 0.05
_DIGITS = 4


class Figure(Record, frozen=True, kw_only=True):
    """One figure with the ends of its 95 percent interval; `of` is how many things it was computed from.

    None where nothing can be computed: nothing to compare, or for an interval too few articles.
    """

    value: float | None
    low: float | None
    high: float | None
    of: int


class Draws:
    """Draws of articles, with replacement, from a seed: the same seed draws the same."""

    def __init__(self, articles: int, *, seed: int, times: int) -> None:
        self._weights: Any = None
        if articles >= FEWEST_ARTICLES:
            # how often each article was drawn, in each draw
            evenly = np.full(articles, 1 / articles)
            self._weights = np.random.default_rng(seed).multinomial(articles, evenly, size=times).astype(float)

    def share(self, right: Sequence[int], of: Sequence[int]) -> Figure:
        """A share of two counts, each given article by article."""
        whole = sum(of)
        value = sum(right) / whole if whole else None
        if self._weights is None:
            return _figure(value, None, whole)
        tops, wholes = self._weights @ np.array(right, float), self._weights @ np.array(of, float)
        return _figure(value, tops[wholes > 0] / wholes[wholes > 0], whole, drawn=len(wholes))

    def alpha(self, tallies: Sequence[Tally], distance: Distance = nominal) -> Figure:
        """Alpha of what was tallied article by article."""
        added = sum((one.values for one in tallies), Counter[Any]())
        whole = Tally(sum(one.observed for one in tallies), added, sum(one.units for one in tallies))
        value = alpha_of(whole, distance)
        if self._weights is None or value is None:
            return _figure(value, None, whole.units)
        known = sorted(added)
        counts = self._weights @ np.array([[one.values[value] for value in known] for one in tallies], float)
        number = counts.sum(axis=1)
        if distance is nominal:
            expected = number**2 - (counts**2).sum(axis=1)
        else:
            apart = np.array([[distance(one, other) for other in known] for one in known])
            expected = ((counts @ apart) * counts).sum(axis=1)
        observed = self._weights @ np.array([one.observed for one in tallies])
        there = expected > 0
        alphas = 1 - observed[there] * (number[there] - 1) / expected[there]
        return _figure(value, alphas, whole.units, drawn=len(expected))


def _figure(value: float | None, drawn_values: Any, of: int, *, drawn: int = 0) -> Figure:
    low = high = None
    if value is not None and drawn_values is not None and len(drawn_values) >= (1 - _MOST_UNDEFINED) * drawn:
        low, high = (_rounded(float(end)) for end in np.quantile(drawn_values, _ENDS, method="inverted_cdf"))
    return Figure(value=None if value is None else _rounded(value), low=low, high=high, of=of)


def _rounded(value: float) -> float:
    # no figure of minus nothing
    return round(value, _DIGITS) + 0.0
