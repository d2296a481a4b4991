"""How well one set of claims agrees with another: claims are paired, then each field of a pair is right or not.

Two claims may be paired when they are of one kind, of one family of types and rest on the same words. The measures:
found (paired), typed (same type), core (and everybody in it right), full (and time, counts, voice and factuality
right), who (F1 over the people and groups), and for each other field the share right among paired gold claims that
have it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.agreement import (
    HowSure,
    ScoredClaim,
    family,
    matched,
    parts_right,
    same_counts,
    same_place,
    same_time,
    same_voice,
    shared_evidence,
    shared_letters,
)
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
    "pairs",
    "report",
    "score",
    "total",
]

MEASURES = ("found", "typed", "core", "full", "who")

# evidence that shares less than this part of its union tells of different words
_LEAST_SHARED_EVIDENCE = 0.3
# when several pairs are possible, longer shared evidence decides last; beyond 400 letters length says no more
_LONGEST_COUNTED_OVERLAP = 400


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
    for i, j in pairs(gold, predicted):
        _mark_pair(marks, gold[i], predicted[j])
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
    hits = parts_right(gold, given)
    typed = gold.type == given.type
    core = typed and hits == gold.parts == given.parts
    time, voice, counts = same_time(gold, given), same_voice(gold, given), same_counts(gold, given)
    sure = gold.sureness == given.sureness
    marks.right.update(found=1, typed=typed, core=core, full=core and time and counts and voice and sure, who=hits)
    marks.right[f"type:{gold.type}"] += typed
    fields = (
        ("time", gold.stated_time is not None, time),
        ("place", gold.place is not None, same_place(gold, given)),
        ("counts", bool(gold.counts), counts),
        ("weapon", bool(gold.weapon), _same_weapon(gold, given)),
        ("voice", True, voice),
        ("voice_attributed", bool(gold.voices), voice),
        ("factuality", True, sure),
        ("factuality_marked", gold.sureness != HowSure(), sure),
    )
    for field, is_there, is_right in fields:
        if is_there:
            marks.wanted[f"field:{field}"] += 1
            marks.right[f"field:{field}"] += is_right


def pairs(gold: tuple[ScoredClaim, ...], given: tuple[ScoredClaim, ...]) -> list[tuple[int, int]]:
    """Which gold and given claims tell of the same, by their places; each is used once, the best pairs come first."""
    candidates = [
        (likeness, -i, -j)
        for i, g in enumerate(gold)
        for j, p in enumerate(given)
        if (likeness := _likeness(g, p)) is not None
    ]
    taken_gold: set[int] = set()
    taken_given: set[int] = set()
    found = []
    for _, i, j in sorted(candidates, reverse=True):
        if i in taken_gold or j in taken_given:
            continue
        taken_gold.add(i)
        taken_given.add(j)
        found.append((-i, -j))
    return found


def _likeness(gold: ScoredClaim, given: ScoredClaim) -> float | None:
    """How well two claims go together, None when they tell of different things.

    The same type weighs 2, a shared trigger 1, everybody right 1, the same voice 0.5, long shared evidence up to 0.4.
    """
    if gold.kind != given.kind or family(gold.type) != family(given.type):
        return None
    shared, union = shared_evidence(gold, given)
    trigger = shared_letters(gold.trigger, given.trigger) > 0
    if not trigger and not (union and shared and shared >= _LEAST_SHARED_EVIDENCE * union):
        return None
    who = 2 * parts_right(gold, given) / max(1, gold.parts + given.parts)
    evidence = min(max(1, shared), _LONGEST_COUNTED_OVERLAP) / 1000
    return 2 * (gold.type == given.type) + trigger + who + 0.5 * same_voice(gold, given) + evidence


def _same_weapon(gold: ScoredClaim, given: ScoredClaim) -> bool:
    """Every weapon of either claim has its match in the other."""
    wanted, told = gold.weapon or (), given.weapon or ()
    return matched(wanted, told) == len(wanted) == len(told)
