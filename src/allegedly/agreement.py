"""When two claims say the same: of people, places, times, numbers, voices and sureness, field by field.

Claims are read leniently here, so that another program's output can be held against ours.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from allegedly.errors import RecordError

__all__ = [
    "HowMany",
    "HowSure",
    "ScoredClaim",
    "When",
    "Words",
    "family",
    "fold",
    "matched",
    "parts_right",
    "same_counts",
    "same_place",
    "same_time",
    "same_voice",
    "shared_evidence",
    "shared_letters",
]

# types so near to each other that one may be read for the other and the claim still counts as found
FAMILIES: tuple[frozenset[str], ...] = tuple(
    frozenset(family.split())
    for family in (
        "armed_clash attack bombing shelling air_strike assassination execution violence_other",
        "abduction release",
        "seizure coup",
        "arrest trial security_operation",
        "protest riot",
        "mobilization withdrawal",
        "negotiation agreement",
        "sanction designated_as",
        "pledges_allegiance_to accepts_pledge_of affiliated_with denies_affiliation_with renounces",
        "splits_from merges_with renamed_to successor_of",
        "part_of member_of leads founded",
        "allied_with supports",
        "claims_responsibility_for denies_responsibility_for accused_of",
        "members fighters",
        "killed wounded displaced detained attacks",
        "correction clarification update retraction",
    )
)
# a word that stands for a name is no name: two "they" need not be the same people
_STAND_INS = """
i he she it they we you him her them us his hers its their theirs this that these those who which one some others
"""
PRONOUNS = frozenset(_STAND_INS.split())
_NOT_LETTERS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the|a|an) ")


class Words(msgspec.Struct, frozen=True):
    """Somebody, something or a stretch of text, as far as scoring looks at it; a voice has `who` and `role`."""

    start: int | None = None
    end: int | None = None
    text: str | None = None
    name: str | None = None
    who: str | None = None
    role: str | None = None

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise RecordError(f"start and end stand together or not at all, got {self.start}, {self.end}")

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the words stand, if anywhere."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    @property
    def names(self) -> frozenset[str]:
        """What the thing is called, folded; pronouns are no names."""
        return frozenset({fold(self.name), fold(self.who if self.text is None else self.text)}) - PRONOUNS - {""}


class When(msgspec.Struct, frozen=True):
    """A time, as far as scoring looks at it."""

    earliest: str | None = None
    latest: str | None = None
    basis: str | None = None
    text: str | None = None


class HowMany(msgspec.Struct, frozen=True):
    """A count, as far as scoring looks at it; equal when all four are."""

    what: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None


class HowSure(msgspec.Struct, frozen=True):
    """A factuality, as far as scoring looks at it; equal when all three are."""

    polarity: str = "+"
    certainty: str = "certain"
    tense: str = "past"


class ScoredClaim(msgspec.Struct, frozen=True):
    """A claim of either side, as far as scoring looks at it; every field but kind and type may be absent or null."""

    kind: str
    type: str
    evidence: tuple[Words, ...] | None = None
    trigger: Words | None = None
    actor: tuple[Words, ...] | None = None
    target: tuple[Words, ...] | None = None
    subject: tuple[Words, ...] | None = None
    object: tuple[Words, ...] | None = None
    weapon: tuple[Words, ...] | None = None
    place: Words | None = None
    time: When | None = None
    counts: tuple[HowMany, ...] | None = None
    attribution: tuple[Words, ...] | None = None
    factuality: HowSure | None = None

    @property
    def roles(self) -> tuple[tuple[Words, ...], ...]:
        """The people and groups of the claim by role: actor, target, subject, object."""
        return (self.actor or (), self.target or (), self.subject or (), self.object or ())

    @property
    def parts(self) -> int:
        """How many people and groups the claim names."""
        return sum(map(len, self.roles))

    @property
    def stated_time(self) -> When | None:
        """The time the report states; basis publication says only when it was printed."""
        return None if self.time is None or self.time.basis in ("publication", "none") else self.time

    @property
    def voices(self) -> tuple[Words, ...]:
        """Who is said to have said it; the outlet in its own voice is nobody."""
        return tuple(link for link in self.attribution or () if link.role != "outlet")

    @property
    def sureness(self) -> HowSure:
        """The factuality; silence is a plain assertion of the past."""
        return self.factuality or HowSure()


def family(claim_type: str) -> int | str:
    """The family of near types a claim type belongs to; a type outside all of them is its own.

    >>> family("attack") == family("bombing"), family("attack") == family("arrest")
    (True, False)
    """
    return next((number for number, types in enumerate(FAMILIES) if claim_type in types), claim_type)


def fold(text: str | None) -> str:
    """A name without case, punctuation and a leading article.

    >>> fold("The Al-Noor Brigade")
    'al noor brigade'
    """
    return _ARTICLE.sub("", _NOT_LETTERS.sub(" ", (text or "").casefold()).strip())


def shared_letters(one: Words | None, other: Words | None) -> int:
    """How many letters of the article two stretches share."""
    if one is None or other is None or one.span is None or other.span is None:
        return 0
    return max(0, min(one.span[1], other.span[1]) - max(one.span[0], other.span[0]))


def shared_evidence(gold: ScoredClaim, given: ScoredClaim) -> tuple[int, int]:
    """Letters both rest on, and letters either rests on."""
    shared = sum(shared_letters(g, p) for g in gold.evidence or () for p in given.evidence or ())
    spans = [words.span for words in (*(gold.evidence or ()), *(given.evidence or ())) if words.span]
    return shared, sum(end - start for start, end in spans) - shared


def _same_part(gold: Words, given: Words) -> bool:
    """The spans overlap by at least half of the longer one, or the names agree."""
    shared = shared_letters(gold, given)
    if shared and gold.span and given.span:
        longer = max(gold.span[1] - gold.span[0], given.span[1] - given.span[0])
        if 2 * shared >= longer:
            return True
    return not gold.names.isdisjoint(given.names)


def matched(gold: tuple[Words, ...], given: tuple[Words, ...]) -> int:
    """How many gold parts have a predicted part of their own."""
    left = list(given)
    for part in gold:
        match = next((other for other in left if _same_part(part, other)), None)
        if match is not None:
            left.remove(match)
    return len(given) - len(left)


def parts_right(gold: ScoredClaim, given: ScoredClaim) -> int:
    """How many people and groups of the gold claim the other has, each in its own role."""
    return sum(matched(g, p) for g, p in zip(gold.roles, given.roles, strict=True))


def same_voice(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """The innermost voices are the same one; an unnamed voice equals an unnamed voice."""
    if not gold.voices or not given.voices:
        return not gold.voices and not given.voices
    inner, other = gold.voices[-1], given.voices[-1]
    return _same_part(inner, other) or inner.role == other.role == "unspecified"


def same_time(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """The same days, or where the words give no day the same words."""
    g, p = gold.stated_time, given.stated_time
    if g is None or p is None:
        return g is None and p is None
    if not g.earliest and not g.latest:
        return bool(g.text) and fold(g.text) == fold(p.text)
    return (g.earliest or None, g.latest or None) == (p.earliest or None, p.latest or None)


def same_place(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """The same place, or none in both."""
    if gold.place is None or given.place is None:
        return gold.place is None and given.place is None
    return _same_part(gold.place, given.place)


def same_counts(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """The same numbers of the same things, in any order."""
    return Counter(gold.counts or ()) == Counter(given.counts or ())
