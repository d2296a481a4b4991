"""Fit how tellings of one report share days and places: `python -m training.fit_lending DATA src/allegedly/data/lending.toml`.

DATA holds train.jsonl and synthetic.jsonl. A pair is a claim that states its day (place) in its own sentence and one that does
not; it is right when the second claim's gold has the same. Logistic regression with a unit ridge, by Newton's method.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from allegedly.coders.lending import FEATURES, Telling, likeness, refers_back, share_of
from allegedly.names import same_thing
from allegedly.segment import split_sentences
from training.sheets import completed, load_sheets


def names(claim: dict, role: str) -> tuple[str, ...]:
    return tuple(part.get("name") or part["text"] for part in claim.get(role) or [])


def tellings(document: dict) -> list[tuple[dict, Telling, int]]:
    text = document["text"]
    spans = [(span.start, span.end) for span in split_sentences(text, 0, len(text))]

    def sentence(at: int) -> int:
        return next((index for index, (start, end) in enumerate(spans) if start <= at < end), -1)

    found = []
    for claim in document["claims"]:
        if claim["kind"] == "event" and claim.get("trigger"):
            at = claim["trigger"]["start"]
            place = claim.get("place")
            found.append(
                (
                    claim,
                    Telling(
                        type=claim["type"],
                        sentence=sentence(at),
                        actors=names(claim, "actor"),
                        targets=names(claim, "target"),
                        place=(place.get("name") or place["text"]) if place else None,
                        refers_back=refers_back(text, at),
                    ),
                    sentence,
                )
            )
    return found


def day(claim: dict):
    time = claim.get("time")
    if not time or time.get("basis") == "publication":
        return None
    return (time["earliest"], time.get("latest")) if time.get("earliest") else time.get("text")


def pairs(document: dict, what: str) -> list[tuple[tuple[float, ...], bool]]:
    told = tellings(document)

    def near(claim: dict, telling: Telling, sentence) -> bool:
        slot = claim.get(what)
        return bool(slot and slot.get("start") is not None and sentence(slot["start"]) == telling.sentence)

    rows = []
    for claim, telling, sentence in told:
        if near(claim, telling, sentence):
            continue
        if what == "time" and (claim.get("factuality") or {}).get("tense", "past") not in ("past", "ongoing"):
            continue
        if what == "place":
            telling = Telling(
                telling.type, telling.sentence, telling.actors, telling.targets, None, telling.refers_back
            )
        lenders = [
            (other, its)
            for other, its, where in told
            if other is not claim
            and near(other, its, where)
            and (what == "place" or other["time"]["precision"] == "day")
        ]
        key = day if what == "time" else (lambda it: it["place"].get("name") or it["place"]["text"])
        counts = Counter(key(other) for other, _ in lenders)
        for other, its in lenders:
            right = (
                day(claim) is not None and day(claim) == day(other)
                if what == "time"
                else bool(claim.get("place") and same_thing(key(claim), key(other)))
            )
            rows.append((likeness(telling, its, share_of(counts[key(other)], len(lenders))), right))
    return rows


def fit(rows: list[tuple[tuple[float, ...], bool]]) -> np.ndarray:
    x, y = np.array([features for features, _ in rows]), np.array([float(right) for _, right in rows])
    weights = np.zeros(x.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - y) + weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("data", type=Path)
    ap.add_argument("to", type=Path)
    a = ap.parse_args()
    documents = [
        json.loads(line)
        for name in ("train", "synthetic")
        for line in (a.data / f"{name}.jsonl").open(encoding="utf-8")
    ]
    documents += [completed(sheet) for sheet in load_sheets(Path(__file__).parent / "sheets")]
    lines = ["# How much each likeness of two tellings speaks for one day or place; fitted by training/fit_lending.py."]
    for what in ("time", "place"):
        rows = [row for document in documents for row in pairs(document, what)]
        lines += ["", f"[{what}]", *[f'"{n}" = {w:.3f}' for n, w in zip(FEATURES, fit(rows), strict=True)]]
        print(what, len(rows), "pairs,", sum(right for _, right in rows), "right")
    a.to.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
