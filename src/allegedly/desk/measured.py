"""How far two coders agree over some reports, and in which reports they differ most; computed once and kept."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from allegedly.intercoder import agree
from allegedly.intercoder.aligning import groups
from allegedly.intercoder.fields import FIELDS, unit
from allegedly.ledger.coderacts import LEDGER
from allegedly.model import Record
from allegedly.views.codings import submitted_codings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allegedly.intercoder import PairAgreement
    from allegedly.scoring import ScoredArticle
    from allegedly.stores.engine import Transaction
    from allegedly.views.codingstates import ArticleCodings

__all__ = ["Apart", "Compared", "Measured"]

# pairs of coders with the filters somebody tries on them
_KEPT = 32


class Apart(Record, frozen=True, kw_only=True):
    """How far two coders are apart in one report: claims each made, those that one alone made, and differing fields.

    `fields` counts, for each field, the pairs of claims that differ in it.
    """

    article: str
    claims: tuple[int, int]
    alone: int
    fields: dict[str, int]

    @property
    def differences(self) -> int:
        """All of them added up."""
        return self.alone + sum(self.fields.values())


class Compared(NamedTuple):
    """Two coders over some reports: the figures, and the reports in which they differ, most first."""

    pair: PairAgreement
    left_out: int
    apart: tuple[Apart, ...]


class Measured:
    """What was measured lately. A figure is computed anew when a coding is submitted or opened again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Compared] = OrderedDict()

    def of(self, tx: Transaction, coders: tuple[str, str], among: Mapping[str, ArticleCodings], upto: int) -> Compared:
        """Two coders over those of some reports that both submitted; "ledger" is what stands in the ledger."""
        # what stands in the ledger changes with every decision, a coding with its own acts alone
        moment = upto if LEDGER in coders else 0
        key = (coders, moment, tuple((one.seq, one.last) for one in among.values()))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = _compared(tx, coders, among, upto)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found


def _compared(tx: Transaction, coders: tuple[str, str], among: Mapping[str, ArticleCodings], upto: int) -> Compared:
    codings = submitted_codings(tx, coders, among, upto)
    told = agree(codings)
    one, other = (codings[coder] for coder in coders)
    apart = [_apart(coders, one[name], other[name]) for name in one.keys() & other.keys()]
    order = sorted(apart, key=lambda it: (-it.differences, among[it.article].seq))
    return Compared(told.pairs[0], len(told.left_out), tuple(it for it in order if it.differences))


def _apart(coders: tuple[str, str], one: ScoredArticle, other: ScoredArticle) -> Apart:
    grouped = groups(dict(zip(coders, (one.claims, other.claims), strict=True)))
    fields: Counter[str] = Counter()
    for group in grouped:
        if len(group) < 2:
            continue
        for field in FIELDS:
            told = unit(field, group, coders)
            fields[field.name] += told is not None and told[0] != told[1]
    return Apart(
        article=one.id,
        claims=(len(one.claims), len(other.claims)),
        alone=sum(len(group) < 2 for group in grouped),
        fields={name: number for name, number in fields.items() if number},
    )
