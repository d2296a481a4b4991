"""Fit the weights of the factuality scale on UW train: `python -m training.fit_factuality UW_TRAIN.jsonl OUT.toml`.

Ridge regression of the crowd's mean (-3..3) on the named signs of allegedly.factuality; alpha 3 was best by five folds of train.
"""

import json
import sys
from pathlib import Path

import numpy as np

from allegedly.factuality import standing_signs


def placed(record: dict) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as text and where each token stands in it."""
    at, spans = 0, []
    for token in record["tokens"]:
        spans.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(record["tokens"]), spans


def signs_of(record: dict):
    text, spans = placed(record)
    for predicate in record["predicates"]:
        yield standing_signs(text, sentence=(0, len(text)), trigger=spans[predicate["token"]]), predicate["factuality"]


def main() -> None:
    rows = [row for line in open(sys.argv[1]) for row in signs_of(json.loads(line))]
    names = sorted({name for signs, _ in rows for name in signs})
    x = np.array([[name in signs for name in names] + [True] for signs, _ in rows], dtype=float)
    # pairs that mean more together than apart
    y = np.array([value for _, value in rows])
    penalty = 3.0 * np.eye(len(names) + 1)
    penalty[-1, -1] = 0
    weights = np.linalg.solve(x.T @ x + penalty, x.T @ y)
    # the measure is absolute error: lean towards the median by refitting with weights 1/|error|
    for _ in range(30):
        w = 1 / np.maximum(np.abs(y - np.clip(x @ weights, -3, 3)), 0.1)
        weights = np.linalg.solve(x.T @ (x * w[:, None]) + penalty, x.T @ (y * w))
    print("train MAE", np.abs(y - np.clip(x @ weights, -3, 3)).mean(), "r", np.corrcoef(y, x @ weights)[0, 1], len(names), "signs")
    lines = ["# Written by training/fit_factuality.py from UW train (crowd means, -3 to 3); one weight for each sign, and the level without any.",
             f"level = {weights[-1]:.3f}", "", "[weights]", *[f"{name} = {value:.3f}" for name, value in zip(names, weights)], ""]
    Path(sys.argv[2]).write_text("\n".join(lines))


if __name__ == "__main__":
    main()
