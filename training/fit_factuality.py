"""Fit the weights of the certainty scale on UW train: `python -m training.fit_factuality UW_TRAIN.jsonl OUT.toml [DEV.jsonl]`.

The crowd's mean (-3..3) on the named signs of allegedly.certaintyscale. Ridge regression, then refitted with weights
1/|error| so that it leans towards the median (the measure is absolute error). ALPHA was best by five folds of train.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from allegedly.certaintyscale import signs_of

ALPHA = 1.0
# give several to compare them by five folds
ALPHAS = (ALPHA,)
ROUNDS = 25


def placed(record: dict) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as text and where each token stands in it."""
    at, spans = 0, []
    for token in record["tokens"]:
        spans.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(record["tokens"]), spans


def rows_of(path: str) -> list:
    rows = []
    for number, line in enumerate(open(path)):
        record = json.loads(line)
        text, spans = placed(record)
        for predicate in record["predicates"]:
            signs = signs_of(text, sentence=(0, len(text)), trigger=spans[predicate["token"]])
            rows.append((signs, predicate["factuality"], number % 5))
    return rows


def matrix(rows: list, names: list[str]) -> np.ndarray:
    index = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1
    for row, (signs, _, _) in enumerate(rows):
        x[row, [index[name] for name in signs if name in index]] = 1
    return x


def fitted(x: np.ndarray, y: np.ndarray, alpha: float) -> np.ndarray:
    penalty = alpha * np.eye(x.shape[1])
    penalty[-1, -1] = 0
    weights = np.linalg.solve(x.T @ x + penalty, x.T @ y)
    for _ in range(ROUNDS):
        w = 1 / np.maximum(np.abs(y - np.clip(x @ weights, -3, 3)), 0.2)
        weights = np.linalg.solve(x.T @ (x * w[:, None]) + penalty, x.T @ (y * w))
    return weights


def told(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> str:
    guess = np.clip(x @ weights, -3, 3)
    return f"MAE {np.abs(y - guess).mean():.4f} r {np.corrcoef(y, guess)[0, 1]:.4f}"


def main() -> None:
    rows = rows_of(sys.argv[1])
    seen = Counter(name for signs, _, _ in rows for name in signs)
    # a sign seen in fewer than eight predicates says nothing sure
    names = sorted(name for name, times in seen.items() if times >= 8)
    x, y, fold = matrix(rows, names), np.array([value for _, value, _ in rows]), np.array([fold for _, _, fold in rows])
    for alpha in ALPHAS:
        held = np.concatenate(
            [y[fold == f] - np.clip(x[fold == f] @ fitted(x[fold != f], y[fold != f], alpha), -3, 3) for f in range(5)]
        )
        print(f"five folds, alpha {alpha}: MAE {np.abs(held).mean():.4f}", file=sys.stderr)
    weights = fitted(x, y, ALPHA)
    print("train", told(x, y, weights), len(names), "signs", file=sys.stderr)
    if len(sys.argv) > 3:
        dev = rows_of(sys.argv[3])
        print("dev", told(matrix(dev, names), np.array([value for _, value, _ in dev]), weights), file=sys.stderr)
    kept = [(name, value) for name, value in zip(names, weights) if abs(value) >= 0.005]
    lines = [
        "# Written by training/fit_factuality.py from UW train (crowd means, -3 to 3): one weight for each sign around a",
        "# predicate (allegedly.certaintyscale), and the level without any.",
        f"level = {weights[-1]:.3f}",
        "",
        "[weights]",
        *[f"{name} = {value:.3f}" for name, value in kept],
        "",
    ]
    Path(sys.argv[2]).write_text("\n".join(lines))


if __name__ == "__main__":
    main()
