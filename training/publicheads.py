"""Small heads beside the claims', one for each public set, and their losses; only the set a batch comes from is asked."""

import numpy as np
import torch
from torch import nn

from training.publicsets import LABELS, TAGS

# a head between: the encoder itself need not hold one set's columns ready
MIDDLE = 192


class PublicHeads(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        outs = {name: 2 * len(tags) for name, tags in TAGS.items()} | LABELS | {"uw": 1}
        self.heads = nn.ModuleDict(
            {
                name: nn.Sequential(nn.Linear(width, MIDDLE), nn.GELU(), nn.Linear(MIDDLE, out))
                for name, out in outs.items()
            }
        )
        # as rare at first as tags are, and as sure as most predicates are
        for name in TAGS:
            nn.init.constant_(self.heads[name][-1].bias, -4.0)
        nn.init.constant_(self.heads["uw"][-1].bias, 2.0)
        # which words of a text its label stands on
        self.looks = nn.ModuleDict({name: nn.Linear(width, 1) for name in LABELS})

    def labels(self, name: str, hidden: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
        weights = self.looks[name](hidden).squeeze(-1).float().masked_fill(attention == 0, -1e4).softmax(-1)
        return self.heads[name]((weights[..., None] * hidden).sum(1))


def collate(batch: list[dict]) -> dict:
    length = max(len(item["ids"]) for item in batch)

    def padded(name: str) -> torch.Tensor:
        rows = [item[name] for item in batch]
        wide = [np.pad(row, [(0, length - len(row)), *[(0, 0)] * (row.ndim - 1)]) for row in rows]
        return torch.tensor(np.stack(wide))

    out = {"set": batch[0]["set"], "ids": padded("ids"), "cases": padded("cases"), "mask": padded("mask")}
    out["attention"] = torch.tensor(np.stack([np.arange(length) < len(item["ids"]) for item in batch])).long()
    if "wanted" in batch[0]:
        out["wanted"] = padded("wanted")
    elif "labels" in batch[0]:
        out["labels"] = torch.tensor(np.stack([item["labels"] for item in batch]))
    else:
        out["spots"] = [(row, spot, value) for row, item in enumerate(batch) for spot, value in item["spots"]]
    return out


def loss(net, heads: PublicHeads, batch: dict) -> torch.Tensor | None:
    """The loss of one batch, of the size of the claims' own; none when nothing in it is labelled."""
    hidden = net.drop(net.encode(batch["ids"], batch["cases"], batch["attention"]))
    name = batch["set"]
    if name in TAGS:
        each = nn.functional.binary_cross_entropy_with_logits(
            heads.heads[name](hidden).float(), batch["wanted"], reduction="none"
        )
        # summed over columns, a mean over words: about 0.2 at first
        return (each.sum(-1) * batch["mask"]).sum() / batch["mask"].sum() * 4
    if name in LABELS:
        logits = heads.labels(name, hidden, batch["attention"]).float()
        return nn.functional.binary_cross_entropy_with_logits(logits, batch["labels"])
    if not batch["spots"]:
        return None
    pooled = torch.stack([hidden[row, spot].mean(0) for row, spot, _ in batch["spots"]])
    values = torch.tensor([value for _, _, value in batch["spots"]])
    return nn.functional.smooth_l1_loss(heads.heads[name](pooled).squeeze(-1).float(), values, beta=0.5)
