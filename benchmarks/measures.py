"""The public tasks' figures, by the definitions their literature uses."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Any

from benchmarks import clusters, incidentmeasures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Record = dict[str, Any]

_ACTOR_KEYS = ("country", "code_1", "code_2")
# 100 miles, as the literature has it
_NEAR_KM = 161.0
_EARTH_KM = 6371.0
_ATTRIBUTION_ROLES = ("source", "cue", "content")


def f1(right: int, given: int, wanted: int) -> float:
    """F1 in percent.

    >>> f1(right=1, given=2, wanted=2)
    50.0
    """
    return 200 * right / (given + wanted) if right else 0.0


def times(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """TempEval-3: spans found exactly (strict) or by overlap (relaxed), and of the latter those of the right value."""
    wanted = found = strict = relaxed = value = 0
    for record in gold:
        ours = given.get(record["id"], {}).get("timexes", [])
        wanted += len(record["timexes"])
        found += len(ours)
        for theirs, mine in _overlapping_pairs(record["timexes"], ours):
            relaxed += 1
            strict += (theirs["start"], theirs["end"]) == (mine["start"], mine["end"])
            value += theirs.get("value") == mine.get("value")
    return {
        "value_f1": f1(value, found, wanted),
        "strict_f1": f1(strict, found, wanted),
        "relaxed_f1": f1(relaxed, found, wanted),
    }


def factuality(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Mean absolute error on the scale -3 to 3, and Pearson's r; a predicate without an answer counts as 0."""
    wanted: list[float] = []
    answers: list[float] = []
    for record in gold:
        ours = {p["token"]: p["factuality"] for p in given.get(record["id"], {}).get("predicates", [])}
        wanted += [predicate["factuality"] for predicate in record["predicates"]]
        answers += [ours.get(predicate["token"], 0.0) for predicate in record["predicates"]]
    varied = len(set(wanted)) > 1 and len(set(answers)) > 1
    return {
        "mae": statistics.fmean(abs(w - a) for w, a in zip(wanted, answers, strict=True)),
        "r": statistics.correlation(wanted, answers) if varied else 0.0,
    }


def places(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Names of places at most 161 km (100 miles) off: of the gold ones with a point, and end to end; in percent.

    The same GeoNames number is right wherever its point is put. Names in the gold without a point are no errors when
    found.
    """
    near = found = wanted = spotted = same = numbered = 0
    for record in gold:
        pointed = [one for one in record["toponyms"] if one.get("lat") is not None and one.get("span_ok", True)]
        others = [one for one in record["toponyms"] if one not in pointed]
        ours = given.get(record["id"], {}).get("toponyms", [])
        ours = [one for one in ours if _meets(one, pointed) or not _meets(one, others)]
        wanted += len(pointed)
        found += len(ours)
        numbered += sum(bool(one.get("geonameid")) for one in pointed)
        for theirs, mine in _overlapping_pairs(pointed, ours):
            alike = bool(theirs.get("geonameid")) and str(theirs["geonameid"]) == str(mine.get("geonameid"))
            spotted += 1
            same += alike
            near += alike or _kilometres(theirs, mine) <= _NEAR_KM
    return {
        "acc_161": 100 * near / wanted if wanted else 0.0,
        "exact_id": 100 * same / numbered if numbered else 0.0,
        "end_to_end_f1": f1(near, found, wanted),
        "detection_f1": f1(spotted, found, wanted),
    }


def _meets(one: Record, others: Sequence[Record]) -> bool:
    return any(one["start"] < other["end"] and other["start"] < one["end"] for other in others)


def _kilometres(one: Record, other: Record) -> float:
    """The distance of two points on the globe."""
    if other.get("lat") is None:
        return math.inf
    a, b, c, d = map(math.radians, (one["lat"], one["lon"], other["lat"], other["lon"]))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def counts(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Share of reports with killed and injured both exactly as the incident's table has them, in percent."""
    both = [
        all((given.get(report["doc_id"], {}).get(what) or 0) == incident[what] for what in ("killed", "injured"))
        for incident in gold
        for report in incident["docs"]
    ]
    return {"both_exact": 100 * statistics.fmean(both)}


def same(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """CoNLL F1 over reports grouped by happening, and its three parts; a report without an answer stands alone."""
    wanted = {report["doc_id"]: str(at) for at, incident in enumerate(gold) for report in incident["docs"]}
    ours = {report: f"event {given[report]['event']}" if report in given else f"alone {report}" for report in wanted}
    return clusters.figures(wanted, ours)


def attribution(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Micro F1 over exact source, cue and content spans, by role and together."""
    right, found, wanted = (dict.fromkeys(_ATTRIBUTION_ROLES, 0) for _ in range(3))
    for record in gold:
        ours = given.get(record["id"], {}).get("attributions", [])
        for role in _ATTRIBUTION_ROLES:
            theirs, mine = _role_spans(record["attributions"], role), _role_spans(ours, role)
            right[role] += len(theirs & mine)
            found[role] += len(mine)
            wanted[role] += len(theirs)
    return {
        "exact_f1": f1(sum(right.values()), sum(found.values()), sum(wanted.values())),
        **{f"{role}_f1": f1(right[role], found[role], wanted[role]) for role in _ATTRIBUTION_ROLES},
    }


def actors(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """Shares of cases with every expected key right and of keys right, in percent: country, code_1, code_2.

    A key that ends in "!" must differ; a case that expects none must have an empty answer; cases about wiki pages and
    about other keys alone are left out.
    """
    cases: list[list[bool]] = []
    for record in gold:
        got = given.get(record["id"], {}).get("got", {})
        wanted = {key: value for key, value in record["expected"].items() if key.rstrip("!") in _ACTOR_KEYS}
        if record.get("task") != "wiki_link" and (wanted or record["expected"].get("none")):
            none = record["expected"].get("none")
            cases.append([not any(got.values())] if none else [_as_wanted(got, *one) for one in wanted.items()])
    keys = [right for case in cases for right in case]
    return {"cases_right": 100 * statistics.fmean(map(all, cases)), "keys_right": 100 * statistics.fmean(keys)}


def _as_wanted(got: Record, key: str, value: str | None) -> bool:
    same = (got.get(key.rstrip("!")) or "") == (value or "")
    return same is not key.endswith("!")


def relevance(gold: Sequence[Record], given: Mapping[str, Record]) -> dict[str, float]:
    """F1 of the label 1 and accuracy, in percent; every record must have an answer."""
    pairs = [(bool(record["label"]), bool(given[record["id"]]["label"])) for record in gold]
    both = sum(theirs and mine for theirs, mine in pairs)
    return {
        "f1": f1(both, sum(mine for _, mine in pairs), sum(theirs for theirs, _ in pairs)),
        "accuracy": 100 * statistics.fmean(theirs == mine for theirs, mine in pairs),
    }


MEASURES: dict[str, Callable[[Sequence[Record], Mapping[str, Record]], dict[str, float]]] = {
    "actors": actors,
    "attribution": attribution,
    "counts": counts,
    "entities": incidentmeasures.entities,
    "factuality": factuality,
    "geoparse": places,
    "muc4": incidentmeasures.incidents,
    "muc4_slots": incidentmeasures.slots,
    "places": places,
    "police": incidentmeasures.police,
    "relations": incidentmeasures.relations,
    "relevance": relevance,
    "same": same,
    "times": times,
}


def _overlapping_pairs(theirs: Sequence[Record], mine: Sequence[Record]) -> list[tuple[Record, Record]]:
    """One-to-one pairs of overlapping spans, the largest overlap first."""
    candidates = sorted(
        (
            (shared, -i, -j)
            for i, one in enumerate(theirs)
            for j, other in enumerate(mine)
            if (shared := min(one["end"], other["end"]) - max(one["start"], other["start"])) > 0
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(theirs[-i], mine[-j]) for i, j in pairs.items()]


def _role_spans(attributions: Sequence[Record], role: str) -> set[tuple[int, int]]:
    return {(start, end) for one in attributions for start, end in one.get(role) or []}
