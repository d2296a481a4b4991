"""The nouns: every record that flows through the house, frozen and valid at birth.

Offsets are half-open and count Unicode code points of `Article.text`. Unknown is None; nothing stands in for it.
The claim records follow the codebook (docs/codebook.md); their JSON is the contract other programs read.
"""

from __future__ import annotations

from allegedly.model.articles import Article, Mention, Notice, Outcome, Page, Reading, Zone
from allegedly.model.claims import (
    TYPES,
    Attribution,
    Claim,
    ClaimFields,
    CoderStamp,
    Correction,
    Count,
    EventClaim,
    Factuality,
    Quantity,
    RelationClaim,
    TimeInterval,
    quoted_spans,
)
from allegedly.model.parts import ActorCandidate, Part, PlaceCandidate, PlacePrecision, ResolvedActor, ResolvedPlace
from allegedly.model.spans import Cue, Evidence, Record, Span
from allegedly.model.words import (
    CODEBOOK_VERSION,
    ActorKind,
    Basis,
    BombingMode,
    Certainty,
    CountWhat,
    MediaType,
    MentionKind,
    NoticeKind,
    Polarity,
    Precision,
    Tense,
    VoiceRole,
    ZoneLabel,
)

__all__ = [
    "CODEBOOK_VERSION",
    "TYPES",
    "ActorCandidate",
    "ActorKind",
    "Article",
    "Attribution",
    "Basis",
    "BombingMode",
    "Certainty",
    "Claim",
    "ClaimFields",
    "CoderStamp",
    "Correction",
    "Count",
    "CountWhat",
    "Cue",
    "EventClaim",
    "Evidence",
    "Factuality",
    "MediaType",
    "Mention",
    "MentionKind",
    "Notice",
    "NoticeKind",
    "Outcome",
    "Page",
    "Part",
    "PlaceCandidate",
    "PlacePrecision",
    "Polarity",
    "Precision",
    "Quantity",
    "Reading",
    "Record",
    "RelationClaim",
    "ResolvedActor",
    "ResolvedPlace",
    "Span",
    "Tense",
    "TimeInterval",
    "VoiceRole",
    "Zone",
    "ZoneLabel",
    "quoted_spans",
]
