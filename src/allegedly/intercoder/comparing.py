"""Coders held against each other, two by two and all together, over the articles that they all coded."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Literal

from allegedly.intercoder.aligning import groups
from allegedly.intercoder.alpha import nominal, ratio, tally
from allegedly.intercoder.fields import FIELDS, number_units, unit
from allegedly.intercoder.resampling import Draws, Figure
from allegedly.intercoder.spans import marked, spans_of
from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allegedly.agreement import ScoredClaim
    from allegedly.intercoder.aligning import Group
    from allegedly.scoring import ScoredArticle

__all__ = ["Agreement", "FieldAgreement", "PairAgreement", "SpanAgreement", "agree"]

# the year alpha was published as it is computed here; any number would do
_SEED = 2011
# ends of an interval move by less than 0.01 from one thousand draws to the next
_DRAWS = 1000
# the claims of one article, by coder
Coded = dict[str, tuple["ScoredClaim", ...]]


class FieldAgreement(Record, frozen=True, kw_only=True):
    """Agreement in one field of the claims that coders both made: alpha, and the share of units with equal values.

    `metric` says how far apart two values are; `number` is the numbers themselves, two and four as far as 200 and 400.
    """

    field: str
    metric: Literal["nominal", "ratio"]
    alpha: Figure
    same: Figure


class SpanAgreement(Record, frozen=True, kw_only=True):
    """Agreement about words, whatever type or name they were given.

    `f1` and `jaccard` go letter by letter; `exact` is the share of stretches that both marked with the same ends,
    `touching` the share that shares a letter with one of the other coder.
    """

    field: Literal["evidence", "trigger"]
    f1: Figure
    jaccard: Figure
    exact: Figure
    touching: Figure


class PairAgreement(Record, frozen=True, kw_only=True):
    """Two coders: how many claims each made of the articles both coded, and how far they agree.

    `found` is F1 of claims that both made, `typed` of those with the same type too; neither coder is taken for right.
    """

    one: str
    other: str
    articles: int
    claims: tuple[int, int]
    paired: int
    found: Figure
    typed: Figure
    fields: tuple[FieldAgreement, ...]
    spans: tuple[SpanAgreement, ...]


class Agreement(Record, frozen=True, kw_only=True):
    """Several coders: each pair, and where there are more than two all of them together.

    `left_out` are the articles that only one of them coded. An interval is None with fewer than ten articles.
    """

    coders: tuple[str, ...]
    pairs: tuple[PairAgreement, ...]
    together: tuple[FieldAgreement, ...]
    left_out: tuple[str, ...]


def agree(codings: Mapping[str, Mapping[str, ScoredArticle]], *, seed: int = _SEED, draws: int = _DRAWS) -> Agreement:
    """How far coders agree: `codings` holds for each coder's name the articles that coder read, by their ids.

    An article counts for two coders when both have it, with claims or without. `seed` and `draws` are of the intervals.

    >>> from allegedly.scoring import decode_article
    >>> said = '{"id":"a","claims":[{"kind":"event","type":"attack","evidence":[{"start":0,"end":9}]}]}'
    >>> told = agree({"Kim": {"a": decode_article(said)}, "Lee": {"a": decode_article(said)}})
    >>> told.pairs[0].found.value, told.pairs[0].fields[0].alpha.value
    (1.0, None)
    """
    coders = tuple(codings)
    by_article: dict[str, Coded] = {}
    for coder in coders:
        for name, article in codings[coder].items():
            by_article.setdefault(name, {})[coder] = article.claims
    both = {name: coded for name, coded in sorted(by_article.items()) if len(coded) > 1}
    shared = list(both.values())
    return Agreement(
        coders=coders,
        pairs=tuple(
            _pair(one, other, [coded for coded in shared if {one, other} <= coded.keys()], (seed, draws))
            for one, other in itertools.combinations(coders, 2)
        ),
        together=_fields([groups(coded) for coded in shared], coders, _drawn(shared, (seed, draws)))
        if len(coders) > 2
        else (),
        left_out=tuple(sorted(by_article.keys() - both.keys())),
    )


def _drawn(articles: Sequence[object], how: tuple[int, int]) -> Draws:
    seed, times = how
    return Draws(len(articles), seed=seed, times=times)


def _pair(one: str, other: str, articles: list[Coded], how: tuple[int, int]) -> PairAgreement:
    draws = _drawn(articles, how)
    grouped = [groups({one: coded[one], other: coded[other]}) for coded in articles]
    paired = [[group for group in some if len(group) == 2] for some in grouped]
    made = [len(coded[one]) + len(coded[other]) for coded in articles]
    typed = [sum(group[one].type == group[other].type for group in some) for some in paired]
    return PairAgreement(
        one=one,
        other=other,
        articles=len(articles),
        claims=(sum(len(coded[one]) for coded in articles), sum(len(coded[other]) for coded in articles)),
        paired=sum(map(len, paired)),
        # each pair is one claim found on either side
        found=draws.share([2 * len(some) for some in paired], made),
        typed=draws.share([2 * number for number in typed], made),
        fields=_fields(paired, (one, other), draws),
        spans=_spans(one, other, articles, draws),
    )


def _fields(grouped: Sequence[Sequence[Group]], coders: Sequence[str], draws: Draws) -> tuple[FieldAgreement, ...]:
    found = []
    for field in FIELDS:
        units = [[told for group in some if (told := unit(field, group, coders))] for some in grouped]
        tallies = [tally(some) for some in units]
        found.append(
            FieldAgreement(field=field.name, metric="nominal", alpha=draws.alpha(tallies), same=_same(units, draws))
        )
    numbers = [[told for group in some for told in number_units(group, coders)] for some in grouped]
    alpha = draws.alpha([tally(some, ratio) for some in numbers], ratio)
    found.append(FieldAgreement(field="number", metric="ratio", alpha=alpha, same=_same(numbers, draws)))
    return tuple(found)


def _same(units: Sequence[Sequence[Sequence[object]]], draws: Draws) -> Figure:
    """The share of pairs of values within units that are equal; for two coders the plain percentage."""
    pairs = [
        [
            nominal(one, other)
            for told in some
            for one, other in itertools.combinations(told, 2)
            if None not in (one, other)
        ]
        for some in units
    ]
    return draws.share([some.count(0.0) for some in pairs], [len(some) for some in pairs])


def _spans(one: str, other: str, articles: list[Coded], draws: Draws) -> tuple[SpanAgreement, ...]:
    found = []
    fields: tuple[Literal["evidence", "trigger"], ...] = ("evidence", "trigger")
    for field in fields:
        counts = [marked(spans_of(coded[one], field), spans_of(coded[other], field)) for coded in articles]
        stretches = [it.stretches for it in counts]
        found.append(
            SpanAgreement(
                field=field,
                f1=draws.share([2 * it.shared for it in counts], [it.letters for it in counts]),
                jaccard=draws.share([it.shared for it in counts], [it.either for it in counts]),
                exact=draws.share([it.exact for it in counts], stretches),
                touching=draws.share([it.touching for it in counts], stretches),
            )
        )
    return tuple(found)
