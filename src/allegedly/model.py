"""The nouns: every record that flows through the house, frozen and valid at birth.

Offsets are half-open and count Unicode code points of `Article.text`. Unknown is None; nothing stands in for it.
The claim records follow the codebook (docs/codebook.md); their JSON is the contract other programs read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec

from allegedly.errors import QuarantineReason, RecordError

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "CoderStamp",
    "Correction",
    "Count",
    "Cue",
    "EventClaim",
    "Evidence",
    "Factuality",
    "Mention",
    "Notice",
    "Outcome",
    "Page",
    "Part",
    "Quantity",
    "Reading",
    "RelationClaim",
    "Span",
    "TimeInterval",
    "Zone",
]

CODEBOOK_VERSION = "1.3"

ZoneLabel = Literal["body", "headline", "quotation", "embedded_post", "caption", "furniture", "correction"]
MediaType = Literal["text/plain", "text/html", "application/json", "application/xml"]
MentionKind = Literal["actor", "place", "weapon"]
CountWhat = Literal[
    "killed", "wounded", "abducted", "arrested", "displaced", "fighters", "members", "participants", "other"
]
Precision = Literal["day", "week", "month", "year", "decade"]
Basis = Literal["stated", "anchored", "publication"]
VoiceRole = Literal[
    "outlet",
    "official",
    "security_force",
    "armed_group",
    "witness",
    "victim",
    "analyst",
    "ngo",
    "igo",
    "media",
    "social_media",
    "document",
    "court",
    "person",
    "anonymous",
    "unspecified",
]
Polarity = Literal["+", "-"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Tense = Literal["past", "ongoing", "future", "hypothetical"]
NoticeKind = Literal["correction", "clarification", "update", "retraction"]
BombingMode = Literal["suicide", "vehicle", "roadside"]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every record shares: frozen, fields by name, unknown fields refused."""


def _check_order(start: int, end: int, what: str) -> None:
    if not 0 <= start < end:
        raise RecordError(f"{what}: expected 0 <= start < end, got {start}, {end}")


def _check_quote(start: int | None, end: int | None, text: str, what: str) -> None:
    """A quoted span is as long as its words; a part without a span has neither end."""
    if (start is None) != (end is None):
        raise RecordError(f"{what}: start and end stand together or not at all, got {start}, {end}")
    if start is None or end is None:
        return
    _check_order(start, end, what)
    if end - start != len(text):
        raise RecordError(f"{what}: {text!r} has {len(text)} code points, its span {start}-{end} has {end - start}")


class Span(Record, frozen=True, kw_only=True):
    """Where words stand: half-open code points of `Article.text`.

    >>> Span(start=3, end=7).end
    7
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_order(self.start, self.end, "span")


class Evidence(Record, frozen=True, kw_only=True):
    """The exact words a claim rests on and where they stand.

    >>> Evidence(start=0, end=6, text="gunmen").text
    'gunmen'
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        _check_quote(self.start, self.end, self.text, "evidence")


class Cue(Evidence, frozen=True, kw_only=True):
    """A word that makes a claim less than plainly asserted, or denies it."""


class Part(Record, frozen=True, kw_only=True):
    """Somebody or something a claim names, with the fullest name the article gives for it.

    `start` and `end` are None together when the article has no words for it at that point.
    """

    text: str
    name: str
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        _check_quote(self.start, self.end, self.text, "part")


class Count(Record, frozen=True, kw_only=True):
    """How many, as far as the words bound it: "as many as 2,000" is high 2000 and nothing else.

    >>> Count(what="killed", whom="policemen", low=14, best=14, high=14, text="14", start=9, end=11).best
    14
    """

    what: CountWhat
    text: str
    start: int
    end: int
    whom: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        _check_quote(self.start, self.end, self.text, "count")
        known = [bound for bound in (self.low, self.best, self.high) if bound is not None]
        if known != sorted(known) or (known and known[0] < 0):
            raise RecordError(f"count: expected 0 <= low <= best <= high, got {self.low}, {self.best}, {self.high}")


class TimeInterval(Record, frozen=True, kw_only=True):
    """When, as an interval of days with its basis; both ends None when the words cannot be computed.

    `basis`: stated (a full date in the text), anchored (computed from words and a date), publication (no time
    word at all; the tense tells that it is current news).
    """

    precision: Precision
    basis: Basis
    earliest: dt.date | None = None
    latest: dt.date | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        _check_quote(self.start, self.end, self.text or "", "time")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise RecordError(f"time: expected earliest <= latest, got {self.earliest}, {self.latest}")
        if self.basis != "publication" and self.text is None:
            raise RecordError(f"time: basis {self.basis} needs the words it was read from")


class Attribution(Record, frozen=True, kw_only=True):
    """One link of who says so, from the outlet inward; the last link is the innermost voice."""

    who: str
    role: VoiceRole
    cue: str | None = None
    name: str | None = None
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        _check_quote(self.start, self.end, self.who, "attribution")


class Factuality(Record, frozen=True, kw_only=True):
    """How surely the innermost voice puts it, with the cue words.

    >>> Factuality(certainty="unknown")
    Traceback (most recent call last):
    ...
    allegedly.errors.RecordError: factuality: certainty 'unknown' needs at least one cue
    """

    polarity: Polarity = "+"
    certainty: Certainty = "certain"
    tense: Tense = "past"
    cues: tuple[Cue, ...] = ()

    def __post_init__(self) -> None:
        if self.certainty != "certain" and not self.cues:
            raise RecordError(f"factuality: certainty {self.certainty!r} needs at least one cue")


class CoderStamp(Record, frozen=True, kw_only=True):
    """Who coded a claim: program name and version, hash of its model, version of the codebook."""

    name: str
    version: str
    model: str | None
    codebook: str = CODEBOOK_VERSION


class ClaimFields(Record, frozen=True, kw_only=True):
    """What all four kinds of claim share."""

    type: str
    evidence: tuple[Evidence, ...]
    trigger: Evidence | None = None
    attribution: tuple[Attribution, ...] = ()
    factuality: Factuality = Factuality()
    id: str | None = None
    coder: CoderStamp | None = None
    score: float | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise RecordError(f"claim {self.type}: expected at least one evidence span, got none")
        if self.score is not None and not 0 <= self.score <= 1:
            raise RecordError(f"claim {self.type}: expected a score from 0 to 1, got {self.score}")
        if self.type not in TYPES[type(self).__struct_config__.tag]:  # type: ignore[index]
            raise RecordError(f"claim: the codebook has no {type(self).__struct_config__.tag} type {self.type!r}")


class EventClaim(ClaimFields, frozen=True, kw_only=True, tag_field="kind", tag="event"):
    """What a report says somebody did to somebody."""

    actor: tuple[Part, ...] = ()
    target: tuple[Part, ...] = ()
    place: Part | None = None
    time: TimeInterval | None = None
    counts: tuple[Count, ...] = ()
    weapon: tuple[Part, ...] = ()
    mode: BombingMode | None = None


class RelationClaim(ClaimFields, frozen=True, kw_only=True, tag_field="kind", tag="relation"):
    """What a report says of a tie between actors, or between an actor and a happening."""

    subject: tuple[Part, ...] = ()
    object: tuple[Part, ...] = ()
    place: Part | None = None
    time: TimeInterval | None = None
    counts: tuple[Count, ...] = ()


class Quantity(ClaimFields, frozen=True, kw_only=True, tag_field="kind", tag="quantity"):
    """A number of people or attacks that belongs to no single happening."""

    subject: tuple[Part, ...] = ()
    place: Part | None = None
    time: TimeInterval | None = None
    counts: tuple[Count, ...] = ()


class Correction(ClaimFields, frozen=True, kw_only=True, tag_field="kind", tag="correction"):
    """The outlet's own notice that an earlier version was wrong or was updated."""

    old: Part | None = None
    new: Part | None = None


Claim = EventClaim | RelationClaim | Quantity | Correction

TYPES: dict[str, tuple[str, ...]] = {
    "event": (
        "armed_clash",
        "attack",
        "bombing",
        "shelling",
        "air_strike",
        "assassination",
        "execution",
        "abduction",
        "abuse",
        "destruction",
        "seizure",
        "arrest",
        "security_operation",
        "trial",
        "protest",
        "riot",
        "threat",
        "mobilization",
        "withdrawal",
        "release",
        "negotiation",
        "agreement",
        "coup",
        "sanction",
        "aid",
        "displacement",
        "violence_other",
    ),
    "relation": (
        "pledges_allegiance_to",
        "accepts_pledge_of",
        "renounces",
        "affiliated_with",
        "denies_affiliation_with",
        "splits_from",
        "merges_with",
        "renamed_to",
        "part_of",
        "leads",
        "member_of",
        "allied_with",
        "rival_of",
        "supports",
        "fights_for",
        "claims_responsibility_for",
        "denies_responsibility_for",
        "accused_of",
        "designated_as",
        "based_in",
        "founded",
        "successor_of",
    ),
    "quantity": ("members", "fighters", "killed", "wounded", "displaced", "detained", "attacks"),
    "correction": ("correction", "clarification", "update", "retraction"),
}


class Page(Record, frozen=True, kw_only=True):
    """One input as it came: bytes, where from, and what the sender said of it.

    `name` is the path (with the line, for JSONL) or `-`; `body` is never decoded here.
    """

    name: str
    media_type: MediaType
    body: bytes
    id: str | None = None
    title: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of the bytes as 64 hex digits."""
        return hashlib.sha256(self.body).hexdigest()


class Zone(Record, frozen=True, kw_only=True):
    """A labelled stretch of the text; zones do not overlap and together cover every word.

    An embedded post also has its author, handle and date as the page shows them.
    """

    label: ZoneLabel
    start: int
    end: int
    author: str | None = None
    handle: str | None = None
    date: dt.date | None = None

    def __post_init__(self) -> None:
        _check_order(self.start, self.end, "zone")


class Notice(Record, frozen=True, kw_only=True):
    """A notice of the outlet that its story was corrected, clarified, updated or withdrawn."""

    type: NoticeKind
    evidence: Evidence
    trigger: Evidence
    old: Part | None = None
    new: Part | None = None


class Article(Record, frozen=True, kw_only=True):
    """A report whose text is laid down once; every later span points into it.

    Dates are local days of the outlet, None when the page tells none.
    """

    id: str
    text: str
    zones: tuple[Zone, ...]
    title: str | None = None
    published_at: dt.date | None = None
    updated_at: dt.date | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        at = 0
        for zone in self.zones:
            if zone.start < at or zone.end > len(self.text):
                raise RecordError(f"article {self.id}: zone {zone.label} {zone.start}-{zone.end} overlaps or overruns")
            if self.text[at : zone.start].strip():
                raise RecordError(f"article {self.id}: words at {at}-{zone.start} lie in no zone")
            at = zone.end
        if self.text[at:].strip():
            raise RecordError(f"article {self.id}: words from {at} on lie in no zone")

    @property
    def text_sha256(self) -> str:
        """The hash of the text (UTF-8) as 64 hex digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def quote(self, start: int, end: int) -> Evidence:
        """The words at a span as evidence.

        >>> Article(id="a", text="Gunmen fled.", zones=(Zone(label="body", start=0, end=12),)).quote(0, 6).text
        'Gunmen'
        """
        return Evidence(start=start, end=end, text=self.text[start:end])


class Mention(Record, frozen=True, kw_only=True):
    """A place, actor or weapon where it is named; `name` is the fullest name the article gives for it."""

    start: int
    end: int
    text: str
    kind: MentionKind
    name: str

    def __post_init__(self) -> None:
        _check_quote(self.start, self.end, self.text, "mention")


class Outcome(Record, frozen=True, kw_only=True):
    """What became of one input: exactly one of four ends, with the reason where it was set aside."""

    name: str
    end: Literal["coded", "coded_no_claims", "duplicate", "quarantined"]
    article_id: str | None = None
    reason: QuarantineReason | None = None
    message: str | None = None


class Reading(Record, frozen=True, kw_only=True):
    """One article and its claims; a claim whose words are not the article's cannot enter."""

    article: Article
    claims: tuple[Claim, ...]

    def __post_init__(self) -> None:
        for claim in self.claims:
            for start, end, text in quoted_spans(claim):
                if self.article.text[start:end] != text:
                    found = self.article.text[start:end]
                    raise RecordError(
                        f"article {self.article.id}, claim {claim.type}: expected {text!r} at {start}-{end}, "
                        f"found {found!r}"
                    )


def quoted_spans(claim: Claim) -> list[tuple[int, int, str]]:
    """Every span of a claim with its words: evidence, trigger, parts, time, counts, voices, cues.

    >>> claim = EventClaim(type="attack", evidence=(Evidence(start=0, end=4, text="shot"),))
    >>> quoted_spans(claim)
    [(0, 4, 'shot')]
    """
    pieces: list[object] = [*claim.evidence, claim.trigger, *claim.factuality.cues]
    for field in ("actor", "target", "subject", "object", "weapon", "counts"):
        pieces += getattr(claim, field, ())
    pieces += [getattr(claim, field, None) for field in ("place", "time", "old", "new")]
    spans = [(piece.start, piece.end, piece.text) for piece in pieces if isinstance(piece, Evidence | Part | Count)]
    spans += [(piece.start, piece.end, piece.text or "") for piece in pieces if isinstance(piece, TimeInterval)]
    spans += [(link.start, link.end, link.who) for link in claim.attribution]
    return [(start, end, text) for start, end, text in spans if start is not None and end is not None]
