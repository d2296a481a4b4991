"""What number the reports of one event amount to: low, best and high by a stated rule, and what to do with it.

The four moves are those of casualty recorders where sources disagree (everycasualty.org, "How do casualty recorders
deal with disagreement between sources?"): prefer one number, give a range, call it unconfirmed, or leave it pending.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from allegedly.model import Certainty, CountWhat, Record, VoiceRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allegedly.model import Article, EventClaim

__all__ = ["RULE", "Figure", "Move", "Range", "figures", "merged"]

Move = Literal["prefer", "range", "unconfirmed", "pending"]
RULE = (
    "copies count once; an outlet's latest report replaces its earlier ones; best is the number most outlets give, "
    "from plain figures where there are any, the later printed of two given equally often; low and high span all left"
)
# "about fifty" is said of forty as well as of sixty
_ABOUT = 0.2
# a side of the conflict, and those nobody can ask again
_UNCHECKED = frozenset(["armed_group", "social_media", "anonymous", "unspecified"])


class Figure(Record, frozen=True, kw_only=True):
    """One number that one report gives for one happening, with who says so.

    `outlet` is the publisher, else the report itself; `copy_group` the group of copies its report belongs to, None when
    it is a copy of nothing.
    """

    claim_id: str
    article_id: str
    what: CountWhat
    low: int | None = None
    best: int | None = None
    high: int | None = None
    outlet: str
    role: VoiceRole = "outlet"
    voice: str | None = None
    published_at: dt.date | None = None
    certainty: Certainty = "certain"
    copy_group: str | None = None

    @property
    def number(self) -> int | None:
        """The number it supports: "14" and "at least 14" support 14, "as many as 2,000" supports none."""
        return self.best if self.best is not None else self.low


class Range(Record, frozen=True, kw_only=True):
    """What the figures of an event amount to for one thing counted, and what is proposed to be done about it.

    `rule` says how it was reckoned, `sources` are the claims behind `best`, `contradiction` whether two plain figures
    exclude each other; `move` is a proposal with its `reason`, for a person to follow or not.
    """

    what: CountWhat
    low: int | None
    best: int | None
    high: int | None
    rule: str
    sources: tuple[str, ...]
    contradiction: bool
    move: Move
    reason: str


def figures(article: Article, claim: EventClaim, *, copy_group: str | None = None) -> tuple[Figure, ...]:
    """The numbers a claim gives, one for each thing counted: the largest, as a total stands beside its parts."""
    inner = claim.attribution[-1] if claim.attribution else None
    found = [
        Figure(
            claim_id=claim.id or f"{article.id}:{claim.evidence[0].start}",
            article_id=article.id,
            what=count.what,
            low=count.low,
            best=count.best,
            high=count.high,
            outlet=article.publisher or article.id,
            role=inner.role if inner else "outlet",
            voice=(inner.name or inner.who) if inner else None,
            published_at=article.published_at,
            certainty=claim.factuality.certainty,
            copy_group=copy_group,
        )
        for count in claim.counts
    ]
    largest: dict[CountWhat, Figure] = {}
    for figure in sorted(found, key=lambda it: it.number or it.high or 0, reverse=True):
        largest.setdefault(figure.what, figure)
    return tuple(largest.values())


def merged(figures: Iterable[Figure], what: CountWhat) -> Range:
    """Low, best and high of one thing counted over the reports of an event, by RULE, in whatever order they come.

    >>> one = Figure(claim_id="1", article_id="1", what="killed", low=14, best=14, outlet="Herald")
    >>> two = Figure(claim_id="2", article_id="2", what="killed", low=14, best=14, high=14, outlet="Times")
    >>> late = Figure(claim_id="3", article_id="3", what="killed", low=16, best=16, high=16, outlet="Post")
    >>> both = merged([one, two, late], "killed")
    >>> (both.low, both.best, both.high, both.move, both.reason)
    (14, 14, 16, 'prefer', '2 of 3 outlets give 14')
    """
    left = _latest(_once(sorted((it for it in figures if it.what == what and _bounded(it)), key=_order)))
    plain = [figure for figure in left if figure.certainty == "certain"]
    support = _support(plain or left)
    best = _most_given(support)
    numbers = [figure.number for figure in left if figure.number is not None]
    lows = [figure.low for figure in left if figure.low is not None]
    highs = [figure.high for figure in left if figure.high is not None]
    move, reason = _move(left, plain, support, best)
    return Range(
        what=what,
        # "about 14" alone leaves both ends open, "at least 14" the upper
        low=min([*lows, *numbers]) if lows else None,
        best=best,
        high=max([*highs, *numbers]) if highs else None,
        rule=RULE,
        sources=tuple(sorted({it.claim_id for it in plain or left if best is not None and it.number == best})),
        contradiction=_contradict(plain),
        move=move,
        reason=reason,
    )


def _bounded(figure: Figure) -> bool:
    return (figure.low, figure.best, figure.high) != (None, None, None)


def _order(figure: Figure) -> tuple[dt.date, str, str]:
    """By day of print, those without one first, then by ids: so that the order of arrival decides nothing."""
    return figure.published_at or dt.date.min, figure.article_id, figure.claim_id


def _once(ordered: Sequence[Figure]) -> list[Figure]:
    """The figures without those of copies: of each group of copies the first printed report stays."""
    first: dict[str, str] = {}
    for figure in ordered:
        first.setdefault(figure.copy_group or figure.article_id, figure.article_id)
    return [figure for figure in ordered if first[figure.copy_group or figure.article_id] == figure.article_id]


def _latest(ordered: Sequence[Figure]) -> list[Figure]:
    """The figures of each outlet's last day of print."""
    last = {figure.outlet: figure.published_at for figure in ordered}
    return [figure for figure in ordered if last[figure.outlet] == figure.published_at]


def _support(ordered: Sequence[Figure]) -> dict[int, list[Figure]]:
    """The figures behind each number, in order of print."""
    support = defaultdict(list)
    for figure in ordered:
        if figure.number is not None:
            support[figure.number].append(figure)
    return dict(support)


def _most_given(support: dict[int, list[Figure]]) -> int | None:
    """The number most outlets give; of two given equally often the one printed last, then the lower."""
    return max(
        support,
        key=lambda number: (
            len({figure.outlet for figure in support[number]}),
            support[number][-1].published_at or dt.date.min,
            -number,
        ),
        default=None,
    )


def _contradict(plain: Sequence[Figure]) -> bool:
    """Whether two figures exclude each other: the least that one allows is more than the most of another."""
    ends = [_ends(figure) for figure in plain]
    return bool(ends) and max(low for low, _ in ends) > min(high for _, high in ends)


def _ends(figure: Figure) -> tuple[float, float]:
    """What a figure allows; "about 50" has neither end and is taken a fifth either way."""
    if figure.low is None and figure.high is None and figure.best is not None:
        return figure.best * (1 - _ABOUT), figure.best * (1 + _ABOUT)
    return figure.low or 0, float("inf") if figure.high is None else figure.high


def _move(
    left: Sequence[Figure], plain: Sequence[Figure], support: dict[int, list[Figure]], best: int | None
) -> tuple[Move, str]:
    """Which of the four moves is proposed, and why."""
    if best is None:
        return "pending", "reports bound the number but give none" if left else "no report gives a number"
    if all(figure.certainty != "certain" or figure.role in _UNCHECKED for figure in left):
        voices = sorted({figure.role.replace("_", " ") for figure in plain})
        return "unconfirmed", f"nobody says so but {' and '.join(voices)}" if voices else "every report hedges it"
    outlets = {figure.outlet for figures in support.values() for figure in figures}
    behind = len({figure.outlet for figure in support[best]})
    given = f"{behind} of {len(outlets)} {'outlet gives' if len(outlets) == 1 else 'outlets give'} {best}"
    if not _contradict(plain):
        return "prefer", given
    numbers = sorted(support)
    if numbers[0] == 0:
        return "pending", f"reports disagree whether there were any: {_listed(numbers)}"
    if 2 * behind > len(outlets) and behind > 1:
        return "prefer", given
    return "range", f"reports give {_listed(numbers)} and none of these has most outlets behind it"


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
