"""The list of words that reports write small: `python -m training.common_words DATA src/allegedly/data/common_words.txt`.

DATA holds gold/train.jsonl, gold/synthetic.jsonl and the train parts of bench/polnear, bench/tempeval3 and bench/gva_counts;
no development or held-out text is counted.
"""

import argparse
import gzip
import json
import re
import textwrap
from collections import Counter
from pathlib import Path

SOURCES = (
    "gold/train.jsonl",
    "gold/synthetic.jsonl",
    "bench/polnear/train.jsonl",
    "bench/tempeval3/timebank_train.jsonl",
    "bench/tempeval3/aquaint_train.jsonl",
    "bench/gva_counts/train.jsonl.gz",
)
# seen this often, and this share of the time in small letters: below it a word may be somebody's name
LEAST, SMALL = 3, 0.5
HEAD = "# English words a report writes in lower case: what is not here may be a name in text that is all capitals or all small letters."


def texts(path: Path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as stream:
        for line in stream:
            record = json.loads(line)
            yield from [record["text"]] if "text" in record else [doc["text"] for doc in record.get("docs", [])]


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("data", type=Path)
    ap.add_argument("to", type=Path)
    a = ap.parse_args()
    small, seen = Counter(), Counter()
    for source in SOURCES:
        for text in texts(a.data / source):
            if not text.isupper() and sum(map(str.isupper, text)) > 0.015 * len(text):
                words = re.findall(r"(?<![\w’'@#/.-])[A-Za-z]{2,}(?![\w’'@/]|\.\w)", text)
                seen.update(word.lower() for word in words)
                small.update(word for word in words if word.islower())
    kept = sorted(word for word, count in seen.items() if count >= LEAST and small[word] >= SMALL * count)
    a.to.write_text(HEAD + "\n" + textwrap.fill(" ".join(kept), 118) + "\n", encoding="utf-8")
    print(len(kept), "words")


if __name__ == "__main__":
    main()
