"""Choose thresholds on reports that were kept back, one setting after the other, and how far a score is to be believed.

`python -m training.tune --found BENCH` does so on the found reports kept back, `--held training/sheets/held` on written
ones (both with both); what it prints goes into src/allegedly/data/encoder/model.toml.
"""

import argparse
import hashlib
import json
from pathlib import Path

import msgspec

from allegedly import scoring
from allegedly.coders.embedded import EmbeddedCoder
from allegedly.coders.encoder import load_encoder
from allegedly.model import Page
from allegedly.page import lay_down
from training.found import load_found
from training.sheets import completed, load_sheets

WHO = ("actor", "target")
# (section, names, values tried); order matters: the trigger decides which claims there are at all
GRID = [
    ("trigger", ("any",), (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)),
    ("trigger", ("second",), (0.4, 0.45, 0.55)),
    ("role", WHO, (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)),
    ("role", ("place",), (0.25, 0.35, 0.45)),
    ("role", ("time",), (0.2, 0.3, 0.5)),
    ("role", ("time_alone",), (0.03, 0.1)),
    ("role", ("unheard",), (0.4, 0.6)),
    ("role", ("plainly",), (0.9, 0.97, 0.985, 0.992)),
    ("role", ("tense",), (0.5, 0.65, 0.75)),
    ("role", ("count",), (0.15, 0.35)),
    ("role", ("count_far",), (0.6, 0.8)),
    ("role", ("weapon",), (0.3, 0.6)),
]


class Remembered:
    """A graph that is asked once for each input: thresholds change what is made of its answers, not the answers."""

    def __init__(self, graph) -> None:
        self.graph, self.answers = graph, {}

    def run(self, names, given):
        key = hashlib.sha256(b"".join(value.tobytes() for value in given.values())).digest()
        if key not in self.answers:
            self.answers[key] = self.graph.run(names, given)
        return self.answers[key]


def article_of(document: dict):
    page = Page(
        name=document["id"],
        media_type="text/plain",
        body=document["text"].encode(),
        id=document["id"],
        title=document.get("title"),
        published_at=document.get("published_at"),
        publisher=document.get("publisher"),
    )
    return lay_down(page)


def worth(report: dict) -> float:
    """What is sought: claims found and typed, who, full, and the slots of paired claims."""
    slots = [
        report["slots"][name]["share"] or 0
        for name in ("time", "place", "counts", "voice_attributed", "factuality_marked")
        if name in report["slots"]
    ]
    return report["found"]["f1"] + report["typed"]["f1"] + report["who"]["f1"] + report["full"]["f1"] + 0.2 * sum(slots)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--held", type=Path, help="a folder of sheets kept back")
    ap.add_argument("--found", type=Path, help="the folder of public sets, for the found reports kept back")
    ap.add_argument("--scores-only", action="store_true", help="leave the thresholds, only fit the score")
    a = ap.parse_args()
    kept = load_sheets(a.held) if a.held else []
    if a.found:
        kept += load_found(Path(__file__).parent / "found", a.found, kept_back=True)
    documents = [completed(document) for document in kept]
    gold = {d["id"]: scoring.decode_article(json.dumps(d)) for d in documents}
    articles = [article_of(d) for d in documents]
    encoder, coder = load_encoder(1), EmbeddedCoder()
    encoder._words, encoder._claims = Remembered(encoder._words), Remembered(encoder._claims)

    def read() -> dict:
        predicted = {}
        for article in articles:
            line = json.dumps(
                {
                    "id": article.id,
                    "text": article.text,
                    "claims": msgspec.to_builtins(coder.code(article), builtin_types=()),
                },
                default=str,
            )
            predicted[article.id] = scoring.decode_article(line)
        return predicted

    def measure() -> float:
        return worth(scoring.score(gold, read()))

    best = measure()
    for section, names, values in [] if a.scores_only else GRID:
        for value in values:
            before = {name: encoder.settings[section][name] for name in names}
            encoder.settings[section].update(dict.fromkeys(names, value))
            now = measure()
            print(section, names[0], value, round(now, 4), flush=True)
            if now > best:
                best = now
            else:
                encoder.settings[section].update(before)
    print(
        " ".join(
            [f"{k}={v}" for k, v in encoder.settings["trigger"].items()]
            + [f"{k}={v}" for k, v in encoder.settings["role"].items()]
        )
    )
    encoder.settings["score"] = {"raw": [0.0, 1.0], "right": [0.0, 1.0]}
    coded = {article.id: coder.code(article) for article in articles}
    print(levels(gold, coded, {article.id: article.text for article in articles}))


def levels(gold: dict, coded: dict, texts: dict[str, str]) -> dict[str, list[float]]:
    """Raw scores and the share of claims right at each: what stands above grows no less right (pool adjacent violators)."""
    points = []
    for name, claims in coded.items():
        line = json.dumps(
            {"id": name, "text": texts[name], "claims": msgspec.to_builtins(claims, builtin_types=())}, default=str
        )
        given = scoring.decode_article(line).claims
        wanted = gold[name].claims
        pairs = {ours: theirs for theirs, ours in scoring.pairs(wanted, given)}
        points += [
            (claim.score, float(at in pairs and wanted[pairs[at]].type == given[at].type))
            for at, claim in enumerate(claims)
        ]
    points.sort()
    pools: list[list[float]] = []
    # about 40 claims a pool: one claim more or less moves its share by 2.5 points
    for first in range(0, len(points), 40):
        pool = points[first : first + 40]
        pools.append([sum(p for p, _ in pool) / len(pool), sum(r for _, r in pool) / len(pool), len(pool)])
        while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:
            (s1, r1, n1), (s2, r2, n2) = pools[-2:]
            pools[-2:] = [[(s1 * n1 + s2 * n2) / (n1 + n2), (r1 * n1 + r2 * n2) / (n1 + n2), n1 + n2]]
    return {"raw": [round(s, 3) for s, _, _ in pools], "right": [round(r, 3) for _, r, _ in pools]}


if __name__ == "__main__":
    main()
