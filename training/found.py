"""Found reports coded for training: `training/found/*.jsonl` holds claims as places in texts that are not ours to ship.

A line tells the set and the key of a report in the folder of public sets (train parts only), the first signs of its
text's hash, and its claims by the codebook, every span as [start, end] alone; `load_found` puts the words back.
`python -m training.found --bench BENCH --coded SHEETS --to training/found/NAME.jsonl` makes the lines of reports coded
as blocks of `# SET-KEY` and claim lines (training/sheets.py); which reports there are to code, and their texts as the
offsets count them, `texts_of` tells.
"""

import argparse
import functools
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.sheets import PAIR, claim_of

# of each set: its files, and the field that names a report
SETS = {
    "te3": (("tempeval3/timebank_train.jsonl", "tempeval3/aquaint_train.jsonl"), "id"),
    "lgl": (("lgl/train.jsonl",), "id"),
    "gwn": (("geowebnews/train.jsonl",), "id"),
    "muc4": (("muc4/train.jsonl",), "id"),
    "satp": (("conflibert_satp_relevant/train.jsonl",), "id"),
    "ipe": (("conflibert_IndiaPoliceEvents_docs/train.jsonl",), "id"),
    "pol": (("polnear/train.jsonl",), "id"),
    "gva": (("gva_counts/train.jsonl.gz",), "doc_id"),
    "art": (("articles/open_wikinews.jsonl", "articles/restricted_text.jsonl"), "id"),
    "cep": (("articles/wikipedia_current_events_2015-09.jsonl",), "id"),
    "ecb": (("ecbplus/train.jsonl.gz",), "id"),
    "re3d": (("re3d/train.jsonl",), "id"),
    "cam": (("conflibert_cameo_ner/train.jsonl",), "id"),
}
# sets whose texts are broken into lines of one length
WRAPPED = ("muc4", "te3")
# one of so many found reports is kept back for thresholds
KEPT_BACK = 8


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        for line in lines:
            record = json.loads(line)
            # a line of the register of shootings holds all reports of one shooting
            yield from record.get("docs") or [record]


def joined(record: dict[str, Any]) -> str:
    """The text of a report given as tokens, a sentence a line."""
    sentences, at = [], 0
    for length in record["sentence_lengths"]:
        text = ""
        for token in record["tokens"][at : at + length]:
            close = re.fullmatch(r"[.,;:!?%)\]]|'s|'|n't|'re|'ll|'ve|'m|'d|\.\.\.|”|’s|’", token)
            text += token if not text or close or text.endswith(("(", "[", "$", "“", "#")) else " " + token
        sentences.append(text.strip())
        at += length
    return "\n".join(sentence for sentence in sentences if sentence)


def text_of(name: str, record: dict[str, Any]) -> str:
    """A report's text as the offsets count it: no empty lines around, single breaks of wrapped lines as blanks."""
    if name == "cam":
        text = re.sub(r"(?<=\w) - (?=\w)", "-", joined(record | {"sentence_lengths": [len(record["tokens"])]}))
    else:
        text = joined(record) if name == "ecb" else record["text"].strip("\n")
    if name in WRAPPED:
        text = re.sub(r"(?<!\n)\n(?!\n)(?! {2,})", " ", text)
    return re.sub(r"[\t\r\f\v]", " ", text)


@functools.cache
def texts_of(bench: Path) -> dict[tuple[str, str], str]:
    """The texts of all reports of the sets' train parts, by set and key."""
    return {
        (name, record[field]): text_of(name, record)
        for name, (files, field) in SETS.items()
        for file in files
        for record in read_lines(bench / file)
    }


def mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def without_words(value: Any) -> Any:
    """A claim's parts as places alone; words stay only where they stand nowhere (`unspecified`) or name a reporting word."""
    if isinstance(value, list):
        return [without_words(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("start") is not None:
        value = {k: v for k, v in value.items() if k not in ("text", "name", "who")}
        if len(value) == 2:  # nothing else is told of it
            return [value["start"], value["end"]]
    return {key: without_words(item) for key, item in value.items() if item is not None and item != []}


def with_words(value: Any, text: str) -> Any:
    """The same with the words put back."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(item, int) for item in value):
        value = {"start": value[0], "end": value[1]}
    if isinstance(value, list):
        return [with_words(item, text) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: with_words(item, text) for key, item in value.items()}
    if value.get("start") is not None:
        words = text[value["start"] : value["end"]]
        value |= {"text": words, "name": words} | ({"who": words} if "role" in value else {})
    return value


def whole(claim: dict[str, Any]) -> dict[str, Any]:
    """A claim with the parts that it does not have told as empty."""
    first, second = ("actor", "target") if claim["kind"] == "event" else ("subject", "object")
    empty: dict[str, Any] = {
        first: [],
        second: [],
        "place": None,
        "time": None,
        "weapon": [],
        "attribution": [],
        "counts": [],
    }
    claim["factuality"].setdefault("cues", [])
    return empty | claim


def load_found(folder: Path, bench: Path, *, kept_back: bool = False) -> list[dict[str, Any]]:
    """The found reports as gold records: those to learn from, or those kept back (every eighth, by its text's hash)."""
    texts, documents = texts_of(bench), []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            coded = json.loads(line)
            text = texts.get((coded["set"], coded["key"]))
            if text is None:
                raise ValueError(
                    f"{path.name}: no text {coded['set']} {coded['key']} in the sets of SETS under {bench}"
                )
            if mark(text) != coded["mark"]:
                raise ValueError(f"{path.name}: {coded['set']} {coded['key']}: the text is not the one that was coded")
            if is_kept_back(coded["mark"]) == kept_back:
                documents.append(
                    {
                        "id": f"found-{coded['set']}-{coded['key']}",
                        "text": text,
                        "published_at": coded["published_at"],
                        "claims": [whole(with_words(claim, text)) for claim in coded["claims"]],
                    }
                )
    return documents


def is_kept_back(signs: str) -> bool:
    return int(signs, 16) % KEPT_BACK == 0


def nearest_spots(text: str, line: str) -> str:
    """A claim line whose words without `@` stand for the place nearest the trigger, and the trigger's in its evidence."""
    got = {m[1]: m[2] for m in PAIR.finditer(line) if m[2] is not None}
    trigger, evidence = got.get("trigger", "").replace("''", '"'), got.get("evidence", "").split(";")[0]
    spots = [m.start() for m in re.finditer(re.escape(trigger), text)] if trigger and "@" not in trigger else []
    told = text.find(evidence.replace("''", '"').strip()) if evidence.strip() and "@" not in evidence else -1
    inside = [spot for spot in spots if told <= spot < told + len(evidence)] if told >= 0 else []
    at = next(iter(inside or spots), None)
    if at is None:
        words, _, nth = trigger.partition("@")
        found = [m.start() for m in re.finditer(re.escape(words.strip()), text)]
        at = found[int(nth) - 1] if nth.isdigit() and len(found) >= int(nth) else 0

    def numbered(piece: str) -> str:
        if "@" in piece or not piece.strip():
            return piece
        found = [m.start() for m in re.finditer(re.escape(piece.strip().replace("''", '"')), text)]
        spot = min(found, key=lambda it: abs(it - at), default=None)
        return piece if spot is None else f"{piece.strip()}@{found.index(spot) + 1}"

    def renumbered(match: re.Match[str]) -> str:
        if match[2] is None or match[1] in ("cue", "evidence"):
            return match[0]
        if match[1] == "trigger":
            return f'trigger="{match[2]}@{spots.index(at) + 1}"' if at in spots else match[0]
        return f'{match[1]}="{";".join(map(numbered, match[2].split(";")))}"'

    return PAIR.sub(renumbered, line)


def coded_blocks(path: Path, texts: dict[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    """The reports of a file of coded blocks as lines to keep."""
    for block in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]:
        head, _, body = block.partition("\n")
        name, _, key = head.split()[0].partition("-")
        # the keys of some sets begin with the set's own name
        key = key if (name, key) in texts else head.split()[0]
        lines = [line for line in re.sub(r"\n {2,}", " ", body).splitlines() if line.startswith("* ")]
        text = texts[name, key]
        claims = [claim_of(text, nearest_spots(text, line), f"{path.name} {head}") for line in lines]
        yield {"set": name, "key": key, "mark": mark(text), "claims": without_words(claims)}


def shingles(text: str) -> set[str]:
    """Runs of eight words: two reports that share many are one report, or copies of one."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + 8]) for at in range(max(1, len(words) - 7))}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--bench", type=Path, required=True)
    ap.add_argument("--coded", type=Path, required=True, help="a folder of files of coded blocks")
    ap.add_argument("--days", type=Path, help="a table of each report's day of publication, by its key")
    ap.add_argument(
        "--gold", type=Path, nargs="*", default=[], help="reports coded elsewhere: copies of them are left out"
    )
    ap.add_argument("--to", type=Path, required=True)
    a = ap.parse_args()
    texts, days = texts_of(a.bench), json.loads(a.days.read_text()) if a.days else {}
    gold = [
        shingles(json.loads(line)["text"]) for path in a.gold for line in path.read_text(encoding="utf-8").splitlines()
    ]
    known, kept = set().union(*gold), {}
    for path in sorted(a.coded.glob("*.txt")):
        for coded in coded_blocks(path, texts):
            words = shingles(texts[coded["set"], coded["key"]])
            # a third of a report's words in another's: the same agency's story
            if len(words & known) > 0.3 * len(words):
                continue
            coded["published_at"] = days.get(coded["key"])
            kept[coded["set"], coded["key"]] = coded
    lines = [json.dumps(coded, ensure_ascii=False, separators=(",", ":")) for _, coded in sorted(kept.items())]
    a.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(kept), "reports", sum(len(coded["claims"]) for coded in kept.values()), "claims")


if __name__ == "__main__":
    main()
