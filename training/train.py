"""Train the shipped encoder: `python -m training.train --data ../shared/gold --out training/work/run1`."""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from allegedly.coders.labels import ROLES
from allegedly.coders.windows import load_tokenizer
from training import data
from training.found import load_found
from training.network import ATTRIBUTES, Network, pool
from training.publicheads import PublicHeads
from training.publicheads import collate as collate_public
from training.publicheads import loss as public_loss
from training.publicsets import PublicSets
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
    out["named"] = torch.tensor(np.stack([np.pad(item["named"], (0, length - len(item["named"]))) for item in batch]))
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
# how a claim stands is coded less alike by two coders than what happened; being wholly sure of it was overlearnt
SMOOTHING = 0.05


# who did it to whom decides whether a claim is right: these roles count twice in training, not in the losses of what is kept back
WEIGHTS = torch.tensor([2.0 if role in ("actor", "target") else 1.0 for role in ROLES]).repeat(2)


def with_gaps(ids: torch.Tensor, attention: torch.Tensor, share: float) -> torch.Tensor:
    """Some words hidden from the encoder, so that it learns from what stands around a name and not from the name alone."""
    gap = (torch.rand(ids.shape) < share) & (attention > 0) & (ids != 101) & (ids != 102)
    return torch.where(gap, torch.full_like(ids, MASK), ids)


def with_other_names(ids: torch.Tensor, named: torch.Tensor, share: float) -> torch.Tensor:
    """The pieces of names exchanged for pieces of other names of the batch, the same piece always for the same one."""
    pool = ids[named]
    out = ids.clone()
    for row in range(len(ids)):
        for piece in ids[row][named[row]].unique().tolist():
            if random.random() < share:
                spots = named[row] & (ids[row] == piece)
                out[row][spots] = pool[int(torch.randint(len(pool), (1,)))]
    return out


def read(net: Network, batch: dict, ids: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The network's answers to a batch: trigger types, and of each claim its roles and how it stands."""
    hidden = net.drop(net.encode(ids, batch["cases"], batch["attention"]))
    logits = net.trigger(hidden).float()
    if not len(batch["rows"]):
        return (logits,)
    pooled = torch.cat([pool(hidden, batch["rows"], batch["tokens"]), net.kind(batch["kinds"])], -1)
    first = torch.tensor([int(spot[0]) for spot in batch["tokens"]])
    last = torch.tensor([int(spot[-1]) for spot in batch["tokens"]])
    valid = batch["attention"][batch["rows"]] > 0
    roles = net.roles(hidden, batch["rows"], pooled, first, last, valid)
    return logits, roles.float(), net.standing(pooled).float()


def losses(net: Network, batch: dict, answers: tuple[torch.Tensor, ...] | None = None) -> dict[str, torch.Tensor]:
    """How far the answers are from the gold; they are asked for when not given."""
    logits, *of_claims = answers or read(net, batch, batch["ids"])
    surprise = -(batch["types"] * nn.functional.log_softmax(logits, -1)).sum(-1)
    out = {"trigger": (surprise * batch["mask"]).sum() / batch["mask"].sum() * 12}
    if of_claims:
        roles, standing = of_claims
        each = nn.functional.binary_cross_entropy_with_logits(roles, batch["roles"], reduction="none")
        each = each * batch["attention"][batch["rows"]][..., None].float()
        if net.training:
            each = each * WEIGHTS
        out["roles"] = each.sum() / len(batch["rows"]) / 12
        out["standing"] = (
            sum(
                nn.functional.cross_entropy(part, batch["standing"][:, index], label_smoothing=SMOOTHING)
                for index, part in enumerate(standing.split(ATTRIBUTES, -1))
            )
            / 4
        )
    return out


def apart(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """How far two answers of yes or no are apart, by both their measures; logits in, one number for each out."""
    p, q = one.sigmoid(), other.sigmoid()
    return (p - q) * (one - other) / 2


def disagreement(batch: dict, one: tuple[torch.Tensor, ...], other: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """How far two readings of a batch are apart that should be the same but for its names (R-Drop, Liang et al. 2021)."""
    first, second = (nn.functional.log_softmax(answers[0], -1) for answers in (one, other))
    types = ((first.exp() - second.exp()) * (first - second)).sum(-1) / 2
    value = (types * batch["mask"]).sum() / batch["mask"].sum() * 12
    if len(one) > 1:
        valid = batch["attention"][batch["rows"]][..., None].float()
        value = value + (apart(one[1], other[1]) * valid).sum() / len(batch["rows"]) / 12
    return value


def twice(net: Network, batch: dict, gaps: float, renamed: float) -> dict[str, torch.Tensor]:
    """The losses of a batch read twice, once with other names, and how far the two readings are apart."""
    ids = (batch["ids"], with_other_names(batch["ids"], batch["named"], renamed))
    both = [read(net, batch, with_gaps(one, batch["attention"], gaps)) for one in ids]
    parts = [losses(net, batch, answers) for answers in both]
    mean = {name: (parts[0][name] + parts[1][name]) / 2 for name in parts[0]}
    return {**mean, "apart": disagreement(batch, *both)}


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


def sheets_now(share: float, rng: random.Random, whole: tuple[str, ...] = ()) -> list[dict]:
    """The sheets of one epoch: a share of them, drawn anew each time, so that found reports are not drowned in ours.

    Reports whose names begin with one of `whole` are read in every epoch: no run has read them before.
    """
    sheets = load_sheets(Path(__file__).parent / "sheets")
    new = [sheet for sheet in sheets if sheet["id"].startswith(whole)] if whole else []
    old = [sheet for sheet in sheets if not sheet["id"].startswith(whole)] if whole else sheets
    return new + rng.sample(old, round(share * len(old)))


# of each epoch only a part of these: old wire copy and local crime would drown the rest
FOUND_SHARES = {"muc4": 0.35, "gva": 0.35, "satp": 0.7, "ipe": 0.7, "cam": 0.8}


def found_now(bench: Path | None, share: float, rng: random.Random) -> list[dict]:
    """The found reports of one epoch, never those kept back."""
    documents = load_found(Path(__file__).parent / "found", bench) if bench else []
    return [d for d in documents if rng.random() < share * FOUND_SHARES.get(d["id"].split("-")[1], 1.0)]


def held_losses(net: Network, held: dict[str, list[dict]], tokenizer, budget: int) -> dict[str, float]:
    """The losses on reports kept back, written and found ones apart; nothing is learnt from them."""
    net.eval()
    totals: dict[str, list[float]] = {}
    for kind, documents in held.items():
        windows = [w for d in documents for w in data.windows_of(d, tokenizer, None)]
        with torch.no_grad():
            for group in batches(windows, budget, random.Random(0)) if windows else []:
                for name, value in losses(net, collate(group)).items():
                    totals.setdefault(f"{kind}_{name}", []).append(float(value))
    return {name: round(float(np.mean(values)), 4) for name, values in totals.items()}


class Average:
    """Weights averaged over the steps, the late ones counting most; near the end of a run better than the last step's."""

    def __init__(self, net: nn.Module, keep: float) -> None:
        self.keep, self.steps = keep, 0
        self.weights = {name: value.detach().clone() for name, value in net.state_dict().items()}

    def step(self, net: nn.Module) -> None:
        self.steps += 1
        # early on a plain mean, so that the first weights do not stay for long
        keep = min(self.keep, self.steps / (self.steps + 1))
        now = net.state_dict()
        names = [name for name, value in self.weights.items() if value.is_floating_point()]
        torch._foreach_lerp_([self.weights[name] for name in names], [now[name].detach() for name in names], 1 - keep)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument(
        "--minutes", type=float, default=60, help="how long to train; the learning rate falls with the time"
    )
    ap.add_argument("--epochs", type=int, default=100, help="stop after so many epochs though time is left")
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--budget", type=int, default=2048)
    ap.add_argument("--held", type=Path, help="a folder of sheets kept back: their losses are logged each epoch")
    ap.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    ap.add_argument("--start-public", type=Path, help="the public sets' heads of that run")
    ap.add_argument("--gaps", type=float, default=0.08, help="share of words hidden in training")
    ap.add_argument("--keep", type=float, default=0.997, help="how much of the averaged weights stays each step")
    ap.add_argument("--swaps", type=float, default=0.35, help="share of reports read with other names in an epoch")
    ap.add_argument("--found", type=Path, help="folder of the public sets, for the found reports of training/found")
    ap.add_argument("--sheet-share", type=float, default=1.0, help="share of the sheets read in an epoch")
    ap.add_argument("--found-share", type=float, default=1.0, help="share of an epoch's found reports")
    ap.add_argument(
        "--twice", type=float, default=0.0, help="read each batch again with so many names exchanged; 0: once"
    )
    ap.add_argument("--whole", nargs="*", default=[], help="beginnings of names of sheets read in every epoch")
    ap.add_argument("--public", type=Path, help="folder of the public sets, whose heads are trained along")
    ap.add_argument(
        "--public-share", type=float, default=0.45, help="batches of the public sets for each of the claims'"
    )
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    rng = random.Random(a.seed)
    tokenizer = load_tokenizer()
    coded = data.load(a.data / "train.jsonl") + data.load(a.data / "synthetic.jsonl")
    held = {"held": load_sheets(a.held) if a.held else []}
    if a.found:
        held["found"] = load_found(Path(__file__).parent / "found", a.found, kept_back=True)
    a.out.mkdir(parents=True, exist_ok=True)
    net = Network(a.base)
    if a.start:
        net.load_state_dict(torch.load(a.start, weights_only=True))
    beside = PublicHeads(net.encoder.config.hidden_size)
    if a.start_public:
        # heads whose columns are others now begin anew
        before, now = torch.load(a.start_public, weights_only=True), beside.state_dict()
        fitting = {name: value for name, value in before.items() if now[name].shape == value.shape}
        beside.load_state_dict(now | fitting)
    everything = nn.ModuleDict({"net": net, "public": beside})
    body = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")] + list(beside.parameters())
    optimizer = torch.optim.AdamW([{"params": body, "lr": a.lr}, {"params": heads, "lr": a.head_lr}], weight_decay=0.01)
    public = (
        PublicSets(a.public, tokenizer, lower_words(coded + sheets_now(1.0, rng)), a.budget, a.seed)
        if a.public
        else None
    )
    # about two minutes of warming up: the optimizer begins without knowing its steps' sizes
    warm, average, count = 80, Average(everything, a.keep), 0
    log = (a.out / "log.jsonl").open("a")
    start = time.monotonic()

    def learn(value: torch.Tensor) -> None:
        nonlocal count
        share = min(1.0, (count + 1) / warm) * max(0.02, 1 - (time.monotonic() - start) / 60 / a.minutes)
        for group, rate in zip(optimizer.param_groups, (a.lr, a.head_lr), strict=True):
            group["lr"] = rate * share
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(everything.parameters(), 1.0)
        optimizer.step()
        average.step(everything)
        count += 1

    log.write(json.dumps({"epoch": -1, **held_losses(net, held, tokenizer, a.budget)}) + "\n")
    log.flush()
    for epoch in range(a.epochs):
        # sheets may have been added since the last epoch
        documents = coded + found_now(a.found, a.found_share, rng) + sheets_now(a.sheet_share, rng, tuple(a.whole))
        names, small = pool_of(documents), lower_words(documents)
        everything.train()
        began, sums, seen = time.monotonic(), {}, {}
        windows = [
            w for d in documents for w in data.windows_of(varied(d, names, small, a.swaps, rng), tokenizer, rng, small)
        ]
        for group in batches(windows, a.budget, rng):
            if time.monotonic() - start > 60 * a.minutes:
                break
            batch = collate(group)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                if a.twice:
                    parts = twice(net, batch, a.gaps, a.twice)
                else:
                    parts = losses(net, {**batch, "ids": with_gaps(batch["ids"], batch["attention"], a.gaps)})
            learn(sum(parts.values()))
            if public and rng.random() < a.public_share:
                drawn = collate_public(public.batch())
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    value = public_loss(net, beside, drawn)
                if value is not None:
                    learn(value)
                    parts[drawn["set"]] = value
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
                seen[name] = seen.get(name, 0) + 1
        row = {
            "epoch": epoch,
            "seconds": round(time.monotonic() - began),
            "steps": count,
            "reports": len(documents),
            **{f"train_{k}": round(v / seen[k], 4) for k, v in sums.items()},
        }
        current = {name: value.clone() for name, value in everything.state_dict().items()}
        everything.load_state_dict(average.weights)
        row |= held_losses(net, held, tokenizer, a.budget)
        torch.save(net.state_dict(), a.out / "net.pt")
        torch.save(beside.state_dict(), a.out / "public.pt")
        everything.load_state_dict(current)
        log.write(json.dumps(row) + "\n")
        log.flush()
        if time.monotonic() - start > 60 * a.minutes:
            break


if __name__ == "__main__":
    main()
