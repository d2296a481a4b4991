"""How well one set of claims agrees with another: claims are paired, then each field of a pair is right or not.

Two claims may be paired when they are of one kind, of one family of types and rest on the same words. The measures:
found (paired), typed (same type), core (and everybody in it right), full (and time, counts, voice and factuality
right), who (F1 over the people and groups), and for each other field the share right among paired gold claims that
have it. Claims are read leniently, so that another program's output can be scored too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "MEASURES",
    "Marks",
    "ScoredArticle",
    "decode_article",
    "load",
    "mark",
    "marks_by_article",
    "report",
    "score",
    "total",
]

MEASURES = ("found", "typed", "core", "full", "who")

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
# evidence that shares less than this part of its union tells of different words
_LEAST_SHARED_EVIDENCE = 0.3
# when several pairs are possible, longer shared evidence decides last; beyond 400 letters length says no more
_LONGEST_COUNTED_OVERLAP = 400
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


class ScoredArticle(msgspec.Struct, frozen=True):
    """One line of a file to be scored."""

    id: str
    claims: tuple[ScoredClaim, ...]


class Marks(msgspec.Struct, frozen=True):
    """Counts by measure, field or type, added up over articles: right, given (predicted) and wanted (gold)."""

    right: Counter[str]
    given: Counter[str]
    wanted: Counter[str]


def decode_article(line: bytes | str) -> ScoredArticle:
    """One article with its claims from a line of JSON; a malformed one raises RecordError that says where.

    >>> decode_article('{"id": "a", "claims": [{"kind": "event"}]}')
    Traceback (most recent call last):
    ...
    allegedly.errors.RecordError: claims to score: Object missing required field `type` - at `$.claims[0]`
    """
    try:
        return msgspec.json.decode(line, type=ScoredArticle)
    except msgspec.DecodeError as problem:
        raise RecordError(f"claims to score: {problem}") from problem


def load(path: Path) -> dict[str, ScoredArticle]:
    """The articles of a JSONL file by id; a malformed line raises RecordError that names file and line."""
    articles = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                article = decode_article(line)
            except RecordError as problem:
                raise RecordError(f"{path}:{number}: {problem}") from problem
            articles[article.id] = article
    return articles


def score(gold: Mapping[str, ScoredArticle], predicted: Mapping[str, ScoredArticle]) -> dict[str, Any]:
    """How the predicted claims agree with the gold claims over all gold articles, ready to print.

    >>> claims = '{"id":"a","claims":[{"kind":"event","type":"attack","evidence":[{"start":0,"end":9}]}]}'
    >>> score({"a": decode_article(claims)}, {"a": decode_article(claims)})["full"]["f1"]
    1.0
    """
    return report(total(marks_by_article(gold, predicted)))


def marks_by_article(gold: Mapping[str, ScoredArticle], predicted: Mapping[str, ScoredArticle]) -> list[Marks]:
    """The marks of each gold article in turn; an article without predictions has no claims."""
    empty = ScoredArticle(id="", claims=())
    return [mark(article.claims, predicted.get(key, empty).claims) for key, article in gold.items()]


def mark(gold: tuple[ScoredClaim, ...], predicted: tuple[ScoredClaim, ...]) -> Marks:
    """The marks of one article: what was wanted, what was given, what of it is right."""
    marks = Marks(right=Counter(), given=Counter(), wanted=Counter())
    for side, claims in ((marks.wanted, gold), (marks.given, predicted)):
        for measure in ("found", "typed", "core", "full"):
            side[measure] = len(claims)
        side["who"] = sum(claim.parts for claim in claims)
        side.update(f"type:{claim.type}" for claim in claims)
    for g, p in _pairs(gold, predicted):
        _mark_pair(marks, g, p)
    return marks


def total(marks: Iterable[Marks]) -> Marks:
    """Several articles' marks added up."""
    added = Marks(right=Counter(), given=Counter(), wanted=Counter())
    for one in marks:
        added.right.update(one.right)
        added.given.update(one.given)
        added.wanted.update(one.wanted)
    return added


def report(marks: Marks) -> dict[str, Any]:
    """Precision, recall and F1 by measure; right out of all by field; F1 by type, the most wanted first."""
    fields = sorted(key for key in marks.wanted if key.startswith("field:"))
    types = {key for key in marks.wanted | marks.given if key.startswith("type:")}
    return {
        **{measure: _rates(marks, measure) for measure in MEASURES},
        "slots": {
            key.removeprefix("field:"): {
                "right": marks.right[key],
                "of": marks.wanted[key],
                "share": round(marks.right[key] / marks.wanted[key], 4),
            }
            for key in fields
        },
        "types": {
            key.removeprefix("type:"): {
                "f1": _rates(marks, key)["f1"],
                "gold": marks.wanted[key],
                "pred": marks.given[key],
            }
            for key in sorted(types, key=lambda key: (-marks.wanted[key], key))
        },
    }


def f1(right: int, given: int, wanted: int) -> float:
    """The harmonic mean of precision and recall, 0 when nothing is right.

    >>> f1(right=1, given=2, wanted=2)
    0.5
    """
    return 2 * right / (given + wanted) if right else 0.0


def _rates(marks: Marks, key: str) -> dict[str, float | int]:
    right, given, wanted = marks.right[key], marks.given[key], marks.wanted[key]
    return {
        "p": round(right / given, 4) if given else 0.0,
        "r": round(right / wanted, 4) if wanted else 0.0,
        "f1": round(f1(right, given, wanted), 4),
        "n_gold": wanted,
        "n_pred": given,
    }


def _mark_pair(marks: Marks, gold: ScoredClaim, given: ScoredClaim) -> None:
    """Adds what one pair has right; a field counts only when the gold claim has it."""
    hits = _parts_right(gold, given)
    typed = gold.type == given.type
    core = typed and hits == gold.parts == given.parts
    time, voice, counts = _same_time(gold, given), _same_voice(gold, given), _same_counts(gold, given)
    sure = gold.sureness == given.sureness
    marks.right.update(found=1, typed=typed, core=core, full=core and time and counts and voice and sure, who=hits)
    marks.right[f"type:{gold.type}"] += typed
    fields = (
        ("time", gold.stated_time is not None, time),
        ("place", gold.place is not None, _same_place(gold, given)),
        ("counts", bool(gold.counts), counts),
        ("weapon", bool(gold.weapon), _same_list(gold.weapon or (), given.weapon or ())),
        ("voice", True, voice),
        ("voice_attributed", bool(gold.voices), voice),
        ("factuality", True, sure),
        ("factuality_marked", gold.sureness != HowSure(), sure),
    )
    for field, is_there, is_right in fields:
        if is_there:
            marks.wanted[f"field:{field}"] += 1
            marks.right[f"field:{field}"] += is_right


def _pairs(gold: tuple[ScoredClaim, ...], given: tuple[ScoredClaim, ...]) -> list[tuple[ScoredClaim, ScoredClaim]]:
    """Gold and predicted claims that tell of the same, each used once, the best pairs first."""
    candidates = [
        (likeness, -i, -j)
        for i, g in enumerate(gold)
        for j, p in enumerate(given)
        if (likeness := _likeness(g, p)) is not None
    ]
    taken_gold: set[int] = set()
    taken_given: set[int] = set()
    pairs = []
    for _, i, j in sorted(candidates, reverse=True):
        if i in taken_gold or j in taken_given:
            continue
        taken_gold.add(i)
        taken_given.add(j)
        pairs.append((gold[-i], given[-j]))
    return pairs


def _likeness(gold: ScoredClaim, given: ScoredClaim) -> float | None:
    """How well two claims go together, None when they tell of different things.

    The same type weighs 2, a shared trigger 1, everybody right 1, the same voice 0.5, long shared evidence up to 0.4.
    """
    if gold.kind != given.kind or family(gold.type) != family(given.type):
        return None
    shared, union = _shared_evidence(gold, given)
    trigger = _shared(gold.trigger, given.trigger) > 0
    if not trigger and not (union and shared and shared >= _LEAST_SHARED_EVIDENCE * union):
        return None
    who = 2 * _parts_right(gold, given) / max(1, gold.parts + given.parts)
    evidence = min(max(1, shared), _LONGEST_COUNTED_OVERLAP) / 1000
    return 2 * (gold.type == given.type) + trigger + who + 0.5 * _same_voice(gold, given) + evidence


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


def _shared(one: Words | None, other: Words | None) -> int:
    """How many letters of the article two stretches share."""
    if one is None or other is None or one.span is None or other.span is None:
        return 0
    return max(0, min(one.span[1], other.span[1]) - max(one.span[0], other.span[0]))


def _shared_evidence(gold: ScoredClaim, given: ScoredClaim) -> tuple[int, int]:
    """Letters both rest on, and letters either rests on."""
    shared = sum(_shared(g, p) for g in gold.evidence or () for p in given.evidence or ())
    spans = [words.span for words in (*(gold.evidence or ()), *(given.evidence or ())) if words.span]
    return shared, sum(end - start for start, end in spans) - shared


def _same_part(gold: Words, given: Words) -> bool:
    """The spans overlap by at least half of the longer one, or the names agree."""
    shared = _shared(gold, given)
    if shared and gold.span and given.span:
        longer = max(gold.span[1] - gold.span[0], given.span[1] - given.span[0])
        if 2 * shared >= longer:
            return True
    return not gold.names.isdisjoint(given.names)


def _matched(gold: tuple[Words, ...], given: tuple[Words, ...]) -> int:
    """How many gold parts have a predicted part of their own."""
    left = list(given)
    for part in gold:
        match = next((other for other in left if _same_part(part, other)), None)
        if match is not None:
            left.remove(match)
    return len(given) - len(left)


def _same_list(gold: tuple[Words, ...], given: tuple[Words, ...]) -> bool:
    return _matched(gold, given) == len(gold) == len(given)


def _parts_right(gold: ScoredClaim, given: ScoredClaim) -> int:
    return sum(_matched(g, p) for g, p in zip(gold.roles, given.roles, strict=True))


def _same_voice(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """The innermost voices are the same one; an unnamed voice equals an unnamed voice."""
    if not gold.voices or not given.voices:
        return not gold.voices and not given.voices
    inner, other = gold.voices[-1], given.voices[-1]
    return _same_part(inner, other) or inner.role == other.role == "unspecified"


def _same_time(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """The same days, or where the words give no day the same words."""
    g, p = gold.stated_time, given.stated_time
    if g is None or p is None:
        return g is None and p is None
    if not g.earliest and not g.latest:
        return bool(g.text) and fold(g.text) == fold(p.text)
    return (g.earliest or None, g.latest or None) == (p.earliest or None, p.latest or None)


def _same_place(gold: ScoredClaim, given: ScoredClaim) -> bool:
    if gold.place is None or given.place is None:
        return gold.place is None and given.place is None
    return _same_part(gold.place, given.place)


def _same_counts(gold: ScoredClaim, given: ScoredClaim) -> bool:
    return Counter(gold.counts or ()) == Counter(given.counts or ())
