"""Figures of agreement as rows: what each measures, its value with its interval, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allegedly.exports.cells import Column
from allegedly.intercoder.resampling import FEWEST_ARTICLES
from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.intercoder import Figure, PairAgreement

__all__ = ["COLUMNS", "RELY", "TENTATIVE", "Measure", "measures", "reading"]

# K. Krippendorff, Content Analysis (2004), page 241: rely on variables with reliabilities above .800, consider
# those between .667 and .800 only for drawing tentative conclusions
RELY, TENTATIVE = 0.8, 0.667


class Measure(Record, frozen=True, kw_only=True):
    """One figure: of what, by which measure, its value with the ends of its 95 percent interval, of how many things.

    `why` says why there is no value, `why_no_interval` why there is no interval; None where there is one.
    """

    of: str
    measure: Literal["F1", "alpha", "same", "letters F1", "Jaccard", "exact", "touching"]
    value: float | None
    low: float | None
    high: float | None
    number: int
    why: str | None
    why_no_interval: str | None


def measures(pair: PairAgreement) -> Iterator[Measure]:
    """Every figure of two coders, in the order of the page."""

    def told(of: str, measure: str, figure: Figure) -> Measure:
        return _measure(of, measure, figure, pair.articles)

    yield told("found by both", "F1", pair.found)
    yield told("and same type", "F1", pair.typed)
    for field in pair.fields:
        yield told(field.field, "alpha", field.alpha)
        yield told(field.field, "same", field.same)
    for span in pair.spans:
        yield told(span.field, "letters F1", span.f1)
        yield told(span.field, "Jaccard", span.jaccard)
        yield told(span.field, "exact", span.exact)
        yield told(span.field, "touching", span.touching)


def reading(value: float | None) -> str | None:
    """How far a value of alpha can be relied on, by Krippendorff's own thresholds.

    >>> reading(0.81), reading(0.7), reading(0.2), reading(None)
    ('rely', 'tentative', 'weak', None)
    """
    if value is None:
        return None
    return "rely" if value >= RELY else "tentative" if value >= TENTATIVE else "weak"


def _measure(of: str, measure: str, figure: Figure, articles: int) -> Measure:
    return Measure(
        of=of,
        measure=measure,  # type: ignore[arg-type] # the words of `measures`
        value=figure.value,
        low=figure.low,
        high=figure.high,
        number=figure.of,
        why=_why(measure, figure, articles),
        why_no_interval=_why_no_interval(figure, articles),
    )


def _why(measure: str, figure: Figure, articles: int) -> str | None:
    """Why there is no value."""
    if figure.value is not None:
        return None
    if not articles:
        return "no report was coded by both"
    if not figure.of:
        return "no claim of either" if measure == "F1" else "no two values to compare"
    return "both gave everything one and the same value: they agree, but may not tell two values apart"


def _why_no_interval(figure: Figure, articles: int) -> str | None:
    """Why there is no interval."""
    if figure.low is not None or figure.value is None:
        return None
    if articles < FEWEST_ARTICLES:
        return f"an interval takes {FEWEST_ARTICLES} reports at least; there are {articles}"
    return "too many of the drawn samples give no figure at all"


COLUMNS: tuple[Column[Measure], ...] = (
    Column("of", "text", "what is agreed on: the claims, a field, words", lambda one: one.of),
    Column(
        "measure",
        "text",
        "F1, Krippendorff's alpha, share of the same values, letters",
        lambda one: one.measure,
    ),
    Column("value", "number", "empty where nothing can be computed", lambda one: one.value),
    Column("low", "number", "where the 95 percent interval begins", lambda one: one.low),
    Column("high", "number", "where it ends", lambda one: one.high),
    Column("number", "integer", "of how many things", lambda one: one.number),
    Column("why", "text", "why there is no value", lambda one: one.why),
    Column("why_no_interval", "text", "why there is no interval", lambda one: one.why_no_interval),
)
