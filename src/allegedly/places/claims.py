"""Gives a report's claims the places their words name: of a happening, of a group's base, of what was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.model import Correction, Part, Reading, RelationClaim
from allegedly.names.naming import article_names
from allegedly.places.outlets import outlet_of
from allegedly.places.report import ReportPlaces
from allegedly.segment import sentences, told_sentences

if TYPE_CHECKING:
    from allegedly.model import Article, Claim, ResolvedPlace

__all__ = ["with_places"]


def with_places(reading: Reading) -> Reading:
    """The reading with `resolved` set on every part that names a place, None where it names none that is known.

    Claims keep their ids. A missing gazetteer raises GazetteerError.
    """
    if not reading.claims:
        return reading
    places = _places_of(reading.article, reading.claims)
    claims = tuple(_placed(claim, places) for claim in reading.claims)
    return msgspec.structs.replace(reading, claims=claims)


def _places_of(article: Article, claims: tuple[Claim, ...]) -> ReportPlaces:
    # a notice may name a place that the report does not; else the names are those the coder found already
    corrected = any(isinstance(claim, Correction) for claim in claims)
    told = sentences(article) if corrected else told_sentences(article)
    names = article_names(article.text, [(one.start, one.end) for one in told])
    parts = [part for claim in claims for part in (*_place_parts(claim), *_corrected_parts(claim))]
    spans = sorted({(part.start, part.end) for part in parts if part.start is not None and part.end is not None})
    return ReportPlaces(names, outlet_of(article.url, article.publisher), spans)


def _place_parts(claim: Claim) -> list[Part]:
    """The parts of a claim that name places whatever they say."""
    if isinstance(claim, Correction):
        return []
    based = claim.object if isinstance(claim, RelationClaim) and claim.type == "based_in" else ()
    return [*([claim.place] if claim.place else []), *based]


def _corrected_parts(claim: Claim) -> list[Part]:
    """What was wrong and what is right, a place or anything else."""
    return [part for part in (claim.old, claim.new) if part] if isinstance(claim, Correction) else []


def _placed(claim: Claim, places: ReportPlaces) -> Claim:
    changes: dict[str, Any] = {}
    if isinstance(claim, Correction):
        for field in ("old", "new"):
            part = getattr(claim, field)
            if part is not None and part.start is not None and places.is_place(part.start, part.end):
                changes[field] = _with_place(part, places)
    else:
        if claim.place is not None:
            changes["place"] = _with_place(claim.place, places)
        if isinstance(claim, RelationClaim) and claim.type == "based_in":
            changes["object"] = tuple(_with_place(part, places) for part in claim.object)
    placed: Claim = msgspec.structs.replace(claim, **changes)
    return placed


def _with_place(part: Part, places: ReportPlaces) -> Part:
    return msgspec.structs.replace(part, resolved=_resolved(part, places))


def _resolved(part: Part, places: ReportPlaces) -> ResolvedPlace | None:
    """By the part's own words; where they name nothing ("the village"), by the name the article gives for it."""
    own = places.at(part.start, part.end) if part.start is not None and part.end is not None else None
    if own is None or own.lat is None:
        return places.named(part.name) or own
    return own
