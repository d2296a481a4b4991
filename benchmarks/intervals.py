"""How far a figure could be off by the luck of which reports were drawn: bootstrap over reports."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Marks = TypeVar("Marks")

# the usual number for a 95 % interval; more moves its ends by less than a hundredth
RESAMPLES = 1000
SEED = 20141219


def interval(marks: Sequence[Marks], figure: Callable[[Sequence[Marks]], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure over reports: 1,000 resamples with a fixed seed.

    >>> interval([1.0, 1.0, 1.0], lambda drawn: sum(drawn) / len(drawn))
    (1.0, 1.0)
    """
    draw = random.Random(SEED)  # noqa: S311 - not for secrets
    figures = sorted(figure(draw.choices(marks, k=len(marks))) for _ in range(RESAMPLES))
    # 2.5 % of the resamples lie below the one end, 2.5 % above the other
    outside = RESAMPLES // 40
    return figures[outside], figures[-outside - 1]
