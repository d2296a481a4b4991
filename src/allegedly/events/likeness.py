"""How alike two tellings are: the one decision, made pair by pair, that events are built from."""

from __future__ import annotations

import functools
import importlib.resources
import math
import tomllib
from typing import TYPE_CHECKING

from allegedly.events.blocking import meet
from allegedly.events.reasons import reasons
from allegedly.events.sharing import FEATURES, features, shared, two_places
from allegedly.events.tellings import REPORT
from allegedly.model import Record

if TYPE_CHECKING:
    from allegedly.events.tellings import Telling

__all__ = ["SAME", "Likeness", "compare", "way"]

# best on three parts of the training incidents, each judged by weights fitted on the other two; from 0.3 to 0.5 the
# CoNLL F1 differs by less than 0.3 points (training/fit_sameness.py)
SAME = 0.4


class Likeness(Record, frozen=True, kw_only=True):
    """The chance, 0 to 1, that two tellings are of one happening, and what speaks for and against it in words.

    >>> Likeness(score=0.9, reasons=("both 14 killed",)).same
    True
    """

    score: float
    reasons: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the two are taken for one happening."""
        return self.score >= SAME


def compare(a: Telling, b: Telling) -> Likeness:
    """How alike two tellings are; the same whichever comes first, and no third telling has a say.

    Tellings of other kinds of happening, and two that share neither place and week nor a
    telling word, are not the same.
    """
    if a.group != b.group:
        return Likeness(score=0.0, reasons=(f"other kind of happening: {', '.join(sorted((a.type, b.type)))}",))
    if not meet(a, b):
        return Likeness(score=0.0, reasons=("neither place and week nor telling words in common",))
    found = shared(a, b)
    if a.group != REPORT and found.place == "other" and two_places(a, b):
        # reports of one war share people, words and days; a place apart makes two happenings of them
        return Likeness(score=0.0, reasons=(f"two places: {' and '.join(sorted((a.place or '', b.place or '')))}",))
    odds = sum(map(float.__mul__, _weights(way(a, b)), features(a, b, found)))
    return Likeness(score=1 / (1 + math.exp(-odds)), reasons=reasons(a, b, found))


def way(a: Telling, b: Telling) -> str:
    """Which weights a pair is judged by: "reports" for two whole ones; claims "inside" one report or "across" two.

    A happening that one of the reports tells in passing is judged "aside": its report's words do not speak for it.
    """
    if a.group == REPORT:
        return "reports"
    if a.article_id == b.article_id:
        return "inside"
    return "across" if a.leads and b.leads else "aside"


@functools.cache
def _weights(table: str) -> tuple[float, ...]:
    text = importlib.resources.files("allegedly").joinpath("data/sameness.toml").read_text(encoding="utf-8")
    read: dict[str, float] = tomllib.loads(text)[table]
    return tuple(float(read[name]) for name in FEATURES)
