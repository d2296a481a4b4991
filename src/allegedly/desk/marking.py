"""A report's text cut into stretches at every edge of a zone or of a claim's words, so that each can be coloured.

The stretches in order are the text, character for character.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from allegedly.model import Correction, Record
from allegedly.wording import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from allegedly.model import Article, Attribution, Claim, Count, Evidence, Part, TimeInterval

__all__ = ["FIELDS", "InZone", "Marked", "Stretch", "field_spans", "in_zones", "stretches"]

# the parts of a claim that have words in the report, each with a colour of its own; those named first are drawn last
FIELDS = ("trigger", "cue", "actor", "target", "place", "time", "counts", "weapon", "voice", "evidence")


class Marked(NamedTuple):
    """Whose words a stretch holds: which claim's, and which part of it."""

    claim: str
    field: str


class Stretch(Record, frozen=True, kw_only=True):
    """Some characters of a report: where they stand (code points), their zone, and the claims whose words they are.

    `marks` lists (claim, field) pairs; `is_sure` is whether a claim that rests on them is plainly said.
    """

    start: int
    end: int
    text: str
    zone: str
    marks: tuple[tuple[str, str], ...] = ()
    is_sure: bool = True


class InZone(NamedTuple):
    """The stretches of one zone, side by side."""

    label: str
    stretches: list[Stretch]


def field_spans(claim: Claim) -> Iterator[tuple[str, int, int]]:
    """Where the words of each part of a claim stand: the part's name, first character and the one after the last."""
    time = getattr(claim, "time", None)
    told: list[tuple[str, Iterable[Evidence | Part | Count | TimeInterval | Attribution]]] = [
        ("evidence", claim.evidence),
        ("trigger", (claim.trigger,) if claim.trigger else ()),
        *_parts(claim),
        ("counts", getattr(claim, "counts", ())),
        ("time", (time,) if time else ()),
        ("voice", claim.attribution),
        ("cue", claim.factuality.cues),
    ]
    for field, pieces in told:
        for piece in pieces:
            if piece.start is not None and piece.end is not None:
                yield field, piece.start, piece.end


def stretches(article: Article, claims: Iterable[tuple[str, Claim]]) -> list[Stretch]:
    """The whole text of a report in stretches; no claims, no marks."""
    told = list(claims)
    spans = [(Marked(name, field), start, end) for name, claim in told for field, start, end in field_spans(claim)]
    sure = {name: is_plain(claim.factuality) for name, claim in told}
    edges = {0, len(article.text)}
    for zone in article.zones:
        edges.update((zone.start, zone.end))
    for _, start, end in spans:
        edges.update((start, end))
    return list(_cut(article, sorted(edges), sorted(spans, key=lambda one: (one[1], one[2])), sure))


def in_zones(cut: Iterable[Stretch]) -> list[InZone]:
    """The stretches of a report, those of one zone together."""
    return [InZone(label, list(some)) for label, some in itertools.groupby(cut, key=lambda one: one.zone)]


def _cut(
    article: Article, edges: Sequence[int], spans: Sequence[tuple[Marked, int, int]], sure: dict[str, bool]
) -> Iterator[Stretch]:
    opened: list[tuple[Marked, int]] = []
    at = zone_at = 0
    zones = article.zones
    for start, end in itertools.pairwise(edges):
        opened = [(mark, until) for mark, until in opened if until > start]
        while at < len(spans) and spans[at][1] <= start:
            if spans[at][2] > start:
                opened.append((spans[at][0], spans[at][2]))
            at += 1
        while zone_at < len(zones) and zones[zone_at].end <= start:
            zone_at += 1
        inside = zone_at < len(zones) and zones[zone_at].start <= start
        marks = tuple(sorted({(mark.claim, mark.field) for mark, _ in opened}))
        yield Stretch(
            start=start,
            end=end,
            text=article.text[start:end],
            zone=zones[zone_at].label if inside else "body",
            marks=marks,
            is_sure=all(sure[claim] for claim, _ in marks),
        )


def _parts(claim: Claim) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Whom and what a claim names; the two ends of a tie are coloured as the two sides of a happening are."""
    if isinstance(claim, Correction):
        yield "actor", (claim.old,) if claim.old else ()
        yield "target", (claim.new,) if claim.new else ()
        return
    for field, shown in (("actor", "actor"), ("subject", "actor"), ("target", "target"), ("object", "target")):
        yield shown, getattr(claim, field, ())
    yield "weapon", getattr(claim, "weapon", ())
    yield "place", (claim.place,) if claim.place else ()
