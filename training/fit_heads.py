"""Heads for the public tasks on the shipped encoder, which stays as it is: `python -m training.fit_heads --bench BENCH --work DIR --to src/allegedly/data/encoder`.

The train parts are read once by the shipped graph (int8, as at run time) and their vectors kept in DIR; then one small
layer and the heads are trained on them. Every tenth text is kept back: the thresholds are chosen there.
"""

import argparse
import hashlib
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from allegedly.coders.encoder import load_encoder
from training.data import covered, sentences_of
from training.network import Dropout, Layer, distance_bucket
from training.plain import plain
from training.publicsets import (
    ACCEPTED,
    ATTRIBUTION,
    ENTITIES,
    INCIDENT_FACTS,
    INCIDENT_ROLES,
    INCIDENT_TYPES,
    POLICE,
    as_spans,
    shuffled,
)

WIDTH, PAIRED = 256, 96
TIES = (
    *("CoLocated", "BelongsTo", "FightingAgainst", "CommWith", "IsSynonymOf", "HasAttrOf"),
    *("Likes", "InChargeOf", "Dislikes", "AlliesOf", "Apart"),
)
# a head's columns for each word: its tags, where each begins, and what is told of tagged words
WORD_COLUMNS = {
    "attribution": (*ATTRIBUTION, *(f"{tag}:start" for tag in ATTRIBUTION)),
    "entities": (*ENTITIES, *(f"{tag}:start" for tag in ENTITIES)),
    "incidents": (*INCIDENT_ROLES, *(f"{tag}:start" for tag in INCIDENT_ROLES), *INCIDENT_FACTS),
}
LABEL_COLUMNS = {"relevance": ("relevant",), "police": POLICE, "incident_types": INCIDENT_TYPES}
SOURCES = {
    "attribution": "polnear",
    "entities": "re3d",
    "incidents": "muc4",
    "factuality": "uw",
    "relevance": "relevance",
    "police": "police",
    "incident_types": "muc4",
}
SHIPPED = tuple(SOURCES)
# entities further apart, in word pieces, than this are no candidates for a tie
FARTHEST = 80
# a long window holds hundreds of pairs; with all of them in one step there were too few steps (overlap F1 22.8 instead of 27.6)
PAIRS_A_STEP = 120


class Beside(Layer):
    """The words of a window as they look at each other, beside the encoder's vectors of them."""

    def forward(self, hidden: torch.Tensor, valid: torch.Tensor | None) -> torch.Tensor:
        return torch.cat([hidden, self.seen(hidden, valid)], -1)


class Readers(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.layer = Beside(width, WIDTH)
        whole = width + WIDTH
        outs = {name: len(columns) for name, columns in WORD_COLUMNS.items()} | {"factuality": 1}
        self.words = nn.ModuleDict({name: self.head(whole, out) for name, out in outs.items()})
        for name in WORD_COLUMNS:
            nn.init.constant_(self.words[name][-1].bias, -4.0)
        nn.init.constant_(self.words["factuality"][-1].bias, 2.0)
        self.texts = nn.ModuleDict({name: self.head(whole, len(columns)) for name, columns in LABEL_COLUMNS.items()})
        self.looks = nn.ModuleDict({name: nn.Linear(whole, 1) for name in LABEL_COLUMNS})
        self.drop = Dropout(0.2)

    @staticmethod
    def head(whole: int, out: int) -> nn.Module:
        return nn.Sequential(nn.Linear(whole, 128), nn.GELU(), Dropout(0.1), nn.Linear(128, out))

    def forward(self, name: str, mixed: torch.Tensor, valid: torch.Tensor | None) -> torch.Tensor:
        """Logits: (windows, pieces, columns) for words, (windows, labels) for texts, (windows, pieces) for values."""
        if name in self.words:
            out = self.words[name](mixed)
            return out.squeeze(-1) if name == "factuality" else out
        weights = self.looks[name](mixed).squeeze(-1).float()
        if valid is not None:
            weights = weights.masked_fill(~valid, -1e4)
        return self.texts[name]((weights.softmax(-1)[..., None] * mixed).sum(1))


class Pairs(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.narrow = nn.Linear(width, PAIRED)
        self.types, self.apart = nn.Embedding(len(ENTITIES), 16), nn.Embedding(21, 16)
        self.out = nn.Sequential(nn.Linear(4 * PAIRED + 48, 128), nn.GELU(), Dropout(0.25), nn.Linear(128, len(TIES)))
        nn.init.constant_(self.out[-1].bias, -4.0)
        self.drop = Dropout(0.25)

    def forward(self, hidden: torch.Tensor, pool: torch.Tensor, types: torch.Tensor, apart: torch.Tensor):
        narrow = nn.functional.gelu(self.narrow(self.drop(hidden)))
        source, target, between = (pool[at] @ narrow for at in range(3))
        codes = self.types(types)
        spread = [codes[:, 0], codes[:, 1], self.apart(distance_bucket(apart))]
        return self.out(torch.cat([source, target, source * target, between, *spread], -1))


def read_set(bench: Path, name: str, most: int, folder: Path) -> list[dict]:
    """The texts of a set with the windows of each and their vectors in half precision; kept in `folder`."""
    kept = folder / f"{name}-{most}.pt"
    if kept.exists():
        return torch.load(kept, weights_only=False)
    found = shuffled(bench, name)
    encoder, texts, began = load_encoder(1), [], time.monotonic()
    for record in found[: most or None]:
        text = as_spans(name, record)
        if name == "muc4":
            text["labels"] = as_spans("incidents", record)["labels"]
        if name == "re3d":
            text["ties"] = [
                (tuple(r["source"]), tuple(r["target"]), r["type"])
                for r in record["relations"]
                if r["confidence"] >= ACCEPTED and r["type"] in TIES
            ]
        text["windows"] = [
            {"offsets": window.offsets, "fresh": window.fresh, "hidden": torch.tensor(hidden).half()}
            for window, hidden in encoder.vectors(text["text"], sentences_of(text["text"]))
        ]
        texts.append(text)
    print(name, len(texts), "texts", round(time.monotonic() - began), "s", flush=True)
    torch.save(texts, kept)
    return texts


def wanted_of(name: str, text: dict, window: dict) -> np.ndarray:
    columns = {tag: at for at, tag in enumerate(WORD_COLUMNS[name])}
    wanted = np.zeros((len(window["offsets"]), len(columns)), dtype=np.float32)
    for start, end, tag in text["spans"]:
        inside = covered(window["offsets"], (start, end))
        if len(inside):
            wanted[inside, columns[tag]] = 1
            if f"{tag}:start" in columns and window["offsets"][inside[0]][0] <= start:
                wanted[inside[0], columns[f"{tag}:start"]] = 1
    return wanted


def prepared(name: str, texts: list[dict]) -> list[dict]:
    """One item a window, or a text for labels, with what is wanted of it."""
    items = []
    for text in texts:
        for window in text["windows"]:
            mask = np.ones(len(window["offsets"]), dtype=np.float32)
            mask[[0, -1]] = 0
            mask[1 : window["fresh"]] = 0
            item = {"hidden": window["hidden"], "mask": torch.tensor(mask)}
            if name in WORD_COLUMNS:
                item["wanted"] = torch.tensor(wanted_of(name, text, window)).half()
            elif name == "factuality":
                spots = [(covered(window["offsets"], v[:2]), v[2]) for v in text["values"]]
                item["spots"] = [(t, v) for t, v in spots if len(t) and t[0] >= window["fresh"]]
                if not item["spots"]:
                    continue
            items.append(item)
        if name in LABEL_COLUMNS and text["windows"]:
            items[-len(text["windows"]) :] = [
                {"windows": [w["hidden"] for w in text["windows"]], "labels": torch.tensor(text["labels"]).float()}
            ]
    return items


def batches(name: str, items: list[dict], rng: random.Random, budget: int = 4096) -> list[list[dict]]:
    def size(item: dict) -> int:
        return sum(len(w) for w in item["windows"]) if "windows" in item else len(item["hidden"])

    groups, group, room = [], [], 0
    for item in sorted(items, key=lambda item: size(item) + rng.random() * 40):
        if group and room + size(item) > budget:
            groups.append(group)
            group, room = [], 0
        group.append(item)
        room += size(item)
    groups.append(group)
    rng.shuffle(groups)
    return groups


def padded(rows: list[torch.Tensor]) -> torch.Tensor:
    return nn.utils.rnn.pad_sequence([row.float() for row in rows], batch_first=True)


def loss_of(net: Readers, name: str, group: list[dict]) -> torch.Tensor:
    rows = [w for item in group for w in item["windows"]] if name in LABEL_COLUMNS else [i["hidden"] for i in group]
    hidden = net.drop(padded(rows))
    valid = torch.arange(hidden.shape[1])[None] < torch.tensor([len(row) for row in rows])[:, None]
    mixed = net.layer(hidden, valid)
    logits = net(name, mixed, valid).float()
    if name in LABEL_COLUMNS:
        best, at = [], 0
        for item in group:
            best.append(logits[at : at + len(item["windows"])].max(0).values)
            at += len(item["windows"])
        wanted = torch.stack([item["labels"] for item in group])
        return nn.functional.binary_cross_entropy_with_logits(torch.stack(best), wanted)
    if name == "factuality":
        read = torch.stack([logits[row, spot].mean() for row, item in enumerate(group) for spot, _ in item["spots"]])
        values = torch.tensor([value for item in group for _, value in item["spots"]])
        return nn.functional.smooth_l1_loss(read, values, beta=0.3)
    each = nn.functional.binary_cross_entropy_with_logits(
        logits, padded([item["wanted"] for item in group]), reduction="none"
    )
    mask = padded([item["mask"] for item in group])
    return (each.sum(-1) * mask).sum() / mask.sum() * 4


# texts read of a set, where all of them would take longer than they give
MOST = {"uw": 2200}
# how often each set is read in an epoch: the small ones more often
TIMES = {
    "attribution": 1,
    "incidents": 1,
    "entities": 6,
    "factuality": 2,
    "relevance": 3,
    "police": 2,
    "incident_types": 1,
}


def train(
    texts: dict[str, list[dict]], epochs: int, minutes: float, seed: int, start: dict | None, only: list[str]
) -> tuple[Readers, dict]:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    items = {name: prepared(name, texts[SOURCES[name]]["train"]) for name in SOURCES}
    kept = {name: prepared(name, texts[SOURCES[name]]["kept"]) for name in SOURCES}
    net = Readers(384)
    if start:
        net.load_state_dict(start)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.02)
    began, best = time.monotonic(), {}
    plan = [
        (name, group)
        for _ in range(epochs)
        for name, group in rng.sample(
            [(n, g) for n in only for _ in range(TIMES[n]) for g in batches(n, items[n], rng)],
            sum(TIMES[n] * len(batches(n, items[n], random.Random(0))) for n in only) * 9 // 10,
        )
    ]
    sums: dict[str, list[float]] = {}
    for at, (name, group) in enumerate(plan):
        passed = max(at / len(plan), (time.monotonic() - began) / 60 / minutes)
        if passed >= 1:
            break
        for one in optimizer.param_groups:
            one["lr"] = 1.5e-3 * min(1, (at + 1) / 50) * max(0.02, 1 - passed)
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value = loss_of(net, name, group)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        sums.setdefault(name, []).append(float(value.detach()))
        if at % (max(1, len(plan) // (2 * epochs))) == 0 or at == len(plan) - 1:
            net.eval()
            with torch.no_grad():
                told = {
                    n: round(float(np.mean([float(loss_of(net, n, g)) for g in batches(n, k, random.Random(0))])), 3)
                    for n, k in kept.items()
                }
            means = {n: round(float(np.mean(v)), 3) for n, v in sums.items()}
            print(f"{at}/{len(plan)} {round(time.monotonic() - began)} s kept {told} train {means}", flush=True)
            sums, best = {}, told
    return net.eval(), best


def pair_items(texts: list[dict], rng: random.Random) -> list[dict]:
    """Candidate pairs of each window with their ties; both orders of two things that stand near each other."""
    items = []
    for text in texts:
        ties: dict[tuple, set[str]] = {}
        for source, target, kind in text["ties"]:
            ties.setdefault((source, target), set()).add(kind)
        things = sorted({(s, e, tag) for s, e, tag in text["spans"] if tag in ENTITIES})
        for window in text["windows"]:
            offsets = window["offsets"]
            covers = [(thing, covered(offsets, thing[:2])) for thing in things]
            covers = [(t, c) for t, c in covers if len(c) and offsets[c[-1]][1] >= t[1] and offsets[c[0]][0] <= t[0]]
            rows = []
            for one, first in covers:
                for other, second in covers:
                    if one == other or abs(int(second[0]) - int(first[0])) > FARTHEST:
                        continue
                    kinds = ties.get((one[:2], other[:2]), set())
                    between = list(range(min(first[-1], second[-1]) + 1, max(first[0], second[0]))) or [int(first[0])]
                    rows.append((first, second, between, ENTITIES.index(one[2]), ENTITIES.index(other[2]), kinds))
            rng.shuffle(rows)
            for at in range(0, len(rows), PAIRS_A_STEP):
                items.append({"hidden": window["hidden"].float(), "rows": rows[at : at + PAIRS_A_STEP]})
    rng.shuffle(items)
    return items


def pair_tensors(item: dict):
    length, rows = len(item["hidden"]), item["rows"]
    pool = torch.zeros(3, len(rows), length)
    for at, row in enumerate(rows):
        for part in range(3):
            pool[part, at, torch.as_tensor(np.asarray(row[part]))] = 1 / len(row[part])
    types = torch.tensor([[row[3], row[4]] for row in rows])
    apart = torch.tensor([int(row[1][0]) - int(row[0][0]) for row in rows])
    wanted = torch.tensor([[float(kind in row[5]) for kind in TIES] for row in rows])
    return pool, types, apart, wanted


def train_pairs(texts: dict, epochs: int, seed: int) -> Pairs:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = Pairs(384)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.05)
    items, kept = pair_items(texts["train"], rng), pair_items(texts["kept"], rng)
    for epoch in range(epochs):
        for one in optimizer.param_groups:
            one["lr"] = 1e-3 * max(0.05, 1 - epoch / epochs)
        rng.shuffle(items)
        net.train()
        total = 0.0
        for item in items:
            pool, types, apart, wanted = pair_tensors(item)
            logits = net(item["hidden"], pool, types, apart)
            value = nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(-1).mean()
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            total += float(value.detach())
        if epoch % 4 == 3:
            net.eval()
            with torch.no_grad():
                right = given = told = 0
                for item in kept:
                    pool, types, apart, wanted = pair_tensors(item)
                    chances = net(item["hidden"], pool, types, apart).sigmoid()
                    right += int(((chances > 0.35) & (wanted > 0)).sum())
                    given += int((chances > 0.35).sum())
                    told += int(wanted.sum())
            f1 = 200 * right / max(1, given + told)
            print(f"pairs {epoch} train {total / len(items):.3f} kept F1 {f1:.1f} ({right}/{given}/{told})", flush=True)
    return net.eval()


class Whole(nn.Module):
    """All heads of one window, as the graph has them: name by name."""

    def __init__(self, net: Readers) -> None:
        super().__init__()
        self.net = net

    def forward(self, hidden: torch.Tensor):
        mixed = self.net.layer(hidden[None], None)
        return tuple(self.net(name, mixed, None)[0] for name in SHIPPED)


def export(net: Readers, pairs: Pairs, to: Path) -> None:
    length, count = torch.export.Dim("length", min=3, max=512), torch.export.Dim("count", min=1, max=512)
    torch.onnx.export(
        Whole(net),
        (torch.randn(40, 384),),
        to / "heads.onnx",
        input_names=["hidden"],
        output_names=list(SHIPPED),
        dynamic_shapes={"hidden": {0: length}},
        dynamo=True,
        external_data=False,
    )
    torch.onnx.export(
        pairs,
        (torch.randn(40, 384), torch.rand(3, 5, 40), torch.zeros(5, 2, dtype=torch.long), torch.arange(5)),
        to / "pairs.onnx",
        input_names=["hidden", "pool", "types", "apart"],
        output_names=["ties"],
        dynamic_shapes={
            "hidden": {0: length},
            "pool": {1: count, 2: length},
            "types": {0: count},
            "apart": {0: count},
        },
        dynamo=True,
        external_data=False,
    )
    for name in ("heads.onnx", "pairs.onnx"):
        plain(to / name)
    write_settings(to)


def write_settings(to: Path) -> None:
    def listed(names) -> str:
        return "[" + ", ".join(json.dumps(name) for name in names) + "]"

    columns = WORD_COLUMNS | LABEL_COLUMNS | {"pairs": TIES, "pair_types": ENTITIES}
    old = (to / "heads.toml").read_text() if (to / "heads.toml").exists() else ""
    thresholds = old[old.index("[believed]") :] if "[believed]" in old else "[believed]\n"
    lines = ["# Made by training/fit_heads.py; a file whose hash differs is refused.", "[sha256]"]
    lines += [
        f'"{name}" = "{hashlib.sha256((to / name).read_bytes()).hexdigest()}"' for name in ("heads.onnx", "pairs.onnx")
    ]
    lines += ["", "# what each column of a head means; NAME:start is the first word of a NAME", "[columns]"]
    lines += [f"{name} = {listed(names)}" for name, names in columns.items()]
    (to / "heads.toml").write_text("\n".join(lines) + "\n\n" + thresholds)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--bench", type=Path, required=True)
    ap.add_argument("--work", type=Path, required=True)
    ap.add_argument("--to", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=4)
    ap.add_argument("--minutes", type=float, default=15)
    ap.add_argument("--most", type=int, default=0, help="read at most so many texts of a set; 0: all")
    ap.add_argument("--start", type=Path, help="heads.pt of an earlier run to go on from")
    ap.add_argument("--only", nargs="*", default=list(SOURCES), help="heads whose sets are read")
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    a.work.mkdir(parents=True, exist_ok=True)
    texts = {}
    for name in dict.fromkeys(SOURCES.values()):
        found = read_set(a.bench, name, a.most or MOST.get(name, 0), a.work)
        texts[name] = {
            "train": [text for at, text in enumerate(found) if at % 10],
            "kept": [text for at, text in enumerate(found) if not at % 10],
        }
    start = torch.load(a.start, weights_only=True) if a.start else None
    pairs = train_pairs(texts["re3d"], 16, 1)
    net, _ = train(texts, a.epochs, a.minutes, 1, start and start["net"], a.only)
    torch.save({"net": net.state_dict(), "pairs": pairs.state_dict()}, a.work / "heads.pt")
    export(net, pairs, a.to)


if __name__ == "__main__":
    main()
