"""Figures of the tasks on incidents, named things and labels, by the definitions their literature uses.

Incidents: the micro F1 over templates of Du, Rush and Cardie (2021), over entities of one role (CEAF-REE, strict), and
over the slots of MUC-4, where templates of one type are paired so that most fillers are right.
"""

from __future__ import annotations

import itertools
import re
import string
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["entities", "incidents", "police", "relations", "slots"]

Record = dict[str, Any]
A = TypeVar("A")
B = TypeVar("B")

_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_SLOTS = (
    *("incident_type", "stage", "incident_category", "date", "location"),
    *("weapon", "perp_individual", "perp_org", "phys_target", "hum_target"),
    *("weapon_type", "perp_confidence", "phys_target_type", "phys_target_effect"),
    *("hum_target_type", "hum_target_effect", "hum_target_number", "phys_target_number"),
)
_MARKS = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
# candidates of re3d with less are rejected ones
_ACCEPTED = 0.5
# more templates than this on both sides are paired one after the other instead of in every way
_FEW = 6


def incidents(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Micro F1 over templates (type and fillers of paired ones) and over entities by role, in percent."""
    right_given = right_wanted = found = wanted = 0
    hits = named = told = 0
    for record in gold:
        ours = given.get(record["id"], {})
        theirs = _once([_template(one) for one in record["gtt"]])
        mine = [_template(one) for one in ours.get("templates", [])]
        found += sum(_size(one) for one in mine)
        wanted += sum(_size(one) for one in theirs)
        a, b = _best_pairing(mine, theirs)
        right_given, right_wanted = right_given + a, right_wanted + b
        for role in _ROLES:
            asked = _entities(record["ree"].get(role))
            said = _entities(ours.get("ree", {}).get(role))
            hits += matched(said, asked, lambda one, other: one <= other)
            named, told = named + len(said), told + len(asked)
    return {
        "template_f1": _f1_of(right_given, found, right_wanted, wanted),
        "ree_f1": _f1_of(hits, named, hits, told),
    }


def slots(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Micro F1 over all main slots; optional gold templates that nothing was paired with are not missed."""
    right = found = wanted = 0
    for record in gold:
        mine, theirs = given.get(record["id"], {}).get("templates", []), record["templates"]
        pairs = _paired_by_type(mine, theirs)
        right += sum(_slot_hits(mine[i], theirs[j]) for i, j in pairs)
        paired = {j for _, j in pairs}
        found += sum(_slot_size(one) for one in mine)
        wanted += sum(_slot_size(one) for j, one in enumerate(theirs) if j in paired or not one.get("optional"))
    return {"slots_f1": _f1_of(right, found, right, wanted)}


def entities(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Micro F1 over entities with exactly the right type, start and end, in percent."""
    right = found = wanted = 0
    for record in gold:
        theirs = {(e["type"], e["start"], e["end"]) for e in _accepted(record["entities"])}
        mine = {(e["type"], e["start"], e["end"]) for e in given.get(record["id"], {}).get("entities", [])}
        right, found, wanted = right + len(theirs & mine), found + len(mine), wanted + len(theirs)
    return {"exact_f1": _f1_of(right, found, right, wanted)}


def relations(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Micro F1 over ties of the right type whose two ends overlap the gold's, one to one, in percent."""
    right = found = wanted = 0
    for record in gold:
        theirs = sorted({_tie(one) for one in _accepted(record["relations"])})
        mine = sorted({_tie(one) for one in given.get(record["id"], {}).get("relations", [])})
        right += matched(mine, theirs, _same_tie)
        found, wanted = found + len(mine), wanted + len(theirs)
    return {"overlap_f1": _f1_of(right, found, right, wanted)}


def police(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """The mean F1 of a text's labels, in percent; texts without a label on either side are left out."""
    shares = []
    for record in gold:
        pairs = list(zip(record["labels"], given[record["id"]]["labels"], strict=True))
        if size := sum(a + b for a, b in pairs):
            shares.append(200 * sum(a and b for a, b in pairs) / size)
    return {"example_f1": sum(shares) / len(shares)}


def matched(mine: Sequence[A], theirs: Sequence[B], fits: Callable[[A, B], bool]) -> int:
    """The most pairs that fit, each side used once (augmenting paths).

    >>> matched([1, 2], [2, 3], lambda a, b: b - a in (0, 1))
    2
    """
    taken: dict[int, int] = {}

    def place(at: int, tried: set[int]) -> bool:
        for other in range(len(theirs)):
            if other not in tried and fits(mine[at], theirs[other]):
                tried.add(other)
                if other not in taken or place(taken[other], tried):
                    taken[other] = at
                    return True
        return False

    return sum(place(at, set()) for at in range(len(mine)))


def _f1_of(right_given: int, given: int, right_wanted: int, wanted: int) -> float:
    precision = right_given / given if given else 0.0
    recall = right_wanted / wanted if wanted else 0.0
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def _accepted(candidates: Iterable[Record]) -> list[Record]:
    return [one for one in candidates if one.get("confidence", 1) >= _ACCEPTED]


def _tie(one: Record) -> tuple[str, int, int, int, int]:
    return (one["type"], *one["source"], *one["target"])


def _same_tie(one: tuple[str, int, int, int, int], other: tuple[str, int, int, int, int]) -> bool:
    return (
        one[0] == other[0]
        and min(one[2], other[2]) > max(one[1], other[1])
        and min(one[4], other[4]) > max(one[3], other[3])
    )


def _plain(words: Any) -> str:
    return " ".join(_ARTICLES.sub(" ", str(words).lower().translate(_MARKS)).split())


def _entities(named: Iterable[Any] | None) -> list[frozenset[str]]:
    """Entities as sets of mentions without case, marks and articles."""
    return [
        frozenset(_plain(mention) for mention in ([one] if isinstance(one, str) else one)) for one in named or () if one
    ]


def _template(one: Record) -> Record:
    return {"type": one["incident_type"].lower().strip(), **{role: _entities(one.get(role)) for role in _ROLES}}


def _once(templates: list[Record]) -> list[Record]:
    return [one for at, one in enumerate(templates) if one not in templates[:at]]


def _size(template: Record) -> int:
    return 1 + sum(len(template[role]) for role in _ROLES)


def _hits(mine: Record, theirs: Record) -> tuple[int, int]:
    """Of a pair of templates, what is right of the given one and what is found of the wanted one; types must agree."""
    if mine["type"] not in theirs["type"]:
        return 0, 0
    right = sum(any(p <= g for g in theirs[role]) for role in _ROLES for p in mine[role])
    found = sum(any(p <= g for p in mine[role]) for role in _ROLES for g in theirs[role])
    return 1 + right, 1 + found


def _best_pairing(mine: list[Record], theirs: list[Record]) -> tuple[int, int]:
    """The pairing one to one whose F1 over the document is best: what is right of the given, found of the wanted."""
    found, wanted = sum(map(_size, mine)), sum(map(_size, theirs))
    hits = [[_hits(one, other) for other in theirs] for one in mine]
    best = (0, 0)
    for pairing in _pairings(len(mine), len(theirs)):
        total = (sum(hits[i][j][0] for i, j in pairing), sum(hits[i][j][1] for i, j in pairing))
        if _f1_of(total[0], found, total[1], wanted) > _f1_of(best[0], found, best[1], wanted):
            best = total
    return best


def _pairings(ours: int, theirs: int) -> Iterable[list[tuple[int, int]]]:
    """Every way to pair the fewer templates with the others; for many of them the first way only."""
    fewer, more = min(ours, theirs), max(ours, theirs)
    ways: Iterable[tuple[int, ...]] = itertools.permutations(range(more), fewer)
    if fewer > _FEW or more > 2 * _FEW:
        ways = [tuple(range(fewer))]
    for way in ways:
        yield [(i, j) if ours <= theirs else (j, i) for i, j in enumerate(way)]


def _values(template: Record, slot: str) -> list[frozenset[str]]:
    """The fillers of a slot, each as the set of its alternatives; of those about another filler the value only."""
    fillers = []
    for one in template.get(slot) or []:
        alternatives = one.get("value", []) if isinstance(one, dict) else [one] if isinstance(one, str) else one
        fillers.append(frozenset(_plain(words) for words in alternatives if words is not None))
    return fillers


def _slot_size(template: Record) -> int:
    return sum(len(template.get(slot) or []) for slot in _SLOTS)


def _slot_hits(mine: Record, theirs: Record) -> int:
    return sum(
        matched(_values(mine, slot), _values(theirs, slot), lambda one, other: bool(one & other)) for slot in _SLOTS
    )


def _paired_by_type(mine: Sequence[Record], theirs: Sequence[Record]) -> list[tuple[int, int]]:
    """Templates of one type paired one to one, those with most right fillers first."""
    hits = Counter(
        {
            (i, j): 1 + _slot_hits(one, other)
            for i, one in enumerate(mine)
            for j, other in enumerate(theirs)
            if any(a & b for a in _values(one, "incident_type") for b in _values(other, "incident_type"))
        }
    )
    pairs: dict[int, int] = {}
    for (i, j), _ in sorted(hits.items(), key=lambda item: (-item[1], item[0])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return sorted(pairs.items())
