"""Agreement as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.intercoder.resampling import FEWEST_ARTICLES
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.intercoder.comparing import Agreement, FieldAgreement, PairAgreement
    from allegedly.intercoder.resampling import Figure

__all__ = ["agreement_lines"]

_HEAD = f"  {'':<11}{'alpha':>6}  {'95 % from, to':<16}{'same':>6}  {'95 % from, to':<16}{'units':>6}"
_SPANS = f"  {'':<11}{'letters F1':>10}{'Jaccard':>9}{'exact':>7}{'touching':>10}{'stretches':>11}"


def agreement_lines(told: Agreement) -> Iterator[str]:
    """The table, line by line; a dash stands where nothing can be computed."""
    for number, pair in enumerate(told.pairs):
        if number:
            yield ""
        yield from _pair_lines(pair)
    if told.together:
        yield from ("", f"all {len(told.coders)} coders together", _HEAD)
        yield from map(_field_line, told.together)
    if told.left_out:
        yield ""
        yield f"{len(told.left_out):,} articles that one coder alone has are left out"


def _pair_lines(pair: PairAgreement) -> Iterator[str]:
    names = f"{clean(pair.one)} and {clean(pair.other)}"
    yield f"{names}: {pair.articles:,} articles, {pair.claims[0]:,} and {pair.claims[1]:,} claims"
    if pair.articles < FEWEST_ARTICLES:
        yield f"  no intervals: they take {FEWEST_ARTICLES} articles at least"
    yield f"  found by both  {_value(pair.found)}{_ends(pair.found)}"
    yield f"  and same type  {_value(pair.typed)}{_ends(pair.typed)}"
    yield _HEAD
    yield from map(_field_line, pair.fields)
    yield _SPANS
    for one in pair.spans:
        figures = f"{_value(one.f1):>10}{_value(one.jaccard):>9}{_value(one.exact):>7}{_value(one.touching):>10}"
        yield f"  {one.field:<11}{figures}{one.exact.of:>11,}"


def _field_line(field: FieldAgreement) -> str:
    alpha, same = field.alpha, field.same
    told = f"{_value(alpha):>6}  {_ends(alpha):<16}{_value(same):>6}  {_ends(same):<16}"
    return f"  {field.field:<11}{told}{alpha.of:>6,}"


def _value(figure: Figure) -> str:
    return "-" if figure.value is None else f"{figure.value:.2f}"


def _ends(figure: Figure) -> str:
    return "" if figure.low is None else f"  {figure.low:.2f}, {figure.high:.2f}"
