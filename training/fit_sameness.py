"""Fit how much what two reports share speaks for one happening:
`python -m training.fit_sameness DATA/bench/gva_counts/train.jsonl.gz src/allegedly/data/sameness.toml`.

Reads the reports of the training incidents as the benchmark does (ten minutes on one core; the tellings are kept under
training/work), takes every pair of reports that shares a block, and fits a logistic regression with a unit ridge by Newton's
method. A weight whose sign contradicts what its feature says is dropped and the rest fitted again. The tables "aside" and
"inside" are set by hand: no training data says which claims told in passing are one happening.
"""

import argparse
import json
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np

from allegedly.events import Telling, about, blocks
from allegedly.events.sharing import FEATURES, features, shared
from benchmarks import measures, tasks
from benchmarks.same import reading_of

WORK = Path(__file__).parent / "work"
HEAD = """\
# How much each thing that two tellings share speaks for one happening (above 0) or two (below); the sum is log odds.
# [reports], two whole reports: fitted on pairs of reports of gun incidents (training/fit_sameness.py) but for the weights set by
# hand beforehand: "far apart", as the reports were read without a gazetteer, and the days between the happenings, as gun
# incidents are seldom followed by another in the same place. [across], [aside] and [inside], two claims: set by hand, as no
# training data says which claims are of one happening; docs/events.md gives the reasons.
"""
# what may only speak for, and what only against
AGAINST = {
    "days between the reports",
    "another day",
    "days between the happenings",
    "weeks between the happenings",
    "other place",
    "other people",
    "other age",
    "other number",
}
# an accident of one country's crime news
UNFITTED = {"same type", "same voice"}
CLAIMS = {
    "same day": 3.0,
    "another day": -3.0,
    "days between the happenings": -1.0,
    "weeks between the happenings": -2.0,
    "place named in the other report": 1.5,
    "other place": -2.0,
    "far apart": -6.0,
    "same people": 2.0,
    "same age": 1.0,
    "other age": -1.0,
    "same number": 0.8,
    "other number": -0.5,
    "same type": 2.0,
}
HAND = {
    # fitted freely the days weigh a tenth of this and the F1 is no better
    "reports": {
        "far apart": -6.0,
        "another day": -3.0,
        "days between the happenings": -0.3,
        "weeks between the happenings": -1.5,
    },
    "across": CLAIMS
    | {"always": -6.5, "shared words": 6.0, "shared names": 0.4, "days between the reports": -0.6, "same place": 3.0},
    "aside": CLAIMS
    | {"always": -6.5, "days between the reports": -0.1, "same place": 3.0, "place named in the other report": 0.5},
    "inside": {
        "always": -4.5,
        "same day": 1.5,
        "another day": -3.0,
        "days between the happenings": -1.0,
        "same place": 1.5,
        "place named in the other report": 0.5,
        "other place": -1.5,
        "far apart": -4.0,
        "same people": 2.5,
        "other people": -1.0,
        "same number": 0.5,
        "other number": -0.5,
        "same type": 3.5,
        "same voice": -1.5,
    },
}


def told(source: Path) -> list[tuple[str, Telling]]:
    """Every report of the incidents as one telling, with the incident it belongs to."""
    kept = WORK / "tellings.jsonl"
    incidents = tasks.lines(source)
    of = {report["doc_id"]: incident["id"] for incident in incidents for report in incident["docs"]}
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        with kept.open("wb") as out:
            for record in tasks.inputs("same", incidents):
                out.write(msgspec.json.encode(about(reading_of(record))) + b"\n")
    rows = [msgspec.json.decode(line, type=Telling) for line in kept.read_bytes().splitlines()]
    return [(of[telling.article_id], telling) for telling in rows]


def pairs(rows: list[tuple[str, Telling]]) -> list[tuple[int, int]]:
    held = defaultdict(list)
    for at, (_, telling) in enumerate(rows):
        for key in blocks(telling):
            held[key].append(at)
    return sorted({pair for block in held.values() for pair in combinations(block, 2)})


def shares(a: Telling, b: Telling) -> tuple[float, ...]:
    return features(a, b, shared(a, b))


def newton(x: np.ndarray, y: np.ndarray, set_odds: np.ndarray) -> np.ndarray:
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights + set_odds, -30, 30)))
        slope = x.T @ (chance - y) + weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights in the order of FEATURES, none with the wrong sign, beside those set by hand."""
    full = np.array([HAND["reports"].get(name, 0.0) for name in FEATURES])
    used = [at for at, name in enumerate(FEATURES) if name not in UNFITTED and name not in HAND["reports"]]
    while True:
        weights = newton(x[:, used], y, x @ full)
        wrong = [
            at
            for at, weight in zip(used, weights)
            if FEATURES[at] != "always" and (weight > 0) == (FEATURES[at] in AGAINST)
        ]
        if not wrong:
            break
        used = [at for at in used if at not in wrong]
    full[used] = weights
    return full


def conll(rows: list[tuple[str, Telling]], joined: list[tuple[int, int]]) -> float:
    above = list(range(len(rows)))

    def root(one: int) -> int:
        while above[one] != one:
            one = above[one]
        return one

    for a, b in joined:
        above[root(a)] = root(b)
    gold = defaultdict(list)
    for incident, telling in rows:
        gold[incident].append({"doc_id": telling.article_id})
    given = {telling.article_id: {"event": root(at)} for at, (_, telling) in enumerate(rows)}
    return measures.same([{"id": one, "docs": docs} for one, docs in gold.items()], given)["conll_f1"]


def try_thresholds(
    rows: list[tuple[str, Telling]], chosen: list[tuple[int, int]], x: np.ndarray, y: np.ndarray
) -> None:
    """CoNLL F1 on each third of the incidents, judged by weights fitted on the other two."""
    incidents = sorted({incident for incident, _ in rows})
    random.Random(1).shuffle(incidents)
    third = {incident: at % 3 for at, incident in enumerate(incidents)}
    part = np.array([third[incident] for incident, _ in rows])
    ends = np.array(chosen)
    reached = defaultdict(list)
    for held in range(3):
        inside = (part[ends[:, 0]] != held) & (part[ends[:, 1]] != held)
        outside = (part[ends[:, 0]] == held) & (part[ends[:, 1]] == held)
        odds = x[outside] @ fit(x[inside], y[inside])
        where = np.flatnonzero(part == held)
        place = {int(at): new for new, at in enumerate(where)}
        mine = [rows[at] for at in where]
        for percent in range(20, 85, 5):
            over = odds >= np.log(percent / (100 - percent))
            reached[percent].append(conll(mine, [(place[a], place[b]) for a, b in ends[outside][over].tolist()]))
    print({percent / 100: round(float(np.mean(figures)), 2) for percent, figures in reached.items()})


def written(weights: np.ndarray) -> str:
    tables = HAND | {"reports": dict(zip(FEATURES, map(float, weights)))}
    lines = [HEAD.rstrip()]
    for table, values in tables.items():
        lines += ["", f"[{table}]", *(f'"{name}" = {values.get(name, 0.0) + 0.0:.3f}' for name in FEATURES)]
    return "\n".join(lines) + "\n"


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("incidents", type=Path)
    ap.add_argument("to", type=Path)
    a = ap.parse_args()
    rows = told(a.incidents)
    chosen = pairs(rows)
    x = np.array([shares(rows[i][1], rows[j][1]) for i, j in chosen])
    y = np.array([float(rows[i][0] == rows[j][0]) for i, j in chosen])
    wanted = sum(1 for (one, _), (other, _) in combinations(rows, 2) if one == other)
    print(
        f"{len(rows)} reports, {len(chosen)} pairs share a block, {int(y.sum())} of {wanted} pairs of one incident among them"
    )
    a.to.write_text(written(fit(x, y)), encoding="utf-8")
    try_thresholds(rows, chosen, x, y)


if __name__ == "__main__":
    main()
