"""What a claim is made of, and the four kinds of claim: happening, tie, number, notice."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - msgspec reads the annotations

from allegedly.errors import RecordError
from allegedly.model.parts import Part
from allegedly.model.spans import Cue, Evidence, Record, check_quote
from allegedly.model.words import (
    CODEBOOK_VERSION,
    Basis,
    BombingMode,
    Certainty,
    CountWhat,
    Polarity,
    Precision,
    Tense,
    VoiceRole,
)


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
        check_quote(self.start, self.end, self.text, "count")
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
        check_quote(self.start, self.end, self.text or "", "time")
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
        check_quote(self.start, self.end, self.who, "attribution")


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
