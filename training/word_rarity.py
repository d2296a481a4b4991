"""How rare words are in reports: `python -m training.word_rarity DATA src/allegedly/data/word_rarity.txt`.

DATA holds gold/train.jsonl, gold/synthetic.jsonl and the train parts of bench/polnear, bench/tempeval3 (world news) and
bench/gva_counts (local crime news); no development or held-out text is counted. A word is as common as in the kind of news that says
it more often. Only the words and how common they are is kept.
"""

import argparse
import math
from collections import Counter
from pathlib import Path

from allegedly.events.rarity import RAREST, words_in
from training.common_words import texts

KINDS = (
    (
        "gold/train.jsonl",
        "gold/synthetic.jsonl",
        "bench/polnear/train.jsonl",
        "bench/tempeval3/timebank_train.jsonl",
        "bench/tempeval3/aquaint_train.jsonl",
    ),
    ("bench/gva_counts/train.jsonl.gz",),
)
# a word of fewer reports is taken for one of the rarest
LEAST = 4
HEAD = (
    "# How rare words are in reports: those of line n stand in about one report of 2 to the power n, those of no line in fewer than one of 700.\n"
    "# Counted over training reports of world news and of local crime news, the commoner of the two; made by training/word_rarity.py."
)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("data", type=Path)
    ap.add_argument("to", type=Path)
    a = ap.parse_args()
    share: dict[str, float] = {}
    for kind in KINDS:
        held, reports = Counter(), 0
        for source in kind:
            for text in texts(a.data / source):
                reports += 1
                held.update({word.casefold() for word in words_in(text)})
        for word, count in held.items():
            if count >= LEAST:
                share[word] = max(share.get(word, 0.0), count / reports)
    steps: dict[int, list[str]] = {}
    for word, part in share.items():
        steps.setdefault(min(round(-math.log2(part)), RAREST), []).append(word)
    steps.pop(RAREST, None)
    lines = [f"{step}: {' '.join(sorted(words))}" for step, words in sorted(steps.items())]
    a.to.write_text(HEAD + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print({step: len(words) for step, words in sorted(steps.items())})


if __name__ == "__main__":
    main()
