"""Choose thresholds on training reports that were kept back, one setting after the other; prints the chosen ones.

`python -m training.tune --data ../shared/gold --held training/work/run1/held.json`
"""

import argparse
import json
from pathlib import Path

import msgspec

from allegedly import scoring
from allegedly.coders.embedded import EmbeddedCoder
from allegedly.coders.encoder import load_encoder
from allegedly.model import Page
from allegedly.page import lay_down

WHO = ("actor", "target")
# (section, names, values tried); order matters: the trigger decides which claims there are at all
GRID = [
    ("trigger", ("any",), (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)),
    ("trigger", ("second",), (0.2, 0.25, 0.3, 0.35, 0.5)),
    ("role", WHO, (0.2, 0.3, 0.4, 0.5)),
    ("role", ("place",), (0.2, 0.3, 0.4, 0.5)),
    ("role", ("time",), (0.15, 0.25, 0.35, 0.5)),
    ("role", ("voice", "voice_cue", "relayed_by"), (0.2, 0.3, 0.4, 0.5)),
    (
        "role",
        ("killed", "wounded", "abducted", "arrested", "displaced", "fighters", "members", "participants", "other"),
        (0.2, 0.3, 0.4, 0.5),
    ),
    ("role", ("weapon",), (0.3, 0.5)),
    ("role", ("evidence",), (0.3, 0.5)),
]


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
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--held", type=Path, required=True)
    a = ap.parse_args()
    held = set(json.loads(a.held.read_text()))
    documents = [d for d in map(json.loads, (a.data / "train.jsonl").open()) if d["id"] in held]
    gold = {d["id"]: scoring.decode_article(json.dumps(d)) for d in documents}
    articles = [article_of(d) for d in documents]
    encoder, coder = load_encoder(1), EmbeddedCoder()

    def measure() -> float:
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
        return worth(scoring.score(gold, predicted))

    best = measure()
    for section, names, values in GRID:
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


if __name__ == "__main__":
    main()
