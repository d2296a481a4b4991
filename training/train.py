"""Train the shipped encoder: `python -m training.train --data ../shared/gold --out training/work/run1`."""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from allegedly.coders.windows import load_tokenizer
from training import data
from training.network import ATTRIBUTES, Network, pool
from training.sheets import load_sheets
from training.swaps import in_small_letters, lower_words, pool_of, swapped


def collate(batch: list[dict], device: str = "cpu") -> dict:
    length = max(len(item["ids"]) for item in batch)
    out = {}
    for name, fill in (("ids", 0), ("cases", 0)):
        out[name] = torch.tensor(
            np.stack([np.pad(item[name], (0, length - len(item[name])), constant_values=fill) for item in batch])
        )
    out["attention"] = torch.tensor(
        np.stack([np.pad(np.ones(len(item["ids"]), dtype=np.int64), (0, length - len(item["ids"]))) for item in batch])
    )
    out["mask"] = torch.tensor(np.stack([np.pad(item["mask"], (0, length - len(item["mask"]))) for item in batch]))
    out["types"] = torch.tensor(
        np.stack([np.pad(item["types"], ((0, length - len(item["types"])), (0, 0))) for item in batch])
    )
    claims = [(row, *claim) for row, item in enumerate(batch) for claim in item["claims"]]
    out["rows"] = torch.tensor([claim[0] for claim in claims], dtype=torch.long)
    out["tokens"] = [torch.tensor(claim[1]) for claim in claims]
    out["kinds"] = torch.tensor([claim[2] for claim in claims], dtype=torch.long)
    if claims:
        pad = lambda array: np.pad(array, ((0, length - len(array)), (0, 0)))  # noqa: E731
        out["roles"] = torch.tensor(np.stack([np.concatenate([pad(claim[3]), pad(claim[4])], 1) for claim in claims]))
        out["standing"] = torch.tensor([claim[5] for claim in claims])
    return out


MASK = 103


def with_gaps(ids: torch.Tensor, attention: torch.Tensor, share: float) -> torch.Tensor:
    """Some words hidden from the encoder, so that it learns from what stands around a name and not from the name alone."""
    gap = (torch.rand(ids.shape) < share) & (attention > 0) & (ids != 101) & (ids != 102)
    return torch.where(gap, torch.full_like(ids, MASK), ids)


def losses(net: Network, batch: dict) -> dict[str, torch.Tensor]:
    hidden = net.drop(net.encode(batch["ids"], batch["cases"], batch["attention"]))
    logits = net.trigger(hidden)
    surprise = -(batch["types"] * nn.functional.log_softmax(logits.float(), -1)).sum(-1)
    out = {"trigger": (surprise * batch["mask"]).sum() / batch["mask"].sum() * 12}
    if len(batch["rows"]):
        pooled = torch.cat([pool(hidden, batch["rows"], batch["tokens"]), net.kind(batch["kinds"])], -1)
        first = torch.tensor([int(spot[0]) for spot in batch["tokens"]])
        last = torch.tensor([int(spot[-1]) for spot in batch["tokens"]])
        valid = batch["attention"][batch["rows"]]
        roles = net.roles(hidden, batch["rows"], pooled, first, last, valid > 0)
        each = nn.functional.binary_cross_entropy_with_logits(roles.float(), batch["roles"], reduction="none")
        each = each * valid[..., None].float()
        out["roles"] = each.sum() / len(batch["rows"]) / 12
        standing = net.standing(pooled).float().split(ATTRIBUTES, -1)
        out["standing"] = (
            sum(nn.functional.cross_entropy(part, batch["standing"][:, index]) for index, part in enumerate(standing))
            / 4
        )
    return out


def batches(windows: list[dict], budget: int, rng: random.Random):
    windows = sorted(windows, key=lambda item: len(item["ids"]) + rng.random() * 40)
    groups, group = [], []
    for window in windows:
        if group and (len(group) + 1) * len(window["ids"]) > budget:
            groups.append(group)
            group = []
        group.append(window)
    groups.append(group)
    rng.shuffle(groups)
    return groups


def upper(document: dict) -> dict:
    """The same report as upper-case wire copy (only where no letter changes its length)."""
    text = document["text"].upper()
    return {**document, "text": text} if len(text) == len(document["text"]) else document


def varied(document: dict, names: dict[str, list[str]], small: set[str], share: float, rng: random.Random) -> dict:
    """The report as it is, or with other names, or in other letters: wire copy in small ones, a paper's in capitals."""
    if document["text"].isupper() and rng.random() < 0.6:
        document = in_small_letters({k: v for k, v in document.items() if k != "sentences"}, small)
    elif rng.random() < 0.06:
        document = upper(document)
    return swapped(document, names, rng) if rng.random() < share else document


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--epochs", type=int, default=16)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--budget", type=int, default=2048)
    ap.add_argument(
        "--hold", type=int, default=10, help="every n-th training report is kept back to choose thresholds; 0: none"
    )
    ap.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    ap.add_argument("--gaps", type=float, default=0.08, help="share of words hidden in training")
    ap.add_argument("--average", type=int, default=2, help="weights are averaged over the steps of the last epochs")
    ap.add_argument("--swaps", type=float, default=0.35, help="share of reports read with other names in an epoch")
    ap.add_argument("--flat", action="store_true", help="keep the learning rate up to the end, for a run to go on from")
    ap.add_argument("--sheets-twice", action="store_true", help="read the sheets' reports twice an epoch")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    tokenizer = load_tokenizer()
    documents = data.load(a.data / "train.jsonl")
    kept_back = [document for index, document in enumerate(documents) if a.hold and index % a.hold == 3]
    documents = [document for document in documents if document not in kept_back] + data.load(
        a.data / "synthetic.jsonl"
    )
    documents += load_sheets(Path(__file__).parent / "sheets") * (2 if a.sheets_twice else 1)
    names, small = pool_of(documents), lower_words(documents)
    a.out.mkdir(parents=True, exist_ok=True)
    net = Network(a.base)
    if a.start:
        net.load_state_dict(torch.load(a.start, weights_only=True))
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": body, "lr": a.lr}, {"params": heads, "lr": a.head_lr}], weight_decay=0.01)
    steps = a.epochs * len(
        batches([w for d in documents for w in data.windows_of(d, tokenizer, random.Random(0))], a.budget, rng)
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.08 * steps)) * (1 if a.flat else max(0.02, 1 - s / steps))
    )
    average, averaged = None, 0
    log = (a.out / "log.jsonl").open("a")
    for epoch in range(a.epochs):
        net.train()
        began, sums, count = time.time(), {}, 0
        windows = [w for d in documents for w in data.windows_of(varied(d, names, small, a.swaps, rng), tokenizer, rng)]
        for group in batches(windows, a.budget, rng):
            batch = collate(group)
            batch["ids"] = with_gaps(batch["ids"], batch["attention"], a.gaps)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts = losses(net, batch)
            optimizer.zero_grad()
            sum(parts.values()).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if epoch >= a.epochs - a.average:
                average = (
                    {name: value.detach().clone() for name, value in net.state_dict().items()}
                    if average is None
                    else {
                        name: average[name] + (value - average[name]) / (averaged + 1)
                        if value.is_floating_point()
                        else value
                        for name, value in net.state_dict().items()
                    }
                )
                averaged += 1
            count += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
        net.eval()
        with torch.no_grad():
            held = [w for d in kept_back for w in data.windows_of(d, tokenizer, None)]
            totals: dict[str, list[float]] = {}
            for group in batches(held, a.budget, random.Random(0)) if held else []:
                for name, value in losses(net, collate(group)).items():
                    totals.setdefault(name, []).append(float(value))
        row = {
            "epoch": epoch,
            "seconds": round(time.time() - began),
            "steps": count,
            **{f"train_{k}": round(v / count, 4) for k, v in sums.items()},
            **{f"held_{k}": round(float(np.mean(v)), 4) for k, v in totals.items()},
        }
        log.write(json.dumps(row) + "\n")
        log.flush()
        torch.save(net.state_dict() if average is None else average, a.out / "net.pt")
    (a.out / "held.json").write_text(json.dumps([d["id"] for d in kept_back]))


if __name__ == "__main__":
    main()
